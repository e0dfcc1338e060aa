"""Records that have a page of their own are marked as reviewed, one or many at once."""

from datetime import timedelta

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import Q
from django.http import Http404, HttpResponseRedirect
from django.urls import path, reverse
from django.utils import timezone

from ..acts.review import review
from ..facts.reviews import reviews, with_last_review
from .base import change_address
from .filters import Question

A_YEAR = timedelta(days=365)


class ReviewFilter(Question):
    title, parameter_name = "review", "review"
    answers = {
        "never": ("never reviewed", "never"),
        "long_ago": ("never, or over a year ago", "long_ago"),
        "lately": ("within a year", "lately"),
    }

    def never(self, queryset):
        return with_last_review(queryset).filter(reviewed_at=None)

    def long_ago(self, queryset):
        before = Q(reviewed_at=None) | Q(reviewed_at__lt=timezone.now() - A_YEAR)
        return with_last_review(queryset).filter(before)

    def lately(self, queryset):
        return with_last_review(queryset).filter(reviewed_at__gte=timezone.now() - A_YEAR)


class Reviewing:
    """Part of a ModelAdmin whose records have a page that tells when they were reviewed."""

    actions = ["mark_as_reviewed"]

    def get_list_filter(self, request):
        return [*super().get_list_filter(request), ReviewFilter]

    def get_urls(self):
        name = f"{self.opts.app_label}_{self.opts.model_name}_review"
        view = self.admin_site.admin_view(self.review_view)
        return [path("<int:object_id>/review/", view, name=name), *super().get_urls()]

    def render_change_form(self, request, context, *args, obj=None, **kwargs):
        if obj and self.has_change_permission(request, obj):
            name = f"admin:registry_{self.opts.model_name}_review"
            context["review_address"] = reverse(name, args=[obj.pk])
        return super().render_change_form(request, context, *args, obj=obj, **kwargs)

    def review_view(self, request, object_id):
        """Asks whether the record was compared with its sources, and notes it."""
        record = self.get_object(request, str(object_id))
        if record is None:
            raise Http404
        if not self.has_change_permission(request, record):
            raise PermissionDenied
        if request.method == "POST":
            review([record], by=request.user, at=timezone.now())
            messages.success(request, "It is marked as reviewed today.")
            return HttpResponseRedirect(change_address(record))
        context = {
            "title": "Mark as reviewed",
            "subtitle": str(record),
            "reviews": reviews(record)[:20],
        }
        return self.render_extra_page(request, "review", record, context)

    @admin.action(description="Mark as reviewed today", permissions=["change"])
    def mark_as_reviewed(self, request, queryset):
        number = review(queryset, by=request.user, at=timezone.now())
        noun = self.opts.verbose_name if number == 1 else self.opts.verbose_name_plural
        messages.success(request, f"{number} {noun} marked as reviewed today.")
