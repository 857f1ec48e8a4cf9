"""What the forms of a trainee's week really ask: read from the forms themselves, never typed in by hand."""

from django import forms
from django.utils.translation import gettext as _

from seedbed.casework.forms import AskForm
from seedbed.residency.forms.leave import LeaveForm
from seedbed.residency.forms.registers import ContactForm, GiftForm
from seedbed.residency.forms.support import WishForm
from seedbed.residency.forms.works import EntryForm, JournalForm, NewWorkForm
from seedbed.residency.reckoning.burden import FIRST_RULE, Asked, RuleText, burden

JOURNALS_A_WEEK = {"week": 1.0, "fortnight": 0.5, "day": 5.0}


def asked_of(journal_every: str, rule: RuleText = FIRST_RULE) -> list[Asked]:
    """Return the forms of a week: the journal by its rhythm; everything else is sent only when one wants to."""
    def asked(name: str, times: float, form: forms.Form, *, required: bool = False) -> Asked:
        return Asked(name, times, boxes(form), required, rule)

    return [
        asked(_("Journal"), JOURNALS_A_WEEK[journal_every], JournalForm(), required=True), asked(_("Entry in the company dossier"), 0.5, EntryForm()),
        asked(_("Essay or research report"), 0.2, NewWorkForm()), asked(_("Leave"), 0.1, LeaveForm()), asked(_("Service ticket"), 0.2, AskForm(rules=[])),
        asked(_("Wish for a change"), 0.1, WishForm()), asked(_("Gift or hospitality declared"), 0.1, GiftForm()), asked(_("Emergency contact (once)"), 0.1, ContactForm()),
    ]


def measured(journal_every: str, rule: RuleText) -> int:
    """Return the minutes of form-filling a week that the forms really ask."""
    return burden(asked_of(journal_every, rule)).minutes


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
