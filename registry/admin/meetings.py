from django.contrib import admin
from django.db.models import Exists, OuterRef, Prefetch

from ..models import Attendance, Document, Meeting, Photo, Resolution, Topic
from ..text import slug
from ..vocabulary import CHAIRING_ROLES, MeetingStatus, Presence
from .base import PartAdmin, RegistryAdmin
from .filters import Question, SourceFilter
from .reviewing import Reviewing
from .rows import Inline, TallInline
from .words import date_column

CHAIRS = Attendance.objects.filter(role__in=CHAIRING_ROLES, presence=Presence.PRESENT)


class Attendances(Inline):
    model = Attendance
    fields = [
        "order",
        "official",
        "position",
        "agency",
        "role",
        "presence",
        "printed_honorific",
        "printed_title",
    ]
    verbose_name_plural = "attendance"


class Topics(Inline):
    model = Topic
    fields = ["order", "title", "subject"]


class Photos(TallInline):
    model = Photo
    fields = ["order", "image", "alternative_text", "caption", "credit"]


class Documents(Inline):
    model = Document
    fields = ["kind", "title", "website"]


class Resolutions(TallInline):
    model = Resolution
    fields = ["body", "number", "title", "status", "adopted_on"]


class AttendanceFilter(Question):
    title, parameter_name = "attendance", "attendance"
    answers = {
        "no chair": ("without a chair", "without_chair"),
        "none": ("held, nobody listed", "held_without_attendance"),
    }

    def without_chair(self, meetings):
        return meetings.filter(~Exists(CHAIRS.filter(meeting=OuterRef("pk"))))

    def held_without_attendance(self, meetings):
        anybody = Attendance.objects.filter(meeting=OuterRef("pk"))
        return meetings.filter(~Exists(anybody), status=MeetingStatus.HELD)


@admin.register(Meeting)
class MeetingAdmin(Reviewing, RegistryAdmin):
    list_display = [
        date_column("held_on", "date", "held_first"),
        "of_bodies",
        "title",
        "status",
        "chair",
        "has_source",
    ]
    list_filter = ["status", AttendanceFilter, SourceFilter, "is_public"]
    search_fields = [
        "title",
        "key",
        "place",
        "held_on",
        "bodies__name_folded",
        "bodies__acronym_folded",
    ]
    search_help_text = "Body, place, title, key, or a date as 2007-10-25."
    date_hierarchy = "held_first"
    fieldsets = [
        (None, {"fields": ["bodies", ("held_on", "ordinal"), "status", "title"]}),
        ("Time and place", {"fields": [("starts_at", "zone"), "place"]}),
        ("What happened", {"fields": ["summary", "attendance_complete"]}),
    ]
    inlines = [Attendances, Topics, Resolutions, Photos, Documents]

    def page_prefetch(self):
        chairs = CHAIRS.select_related("official", "position__agency", "agency")
        return ["bodies", Prefetch("attendances", chairs, "chairs"), *super().page_prefetch()]

    @admin.display(description="bodies")
    def of_bodies(self, meeting):
        return ", ".join(body.label for body in meeting.bodies.all())

    @admin.display(description="chair", empty_value="—")
    def chair(self, meeting):
        return "; ".join(
            str(one.official or one.position or one.agency) for one in meeting.chairs
        )

    def key_stem(self, form):
        bodies = form.cleaned_data.get("bodies") or ()
        return slug(" ".join([*(body.key for body in bodies[:3]), form.instance.held_on]))


@admin.register(Attendance)
class AttendanceAdmin(RegistryAdmin):
    list_display = ["__str__", "role", "presence", "printed_title", "has_source"]
    list_filter = ["role", "presence", SourceFilter, "is_public"]
    list_select_related = ["meeting", "official", "position__agency", "agency"]
    search_fields = [
        "official__name_folded",
        "official__aliases__name_folded",
        "position__title_folded",
        "agency__name_folded",
        "agency__acronym_folded",
        "meeting__key",
    ]
    search_help_text = "Official, position, agency, or the key of a meeting."
    fieldsets = [
        (None, {"fields": ["meeting", "order", "official", "position", "agency"]}),
        (None, {"fields": [("role", "presence"), "sits_for", "seat", "appointment"]}),
        ("In print", {"fields": [("printed_honorific", "printed_title"), "note"]}),
    ]


@admin.register(Topic)
class TopicAdmin(PartAdmin):
    list_display = ["title", "subject", "meeting", "has_source"]
    list_filter = [SourceFilter]
    list_select_related = ["meeting", "subject"]
    search_fields = ["title", "subject__name_folded", "meeting__key"]
    fieldsets = [(None, {"fields": ["meeting", "order", "title", "subject"]})]


@admin.register(Photo)
class PhotoAdmin(PartAdmin):
    list_display = ["__str__", "meeting", "credit", "has_source"]
    list_filter = [SourceFilter]
    list_select_related = ["meeting"]
    search_fields = ["caption", "alternative_text", "meeting__key"]
    fieldsets = [
        (
            None,
            {
                "fields": [
                    "meeting",
                    "order",
                    "image",
                    "alternative_text",
                    "caption",
                    "credit",
                ]
            },
        )
    ]


@admin.register(Document)
class DocumentAdmin(PartAdmin):
    list_display = ["title", "kind", "meeting", "website", "has_source"]
    list_filter = ["kind", SourceFilter]
    list_select_related = ["meeting"]
    search_fields = ["title", "website", "meeting__key"]
    fieldsets = [(None, {"fields": ["meeting", "kind", "title", "website"]})]
