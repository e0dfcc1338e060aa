"""The record. One file a subject; `kinds.py` is what they share."""

from .acceptances import Acceptance
from .agencies import Agency, AgencyName, AgencySuccession
from .bodies import Body, Designation, Seat
from .desks import OpenPage, SentForm
from .drift import Drift, DriftAcceptance, DriftMark
from .editions import Cancellation, Edition, EditionFact, Withdrawal
from .imports import (
    ColumnMeaning,
    Decision,
    ExternalId,
    ImportBatch,
    ImportFile,
    ImportPart,
    ImportPlan,
    ImportRow,
    ImportWork,
)
from .kinds import FormerKey, Record, RecordQuerySet
from .laws import LegalBasis, LegalInstrument
from .meetings import Attendance, Document, Meeting, Photo, Topic
from .officials import Alias, Official
from .pages import Page
from .positions import Appointment, Position, Vacancy
from .resolutions import Resolution
from .reviews import Review
from .search import SearchEntry, Spelling
from .sheets import DraftLink, FactSheet, SheetEvent
from .sources import Citation, Source
from .subjects import Subject

# Every kind of record, each after those that it rests on: the order of fixtures. `Page` is
# none of them; it says why.
RECORDS = [
    Subject,
    Source,
    Agency,
    AgencyName,
    AgencySuccession,
    Official,
    Alias,
    Position,
    Appointment,
    Vacancy,
    Body,
    Seat,
    Designation,
    LegalInstrument,
    LegalBasis,
    Meeting,
    Topic,
    Attendance,
    Photo,
    Document,
    Resolution,
    FactSheet,
    Citation,
]

__all__ = [
    "RECORDS",
    "Acceptance",
    "Agency",
    "AgencyName",
    "AgencySuccession",
    "Alias",
    "Appointment",
    "Attendance",
    "Body",
    "Cancellation",
    "Citation",
    "ColumnMeaning",
    "Decision",
    "Designation",
    "Document",
    "DraftLink",
    "Drift",
    "DriftAcceptance",
    "DriftMark",
    "Edition",
    "EditionFact",
    "ExternalId",
    "FactSheet",
    "FormerKey",
    "ImportBatch",
    "ImportFile",
    "ImportPart",
    "ImportPlan",
    "ImportRow",
    "ImportWork",
    "LegalBasis",
    "LegalInstrument",
    "Meeting",
    "Official",
    "OpenPage",
    "Page",
    "Photo",
    "Position",
    "Record",
    "RecordQuerySet",
    "Resolution",
    "Review",
    "SearchEntry",
    "Seat",
    "SentForm",
    "SheetEvent",
    "Source",
    "Spelling",
    "Subject",
    "Topic",
    "Vacancy",
    "Withdrawal",
]
