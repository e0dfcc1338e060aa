"""Let a record stand although a warning says it is doubtful."""

from datetime import datetime

from ..models import Acceptance, Record


def accept(record: Record, code: str, message: str, *, reason: str, by, at: datetime):
    """Note that `by` (a user) looked at the warning and why the record stands.

    When the warning comes to say something else, it is shown again. Raises
    ValidationError if no reason is given.
    """
    acceptance = Acceptance(
        record=record, code=code, message=message, reason=reason, accepted_by=by, accepted_at=at
    )
    acceptance.full_clean()
    acceptance.save()
    return acceptance
