"""The subject index, and all names from A to Z."""

from django.core.exceptions import BadRequest
from django.db.models import Q
from django.http import Http404
from django.utils import timezone
from django.views.generic import TemplateView

from ..facts.index import LETTERS, index
from ..models import Body, Edition, Meeting, Subject, Topic
from .days import shortened
from .meetings import with_bodies
from .pages import AsOf, PublicList, PublicPage, page_number
from .sheets import issued

PER_PAGE = 200
MOST_PAGES = 50


class AToZ(AsOf, TemplateView):
    template_name = "registry/a_to_z.html"

    def get_context_data(self, **kwargs):
        letter = self.request.GET.get("letter", "a")
        if letter not in LETTERS:
            raise BadRequest(
                f"There is no letter “{shortened(letter)}”. Write one from a to z, or "
                "“other” for what begins with a figure or another script."
            )
        number = page_number(self.request, MOST_PAGES)
        skip = (number - 1) * PER_PAGE
        entries = index(letter, at=timezone.now(), skip=skip, most=PER_PAGE + 1)
        if number > 1 and not entries:
            raise Http404
        return super().get_context_data(
            letters=LETTERS,
            letter=letter,
            entries=entries[:PER_PAGE],
            number=number,
            is_more=len(entries) > PER_PAGE and number < MOST_PAGES,
            **kwargs,
        )


class SubjectList(PublicList):
    model = Subject


class SubjectPage(PublicPage):
    """The newest fact sheets and meetings; the lists have the others."""

    model = Subject
    most = 100

    def get_context_data(self, **kwargs):
        subject, day = self.object, self.day
        editions = issued().filter(subjects=subject, dated_on__lte=day)
        topics = Topic.objects.public().filter(subject=subject)
        meetings = with_bodies().filter(pk__in=topics.values("meeting"), held_first__lte=day)
        in_sheets = Edition.bodies.through.objects.filter(edition__in=_ids(editions))
        at_meetings = Meeting.bodies.through.objects.filter(meeting__in=_ids(meetings))
        bodies = Body.objects.public().filter(
            Q(pk__in=in_sheets.values("body")) | Q(pk__in=at_meetings.values("body"))
        )
        return super().get_context_data(
            editions=editions[: self.most],
            meetings=meetings[: self.most],
            bodies=bodies[: self.most],
            most=self.most,
            **kwargs,
        )


def _ids(rows):
    return rows.order_by().values("pk")
