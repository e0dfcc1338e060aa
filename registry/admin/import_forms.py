"""What is asked when sheets are sent."""

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


class SheetForm(forms.Form):
    file = FilesField(
        label="Sheets",
        help_text="CSV, TSV, XLSX, XLSM, XLS or ODS; several files go in together, whatever "
        "their order. Nothing is changed before you say so.",
    )
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


class CorrectedForm(forms.Form):
    file = forms.FileField(label="Corrected sheet")
