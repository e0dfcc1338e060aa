"""What the gates look at: the cast with everything that a page can show, and beside it what
strains a page. PAGES has a page for each template, state and error that a reader can meet."""

import io
from datetime import UTC, date, datetime, timedelta
from types import SimpleNamespace

from django.core import signing
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
from .views.addresses import CITATIONS

SHEET = "/fact-sheets/pitf-2007-12-20/"
THE_DAY = "?on=2007-10-25"
DRAFT = 1  # the number of the link that shows the draft
# As long as a name may be here, in words and in one.
LONG = "The Long Council on the Naming of Councils, Committees, Task Forces, Working Groups "
LONG = (LONG * 3)[:199] + "s"
UNBROKEN = "Llanfairpwllgwyngyll" * 5
ARABIC = "وزارة الخارجية الأمريكية"

# By the name of the address (registry/urls.py); several where a page has several states.
PAGES = {
    "search": [
        "/search/",
        "/search/?q=trafficking",
        "/search/?q=traficking",
        "/search/?q=nothing+of+the+kind&kind=meeting",
    ],
    "home": ["/", f"/{THE_DAY}", "/?on=1950-01-01"],
    "fact-sheet-list": ["/fact-sheets/"],
    "fact-sheet": [SHEET, "/fact-sheets/withdrawn/"],
    "edition-list": [f"{SHEET}editions/"],
    "edition": [f"{SHEET}editions/1/"],
    "edition-changes": [f"{SHEET}changes/1-2/"],
    "shared-draft": ["/drafts/{draft}/"],
    "corrections": ["/corrections/"],
    "body-list": [
        "/bodies/",
        "/bodies/?kind=task+force&level=cabinet&sort=name",
        "/bodies/?agency=dpc&year=1950",
    ],
    "body": [
        f"/bodies/pitf/{THE_DAY}",
        "/bodies/empty/",
        "/bodies/long/",
        "/bodies/crowd/",
    ],
    "body-timeline": ["/bodies/pitf/timeline/"],
    "body-attendance": ["/bodies/pitf/attendance/"],
    "body-tree": ["/bodies/pitf/tree/"],
    "body-compare": [
        "/bodies/pitf/compare/?from=2003-01-01&to=2010-02-03",
        "/bodies/pitf/compare/",
    ],
    "agency-list": ["/agencies/"],
    "agency": [f"/agencies/state/{THE_DAY}", "/agencies/arabic/"],
    "agency-tree": ["/agencies/state/tree/"],
    "official-list": ["/officials/"],
    "official": ["/officials/rice-condoleezza/", "/officials/long/"],
    "position-list": ["/positions/"],
    "position": ["/positions/secretary-of-state/"],
    "meeting-list": ["/meetings/", "/meetings/?body=pitf&year=2007&status=held"],
    "meeting": ["/meetings/pitf-2007-10-25/"],
    "resolution-list": ["/resolutions/"],
    "resolution": ["/resolutions/pitf-2007-10-25-resolution/"],
    "subject-list": ["/subjects/"],
    "subject": ["/subjects/human-trafficking/"],
    "a-to-z": ["/a-z/"],
    "what-changed": ["/what-changed/"],
    "data": ["/data/"],
    "about": ["/about/"],
    "accessibility": ["/accessibility/"],
    "privacy": ["/privacy/"],
    "contact": ["/contact/"],
    "page": ["/pages/style/"],
    "law-list": ["/laws/"],
    "law": ["/laws/tvpa-2000/"],
}
ERRORS = {
    "/bodies/?year=nonsense&kind=none": 400,
    "/bodies/?on=nonsense": 400,
    "/bodies/?page=%00": 400,
    "/nowhere/": 404,
    "/fact-sheets/gone/": 410,
}
# Addresses that are no page: files to take away, pictures, what machines read; and the
# draft, which is the page of a shared one behind a login.
NO_PAGES = {
    *("table", "roster-table", "fact-sheet-text", "edition-text", "photo", "draft"),
    *(
        "fact-sheet-pdf",
        "edition-pdf",
        "download",
        "feed",
        "corrections-feed",
        "what-changed-feed",
    ),
    *("body-feed", "agency-feed", "subject-feed", "calendar", "body-calendar"),
    *("meeting-calendar", "sitemap", "sitemap-section", "robots", "security", "opensearch"),
    *CITATIONS,
}


ADDRESSES = [*(one for several in PAGES.values() for one in several), *ERRORS]


def signed(address: str, secret_key: str) -> str:
    """The address as the site with that key makes it: that of a shared draft is signed."""
    draft = signing.dumps(DRAFT, key=secret_key, salt="registry.draft-link")
    return address.replace("{draft}", draft)


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
