"""Forms of wishes for changes, visits and the settings of a class."""

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from seedbed.gatherings.actions import Plan
from seedbed.gatherings.forms import day_field
from seedbed.placement.forms.matching import PostField
from seedbed.placement.models import Post
from seedbed.residency.actions.visits import Found
from seedbed.residency.forms.classes import MemberChoice
from seedbed.residency.forms.works import writing
from seedbed.residency.models import ChangeWish, ClassMember, Rhythm, TrainingClass, Visit
from seedbed.residency.reckoning.burden import RuleText

FINDINGS = 3
BOXES = {"choice": _("Seconds of a choice"), "tick": _("Seconds of a tick"), "date": _("Seconds of a date"), "number": _("Seconds of a number"), "line": _("Seconds of a line of text")}


class WishForm(forms.Form):
    """What is wanted, and why."""

    wanted = forms.ChoiceField(label=_("What do you ask for?"), choices=ChangeWish.Wanted.choices, widget=forms.RadioSelect)
    reason = forms.CharField(label=_("Why"), max_length=500, widget=forms.Textarea(attrs={"rows": 4}))


class HostWishForm(WishForm):
    """What a host asked for, and about whom."""

    member = MemberChoice(label=_("About whom"), queryset=ClassMember.objects.none())
    field_order = ("member", "wanted", "reason")

    def __init__(self, *args: Any, members: QuerySet[ClassMember], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["member"].queryset = members  # type: ignore[attr-defined]


class AnswerWishForm(forms.Form):
    """The new post, and a word."""

    post = PostField(label=_("New post"), queryset=Post.objects.none())
    word = forms.CharField(label=_("A word to the person (optional)"), max_length=300, required=False)

    def __init__(self, *args: Any, posts: QuerySet[Post], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["post"].queryset = posts  # type: ignore[attr-defined]


class VisitForm(forms.Form):
    """A visit: who, when, what was seen, what the host said of each trainee, what is to be put right."""

    kind = forms.ChoiceField(label=pgettext_lazy("visit", "Kind"), choices=Visit.Kind.choices)
    on = day_field(_("Day"))
    visitors = forms.CharField(label=_("Who went"), max_length=120)
    met = forms.CharField(label=_("Whom they met"), max_length=120, required=False)
    summary = writing(_("What was seen"), rows=5, longest=8000)

    def __init__(self, *args: Any, members: list[ClassMember], **kwargs: Any) -> None:
        super().__init__(*args, initial={"on": timezone.localdate()}, **kwargs)
        self.members = members
        for m in members:
            self.fields[f"word_{m.pk}"] = writing(_("What the host said of %(name)s") % {"name": m.person.name}, rows=2, required=False, longest=2000)
        for n in range(FINDINGS):
            self.fields[f"found_{n}"] = forms.CharField(label=_("To be put right (%(n)d)") % {"n": n + 1}, max_length=300, required=False)
            self.fields[f"owner_{n}"] = forms.CharField(label=_("By whom"), max_length=60, required=False)
            self.fields[f"due_{n}"] = day_field(_("Until"), required=False)

    def clean(self) -> dict[str, Any]:
        """A finding names who puts it right and until when."""
        kept = super().clean() or {}
        for n in range(FINDINGS):
            if kept.get(f"found_{n}") and not (kept.get(f"owner_{n}") and kept.get(f"due_{n}")):
                self.add_error(f"found_{n}", _("Say who puts it right and until when."))
        return kept

    def words(self) -> dict[int, str]:
        """What the host said, by member."""
        return {m.pk: self.cleaned_data[f"word_{m.pk}"] for m in self.members}

    def findings(self) -> list[Found]:
        """What is to be put right."""
        kept = self.cleaned_data
        return [Found(kept[f"found_{n}"], kept[f"owner_{n}"], kept[f"due_{n}"]) for n in range(FINDINGS) if kept[f"found_{n}"]]


class ClassForm(forms.Form):
    """How often a journal is asked for, how often hosts are visited."""

    journal_every = forms.ChoiceField(label=_("A journal"), choices=Rhythm.choices)
    visit_every = forms.IntegerField(label=_("Days between two visits to a host"), min_value=1, max_value=180)
    reason = forms.CharField(label=_("Reason, where more is asked than the limit"), max_length=300, required=False)

    @classmethod
    def of(cls, row: TrainingClass, data: Any) -> "ClassForm":
        """The form with what holds now."""
        return cls(data, initial={"journal_every": row.journal_every, "visit_every": row.visit_every, "reason": row.burden_reason})


class CouncilForm(forms.Form):
    """When the monthly meeting is held for the first time."""

    on = day_field(_("First meeting"))
    starts = forms.TimeField(label=_("Begins at"), initial="19:30", widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"))
    minutes = forms.IntegerField(label=_("Length in minutes"), min_value=10, max_value=480, initial=60)
    place = forms.CharField(label=pgettext_lazy("gathering", "Place"), max_length=120, required=False)

    def plan(self) -> Plan:
        """What was typed, as a plan."""
        kept = self.cleaned_data
        return Plan("video", gettext("Monthly meeting with class committee and group leaders"), kept["starts"], kept["minutes"], kept["place"],
                    gettext("1. What was agreed last time\n2. Study and work of each group\n3. Life and difficulties\n4. What comes next"))


class BurdenRuleForm(forms.Form):
    """The bound, how long each kind of box takes, and where it stands."""

    limit_minutes = forms.IntegerField(label=_("Minutes of form-filling a week, at most"), min_value=1, max_value=600)
    opening = forms.IntegerField(label=_("Seconds to find and send a form"), min_value=1, max_value=600)
    writing = forms.IntegerField(label=_("Minutes of one text"), min_value=1, max_value=600)
    article = forms.CharField(label=pgettext_lazy("law", "Article"), max_length=80)
    source = forms.CharField(label=_("Source"), max_length=160)

    def __init__(self, *args: Any, rule: RuleText, **kwargs: Any) -> None:
        stored = {name: getattr(rule, name) for name in BurdenRuleForm.base_fields}
        super().__init__(*args, initial=stored, **kwargs)
        for box, label in BOXES.items():
            self.fields[f"box_{box}"] = forms.IntegerField(label=label, min_value=1, max_value=600, initial=rule.seconds[box])
        self.order_fields(("limit_minutes", "opening", *(f"box_{box}" for box in BOXES), "writing", "article", "source"))

    def values(self) -> dict[str, Any]:
        """Return what the action takes."""
        kept = dict(self.cleaned_data)
        return {"seconds": {box: kept.pop(f"box_{box}") for box in BOXES}} | kept
