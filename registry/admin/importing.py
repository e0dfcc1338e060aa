"""What the admin of each kind of record has of imports: the button, and the cells that a
record came from."""

from django.core.exceptions import PermissionDenied
from django.db.models import F
from django.http import Http404, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import path, reverse

from ..imports.kinds import KINDS
from ..imports.rights import may, may_see
from ..models import ImportRow
from ..models.imports import IMPORTED
from ..vocabulary import ImportOutcome


class Importing:
    """Mixin of a record kind's admin: the Import button, and where a record came from."""

    import_export_change_list_template = "admin/import_export/change_list_import_export.html"

    def has_import_permission(self, request):
        kind = self.opts.model_name
        return kind in IMPORTED and may(request.user, "import", [kind])

    def get_urls(self):
        name = f"registry_{self.opts.model_name}"
        return [
            path(
                "import/", self.admin_site.admin_view(self.import_action), name=f"{name}_import"
            ),
            path(
                "<int:object_id>/came-from/",
                self.admin_site.admin_view(self.came_from_view),
                name=f"{name}_came_from",
            ),
            *super().get_urls(),
        ]

    def import_action(self, request):
        if not self.has_import_permission(request):
            raise PermissionDenied
        kind = next((k.name for k in KINDS.values() if k.model is self.model), "")
        address = reverse("admin:registry_importbatch_add")
        return HttpResponseRedirect(f"{address}?kind={kind}")

    def changelist_view(self, request, extra_context=None):
        allowed = self.has_import_permission(request)
        extra_context = {"has_import_permission": allowed, **(extra_context or {})}
        return super().changelist_view(request, extra_context)

    def came_from_view(self, request, object_id):
        """The cells that this record came from: file, sheet, row."""
        record = self.get_object(request, str(object_id))
        if record is None:
            raise Http404
        if not self.has_view_permission(request, record):
            raise PermissionDenied
        rows = came_from(record)
        for row in rows:
            row.is_open = may_see(request.user, row.batch)
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "original": record,
            "title": "Where it came from",
            "rows": rows,
            "back": reverse(f"admin:registry_{self.opts.model_name}_change", args=[record.pk]),
        }
        request.current_app = self.admin_site.name
        return TemplateResponse(request, "admin/registry/imports/came_from.html", context)


def came_from(record) -> list[ImportRow]:
    """The rows that made or changed a record, each with its sheet's name and headers."""
    rows = list(
        ImportRow.objects.filter(kind=record._meta.model_name, record_id=record.pk)
        .filter(sheet__lt=F("batch__settled"))
        .exclude(outcome=ImportOutcome.UNCHANGED)  # a sheet loaded each month says it each time
        .select_related("batch")
        .order_by("-id")[:50]
    )
    beside = {
        (one.batch_id, one.sheet, one.number): one
        for one in ImportRow.objects.filter(
            batch__in={row.batch_id for row in rows},
            number__in={row.number for row in rows if not row.is_main},
            is_main=True,
        )
    }
    for row in rows:
        if not row.is_main:  # brought along: the cells stand with the row's main record
            main = beside.get((row.batch_id, row.sheet, row.number))
            row.cells = main.cells if main else []
        told = row.batch.report["sheets"][row.sheet]
        row.sheet_name, row.file_name = told["name"], told["file"]
        row.told = [
            (header, cell)
            for header, cell in zip(told["headers"], row.cells, strict=False)
            if cell
        ]
    return rows
