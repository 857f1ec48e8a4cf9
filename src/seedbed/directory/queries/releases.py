"""Reads of releases: whether data of many people may leave the house now, and who asked for what."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Model, Q, QuerySet
from django.utils import timezone

from seedbed.directory.models import ExportRelease
from seedbed.directory.queries import reach
from seedbed.kernel.actor import Actor

BULK = 20  # from so many people on a list needs a second person


@dataclass(frozen=True)
class Outgoing:
    """What somebody wants to take out: which list, of what, kept by which unit, with how many people (None: always in need of a release)."""

    what: str
    label: str
    subject: str
    unit: int
    people: int | None

    @classmethod
    def of(cls, what: str, label: Any, row: Model, unit: int, people: int | None) -> "Outgoing":
        """Return what goes out of one row, such as the applicants of a batch."""
        return cls(what, f"{row} · {label}"[:200], f"{row._meta.label_lower}:{row.pk}", unit, people)

    @property
    def is_bulk(self) -> bool:
        """Whether it holds so many people that a second person is needed."""
        return self.people is None or self.people >= BULK


def release_for(outgoing: Outgoing, actor: Actor) -> ExportRelease | None:
    """Return the release by which the actor may take this out now, or None."""
    rows = ExportRelease.objects.filter(what=outgoing.what, subject=outgoing.subject, asked_by=actor.account_id, state="released")
    return rows.filter(ends_at__gt=timezone.now()).order_by("-ends_at").first() if actor.account_id is not None else None


def asked_for(outgoing: Outgoing, actor: Actor) -> ExportRelease | None:
    """Return what the actor asked for and nobody has decided yet."""
    rows = ExportRelease.objects.filter(what=outgoing.what, subject=outgoing.subject, asked_by=actor.account_id, state="asked")
    return rows.first() if actor.account_id is not None else None


def may_leave(outgoing: Outgoing, actor: Actor) -> bool:
    """Whether this may be taken out: few people, a job of the system, or a release in force. Asked alike for short lists and long ones."""
    released = release_for(outgoing, actor) is not None
    return released or not outgoing.is_bulk or actor.kind == "job"


def releases_visible_to(actor: Actor) -> QuerySet[ExportRelease]:
    """Return the own requests, and those of units for which the actor is officer or leader."""
    rows = ExportRelease.objects.filter(Q(asked_by=actor.account_id) | Q(unit__in=reach(actor, "officer", "leader")))
    return rows.select_related("unit", "asked_by", "decided_by")


def releases_to_decide(actor: Actor) -> QuerySet[ExportRelease]:
    """Return what waits for the actor's decision: asked for by somebody else, for a unit where the actor is officer or leader."""
    return releases_visible_to(actor).filter(state="asked", unit__in=reach(actor, "officer", "leader")).exclude(asked_by=actor.account_id)
