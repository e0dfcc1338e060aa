"""The search page, and what a page that is not there offers instead."""

import re
from urllib.parse import urlencode

from django.core.exceptions import BadRequest
from django.core.paginator import EmptyPage, PageNotAnInteger, Paginator
from django.http import Http404
from django.shortcuts import render
from django.utils import timezone
from django.views.generic import TemplateView

from ..models import Body
from ..search.ask import MOST, MOST_WORDS, Question, nearest, search, with_texts
from .days import shortened
from .pages import AsOf

LONGEST = 200  # characters of a question
SHOWN = 20  # results a page
MANY = 10  # years and bodies that are offered
# How an address names a kind, and how a reader does: one of it, several of it.
KINDS = {
    "body": ("body", "Body", "Bodies"),
    "agency": ("agency", "Agency", "Agencies"),
    "official": ("official", "Official", "Officials"),
    "position": ("position", "Position", "Positions"),
    "factsheet": ("fact-sheet", "Fact sheet", "Fact sheets"),
    "meeting": ("meeting", "Meeting", "Meetings"),
    "resolution": ("resolution", "Resolution", "Resolutions"),
    "legalinstrument": ("law", "Law", "Laws"),
}
KIND_OF = {address: kind for kind, (address, _, _) in KINDS.items()}


class Search(AsOf, TemplateView):
    """All that is public, by its words. A record is found by the names of all days; the
    day goes along to the pages of what is found."""

    template_name = "registry/search.html"

    def get_context_data(self, **kwargs):
        text = self.request.GET.get("q", "").strip()
        if len(text) > LONGEST:
            raise BadRequest(
                f"What you look for is {len(text):,} characters long; at most {LONGEST} can "
                "be searched. Keep the few words that matter."
            )
        question, body = self.question(text)
        answer = search(question, at=timezone.now())
        page = self.page(answer.hits)
        asked = Question(answer.corrected).terms if answer.corrected else question.terms
        filters = list(self.filters(question, body))
        return super().get_context_data(
            text="".join(mark for mark in text if mark.isprintable()),
            answer=answer,
            too_many_words=len(question.all_terms) > MOST_WORDS and MOST_WORDS,
            most=f"{MOST:,}",
            page_obj=page,
            hits=[(hit, KINDS[hit.kind][1]) for hit in with_texts(page.object_list, asked)],
            filters=filters,
            facets=list(self.facets(answer, question)) if answer.hits else [],
            without_filters=self.address() if filters else "",
            **kwargs,
        )

    def render_to_response(self, context, **kwargs):
        response = super().render_to_response(context, **kwargs)
        if context["text"]:
            # There are endless pages of results, and each says only what others do.
            response["X-Robots-Tag"] = "noindex"
        return response

    def question(self, text: str) -> tuple[Question, Body | None]:
        """Raises BadRequest, with a sentence for the reader, for a filter that is none."""
        kind, year, key = (self.request.GET.get(name, "") for name in ("kind", "year", "body"))
        if kind and kind not in KIND_OF:
            raise BadRequest(
                f"“{shortened(kind)}” is no kind of record. There are: {', '.join(KIND_OF)}."
            )
        if year and not re.fullmatch("[1-9][0-9]{3}", year):
            raise BadRequest(f"“{shortened(year)}” is not a year. Write one like year=2007.")
        body = Body.objects.public().filter(key=key).first() if key else None
        if key and not body:
            raise BadRequest(
                f"There is no body with the key “{shortened(key)}”. Its key stands in the "
                "address of its page, like body=pitf."
            )
        number = body.pk if body else None
        return Question(text, KIND_OF.get(kind, ""), int(year) if year else None, number), body

    def page(self, hits):
        pages = Paginator(hits, SHOWN)
        try:
            return pages.page(self.request.GET.get("page", 1))
        except (PageNotAnInteger, EmptyPage, ValueError):
            raise Http404 from None

    def given(self) -> dict[str, str]:
        """The filters that the address names."""
        named = ((name, self.request.GET.get(name, "")) for name in ("kind", "year", "body"))
        return {name: value for name, value in named if value}

    def address(self, **filters) -> str:
        kept = {"q": self.request.GET.get("q", "")} | filters
        if "on" in self.request.GET:
            kept["on"] = self.request.GET["on"]
        return f"?{urlencode(kept, errors='replace')}"

    def filters(self, question: Question, body: Body | None):
        """Each filter in force: its name, its label, the address without it."""
        labels = {
            "kind": ("Kind", KINDS[question.kind][2] if question.kind else ""),
            "year": ("Year", question.year),
            "body": ("Body", body and body.label),
        }
        for name in self.given():
            rest = {one: value for one, value in self.given().items() if one != name}
            yield *labels[name], self.address(**rest)

    def facets(self, answer, question):
        """What the results can be narrowed to: a heading, and of each choice its label,
        how many results it leaves, its address."""
        if not question.kind:
            kinds = [(KINDS[kind][2], number, KINDS[kind][0]) for kind, number in answer.kinds]
            yield "Kind", self.choices("kind", kinds)
        if not question.year:
            years = [(year, number, year) for year, number in answer.years[:MANY]]
            yield "Year", self.choices("year", years)
        if not question.body:
            counts = answer.bodies[:MANY]
            known = Body.objects.public().in_bulk([pk for pk, _ in counts])
            bodies = [(known[pk].label, n, known[pk].key) for pk, n in counts if pk in known]
            yield "Body", self.choices("body", bodies)

    def choices(self, name, found):
        return [
            (label, number, self.address(**self.given() | {name: value}))
            for label, number, value in found
        ]


def not_found(request, exception):
    """The page for an address that leads nowhere. At that of a record it offers those with
    the nearest keys and names. A record that is not published changes nothing in it."""
    match = getattr(request, "resolver_match", None)
    near, kind = [], None
    if match and "key" in match.kwargs and match.view_name in KIND_OF:
        kind = KIND_OF[match.view_name]
        near = nearest(kind, match.kwargs["key"], at=timezone.now())
    context = {"near": near, "several": KINDS[kind][2].lower() if kind else ""}
    return render(request, "404.html", context, status=404)
