"""What each page says of itself to machines: its name, a description, and data in the words of
schema.org. All is read off what the page shows already, so it costs no query."""

from collections.abc import Callable
from dataclasses import dataclass

from django.urls import reverse

from ..dates import OPEN, UNKNOWN, Holds, words_of
from ..vocabulary import EditionKind, EditionState, MeetingStatus
from .titles import SITE

SHORTEST, LONGEST = 50, 160
FILL = " In a public record of interagency bodies, with dates and sources."
# As many members of a body, or people at a meeting, as the data of a page names.
MOST = 60
EVENT_STATUS = {
    MeetingStatus.ANNOUNCED: "EventScheduled",
    MeetingStatus.HELD: "EventScheduled",
    MeetingStatus.POSTPONED: "EventPostponed",
    MeetingStatus.CANCELLED: "EventCancelled",
}


@dataclass(frozen=True)
class Page:
    """What a head is made of."""

    context: dict
    host: str  # "https://example.org"
    on: str  # the day that the address names, or ""
    view_name: str

    def at(self, target) -> str:
        """The address of a record, or of the page of that name, with host; without the
        day, since it names the thing."""
        address = reverse(target) if isinstance(target, str) else target.get_absolute_url()
        return self.host + address

    def thing(self, kind: str, record, name: str = "") -> dict:
        """A record that is named on the way."""
        return {"@type": kind, "@id": self.at(record), "name": name or str(record)}


Told = tuple[str, str, dict]  # name, description, data


def sentence(*parts: str) -> str:
    """As many of the parts as go into a description; the first is cut at a word if it must
    be, and a short one is filled up."""
    text = " ".join(parts[0].split())
    if len(text) > LONGEST:
        text = text[: LONGEST - 1].rpartition(" ")[0] or text[: LONGEST - 1]
        text = f"{text.rstrip(' ,;:')}…"
    for part in parts[1:]:
        longer = f"{text} {' '.join(part.split())}"
        text = longer if len(longer) <= LONGEST else text
    return text if len(text) >= SHORTEST else text + FILL


def dated(written: str) -> str | None:
    """A date as ISO 8601 has it; None for one that it can't tell."""
    return None if written in (UNKNOWN, OPEN) or written.endswith("~") else written


def told(data: dict) -> dict:
    """Without what is not known."""
    return {name: value for name, value in data.items() if value not in (None, "", [], {})}


def role(page: Page, name: str, record, **at) -> dict:
    return told(
        {
            "@type": "OrganizationRole",
            "roleName": name,
            "startDate": dated(record.started_on),
            "endDate": dated(record.ended_on),
            **at,
        }
    )


def of_body(page: Page) -> Told:
    body, parent = page.context["body"], page.context["parent"]
    purpose = body.purpose.rstrip(".")
    rows = [row for row in page.context["roster"] if row.certainty is Holds.CERTAINLY][:MOST]
    data = {
        "@type": "GovernmentOrganization",
        "@id": page.at(body),
        "url": page.at(body),
        "name": body.name,
        "alternateName": [name for name in (body.acronym, body.short_name) if name],
        "description": purpose,
        "foundingDate": dated(body.started_on),
        "dissolutionDate": dated(body.ended_on),
        "parentOrganization": parent
        and page.thing("GovernmentOrganization", parent, parent.name),
        "member": [
            role(
                page,
                row.seat.get_role_display(),
                row.seat,
                member=page.thing("GovernmentOrganization", row.agency, row.agency_name),
            )
            for row in rows
        ],
    }
    description = sentence(
        f"{body}: {body.get_kind_display().lower()}{f' {purpose}' if purpose else ''}.",
        "Its seats, chair, law, meetings and resolutions.",
    )
    return str(body), description, data


def of_agency(page: Page) -> Told:
    agency, answer = page.context["agency"], page.context["answer"]
    former = [one.name for one in answer.former_names]
    names = [agency.acronym, *former]
    data = {
        "@type": "GovernmentOrganization",
        "@id": page.at(agency),
        "url": page.at(agency),
        "name": answer.name,
        "alternateName": [name for name in names if name and name != answer.name],
        "sameAs": agency.website,
        "foundingDate": dated(agency.started_on),
        "dissolutionDate": dated(agency.ended_on),
        "parentOrganization": agency.parent
        and page.thing("GovernmentOrganization", agency.parent, agency.parent.name),
    }
    named = f"{answer.name} ({agency.acronym})" if agency.acronym else answer.name
    of = f", part of {agency.parent.name}" if agency.parent else ""
    description = sentence(
        f"{named}{of}: its names over time, its seats on interagency bodies, its positions "
        "and who holds them."
    )
    return named, description, data


def held(appointment) -> str:
    """Who only acted did not hold the office: "Attorney General (acting)"."""
    title, capacity = appointment.position.title, appointment.get_capacity_display()
    return f"{title} ({capacity.lower()})" if appointment.is_acting else title


def of_official(page: Page) -> Told:
    official, career = page.context["official"], page.context["career"]
    posts = [
        role(
            page,
            held(post.appointment),
            post.appointment,
            worksFor=page.thing(
                "GovernmentOrganization", post.appointment.position.agency, post.agency_name
            ),
        )
        for post in career.posts[:MOST]
    ]
    seats = [
        role(
            page,
            one.title or one.get_kind_display(),
            one,
            memberOf=page.thing("GovernmentOrganization", one.seat.body, one.seat.body.name),
        )
        for one, _ in career.designations[:MOST]
    ]
    wikidata = official.wikidata_id
    data = {
        "@type": "Person",
        "@id": page.at(official),
        "url": page.at(official),
        "name": official.name,
        "givenName": official.given_name,
        "familyName": official.family_name,
        "honorificPrefix": official.honorific,
        "honorificSuffix": official.suffix,
        "alternateName": [alias.name for alias in official.aliases.all()],
        "birthDate": official.birth_year and str(official.birth_year),
        "sameAs": wikidata and f"https://www.wikidata.org/entity/{wikidata}",
        "worksFor": posts,
        "memberOf": seats,
    }
    last = held(career.posts[-1].appointment) if career.posts else ""
    description = sentence(
        f"{official}{f', {last}' if last else ''}: posts held, seats on interagency bodies "
        "and meetings attended, with dates and sources.",
    )
    return str(official), description, data


def of_position(page: Page) -> Told:
    position = page.context["position"]
    agency = position.agency.name_on(page.context["day"])
    description = sentence(
        f"{position.title}, {agency}: who holds it and the line of holders, acting ones and "
        "vacancies among them."
    )
    data = {
        "@type": "WebPage",
        "@id": page.at(position),
        "name": position.title,
        "about": page.thing("GovernmentOrganization", position.agency, agency),
    }
    return position.title, description, data


def of_meeting(page: Page) -> Told:
    meeting = page.context["meeting"]
    bodies = list(meeting.bodies.all())
    names = " and ".join(body.label for body in bodies)
    start = dated(meeting.held_on)
    # Without a zone a time could not be told from one of another place.
    moment = meeting.starts_on_clock
    data = {
        "@type": "Event",
        "@id": page.at(meeting),
        "url": page.at(meeting),
        "name": f"{names}: {meeting.label}",
        "startDate": moment.isoformat() if moment else start,
        "eventStatus": f"https://schema.org/{EVENT_STATUS[meeting.status]}",
        "location": meeting.place and {"@type": "Place", "name": meeting.place},
        "organizer": [page.thing("GovernmentOrganization", one, one.name) for one in bodies],
        "attendee": [
            page.thing("Person", one.attendance.official, one.attendance.official.name)
            for one in page.context["attendees"][:MOST]
            if one.attendance.official and one.was_present
        ],
    }
    description = sentence(
        f"{meeting.label} of {names} ({meeting.get_status_display().lower()}): who came, in "
        "which capacity, what was talked about and decided.",
    )
    return f"{names}: {meeting.label}", description, data


def of_law(page: Page) -> Told:
    law = page.context["law"]
    data = {
        "@type": "Legislation",
        "@id": page.at(law),
        "url": page.at(law),
        "name": law.title,
        "alternateName": law.acronym,
        "legislationIdentifier": law.citation,
        "legislationType": law.get_kind_display(),
        "legislationDate": dated(law.signed_on),
        "sameAs": law.website,
    }
    citation = f", {law.citation}" if law.citation else ""
    description = sentence(
        f"{law}{citation}: what this {law.get_kind_display().lower()} did to interagency "
        "bodies, and since when.",
    )
    return str(law), description, data


def of_resolution(page: Page) -> Told:
    resolution = page.context["resolution"]
    adopted = words_of(resolution.adopted_on)
    data = {
        "@type": "CreativeWork",
        "@id": page.at(resolution),
        "url": page.at(resolution),
        "name": resolution.title,
        "identifier": resolution.number,
        "dateCreated": dated(resolution.adopted_on),
        "creativeWorkStatus": resolution.get_status_display(),
        "author": page.thing("GovernmentOrganization", resolution.body, resolution.body.name),
    }
    number = f" {resolution.number}" if resolution.number else ""
    description = sentence(
        f"{resolution.body.label} resolution{number}: {resolution.title}.",
        f"{resolution.get_status_display()} {adopted}.".replace(" .", "."),
        "Its text, its meeting and its sources.",
    )
    return f"{resolution.body.label}{number}: {resolution.title}", description, data


def of_sheet(page: Page) -> Told:
    """The sheet, or one of its editions: what is told of its text is the edition's."""
    context = page.context
    edition, issuer = context["edition"], context["issuer"]
    is_withdrawn = context["state"] == EditionState.WITHDRAWN
    data = {
        "@type": "Report",
        "@id": page.at(edition),
        "url": page.at(edition),
        "name": edition.title,
        "headline": edition.title[:110],
        "version": edition.number,
        "inLanguage": "en",
        "dateCreated": edition.dated_on.isoformat(),
        "datePublished": context["first"].live_at.isoformat(),
        "dateModified": edition.live_at.isoformat(),
        "creativeWorkStatus": "Withdrawn" if is_withdrawn else "Published",
        "author": issuer and page.thing("GovernmentOrganization", issuer, issuer.name),
        "publisher": {"@type": "Organization", "name": SITE, "url": page.at("home")},
        "about": [
            page.thing("GovernmentOrganization", body, body.name) for body in context["bodies"]
        ],
        "correction": [
            {
                "@type": "CorrectionComment",
                "text": one.note,
                "datePublished": one.live_at.isoformat(),
            }
            for one in context["notes"]
            if one.kind == EditionKind.CORRECTION
        ],
    }
    date = words_of(edition.dated_on.isoformat())
    of_edition = (
        f"Edition {edition.number} of the fact" if page.view_name == "edition" else "Fact"
    )
    description = sentence(
        f"{of_edition} sheet of {date}: {edition.title}.",
        issued_by(issuer),
        "With its facts and sources.",
    )
    return edition.title, description, data


def issued_by(issuer) -> str:
    if issuer is None:
        return ""
    return f"As issued by the {issuer.name}." if issuer.takes_article else f"By {issuer.name}."


def of_editions(page: Page) -> Told:
    live = page.context["live"]
    date = words_of(live.dated_on.isoformat())
    description = sentence(f"All editions of the fact sheet of {date}: {live.title}.")
    return f"Editions of {live.title}", description, {}


def of_changes(page: Page) -> Told:
    before, after = page.context["before"], page.context["after"]
    description = sentence(
        f"What changed from edition {before.number} to {after.number} of the fact sheet of "
        f"{words_of(after.dated_on.isoformat())}: {after.title}.",
        "Word by word and fact by fact.",
    )
    return f"Changes of {after.title}", description, {}


def of_subject(page: Page) -> Told:
    subject = page.context["subject"]
    description = sentence(f"{subject}: fact sheets, meetings and bodies on this subject.")
    return str(subject), description, {}


def of_site_page(page: Page) -> Told:
    title = page.context["site_page"].title
    return title, sentence(f"{title}: a page about this site."), {}


def of_letter(page: Page) -> Told:
    letter = page.context["letter"]
    names = "figures and other scripts" if letter == "other" else letter.upper()
    description = sentence(
        f"Names that begin with {names}: agencies, bodies, officials, positions, laws, "
        "resolutions, subjects and fact sheets, former names among them."
    )
    return f"A to Z: {names}", description, {}


def of_comparison(page: Page) -> Told:
    body = page.context["body"]
    first, last = (words_of(page.context[name].isoformat()) for name in ("first", "day"))
    description = sentence(
        f"{body.label} from {first} to {last}: who joined and left, who chaired it, "
        "and what else changed."
    )
    return f"{body}, compared", description, {}


def of_search(page: Page) -> Told:
    text = page.context["text"]
    if not text:
        return "Search", sentence("Find bodies, agencies, officials, meetings by words."), {}
    return f"Search: {text}", sentence(f"What the record says about “{text}”."), {}


# Pages that show one side of a record: what each shows.
SIDES = {
    "agency-tree": ("Parts", "what it is part of and what is part of it, in order"),
    "body-attendance": ("Attendance", "which agencies came to which of its meetings"),
    "body-timeline": ("Time line", "its chairs, its meetings and its seats on one time line"),
    "body-tree": ("Reporting lines", "what it reports to and what reports to it, in order"),
}


def of_side(page: Page) -> Told:
    what, shown = SIDES[page.view_name]
    record = page.context["object"]
    return f"{what} of {record}", sentence(f"{what} of {record}: {shown}."), {}


def of_home(page: Page) -> Told:
    data = {
        "@type": "WebSite",
        "@id": page.at("home"),
        "url": page.at("home"),
        "name": SITE,
        "potentialAction": {
            "@type": "SearchAction",
            "target": f"{page.host}/search/?q={{search_term_string}}",
            "query-input": "required name=search_term_string",
        },
    }
    description = (
        "A public record of interagency bodies: who sits on them, since when and under which "
        "law, when they met, who came and what they decided."
    )
    return SITE, description, data


TOLD: dict[str, Callable[[Page], Told]] = {
    "home": of_home,
    "agency": of_agency,
    "body": of_body,
    "official": of_official,
    "position": of_position,
    "meeting": of_meeting,
    "law": of_law,
    "resolution": of_resolution,
    "fact-sheet": of_sheet,
    "edition": of_sheet,
    "edition-list": of_editions,
    "edition-changes": of_changes,
    "subject": of_subject,
    "page": of_site_page,
    "search": of_search,
    "a-to-z": of_letter,
    "body-compare": of_comparison,
    **dict.fromkeys(SIDES, of_side),
}
