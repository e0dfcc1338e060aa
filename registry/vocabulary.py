"""Every closed list."""

from django.db.models import TextChoices


class AgencyKind(TextChoices):
    DEPARTMENT = "department", "Department"
    AGENCY = "agency", "Agency"
    OFFICE = "office", "Office"
    BUREAU = "bureau", "Bureau"
    COMPONENT = "component", "Component"
    COUNCIL = "council", "Council"
    COMMISSION = "commission", "Commission"
    BOARD = "board", "Board"
    CENTER = "center", "Center"
    MISSION = "mission", "Mission"
    CORPORATION = "corporation", "Corporation"
    BANK = "bank", "Bank"
    MUSEUM = "museum", "Museum"
    SUBCOMMITTEE = "subcommittee", "Subcommittee"
    OTHER = "other", "Other"


class SuccessionKind(TextChoices):
    RENAMED = "renamed", "was renamed"
    MERGED = "merged", "was merged into"
    SPLIT = "split", "was split into"
    REPLACED = "replaced", "was replaced by"


class Holders(TextChoices):
    ONE = "one", "One at a time"
    SEVERAL = "several", "Several at a time"


class Capacity(TextChoices):
    CONFIRMED = "confirmed", "Confirmed or appointed"
    ACTING = "acting", "Acting"
    PERFORMING = "performing", "Performing the duties"
    DESIGNEE = "designee", "Designee"
    NOT_STATED = "not stated", "Not stated"


class VacancyKind(TextChoices):
    VACANT = "vacant", "Vacant"
    UNKNOWN = "unknown", "Holder not known"


class BodyKind(TextChoices):
    TASK_FORCE = "task force", "Task force"
    STRIKE_FORCE = "strike force", "Strike force"
    COUNCIL = "council", "Council"
    STEERING_COUNCIL = "steering council", "Steering council"
    COMMITTEE = "committee", "Committee"
    STANDING_COMMITTEE = "standing committee", "Standing committee"
    STEERING_COMMITTEE = "steering committee", "Steering committee"
    SUBCOMMITTEE = "subcommittee", "Subcommittee"
    COMMISSION = "commission", "Commission"
    OPERATING_GROUP = "operating group", "Operating group"
    WORKING_GROUP = "working group", "Working group"
    AD_HOC_GROUP = "ad hoc working group", "Ad hoc working group"
    INTERAGENCY_GROUP = "interagency group", "Interagency group"
    OTHER = "other", "Other"


class BodyLevel(TextChoices):
    CABINET = "cabinet", "cabinet-level"
    SUBCABINET = "subcabinet", "subcabinet-level"
    SENIOR_WORKING = "senior working", "senior working level"
    WORKING = "working", "working level"


class Period(TextChoices):
    YEAR = "year", "Year"
    QUARTER = "quarter", "Quarter"
    MONTH = "month", "Month"


class SeatRole(TextChoices):
    CHAIR = "chair", "Chair"
    CO_CHAIR = "co-chair", "Co-chair"
    VICE_CHAIR = "vice chair", "Vice chair"
    MEMBER = "member", "Member"
    REGULAR_PARTICIPANT = "regular participant", "Regular participant"
    INVITED = "invited", "Invited"
    OBSERVER = "observer", "Observer"


LEADING_ROLES = (SeatRole.CHAIR, SeatRole.CO_CHAIR)
MEMBER_ROLES = (*LEADING_ROLES, SeatRole.VICE_CHAIR, SeatRole.MEMBER)


class DesignationKind(TextChoices):
    PRINCIPAL = "principal", "Principal"
    ALTERNATE = "alternate", "Alternate"


class InstrumentKind(TextChoices):
    STATUTE = "statute", "Statute"
    EXECUTIVE_ORDER = "executive order", "Executive order"
    MEMORANDUM = "memorandum", "Memorandum"
    CHARTER = "charter", "Charter"


class Effect(TextChoices):
    AUTHORIZES = "authorizes", "Authorizes"
    ESTABLISHES = "establishes", "Establishes"
    NAMES_CHAIR = "names the chair", "Names the chair"
    SETS_CADENCE = "sets the cadence", "Sets the cadence"
    ADDS_SEAT = "adds a seat", "Adds a seat"
    REMOVES_SEAT = "removes a seat", "Removes a seat"
    AMENDS = "amends", "Amends"
    RESCINDS = "rescinds", "Rescinds"


class MeetingStatus(TextChoices):
    ANNOUNCED = "announced", "Announced"
    HELD = "held", "Held"
    POSTPONED = "postponed", "Postponed"
    CANCELLED = "cancelled", "Cancelled"


class AttendanceRole(TextChoices):
    CHAIR = "chair", "Chair"
    CO_CHAIR = "co-chair", "Co-chair"
    CONVENER = "convener", "Convener"
    PARTICIPANT = "participant", "Participant"
    GUEST = "guest", "Guest"


CHAIRING_ROLES = (AttendanceRole.CHAIR, AttendanceRole.CO_CHAIR)


class Presence(TextChoices):
    PRESENT = "present", "Present"
    ABSENT = "absent", "Absent"
    EXCUSED = "excused", "Excused"


class DocumentKind(TextChoices):
    AGENDA = "agenda", "Agenda"
    MINUTES = "minutes", "Minutes"
    READOUT = "readout", "Readout"
    REPORT = "report", "Report"
    FACT_SHEET = "fact sheet", "Fact sheet"
    OTHER = "other", "Other"


class ResolutionStatus(TextChoices):
    PROPOSED = "proposed", "Proposed"
    APPROVED = "approved", "Approved"
    REJECTED = "rejected", "Rejected"
    REPLACED = "replaced", "Replaced"


class SheetKind(TextChoices):
    FACT_SHEET = "fact sheet", "Fact Sheet"
    MEDIA_NOTE = "media note", "Media Note"
    READOUT = "readout", "Readout"


class EditionKind(TextChoices):
    FIRST = "first", "First edition"
    UPDATE = "update", "Update"
    CORRECTION = "correction", "Correction"


class Stage(TextChoices):
    """Where a fact sheet's working text stands; what was issued stands apart from it."""

    DRAFT = "draft", "Draft"
    IN_REVIEW = "in review", "In review"
    SENT_BACK = "sent back", "Sent back"
    SCHEDULED = "scheduled", "Scheduled"
    ISSUED = "issued", "As issued"


class EditionState(TextChoices):
    """What an edition is at a moment. Worked out from its times, never stored."""

    SCHEDULED = "scheduled", "Scheduled"
    LIVE = "live", "Live"
    SUPERSEDED = "superseded", "Superseded"
    EXPIRED = "expired", "Expired"
    WITHDRAWN = "withdrawn", "Withdrawn"
    CANCELLED = "cancelled", "Cancelled before it went live"


class Manner(TextChoices):
    """What readers find at the address of a withdrawn sheet."""

    NOTICE = "notice", "The page stays, under a notice with the reason"
    GONE = "gone", "The page is gone (published by error)"
    REPLACED = "replaced", "The address leads to the sheet that replaces it"


class SheetAct(TextChoices):
    EDIT = "edit", "edited the text"
    REMARK = "remark", "remarked"
    SEND = "send", "sent it to review"
    SEND_BACK = "send back", "sent it back"
    ISSUE = "issue", "issued it"
    SCHEDULE = "schedule", "scheduled it"
    CANCEL = "cancel", "cancelled the scheduled edition"
    DISCARD = "discard", "threw the draft away"
    WITHDRAW = "withdraw", "withdrew it"
    SHARE = "share", "made a link to share the draft"
    REVOKE = "revoke", "revoked a shared link"
    ACCEPT = "accept", "accepted a difference from the record"
    COPY = "copy", "copied it from another sheet"


class ImportState(TextChoices):
    PLANNED = "planned", "To be decided"
    APPLIED = "applied", "Applied"
    PARTIAL = "partial", "Applied in part"
    CONTINUED = "continued", "Applied in part, more to be decided"
    UNDONE = "undone", "Undone"
    PARTLY_UNDONE = "half undone", "Undone in part"
    DISCARDED = "discarded", "Discarded"


class ImportDeed(TextChoices):
    PLAN = "plan", "Looking through"
    APPLY = "apply", "Applying"
    UNDO = "undo", "Undoing"


class ImportOutcome(TextChoices):
    NEW = "new", "New"
    CHANGED = "changed", "Changed"
    UNCHANGED = "unchanged", "Unchanged"
    REVIEW = "review", "To decide"
    REFUSED = "refused", "Refused"
    DUPLICATE = "duplicate", "Duplicate"


class Verdict(TextChoices):
    IS = "is", "is"
    IS_NOT = "is not", "is not"
    CREATE = "create", "is new"
    LEAVE_OUT = "leave out", "is left out"
