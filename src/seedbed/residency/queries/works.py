"""Reads of journals, essays and dossiers. The service team, hosts and sending units see none of them."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date

from django.db.models import Count, Q, QuerySet
from django.utils import timezone

from seedbed.directory.queries import reach
from seedbed.kernel.actor import Actor
from seedbed.placement.models import HostOffer
from seedbed.residency.models import ClassMember, DossierEntry, TrainingClass, Work, WorkKind
from seedbed.residency.queries.classes import OFFICE, own_memberships, people_of, person_of
from seedbed.residency.queries.leave import calendar_of
from seedbed.residency.reckoning.weeks import Period, begun, periods
from seedbed.residency.states.works import WorkState

OF_WORK = ("member__person", "member__training_class__batch__plan", "member__placement__application__batch__plan",
           "member__placement__post__offer__host__unit", "read_by")


def works_visible_to(actor: Actor) -> QuerySet[Work]:
    """Return what trainees of the actor's classes have handed in, and everything of the own person, drafts too."""
    office = Q(member__training_class__batch__unit__in=reach(actor, *OFFICE)) & ~Q(state=WorkState.DRAFT)
    return Work.objects.filter(office | Q(member__person=person_of(actor), member__person__isnull=False)).select_related(*OF_WORK)


def own_works(member: ClassMember) -> QuerySet[Work]:
    """Return everything a member has written, the newest first."""
    return Work.objects.filter(member=member).select_related(*OF_WORK).order_by("-first_on", "-pk")


def to_read(rows: QuerySet[Work]) -> QuerySet[Work]:
    """Narrow to what waits to be read, the oldest first."""
    return rows.filter(state=WorkState.HANDED_IN).order_by("handed_in_at", "pk")


def counted_to_read(rows: QuerySet[Work], classes: Iterable[TrainingClass]) -> dict[int, int]:
    """Return per class how many texts wait to be read; one query for all classes."""
    waiting = rows.filter(state=WorkState.HANDED_IN, member__training_class__in=classes).order_by()
    return dict(waiting.values_list("member__training_class").annotate(n=Count("pk")))


def journal_periods(row: TrainingClass) -> list[Period]:
    """Return the periods for which the class asks a journal."""
    return periods(row.batch.starts_on, row.batch.last_day, row.journal_every, calendar_of(row.batch))


def own_periods(member: ClassMember, today: date | None = None) -> list[tuple[Period, Work | None]]:
    """Return the periods that have begun, the newest first, each with the member's journal."""
    written = {work.first_on: work for work in Work.objects.filter(member=member, kind=WorkKind.JOURNAL)}
    found = begun(journal_periods(member.training_class), today or timezone.localdate())
    return [(period, written.get(period.first)) for period in found]


def still_to_write(member: ClassMember) -> list[Period]:
    """Return the periods that are over or end today and have no journal handed in, the oldest first."""
    open_states = {WorkState.DRAFT, WorkState.RETURNED}
    today = timezone.localdate()
    return [period for period, work in reversed(own_periods(member, today)) if period.last <= today and (work is None or work.state in open_states)]


def without_journal(row: TrainingClass, period: Period) -> list[ClassMember]:
    """Return who has handed in no journal about a period: exceptions to ask about, by name, in no order of merit."""
    done = Work.objects.filter(member__training_class=row, kind=WorkKind.JOURNAL, first_on=period.first).exclude(state__in=[WorkState.DRAFT, WorkState.RETURNED])
    return list(people_of(row).exclude(pk__in=done.values("member")).order_by("person__sort_key", "pk"))


# -- dossiers ----------------------------------------------------------------------------------------------


def dossiers_visible_to(actor: Actor) -> QuerySet[HostOffer]:
    """Return the hosts whose dossier the actor reads: of batches in reach, and all of the own class."""
    mine = own_memberships(actor).order_by().values("training_class__batch")
    rows = HostOffer.objects.filter(Q(batch__unit__in=reach(actor, *OFFICE)) | Q(batch__in=mine), willingness="willing")
    return rows.select_related("host__unit", "batch__unit", "batch__plan")


def author_of(actor: Actor, offer: HostOffer) -> ClassMember | None:
    """Return the actor's own place at this host: who works there writes its dossier."""
    return own_memberships(actor).filter(placement__post__offer=offer).first()


def entries_of(offer: HostOffer) -> dict[str, list[DossierEntry]]:
    """Return what stands in a dossier now, by question, each entry with what it replaced and its comments."""
    rows = DossierEntry.objects.filter(offer=offer).select_related("author__person", "replaces").prefetch_related("comments__by")
    replaced = {row.replaces_id for row in rows if row.replaces_id}
    found: dict[str, list[DossierEntry]] = defaultdict(list)
    for row in rows:
        if row.pk not in replaced:
            found[row.question].append(row)
    return found


def entry_counts(row: TrainingClass) -> dict[int, tuple[int, int]]:
    """Return per host how many entries stand in its dossier and how many questions they answer."""
    rows = DossierEntry.objects.filter(training_class=row, replaced_by=None).order_by().values("offer").annotate(n=Count("pk"), q=Count("question", distinct=True))
    return {found["offer"]: (found["n"], found["q"]) for found in rows}


def entries_visible_to(actor: Actor) -> QuerySet[DossierEntry]:
    """Return the entries of readable dossiers."""
    return DossierEntry.objects.filter(offer__in=dossiers_visible_to(actor).values("pk")).select_related("author", "offer__batch__unit", "training_class__batch")
