from django.views.generic import TemplateView

from .pages import AsOf


class Data(AsOf, TemplateView):
    """What machines can read. Each part of the site adds its lines as a fragment
    `registry/_data_<what>.html`, included in the template."""

    template_name = "registry/data.html"
