"""A page of a list whose address anybody may have typed."""

from django.contrib.admin.options import IncorrectLookupParameters
from django.contrib.admin.views.main import ChangeList


class SoundList(ChangeList):
    """Junk in its address counts as such, also where Django lets it pass: the year 9999, an
    id of twenty digits."""

    def get_queryset(self, request, **kwargs):
        try:
            return super().get_queryset(request, **kwargs)
        except (ValueError, OverflowError) as error:
            raise IncorrectLookupParameters(error) from error

    def get_results(self, request):
        try:
            super().get_results(request)
            self.result_list = list(self.result_list)
        except (ValueError, OverflowError) as error:
            raise IncorrectLookupParameters(error) from error
