"""What was settled in imports about texts and headers: to look at, and to forget."""

from django.contrib import admin
from django.contrib.admin.views.main import ChangeList
from django.utils.html import format_html

from ..imports.kinds import KINDS
from ..models import ColumnMeaning, Decision
from .previews import name_records


class Settled(admin.ModelAdmin):
    """To forget one, delete it; an import settles it anew."""

    title: str
    change_form_template = "admin/change_form.html"  # that of records offers what these lack

    def changelist_view(self, request, extra_context=None):
        said = {"title": self.title, "subtitle": "To forget one, delete it: it is asked anew."}
        return super().changelist_view(request, said | (extra_context or {}))

    def get_model_perms(self, request):
        return {}  # reached from the imports, not from the first page

    def has_add_permission(self, request):
        return False

    def has_change_permission(self, request, obj=None):
        return False


class Decisions(ChangeList):
    def get_results(self, request):
        super().get_results(request)
        self.result_list = list(self.result_list)
        name_records(request, self.result_list)


@admin.register(Decision)
class DecisionAdmin(Settled):
    """What was settled about texts."""

    title = "What texts of sheets mean"
    list_display = ["text", "kind", "verdict", "record", "decided_by", "decided_at"]
    list_filter = ["kind", "verdict"]
    search_fields = ["text"]
    list_select_related = ["decided_by"]

    def get_changelist(self, request, **kwargs):
        return Decisions

    @admin.display(empty_value="—")
    def record(self, decision):
        name, address = getattr(decision, "name", ""), getattr(decision, "address", None)
        return format_html('<a href="{}">{}</a>', address, name) if address else name


@admin.register(ColumnMeaning)
class ColumnMeaningAdmin(Settled):
    """What was settled about headers."""

    title = "What headers of sheets mean"
    list_display = ["header", "kind", "meaning"]
    list_filter = ["kind"]
    search_fields = ["header"]

    @admin.display(description="field")
    def meaning(self, one):
        kind = KINDS.get(one.kind)
        field = kind and kind.by_name.get(one.field)
        return field.label if field else one.field or "left out"
