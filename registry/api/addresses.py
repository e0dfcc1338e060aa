"""Where each kind of record stands in the API."""

from ..models import (
    Agency,
    Appointment,
    Attendance,
    Body,
    Designation,
    FactSheet,
    LegalBasis,
    LegalInstrument,
    Meeting,
    Official,
    Position,
    Record,
    Resolution,
    Seat,
    Source,
    Subject,
    Topic,
    Vacancy,
)

ROOT = "/api/v1/"
PLACES: dict[type[Record], str] = {
    FactSheet: "fact-sheets",
    Body: "bodies",
    Seat: "seats",
    Designation: "designations",
    Agency: "agencies",
    Official: "officials",
    Appointment: "appointments",
    Position: "positions",
    Vacancy: "vacancies",
    Meeting: "meetings",
    Attendance: "attendances",
    Topic: "topics",
    Resolution: "resolutions",
    LegalInstrument: "laws",
    LegalBasis: "legal-bases",
    Subject: "subjects",
    Source: "sources",
}


def api_address(record: Record) -> str:
    """The address of a record in the API, without host."""
    return f"{ROOT}{PLACES[type(record)]}/{record.key}/"


def api_list(model: type[Record], **filters: str) -> str:
    """The address of the list of a kind, without host; `filters` are keys of records."""
    query = "&".join(f"{name}={key}" for name, key in filters.items())
    return f"{ROOT}{PLACES[model]}/" + (f"?{query}" if query else "")
