"""Forms of hosts, offers and posts."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from seedbed.directory.models.ties import TieKind
from seedbed.kernel.identity import Flaw, check_uscc, parse_seats
from seedbed.placement.models import (
    Host,
    HostOffer,
    HostSource,
    HostState,
    Lodging,
    NextYear,
    Post,
    Willingness,
)

LONG = {"rows": 4}
HOST_TIES = [(k.value, k.label) for k in (
    TieKind.SUPERVISES, TieKind.SUBSIDISES, TieKind.CONTRACTS, TieKind.DISPUTE, TieKind.HOME_TIE)]


class HostFilter(forms.Form):
    """Narrow the list of hosts."""

    q = forms.CharField(label=_("Search"), required=False, max_length=60)
    state = forms.ChoiceField(label=pgettext_lazy("vetting", "State"), required=False,
                              choices=[("", _("all")), *HostState.choices])


class OfferFilter(forms.Form):
    """Narrow the hosts of a batch."""

    q = forms.CharField(label=_("Search"), required=False, max_length=60)
    willingness = forms.ChoiceField(label=pgettext_lazy("host", "Willingness"), required=False, choices=[("", _("all")), *Willingness.choices])
    lodging = forms.ChoiceField(label=_("Lodging"), required=False, choices=[("", _("all")), *Lodging.choices])
    open = forms.BooleanField(label=_("seats still to be settled"), required=False)


class ProfileForm(forms.Form):
    """The profile of a host that holds for all batches."""

    address = forms.CharField(label=_("Address"), required=False, max_length=200)
    business = forms.CharField(label=_("Main business"), required=False, max_length=10_000, widget=forms.Textarea(LONG))
    lodging = forms.ChoiceField(label=_("Usual lodging"), required=False, choices=[("", _("not said")), *Lodging.choices])
    source = forms.ChoiceField(label=_("How it was found"), required=False, choices=[("", _("not said")), *HostSource.choices])
    remark = forms.CharField(label=_("Remark"), required=False, max_length=4000, widget=forms.Textarea(LONG))

    @classmethod
    def of(cls, host: Host, data: Any = None) -> "ProfileForm":
        """Return the form filled with what is stored."""
        return cls(data, initial={name: getattr(host, name) for name in cls.base_fields})


class NewHostForm(ProfileForm):
    """A new host: its name and credit code besides the profile."""

    name = forms.CharField(label=_("Company"), max_length=120)
    uscc = forms.CharField(label=_("Unified social credit code"), max_length=30)
    field_order = ("name", "uscc")

    def clean_uscc(self) -> str:
        """Give the code without blanks; one that does not add up is refused with its sentence."""
        found = check_uscc(self.cleaned_data["uscc"])
        if isinstance(found, Flaw):
            raise forms.ValidationError(found.text)
        return found


class VetForm(forms.Form):
    """A step of the vetting with its reason."""

    move = forms.ChoiceField(label=_("Decision"))
    reason = forms.CharField(label=_("Reason"), max_length=1000, widget=forms.Textarea({"rows": 2}))
    conditions = forms.CharField(label=_("Conditions"), required=False, max_length=1000, widget=forms.Textarea({"rows": 2}),
                                 help_text=_("Only when the host is accepted on conditions."))

    def __init__(self, *args: Any, moves: list[tuple[str, Any]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["move"].choices = moves  # type: ignore[attr-defined]


class IndustrySearch(forms.Form):
    """Words or the beginning of a code of GB/T 4754-2017."""

    q = forms.CharField(label=_("Industry (words or code)"), required=False, max_length=40)


class TieForm(forms.Form):
    """A tie between a unit of the sending side and the host."""

    unit = forms.CharField(label=pgettext_lazy("organisation", "Unit"), max_length=120, help_text=_("The full or short name, as in the directory."))
    kind = forms.ChoiceField(label=_("Tie"), choices=HOST_TIES)
    source = forms.CharField(label=_("Told by"), required=False, max_length=120)


class BoundForm(forms.Form):
    """From how many people the host is used."""

    min_used = forms.IntegerField(label=_("Used only from (people)"), min_value=0, max_value=200,
                                  help_text=_("The host takes nobody or at least so many people; 0: no such bound."))


class NextYearForm(forms.Form):
    """Whether the host wants to be asked again."""

    next_year = forms.ChoiceField(label=_("Interest in the next year"), choices=NextYear.choices, widget=forms.RadioSelect)


class SeatsField(forms.CharField):
    """Seats as offices write them: `2`, `1-2`, or `若干` while they are to be settled; gives (least, most)."""

    def to_python(self, value: Any) -> Any:
        """Give a pair of numbers, or (None, None) for seats to be settled."""
        text = super().to_python(value)
        reading = parse_seats(text)
        wrong = [flaw for flaw in reading.flaws if flaw.severity == "error"]
        if wrong:
            raise forms.ValidationError(wrong[0].text)
        return (reading.value["min"], reading.value["max"]) if reading.value else (None, None)

    def validate(self, value: Any) -> None:
        """An empty cell means that the seats are to be settled; with `required` that is not enough."""
        if self.required and value == (None, None):
            raise forms.ValidationError(_("Give a number of people such as 2 or 1-2."))

    def run_validators(self, value: Any) -> None:
        """Length was checked while reading; the value is no text any more."""


def seats_text(post: Post) -> str:
    """Return the seats of a post as they are typed."""
    if not post.seats_are_settled:
        return ""
    return str(post.seats_min) if post.seats_min == post.seats_max else f"{post.seats_min}-{post.seats_max}"


class PostForm(forms.Form):
    """The facts of a post."""

    title = forms.CharField(label=pgettext_lazy("training", "Post"), max_length=80)
    duties = forms.CharField(label=_("Duties of the post"), required=False, max_length=4000, widget=forms.Textarea(LONG))
    wanted_majors = forms.CharField(label=_("Wanted majors"), required=False, max_length=200)
    wanted_level = forms.CharField(label=_("Wanted level"), required=False, max_length=60)
    wanted_experience = forms.CharField(label=_("Wanted experience"), required=False, max_length=200)
    seats = SeatsField(label=pgettext_lazy("host", "Seats"), required=False, max_length=20, help_text=_("Such as 2 or 1-2; empty: to be settled."))
    need = forms.IntegerField(label=_("Need of the host (0-100)"), min_value=0, max_value=100, initial=50)
    lodging = forms.ChoiceField(label=_("Lodging"), choices=Lodging.choices, initial="any")
    lodging_note = forms.CharField(label=_("About the lodging"), required=False, max_length=120)
    mentor = forms.CharField(label=_("Mentor"), required=False, max_length=40)
    contact_name = forms.CharField(label=_("Contact"), required=False, max_length=40)
    phone = forms.CharField(label=_("Telephone of the contact"), required=False, max_length=20,
                            help_text=_("Kept sealed. Leave it empty to keep the number that is stored."))
    remark = forms.CharField(label=_("Remark"), required=False, max_length=4000, widget=forms.Textarea({"rows": 2}))

    @classmethod
    def of(cls, post: Post, data: Any = None) -> "PostForm":
        """Return the form filled with what is stored; the telephone is never sent back."""
        stored = {name: getattr(post, name) for name in cls.base_fields if name not in {"seats", "phone"}}
        return cls(data, initial=stored | {"seats": seats_text(post)})

    def values(self) -> dict[str, Any]:
        """Return what the action takes: no telephone where none was typed."""
        return {name: value for name, value in self.cleaned_data.items() if name != "phone" or value}


class MadeForForm(forms.Form):
    """For which applicant a post was made, by whom, and why."""

    application: forms.ModelChoiceField = forms.ModelChoiceField(label=_("Applicant"), queryset=None, required=False, empty_label=_("nobody"))
    made_by = forms.ChoiceField(label=_("Made by"), required=False, choices=[("", "—"), *Post.MadeBy.choices])
    reason = forms.CharField(label=_("Reason"), required=False, max_length=300)

    def __init__(self, *args: Any, people: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["application"]
        field.queryset = people
        field.label_from_instance = lambda a: f"{a.person.name} · {a.unit.name} · {a.shown_number}"


class ReasonForm(forms.Form):
    """A reason that the trail keeps."""

    reason = forms.CharField(label=_("Reason"), max_length=300)


class InviteForm(forms.Form):
    """Which hosts are listed for a batch."""

    hosts: forms.ModelMultipleChoiceField = forms.ModelMultipleChoiceField(label=_("Hosts"), queryset=None, widget=forms.CheckboxSelectMultiple)

    def __init__(self, *args: Any, hosts: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["hosts"].queryset = hosts  # type: ignore[attr-defined]


class SeatsForm(forms.Form):
    """The seats of every open post of one offer; one field per post."""

    def __init__(self, *args: Any, offer: HostOffer, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.posts = [post for post in offer.posts.all() if post.state == "open"]
        for post in self.posts:
            self.fields[f"seats{post.pk}"] = SeatsField(label=post.title, initial=seats_text(post), max_length=20,
                                                        help_text=_("Such as 2 or 1-2."))

    def seats(self) -> dict[int, Any]:
        """Return the seats by post."""
        return {post.pk: self.cleaned_data[f"seats{post.pk}"] for post in self.posts}
