"""How each page is cited: in a few lines on the page itself, and as files beside it for
programs that keep references."""

from django.http import Http404, HttpResponse
from django.urls import path, reverse
from django.utils import timezone

from ..citing import Work, apa_parts, bibtex, csl_json, plain, ris
from ..dates import UNKNOWN
from ..facts.editions import issued_by
from ..models import Agency, Edition, Meeting, Position
from ..vocabulary import SheetKind
from .days import today
from .titles import SITE

# By its ending: the words of the link, how the file is written, as what it is sent.
FILES = {
    "bib": ("BibTeX", bibtex, "application/x-bibtex; charset=utf-8"),
    "ris": ("RIS", ris, "application/x-research-info-systems; charset=utf-8"),
    "json": ("CSL-JSON", csl_json, "application/vnd.citationstyles.csl+json"),
}


def _agency(agency: Agency, day) -> str:
    acronym = f" ({agency.acronym})" if agency.acronym else ""
    above = f", {agency.parent.name_on(day)}" if agency.parent else ""
    return f"{agency.name_on(day)}{acronym}{above}"


def _position(position: Position, day) -> str:
    return f"{position.title}, {position.agency.name_on(day)}"


def _meeting(meeting: Meeting, day) -> str:
    bodies = " and ".join(body.label for body in meeting.bodies.all())
    return f"{bodies}: {meeting.label}"


# Whatever is cited by the title of its page, under the name of the page's address. Fact
# sheets stand apart: of them an edition is cited.
TITLES = {
    "agency": _agency,
    "agency-tree": lambda agency, day: f"Reporting line: {agency.name_on(day)}",
    "body": lambda body, day: str(body),
    "body-attendance": lambda body, day: f"Attendance: {body}",
    "body-timeline": lambda body, day: f"Time line: {body}",
    "body-tree": lambda body, day: f"Reporting line: {body}",
    "law": lambda law, day: f"{law}, {law.citation}" if law.citation else str(law),
    "meeting": _meeting,
    "official": lambda official, day: str(official),
    "position": _position,
    "resolution": lambda resolution, day: resolution.title,
    "subject": lambda subject, day: subject.name,
}
OF_SHEETS = ("fact-sheet", "edition")


class Cited:
    """A public page that says how to cite it, if its address is among those above."""

    def get_context_data(self, **kwargs):
        context = super().get_context_data(**kwargs)
        name = self.request.resolver_match.url_name
        if name in TITLES or name in OF_SHEETS:
            context["cited"] = self._cited(name, context)
        return context

    def _cited(self, name: str, context: dict) -> dict:
        work = self.work(name, context.get("edition"))
        on = f"?on={context['on']}" if context["on"] else ""
        before, title, after = apa_parts(work)
        files = [
            (words, reverse(f"{name}-citation", kwargs={**self.kwargs, "ending": one}) + on)
            for one, (words, *_) in FILES.items()
        ]
        return {
            "title": work.title,
            "address": work.address,
            "plain": plain(work),
            "apa": {"before": before, "title": title, "after": after},
            "files": files,
        }

    def work(self, name: str, edition: Edition | None = None) -> Work:
        """What the page of that name is when it is cited."""
        if name in OF_SHEETS:
            number = self.kwargs.get("number")
            return self._edition(edition or (self.edition(number) if number else self.live))
        record, day = self.object, self.day
        given = {
            "key": f"{name}-{record.key}-{day}",
            "title": TITLES[name](record, day),
            "address": self._absolute(
                f"{reverse(name, args=[record.key])}?on={day.isoformat()}"
            ),
            "site": SITE,
            "accessed": today(),
            "as_of": day,
        }
        if name == "resolution" and record.adopted_on != UNKNOWN:
            # Its text stands on the page in full: who cites it cites the body.
            given |= {
                "author": record.body.name,
                "kind": "Resolution",
                "published": record.adopted_on,
            }
            if "on" not in self.request.GET:
                given |= {
                    "key": f"{name}-{record.key}",
                    "address": self._absolute(record.get_absolute_url()),
                    "as_of": None,
                }
        return Work(**given)

    def _edition(self, edition: Edition) -> Work:
        kind = edition.source.get("kind")
        later = edition.number > 1
        return Work(
            key=f"{self.object.key}-edition-{edition.number}",
            title=edition.title,
            address=self._absolute(reverse("edition", args=[self.object.key, edition.number])),
            site=SITE,
            accessed=today(),
            author=issued_by(edition),
            kind=SheetKind(kind if kind in SheetKind else SheetKind.FACT_SHEET).label,
            published=edition.dated_on.isoformat(),
            edition=edition.number,
            updated=timezone.localdate(edition.live_at) if later else None,
        )

    def _absolute(self, address: str) -> str:
        return self.request.build_absolute_uri(address)


class CitationFile:
    """Before the class of a page: the same record, found by the same rules, and as a file
    how its page is cited. Nothing else that the page tells is looked up."""

    page_name: str

    def get_context_data(self, **kwargs):
        return {}

    def render_to_response(self, context, **kwargs):
        ending = self.kwargs["ending"]
        if ending not in FILES:
            raise Http404
        _, written, content_type = FILES[ending]
        work = self.work(self.page_name)
        response = HttpResponse(written(work), content_type=content_type)
        response["Content-Disposition"] = f'attachment; filename="{work.key}.{ending}"'
        return response


def cited(patterns: list) -> list:
    """The addresses of the files, one below each page that is cited."""
    found = []
    for one in patterns:
        if one.name in TITLES or one.name in OF_SHEETS:
            page = one.callback.view_class
            named = {"page_name": one.name, "__module__": __name__}
            view = type(f"{page.__name__}Citation", (CitationFile, page), named)
            address = f"{one.pattern}cite.<slug:ending>"
            found.append(path(address, view.as_view(), name=f"{one.name}-citation"))
    return found
