"""Forms of matching and placements."""

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from seedbed.placement.models import HostOffer, MatchRun, Pair, Post, RuleKind
from seedbed.placement.reasons.words import PART_LABELS
from seedbed.placement.reckoning.fit import PARTS
from seedbed.selection.models import Application


class PersonField(forms.ModelChoiceField):
    """A choice among the people of a batch, shown with number and name."""

    def label_from_instance(self, obj: Any) -> str:
        """Number, name and unit."""
        return f"{obj.shown_number} {obj.person.name}（{obj.unit}）"


class PostField(forms.ModelChoiceField):
    """A choice among posts, shown with their host."""

    def label_from_instance(self, obj: Any) -> str:
        """Host, title and seats."""
        seats = f" {obj.taken}/{obj.seats_max}" if obj.seats_max is not None else ""
        return f"{obj.offer.host.unit.name} · {obj.title}{seats}"


class RunForm(forms.Form):
    """What is made best, and how many may change their place."""

    mode = forms.ChoiceField(label=_("What is made best"), choices=MatchRun.Objective.choices, initial="fit")
    max_moves = forms.IntegerField(
        label=_("People who may change against the newest draft"), required=False, min_value=0, max_value=999,
        help_text=_("Empty: everybody is placed freely."))
    seed = forms.IntegerField(
        label=_("Seed"), required=False, min_value=0, max_value=2_000_000_000, initial=0,
        help_text=_("Decides only between plans that are equally good. The same seed gives the same plan."))


class WeightsForm(forms.Form):
    """A weight for every part of the fit."""

    reason = forms.CharField(label=_("Why they are changed"), required=False, max_length=300)

    def __init__(self, *args: Any, values: dict[str, int], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields = {name: forms.IntegerField(label=PART_LABELS[name], min_value=0, max_value=100, initial=values.get(name, 0))
                  for name in PARTS}
        self.fields = fields | self.fields

    @property
    def weights(self) -> dict[str, int]:
        """The weights that were typed."""
        return {name: self.cleaned_data[name] for name in PARTS}


class RuleForm(forms.Form):
    """One rule and its number."""

    kind = forms.ChoiceField(label=_("Rule"), choices=RuleKind.choices)
    number = forms.IntegerField(label=pgettext_lazy("quantity", "Number"), min_value=1, max_value=99, initial=1)
    reason = forms.CharField(label=_("Why"), required=False, max_length=300)


class PlaceForm(forms.Form):
    """A person, a post or a host, and the reason."""

    application = PersonField(label=_("Person"), queryset=Application.objects.none())
    post = PostField(label=_("Post"), queryset=Post.objects.none(), required=False)
    offer = forms.ModelChoiceField(label=_("Or any post of this host"), queryset=HostOffer.objects.none(), required=False)
    reason = forms.CharField(label=_("Reason"), max_length=300)

    def __init__(self, *args: Any, people: QuerySet[Application], posts: QuerySet[Post], offers: QuerySet[HostOffer], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, rows in (("application", people), ("post", posts), ("offer", offers)):
            self.fields[name].queryset = rows  # type: ignore[attr-defined]


class PairForm(forms.Form):
    """Two people, together or apart, and the reason."""

    first = PersonField(label=_("First person"), queryset=Application.objects.none())
    second = PersonField(label=_("Second person"), queryset=Application.objects.none())
    kind = forms.ChoiceField(label=_("How"), choices=Pair.Kind.choices)
    reason = forms.CharField(label=_("Reason"), max_length=300)

    def __init__(self, *args: Any, people: QuerySet[Application], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("first", "second"):
            self.fields[name].queryset = people  # type: ignore[attr-defined]


class NoteForm(forms.Form):
    """A reason."""

    reason = forms.CharField(label=_("Reason"), max_length=1000, widget=forms.Textarea(attrs={"rows": 3}))


class ChangeForm(NoteForm):
    """Another post and the reason."""

    post = PostField(label=_("New post"), queryset=Post.objects.none())
    field_order = ("post", "reason")

    def __init__(self, *args: Any, posts: QuerySet[Post], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["post"].queryset = posts  # type: ignore[attr-defined]


class ArrivalForm(forms.Form):
    """The day on which a person reported."""

    on = forms.DateField(label=_("Reported for duty on"), initial=timezone.localdate, widget=forms.DateInput(attrs={"type": "date"}))


class ReviewForm(forms.Form):
    """What a person asks to be looked at again."""

    text = forms.CharField(label=_("What should be looked at again"), max_length=4000, widget=forms.Textarea(attrs={"rows": 4}))


class AnswerForm(forms.Form):
    """The answer to such a request."""

    answer = forms.CharField(label=_("Answer"), max_length=4000, widget=forms.Textarea(attrs={"rows": 4}))


class DraftFilter(forms.Form):
    """Which people of a draft are shown."""

    show = forms.ChoiceField(
        label=_("Show"), required=False,
        choices=[("", _("everybody")), ("unplaced", _("without a post")), ("wish", _("wish not met")), ("locked", _("locked"))])
    q = forms.CharField(label=_("Name, unit or host"), required=False, max_length=60)
