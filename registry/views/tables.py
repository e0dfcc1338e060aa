"""Tables to take away: of every kind of record, of a body its roster, and all in one file."""

from django.core.exceptions import BadRequest
from django.http import FileResponse, Http404, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.views.decorators.csrf import csrf_exempt
from django.views.generic import View

from ..exports.files import FORMATS, TooLong, csv_lines, written
from ..exports.package import DOWNLOADS, download
from ..exports.public import PUBLIC
from ..exports.roster import roster_table
from ..exports.tables import Table
from ..models import Body
from .days import shortened
from .pages import AsOf, PublicPage

ENDINGS = ("csv", "xlsx")
LINES = 500  # lines of a text file that are sent at once


def for_any_site(response: HttpResponseBase):
    """Programs in a browser may read it from any website, as they may the API."""
    response["Access-Control-Allow-Origin"] = "*"
    return response


def handed_out(table: Table, ending: str, name: str):
    kind = FORMATS[ending].content_type
    if ending == "csv":
        response = StreamingHttpResponse(parcels(csv_lines(table)), content_type=kind)
        response["Content-Disposition"] = f'attachment; filename="{name}.csv"'
        return for_any_site(response)
    try:
        file = written(ending, [table])
    except TooLong as error:
        raise BadRequest(str(error)) from None
    return for_any_site(
        FileResponse(file, as_attachment=True, filename=f"{name}.{ending}", content_type=kind)
    )


def parcels(lines):
    """Sent line by line, a long table would take many times as long."""
    held = []
    for line in lines:
        held.append(line)
        if len(held) == LINES:
            yield "".join(held)
            held = []
    yield "".join(held)


class TablePage(AsOf):
    """The public records of a kind: all that there are, or with `?body=` those of one
    body, with `?on=` those that hold on that day or had happened."""

    def get(self, request, name, ending):
        if name not in PUBLIC or ending not in ENDINGS:
            raise Http404
        day = self.day if "on" in request.GET else None
        body = self.body(request.GET.getlist("body"))
        table = PUBLIC[name]
        if body and not table.tells_bodies:
            raise BadRequest(
                f"The table of {table.title} is not about bodies: leave out body=."
            )
        parts = [name, *([body.key] if body else []), *([day.isoformat()] if day else [])]
        return handed_out(table.at(timezone.now(), body=body, on=day), ending, "-".join(parts))

    def body(self, given: list[str]) -> Body | None:
        if not given:
            return None
        if len(given) > 1:
            raise BadRequest("The address names more than one body.")
        body = Body.objects.public().filter(key=given[0]).first()
        if body is None:
            raise BadRequest(
                f"There is no body “{shortened(given[0])}”. Write its key, as in the address "
                "of its page: body=pitf."
            )
        return body


@method_decorator(csrf_exempt, name="dispatch")
class Download(View):
    """The whole public record in one file, as of one moment."""

    def get(self, request, name):
        if name not in DOWNLOADS:
            raise Http404
        content_type, _ = DOWNLOADS[name]
        stem, _, ending = name.partition(".")
        return for_any_site(
            FileResponse(
                download(name, timezone.now()),
                as_attachment=True,
                filename=f"{stem}-{timezone.localdate().isoformat()}.{ending}",
                content_type=content_type,
            )
        )


class RosterTable(PublicPage):
    """The seats of a body on the day, and who held them."""

    model = Body

    def get_context_data(self, **kwargs):
        return {}

    def render_to_response(self, context, **kwargs):
        ending = self.kwargs["ending"]
        if ending not in ENDINGS:
            raise Http404
        name = f"{self.object.key}-roster-{self.day.isoformat()}"
        return handed_out(roster_table(self.object, on=self.day), ending, name)
