from django.core.exceptions import BadRequest
from django.shortcuts import render


def bad_request(request, exception):
    """Says what was wrong where we refused it ourselves; Django's own reasons stay in
    the log."""
    reason = str(exception) if isinstance(exception, BadRequest) else ""
    return render(request, "400.html", {"reason": reason}, status=400)
