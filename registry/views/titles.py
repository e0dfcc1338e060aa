"""What the site and its lists are called, and under which list each page of a record stands."""

SITE = "Registry of Interagency Bodies"
LISTS = {
    "agency-list": (
        "Agencies",
        "Departments, offices and other agencies of the record, each with its names over "
        "time and its seats on interagency bodies.",
    ),
    "body-list": (
        "Bodies",
        "Interagency task forces, councils, committees and groups, with who chairs each "
        "on the day asked.",
    ),
    "corrections": (
        "Corrections",
        "Fact sheets that were corrected after they had been issued: what was wrong, what "
        "it says now, and when it was corrected.",
    ),
    "fact-sheet-list": (
        "Fact sheets",
        "Fact sheets on interagency bodies, the latest first, each kept as it was issued, "
        "with its later editions.",
    ),
    "law-list": (
        "Laws",
        "Statutes, executive orders, memoranda and charters on which interagency bodies "
        "rest, in the order of their dates.",
    ),
    "meeting-list": (
        "Meetings",
        "Meetings of interagency bodies, the last first, those announced for later apart; "
        "with who came and what was decided.",
    ),
    "official-list": (
        "Officials",
        "People who hold or held office, by family name, with the positions that each "
        "held on the day asked.",
    ),
    "position-list": (
        "Positions",
        "Offices of government by title, with their agencies and with who held each on "
        "the day asked, acting ones and vacancies among them.",
    ),
    "resolution-list": (
        "Resolutions",
        "What interagency bodies decided in their own words, the last first, with the "
        "meetings at which they did.",
    ),
}
# Pages that stand alone, and are told in the same way.
LISTS |= {
    "subject-list": (
        "Subjects",
        "What fact sheets and meetings of interagency bodies are about, in the order of the "
        "alphabet.",
    ),
    "what-changed": (
        "What changed",
        "What was issued, corrected, added and changed in the public record of interagency "
        "bodies, the newest first.",
    ),
    "data": (
        "Data for reuse",
        "The record of interagency bodies for programs: tables, feeds, calendars, an API, and "
        "what stays as it is.",
    ),
    "about": (
        "About this site",
        "What this registry of interagency bodies is and who keeps it.",
    ),
    "accessibility": (
        "Accessibility",
        "How far this site can be used by everybody, and how to tell what stands in the way.",
    ),
    "privacy": (
        "Privacy",
        "What this site knows of its readers, and what it says of officials.",
    ),
    "contact": (
        "Contact",
        "How to reach the staff of this registry and to propose a correction to a page.",
    ),
}
# The list above each page of a record, and its place in the API.
ABOVE = {
    "agency": ("agency-list", "agencies"),
    "agency-tree": ("agency-list", ""),
    "body": ("body-list", "bodies"),
    "body-attendance": ("body-list", ""),
    "body-timeline": ("body-list", ""),
    "body-tree": ("body-list", ""),
    "fact-sheet": ("fact-sheet-list", "fact-sheets"),
    "edition": ("fact-sheet-list", ""),
    "edition-list": ("fact-sheet-list", ""),
    "edition-changes": ("fact-sheet-list", ""),
    "law": ("law-list", "laws"),
    "meeting": ("meeting-list", "meetings"),
    "official": ("official-list", "officials"),
    "body-compare": ("body-list", ""),
    "position": ("position-list", "positions"),
    "resolution": ("resolution-list", "resolutions"),
    "subject": ("subject-list", "subjects"),
}
