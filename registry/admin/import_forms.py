"""What is asked when sheets are sent, and how they are to be read."""

from django import forms

from ..imports.kinds import KINDS
from ..imports.rights import may


class FilesInput(forms.ClearableFileInput):
    allow_multiple_selected = True


class FilesField(forms.FileField):
    """One file or several: a list either way."""

    widget = FilesInput

    def clean(self, data, initial=None):
        files = data if isinstance(data, (list, tuple)) else [data]
        return [super(FilesField, self).clean(file, initial) for file in files or [None]]


class ReadingForm(forms.Form):
    """How what was sent is to be read."""

    kind = forms.ChoiceField(
        required=False, label="What it holds", help_text="Blank: found by its headers."
    )
    sheet = forms.CharField(
        required=False, help_text="Of a workbook, only the sheet of this name."
    )
    fixed = forms.CharField(
        required=False,
        label="The same for every row",
        widget=forms.Textarea(attrs={"rows": 3, "cols": 40}),
        help_text="A line each, like body=PITF.",
    )
    encoding = forms.ChoiceField(
        required=False,
        choices=[
            ("", "found by itself"),
            ("utf-8", "UTF-8"),
            ("windows-1252", "Windows-1252, Western Europe"),
            ("iso-8859-2", "ISO 8859-2, Central Europe"),
            ("windows-1250", "Windows-1250, Central Europe"),
            ("windows-1251", "Windows-1251, Cyrillic"),
            ("mac-roman", "Mac Roman"),
            ("utf-16", "UTF-16"),
        ],
        help_text="Of CSV and other text, where letters with accents look wrong.",
    )
    delimiter = forms.ChoiceField(
        required=False,
        label="Between cells",
        choices=[
            ("", "found by itself"),
            ("comma", "commas"),
            ("semicolon", "semicolons"),
            ("tab", "tabs"),
            ("bar", "upright bars"),
        ],
        help_text="Of CSV and other text, where cells run together.",
    )

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["kind"].choices = [("", "—")] + [
            (one.name, one.label)
            for one in KINDS.values()
            if may(user, "import", [one.model._meta.model_name])
        ]

    def clean_fixed(self):
        fixed = {}
        for line in self.cleaned_data["fixed"].splitlines():
            name, equals, value = line.partition("=")
            if line.strip() and not equals:
                raise forms.ValidationError(f"“{line}”: write it like body=PITF.")
            if line.strip():
                fixed[name.strip()] = value.strip()
        return fixed

    @property
    def reading(self) -> dict:
        """The same as options of an import."""
        names = ("kind", "sheet", "fixed", "encoding", "delimiter")
        said = {name: self.cleaned_data[name] for name in names}
        return said | {name: said[name] or None for name in ("sheet", "encoding", "delimiter")}


class SheetForm(ReadingForm):
    # An empty one is told of by who reads it, as one without rows is.
    file = FilesField(
        label="Sheets",
        error_messages={"required": "Choose one file, or several."},
        allow_empty_file=True,
        help_text="CSV, TSV, XLSX, XLSM, XLS or ODS; several files go in together, whatever "
        "their order. Nothing is changed before you say so.",
    )
    field_order = ["file"]


class CorrectedForm(forms.Form):
    file = forms.FileField(label="Corrected sheet")
