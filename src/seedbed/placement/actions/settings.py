"""What an officer sets before a match: weights, rules, locks, bans, pairs. Each takes effect in the next run."""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from seedbed.directory.queries import conflict_between
from seedbed.kernel.actions import action, add, change, note, remove, require
from seedbed.kernel.actor import Actor
from seedbed.placement import rules
from seedbed.placement.models import Ban, HostOffer, Lock, MatchRule, Pair, Post, RuleKind, WeightSet
from seedbed.placement.queries import whole
from seedbed.placement.reckoning.fit import DEFAULT_WEIGHTS, PARTS
from seedbed.selection.models import Application, Batch

LARGEST_WEIGHT = 100


@action("placement.set_weights", allow=rules.matches_batch, label=gettext_lazy("Set the weights"))
def set_weights(batch: Batch, *, by: Actor, values: dict[str, int], reason: str = "") -> WeightSet:
    """Set the weights of the parts of the fit: a new version. Results keep the version they were made with.

    Each weight is 0 to 100 and at least one is above 0.
    """
    require(set(values) == set(PARTS), _("Give a weight for every part."))
    require(all(isinstance(v, int) and 0 <= v <= LARGEST_WEIGHT for v in values.values()), _("A weight is a whole number from 0 to 100."))
    require(any(values.values()), _("At least one part needs a weight above 0."))
    before = whole.newest_weights(whole.locked_batch(batch))
    require(before is None or before.values != values, _("These weights are in force already."))
    version = before.version + 1 if before else 1
    return add(WeightSet(batch=batch, version=version, values={p: values[p] for p in PARTS}, note=reason.strip(),
                         created_by_id=by.account_id))


@action("placement.use_weights", allow=rules.matches_batch, label=gettext_lazy("Take the first weights"))
def weights_in_force(batch: Batch, *, by: Actor) -> WeightSet:
    """Return the weights in force; a batch without any gets those of the batch it was copied from, else the usual ones."""
    newest = whole.newest_weights(batch)
    if newest is not None:
        note(newest, "used")
        return newest
    earlier = whole.newest_weights(batch.copied_from) if batch.copied_from is not None else None
    values = dict(earlier.values) if earlier else dict(DEFAULT_WEIGHTS)
    return add(WeightSet(batch=batch, version=1, values=values, created_by_id=by.account_id))


@action("placement.set_match_rule", allow=rules.matches_batch, label=gettext_lazy("Set a matching rule"))
def set_rule(batch: Batch, *, by: Actor, kind: str, number: int, reason: str = "") -> MatchRule:
    """Set one rule that every plan keeps, or change its number. One rule of a kind per batch."""
    require(kind in RuleKind.values, _("There is no such rule."))
    require(1 <= number <= 99, _("The number is 1 to 99."))
    old = whole.rules_of_batch(batch).filter(kind=kind).first()
    if old is not None:
        return change(old, number=number, note=reason.strip())
    return add(MatchRule(batch=batch, kind=kind, number=number, note=reason.strip(), created_by_id=by.account_id))


@action("placement.remove_match_rule", allow=rules.matches_for, label=gettext_lazy("Remove a matching rule"))
def remove_rule(rule: MatchRule, *, by: Actor) -> None:
    """Remove a rule; plans made before keep what they were made with."""
    remove(rule)


def _place(application: Application, post: Post | None, offer: HostOffer | None, reason: str) -> dict[str, Any]:
    """Check a place that an officer names and return its columns."""
    require((post is None) != (offer is None), _("Name one post or one host."))
    where = post.offer if post is not None else offer
    require(where is not None and where.batch_id == application.batch_id, _("Person and post belong to different batches."))
    require(reason.strip(), _("Give a reason: the trail keeps it."))
    return {"batch": application.batch, "application": application, "post": post, "offer": offer, "reason": reason.strip()}


@action("placement.lock", allow=rules.matches_for, label=gettext_lazy("Lock a person to a place"))
def lock(application: Application, *, by: Actor, post: Post | None = None, offer: HostOffer | None = None, reason: str) -> Lock:
    """Keep a person at a post, or at any post of a host, in every further run; an older lock is replaced.

    Refused where a conflict of interest stands between the person and the host.
    """
    fields = _place(application, post, offer, reason)
    host = (post.offer if post is not None else offer).host  # type: ignore[union-attr]
    require(not conflict_between(application.person, host.unit),
            _("There is a conflict of interest between this person and %(host)s.") % {"host": host.unit.name})
    for old in whole.locks_of_batch(application.batch).filter(application=application):
        remove(old)
    return add(Lock(**fields, created_by_id=by.account_id))


@action("placement.unlock", allow=rules.matches_for, label=gettext_lazy("Remove a lock"))
def unlock(lock: Lock, *, by: Actor) -> None:
    """Let the next run place this person freely again."""
    remove(lock)


@action("placement.ban", allow=rules.matches_for, label=gettext_lazy("Rule out a place for a person"))
def ban(application: Application, *, by: Actor, post: Post | None = None, offer: HostOffer | None = None, reason: str) -> Ban:
    """Keep a person away from a post, or from a host, in every further run."""
    fields = _place(application, post, offer, reason)
    same = whole.bans_of_batch(application.batch).filter(application=application, post=post, offer=offer)
    require(not same.exists(), _("This place is ruled out for this person already."))
    return add(Ban(**fields, created_by_id=by.account_id))


@action("placement.unban", allow=rules.matches_for, label=gettext_lazy("Allow a place again"))
def unban(ban: Ban, *, by: Actor) -> None:
    """Allow the place again."""
    remove(ban)


@action("placement.pair", allow=rules.matches_for, label=gettext_lazy("Bind two people together or keep them apart"))
def pair(first: Application, *, by: Actor, second: Application, kind: str, reason: str) -> Pair:
    """Send two people to the same host, or to different ones, in every further run."""
    require(kind in Pair.Kind.values, _("Choose together or apart."))
    require(first.pk != second.pk and first.batch_id == second.batch_id, _("Choose two people of one batch."))
    require(reason.strip(), _("Give a reason: the trail keeps it."))
    a, b = sorted((first, second), key=lambda application: application.pk)
    require(not whole.pairs_of_batch(first.batch).filter(first=a, second=b).exists(), _("These two are a pair already."))
    return add(Pair(batch=first.batch, kind=kind, first=a, second=b, reason=reason.strip(), created_by_id=by.account_id))


@action("placement.unpair", allow=rules.matches_for, label=gettext_lazy("Undo a pair"))
def unpair(pair: Pair, *, by: Actor) -> None:
    """Let the two go where they fit again."""
    remove(pair)
