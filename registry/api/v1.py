"""The first version: its promise, its addresses, and what is told when something is wrong."""

import logging
from contextlib import suppress

from django.conf import settings
from django.core.exceptions import BadRequest
from django.core.signals import got_request_exception
from django.http import Http404, HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.urls import Resolver404, resolve
from django.utils.module_loading import import_string
from ninja import NinjaAPI, Schema
from ninja.errors import ValidationError
from ninja.renderers import JSONRenderer

from ..views import errors
from .addresses import PLACES, ROOT
from .agencies import AGENCIES
from .answers import absolute
from .bodies import BODIES, DESIGNATIONS, SEATS
from .kinds import serve
from .laws import LAWS, LEGAL_BASES
from .meetings import ATTENDANCES, MEETINGS, TOPICS
from .officials import APPOINTMENTS, OFFICIALS
from .positions import POSITIONS, VACANCIES
from .problems import CONTENT_TYPE, Problem, ProblemAnswer, problem_response
from .resolutions import RESOLUTIONS
from .sheets import router as sheets
from .sources import SOURCES, SUBJECTS

# Printed by the page about the API and told in the OpenAPI document.
PROMISE = [
    "What an address answers today it will answer as long as there is version 1: no field "
    "is taken away, renamed, or given another meaning or type.",
    "Fields, kinds, filters, and values of closed lists may be added. Pass over what you "
    "do not know.",
    "A record is named by its key. When a key changes, the old one leads to the new one "
    "(301) for ever. There are no numbers of database rows.",
    "Dates are told as the record has them (EDTF), with the first and the last day that "
    "each can mean. What is only possible is never told as certain.",
    "What is not published is nowhere: not in an answer, a count, an order or a header.",
    "A list is in a fixed order and paged by `next`. A cursor is good for the list and the "
    "order that it came from; how it is written may change.",
    "An error is JSON (RFC 9457) with a sentence in `detail`. A parameter that is not "
    "declared is an error, so a misspelt filter is never passed over.",
    "Version 1 stays for at least two years after a version 2 begins, which will be "
    "announced in the header Deprecation (RFC 9745) and on the page about the API.",
]
KINDS = [
    *(BODIES, SEATS, DESIGNATIONS, AGENCIES, OFFICIALS, APPOINTMENTS, POSITIONS, VACANCIES),
    *(MEETINGS, ATTENDANCES, TOPICS, RESOLUTIONS, LAWS, LEGAL_BASES, SUBJECTS, SOURCES),
]
READING = "GET, HEAD, OPTIONS"
log = logging.getLogger("django.request")


class AsWritten(JSONRenderer):
    json_dumps_params = {"ensure_ascii": False, "separators": (",", ":")}


class Api(NinjaAPI):
    def get_openapi_schema(self, **given):
        """Errors go out as problem+json, which the library can't say."""
        document = super().get_openapi_schema(**given)
        for operations in document["paths"].values():
            for operation in operations.values():
                for status, answer in operation["responses"].items():
                    if status >= 400 and "content" in answer:
                        answer["content"] = {CONTENT_TYPE: answer["content"].popitem()[1]}
        return document


api = Api(
    title="Registry of Interagency Bodies",
    version="1",
    description="\n\n".join(PROMISE),
    urls_namespace="api-v1",
    docs_url=None,
    renderer=AsWritten(),
)
api.add_router("", sheets)
api.add_router("", serve(KINDS))


class Index(Schema):
    """Where everything is."""

    title: str
    promise: list[str]
    document: str
    lists: dict[str, str]


@api.get(
    "/",
    response={200: Index, 400: ProblemAnswer, 429: ProblemAnswer},
    operation_id="index",
    tags=["index"],
    summary="Where all is",
)
def index(request):
    return {
        "title": api.title,
        "promise": PROMISE,
        "document": absolute(f"{ROOT}openapi.json", {"request": request}),
        "lists": {
            place: absolute(f"{ROOT}{place}/", {"request": request})
            for place in sorted(PLACES.values())
        },
    }


# What is told when something is wrong.


@api.exception_handler(Problem)
def refused(request, problem: Problem):
    return problem_response(problem.status, str(problem), problem.errors)


@api.exception_handler(ValidationError)
def not_understood(request, error: ValidationError):
    errors = {str(one["loc"][-1]): f"{one['msg']}." for one in error.errors}
    told = "; ".join(f"“{name}”: {message}" for name, message in errors.items())
    return problem_response(400, told, errors)


@api.exception_handler(Http404)
def unknown(request, error: Http404):
    return problem_response(404, f"No such address. {ROOT} lists those that there are.")


@api.exception_handler(Exception)
def crashed(request, error: Exception):
    log.error("Internal Server Error: %s", request.path, exc_info=error)
    got_request_exception.send(sender=None, request=request)
    return problem_response(500, "The fault is ours and is noted. Try again later.")


def not_there(request, rest=""):
    """Any address below `/api/` that there is not; one without its last slash leads on."""
    with suppress(Resolver404):
        if resolve(f"{request.path_info}/").func is not missing:
            query = request.META.get("QUERY_STRING", "")
            address = f"{request.path}/" + (f"?{query}" if query else "")
            return HttpResponsePermanentRedirect(address)
    return unknown(request, Http404())


def bad_request(request, exception):
    """The site's answer to what it can't read: to programs in JSON, to readers as a page."""
    if not request.path.startswith("/api/"):
        return errors.bad_request(request, exception)
    known = isinstance(exception, BadRequest)
    told = str(exception) if known else "This request can't be read."
    response = problem_response(400, told)
    response["Access-Control-Allow-Origin"] = "*"  # it never came through the door below
    return response


# The door.


def open_to_all(view):
    """Answers programs of any site, from any address, for reading: CORS without
    credentials; a limit of requests where `API_LIMIT` names one."""

    def opened(request: HttpRequest, *args, **kwargs) -> HttpResponse:
        if request.method == "OPTIONS":
            response = HttpResponse(status=204)
            response["Access-Control-Allow-Methods"] = READING
            response["Access-Control-Allow-Headers"] = "If-None-Match"
            response["Access-Control-Max-Age"] = "86400"
        elif request.method not in ("GET", "HEAD"):
            response = problem_response(405, "Nothing can be changed here.")
        elif wait := _seconds_to_wait(request):
            response = problem_response(429, f"Try again in {wait} seconds.")
            response["Retry-After"] = str(wait)
            response["Cache-Control"] = "no-store"
        else:
            asked, request.method = request.method, "GET"
            response = view(request, *args, **kwargs)
            request.method = asked  # of HEAD the server leaves out the body
        if response.status_code in (204, 405):
            response["Allow"] = READING
        response["Access-Control-Allow-Origin"] = "*"
        response["Access-Control-Expose-Headers"] = "ETag, Retry-After"
        return response

    opened.csrf_exempt = True
    return opened


def _seconds_to_wait(request) -> int:
    return import_string(settings.API_LIMIT)(request) if settings.API_LIMIT else 0


urlpatterns, _, namespace = api.urls
for pattern in urlpatterns:
    pattern.callback = open_to_all(pattern.callback)
urls = urlpatterns, "api", namespace
missing = open_to_all(not_there)
