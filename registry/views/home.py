from django.db.models import prefetch_related_objects
from django.views.generic import TemplateView

from ..facts.what_changed import WITH_PAGES, what_changed
from ..models import Body, Meeting, Page
from ..vocabulary import MeetingStatus
from .bodies import with_chairs
from .changes import end_of
from .pages import AsOf, only_public
from .sheets import issued

# Pages about the site are told of where all changes are.
OF_RECORD = tuple(kind for kind in WITH_PAGES if kind is not Page)


class Home(AsOf, TemplateView):
    template_name = "registry/home.html"

    def get_context_data(self, **kwargs):
        day = self.day
        bodies = Body.objects.public().on(day)[:20]
        coming = {"status": MeetingStatus.ANNOUNCED, "held_last__gte": day}
        meetings = Meeting.objects.public()
        following = list(meetings.filter(**coming).in_time_order()[:5])
        recent = list(meetings.filter(held_first__lte=day).exclude(**coming)[:10])
        prefetch_related_objects([*following, *recent], only_public("bodies", Body.objects))
        return super().get_context_data(
            editions=issued().filter(dated_on__lte=day)[:5],
            bodies=with_chairs(bodies, on=day),
            following=following,
            meetings=recent,
            events=what_changed(until=end_of(day), most=8, kinds=OF_RECORD),
            **kwargs,
        )
