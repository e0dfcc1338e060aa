"""What was settled in imports about texts and headers: to look at, and to forget."""

from django.contrib import admin

from ..models import ColumnMeaning, Decision


class Settled(admin.ModelAdmin):
    """To forget one, delete it; an import settles it anew."""

    def get_model_perms(self, request):
        return {}  # reached from the imports, not from the first page

    def has_add_permission(self, request):
        return False

    def has_change_permission(self, request, obj=None):
        return False


@admin.register(Decision)
class DecisionAdmin(Settled):
    """What was settled about texts."""

    list_display = ["kind", "text", "verdict", "record_id", "decided_by", "decided_at"]
    list_filter = ["kind", "verdict"]
    search_fields = ["text"]
    list_select_related = ["decided_by"]


@admin.register(ColumnMeaning)
class ColumnMeaningAdmin(Settled):
    """What was settled about headers."""

    list_display = ["kind", "header", "field"]
    list_filter = ["kind"]
    search_fields = ["header"]
