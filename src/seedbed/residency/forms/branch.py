"""Forms of temporary branches."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from seedbed.gatherings.forms import day_field
from seedbed.residency.actions.branch import Weekly
from seedbed.residency.models import BranchPost, ClassMember

WEEKDAYS = ((0, _("Monday")), (1, _("Tuesday")), (2, _("Wednesday")), (3, _("Thursday")), (4, _("Friday")), (5, _("Saturday")), (6, _("Sunday")))
USUAL = {"study": (0, "19:30", 60), "sharing": (2, "19:30", 45), "seminar": (3, "19:30", 60), "theme_day": (5, "09:00", 180)}
LABELS = {"study": _("Study together"), "sharing": _("Sharing by a member"), "seminar": _("Seminar on a theme"), "theme_day": _("Theme day (every four weeks)")}


class PostsForm(forms.Form):
    """Who holds which post; appointed by the higher Party organisation."""

    def __init__(self, *args: Any, members: list[ClassMember], named: bool = True, posts: dict[str, int] | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.members = {str(m.pk): m for m in members}
        if named:
            self.fields["name"] = forms.CharField(label=_("Name of the branch"), max_length=120)
        choices = [("", "—"), *((str(m.pk), m.person.name) for m in members)]
        for post in BranchPost.Post:
            self.fields[post.value] = forms.ChoiceField(label=post.label, choices=choices, required=post == BranchPost.Post.SECRETARY,
                                                        initial=str((posts or {}).get(post.value, "")))

    def posts(self) -> dict[str, ClassMember]:
        """The members chosen, by post."""
        return {post: self.members[self.cleaned_data[post]] for post in BranchPost.Post.values if self.cleaned_data.get(post)}


class ApprovalForm(forms.Form):
    """The approval of the higher Party organisation."""

    number = forms.CharField(label=_("Number of the approval"), max_length=80)
    issuer = forms.CharField(label=_("Approved by (Party organisation)"), max_length=120)
    on = day_field(_("Date of the approval"))


class WeeksForm(forms.Form):
    """When the weekly sessions are held."""

    whole_class = forms.BooleanField(label=_("Study, sharing and seminar are for the whole class"), required=False, initial=True)
    place = forms.CharField(label=pgettext_lazy("gathering", "Place"), max_length=120, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for kind, (day, starts, minutes) in USUAL.items():
            self.fields[f"{kind}_day"] = forms.TypedChoiceField(label=LABELS[kind], choices=WEEKDAYS, coerce=int, initial=day)
            self.fields[f"{kind}_at"] = forms.TimeField(label=_("Begins at"), initial=starts, widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"))
            self.fields[f"{kind}_minutes"] = forms.IntegerField(label=_("Length in minutes"), min_value=10, max_value=480, initial=minutes)

    def weekly(self) -> dict[str, Weekly]:
        """What was typed, by kind."""
        kept = self.cleaned_data
        return {kind: Weekly(kept[f"{kind}_day"], kept[f"{kind}_at"], kept[f"{kind}_minutes"]) for kind in USUAL}
