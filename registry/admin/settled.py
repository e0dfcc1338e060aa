"""What was settled in imports about texts and headers: to look at, and to forget."""

from django.contrib import admin

from ..models import ColumnMeaning, Decision


@admin.register(Decision)
class DecisionAdmin(admin.ModelAdmin):
    """What was settled about texts; to forget one, delete it."""

    list_display = ["kind", "text", "verdict", "record_id", "decided_by", "decided_at"]
    list_filter = ["kind", "verdict"]
    search_fields = ["text"]
    list_select_related = ["decided_by"]

    def get_model_perms(self, request):
        return {}  # reached from the imports, not from the first page

    def has_add_permission(self, request):
        return False

    def has_change_permission(self, request, obj=None):
        return False


@admin.register(ColumnMeaning)
class ColumnMeaningAdmin(admin.ModelAdmin):
    """What was settled about headers; to forget one, delete it."""

    list_display = ["kind", "header", "field"]
    list_filter = ["kind"]
    search_fields = ["header"]

    def get_model_perms(self, request):
        return {}  # reached from the imports, not from the first page

    def has_add_permission(self, request):
        return False

    def has_change_permission(self, request, obj=None):
        return False
