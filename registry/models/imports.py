"""What came in by sheets: each batch, what each of its rows did, and what was learnt.

These are not records of the registry: they tell where its records came from.
"""

import hashlib
import zlib

from django.conf import settings
from django.db import models

from ..vocabulary import ImportDeed, ImportOutcome, ImportState, Verdict

# Kinds that sheets may fill; each has its permissions to import, apply and undo.
IMPORTED = {
    "agency": "agencies",
    "official": "officials",
    "position": "positions",
    "appointment": "appointments",
    "body": "bodies",
    "seat": "seats",
    "meeting": "meetings",
    "topic": "topics",
    "attendance": "attendance",
    "resolution": "resolutions",
    "document": "documents",
    "alias": "aliases",
    "legalinstrument": "laws",
    "legalbasis": "legal bases",
    "subject": "subjects",
    "source": "sources",
    "agencyname": "former names of agencies",
    "agencysuccession": "successions of agencies",
    "vacancy": "vacancies",
    "designation": "designations",
    "photo": "photos",
    "factsheet": "fact sheets",
    "citation": "citations",
}


class ImportFile(models.Model):
    """A file as it came, kept once however often it comes.

    It stands in the database and not in a folder, so that a preview can be confirmed on
    another server, and an upload that nobody confirms leaves no file behind.
    """

    sha256 = models.CharField(max_length=64, primary_key=True)
    packed = models.BinaryField()

    def __str__(self):
        return self.sha256

    @property
    def content(self) -> bytes:
        return zlib.decompress(self.packed)

    @classmethod
    def keep(cls, content: bytes) -> "ImportFile":
        """Within a transaction: until it ends, nobody cleans the file away."""
        sha256 = hashlib.sha256(content).hexdigest()
        known = cls.objects.select_for_update().filter(sha256=sha256).defer("packed").first()
        if known:
            return known
        packed = zlib.compress(content, level=3)
        return cls.objects.get_or_create(sha256=sha256, defaults={"packed": packed})[0]


class ImportBatch(models.Model):
    """What was sent together, from its upload to what became of it: files and, later, the
    rows of them that were refused and came back corrected."""

    name = models.CharField("file name", max_length=300)
    state = models.CharField(
        max_length=12, choices=ImportState.choices, default=ImportState.PLANNED
    )
    # Whatever changes how the file is read: kind, sheet, fixed values, columns.
    options = models.JSONField(default=dict, blank=True)
    # The answers given for this batch alone: {"kind:folded text": answer}.
    decisions = models.JSONField(default=dict, blank=True)
    # What reading and planning told, as the command prints it.
    report = models.JSONField(default=dict, blank=True)
    # Of all that would be done, as it was shown; blank until all files are planned.
    digest = models.CharField(max_length=64, blank=True)
    # How many of the report's sheets are applied; those after them are to be decided.
    settled = models.PositiveSmallIntegerField(default=0)
    said = models.TextField(blank=True, help_text="What came of the last step, in words.")
    created_at = models.DateTimeField("begun")
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    applied_at = models.DateTimeField(null=True, blank=True)
    applied_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    undone_at = models.DateTimeField(null=True, blank=True)
    undone_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        ordering = ["-id"]
        verbose_name = "import"
        permissions = [
            (f"{deed}_{kind}", f"Can {words} {plural}")
            for kind, plural in IMPORTED.items()
            for deed, words in (
                ("import", "load sheets of"),
                ("apply", "apply loaded sheets of"),
                ("undo", "undo loaded sheets of"),
            )
        ]

    def __str__(self):
        return f"{self.name} (import {self.pk})"

    @property
    def waits(self) -> bool:
        """Is there something to decide: all of it, or the rows that came back?"""
        return self.state in (ImportState.PLANNED, ImportState.CONTINUED)

    @property
    def undecided(self) -> list[dict]:
        """What the report tells of the sheets that are not applied yet."""
        return self.report.get("sheets", [])[self.settled :]

    @property
    def refuses(self) -> bool:
        """Are there rows that it can't take in, or sheets?"""
        return any(one["refused"] for one in self.undecided)

    @property
    def is_undoable(self) -> bool:
        applied = (ImportState.APPLIED, ImportState.PARTIAL, ImportState.CONTINUED)
        return self.state in applied


class ImportPart(models.Model):
    """A file of a batch."""

    batch = models.ForeignKey(ImportBatch, models.CASCADE, related_name="parts")
    place = models.PositiveSmallIntegerField(default=0)
    file = models.ForeignKey(ImportFile, models.PROTECT, related_name="parts")
    name = models.CharField("file name", max_length=300)
    sent_at = models.DateTimeField()
    sent_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    is_applied = models.BooleanField(default=False)
    # Of a file that brings refused rows back: {sheet's place in the report: [row, …]},
    # the rows for which its own stand.
    replaces = models.JSONField(default=dict, blank=True)

    class Meta:
        ordering = ["batch", "place"]
        constraints = [
            models.UniqueConstraint(fields=["batch", "place"], name="place_in_batch_is_unique")
        ]

    def __str__(self):
        return self.name


class ImportWork(models.Model):
    """Something that is being done with a batch. It goes in the transaction that does it,
    so as long as it stands nothing was done; if nobody is at work, it was interrupted."""

    batch = models.OneToOneField(ImportBatch, models.CASCADE, related_name="work")
    deed = models.CharField(max_length=5, choices=ImportDeed.choices)
    options = models.JSONField(default=dict, blank=True)
    asked_at = models.DateTimeField()
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    begun_at = models.DateTimeField(null=True, blank=True)
    rows = models.PositiveIntegerField(default=0, help_text="As far as they are counted.")
    done = models.PositiveIntegerField(default=0)
    is_writing = models.BooleanField(default=False)
    is_cancelled = models.BooleanField(default=False)

    def __str__(self):
        return f"{self.get_deed_display()}: {self.batch_id}"


class ImportPlan(models.Model):
    """What a batch would write, as it was shown, for as long as it waits to be applied.
    Whether it still holds is told by what it rests on; see `imports/kept.py`."""

    batch = models.OneToOneField(
        ImportBatch, models.CASCADE, primary_key=True, related_name="plan"
    )
    rests_on = models.CharField(max_length=64)
    packed = models.BinaryField()

    def __str__(self):
        return f"Plan of import {self.batch_id}"


class ImportRow(models.Model):
    """What one row of a batch does, or did, to one record.

    A row may touch several records (an appointment brings its official along): `is_main`
    marks the one that the sheet is about.
    """

    batch = models.ForeignKey(ImportBatch, models.CASCADE, related_name="rows", db_index=False)
    sheet = models.PositiveSmallIntegerField(default=0, help_text="Place in the report.")
    number = models.PositiveIntegerField("row")
    is_main = models.BooleanField(default=True)
    outcome = models.CharField(max_length=10, choices=ImportOutcome.choices)
    kind = models.CharField(max_length=30)
    record_id = models.BigIntegerField(null=True)
    # [[field, old, new], …]; `old` as stored before, `new` as stored after.
    changes = models.JSONField(default=list)
    # [[column, cell, sentence], …]
    notes = models.JSONField(default=list)
    cells = models.JSONField(default=list)
    # Undone, kept since somebody edited it, kept since others rest on it.
    undone = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ["id"]
        indexes = [
            models.Index(fields=["batch", "outcome", "id"], name="row_of_batch"),
            models.Index(fields=["kind", "record_id"], name="row_of_record"),
        ]

    def __str__(self):
        return f"row {self.number}: {self.outcome}"


class ExternalId(models.Model):
    """The id by which an office's own sheets know a record: “P-001”, “097”."""

    kind = models.CharField(max_length=30)
    office_id = models.CharField(max_length=200)
    record_id = models.BigIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["kind", "office_id"], name="office_id_is_unique")
        ]
        indexes = [models.Index(fields=["kind", "record_id"], name="office_id_of_record")]

    def __str__(self):
        return f"{self.office_id} ({self.kind} {self.record_id})"


class ColumnMeaning(models.Model):
    """A header that staff said means a field; taken for granted in the next sheet."""

    kind = models.CharField(max_length=30)
    header = models.CharField(max_length=300, help_text="Folded.")
    field = models.CharField(max_length=60, blank=True, help_text="Blank: leave it out.")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["kind", "header"], name="header_means_one_field")
        ]

    def __str__(self):
        return f"“{self.header}” in {self.kind}: {self.field or 'left out'}"


class Decision(models.Model):
    """What staff answered when a text could mean several records, or none."""

    kind = models.CharField(max_length=30)
    text = models.CharField(max_length=600, help_text="Folded.")
    verdict = models.CharField(max_length=10, choices=Verdict.choices)
    record_id = models.BigIntegerField(null=True, blank=True)
    decided_at = models.DateTimeField()
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        ordering = ["kind", "text"]
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "text", "verdict", "record_id"], name="decided_once"
            )
        ]

    def __str__(self):
        return f"{self.kind} “{self.text}”: {self.get_verdict_display()}"
