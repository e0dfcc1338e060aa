"""Who else has a record open."""

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponseNotAllowed, JsonResponse
from django.urls import path
from django.utils import timezone

from ..models import OpenPage
from .together import SEEN, version


def others(record, user) -> list[str]:
    """In words: "grace has had it open since 10:02"."""
    now = timezone.now()
    return [
        f"{page.user.get_full_name() or page.user.get_username()} has had it open "
        f"since {timezone.localtime(page.opened_at):%H:%M}"
        for page in OpenPage.objects.of(record).beside(user, at=now)
    ]


class Desks:
    """The page of a record tells that it is open (static/registry/admin.js), and learns
    who else has it open and whether somebody saved meanwhile."""

    def get_urls(self):
        view = self.admin_site.admin_view(self.here_view)
        name = f"{self.opts.app_label}_{self.opts.model_name}_here"
        return [path("<int:object_id>/here/", view, name=name), *super().get_urls()]

    def here_view(self, request, object_id):
        if request.method != "POST":
            return HttpResponseNotAllowed(["POST"])
        record = self.get_object(request, str(object_id))
        if record is None:
            raise Http404
        if not self.has_change_permission(request, record):
            raise PermissionDenied
        if "left" in request.POST:
            OpenPage.objects.of(record).filter(user=request.user).delete()
            return JsonResponse({})
        now = timezone.now()
        OpenPage.objects.update_or_create(
            kind=self.opts.model_name,
            record_id=record.pk,
            user=request.user,
            defaults={"seen_at": now},
            create_defaults={"seen_at": now, "opened_at": now},
        )
        stands = version(record, self.get_inline_instances(request, record))
        return JsonResponse(
            {
                "others": others(record, request.user),
                "overtaken": request.POST.get(SEEN, stands) != stands,
            }
        )
