"""Files that the page of imports hands out: empty sheets to fill in, and the whole record."""

from django.core.exceptions import PermissionDenied
from django.http import FileResponse, Http404

from ..exports.blank import write_blank
from ..exports.files import FORMATS, kept
from ..exports.record import export_record
from ..imports.rights import may
from ..models import RECORDS
from ..models.imports import IMPORTED

WHOLE_RECORD = ("xlsx", "ods", "zip", "json")


def fillable(user) -> list[type]:
    """The kinds of which the user may load sheets, each after those that it names."""
    return [
        model
        for model in RECORDS
        if model._meta.model_name in IMPORTED and may(user, "import", [model._meta.model_name])
    ]


def blank_names(user) -> list[tuple[str, str]]:
    """Of these kinds, what the address asks for and the words that people know."""
    named = [model._meta for model in fillable(user)]
    return [(one.model_name, str(one.verbose_name_plural)) for one in named]


def may_see_whole_record(user) -> bool:
    return all(user.has_perm(f"registry.view_{model._meta.model_name}") for model in RECORDS)


def blank_sheet(request) -> FileResponse:
    """An empty sheet of the kind that is asked for, or of every kind that the user may load."""
    models = fillable(request.user)
    if not models:
        raise PermissionDenied
    name = "all kinds"
    if kind := request.GET.get("kind", ""):
        models = [model for model in models if model._meta.model_name == kind]
        if not models:
            raise Http404
        name = str(models[0]._meta.verbose_name_plural)
    file = kept(lambda file: write_blank(file, models))
    return FileResponse(file, as_attachment=True, filename=f"{name} - to fill in.xlsx")


def whole_record(request, ending: str) -> FileResponse:
    if not may_see_whole_record(request.user):
        raise PermissionDenied
    if ending not in WHOLE_RECORD:
        raise Http404
    return FileResponse(
        export_record(ending),
        as_attachment=True,
        filename=f"record.{ending}",
        content_type=FORMATS[ending].content_type,
    )
