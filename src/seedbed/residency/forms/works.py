"""Forms of journals, essays and dossiers."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from seedbed.residency.models import Question, Work, WorkKind


def writing(label: Any, *, rows: int = 10, required: bool = True, longest: int = 30_000) -> forms.CharField:
    """A box for longer text."""
    return forms.CharField(label=label, required=required, max_length=longest, widget=forms.Textarea(attrs={"rows": rows}))


class JournalForm(forms.Form):
    """One box: what was done, seen and thought in these days."""

    body = writing(_("What did you do, see and think?"))


class EssayForm(forms.Form):
    """Title and text, with the statement that it is the own work."""

    title = forms.CharField(label=_("Title"), max_length=120)
    body = writing(_("Text"), rows=16)
    own_work = forms.BooleanField(
        label=_("This is my own work; nobody wrote it for me."), required=False,
        help_text=_("Needed for handing in. Rule on the management of trainees (2013): texts are written by oneself."))

    @classmethod
    def of(cls, work: Work, data: Any) -> forms.Form:
        """The form of a stored text, a journal's or an essay's."""
        kind = JournalForm if work.kind == WorkKind.JOURNAL else cls
        return kind(data, initial={"title": work.title, "body": work.body, "own_work": work.own_work_at is not None})


class NewWorkForm(EssayForm):
    """An essay or a research report to begin."""

    kind = forms.ChoiceField(label=_("Kind of text"), choices=[(k.value, k.label) for k in (WorkKind.ESSAY, WorkKind.RESEARCH)])
    field_order = ("kind", "title", "body", "own_work")


class WordForm(forms.Form):
    """A word on a text."""

    text = writing(_("Your word"), rows=3, longest=2000)


class EntryForm(forms.Form):
    """One entry under one question."""

    question = forms.ChoiceField(label=_("Question"), choices=Question.choices)
    text = writing(_("What did you find out?"), rows=6, longest=6000)


class RevisionForm(forms.Form):
    """A new text in the place of an own entry."""

    text = writing(_("What did you find out?"), rows=6, longest=6000)
