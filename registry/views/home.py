from django.views.generic import TemplateView

from ..models import Body, Meeting
from .bodies import with_chairs
from .pages import AsOf, only_public
from .sheets import issued


class Home(AsOf, TemplateView):
    template_name = "registry/home.html"

    def get_context_data(self, **kwargs):
        bodies = Body.objects.public().on(self.day)[:20]
        meetings = Meeting.objects.public().filter(held_first__lte=self.day)
        return super().get_context_data(
            sheets=issued().filter(dated_on__lte=self.day)[:5],
            bodies=with_chairs(bodies, on=self.day),
            meetings=meetings.prefetch_related(only_public("bodies", Body.objects))[:10],
            **kwargs,
        )
