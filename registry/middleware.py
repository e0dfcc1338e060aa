from csp.middleware import CSPMiddleware
from django.conf import settings
from django.core.exceptions import BadRequest
from django.urls import reverse


class ContentSecurityPolicy(CSPMiddleware):
    """Tells browsers what a page may fetch and run: nothing but files of this site, and on
    public pages no script may write HTML. A view may send a narrower policy itself."""

    def get_policy_parts(self, request, response, report_only=False):
        parts = super().get_policy_parts(request, response, report_only)
        if request.path.startswith(reverse("admin:index")):
            parts.replace = settings.CONTENT_SECURITY_POLICY_OF_THE_ADMIN
        return parts


def refuse_control_characters(get_response):
    """A null byte in an address or its query is a bad request on every database."""

    def middleware(request):
        if "\0" in request.path or "%00" in request.META.get("QUERY_STRING", ""):
            raise BadRequest("The address contains a null byte.")
        return get_response(request)

    return middleware
