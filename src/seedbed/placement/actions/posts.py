"""Writes of posts: their facts, their seats, and posts made for a person."""

from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from seedbed.kernel import sealed
from seedbed.kernel.actions import action, add, change, note, require
from seedbed.kernel.actor import Actor
from seedbed.kernel.identity import mask_mobile
from seedbed.kernel.workflow import perform
from seedbed.placement import rules
from seedbed.placement.models import HostOffer, Post
from seedbed.placement.states.hosts import POST_MOVES
from seedbed.selection.models import Application

FACTS = {"title", "duties", "wanted_majors", "wanted_level", "wanted_experience", "lodging", "lodging_note", "mentor",
         "contact_name", "need", "remark"}
Seats = tuple[int | None, int | None]


@action("placement.add_post", allow=rules.keeps_offer, label=gettext_lazy("Add a post"))
def add_post(offer: HostOffer, *, by: Actor, title: str, seats: Seats = (None, None), phone: str = "", **facts: Any) -> Post:
    """Add a post to what a host offers. Seats `(None, None)` are to be settled. Titles are unique per offer."""
    title = title.strip()
    require(title, _("A post needs a title."))
    require(not offer.posts.filter(title=title).exists(), _("This host has a post called “%(title)s” already.") % {"title": title})
    return add(Post(offer=offer, title=title, **_facts(facts), **_seats(seats), **_phone(phone)))


@action("placement.change_post", allow=rules.keeps_post, label=gettext_lazy("Change a post"))
def change_post(post: Post, *, by: Actor, version: int | None = None, seats: Seats | None = None,
                phone: str | None = None, **facts: Any) -> Post:
    """Change facts of a post. Seats never fall below those taken; `phone` None leaves the old one."""
    values = _facts(facts) | (_seats(seats) if seats is not None else {}) | _phone(phone)
    if "title" in values:
        values["title"] = values["title"].strip()
        require(values["title"], _("A post needs a title."))
        require(not post.offer.posts.exclude(pk=post.pk).filter(title=values["title"]).exists(),
                _("This host has a post called “%(title)s” already.") % {"title": values["title"]})
    if seats is not None:
        _keep_taken(post, seats)
    return change(post, version=version, **values)


@action("placement.confirm_seats", allow=rules.answers_offer, label=gettext_lazy("Confirm the seats"))
def confirm_seats(offer: HostOffer, *, by: Actor, seats: dict[int, Seats]) -> HostOffer:
    """Take the number of seats of each post from the host, and note that it confirmed them.

    Refused while a post is still to be settled, and below the seats that are taken.
    """
    posts = {post.pk: post for post in offer.posts.select_for_update(no_key=True).filter(state="open")}
    require(posts.keys() <= seats.keys(), _("Give the number of people for every post."))
    for pk, wanted in seats.items():
        require(pk in posts, _("This post does not belong to you."))
        require(wanted[0] is not None, _("Give the number of people for “%(post)s”.") % {"post": posts[pk].title})
        _keep_taken(posts[pk], wanted)
        _seats(wanted)
        if (posts[pk].seats_min, posts[pk].seats_max) != wanted:
            change(posts[pk], seats_min=wanted[0], seats_max=wanted[1])
    return change(offer, seats_confirmed_at=timezone.now())


@action("placement.close_post", allow=rules.keeps_post, label=gettext_lazy("Close a post"))
def close_post(post: Post, *, by: Actor, reason: str) -> Post:
    """Close a post: nobody is placed there from now on. Refused while people are placed there."""
    require(post.taken == 0, _("People are placed on this post. Find other posts for them first."))
    return perform(post, POST_MOVES, "close", by=by, note=reason)


@action("placement.open_post", allow=rules.keeps_post, label=gettext_lazy("Open a post again"))
def open_post(post: Post, *, by: Actor) -> Post:
    """Open a closed post again."""
    return perform(post, POST_MOVES, "open_again", by=by)


@action("placement.make_post_for", allow=rules.decides_post, label=gettext_lazy("Note that a post was made for a person"))
def make_post_for(post: Post, *, by: Actor, application: Application | None, made_by: str = "", reason: str = "") -> Post:
    """Note that host or office made the post for one applicant of the batch, with the reason; None takes it back."""
    if application is None:
        return change(post, made_for=None, made_by="", made_for_reason="")
    require(application.batch_id == post.offer.batch_id, _("This person applied for another batch."))
    require(made_by in {"host", "office"}, _("Say who made the post: the host or the office."))
    require(reason.strip(), _("Give the reason: it is shown beside the match."))
    return change(post, made_for=application, made_by=made_by, made_for_reason=reason.strip())


@action("placement.reveal_contact", allow=rules.keeps_post, label=gettext_lazy("Show the telephone of a contact"))
def reveal_contact(post: Post, *, by: Actor, reason: str) -> str:
    """Return the telephone in clear; the trail keeps who saw it and why."""
    require(reason.strip(), _("Give a reason: the trail keeps it."))
    note(post, "revealed", changes={"contact_phone_sealed": None}, text=reason)
    return sealed.unseal(post.contact_phone_sealed)


def _facts(facts: dict[str, Any]) -> dict[str, Any]:
    unknown = facts.keys() - FACTS
    if unknown:
        raise TypeError(f"not to be changed here: {', '.join(sorted(unknown))}")
    return {name: "" if value is None else value for name, value in facts.items()}


def _seats(seats: Seats) -> dict[str, int | None]:
    low, high = seats
    require((low is None) == (high is None), _("Give both numbers of seats, or none."))
    if low is not None and high is not None:
        require(1 <= low <= high <= 200, _("Seats are a number from 1 to 200; the smaller one stands first."))
    return {"seats_min": low, "seats_max": high}


def _phone(phone: str | None) -> dict[str, str]:
    if phone is None:
        return {}
    return {"contact_phone_sealed": sealed.seal(phone), "contact_phone_masked": mask_mobile(phone)}


def _keep_taken(post: Post, seats: Seats) -> None:
    require(post.taken == 0 or (seats[1] or 0) >= post.taken,
            _("%(count)d people are placed on “%(post)s”: the seats cannot be fewer.") % {"count": post.taken, "post": post.title})
