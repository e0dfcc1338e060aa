"""Fact sheets: their working text, never their editions."""

from ...models import Agency, Body, FactSheet, Subject
from ...vocabulary import Stage
from ..rows import Refused
from ..similar import loose
from .base import SHARED, number_of, several

OPEN_STAGES = (Stage.DRAFT, Stage.SENT_BACK)


def fact_sheets(row, planner):
    """What is new begins as a draft. A text that is in review or issued stays as it is:
    it is opened again on its own page, by those who may, and that is in its log."""
    register = planner.register(FactSheet)
    values = row.only("kind", "title", "place", "dated_on", "text", *SHARED)
    values["issuing_agency"] = planner.link("issuing_agency", Agency, row.get("issuing_agency"))
    found = number_of(row, planner, FactSheet)
    if found is None:
        same = [
            one
            for one in register.find(("dated_on",), values["dated_on"])
            if loose(register.get(one, "title")) == loose(values["title"])
        ]
        found = same[0] if same else None
    if found is not None and register.get(found, "stage") not in OPEN_STAGES:
        strict = row.found_by in ("key", "external id")
        more = lists(row, planner)
        added = any(planner.lacks(FactSheet, name, found, others) for name, others in more)
        if added or planner.compare(register, found, values, loosely=not strict):
            stage = Stage(register.get(found, "stage")).label.lower()
            raise Refused(
                "title",
                f"“{values['title']}” is {stage}, so no sheet changes it. Begin a new draft on "
                "its own page first.",
            )
    yield values, found


def lists(row, planner):
    for name, model in (("bodies", Body), ("subjects", Subject)):
        yield name, several(row, planner, name, model)


def after_fact_sheet(row, planner, record_id):
    for name, ids in lists(row, planner):
        for other in ids:
            planner.link_many(FactSheet, name, record_id, other)
