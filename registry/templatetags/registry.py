"""How dates, links and names look on a page."""

import re
from datetime import date

from django import template
from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import FieldDoesNotExist
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import mark_safe

from ..dates import PartialDate, parse_edtf, words_of
from ..vocabulary import Capacity

register = template.Library()

# A part of a page that its list of contents names.
SECTION = re.compile(r'<section id="([^"]+)"[^>]*>\s*<h2>(.*?)</h2>', re.DOTALL)


@register.simple_tag(takes_context=True)
def to(context, target) -> str:
    """The address of a record, or of the page of that name, as of the day that the reader
    named. Every link within the site is made here."""
    address = reverse(target) if isinstance(target, str) else target.get_absolute_url()
    page, mark, anchor = address.partition("#")
    on = f"?on={context['on']}" if context.get("on") else ""
    return page + on + mark + anchor


@register.simple_tag(takes_context=True)
def picture_of(context, record, name) -> str:
    """The address of a picture that has a page of its own, as of the day of the page."""
    address = reverse(f"{record._meta.model_name}-{name}", args=[record.key])
    return f"{address}?on={context['on']}" if context.get("on") else address


@register.simple_tag(takes_context=True)
def link(context, record, label="") -> str:
    """The name of a record, or `label`, leading to its page."""
    address = to(context, record)
    return format_html('<a href="{}"><bdi>{}</bdi></a>', address, label or record)


@register.simple_tag(takes_context=True)
def way_to(context, page: str, label: str) -> str:
    """An item of the list of lists, marked where the reader is there or below it."""
    path, address = getattr(context.get("request"), "path", ""), reverse(page)
    current = ""
    if path.startswith(address):
        current = format_html(' aria-current="{}"', "page" if path == address else "true")
    if not context.get("in_header"):
        return format_html('<li><a href="{}">{}</a></li>', to(context, page), label)
    return format_html(
        '<li class="usa-nav__primary-item"><a class="usa-nav-link{}" href="{}"{}>'
        "<span>{}</span></a></li>",
        " usa-current" if current else "",
        to(context, page),
        current,
        label,
    )


@register.simple_block_tag(end_name="end_on_this_page")
def on_this_page(content: str) -> str:
    """A page, with a list of its parts before the first of them if it has four or more:
    of each `<section id="…">` that begins with an `<h2>`."""
    parts = list(SECTION.finditer(content))
    if len(parts) < 4:
        return content
    start = parts[0].start()
    # The words of a heading stand in the page already, so they are escaped already.
    links = format_html_join(
        "\n",
        '<li class="usa-in-page-nav__item"><a class="usa-in-page-nav__link" href="#{}">'
        "{}</a></li>",
        ((mark_safe(part[1]), mark_safe(part[2])) for part in parts),
    )
    return format_html(
        '<div class="on-this-page">\n<div class="on-this-page__head">{}</div>\n'
        '<div class="usa-in-page-nav"><nav class="usa-in-page-nav__nav" '
        'aria-labelledby="on_this_page">\n<p class="usa-in-page-nav__heading" '
        'id="on_this_page">On this page</p>\n<ul class="usa-in-page-nav__list">\n{}\n</ul>'
        '\n</nav></div>\n<div class="on-this-page__rest">{}</div>\n</div>',
        mark_safe(content[:start]),
        links,
        mark_safe(content[start:]),
    )


@register.simple_tag
def official_site() -> dict | None:
    """Whose official website this is, with its `domain`, gov or mil; None where it is no
    official one."""
    official = settings.OFFICIAL_SITE
    return official and official | {"domain": official["host"].rpartition(".")[2]}


@register.simple_tag(takes_context=True)
def machine_head(context):
    """What machines read of the page; None for a page that is no view's (an error)."""
    view = context.get("view")
    return view.machine_head(context) if hasattr(view, "machine_head") else None


@register.filter
def outward(address: str, label="") -> str:
    """A link that leads away from the site; an address of no web page stays text."""
    label = label or address
    if not address.startswith(("https://", "http://")):
        return label
    return format_html('<a href="{}" rel="external nofollow">{}</a>', address, label)


@register.filter
def words(when) -> str:
    """A day, or a date as the record writes it, as a reader sees it."""
    if isinstance(when, date):
        return PartialDate(when.year, when.month, when.day).words
    return words_of(when)


@register.filter
def when(written) -> str:
    """`words` in a time element, which can't say "about"."""
    if str(written).endswith("~") or not written:
        return words(written)
    return format_html('<time datetime="{}">{}</time>', written, words(written))


@register.filter
def holds_on(record, day) -> str:
    """certainly, possibly or no."""
    return record.on(day)


@register.filter
def is_over(record, day) -> bool:
    """Whether a dated record had ended for certain before the day."""
    return record.span.latest_end < day


@register.filter
def at_when(written: str) -> str:
    """A date with the word before it: "on May 1, 2007", "in 2007", "about 2007"."""
    date = parse_edtf(written)
    before = "" if date.about else "in " if date.day is None else "on "
    return format_html("{}{}", before, when(written))


@register.filter
def name_on(agency, day) -> str:
    """Reads `former_names`: the view fetches the published ones."""
    return agency.name_on(day)


@register.filter
def in_capacity(appointment) -> str:
    """What follows a holder's name, blank first: " (acting)"; "" for one in full."""
    if appointment.capacity in (Capacity.CONFIRMED, Capacity.NOT_STATED):
        return ""
    return f" ({appointment.get_capacity_display().lower()})"


@register.filter
def title_then(attendee) -> str:
    """ "Acting Attorney General": the title under which somebody came."""
    if not (attendee.acting and attendee.title):
        return attendee.title
    performing = attendee.appointment.capacity == Capacity.PERFORMING
    return f"{'performing the duties of' if performing else 'Acting'} {attendee.title}"


@register.filter
def capacity_then(attendee) -> str:
    """ "acting": in which capacity somebody came, by the appointment in force that day."""
    if attendee.appointment is None:
        return attendee.capacity
    held = attendee.appointment.get_capacity_display().lower()
    return held if attendee.capacity.name == "CERTAIN" else f"possibly {held}"


@register.filter
def full_stop(words: str) -> str:
    """What closes a sentence that ends with these words: nothing after "et seq."."""
    return "" if words.endswith(".") else "."


@register.filter
def with_code(line: str) -> str:
    """A line in which `names` of a program stand between backticks."""
    pieces = enumerate(line.split("`"))
    marked = (format_html("<code>{}</code>" if at % 2 else "{}", one) for at, one in pieces)
    return mark_safe("".join(marked))


@register.filter
def by_quotation(citations) -> list[tuple[str, str, str]]:
    """What each passage of a source bears out: (what is cited, page, quotation). A list of
    members bears out every seat, and is quoted once."""
    cited: dict[tuple[str, str], dict[str, None]] = {}
    for one in citations:
        cited.setdefault((one.page, one.quotation), {})[what_is_cited(one)] = None
    return [("; ".join(what), *passage) for passage, what in cited.items()]


@register.filter
def what_is_cited(citation) -> str:
    """The kind of record and the field that a citation bears out: "seat, first day"."""
    model = ContentType.objects.get_for_id(citation.kind_id).model_class()
    kind, field = model._meta.verbose_name, citation.field
    if not field:
        return kind
    try:
        name = model._meta.get_field(field).verbose_name
    except FieldDoesNotExist:  # a field of earlier days
        name = field.replace("_", " ")
    return f"{kind}, {name}"


@register.simple_tag
def counted(count: int, nouns: str) -> str:
    """ "body,bodies": the word that stands after a number."""
    one, many = nouns.split(",")
    return one if count == 1 else many
