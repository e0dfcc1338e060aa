"""How dates, links and names look on a page."""

from datetime import date

from django import template
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import FieldDoesNotExist
from django.urls import reverse
from django.utils.html import format_html

from ..dates import PartialDate, words_of
from ..vocabulary import Capacity

register = template.Library()


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
