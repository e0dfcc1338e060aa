from django.views.generic import TemplateView

from ..exports.public import PUBLIC
from ..views.pages import AsOf
from .addresses import PLACES, ROOT
from .v1 import PROMISE


class Data(AsOf, TemplateView):
    """What programs can read here, and what stays as it is: for people who write them."""

    template_name = "registry/data.html"

    def get_context_data(self, **kwargs):
        return super().get_context_data(
            tables=PUBLIC.values(),
            root=ROOT,
            lists=sorted(PLACES.values()),
            promise=PROMISE,
            **kwargs,
        )
