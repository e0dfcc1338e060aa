"""Empty sheets to fill in: the columns of a kind with a note on each, lists to choose from,
and an example row that is not read when the sheet comes in."""

from collections.abc import Sequence
from typing import IO

from django.db.models import Model

from ..models import RECORDS, Citation
from ..text import EXAMPLE
from .columns import Column, Holds, columns_of
from .examples import EXAMPLES
from .files import open_workbook, width_of

LAST_ROW = 1_048_575  # lists and formats go down to it, counted from 0
LONGEST_LIST = 255  # characters that a spreadsheet program takes for a list
SAID = {
    Holds.KEY: "Leave it blank for a new record: it is made of the record’s name. Write the "
    "key that a record has to change that record.",
    Holds.DATE: "As much of the date as is known: 2007-10-25, 2007-10, 2007; about then: "
    "2007~; not known: unknown.",
    Holds.DAY: "A day: 2007-10-25.",
    Holds.TIME: "A time of day: 15:00.",
    Holds.MOMENT: "A day and a time: 2007-10-25 15:00.",
    Holds.YES_NO: "yes or no.",
    Holds.NUMBER: "A whole number.",
    Holds.KIND: "The kind of the record, as “body”.",
    Holds.RECORD: "The key of that record.",
}


def write_blank(file: IO[bytes], models: Sequence[type[Model]]):
    """A workbook with a sheet for each of these kinds, in their order."""
    with open_workbook(file) as book:
        needed = book.add_format({"bold": True, "bg_color": "#FFE699"})
        other = book.add_format({"bold": True, "bg_color": "#DDDDDD"})
        example = book.add_format(
            {"italic": True, "font_color": "#666666", "bg_color": "#F2F2F2", "num_format": "@"}
        )
        text = book.add_format({"num_format": "@"})
        for model in models:
            sheet = book.add_worksheet(str(model._meta.verbose_name_plural)[:31])
            row = {"key": EXAMPLE, **EXAMPLES[model._meta.model_name]}
            columns = [one for one in columns_of(model) if one.holds != Holds.FILE]
            for place, column in enumerate(columns):
                sheet.set_column(place, place, width_of(column), text)
                sheet.write_string(0, place, column.name, needed if column.required else other)
                sheet.write_comment(0, place, note(column), {"x_scale": 2.5, "y_scale": 1.5})
                sheet.write(1, place, row.get(column.name, ""), example)
                if listed := allowed(column):
                    sheet.data_validation(2, place, LAST_ROW, place, listed)
            sheet.freeze_panes(1, 0)


def note(column: Column) -> str:
    """What the column is for, and what its cells hold."""
    said = [f"{column.label}." if not column.required else f"{column.label}. Needed."]
    if column.help_text:
        said.append(str(column.help_text))
    if column.choices:
        said.append("One of: " + "; ".join(value for value, _ in column.choices) + ".")
    elif column.links_to:
        name = column.links_to._meta.verbose_name
        several = column.holds == Holds.LINKS
        said.append(
            f"The key, name or acronym of the {name}"
            + (", several with semicolons between." if several else ".")
        )
    elif column.holds in SAID:
        said.append(SAID[column.holds])
    return "\n".join(said)


def allowed(column: Column) -> dict | None:
    """What a cell may hold, as a drop-down list; any case and label are read too, so what
    is not in it is only warned of."""
    values = [value for value, _ in column.choices]
    if column.holds == Holds.YES_NO:
        values = ["yes", "no"]
    if column.holds == Holds.KIND:
        values = [model._meta.model_name for model in RECORDS if model is not Citation]
    if not values or len(",".join(values)) > LONGEST_LIST:
        return None
    return {
        "validate": "list",
        "source": values,
        "error_type": "warning",
        "error_title": column.label[:32],
        "error_message": f"Not in the list: {'; '.join(values)}"[:255],
    }
