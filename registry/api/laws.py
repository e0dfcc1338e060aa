from pydantic import Field

from ..models import Body, LegalBasis, LegalInstrument
from ..views.laws import effects_in_order
from ..vocabulary import Effect, InstrumentKind
from .answers import DayAnswer, Reference, Sourced, day_answer
from .asking import ByChoice, ByRecord, ByText, between
from .kinds import Kind


class LawItem(Reference):
    title: str
    acronym: str
    kind: InstrumentKind
    citation: str
    signed_on: DayAnswer | None
    website: str

    @staticmethod
    def resolve_signed_on(law):
        return day_answer(law.signed_on)


class LegalBasisItem(Reference):
    """What a law did to a body, and when."""

    law: Reference
    body: Reference
    effect: Effect
    clause: str
    since: DayAnswer | None = Field(description="Its own date, or else the law's.")

    @staticmethod
    def resolve_law(basis):
        return basis.instrument

    @staticmethod
    def resolve_since(basis):
        return day_answer(basis.happened_on or basis.instrument.signed_on)


class LegalBasisFull(Sourced, LegalBasisItem):
    pass


class LawFull(Sourced, LawItem):
    effects: list[LegalBasisItem]

    @staticmethod
    def resolve_effects(law):
        return effects_in_order().filter(instrument=law)


LAWS = Kind(
    LegalInstrument,
    LawItem,
    LawFull,
    rows=lambda day: LegalInstrument.objects.public(),
    filters=(
        ByChoice("kind", "kind", InstrumentKind),
        ByText("title", "title_folded", "Only those of this short title."),
        *between("signed_first", "signed_last"),
    ),
    what="Statutes, executive orders, memoranda and charters.",
)

LEGAL_BASES = Kind(
    LegalBasis,
    LegalBasisItem,
    LegalBasisFull,
    rows=lambda day: LegalBasis.objects.public().select_related("instrument", "body"),
    filters=(
        ByRecord("law", "instrument", LegalInstrument),
        ByRecord("body", "body", Body),
        ByChoice("effect", "effect", Effect),
    ),
    what="What laws did to bodies.",
)
