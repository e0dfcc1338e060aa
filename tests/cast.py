"""The cast of the tests: a few named people on a timeline, built once for each test.

                     2001    2003      2005        2007            2009        2013
secretary-of-state   |--- Powell ---------|--- Rice ------------------|- Clinton ----|
attorney-general               (nothing entered)    |Gonzales|Keisler*|Mukasey|
secretary-of-labor   |--- Chao ---------------------------------------| (vacant 2009-01-21
                                                                         to 2009-02-23)
deputy-secretary-…                                  (holder not known in 2007)
dhs has a seat without a position; Kim Park sits for it since 2006, about.

PITF (since 2002-02-13): State chairs, Justice and Labor are members, Homeland Security
too (since 2003), Education takes part in 2007 only; the Domestic Policy Council comes in
2008. It met on 2003-12-08 (announced only), 2007-10-25 and 2010-02-03, and once in 2009.
SPOG reports to PITF; the Director of the trafficking office chairs it.

* acting, September 17 to November 9, 2007, the day on which Mukasey takes over.
"""

from datetime import UTC, date, datetime
from types import SimpleNamespace

from registry.models import (
    RECORDS,
    Agency,
    AgencyName,
    Alias,
    Appointment,
    Attendance,
    Body,
    Citation,
    Designation,
    FactSheet,
    LegalBasis,
    LegalInstrument,
    Meeting,
    Official,
    Page,
    Photo,
    Position,
    Resolution,
    Seat,
    Source,
    Subject,
    Topic,
    Vacancy,
)

from .replay import once

THE_DAY = date(2007, 10, 25)
# When all of it was entered, whatever the clock says.
ENTERED_AT = datetime(2007, 1, 1, 12, tzinfo=UTC)


def agency(name, acronym, **more):
    return Agency.objects.create(name=name, acronym=acronym, **more)


def official(given, family, **more):
    return Official.objects.create(given_name=given, family_name=family, **more)


def appoint(who, position, start, end, capacity="confirmed", **more):
    return Appointment.objects.create(
        official=who,
        position=position,
        started_on=start,
        ended_on=end,
        capacity=capacity,
        **more,
    )


def seat(body, of, order, role="member", **more):
    return Seat.objects.create(body=body, agency=of, order=order, role=role, **more)


def on_stage() -> SimpleNamespace:
    """The cast in the database of this test."""
    return once(build)


def build() -> SimpleNamespace:
    c = SimpleNamespace()
    _agencies(c)
    _people(c)
    _bodies(c)
    _meetings(c)
    _sheet(c)
    c.page = Page.objects.create(
        title="House style", text="How **dates** are written.", key="style"
    )
    for model in (*RECORDS, Page):
        model.history.update(history_date=ENTERED_AT)
    return c


def _agencies(c):
    c.state = agency("Department of State", "State", kind="department")
    c.justice = agency("Department of Justice", "DOJ", kind="department")
    c.labor = agency("Department of Labor", "DOL", kind="department")
    c.homeland = agency(
        "Department of Homeland Security", "DHS", kind="department", started_on="2003-03-01"
    )
    c.education = agency("Department of Education", "ED", kind="department")
    c.council = agency("Domestic Policy Council", "DPC", kind="council")
    c.health = agency("Department of Health and Human Services", "HHS", kind="department")
    AgencyName.objects.create(
        agency=c.health,
        name="Department of Health, Education, and Welfare",
        started_on="1953-04-11",
        ended_on="1980-05-03",
    )
    c.tip = agency(
        "Office to Monitor and Combat Trafficking in Persons", "G/TIP", parent=c.state
    )


def _people(c):
    c.powell = official("Colin", "Powell")
    c.rice = official("Condoleezza", "Rice")
    c.clinton = official("Hillary", "Clinton")
    c.chao = official("Elaine", "Chao")
    c.gonzales = official("Alberto", "Gonzales")
    c.keisler = official("Peter", "Keisler")
    c.mukasey = official("Michael", "Mukasey")
    c.lagon = official("Mark", "Lagon", honorific="Ambassador")
    c.park = official("Kim", "Park")
    Alias.objects.create(official=c.clinton, name="Hillary Rodham Clinton")

    def position(title, of, **more):
        return Position.objects.create(title=title, agency=of, **more)

    c.secretary = position(
        "Secretary of State", c.state, address_form="Secretary", rank=1, started_on="1789"
    )
    c.deputy = position("Deputy Secretary of State", c.state, rank=2)
    c.attorney = position("Attorney General", c.justice, rank=1)
    c.labor_secretary = position("Secretary of Labor", c.labor, address_form="Secretary")
    c.director = position(
        "Director of the Office to Monitor and Combat Trafficking in Persons", c.tip, rank=1
    )
    appoint(c.powell, c.secretary, "2001-01-20", "2005-01-25")
    appoint(c.rice, c.secretary, "2005-01-26", "2009-01-20")
    appoint(c.clinton, c.secretary, "2009-01-21", "2013-02-01")
    appoint(c.chao, c.labor_secretary, "2001-01-29", "2009-01-20")
    appoint(c.gonzales, c.attorney, "2005-02-03", "2007-09-17")
    appoint(c.keisler, c.attorney, "2007-09-17", "2007-11-09", "acting")
    appoint(c.mukasey, c.attorney, "2007-11-09", "2009-01-20")
    appoint(c.lagon, c.director, "2007-05-31", "2009-01-19")
    Vacancy.objects.create(
        position=c.labor_secretary, started_on="2009-01-21", ended_on="2009-02-23"
    )
    Vacancy.objects.create(
        position=c.deputy, kind="unknown", started_on="2007-01-01", ended_on="2007-12-31"
    )


def _bodies(c):
    c.pitf = Body.objects.create(
        key="pitf",
        name="President's Interagency Task Force to Monitor and Combat Trafficking in Persons",
        short_name="President’s Interagency Task Force",
        acronym="PITF",
        kind="task force",
        level="cabinet",
        purpose="to coordinate federal efforts to combat human trafficking",
        started_on="2002-02-13",
        cadence_times=1,
        cadence_period="year",
        meetings_complete_from=date(2006, 1, 1),
        meetings_complete_until=date(2008, 12, 31),
    )
    c.spog = Body.objects.create(
        key="spog",
        name="Senior Policy Operating Group",
        acronym="SPOG",
        kind="operating group",
        level="senior working",
        parent=c.pitf,
        started_on="2003-12-19",
        cadence_times=1,
        cadence_period="quarter",
    )
    since = {"started_on": "2002-02-13"}
    c.chair_seat = seat(c.pitf, c.state, 1, "chair", position=c.secretary, **since)
    seat(c.pitf, c.justice, 2, position=c.attorney, or_designee=True, **since)
    c.labor_seat = seat(c.pitf, c.labor, 3, position=c.labor_secretary, **since)
    c.homeland_seat = seat(
        c.pitf,
        c.homeland,
        4,
        started_on="2003",
        printed_as="the Directorate of Homeland Security",
    )
    seat(
        c.pitf,
        c.education,
        5,
        "regular participant",
        started_on="2007",
        ended_on="2007",
    )
    seat(c.pitf, c.council, 6, "regular participant", started_on="2008-01-01")
    seat(c.spog, c.tip, 1, "chair", position=c.director, started_on="2003-12-19")
    seat(c.spog, c.state, 2, started_on="2003-12-19")
    Designation.objects.create(
        seat=c.homeland_seat, official=c.park, started_on="2006~", title="Under Secretary"
    )
    c.law = LegalInstrument.objects.create(
        key="tvpa-2000",
        title="Trafficking Victims Protection Act of 2000",
        acronym="TVPA",
        kind="statute",
        citation="Pub. L. 106-386, div. A",
        signed_on="2000-10-28",
    )
    LegalBasis.objects.create(instrument=c.law, body=c.pitf, effect="authorizes")


def _meetings(c):
    def meeting(key, held_on, status="held", **more):
        made = Meeting.objects.create(key=key, held_on=held_on, status=status, **more)
        made.bodies.add(c.pitf)
        return made

    meeting("pitf-2003-12-08", "2003-12-08", "announced")
    c.meeting = meeting("pitf-2007-10-25", "2007-10-25", place="Washington")
    c.partial_meeting = meeting("pitf-2009", "2009")
    c.later_meeting = meeting("pitf-2010-02-03", "2010-02-03")

    def attend(order, who, position, of, role="participant", **more):
        return Attendance.objects.create(
            meeting=c.meeting,
            order=order,
            official=who,
            position=position,
            agency=of,
            role=role,
            **more,
        )

    attend(1, c.rice, c.secretary, c.state, "chair")
    attend(2, c.chao, c.labor_secretary, c.labor)
    attend(3, c.keisler, c.attorney, c.justice, printed_honorific="Mr.")
    attend(
        4,
        c.lagon,
        c.director,
        c.tip,
        printed_honorific="Ambassador",
        printed_title="the Director of the Office",
    )
    c.agency_only = attend(5, None, None, c.education)
    Attendance.objects.create(
        meeting=c.later_meeting,
        official=c.clinton,
        position=c.secretary,
        agency=c.state,
        role="chair",
    )
    c.subject = Subject.objects.create(name="Human trafficking")
    for order, title in enumerate(
        ["New initiatives to fight human trafficking", "DNA testing"], start=1
    ):
        Topic.objects.create(meeting=c.meeting, order=order, title=title, subject=c.subject)
    c.photo = Photo.objects.create(
        meeting=c.meeting, caption="The task force meets.", credit="State Dept. photo"
    )
    c.resolution = Resolution.objects.create(
        key="pitf-2007-10-25-resolution",
        body=c.pitf,
        meeting=c.meeting,
        heading="TASK FORCE RESOLUTION",
        title="Reaffirming the approach of the Act",
        printed_title="Reaffirming the approach of theAct",
        text="First paragraph.\n\nSecond paragraph – with a dash.",
        adopted_on="2007-10-25",
    )
    c.source = Source.objects.create(
        title="Fact sheet of December 20, 2007",
        publisher="U.S. Department of State",
        website="https://2001-2009.state.gov/g/tip/rls/fs/07/98002.htm",
        published_on="2007-12-20",
    )
    Citation.objects.create(
        source=c.source, record=c.meeting, field="held_on", quotation="on October 25, 2007"
    )


def _sheet(c):
    c.sheet = FactSheet.objects.create(
        key="pitf-2007-12-20",
        title="The President's Interagency Task Force",
        issuing_agency=c.tip,
        place="Washington, DC",
        dated_on=date(2007, 12, 20),
        text="The {{ pitf.acronym }} is chaired by the {{ pitf.chair.title }}.",
    )
    c.sheet.bodies.add(c.pitf, c.spog)
    c.sheet.subjects.add(c.subject)
