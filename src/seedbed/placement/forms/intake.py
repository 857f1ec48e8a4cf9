"""Forms around the workbook of posts."""

from django import forms
from django.utils.translation import gettext_lazy as _

from seedbed.kernel.workbooks import Sheet


class UploadForm(forms.Form):
    """The workbook of posts as the office has it."""

    file = forms.FileField(label=_("Workbook (xlsx, xls, ods or csv)"), max_length=200)


class AnswersForm(forms.Form):
    """For each heading that nobody is sure of: which column it is, or that it is left out."""

    def __init__(self, *args: object, questions: list[dict], sheet: Sheet, **kwargs: object) -> None:  # type: ignore[type-arg]
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        columns = [(column.key, column.title) for column in sheet.columns]
        self.asked = [q for q in questions if q["heading"]]
        for place, question in enumerate(self.asked):
            near = [(key, title) for key, title in columns if key in question["candidates"]]
            rest = [(key, title) for key, title in columns if key not in question["candidates"]]
            self.fields[f"q{place}"] = forms.ChoiceField(
                label=_("Column %(letter)s “%(heading)s” is") % {"letter": question["letter"], "heading": question["heading"]},
                choices=[*near, ("", _("nothing of these: leave it out")), *rest], required=False)

    def answers(self) -> dict[str, str]:
        """Return heading → key of the column, or "" where it is left out."""
        return {q["heading"]: self.cleaned_data[f"q{place}"] for place, q in enumerate(self.asked)}


class AllotmentForm(forms.Form):
    """A finished allotment as the office has it."""

    file = forms.FileField(label=_("Finished allotment (xlsx, xls, ods or csv)"), max_length=200)
