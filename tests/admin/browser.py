"""What staff do with a browser, in words: open a page, type into it, press "Save"."""

from django.urls import reverse

CITATIONS = "registry-citation-kind-record_id"


def address(what, page="change") -> str:
    """Of a page of one record, or (given a class) of a kind of record."""
    args = [] if isinstance(what, type) else [what.pk]
    return reverse(f"admin:registry_{what._meta.model_name}_{page}", args=args)


def typed(page) -> dict:
    """What the browser would send for a page as it stands."""
    forms = [page.context["adminform"].form]
    for inline in page.context["inline_admin_formsets"]:
        forms += [inline.formset.management_form, *inline.formset.forms]
    sent = {box.html_name: _sent(box.value()) for form in forms for box in form}
    return {name: value for name, value in sent.items() if value is not None}


def _sent(value):
    if value is True or value is False or value is None:
        return "on" if value else None
    if isinstance(value, list):
        return [str(getattr(one, "pk", one)) for one in value]
    return str(value)


def add_row(data: dict, inline: str, **fields) -> int:
    """Press "Add another" in an inline and fill in the row; its number, from 0."""
    number = int(data[f"{inline}-TOTAL_FORMS"])
    data[f"{inline}-TOTAL_FORMS"] = str(number + 1)
    for name, value in fields.items():
        data[f"{inline}-{number}-{name}"] = getattr(value, "pk", value)
    return number


def fill(staff, what, page="change", *, press="_save", **fields):
    """Open a page, type, and press a button; the page that answers."""
    data = typed(staff.get(address(what, page)))
    data |= {name: getattr(value, "pk", value) for name, value in fields.items()}
    return staff.post(address(what, page), data | {press: "1"})


def errors(page) -> list[tuple[str, str, str]]:
    """Where, of what, and what is wrong."""
    assert page.status_code == 200, page.headers
    return page.context["error_links"]


def words(page) -> str:
    return " ".join(page.content.decode().split())


def told(page) -> list[str]:
    """The messages that the page after this one shows."""
    return [str(one) for one in page.wsgi_request._messages]
