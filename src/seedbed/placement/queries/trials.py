"""Reads around trials: which there are, whom and what their answers name."""

from collections.abc import Iterable, Mapping

from django.db.models import QuerySet

from seedbed.directory.queries import reach
from seedbed.kernel.actor import Actor
from seedbed.placement.models import USABLE, HostOffer, MatchDraft, Post, Trial
from seedbed.placement.queries.matching import DECIDERS
from seedbed.selection.models import Application, Batch


def trials_visible_to(actor: Actor) -> QuerySet[Trial]:
    """Return the trials of batches the actor matches."""
    rows = Trial.objects.filter(batch__unit__in=reach(actor, *DECIDERS)).defer("draft__run__input", "draft__run__plan")
    return rows.select_related("batch__plan", "draft__run__weights", "created_by")


def taking_part(batch: Batch) -> QuerySet[HostOffer]:
    """Return the offers of a visible batch whose posts are open in a match."""
    open_posts = Post.objects.filter(offer__batch=batch, state=Post.State.OPEN, seats_max__isnull=False)
    rows = HostOffer.objects.filter(batch=batch, willingness="willing", host__state__in=USABLE, pk__in=open_posts.values("offer"))
    return rows.select_related("host__unit").order_by("host__unit__sort_key", "pk")


def staying_out(batch: Batch) -> QuerySet[HostOffer]:
    """Return the offers of a visible batch that have posts but do not take part so far."""
    rows = HostOffer.objects.filter(batch=batch, posts__isnull=False).exclude(pk__in=taking_part(batch).values("pk")).distinct()
    return rows.select_related("host__unit").order_by("host__unit__sort_key", "pk")


def applications_named(batch: Batch, keys: Iterable[int]) -> Mapping[int, Application]:
    """Return the people of a visible batch behind keys."""
    rows = Application.objects.filter(batch=batch, pk__in=set(keys))
    return rows.select_related("person", "unit", "batch__plan").in_bulk()


def posts_named(batch: Batch, keys: Iterable[int]) -> Mapping[int, Post]:
    """Return the posts of a visible batch behind keys."""
    return Post.objects.filter(offer__batch=batch, pk__in=set(keys)).select_related("offer__host__unit__region").in_bulk()


def drafts_chosen(drafts: QuerySet[MatchDraft], batch: Batch, numbers: Iterable[int], most: int = 3) -> list[MatchDraft]:
    """Return at most so many visible drafts of a batch by their numbers, the newest first; without numbers the newest ones."""
    rows = drafts.filter(batch=batch).order_by("-number")
    wanted = list(numbers)
    return list((rows.filter(number__in=wanted) if wanted else rows)[:most])


def state_of(trial: Trial) -> str:
    """Return the state in which a trial is at this moment."""
    return Trial.objects.values_list("state", flat=True).get(pk=trial.pk)
