"""What is told when there is no answer: JSON as RFC 9457 has it, never a page."""

import json

from django.http import HttpResponse
from ninja import Schema

CONTENT_TYPE = "application/problem+json"
TITLES = {
    400: "Something in what was asked is not as it must be",
    404: "There is no such thing",
    405: "This address is only for reading",
    410: "This is gone",
    429: "Too many requests",
    500: "Something went wrong on our side",
}


class Wrong(Schema):
    parameter: str
    message: str


class ProblemAnswer(Schema):
    """Why there is no answer, in words."""

    type: str
    title: str
    status: int
    detail: str
    errors: list[Wrong] = []


class Problem(Exception):
    """Raised where an answer is refused; `errors` maps parameters to what was wrong."""

    def __init__(self, status: int, detail: str, errors: dict[str, str] | None = None):
        super().__init__(detail)
        self.status, self.detail, self.errors = status, detail, errors or {}


def problem_response(
    status: int, detail: str, errors: dict[str, str] | None = None
) -> HttpResponse:
    told = {
        "type": "about:blank",
        "title": TITLES[status],
        "status": status,
        "detail": detail,
        "errors": [
            {"parameter": name, "message": message} for name, message in (errors or {}).items()
        ],
    }
    content = json.dumps(told, ensure_ascii=False)
    return HttpResponse(content, status=status, content_type=CONTENT_TYPE)
