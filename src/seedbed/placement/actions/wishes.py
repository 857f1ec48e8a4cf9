"""Writes of wishes: the window, and the ranked choices of each person."""

import hashlib
from collections.abc import Sequence
from datetime import datetime

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from seedbed.kernel.actions import action, add, change, note, remove, require
from seedbed.kernel.actor import Actor
from seedbed.placement import rules
from seedbed.placement.models import HostOffer, Post, Wish, WishReceipt, WishWindow
from seedbed.placement.queries import wishes as queries
from seedbed.selection.models import Application, Batch

Choice = Post | HostOffer


@action("placement.set_wish_window", allow=rules.runs_batch, label=gettext_lazy("Set the window for wishes"))
def set_wish_window(batch: Batch, *, by: Actor, opens_at: datetime, closes_at: datetime, max_choices: int = 5,
                    wish_for: str = "post", version: int | None = None) -> WishWindow:
    """Say when people of a batch may state wishes, how many, and whether for posts or hosts.

    What wishes name stays once somebody has stated one, and the number does not fall below what was stated.
    """
    require(closes_at > opens_at, _("The window closes after it opens."))
    require(1 <= max_choices <= 20, _("Between 1 and 20 wishes."))
    window = WishWindow.objects.filter(batch=batch).first()
    if window is None:
        return add(WishWindow(batch=batch, opens_at=opens_at, closes_at=closes_at, max_choices=max_choices, wish_for=wish_for))
    highest = queries.highest_rank(batch)
    require(not highest or wish_for == window.wish_for, _("Wishes were stated already: what they name stays."))
    require(max_choices >= highest, _("Somebody stated %(count)d wishes already.") % {"count": highest})
    return change(window, version=version, opens_at=opens_at, closes_at=closes_at, max_choices=max_choices, wish_for=wish_for)


@action("placement.state_wishes", allow=rules.states_wishes, label=gettext_lazy("State wishes"))
def state_wishes(application: Application, *, by: Actor, choices: Sequence[Choice], paper_number: str = "") -> WishReceipt:
    """Replace the wishes of an application by `choices`, best first, and return the receipt.

    By the person while the window is open; by the officer from a signed paper, also after it has closed.
    Refused: a plan that is published, more than the window allows, one thing twice, a post or host that takes nobody.
    """
    window = queries.window_of(application.batch_id)
    require(window, _("No window for wishes is set for this batch."))
    assert window is not None
    own = rules.own_application(by, application)
    require(own or paper_number.strip(), _("Enter the number of the signed paper."))
    require(not queries.is_settled(application.batch_id), _("The plan is published; wishes change nothing any more. Ask for a change of post."))
    if own:
        require(queries.is_open(window), _("The window for wishes is closed."))
    require(queries.may_wish(application), _("This application does not take part any more."))
    _check(window, application, choices)
    return _replace(application, choices, by, "" if own else paper_number.strip())


def _check(window: WishWindow, application: Application, choices: Sequence[Choice]) -> None:
    require(choices, _("State at least one wish."))
    require(len(choices) <= window.max_choices,
            _("At most %(count)d wishes are taken.") % {"count": window.max_choices})
    require(len({(type(c), c.pk) for c in choices}) == len(choices), _("Each wish may be named once only."))
    wanted = Post if window.wish_for == "post" else HostOffer
    offered = set(queries.choices_of(window).values_list("pk", flat=True))
    require(all(isinstance(c, wanted) and c.pk in offered for c in choices),
            _("One of the wishes is not offered any more. Reload the page and choose again."))


def _replace(application: Application, choices: Sequence[Choice], by: Actor, paper_number: str) -> WishReceipt:
    for wish in Wish.objects.filter(application=application):
        remove(wish)
    for rank, choice in enumerate(choices, 1):
        name = "post" if isinstance(choice, Post) else "offer"
        add(Wish(application=application, rank=rank, **{name: choice}))
    now = timezone.now()
    receipt = add(WishReceipt(
        application=application, handed_in_at=now, digest=digest_of(application, choices, now), count=len(choices),
        way="paper" if paper_number else "screen", paper_number=paper_number, entered_by_id=by.account_id,
    ))
    note(application, "wishes")
    return receipt


def digest_of(application: Application, choices: Sequence[Choice], at: datetime) -> str:
    """Return the hash of a list of wishes: registered number, time, and every choice in order."""
    lines = [application.shown_number, at.isoformat(), *(f"{i} {type(c).__name__} {c.pk} {c}" for i, c in enumerate(choices, 1))]
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()
