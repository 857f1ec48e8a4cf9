"""Forms around the workbook of posts and that of a finished allotment."""

from django import forms
from django.utils.translation import gettext_lazy as _


class UploadForm(forms.Form):
    """The workbook of posts as the office has it."""

    file = forms.FileField(label=_("Workbook (xlsx, xls, ods or csv)"), max_length=200)


class AllotmentForm(forms.Form):
    """A finished allotment as the office has it."""

    file = forms.FileField(label=_("Finished allotment (xlsx, xls, ods or csv)"), max_length=200)
