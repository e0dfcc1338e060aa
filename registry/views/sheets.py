"""Fact sheets as they were issued. No page reads a sheet's working text, but for the one
that shows a draft to those who may see it."""

from django.http import Http404, HttpResponse, HttpResponsePermanentRedirect
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.views.decorators.cache import never_cache
from django.views.generic import TemplateView

from ..facts.editions import fact_changes, paragraph_changes
from ..facts.issuers import issuer, issuers
from ..models import Agency, Body, DraftLink, Edition, EditionFact, FactSheet, Subject
from ..prose import ProseError
from ..prose import render as render_text
from ..text import same_but_for_article
from ..vocabulary import EditionKind, EditionState, Manner, SheetKind
from .filters import Among, InYear, OneOf, Order
from .pages import AsOf, PublicList, PublicPage


def issued():
    """The editions that readers find now, the latest date first; for lists."""
    editions = Edition.objects.public(timezone.now()).defer("html", "text", "source")
    return editions.select_related("sheet", "withdrawal").order_by("-dated_on", "sheet__key")


def as_printed(edition: Edition) -> list[EditionFact]:
    """The facts that the edition prints otherwise than the record had them then."""
    return [
        fact
        for fact in edition.facts.exclude(printed="")
        if not same_but_for_article(fact.printed, fact.value)
    ]


class SheetList(PublicList):
    model = Edition
    template_name = "registry/factsheet_list.html"
    # As they were issued: the sheet itself may be of another kind and agency by now.
    filters = (
        Among("body", "About the body", Body, "bodies"),
        Among("agency", "Issued by", Agency, "issuing_agency", by="key"),
        Among("subject", "Subject", Subject, "subjects"),
        InYear("Dated in the year", "dated_on", "dated_on"),
        OneOf("kind", "Kind", SheetKind, "source__kind"),
    )
    orders = {
        "newest": Order("The newest first"),
        "oldest": Order("The oldest first", ("dated_on", "sheet__key")),
        "title": Order("Title", ("title", "sheet__key")),
    }

    def rows(self):
        return issued().filter(dated_on__lte=self.day).with_issuing_agency()

    def get_context_data(self, **kwargs):
        context = super().get_context_data(**kwargs)
        editions = context["object_list"]
        agencies = issuers(editions)
        rows = [(edition, agencies.get(edition.issuing_agency)) for edition in editions]
        return context | {"editions": rows}


class _OfSheet(PublicPage):
    """A page of a sheet that readers could see once. Where it was published by error its
    addresses say that it is gone, or lead to what replaces it."""

    model = FactSheet
    context_object_name = "sheet"

    def get_queryset(self):
        return FactSheet.objects.once_public(self.now)

    def setup(self, request, *args, **kwargs):
        self.now = timezone.now()
        super().setup(request, *args, **kwargs)

    def get(self, request, *args, **kwargs):
        sheet = self.get_object()
        self.live = sheet.live_edition(self.now)
        withdrawal = getattr(self.live, "withdrawal", None)
        if withdrawal and withdrawal.at <= self.now and withdrawal.manner != Manner.NOTICE:
            successor = withdrawal.replaced_by
            public = FactSheet.objects.public(self.now)
            if successor and public.filter(pk=successor.pk).exists():
                return HttpResponsePermanentRedirect(successor.get_absolute_url())
            return render(request, "410.html", {"withdrawal": withdrawal}, status=410)
        return super().get(request, *args, **kwargs)

    def edition(self, number: int) -> Edition:
        gone_live = self.object.editions.gone_live(self.now)
        return get_object_or_404(gone_live.select_related("withdrawal"), number=number)

    def page_of(self, edition: Edition) -> dict:
        """What the page of one edition tells beside its text."""
        first = self.live if self.live.number == 1 else self.edition(1)
        notes = self.object.editions.gone_live(self.now).exclude(note="")
        return {
            "edition": edition,
            "issuer": issuer(edition),
            "live": self.live,
            "first": first,
            "state": edition.state(self.now, newest=self.live.number),
            "states": EditionState,
            "notes": notes.filter(number__lte=edition.number).defer("html", "text", "source"),
            "as_printed": as_printed(edition),
            "bodies": Body.objects.public().filter(editions=edition),
            "sources": self.sources(),
        }


class SheetPage(_OfSheet):
    """The live edition."""

    def get_context_data(self, **kwargs):
        return super().get_context_data(**self.page_of(self.live), **kwargs)


class EditionPage(_OfSheet):
    """One edition, for ever."""

    template_name = "registry/factsheet_detail.html"

    def get_context_data(self, **kwargs):
        edition = self.edition(self.kwargs["number"])
        return super().get_context_data(**self.page_of(edition), **kwargs)


class SheetText(_OfSheet):
    """The live edition in plain words, as it was frozen."""

    def get_context_data(self, **kwargs):
        return {"edition": self.live}

    def render_to_response(self, context, **kwargs):
        text = context["edition"].text.strip() + "\n"
        return HttpResponse(text, content_type="text/plain; charset=utf-8")


class EditionText(SheetText):
    """One edition in plain words, for ever."""

    def get_context_data(self, **kwargs):
        return {"edition": self.edition(self.kwargs["number"])}


class EditionList(_OfSheet):
    template_name = "registry/edition_list.html"

    def get_context_data(self, **kwargs):
        editions = self.object.editions.gone_live(self.now).defer("html", "text", "source")
        newest = self.live.number
        rows = [
            (one, one.state(self.now, newest=newest))
            for one in editions.select_related("withdrawal")
        ]
        return super().get_context_data(editions=rows, live=self.live, **kwargs)


class ChangesPage(_OfSheet):
    """What changed from one edition to a later one."""

    template_name = "registry/edition_changes.html"

    def get_context_data(self, **kwargs):
        old, new = self.kwargs["old"], self.kwargs["new"]
        if old >= new:
            raise Http404
        before, after = self.edition(old), self.edition(new)
        return super().get_context_data(
            before=before,
            after=after,
            paragraphs=paragraph_changes(before.text, after.text),
            facts=fact_changes(before, after),
            **kwargs,
        )


def corrections():
    """The corrections that readers could see, of sheets that they can see, newest first."""
    now = timezone.now()
    return (
        Edition.objects.gone_live(now)
        .filter(kind=EditionKind.CORRECTION, sheet__in=FactSheet.objects.public(now))
        .select_related("sheet")
        .defer("html", "text", "source")
        .order_by("-live_at", "-pk")
    )


class Corrections(PublicList):
    model = Edition
    template_name = "registry/corrections.html"

    def rows(self):
        return corrections().filter(live_at__date__lte=self.day)


# Nobody keeps a draft: no cache, no search engine, and no other site learns its address.
@method_decorator(never_cache, name="dispatch")
class DraftPage(AsOf, TemplateView):
    """How a draft reads, on the page that the public gets; for staff, and for whoever has
    a link that is still open."""

    template_name = "registry/factsheet_detail.html"

    def get(self, request, *args, **kwargs):
        self.sheet = self.find(request)
        response = super().get(request, *args, **kwargs)
        response["X-Robots-Tag"] = "noindex, nofollow, noarchive"
        response["Referrer-Policy"] = "no-referrer"
        return response

    def machine_head(self, context):
        return None

    def find(self, request) -> FactSheet:
        if "token" not in self.kwargs:
            if not request.user.has_perm("registry.view_factsheet"):
                raise Http404
            return get_object_or_404(FactSheet, key=self.kwargs["key"])
        link = DraftLink.of_token(self.kwargs["token"])
        if link is None or not link.is_open(timezone.now()):
            raise Http404
        return link.sheet

    def get_context_data(self, **kwargs):
        sheet = self.sheet
        try:
            draft = {"rendering": render_text(sheet)}
        except ProseError as error:
            draft = {"prose_error": error}
        return super().get_context_data(
            sheet=sheet, draft=draft, bodies=sheet.bodies.public(), **kwargs
        )
