"""The head of a page for machines: a description, Open Graph, JSON-LD, and where the same is
told in other forms."""

import json
from dataclasses import dataclass, field
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe

from ..dates import words_of
from ..facts.index import LETTERS
from .linked_data import TOLD, Page, sentence, told
from .other_forms import NEWS, forms
from .titles import ABOVE, LISTS, SITE

ESCAPES = {ord(">"): "\\u003E", ord("<"): "\\u003C", ord("&"): "\\u0026"}


@dataclass(frozen=True)
class Head:
    name: str
    description: str
    address: str  # canonical, with host
    search: str  # where a browser reads how to search here
    kind: str = "website"  # as Open Graph has it
    limits: str = ""  # to what a list is narrowed, and which page of it this is
    data: list[dict] = field(default_factory=list)
    forms: list[tuple[str, str, str]] = field(default_factory=list)  # type, title, address

    @property
    def own_forms(self) -> list[tuple[str, str, str]]:
        """Those of this page, without the feed of the whole site, which each names."""
        return [one for one in self.forms if one[1] != NEWS]

    @property
    def json_ld(self) -> SafeString:
        """As the content of a script element, which nothing in it can end."""
        told = {"@context": "https://schema.org", "@graph": self.data}
        text = json.dumps(told, ensure_ascii=False, separators=(",", ":"))
        return mark_safe(text.translate(ESCAPES))


def asked_of(name: str, context) -> dict[str, str]:
    """What in the address makes the page another one, besides its number and day."""
    if name == "a-to-z":
        return {} if context["letter"] == LETTERS[0] else {"letter": context["letter"]}
    if name == "body-compare":
        return {"from": context["first"].isoformat(), "to": context["day"].isoformat()}
    if name == "search":
        given = {"q": context["text"], **context["view"].given()}
        return {name: value for name, value in given.items() if value}
    return dict(context["narrowing"].kept) if "narrowing" in context else {}


def limits_of(context, number: int) -> str:
    """To what the address narrows a list, and which page of it this is, so that no two of
    its pages say the same."""
    narrowing = context.get("narrowing")
    limits = [one.words for one in narrowing.active] if narrowing else []
    return ", ".join([*limits, f"page {number}"] if number > 1 else limits)


def head_of(request, context) -> Head:
    """The head of the page of that context. Raises KeyError for a page of none of the
    tables above."""
    name = request.resolver_match.url_name
    page = Page(
        context.flatten(),
        request.build_absolute_uri("/").rstrip("/"),
        context.get("on", ""),
        name,
    )
    if name in TOLD:
        title, description, data = TOLD[name](page)
    else:
        title, description, data = *LISTS[name], {}
        description = sentence(description)
    number = getattr(context.get("page_obj"), "number", context.get("number", 1))
    if limits := limits_of(context, number):
        title = f"{title} ({limits})"
        description = sentence(f"{limits[0].upper()}{limits[1:]}. {description}")
    if page.on:
        description = sentence(f"As of {words_of(page.on)}: {description}")
    asked = asked_of(name, context)
    asked |= {"page": number} if number > 1 else {}
    asked |= {"on": page.on} if page.on and name != "body-compare" else {}
    address = page.host + request.path + (f"?{urlencode(asked)}" if asked else "")
    return Head(
        name=title,
        description=description,
        address=address,
        search=page.host + reverse("opensearch"),
        limits=limits,
        kind="article" if name in ("fact-sheet", "edition") else "website",
        data=[told(one) for one in (data, breadcrumb(page, name, title, address)) if one],
        forms=list(forms(page, name, **request.resolver_match.kwargs)),
    )


def breadcrumb(page: Page, name: str, title: str, address: str) -> dict:
    if name == "home":
        return {}
    steps = [(SITE, page.at("home"))]
    if name in ABOVE:
        above, _ = ABOVE[name]
        steps.append((LISTS[above][0], page.at(above)))
    steps.append((title, address))
    return {
        "@type": "BreadcrumbList",
        "itemListElement": [
            {"@type": "ListItem", "position": number, "name": step, "item": at}
            for number, (step, at) in enumerate(steps, start=1)
        ],
    }
