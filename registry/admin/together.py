"""Two people at one record: the second to save sees both versions, field by field."""

from dataclasses import dataclass

from django.db.models import Max
from django.forms import ChoiceField, FileField
from django.utils.text import capfirst

from ..models import Citation, Record
from .links import LinkField, LinksField

SEEN, TAKE, THEIRS = "_seen", "_take", "_theirs-"


@dataclass(frozen=True)
class Difference:
    """A field in which what stands now is not what was typed."""

    name: str  # of the box on the page
    label: str
    theirs: str
    yours: str
    sent: list[str]  # theirs, as the box would send it
    take_theirs: bool  # to begin with: where the one who types had not touched it


def version(record: Record, inlines) -> str:
    """What a page shows of a record and its rows: the number of the last row of each
    history, the record's first. One query for each."""
    last = [type(record).history.filter(id=record.pk)]
    for inline in inlines:
        if inline.model is Citation:
            kind = inline.model._meta.get_field("kind").related_model.objects
            of_record = {
                "kind": kind.get_for_model(record, for_concrete_model=False).pk,
                "record_id": record.pk,
            }
        elif issubclass(inline.model, Record):
            of_record = {f"{parent_field(inline, record)}_id": record.pk}
        else:
            continue
        last.append(inline.model.history.filter(**of_record))
    return "-".join(str(rows.aggregate(Max("history_id"))["history_id__max"]) for rows in last)


def parent_field(inline, record) -> str:
    return inline.fk_name or next(
        field.name
        for field in inline.model._meta.concrete_fields
        if field.is_relation and field.related_model is type(record)
    )


def take_theirs(post):
    """What was sent, with the values of the others wherever that was chosen."""
    chosen = post.getlist(TAKE)
    if not chosen:
        return post
    post = post.copy()
    for name in chosen:
        values = post.getlist(f"{THEIRS}{name}")
        if values:
            post.setlist(name, values)
        else:
            post.pop(name, None)  # an empty box to tick sends nothing
    return post


def differences(form, formsets, seen: str) -> list[Difference]:
    """Where the typed form and its rows say otherwise than the record does now. `seen` is
    the version that was opened."""
    opened = (int(one) if one.isdigit() else 0 for one in seen.split("-"))
    found = list(_of_form(form, "", next(opened, 0)))
    for formset in formsets:
        if not issubclass(formset.model, Record):
            continue
        upto = next(opened, 0)
        title = capfirst(formset.model._meta.verbose_name)
        for number, row in enumerate(formset.initial_forms, start=1):
            found += _of_form(row, f"{title}, row {number}: ", upto)
    return found


def _of_form(form, prefix: str, upto: int):
    model, pk = type(form.instance), form.instance.pk
    stored = model._base_manager.filter(pk=pk).first()
    if stored is None:
        return
    now = type(form)(instance=stored, prefix=form.prefix)
    before = model.history.filter(id=pk, history_id__lte=upto).first()
    opened = type(form)(instance=before.instance, prefix=form.prefix) if before else now
    for box in form:
        field, name = box.field, box.name
        if field.disabled or isinstance(field, FileField) or name not in now.fields:
            continue
        yours, theirs = box.value(), now[name].value()
        if field.widget.is_hidden or not field.has_changed(theirs, yours):
            continue
        yield Difference(
            name=box.html_name,
            label=f"{prefix}{box.label}",
            theirs=_shown(field, theirs),
            yours=_shown(field, yours),
            sent=_sent(field, theirs),
            take_theirs=not field.has_changed(opened[name].value(), yours),
        )


def _shown(field, value) -> str:
    if isinstance(field, LinkField | LinksField):
        values = value if isinstance(value, list | tuple) else [value]
        return "; ".join(str(one) for one in field.fetch(_ids(values))) or "—"
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(field, ChoiceField):
        return str(dict(field.choices).get(value, value) or "—")
    return _text(field, value) or "—"


def _sent(field, value) -> list[str]:
    if value is None or value is False:
        return [] if value is False else [""]
    if value is True:
        return ["on"]
    if isinstance(value, list | tuple):
        return [str(one) for one in _ids(value)]
    return [_text(field, value)]


def _text(field, value) -> str:
    """As the box shows it; a box of choices gives a list of one."""
    shown = field.widget.format_value(value)
    if isinstance(shown, list):
        shown = shown[0] if shown else ""
    return "" if shown is None else str(shown)


def _ids(values):
    return [getattr(one, "pk", one) for one in values if one not in (None, "")]
