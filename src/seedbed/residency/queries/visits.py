"""Reads of visits, supervision and wishes for changes."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Count, Max, Q, QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from seedbed.directory.queries import reach
from seedbed.kernel.actor import Actor
from seedbed.placement.models import HostLink, HostOffer
from seedbed.placement.queries.links import is_published
from seedbed.placement.states.matching import SEATED
from seedbed.residency.models import (
    BurdenRule,
    ChangeWish,
    ClassMember,
    Finding,
    HostWord,
    TrainingClass,
    Visit,
)
from seedbed.residency.queries.classes import HERE, OF_MEMBER, OFFICE, agreed_to_hosts, person_of
from seedbed.residency.states.visits import FindingState, WishState


def visits_visible_to(actor: Actor) -> QuerySet[Visit]:
    """Return the visits of classes the actor runs; trainees read the host's word about themselves, not the visit."""
    rows = Visit.objects.filter(training_class__batch__unit__in=reach(actor, *OFFICE))
    return rows.select_related("offer__host__unit", "training_class__batch__unit", "training_class__batch__plan", "recorded_by")


def findings_visible_to(actor: Actor) -> QuerySet[Finding]:
    """Return the findings of visible visits."""
    return Finding.objects.filter(visit__in=visits_visible_to(actor).values("pk")).select_related("visit__offer__host__unit", "visit__training_class__batch__unit")


def own_words(member: ClassMember) -> QuerySet[HostWord]:
    """Return what hosts said about one member, the newest visit first; the person may read every word."""
    return HostWord.objects.filter(member=member).select_related("visit__offer__host__unit").order_by("-visit__on", "-pk")


def hosts_of(row: TrainingClass) -> QuerySet[HostOffer]:
    """Return the hosts at which members of a class are now."""
    used = row.members.filter(placement__state__in=HERE).values("placement__post__offer")
    return HostOffer.objects.filter(pk__in=used).select_related("host__unit__region").order_by("host__unit__sort_key", "pk")


def members_at(row: TrainingClass, offer: HostOffer) -> QuerySet[ClassMember]:
    """Return the members of a class at one host."""
    return row.members.filter(placement__post__offer=offer, placement__state__in=HERE).select_related(*OF_MEMBER)


@dataclass(frozen=True)
class Stand:
    """When a host was visited last, and by when the next visit is due."""

    offer: HostOffer
    last: date | None
    due: date

    @property
    def is_late(self) -> bool:
        """Whether the interval is over."""
        return self.due < timezone.localdate()


def stands(row: TrainingClass) -> list[Stand]:
    """Return how every host of a class stands with visits, the most urgent first. The interval is a setting of the class."""
    return _stands(row, hosts_of(row), _newest_visits([row]))


def _newest_visits(rows: Iterable[TrainingClass]) -> dict[int, date]:
    """Return per offer the day of its newest visit; an offer belongs to one batch, and so to one class."""
    visited = Visit.objects.filter(training_class__in=rows, kind=Visit.Kind.VISIT).order_by()
    return dict(visited.values_list("offer").annotate(last=Max("on")))


def due_on(row: TrainingClass, last: date | None) -> date:
    """Return when a host of a class is to be visited next, never after the last day. The interval is a setting of the class."""
    return min((last or row.batch.starts_on) + timedelta(days=row.visit_every), row.batch.last_day)


def _stands(row: TrainingClass, offers: Iterable[HostOffer], newest: Mapping[int, date]) -> list[Stand]:
    found = [Stand(offer, newest.get(offer.pk), due_on(row, newest.get(offer.pk))) for offer in offers]
    return sorted(found, key=lambda stand: (stand.due, stand.offer.host.unit.sort_key))


def counted_late(rows: Sequence[TrainingClass]) -> dict[int, tuple[int, date]]:
    """Return per class how many hosts are due for a visit and since when the first; classes without one are not in it; two queries for all classes."""
    used = ClassMember.objects.filter(training_class__in=rows, placement__state__in=HERE, placement__post__isnull=False).order_by()
    newest, today = _newest_visits(rows), timezone.localdate()
    by_pk, found = {row.pk: row for row in rows}, dict[int, list[date]]()
    for pk, offer in used.values_list("training_class", "placement__post__offer").distinct():
        due = due_on(by_pk[pk], newest.get(offer))
        if due < today:
            found.setdefault(pk, []).append(due)
    return {pk: (len(days), min(days)) for pk, days in found.items()}


def open_findings(row: TrainingClass) -> QuerySet[Finding]:
    """Return what is still to be put right in a class."""
    return Finding.objects.filter(visit__training_class=row, state=FindingState.OPEN).select_related("visit__offer__host__unit")


def wishes_visible_to(actor: Actor) -> QuerySet[ChangeWish]:
    """Return the wishes for changes in classes the actor runs, and the own."""
    rows = ChangeWish.objects.filter(Q(member__training_class__batch__unit__in=reach(actor, *OFFICE)) | Q(member__person=person_of(actor), member__person__isnull=False))
    return rows.select_related("member__person", "member__training_class__batch__unit", "member__training_class__batch__plan",
                               "member__placement__post__offer__host__unit", "member__placement__application__batch__plan", "order__batch__plan")


def open_wishes(rows: QuerySet[ChangeWish]) -> QuerySet[ChangeWish]:
    """Narrow to what waits for an answer, the oldest first."""
    return rows.filter(state=WishState.ASKED).order_by("asked_at", "pk")


def shown_to_host(offer: HostOffer) -> QuerySet[ClassMember]:
    """Return the members at a host who agreed that it sees them: about nobody else it may ask anything."""
    if not is_published(offer):
        return ClassMember.objects.none()
    rows = ClassMember.objects.filter(placement__post__offer=offer, placement__state__in=SEATED, person__in=agreed_to_hosts())
    return rows.select_related(*OF_MEMBER).order_by("person__sort_key", "pk")


def wishes_of_host(offer: HostOffer) -> QuerySet[ChangeWish]:
    """Return what a host asked for about people who agreed that it sees them, the newest first."""
    rows = ChangeWish.objects.filter(side=ChangeWish.Side.HOST, member__person__in=agreed_to_hosts())
    rows = rows.filter(Q(member__placement__post__offer=offer) | Q(order__from_post__offer=offer))
    return rows.select_related("member__person")


def asks_for_host(row: HostLink, token: str) -> tuple[str, str] | None:
    """Return label and address under which a host asks for a change, once it has people in a class."""
    if not shown_to_host(row.offer).exists():
        return None
    return _("Ask for another post, trainee or an early end"), reverse("residency:host_wish", args=[token])


def counted_wishes(rows: QuerySet[ChangeWish], classes: Iterable[TrainingClass]) -> dict[int, int]:
    """Return per class how many wishes wait for an answer; one query for all classes."""
    waiting = rows.filter(state=WishState.ASKED, member__training_class__in=classes).order_by()
    return dict(waiting.values_list("member__training_class").annotate(n=Count("pk")))


def burden_rule_in_force() -> BurdenRule | None:
    """Return the newest rule of the burden meter."""
    return BurdenRule.objects.order_by("-version").first()
