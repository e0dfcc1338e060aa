"""Fact sheets as they were issued. Nothing here reads a sheet's working text."""

from datetime import date, datetime

from django.db.models import Prefetch
from django.utils import timezone
from ninja import Query, Router, Schema
from pydantic import Field

from ..facts.citations import citations
from ..facts.issuers import issuers
from ..models import Agency, Body, Edition, FactSheet, Subject
from ..views.pages import only_public
from ..vocabulary import EditionKind, EditionState, Manner
from .addresses import api_address
from .answers import CitationAnswer, Reference, absolute
from .asking import ByDay, ByRecord, query_of, refuse_unknown, understand
from .kinds import REFUSALS, answer_page, moved, page_schema
from .paging import Order
from .problems import Problem


class SheetItem(Schema):
    """A fact sheet: the edition that its address shows now."""

    key: str
    name: str = Field(description="The title, as the edition has it.")
    url: str
    api: str
    number: int = Field(description="Of the edition.")
    dated_on: date = Field(description="As of which day its facts are told.")
    issuing_agency: Reference | None
    bodies: list[Reference]
    subjects: list[Reference]
    state: EditionState
    live_at: datetime = Field(description="Since when this edition stands.")
    note: str = Field(description="What changed from the edition before.")
    kind: EditionKind

    @staticmethod
    def resolve_key(edition):
        return edition.sheet.key

    @staticmethod
    def resolve_name(edition):
        return edition.title

    @staticmethod
    def resolve_url(edition, context):
        return absolute(edition.sheet.get_absolute_url(), context)

    @staticmethod
    def resolve_api(edition, context):
        return absolute(api_address(edition.sheet), context)

    @staticmethod
    def resolve_issuing_agency(edition, context):
        return context["request"].issuers.get(edition.issuing_agency)

    @staticmethod
    def resolve_state(edition, context):
        return edition.state(context["request"].now, newest=context["request"].newest)


class EditionItem(SheetItem):
    """One edition of a sheet. It never changes; what becomes of it is told by `state`."""

    @staticmethod
    def resolve_url(edition, context):
        return absolute(edition.get_absolute_url(), context)

    @staticmethod
    def resolve_api(edition, context):
        return absolute(f"{api_address(edition.sheet)}editions/{edition.number}/", context)


class FactAnswer(Schema):
    """A fact that the edition read: which field of which record, and what it said."""

    kind: str
    key: str = Field(description="The record's, as it was then.")
    field: str
    value: str
    printed: str = Field(description="Where the sheet prints it otherwise: its words.")

    @staticmethod
    def resolve_kind(fact):
        return fact.kind.name


class Told(Schema):
    html: str
    text: str
    facts: list[FactAnswer]
    withdrawn_because: str
    editions: str = Field(description="Where all its editions are listed.")
    citations: list[CitationAnswer]

    @staticmethod
    def resolve_facts(edition):
        return edition.facts.select_related("kind").order_by("order")

    @staticmethod
    def resolve_withdrawn_because(edition, context):
        withdrawal = getattr(edition, "withdrawal", None)
        stands = withdrawal is None or withdrawal.at > context["request"].now
        return "" if stands else withdrawal.reason

    @staticmethod
    def resolve_editions(edition, context):
        return absolute(f"{api_address(edition.sheet)}editions/", context)

    @staticmethod
    def resolve_citations(edition, context):
        context["request"].cited_kind = "fact-sheets"
        return citations(edition.sheet)


class SheetFull(Told, SheetItem):
    pass


class EditionFull(Told, EditionItem):
    pass


class EditionsAnswer(Schema):
    items: list[EditionItem]


FILTERS = (
    ByRecord("body", "bodies", Body),
    ByRecord("subject", "subjects", Subject),
    ByRecord("agency", "issuing_agency", Agency, by="key"),
    ByDay("from", "dated_on", "gte", "Only those dated this day or later."),
    ByDay("until", "dated_on", "lte", "Only those dated this day or earlier."),
)
SORTS = {
    "-date": Order("dated_on", backwards=True, key="sheet__key"),
    "date": Order("dated_on", key="sheet__key"),
    "key": Order(key="sheet__key"),
}
SheetQuery = query_of("FactSheets", FILTERS, sorts=SORTS)

router = Router(tags=["fact-sheets"])


def with_all(editions):
    """With what an item tells; without the texts, which only the whole answer has."""
    editions = editions.with_issuing_agency()
    return editions.select_related("sheet", "withdrawal", "cancellation").prefetch_related(
        Prefetch("bodies", queryset=Body.objects.public()),
        only_public("subjects", Subject.objects),
    )


def without_texts(editions):
    return editions.defer("html", "text", "source")


def begin(request):
    """Set the moment at which editions are looked at; records are named as of today."""
    request.now = timezone.now()
    request.newest = 0
    request.asked = understand(request)


@router.get(
    "/fact-sheets/",
    response={200: page_schema("FactSheets", SheetItem), **REFUSALS},
    operation_id="list-fact-sheets",
    url_name="fact-sheets-list",
    summary="The list of fact sheets",
    description="Each as the edition that its address shows now.",
)
def listing(request, given: Query[SheetQuery]):
    refuse_unknown(request, SheetQuery)
    begin(request)
    asked = understand(request, given, FILTERS)
    editions = without_texts(with_all(Edition.objects.public(request.now)))
    page = answer_page(request, editions, asked, SORTS)
    request.issuers = issuers(page["items"])
    return page


@router.get(
    "/fact-sheets/{slug:key}/",
    response={200: SheetFull, **REFUSALS},
    operation_id="get-fact-sheets",
    url_name="fact-sheets-one",
    summary="A fact sheet, by key",
    description="Its text as it was issued, and the facts that it read.",
)
def one(request, key: str):
    refuse_unknown(request)
    begin(request)
    sheet, live = sheet_of(request, key)
    if sheet.key != key:
        return moved(request, sheet, key)
    found = with_all(Edition.objects).get(pk=live.pk)
    request.issuers = issuers([found])
    return found


@router.get(
    "/fact-sheets/{slug:key}/editions/",
    response={200: EditionsAnswer, **REFUSALS},
    operation_id="list-editions",
    url_name="editions-list",
    summary="All editions of a fact sheet",
)
def editions(request, key: str):
    refuse_unknown(request)
    begin(request)
    sheet, _ = sheet_of(request, key)
    if sheet.key != key:
        return moved(request, sheet, key)
    gone_live = sheet.editions.gone_live(request.now).order_by("-number")
    items = list(without_texts(with_all(gone_live)))
    request.issuers = issuers(items)
    return {"items": items}


@router.get(
    "/fact-sheets/{slug:key}/editions/{int:number}/",
    response={200: EditionFull, **REFUSALS},
    operation_id="get-editions",
    url_name="editions-one",
    summary="One edition of a fact sheet",
    description="As it was issued, for ever.",
)
def edition(request, key: str, number: int):
    refuse_unknown(request)
    begin(request)
    sheet, _ = sheet_of(request, key)
    if sheet.key != key:
        return moved(request, sheet, key)
    found = with_all(sheet.editions.gone_live(request.now)).filter(number=number).first()
    if found is None:
        raise Problem(404, "The sheet has no edition of this number.")
    request.issuers = issuers([found])
    return found


def sheet_of(request, key: str) -> tuple[FactSheet, Edition]:
    """The sheet of that key, now or formerly, and the edition that its address shows.

    Raises Problem where none was ever public, and for one that was published by error.
    """
    sheet = FactSheet.objects.once_public(request.now).under_key(key)
    if sheet is None:
        raise Problem(404, "Nothing is published under this key.")
    live = sheet.live_edition(request.now)
    withdrawal = getattr(live, "withdrawal", None)
    if withdrawal and withdrawal.at <= request.now and withdrawal.manner != Manner.NOTICE:
        raise Problem(410, f"It was withdrawn. {withdrawal.reason}")
    request.newest = live.number
    return sheet, live
