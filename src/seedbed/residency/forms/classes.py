"""Forms of classes and arrivals."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from seedbed.gatherings.forms import day_field
from seedbed.residency.actions.classes import Seat
from seedbed.residency.models import ClassMember, Duty


class GroupsForm(forms.Form):
    """Group, post and leadership of every member, on one page."""

    def __init__(self, *args: Any, members: Iterable[ClassMember], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.members = list(members)
        for m in self.members:
            who = m.person.name
            self.fields[f"group_{m.pk}"] = forms.IntegerField(
                label=_("Group of %(name)s") % {"name": who}, required=False, min_value=1, max_value=30, initial=m.group.number if m.group else None)
            self.fields[f"duty_{m.pk}"] = forms.ChoiceField(
                label=_("Post of %(name)s") % {"name": who}, required=False, choices=Duty.choices, initial=m.duty)
            self.fields[f"leads_{m.pk}"] = forms.BooleanField(
                label=_("%(name)s leads the group") % {"name": who}, required=False, initial=m.leads_group)
            for part in ("group", "duty", "leads"):
                self.fields[f"{part}_{m.pk}"].widget.attrs["aria-label"] = self.fields[f"{part}_{m.pk}"].label

    def rows(self) -> list[tuple[ClassMember, Any, Any, Any]]:
        """Each member with the three boxes."""
        return [(m, self[f"group_{m.pk}"], self[f"duty_{m.pk}"], self[f"leads_{m.pk}"]) for m in self.members]

    def seats(self) -> dict[int, Seat]:
        """What was typed, by member."""
        kept = self.cleaned_data
        return {m.pk: Seat(kept[f"group_{m.pk}"] or 0, kept[f"duty_{m.pk}"], kept[f"leads_{m.pk}"]) for m in self.members}


class DivideForm(forms.Form):
    """How many study groups."""

    count = forms.IntegerField(label=_("Number of groups"), min_value=1, max_value=30, initial=6)


class MemberChoice(forms.ModelChoiceField):
    """One member to choose, with host."""

    def label_from_instance(self, obj: Any) -> str:
        """Name and host."""
        return shown_with_host(obj)


def shown_with_host(member: ClassMember) -> str:
    """Return name and host of a member."""
    post = member.placement.post
    return f"{member.person.name} · {post.offer.host.unit.name}" if post else str(member.person.name)


class MemberChoices(forms.ModelMultipleChoiceField):
    """Members to tick, each with host."""

    def label_from_instance(self, obj: Any) -> str:
        """Name and host."""
        return shown_with_host(obj)


class ArrivalsForm(forms.Form):
    """The day, and the exceptions."""

    on = day_field(_("Reported for duty on"))
    missing = MemberChoices(label=_("Who did not come?"), queryset=ClassMember.objects.none(), required=False, widget=forms.CheckboxSelectMultiple,
                            help_text=_("Tick only the exceptions; they stay “to report for duty”."))

    def __init__(self, *args: Any, members: Any, **kwargs: Any) -> None:
        super().__init__(*args, initial={"on": timezone.localdate()}, **kwargs)
        self.fields["missing"].queryset = members  # type: ignore[attr-defined]
