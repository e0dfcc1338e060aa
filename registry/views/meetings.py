from pathlib import PurePath

from django.db.models import QuerySet
from django.http import FileResponse, Http404

from ..facts.attendance import attendance
from ..models import (
    Agency,
    Attendance,
    Body,
    Document,
    Meeting,
    Photo,
    Subject,
    Topic,
)
from ..vocabulary import MeetingStatus
from .filters import Among, InYear, OneOf, Order, Through
from .pages import PublicList, PublicPage, only_public
from .resolutions import last_first

# As what a picture is handed out. A browser takes its word for it: nosniff is sent.
ALONE = "default-src 'none'; frame-ancestors 'none'; sandbox"
IMAGES = {
    ".gif": "image/gif",
    ".jpeg": "image/jpeg",
    ".jpg": "image/jpeg",
    ".png": "image/png",
    ".webp": "image/webp",
}


class MeetingList(PublicList):
    """Those that lie on the day or before it, and apart from them what is announced."""

    model = Meeting
    filters = (
        Among("body", "Of the body", Body, "bodies"),
        Among("agency", "Attended by", Agency, "agency", Through(Attendance, "meeting")),
        Among("subject", "About", Subject, "subject", Through(Topic, "meeting")),
        InYear("In the year", "held_first", "held_last"),
        OneOf("status", "Status", MeetingStatus),
    )
    orders = {
        "newest": Order("The last first"),
        "oldest": Order("The first first", ("held_first", "held_last", "key")),
        "place": Order("Place", ("place", "-held_first", "key")),
    }

    def rows(self):
        return with_bodies().filter(held_first__lte=self.day)

    def get_context_data(self, **kwargs):
        later = with_bodies().filter(status=MeetingStatus.ANNOUNCED, held_first__gt=self.day)
        later = self.narrowing.narrow(later)
        return super().get_context_data(announced=later.in_time_order()[:100], **kwargs)


class MeetingPage(PublicPage):
    model = Meeting

    def get_queryset(self):
        return with_bodies()

    def get_context_data(self, **kwargs):
        meeting = self.object
        attendees = attendance(meeting)
        topics = Topic.objects.public().filter(meeting=meeting)
        return super().get_context_data(
            attendees=attendees,
            chairs=[one for one in attendees if one.chaired],
            topics=topics.prefetch_related(only_public("subject", Subject.objects)),
            photos=Photo.objects.public().filter(meeting=meeting),
            documents=Document.objects.public().filter(meeting=meeting),
            resolutions=last_first().filter(meeting=meeting),
            sources=self.sources(*(one.attendance for one in attendees)),
            **kwargs,
        )


def with_bodies() -> QuerySet[Meeting]:
    return Meeting.objects.public().prefetch_related(only_public("bodies", Body.objects))


class PhotoImage(PublicPage):
    """The picture itself, if it is one: whatever else was uploaded is not handed out."""

    model = Photo

    def get_queryset(self):
        public = Meeting.objects.public()
        return super().get_queryset().filter(meeting__in=public).exclude(image="")

    def render_to_response(self, context, **kwargs):
        kind = IMAGES.get(PurePath(self.object.image.name).suffix.lower())
        if kind is None:
            raise Http404
        try:
            answer = FileResponse(self.object.image.open(), content_type=kind)
        except OSError:
            raise Http404 from None
        # Opened by itself it is no page of the site: it may do nothing at all.
        answer["Content-Security-Policy"] = ALONE
        return answer
