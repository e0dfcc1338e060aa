# ruff: noqa: E501 (a table of columns reads best a line a column)
"""Each kind of sheet: which fields it may hold, under which headers, how a cell is read.

The kinds stand in dependency order: a sheet may name records of the sheets above it. Fields
are named as on their models. Some are not on the model: those with `use` "helps" find or
check a record or a link (the printed title beside an office's own number), those with
"told" are understood but have no place in the record, and those with "file" name a file,
which no sheet carries: the preview says that they are left out instead of calling them
unknown.
"""

from collections.abc import Callable
from dataclasses import dataclass, field, replace

from django.db.models import Model

from .. import vocabulary as words
from ..models import (
    RECORDS,
    Agency,
    AgencyName,
    AgencySuccession,
    Alias,
    Appointment,
    Attendance,
    Body,
    Citation,
    Designation,
    Document,
    FactSheet,
    LegalBasis,
    LegalInstrument,
    Meeting,
    Official,
    Photo,
    Position,
    Resolution,
    Seat,
    Source,
    Subject,
    Topic,
    Vacancy,
)
from . import cells, days

AGENCY, OFFICIAL, POSITION = "registry.Agency", "registry.Official", "registry.Position"
BODY, MEETING, SUBJECT = "registry.Body", "registry.Meeting", "registry.Subject"
SOURCE, SEAT, LAW = "registry.Source", "registry.Seat", "registry.LegalInstrument"


@dataclass(frozen=True)
class Field:
    """A column that a sheet may have.

    `stands_for`: where the sheet has no column for that other field, this one takes its
    place ("name" is the official where no other column names the official).
    """

    name: str
    label: str
    synonyms: tuple[str, ...] = ()
    required: bool = False
    reader: Callable = cells.read_line
    link: str | None = None
    many: bool = False
    choices: dict[str, str] | None = None  # what cells say -> value, folded
    use: str = "store"  # or "helps", "told", "file"
    stands_for: str | None = None
    # Fields any of which does where this required one has no column: family for full name.
    instead: tuple[str, ...] = ()
    open_allowed: bool = False
    longest: int | None = None  # characters that its model keeps


@dataclass(frozen=True)
class Kind:
    name: str
    label: str
    model: type[Model]
    fields: tuple[Field, ...]
    sheet_names: tuple[str, ...] = ()
    # Headers that are a sign of another kind: they speak against this one.
    not_with: tuple[str, ...] = ()
    # Headers that are a sign of this kind, whatever else there is.
    signs: tuple[str, ...] = ()
    # What a group line ("OFFICE OF THE SECRETARY" above its rows) may name, likeliest first.
    groups: tuple[str, ...] = ()
    # Fields of which it hardly ever has none: a list of names and titles without a date is
    # a list of officials, not of appointments.
    hardly_without: tuple[str, ...] = ()
    by_name: dict[str, Field] = field(init=False, repr=False, compare=False)

    def __post_init__(self):
        object.__setattr__(self, "by_name", {one.name: one for one in self.fields})

    @property
    def required(self) -> list[str]:
        return [one.name for one in self.fields if one.required]


def choices(closed_list, **synonyms: str) -> dict[str, str]:
    """What cells may say for each value of a closed list: value, label and synonyms, given
    as `value_with_underscores="one; other"`."""
    said = {}
    for value, label in closed_list.choices:
        names = synonyms.pop(value.replace(" ", "_").replace("-", "_"), "").split(";")
        for name in (value, str(label), *names):
            if name.strip():
                said.setdefault(cells.normal(name), value)
    assert not synonyms, f"no such value: {synonyms}"
    return said


def line(name, label, *synonyms, **options) -> Field:
    return Field(name, label, synonyms, **options)


def link(name, label, model, *synonyms, **options) -> Field:
    return Field(name, label, synonyms, reader=cells.read_link, link=model, **options)


def told(name, label, *synonyms, **options) -> Field:
    return Field(name, label, synonyms, use="told", **options)


def file(name, label, *synonyms) -> Field:
    return Field(name, label, synonyms, use="file")


def helps(name, label, *synonyms, **options) -> Field:
    return Field(name, label, synonyms, use="helps", **options)


def choice(name, label, closed_list, *synonyms, **options) -> Field:
    return Field(
        name, label, synonyms, reader=cells.read_choice, choices=closed_list, **options
    )


KEY = Field("key", "key", ("slug",), reader=cells.read_key)
EXTERNAL_ID = Field(
    "external_id",
    "the office’s own number",
    ("id", "external id", "record id", "ref", "reference", "number in our list", "uid"),
    reader=cells.read_code,
    use="helps",
)
PUBLISHED = Field("is_public", "published", ("public", "is public"), reader=cells.read_yes_no)
REMARKS = Field(
    "remarks",
    "staff remarks",
    ("remark", "notes", "note", "comments", "comment", "internal notes"),
    reader=cells.read_prose,
)
SOURCE_TEXT = Field(
    "source",
    "source",
    ("sources", "source document", "from source", "citation of source"),
    reader=cells.read_line,
    use="helps",
)
SOURCE_PAGE = helps(
    "source_page", "page of the source", "page", "source page", "pages", "page of source",
    longest=60,
)  # fmt: skip
SOURCE_WORDS = Field(
    "source_words",
    "words of the source",
    ("quotation", "quote", "source quotation", "quotation from source"),
    reader=cells.read_prose,
    use="helps",
    longest=4_000,
)
SHARED = (KEY, EXTERNAL_ID, PUBLISHED, REMARKS, SOURCE_TEXT, SOURCE_PAGE, SOURCE_WORDS)

STARTED = Field(
    "started_on",
    "first day",
    (
        *("start", "start date", "started", "started on", "from", "from date", "since"),
        *("begin", "begins", "begin date", "beginning", "effective", "effective date"),
        *("date started", "first date", "in office from", "took office", "took up"),
        *("assumed office", "appointed on", "entry on duty", "eod", "term start"),
        *("start of term", "date from", "valid from", "member since", "sworn in", "first day"),
        *("established", "created", "date of appointment", "appointment date"),
    ),
    reader=days.read_partial_date,
)
ENDED = Field(
    "ended_on",
    "last day",
    (
        *("end", "end date", "ended", "ended on", "to", "to date", "until", "till", "thru"),
        *("through", "date ended", "last date", "left", "left office", "term end"),
        *("end of term", "termination", "departed", "departure", "date to", "valid to"),
        *("valid until", "in office until", "left on", "terminated", "abolished", "dissolved"),
    ),
    reader=days.read_partial_date,
    open_allowed=True,
)
SEEN = Field(
    "seen",
    "seen on or between",
    ("end note", "seen", "seen on", "date note", "as of", "in office on", "last seen"),
    reader=days.read_seen,
    use="helps",
)
SEEN_FROM = Field("seen_from", "seen from", ("first seen",), reader=days.read_day)
SEEN_UNTIL = Field("seen_until", "seen until", (), reader=days.read_day)
# Both days in one cell: "January 26, 2005 – January 20, 2009".
SPAN = Field(
    "span",
    "first and last day",
    (
        *("dates", "term", "tenure", "term of office", "period", "dates of service", "years"),
        *("dates in office", "service dates", "in office", "years in office", "duration"),
        *("from to", "from until", "start end", "from through", "dates held", "years served"),
        *("dates from to", "dates served", "start end dates", "start and end"),
    ),
    reader=days.read_span,
    use="helps",
)
DATED = (STARTED, ENDED, SEEN_FROM, SEEN_UNTIL, SEEN, SPAN)

WEBSITE = Field(
    "website",
    "website",
    (
        "url",
        "address",
        "web",
        "web site",
        "web address",
        "homepage",
        "home page",
        "link",
        "site",
    ),
    reader=cells.read_url,
)
ACTING = Field(
    "acting", "acting", ("is acting", "acting yes no"), reader=cells.read_yes_no, use="helps"
)

AGENCY_WORDS = (
    *("agency", "agy", "agcy", "dept", "department", "agency name", "agcy name"),
    *(
        "agency acronym",
        "dept agency",
        "department agency",
        "agency department",
        "agency full name",
    ),
    *("organization", "organisation", "org", "organization name", "component", "bureau"),
    *("affiliation", "employer", "represents", "representing", "office symbol", "agencies"),
    *("member agency", "member agencies", "agency or department", "department or agency"),
    *("agency office", "office agency", "agency bureau"),
    *("home agency", "agency represented", "participating agency", "participating agencies"),
)
PERSON_WORDS = (
    *("name", "official", "official name", "full name", "person", "rep", "representative"),
    *("name as listed", "name of official", "incumbent", "incumbent name"),
    *("name of incumbent", "holder", "office holder", "officeholder", "appointee", "member"),
    *("attendee", "participant", "delegate", "principal", "who", "individual", "employee"),
    *("name of appointee", "name of representative", "member name", "staff name", "poc"),
    *("point of contact", "contact name", "contact person", "attendees", "participants"),
    *("name of the official", "name of member", "name of attendee", "principal"),
)
POSITION_WORDS = (
    *("position", "position title", "title", "post", "office held", "job title", "role title"),
    *("office title", "official title", "billet", "job", "rank title", "position name"),
    *("title of position", "office name held", "position held"),
)
BODY_WORDS = (
    *("body", "group", "task force", "taskforce", "committee", "council", "interagency body"),
    *("working group", "body name", "committee name", "forum", "interagency group", "board"),
    *("interagency", "body acronym", "committee code", "body code", "name of body"),
)


def agency(**options) -> Field:
    return link("agency", "agency", AGENCY, *AGENCY_WORDS, **options)


# Beside the agency's name. Where it stands alone, it is the agency.
AGENCY_ACRONYM = helps(
    "agency_acronym", "acronym of the agency", "agency acronym", "agency abbreviation",
    "agency abbr", "agency code", stands_for="agency",
)  # fmt: skip


def official(**options) -> Field:
    return link("official", "official", OFFICIAL, *PERSON_WORDS[1:], *PERSON_IDS, **options)


PERSON_IDS = ("official id", "person id", "bioguide", "bioguide id", "member id", "employee id")
OFFICIAL_NAME = helps(
    "official_name", "official’s name", "name as printed", *PERSON_WORDS,
    stands_for="official",
)  # fmt: skip
FAMILY = helps(
    "official_family", "family name", "family", "last name", "surname", "last", "family name"
)
GIVEN = helps(
    "official_given", "given name", "given", "first name", "first", "forename", "given names"
)
SUFFIX = helps("official_suffix", "suffix", "name suffix")


def position(**options) -> Field:
    return link(
        "position", "position", POSITION,
        *("position id", "position", "position code", "position number", "post", "office held"),
        *POSITION_WORDS[5:],
        **options,
    )  # fmt: skip


POSITION_TITLE = helps(
    "position_title", "title of the position", *POSITION_WORDS, stands_for="position"
)


def body(**options) -> Field:
    return link("body", "body", BODY, *BODY_WORDS, "body id", **options)


ALTERNATE = helps(
    "alternate", "alternate", "alt", "alternates", "alternate name", "alternate representative",
    "alternate member", "alt rep", "name of alternate", "backup", "substitute",
    reader=cells.read_list, many=True,
)  # fmt: skip
# Beside a principal, who sits in his place; alone, who sits.
DESIGNEE = helps(
    "designee", "designee", "designees", "name of designee", "designee name",
    reader=cells.read_list, many=True, stands_for="official",
)  # fmt: skip
BODY_NAME = helps(
    "body_name", "name of the body", *BODY_WORDS, "body full name", stands_for="body"
)


def meeting(**options) -> Field:
    return link(
        "meeting", "meeting", MEETING, "meeting id", "meeting code", "meeting key", **options
    )


MEETING_DATE = helps(
    "meeting_date",
    "date of the meeting",
    *("date", "meeting date", "date of meeting", "held on", "day", "held", "date time"),
    *("meeting date time", "date and time", "date of the meeting", "session date"),
    reader=days.read_partial_date,
)

# How to reach people, as lists of them have it.
CONTACT = (
    told("phone", "phone", "telephone", "tel", "phone number", "telephone number", "office phone",
         "work phone", "cell", "cell phone", "mobile", "fax"),
    told("mail", "e-mail", "email", "mail", "email address", "e-mail address"),
    told("room", "room", "room number", "office location", "building"),
    told("signature", "signature", "initials", "sign in", "signed in"),
)  # fmt: skip

AGENCY_KINDS = choices(
    words.AgencyKind,
    department="dept; executive department; cabinet department",
    agency="independent agency",
    office="off",
    component="operating component; sub-agency; subagency",
    other="other agency",
)
BODY_KINDS = choices(
    words.BodyKind,
    task_force="taskforce; interagency task force; tf",
    committee="house committee; senate committee; joint committee; interagency committee",
    working_group="interagency working group; wg; iwg",
    council="interagency council; policy council",
    operating_group="policy operating group",
    subcommittee="sub-committee",
)
SEAT_ROLES = choices(
    words.SeatRole,
    chair="chairman; chairwoman; chairperson; chaired by; presiding; lead; lead agency; c",
    co_chair="cc; cochair; cochairman; co-chairman; co-chairwoman; cochairperson; co-lead",
    vice_chair="vice chairman; vice chairwoman; vice-chair; deputy chair; ranking member",
    member="members; full member; member by office; ex officio; statutory member; voting member"
    "; ex officio member; regular member; m",
    regular_participant="participant; regular participants; participating; participates",
    invited="invitee; by invitation; guest; invited participant; as invited",
    observer="o; observers; non-voting; nonvoting; non-voting member",
)
ATTENDANCE_ROLES = choices(
    words.AttendanceRole,
    chair="chairman; chairwoman; chairperson; presiding; as chair; presided",
    co_chair="cochair; cochairman; co-chairman; co-chairwoman",
    convener="convenor; host; organizer; convened",
    participant="member; attendee; agency represented; vice chair; vice chairman; vice "
    "chairwoman; ranking member; ex officio; representative; rep; delegate; participants",
    guest="external; observer; invited; visitor; outside guest; presenter; speaker",
)
PRESENCE = choices(
    words.Presence,
    present="y; yes; x; p; ✓; ✔; ☑; attended; here; in person; virtual; by phone; remote; 1; "
    "true; phone; teleconference; dialed in; late; arrived late; left early; video; by video; vtc; "
    "zoom; online; ✅; via phone; by telephone; via telephone; called in; via video; by vtc",
    absent="n; no; a; abs; did not attend; dna; not present; 0; false; no show; ✗; ✘; ❌; -",
    excused="e; exc; regrets; regret; r; excused absence; ex; sent regrets; leave; on leave; travel; "
    "on travel; declined; no regrets; regrets sent; sends regrets",
)
CAPACITIES = choices(
    words.Capacity,
    confirmed="confirmed; appointed; permanent; pas; c; senate confirmed; regular; substantive",
    acting="a; yes; y; x; ad interim; interim; actg",
    performing="performing the duties of; ptdo; performing duties; pdo; performing the "
    "functions and duties; performing the duties",
    designee="designate; designated; nominee",
    not_stated="n/a; unknown; not known",
)
MEETING_STATES = choices(
    words.MeetingStatus,
    announced="planned; scheduled; upcoming; to be held",
    held="met; took place; done; completed; convened; occurred; complete",
    postponed="deferred; rescheduled; delayed",
    cancelled="canceled; called off; not held; cancel; cxl; cxld",
)
RESOLUTION_STATES = choices(
    words.ResolutionStatus,
    proposed="draft; pending; tabled; deferred",
    approved="adopted; agreed; passed; accepted; issued",
    rejected="failed; not adopted; declined",
    replaced="superseded; rescinded; withdrawn",
)
LAW_KINDS = choices(
    words.InstrumentKind,
    statute="act; law; public law; statutes; pub l",
    executive_order="eo; e.o.; exec. order; exec order",
    memorandum="memo; presidential memorandum; nspd; nspm; nsm; directive; presidential directive",
    charter="terms of reference; tor",
)
EFFECTS = choices(
    words.Effect,
    authorizes="authorises; authorized; authority",
    establishes="established; creates; created; establish",
    names_the_chair="chair; names chair",
    sets_the_cadence="cadence; meetings",
    adds_a_seat="adds; adds member; adds seat",
    removes_a_seat="removes; removes member; removes seat",
    amends="amended; amendment",
    rescinds="rescinded; repeals; revokes; revoked; repealed",
)
DOCUMENT_KINDS = choices(
    words.DocumentKind,
    minutes="meeting minutes; summary of conclusions; notes",
    readout="read-out; media note; press release; statement",
    fact_sheet="factsheet; fact sheets",
    report="annual report; reports",
)
VACANCY_KINDS = choices(
    words.VacancyKind,
    vacant="vacancy; empty; open; unfilled",
    unknown="not known; n/a; tbd",
)
DESIGNATION_KINDS = choices(
    words.DesignationKind,
    principal="primary; lead; p; main; member; representative; designee",
    alternate="alt; deputy; backup; a; substitute; alternate member; secondary; plus one",
)
LEVELS = choices(
    words.BodyLevel,
    cabinet="cabinet level; principals; cabinet-level",
    subcabinet="sub-cabinet; subcabinet level; deputies; sub-cabinet level",
    senior_working="senior; senior working level; senior level",
    working="staff; working level; staff level",
)
SUCCESSIONS = choices(
    words.SuccessionKind,
    renamed="rename; new name; became",
    merged="merger; absorbed; folded into",
    split="divided; division",
    replaced="succeeded; transferred to; abolished",
)
PERIODS = choices(
    words.Period,
    year="annually; yearly; annual; per year; a year",
    quarter="quarterly; per quarter; a quarter",
    month="monthly; per month; a month",
)
HOLDERS = choices(words.Holders, one="1; single; no", several="many; multiple; yes")
PAPER_KINDS = choices(words.SheetKind, fact_sheet="factsheet", readout="read-out")
RECORD_KINDS = {
    cells.normal(str(name)): model._meta.model_name
    for model in RECORDS
    if model is not Citation
    for name in (
        model._meta.model_name,
        model._meta.verbose_name,
        model._meta.verbose_name_plural,
    )
}


def kind(name, label, model, *fields, sheets=(), without=(), **hints) -> Kind:
    taken = {one.name for one in fields} | set(without)
    shared = tuple(one for one in SHARED if one.name not in taken)
    columns = {column.name: column for column in model._meta.concrete_fields}
    fields = tuple(
        replace(one, longest=getattr(columns.get(one.name), "max_length", one.longest))
        if one.reader in (cells.read_line, cells.read_prose, cells.read_code)
        else one
        for one in (*fields, *shared)
    )
    return Kind(name, label, model, fields, sheets, **hints)


KINDS: dict[str, Kind] = {
    one.name: one
    for one in (
        kind(
            "subjects", "subjects", Subject,
            line("name", "name", "subject", "term", "topic area", required=True),
            sheets=("subject", "taxonomy"),
            not_with=("meeting", "agency", "body"),
        ),
        kind(
            "sources", "sources", Source,
            line("title", "title", "source title", "source", "document title", required=True),
            line("publisher", "publisher", "published by"),
            Field("website", "address", WEBSITE.synonyms, reader=cells.read_url),
            Field("archived", "archived address", ("archived", "archive", "archive url", "archived url"), reader=cells.read_url),
            Field("published_on", "published on", ("published", "publication date", "date published"), reader=days.read_partial_date),
            Field("accessed_on", "accessed on", ("accessed", "access date", "retrieved", "retrieved on"), reader=days.read_day),
            line("license", "license", "licence", "terms"),
            without=("source", "source_page", "source_words"),
            sheets=("source", "references", "bibliography"),
        ),
        kind(
            "agencies", "agencies", Agency,
            line("name", "name", "agency name", "agency", "full name", "organization", "organization name", "org", "org name", "office", "office name", "bureau", "component", "name of agency", "agy", "title", required=True),
            line("department", "department", "dept", "cabinet department", stands_for="name", use="helps"),
            line("acronym", "acronym", "abbreviation", "abbr", "short name", "initials", "agency acronym", "symbol", "abbrev"),
            choice("kind", "kind", AGENCY_KINDS, "type", "agency type", "agency kind", "category"),
            link("parent", "part of", AGENCY, "parent", "parent agency", "parent code", "parent id", "parent organization", "parent org id", "reports to", "belongs to", "parent department", "part of"),
            helps("parent_name", "name of the parent", "parent", "parent name", "parent agency name", stands_for="parent"),
            line("told_apart_by", "told apart by", "distinguished by"),
            Field("takes_article", "takes “the”", ("takes the", "article"), reader=cells.read_yes_no),
            WEBSITE,
            helps("top_agency", "department that it belongs to", "department name", "top agency", "agency"),
            Field("external_id", "the office’s own number", (*EXTERNAL_ID.synonyms, "code", "agency code", "org id", "organization id", "cgac", "agency id"), reader=cells.read_code, use="helps"),
            line("former_names", "former names", "former name", "formerly", "previous name", "old name", "previously", "also known as", "aka", reader=cells.read_list, many=True, use="helps"),
            told("level", "level", "tier"),
            told("domain", "domain", "web domain"),
            told("positions", "number of positions", "position count"),
            *DATED,
            sheets=("agency", "departments", "organizations", "orgs", "offices"),
            signs=("acronym",),
            groups=("parent",),
            not_with=("position", "title", "official", "participation", "role", "body", "start of term", "incumbent", "meeting", "presence"),
        ),
        kind(
            "agency_names", "former names of agencies", AgencyName,
            link("agency", "agency", AGENCY, *AGENCY_WORDS, required=True),
            line("name", "former name", "old name", "previous name", required=True),
            *DATED,
            sheets=("agency names", "former names", "names over time"),
            signs=("former name", "previous name", "old name"),
            hardly_without=("started_on", "ended_on", "span"),
        ),
        kind(
            "successions", "successions of agencies", AgencySuccession,
            link("predecessor", "predecessor", AGENCY, "predecessor", "old agency", "former agency", required=True),
            link("successor", "successor", AGENCY, "successor", "new agency", required=True),
            choice("kind", "kind", SUCCESSIONS, "type", "what happened", required=True),
            Field("happened_on", "when", ("date", "on", "effective", "effective date", "happened on"), reader=days.read_partial_date),
            Field("note", "note", ("notes",), reader=cells.read_prose),
            sheets=("succession", "agency successions", "mergers"),
            signs=("predecessor", "successor"),
        ),
        kind(
            "officials", "officials", Official,
            line("family_name", "family name", "family", "last name", "surname", "last", "lastname", "familyname"),
            line("given_name", "given name", "given", "first name", "first", "forename", "given names", "firstname"),
            line("suffix", "suffix", "name suffix", "jr sr"),
            line("honorific", "honorific", "prefix", "salutation", "courtesy title", "mr mrs", "form of address", "style"),
            Field("name", "name as printed", (*PERSON_WORDS, "full", "printed name", "display name"), required=True, instead=("family_name",)),
            line("sort_name", "sort name", "sorted name", "sorts as"),
            line("told_apart_by", "told apart by", "distinguished by", "which one"),
            helps("middle", "middle name", "middle", "middle initial", "mi"),
            helps("nickname", "nickname", "nick name", "goes by", "known as", "preferred name"),
            Field("aliases", "also written", ("aka", "alias", "also known as", "other names", "other forms", "variants", "name variants"), reader=cells.read_list, many=True, use="helps"),
            Field("birth_year", "birth year", ("birth", "born", "year of birth", "birth date", "date of birth", "dob", "birthdate"), reader=days.read_year),
            told("death", "death", "died", "date of death", "death year"),
            told("gender", "gender", "sex"),
            *CONTACT,
            file("portrait", "portrait", "picture", "photo", "headshot"),
            line("portrait_text", "portrait in words", "portrait text", "portrait description"),
            line("wikidata_id", "Wikidata", "wikidata id", "qid"),
            line("state_id", "State Department historian’s id", "dos id", "state id", "pocom id", "historian id"),
            Field("biography", "biography", ("bio", "biographical note"), reader=cells.read_prose),
            link("position", "position", POSITION, *POSITION_WORDS, use="helps"),
            AGENCY_ACRONYM,
            link("agency", "agency", AGENCY, *AGENCY_WORDS, use="helps"),
            Field("external_id", "the office’s own number", (*EXTERNAL_ID.synonyms, *PERSON_IDS, "bioguide"), reader=cells.read_code, use="helps"),
            sheets=("official", "people", "persons", "roster", "contacts", "names", "staff", "directory", "principals"),
            signs=("aka", "dos id", "birth year", "family", "given"),
            groups=("agency",),
            not_with=(*STARTED.synonyms, *ENDED.synonyms, "body", "meeting", "participation", "capacity", "presence", "present", "attended", "attendance", "acting", "term end", "acronym"),
        ),
        kind(
            "aliases", "other names of officials", Alias,
            official(required=True),
            line("name", "also written", "alias", "aka", "other name", "also known as", required=True),
            sheets=("alias", "other names"),
        ),
        kind(
            "positions", "positions", Position,
            line("title", "title", *(w for w in POSITION_WORDS), "singular", required=True),
            AGENCY_ACRONYM,
            agency(required=True, instead=("office",)),
            link("office", "office in the agency", AGENCY, "office", "org name", "organization name", "organization", "sub-agency", "bureau", "component", "unit", "division", stands_for="agency", use="helps"),
            choice("holders", "held by", HOLDERS, "holders", "number of holders"),
            line("told_apart_by", "told apart by", "distinguished by"),
            line("address_form", "form of address", "address form", "style of address"),
            Field("rank", "rank", ("rank order", "order", "precedence", "sequence"), reader=cells.read_integer),
            helps("incumbent", "incumbent", "name of incumbent", "incumbent name", "holder", "current holder", "office holder", "officeholder", "occupant", "name"),
            helps("office_id", "the office’s number", "pborg seq", "org id", "organization id", reader=cells.read_code),
            told("appointment_type", "type of appointment", "type of appt", "appointment type", "appt type"),
            told("pay_plan", "pay plan"),
            told("pay", "level, grade or pay", "level grade or pay", "grade", "level", "pay", "pay grade"),
            told("tenure", "tenure"),
            told("expires", "expires", "expiration", "expiration date", "term expires"),
            told("location", "location", "duty station", "city"),
            told("category", "category"),
            told("plural", "plural", "plural title"),
            told("ongoing", "ongoing", "current"),
            *DATED,
            sheets=("position", "posts", "jobs", "plum book"),
            signs=("pay plan", "type of appt"),
            groups=("office", "agency"),
            not_with=("official", "acting", "meeting", "participation", "name as listed", "name"),
        ),
        kind(
            "appointments", "appointments", Appointment,
            official(required=True, instead=("official_family",)),
            OFFICIAL_NAME, FAMILY, GIVEN, SUFFIX,
            position(required=True),
            POSITION_TITLE,
            AGENCY_ACRONYM,
            link("agency", "agency", AGENCY, *AGENCY_WORDS, "mission", use="helps"),
            helps("post", "post abroad", "country", "posted to", "mission country", stands_for="position"),
            choice("capacity", "capacity", CAPACITIES, "status", "type of appointment", "appointment type", "type of appt"),
            ACTING,
            line("authority", "authority for acting", "acting authority", "authority"),
            Field("note", "note", ("notes", "remarks", "comment", "comments"), reader=cells.read_prose),
            STARTED,
            helps("appointed_on", "day of appointment", "appointed", "nominated", "appointed on", "confirmed on", "commissioned", "appointment date", "appt date", "date of appointment", "date appointed", reader=days.read_partial_date, stands_for="started_on"),
            ENDED, SEEN_FROM, SEEN_UNTIL, SEEN, SPAN,
            Field("external_id", "the office’s own number", (*EXTERNAL_ID.synonyms, "appt id", "appointment id"), reader=cells.read_code, use="helps"),
            told("party", "party"), told("how", "how", "how appointed", "manner"),
            sheets=("appointment", "office holders", "holders", "tenures", "terms", "incumbents", "incumbency"),
            signs=("acting", "capacity", "took up", "appointed", "incumbent", "name of incumbent"),
            hardly_without=("started_on", "ended_on", "appointed_on", "seen", "span", "acting", "capacity"),
            groups=("agency", "position"),
            not_with=("body", "meeting", "participation", "presence"),
        ),
        kind(
            "vacancies", "vacancies", Vacancy,
            position(required=True),
            POSITION_TITLE,
            AGENCY_ACRONYM,
            link("agency", "agency", AGENCY, *AGENCY_WORDS, use="helps"),
            choice("kind", "what is known", VACANCY_KINDS, "vacancy", "vacancy kind", "vacancy type"),
            Field("note", "note", ("notes", "remarks", "comment", "comments"), reader=cells.read_prose),
            *(one if one.name != "started_on" else Field("started_on", "first day", (*STARTED.synonyms, "vacant since", "vacant from"), reader=days.read_partial_date) for one in DATED),
            sheets=("vacancy", "vacant positions", "vacant posts"),
            signs=("vacancy", "vacant since"),
            hardly_without=("kind", "started_on", "ended_on", "seen", "span"),
            not_with=("official", "name", "acting", "since"),
        ),
        kind(
            "bodies", "bodies", Body,
            line("name", "name", "body name", *(w for w in BODY_WORDS if "code" not in w and "acronym" not in w), "title", "full name", required=True),
            line("short_name", "short name", "short form"),
            line("acronym", "acronym", "abbreviation", "abbr", "initials", "abbrev"),
            choice("kind", "kind", BODY_KINDS, "type", "body type", "body kind", "type of body", "category"),
            choice("level", "level", LEVELS, "body level"),
            link("parent", "reports to", BODY, "parent", "reports to", "parent body", "parent code", "parent committee", "parent id", "subgroup of", "part of"),
            line("told_apart_by", "told apart by", "distinguished by"),
            Field("purpose", "purpose", ("mission", "mandate", "jurisdiction", "mission statement", "function", "description"), reader=cells.read_prose),
            Field("cadence", "cadence", ("meeting frequency", "frequency", "meets", "required meetings", "meeting cadence", "how often"), reader=cells.read_cadence, use="helps"),
            Field("cadence_times", "must meet at least", ("times", "meetings required"), reader=cells.read_integer),
            choice("cadence_period", "per", PERIODS, "period"),
            Field("cadence_since", "cadence since", ("since when it must meet",), reader=days.read_partial_date),
            Field("meetings_complete_from", "all meetings are entered from", (), reader=days.read_day),
            Field("meetings_complete_until", "all meetings are entered until", (), reader=days.read_day),
            Field("laws", "legal basis", ("legal basis", "authority", "legal authority", "established by", "authorizing statute", "law", "statute", "charter"), reader=cells.read_list, many=True, use="helps"),
            Field("citations", "citations of the law", ("citation", "citations", "legal citation"), reader=cells.read_list, many=True, use="helps"),
            helps("chair_position", "position that chairs", "chair", "chair position", "chaired by", "chair title", "chairperson", "lead"),
            helps("chair_agency", "agency that chairs", "chair agency", "lead agency"),
            told("website", "website", *(w for w in WEBSITE.synonyms if w != "address")),
            told("address", "address", "location", "mailing address"),
            told("phone", "phone", "telephone", "tel", "phone number"),
            told("current", "current", "active", "is current"),
            told("first_congress", "first congress"),
            told("last_congress", "last congress"),
            Field("external_id", "the office’s own number", (*EXTERNAL_ID.synonyms, "code", "body code", "committee code", "body id"), reader=cells.read_code, use="helps"),
            *DATED,
            sheets=("body", "interagency bodies", "groups", "committees", "task forces", "councils"),
            signs=("cadence", "legal basis", "mandate", "jurisdiction"),
            groups=("kind",),
            not_with=("agency", "official", "participation", "position", "meeting", "meeting date", "presence", "participant", "party", "email", "agency office"),
        ),
        kind(
            "memberships", "seats on bodies", Seat,
            body(required=True),
            BODY_NAME,
            replace(AGENCY_ACRONYM, synonyms=(*AGENCY_ACRONYM.synonyms, "acronym", "abbreviation", "abbr")),
            agency(required=True, instead=("chamber",)),
            position(),
            POSITION_TITLE,
            Field("or_designee", "or designee", ("designee allowed", "may send a designee"), reader=cells.read_yes_no),
            choice("role", "role", SEAT_ROLES, "participation", "status", "membership", "member type", "membership type", "capacity", "seat", "seat role", "type", "role on body", "type of participation"),
            Field("order", "order", ("no", "seat number", "sort order", "rank"), reader=cells.read_integer),
            line("clause", "clause", "legal clause", "section"),
            line("printed_as", "printed as", "printed"),
            official(use="helps"),
            OFFICIAL_NAME,
            ALTERNATE,
            DESIGNEE,
            told("alternate_title", "title of the alternate", "alternate title", "alternate position"),
            Field("chairs", "chair (yes or no)", ("chair", "is chair", "chairs", "chair yes no", "chair y n"), reader=cells.read_flag, use="helps"),
            Field("co_chairs", "co-chair (yes or no)", ("co chair", "cochair", "is co chair", "co chairs"), reader=cells.read_flag, use="helps"),
            told("party", "party"),
            *CONTACT,
            helps("chamber", "chamber of Congress", "chamber", reader=cells.read_chamber),
            Field("external_id", "the office’s own number", (*EXTERNAL_ID.synonyms, "membership id", "seat id"), reader=cells.read_code, use="helps"),
            *DATED,
            sheets=("membership", "members", "seats", "seat", "composition", "member agencies"),
            signs=("participation", "seat", "membership", "or designee"),
            groups=("body", "role"),
            not_with=("meeting", "date", "presence", "present"),
        ),
        kind(
            "designations", "who sits for a seat", Designation,
            link("seat", "seat", SEAT, "seat id", "seat key"),
            body(use="helps"),
            BODY_NAME,
            AGENCY_ACRONYM,
            link("agency", "agency", AGENCY, *AGENCY_WORDS, use="helps"),
            official(required=True),
            OFFICIAL_NAME,
            ALTERNATE,
            DESIGNEE,
            told("alternate_title", "title of the alternate", "alternate title", "alternate position"),
            *CONTACT,
            choice("kind", "kind", DESIGNATION_KINDS, "designation", "designation kind", "principal or alternate", "principal alternate", "role", "type"),
            line("title", "title", "official title", "job title", "position"),
            *DATED,
            sheets=("designation", "designees", "representatives", "alternates", "principals and alternates"),
            signs=("designation", "alternate", "seat"),
            not_with=("meeting", "date", "presence", "participation", "capacity"),
        ),
        kind(
            "laws", "laws", LegalInstrument,
            line("title", "short title", "title", "law", "name", "short title", "instrument", "act", required=True),
            line("acronym", "acronym", "abbreviation", "abbr"),
            choice("kind", "kind", LAW_KINDS, "type", "instrument type", "type of law", "kind of law", required=True),
            line("citation", "citation", "cite", "legal citation", "public law", "pub l", "reference"),
            Field("signed_on", "signed on", ("signed", "date signed", "date", "enacted", "enacted on", "date enacted"), reader=days.read_partial_date),
            Field("website", "address", WEBSITE.synonyms, reader=cells.read_url),
            Field("external_id", "the office’s own number", (*EXTERNAL_ID.synonyms[:3], "law id"), reader=cells.read_code, use="helps"),
            sheets=("law", "legal instruments", "statutes", "executive orders", "authorities"),
            signs=("citation", "signed on", "enacted"),
            not_with=("meeting", "issuer", "heading", "text", "body", "agency"),
        ),
        kind(
            "legal_bases", "what laws did to bodies", LegalBasis,
            link("instrument", "law", LAW, "law", "instrument", "legal instrument", "statute", required=True),
            body(required=True),
            choice("effect", "effect", EFFECTS, "what it did", "action", required=True),
            line("clause", "clause", "section"),
            Field("happened_on", "since", ("date", "effective", "effective date", "when"), reader=days.read_partial_date),
            sheets=("legal basis", "legal bases", "effects"),
            signs=("effect",),
        ),
        kind(
            "meetings", "meetings", Meeting,
            Field("bodies", "bodies", (*BODY_WORDS, "bodies", "body id"), reader=cells.read_links, link=BODY, many=True, required=True),
            Field("held_on", "date", ("date", "meeting date", "date of meeting", "held on", "held", "day", "when", "date time", "meeting date time", "date and time"), reader=days.read_partial_date, required=True),
            Field("starts_at", "starts at", ("time", "start time", "starts", "hour", "meeting time"), reader=days.read_time),
            line("zone", "time zone", "timezone", "tz"),
            line("place", "place", "location", "venue", "where", "room"),
            Field("ordinal", "ordinal", ("number", "meeting number", "no", "nth", "meeting no"), reader=cells.read_ordinal),
            line("title", "title", "meeting title", "meeting name"),
            choice("status", "status", MEETING_STATES, "state", "meeting status"),
            Field("attendance_complete", "attendance is complete", ("complete", "attendance complete", "list is complete", "full list"), reader=cells.read_yes_no),
            Field("summary", "summary", ("summary of conclusions", "outcome", "description", "minutes"), reader=cells.read_prose),
            told("format", "format", "mode", "virtual or in person"),
            Field("external_id", "the office’s own number", (*EXTERNAL_ID.synonyms, "meeting id", "meeting code"), reader=cells.read_code, use="helps"),
            sheets=("meeting", "calendar", "schedule", "meeting log"),
            signs=("ordinal", "time", "attendance complete"),
            groups=("bodies",),
            not_with=("official", "name", "agency", "topic", "presence", "present", "heading", "text", "issuer", "title of document"),
        ),
        kind(
            "topics", "topics of meetings", Topic,
            meeting(required=True, instead=("meeting_date",)),
            link("body", "body", BODY, *BODY_WORDS, use="helps"),
            MEETING_DATE,
            line("title", "topic", "topic", "title", "agenda item", "item", "subject matter", required=True),
            link("subject", "subject", SUBJECT, "subject", "subject heading", "term"),
            Field("order", "order", ("no", "item no", "number", "item number", "item", "sort order"), reader=cells.read_integer),
            sheets=("topic", "agenda", "agendas", "agenda items"),
            signs=("topic", "agenda item"),
            not_with=("official", "name", "agency", "presence", "status", "text", "issuer", "kind"),
        ),
        kind(
            "attendance", "attendance", Attendance,
            meeting(required=True, instead=("meeting_date",)),
            link("body", "body", BODY, *BODY_WORDS, "body id", use="helps"),
            BODY_NAME,
            MEETING_DATE,
            Field("order", "order", ("no", "sort order", "place in the list", "seq"), reader=cells.read_integer),
            official(),
            OFFICIAL_NAME,
            position(),
            POSITION_TITLE,
            AGENCY_ACRONYM,
            agency(),
            link("appointment", "appointment", "registry.Appointment", "appointment key", "appointment id"),
            link("seat", "seat", SEAT, "seat", "seat key"),
            choice("role", "role", ATTENDANCE_ROLES, "capacity", "participation", "role at meeting", "attended as"),
            choice("presence", "presence", PRESENCE, "present", "attended", "attendance", "mark", "attendance mark", "was present", "status", "present y n"),
            ACTING,
            link("sits_for", "sits for", OFFICIAL, "on behalf of", "for", "substitute for", "representing principal", "in place of"),
            *CONTACT,
            told("represented_by", "represented by", "attended by", stands_for="official"),
            helps("printed", "printed as", "printed form", "as printed"),
            line("printed_title", "printed title", "title as printed"),
            line("printed_honorific", "printed honorific", "honorific"),
            Field("note", "note", ("notes", "remarks", "comment", "comments"), reader=cells.read_line),
            sheets=("attendances", "attendees", "participants", "sign in", "sign-in sheet", "who attended"),
            signs=("present", "presence", "attended", "attendance", "mark", "printed"),
            hardly_without=("meeting", "meeting_date", "presence"),
            groups=("role", "agency"),
            not_with=("start", "end", "topic", "heading", "ended"),
        ),
        kind(
            "resolutions", "resolutions", Resolution,
            body(required=True),
            link("meeting", "meeting", MEETING, "meeting id"),
            line("number", "number", "resolution number", "no", "resolution no"),
            line("title", "title", "resolution", "resolution title", "decision", required=True),
            line("printed_title", "printed title"),
            line("heading", "heading"),
            Field("text", "text", ("full text", "resolution text", "body text", "content"), reader=cells.read_prose),
            choice("status", "status", RESOLUTION_STATES, "state"),
            Field("adopted_on", "adopted on", ("date", "adopted", "date adopted", "approved on", "approved"), reader=days.read_partial_date),
            link("replaced_by", "replaced by", "registry.Resolution", "superseded by"),
            helps("paragraphs", "number of paragraphs", "paragraph count", reader=cells.read_integer),
            sheets=("resolution", "decisions"),
            signs=("heading", "resolution", "adopted on", "decision"),
            not_with=("agency", "official", "name", "issuer", "kind"),
        ),
        kind(
            "documents", "documents", Document,
            link("meeting", "meeting", MEETING, "meeting id"),
            Field("bodies", "bodies", ("body", "bodies", "about", "group"), reader=cells.read_links, link=BODY, many=True, use="helps"),
            choice("kind", "kind", DOCUMENT_KINDS, "type", "document type", "document kind", "kind of document"),
            line("title", "title", "document", "document title", "name", required=True),
            helps("date", "date", "dated", "document date", "issued", "issued on", "date issued", reader=days.read_partial_date),
            link("issuer", "issued by", AGENCY, "issuer", "issuing agency", "issued by", "publisher", "author", use="helps"),
            told("place", "place", "dateline"),
            Field("website", "address", WEBSITE.synonyms, reader=cells.read_url),
            sheets=("document", "publications", "papers", "fact sheets", "readouts"),
            signs=("issuer",),
            not_with=("agency", "official", "name", "signed on", "heading", "text"),
        ),
        kind(
            "photos", "photos", Photo,
            meeting(required=True, instead=("meeting_date",)),
            link("body", "body", BODY, *BODY_WORDS, use="helps"),
            MEETING_DATE,
            file("image", "image", "file", "file name", "picture", "photo"),
            line("alternative_text", "alternative text", "alt", "alt text", "what it shows"),
            line("caption", "caption", "legend", "caption text"),
            line("credit", "credit", "photographer", "photo credit", "photo by"),
            Field("order", "order", ("no", "sort order"), reader=cells.read_integer),
            sheets=("photo", "pictures", "images"),
            signs=("caption", "alternative text", "alt text", "credit"),
            not_with=("official", "agency", "topic", "presence"),
        ),
        kind(
            "fact_sheets", "fact sheets", FactSheet,
            choice("kind", "kind", PAPER_KINDS, "type", "sheet kind"),
            line("title", "title", "fact sheet", "headline", required=True),
            link("issuing_agency", "issuing agency", AGENCY, "issued by", "issuer", "agency", required=True),
            line("place", "place", "dateline"),
            Field("dated_on", "date", ("dated", "date", "dated on", "date issued"), reader=days.read_day, required=True),
            Field("bodies", "bodies", ("body", "about", "groups"), reader=cells.read_links, link=BODY, many=True, use="helps"),
            Field("subjects", "subjects", ("subject", "subject headings"), reader=cells.read_links, link=SUBJECT, many=True, use="helps"),
            Field("text", "text", ("full text", "body text", "markdown", "working text"), reader=cells.read_prose),
            told("stage", "stage"),
            sheets=("fact sheet", "factsheets"),
            signs=("issuing agency", "subjects"),
            hardly_without=("text",),
            not_with=("meeting", "official", "number", "heading", "url", "website", "address"),
        ),
        kind(
            "citations", "citations", Citation,
            link("source", "source", SOURCE, "source key", "source title", required=True),
            choice("kind", "kind", RECORD_KINDS, "kind of record", "record kind", required=True),
            line("record", "record", "record key", "about", required=True, use="helps"),
            line("field", "field", "column", "of the field"),
            line("page", "page", "pages"),
            Field("quotation", "quotation", ("quote", "its words"), reader=cells.read_prose),
            sheets=("citation", "references to sources"),
            signs=("record", "quotation"),
            without=("source_page", "source_words"),
        ),
    )
}  # fmt: skip
