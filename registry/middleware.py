from django.core.exceptions import BadRequest


def refuse_control_characters(get_response):
    """A null byte in an address or its query is a bad request on every database."""

    def middleware(request):
        if "\0" in request.path or "%00" in request.META.get("QUERY_STRING", ""):
            raise BadRequest("The address contains a null byte.")
        return get_response(request)

    return middleware
