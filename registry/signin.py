"""The admin's door. Whoever is signed out while typing, or comes with a form of an earlier
login, is asked to sign in or to send again, and nothing typed is lost."""

import json
from functools import update_wrapper
from inspect import isclass
from urllib.parse import urlsplit

from django.contrib import admin
from django.contrib.auth import REDIRECT_FIELD_NAME
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme

KEPT = "_kept"


def typed(request) -> list[tuple[str, str]]:
    """What a form sent, files aside; nothing where a password is among it."""
    if any("password" in name for name in request.POST):
        return []
    return [
        (name, value)
        for name, values in request.POST.lists()
        for value in values
        if name != "csrfmiddlewaretoken"
    ]


def send_again(request, address: str, fields, *, files: bool, status: int):
    """A page with the form as it was typed, and a button that sends it once more."""
    context = admin.site.each_context(request) | {
        "title": "Send it again",
        "address": address,
        "fields": fields,
        "files": files,
    }
    return render(request, "admin/registry/send_again.html", context, status=status)


TASKS = "django_tasks_database"  # the app in which what tasks came to is kept


class RegistrySite(admin.AdminSite):
    login_template = "admin/registry/login.html"
    index_template = "admin/registry/index.html"

    def register(self, model_or_iterable, *args, **kwargs):
        """Without what tasks came to: that is for who runs the site, and what it means for
        an import stands on the import's page."""
        models = [model_or_iterable] if isclass(model_or_iterable) else model_or_iterable
        ours = [one for one in models if one._meta.app_label != TASKS]
        super().register(ours, *args, **kwargs)

    def admin_view(self, view, cacheable=False):
        inner = super().admin_view(view, cacheable)

        def guarded(request, *args, **kwargs):
            if request.method == "POST" and not self.has_permission(request) and typed(request):
                return self.sign_in_again(request)
            return inner(request, *args, **kwargs)

        return update_wrapper(guarded, inner)

    def index(self, request, extra_context=None):
        """The first page, with what the admin of a kind wants found there by who may."""
        ways = [
            way
            for kind in self._registry.values()
            if hasattr(kind, "ways_on_first_page")
            for way in kind.ways_on_first_page(request)
        ]
        return super().index(request, {"ways": ways} | (extra_context or {}))

    def sign_in_again(self, request):
        """The login, with what was typed kept in its form."""
        kept = json.dumps({"fields": typed(request), "files": bool(request.FILES)})
        address = request.get_full_path()
        request.method = "GET"  # for the login: these are no user name and password
        login = reverse("admin:login", current_app=self.name)
        return self.login(
            request, {"kept": kept, "app_path": login, REDIRECT_FIELD_NAME: address}
        )

    def login(self, request, extra_context=None):
        """After a login with a form kept in it: that form, to be sent again."""
        kept = request.POST.get(KEPT, "")
        answer = super().login(request, {"kept": kept} | (extra_context or {}))
        if request.method != "POST" or not kept or answer.status_code != 302:
            return answer
        fields, files = _read(kept)
        address = request.POST.get(REDIRECT_FIELD_NAME, "")
        if not fields or not url_has_allowed_host_and_scheme(address, allowed_hosts=None):
            return answer
        return send_again(request, address, fields, files=files, status=200)


def _read(kept: str) -> tuple[list[tuple[str, str]], bool]:
    try:
        found = json.loads(kept)
        return [(str(name), str(value)) for name, value in found["fields"]], bool(
            found["files"]
        )
    except (ValueError, TypeError, KeyError):
        return [], False


def form_expired(request, reason=""):
    """Django's view for a wrong token (CSRF_FAILURE_VIEW). A form that this very site sent,
    only with the token of an earlier login, is offered again as it was typed; one that came
    from elsewhere is not."""
    fields = typed(request) if request.method == "POST" else []
    own = _is_own(request) and request.path.startswith(reverse("admin:index"))
    if fields and own and request.user.is_authenticated:
        files = bool(request.FILES)
        return send_again(request, request.get_full_path(), fields, files=files, status=403)
    return render(request, "403_csrf.html", status=403)


def _is_own(request) -> bool:
    """Did the page that sent this come from this site? Browsers say so and no page can
    make them say otherwise."""
    origin = request.headers.get("Origin", "")
    return bool(origin) and urlsplit(origin)[:2] == (request.scheme, request.get_host())
