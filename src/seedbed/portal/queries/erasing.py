"""What would become of everything that is held about one person, table by table; and the requests for it."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Max, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from seedbed.directory.models import Person
from seedbed.directory.queries import reach
from seedbed.kernel.actor import Actor
from seedbed.outcomes.reckoning.hours import months_later
from seedbed.placement.models import Placement
from seedbed.placement.states.matching import PlacementState
from seedbed.portal.models import Erasure
from seedbed.portal.queries.holdings import HOLDINGS, Holding
from seedbed.portal.queries.retention import months_by_table
from seedbed.selection.models import Application

DECIDING = ("open", "screening", "ranking", "proposed")  # states of a batch in which an application is still worked on
ENDED = ("ineligible", "given_up")


@dataclass(frozen=True)
class Fate:
    """What becomes of one table: how many rows, `erased`, `deleted`, `nameless` or `blocked`, which fields, why and until when."""

    key: str
    name: str
    rows: int
    fate: str
    fields: str
    why: str
    until: date | None = None

    @property
    def label(self) -> str:
        """The fate in words."""
        return {"erased": pgettext("fate of data", "texts erased"), "deleted": pgettext("fate of data", "deleted"),
                "nameless": pgettext("fate of data", "stays without a name"), "blocked": pgettext("fate of data", "blocked")}[self.fate]


def erasures_visible_to(actor: Actor) -> QuerySet[Erasure]:
    """Return the requests about people of the units for which the actor is officer or leader."""
    rows = Erasure.objects.filter(person__unit__in=reach(actor, "officer", "leader"))
    return rows.select_related("person__unit", "asked_by", "examined_by", "decided_by")


def erasures_to_decide(actor: Actor) -> QuerySet[Erasure]:
    """Return what waits for the actor: to be examined, or to be carried out by somebody else than who examined it."""
    return erasures_visible_to(actor).filter(state__in=["asked", "examined"]).exclude(state="examined", examined_by=actor.account_id)


def hindrance(person: Person) -> str:
    """Return the sentence that stands against erasing a person now, or "": what is under way has to end first."""
    if Placement.objects.filter(person=person, state__in=[PlacementState.PLANNED, PlacementState.ACTIVE]).exists():
        return _("This person is in a course that is under way. End or withdraw the placement first.")
    if Application.objects.filter(person=person, batch__state__in=DECIDING).exclude(state__in=ENDED).exists():
        return _("An application of this person is still being decided on. It has to be given up first.")
    return ""


def fates_of(person: Person) -> list[Fate]:
    """Return, for every table that holds something about the person, what becomes of it."""
    months = months_by_table()
    counted = [(holding, rows_of(holding, person).count()) for holding in HOLDINGS]
    return [_fate(holding, n, person, months[holding.key]) for holding, n in counted if n]


def rows_of(holding: Holding, person: Person) -> QuerySet[Any]:
    """Return all rows of a table about a person, also those that are no part of the copy; a request that is being answered is not among them."""
    if not holding.path:
        return holding.model._default_manager.none()
    rows = holding.model._default_manager.filter(**{holding.path: person}).order_by("pk")
    return rows.exclude(state__in=["asked", "examined"]) if holding.model is Erasure else rows


def _fate(holding: Holding, n: int, person: Person, months: int) -> Fate:
    if holding.law:
        newest = rows_of(holding, person).order_by().aggregate(last=Max(holding.ends))["last"] if holding.ends else None
        return Fate(holding.key, holding.name, n, "blocked", "", str(holding.law), months_later(newest or timezone.localdate(), months))
    if holding.goes:
        return Fate(holding.key, holding.name, n, "deleted", "", "")
    if not holding.texts:
        return Fate(holding.key, holding.name, n, "nameless", "", _("work of the office; without the name it is about nobody"))
    fields = "、".join(str(holding.model._meta.get_field(name).verbose_name) for name in holding.texts)  # type: ignore[union-attr]
    return Fate(holding.key, holding.name, n, "erased", fields, "")


def to_unblock() -> list[int]:
    """Return the requests whose time of blocking is over and that still hold a name."""
    return list(Erasure.objects.filter(kept_until__lt=timezone.localdate()).exclude(kept_sealed="").values_list("pk", flat=True)[:50])
