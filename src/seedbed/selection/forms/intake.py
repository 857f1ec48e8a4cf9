"""Answers about headings and cells of a workbook that is on its way in."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from seedbed.kernel.models import ImportJob, StagedRow
from seedbed.kernel.workbooks import Sheet
from seedbed.kernel.workbooks.staging import Line


class UploadForm(forms.Form):
    """A workbook."""

    file = forms.FileField(label=gettext_lazy("Workbook (xlsx, xls, ods or csv)"), allow_empty_file=True)


class QuestionsForm(forms.Form):
    """For each heading that was not understood: which column it is, or that it is left out."""

    def __init__(self, job: ImportJob, sheet: Sheet, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        titles = {column.key: str(column.title) for column in sheet.columns}
        by_heading = {heading: letter for letter, (heading, _key) in job.headings.items() if heading}
        self.headings: dict[str, str] = {}
        self.missing: dict[str, str] = {}
        for n, question in enumerate(job.questions):
            if question["kind"] == "missing":
                key = question["candidates"][0]
                self.missing[f"m{n}"] = key
                self.fields[f"m{n}"] = forms.ChoiceField(
                    label=_("Which heading is “%(title)s”?") % {"title": titles[key]}, required=False,
                    choices=[("", _("none of them")), *((h, f"{letter} {h}") for h, letter in by_heading.items())])
            else:
                self.headings[f"h{n}"] = question["heading"]
                near = [k for k in question["candidates"] if k in titles]
                rest = [k for k in titles if k not in near]
                self.fields[f"h{n}"] = forms.ChoiceField(
                    label=f"{question['letter']} {question['heading']}", required=False, initial=near[0] if near else "",
                    choices=[("", _("leave out")), *((k, titles[k]) for k in [*near, *rest])])

    def answers(self) -> dict[str, str]:
        """Return heading → key; "" leaves a heading out."""
        given = {heading: self.cleaned_data[name] for name, heading in self.headings.items()}
        return given | {self.cleaned_data[name]: key for name, key in self.missing.items() if self.cleaned_data[name]}


class RowForm(forms.Form):
    """Every cell of one staged row; an untouched sensitive cell stays masked and is not sent back."""

    def __init__(self, line: Line, sheet: Sheet, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.hidden, self.before = sheet.sensitive_keys, {cell.key: cell.text for cell in line.cells}
        for cell in line.cells:
            column = sheet.column(cell.key)
            sensitive = cell.key in self.hidden
            widget = forms.Textarea(attrs={"rows": 2}) if len(cell.text) > 60 else forms.TextInput(attrs={"autocomplete": "off"})
            told = " ".join(fault.text for fault in cell.faults)
            keep = _("Leave empty to keep it.")
            self.fields[cell.key] = forms.CharField(
                label=column.title, required=False, max_length=4000, widget=widget, initial="" if sensitive else cell.text,
                help_text=f"{cell.text} {keep} {told}".strip() if sensitive else told)

    def changes(self) -> dict[str, str]:
        """Return the cells that were typed anew."""
        return {key: text for key, text in self.cleaned_data.items()
                if (text if key in self.hidden else text.replace("\r\n", "\n") != self.before[key])}


def row_title(row: StagedRow) -> str:
    """Return how people call a staged row."""
    return _("Row %(row)d") % {"row": row.number}
