"""The pages about the site itself, as staff write them."""

from urllib.parse import urlsplit

from django.http import Http404, HttpResponsePermanentRedirect
from django.urls import Resolver404, resolve

from ..models import Page
from ..prose import page_html
from .pages import PublicPage


class SitePage(PublicPage):
    model = Page
    template_name = "registry/page_detail.html"
    context_object_name = "site_page"

    def get_object(self, queryset=None):
        """One that every site has is there before anybody has written it."""
        try:
            return super().get_object()
        except Http404:
            key = self.kwargs["key"]
            if self.request.resolver_match.view_name in Page.AT_TOP:
                return Page(key=key, title=Page.AT_TOP[key])
            raise

    def get(self, request, *args, **kwargs):
        self.object = self.get_object()
        address = self.object.get_absolute_url()
        if request.path != address:
            query = f"?{request.GET.urlencode()}" if request.GET else ""
            return HttpResponsePermanentRedirect(address + query)
        return self.render_to_response(self.get_context_data())

    def get_context_data(self, **kwargs):
        kwargs["html"] = page_html(self.object.text)
        if self.object.key == "about":
            kwargs["others"] = Page.objects.public().exclude(key__in=Page.AT_TOP)
        return super().get_context_data(**kwargs)


class ContactPage(SitePage):
    """Names the page from which the reader came, if the address tells one of ours."""

    def get_context_data(self, **kwargs):
        return super().get_context_data(come_from=self.come_from(), **kwargs)

    def come_from(self) -> str:
        try:
            said = urlsplit(self.request.GET.get("from", "")[:500])
            if said.scheme or said.netloc:
                return ""
            resolve(said.path)
        except (ValueError, Resolver404):
            return ""
        return self.request.build_absolute_uri(said.geturl())
