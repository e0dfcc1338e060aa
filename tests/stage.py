"""The cast with everything that a page can show, and beside it what strains a page."""

import io
from datetime import UTC, date, datetime, timedelta
from types import SimpleNamespace

from django.core.files.base import ContentFile
from PIL import Image

from registry.models import (
    Agency,
    Appointment,
    Body,
    DraftLink,
    FactSheet,
    Official,
    Position,
    Seat,
    Withdrawal,
)

from .cast import on_stage
from .office import hire, issue

DRAFT = 1  # the number of the link that shows the draft
# As long as a name may be here, in words and in one.
LONG = "The Long Council on the Naming of Councils, Committees, Task Forces, Working Groups "
LONG = (LONG * 3)[:199] + "s"
UNBROKEN = "Llanfairpwllgwyngyll" * 5
ARABIC = "وزارة الخارجية الأمريكية"


def set_the_stage(crowd=300) -> SimpleNamespace:
    cast = on_stage()
    cast.staff = hire()
    _photo(cast)
    _sheets(cast)
    _strains(cast, crowd)
    return cast


def _photo(cast):
    picture = io.BytesIO()
    Image.new("RGB", (320, 200), "#556677").save(picture, "PNG")
    cast.photo.image.save("meeting.png", ContentFile(picture.getvalue()))
    cast.photo.alt_text = "People around a long table."
    cast.photo.save()


def _sheets(cast):
    """One sheet with a corrected edition and a draft, one withdrawn, one gone."""
    sheet = cast.sheet
    issue(sheet, at=datetime(2007, 12, 20, 20, tzinfo=UTC))
    sheet.text = (
        "The {{ pitf.acronym }} is chaired by the {{ pitf.chair.title }}.\n\n"
        "# Meetings\n\n- It meets {{ pitf.cadence }}.\n- **First** of all.\n"
    )
    sheet.save()
    corrected_at = datetime(2008, 1, 2, tzinfo=UTC)
    issue(sheet, at=corrected_at, kind="correction", note="Says how often it meets.")
    sheet.text += "\n\nA draft."
    sheet.save()
    now = datetime.now(UTC)
    DraftLink.objects.create(
        pk=DRAFT,
        sheet=sheet,
        made_by=cast.staff["editor"],
        made_at=now,
        expires_at=now + timedelta(days=1),
    )
    for key, manner in (("withdrawn", "notice"), ("gone", "gone")):
        other = FactSheet.objects.create(
            key=key,
            title=f"A sheet that is {key}",
            issuing_agency=cast.tip,
            dated_on=date(2008, 1, 1),
            text="It has two chairs.",
        )
        Withdrawal.objects.create(
            edition=issue(other, at=datetime(2008, 1, 2, tzinfo=UTC)),
            manner=manner,
            reason="It named two chairs.",
            at=datetime(2008, 3, 4, 20, tzinfo=UTC),
        )


def _strains(cast, crowd):
    def body(key, name, **more):
        return Body.objects.create(key=key, name=name, kind="council", **more)

    body("empty", "Council of Nobody", ended_on="2006-03-01")
    long = body("long", LONG, acronym="LONGACRONYM" * 3)
    arabic = Agency.objects.create(key="arabic", name=ARABIC, website="https://example.gov/")
    unbroken = Agency.objects.create(key="unbroken", name=UNBROKEN, parent=arabic)
    head = Position.objects.create(key="long", title=UNBROKEN, agency=unbroken)
    person = Official.objects.create(key="long", given_name=UNBROKEN, family_name=UNBROKEN)
    Appointment.objects.create(official=person, position=head, started_on="2000")
    for of, role in ((arabic, "chair"), (unbroken, "member")):
        Seat.objects.create(body=long, agency=of, role=role, position=head)

    many = body("crowd", "Council of Three Hundred", started_on="2000")
    agency = Agency.objects.create(key="crowd", name="Agency of Three Hundred", acronym="A300")
    positions = Position.objects.bulk_create(
        Position(title=f"Head of Part {n}", agency=agency) for n in range(crowd)
    )
    Seat.objects.bulk_create(
        Seat(body=many, agency=agency, position=one, order=n, started_on="2000")
        for n, one in enumerate(positions)
    )
