"""What all public pages share: they are read as of a day, and they change nothing."""

from django.core.paginator import Paginator
from django.db.models import Prefetch
from django.http import Http404, HttpResponsePermanentRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.utils.functional import SimpleLazyObject, cached_property
from django.views.decorators.csrf import csrf_exempt
from django.views.generic import DetailView, ListView, View
from django.views.generic.base import ContextMixin

from ..facts.citations import citations, sources
from ..facts.reviews import with_last_review
from ..facts.what_changed import TOLD, last_change
from .citing import Cited
from .days import day_of
from .filters import Filter, Narrowing, Order
from .heads import Head, head_of


def only_public(path: str, queryset) -> Prefetch:
    """Fetches along `path` what readers may see. Where a record names one that they may
    not, the template finds None."""
    return Prefetch(path, queryset=queryset.public())


# There is nothing to protect from forgery: without the exemption a POST would be told
# that its token is missing, not that pages take none.
@method_decorator(csrf_exempt, name="dispatch")
class AsOf(ContextMixin, View):
    """A page read as of `self.day`; its links keep the day if the reader named one."""

    def setup(self, request, *args, **kwargs):
        super().setup(request, *args, **kwargs)
        self.day = day_of(request)

    def get_context_data(self, **kwargs):
        on = self.day.isoformat() if "on" in self.request.GET else ""
        return super().get_context_data(day=self.day, on=on, **kwargs)

    def machine_head(self, context) -> Head | None:
        """What machines read of the page; None where none should."""
        return head_of(self.request, context)


def page_number(request, most: int) -> int:
    """The page that the address asks for, from 1 to `most`. Raises Http404."""
    said = request.GET.get("page", "1")
    if not (said.isascii() and said.isdigit() and len(said) < 5 and 1 <= int(said) <= most):
        raise Http404
    return int(said)


class BoundedPaginator(Paginator):
    """Whoever is after page 1,000 narrows the list instead: the database would have to
    walk past all the rows before it."""

    most = 100

    @cached_property
    def num_pages(self):
        return min(super().num_pages, self.most)

    @property
    def unreached(self) -> bool:
        return self.count > self.most * self.per_page


class PublicList(AsOf, ListView):
    """The public records of a kind, 100 a page, as far as the address narrows them."""

    paginate_by = 100
    paginator_class = BoundedPaginator
    filters: tuple[Filter, ...] = ()
    orders: dict[str, Order] = {}

    def setup(self, request, *args, **kwargs):
        super().setup(request, *args, **kwargs)
        self.narrowing = Narrowing.of(self.filters, self.orders, request.GET, self.day)

    def rows(self):
        """All that the list can show on the day, in its own order."""
        return self.model.objects.public()

    def get_queryset(self):
        return self.narrowing.narrow(self.rows())

    def get_context_data(self, **kwargs):
        if self.filters:
            kwargs["boxes"] = self.narrowing.boxes(self.rows)
        return super().get_context_data(narrowing=self.narrowing, **kwargs)

    def render_to_response(self, context, **kwargs):
        kwargs |= {"status": 400} if self.narrowing.errors else {}
        return super().render_to_response(context, **kwargs)


class PublicPage(Cited, AsOf, DetailView):
    """A public record, found by its key; by a former key, the way to its present one."""

    def get_queryset(self):
        return self.model.objects.public()

    def get_object(self, queryset=None):
        record = with_last_review(self.get_queryset()).under_key(self.kwargs["key"])
        if record is None:
            raise Http404
        return record

    def get(self, request, *args, **kwargs):
        self.object = self.get_object()
        if self.object.key != self.kwargs["key"]:
            named = {**self.kwargs, "key": self.object.key}
            address = reverse(request.resolver_match.view_name, kwargs=named)
            query = f"?{request.GET.urlencode()}" if request.GET else ""
            return HttpResponsePermanentRedirect(address + query)
        return self.render_to_response(self.get_context_data())

    def get_context_data(self, **kwargs):
        if self.object.pk and type(self.object) in TOLD:
            # Asked for only where the page tells it.
            kwargs["dates"] = SimpleLazyObject(
                lambda: last_change(self.object, until=timezone.now())
            )
        return super().get_context_data(**kwargs)

    def sources(self, *shown):
        """The sources of the record and of those that its page shows in full."""
        return sources(citations(self.object, *shown))
