"""Forms of wishes."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from seedbed.placement.forms.hosts import seats_text
from seedbed.placement.models import HostOffer, Post, WishWindow


class WindowForm(forms.Form):
    """When wishes may be stated, how many, and for what."""

    opens_at = forms.DateTimeField(label=gettext_lazy("Opens at"), widget=forms.DateTimeInput)
    closes_at = forms.DateTimeField(label=gettext_lazy("Closes at"), widget=forms.DateTimeInput)
    max_choices = forms.IntegerField(label=gettext_lazy("Wishes at most"), min_value=1, max_value=20, initial=5)
    wish_for = forms.ChoiceField(label=gettext_lazy("Wishes name"), choices=WishWindow.Subject.choices)

    @classmethod
    def of(cls, window: WishWindow | None, data: Any = None) -> "WindowForm":
        """Return the form filled with what is stored."""
        initial = {name: getattr(window, name) for name in cls.base_fields} if window else {}
        return cls(data, initial=initial)


def label_of(choice: Post | HostOffer) -> str:
    """Return how a choice is named: host and post, or host."""
    if isinstance(choice, Post):
        return f"{choice.offer.host.unit.name} · {choice.title}"
    return choice.host.unit.name


def option_of(choice: Post | HostOffer, first: int) -> str:
    """Return the choice with its seats and how many named it first, as one line of a list."""
    values = {"name": label_of(choice), "seats": seats_text(choice) if isinstance(choice, Post) else "", "first": first}
    if values["seats"]:
        return _("%(name)s (seats %(seats)s, first wish of %(first)d)") % values
    return _("%(name)s (first wish of %(first)d)") % values


class WishesForm(forms.Form):
    """Ranked choices, best first: as many boxes as the window allows; works with a thumb and without JavaScript."""

    def __init__(self, *args: Any, window: WishWindow, choices: list[Any], first: dict[int, int], paper: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.things = {str(choice.pk): choice for choice in choices}
        listed = [("", _("no wish")), *((key, option_of(choice, first.get(choice.pk, 0))) for key, choice in self.things.items())]
        for rank in range(1, window.max_choices + 1):
            self.fields[f"wish{rank}"] = forms.ChoiceField(
                label=_("Wish %(rank)d") % {"rank": rank}, choices=listed, required=False)
        if paper:
            self.fields["paper_number"] = forms.CharField(label=_("Number of the signed paper"), max_length=80)

    def clean(self) -> dict[str, Any]:
        """Close gaps; the same thing twice is refused at the second place."""
        data: dict[str, Any] = super().clean() or {}
        seen: dict[str, str] = {}
        for name, key in list(data.items()):
            if not name.startswith("wish") or not key:
                continue
            if key in seen:
                self.add_error(name, _("This was chosen above already."))
            seen[key] = name
        return data

    def choices(self) -> list[Any]:
        """Return what was chosen, best first."""
        names = [name for name in self.fields if name.startswith("wish")]
        return [self.things[self.cleaned_data[name]] for name in names if self.cleaned_data.get(name)]
