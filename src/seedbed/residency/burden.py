"""What the forms of a trainee's week really ask: read from the forms themselves, never typed in by hand."""

from django import forms
from django.utils.translation import gettext as _

from seedbed.casework.forms import AskForm
from seedbed.residency.forms.leave import LeaveForm
from seedbed.residency.forms.works import EntryForm, JournalForm
from seedbed.residency.reckoning.burden import Asked

JOURNALS_A_WEEK = {"week": 1.0, "fortnight": 0.5, "day": 5.0}


def asked_of(journal_every: str) -> list[Asked]:
    """Return the forms of a week: the journal by its rhythm; a dossier entry, leave and help are sent only when one wants to."""
    return [
        Asked(_("Journal"), JOURNALS_A_WEEK[journal_every], boxes(JournalForm())),
        Asked(_("Entry in the company dossier"), 0.5, boxes(EntryForm()), required=False),
        Asked(_("Leave"), 0.1, boxes(LeaveForm()), required=False),
        Asked(_("Service ticket"), 0.2, boxes(AskForm(rules=[])), required=False),
    ]


def boxes(form: forms.Form) -> tuple[str, ...]:
    """Return the kind of every box of a form."""
    return tuple(_kind(field) for field in form.fields.values())


def _kind(field: forms.Field) -> str:
    if isinstance(field.widget, forms.Textarea):
        return "writing"
    if isinstance(field, forms.BooleanField):
        return "tick"
    if isinstance(field, forms.ChoiceField):
        return "choice"
    if isinstance(field, forms.DateField | forms.TimeField):
        return "date"
    return "number" if isinstance(field, forms.IntegerField) else "line"
