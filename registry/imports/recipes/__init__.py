"""What a row of each kind of sheet makes of the record, and how its record is known again.

A recipe's `make` yields (values, id of the record that it is, or None) for the row's main
record, planning on its way what the row brings along: an appointment brings an official
and a position that are not in the record yet. How records are known again where a sheet
gives no key, in this order:

    agencies        office's number · name in its parent · acronym with a like name
    officials       office's number · name or alias
    positions       office's number · title in its agency
    appointments    office's number · official, position, and first days that agree
    bodies          office's number · name in its parent · acronym with a like name
    seats           office's number · body, agency, position, role, and first days that agree
    meetings        office's number · body and date
    attendance      meeting and official; without one, meeting, position and agency
    topics          meeting and title
    photos          meeting and caption
    resolutions     body and number, else body and title
    documents       meeting and address, else meeting and title
    laws            title
    subjects        name
    sources         address, else title
    fact sheets     title and date
    citations       source, record, field and page
    the rest        all that they link to
"""

from ...models import (
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
from .agencies import after_agency, agencies, agency_former_names, agency_names, successions
from .appointments import appointment_owners, appointments, check_overlaps
from .base import Recipe, after, named, needing, of_each
from .bodies import (
    after_body,
    bodies,
    body_owners,
    designations,
    known_bodies,
    laws,
    legal_bases,
    memberships,
    seat_owners,
)
from .fact_sheets import after_fact_sheet, fact_sheets
from .meetings import (
    after_meeting,
    attendance,
    documents,
    meeting_owners,
    meetings,
    photos,
    resolutions,
    topics,
)
from .officials import after_official, known_officials, officials
from .people import aliases, new_person
from .positions import after_position, incumbents, positions, vacancies, vacancy_owners
from .sources import citations, cited, new_source, sources

# Kinds of which a record can be made of a name alone, where staff say that it is new.
MAKE = {
    "agency": lambda planner, text: planner.bring(Agency, {"name": text}),
    "official": lambda planner, text: new_person(planner.row, planner, text),
    "subject": lambda planner, text: planner.bring(Subject, {"name": text}),
    "source": new_source,
}


RECIPES: dict[str, Recipe] = {
    "subjects": Recipe(
        Subject, needing(named(Subject, "name"), name="the name of the subject"),
        after=after(Subject),
    ),
    "sources": Recipe(
        Source, needing(sources, title="the title of the source"), after=after(Source)
    ),
    "agencies": Recipe(
        Agency, agencies, names=agency_names, up="parent", after=after_agency
    ),
    "agency_names": Recipe(
        AgencyName, needing(agency_former_names, name="the name that the agency bore")
    ),
    "successions": Recipe(
        AgencySuccession,
        needing(successions, predecessor="the agency before", successor="the agency after"),
    ),
    "officials": Recipe(
        Official, officials, owners=of_each(known_officials), beside=(Alias, Appointment),
        names=lambda row: [row.get("name", "")], after=after_official,
    ),
    "aliases": Recipe(
        Alias, needing(aliases, name="the other form of the name"), owners=appointment_owners
    ),
    "positions": Recipe(
        Position, needing(positions, title="the title of the position"),
        owners=of_each(incumbents), beside=(Appointment,), after=after_position,
        may_differ=("holders",), may_differ_words="held by several",
    ),
    "appointments": Recipe(
        Appointment,
        appointments,
        owners=appointment_owners,
        after=after(Appointment),
        check=check_overlaps,
    ),
    "vacancies": Recipe(Vacancy, vacancies, owners=of_each(vacancy_owners)),
    "bodies": Recipe(
        Body, needing(bodies, name="the name of the body"),
        names=agency_names, up="parent", owners=of_each(known_bodies),
        beside=(LegalBasis, Seat), after=after_body,
    ),
    "memberships": Recipe(
        Seat, memberships, owners=of_each(body_owners), beside=(Designation,), after=after(Seat)
    ),
    "designations": Recipe(
        Designation, designations, owners=of_each(seat_owners), beside=(Seat,),
        keyed=((Seat, "seat"),),
    ),
    "laws": Recipe(
        LegalInstrument, needing(laws, title="the title of the law"),
        after=after(LegalInstrument),
    ),
    "legal_bases": Recipe(
        LegalBasis, needing(legal_bases, instrument="the law"), owners=of_each(body_owners)
    ),
    "meetings": Recipe(
        Meeting, needing(meetings, held_on="when the meeting is: a day, a month or a year"),
        after=after_meeting,
    ),
    "topics": Recipe(
        Topic, needing(topics, title="the topic"), owners=of_each(meeting_owners),
        after=after(Topic),
    ),
    "attendance": Recipe(
        Attendance, attendance, owners=of_each(meeting_owners),
        keyed=((Appointment, "appointment"),),
    ),
    "resolutions": Recipe(
        Resolution, needing(resolutions, title="the title of the resolution"),
        after=after(Resolution),
    ),
    "documents": Recipe(
        Document, needing(documents, title="the title of the document"),
        owners=of_each(meeting_owners),
    ),
    "photos": Recipe(Photo, photos, owners=of_each(meeting_owners)),
    "fact_sheets": Recipe(
        FactSheet,
        needing(
            fact_sheets, title="the title of the fact sheet", dated_on="its day",
            issuing_agency="the agency that issues it",
        ),
        after=after_fact_sheet,
    ),
    "citations": Recipe(
        Citation,
        needing(citations, kind="the kind of record", record="its key", source="the source"),
        owners=of_each(cited),
    ),
}  # fmt: skip
