"""Reads of the line; every list for a person starts from a `…_visible_to`. What belongs to a case is shown only to who may see the case."""

from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Count, Exists, F, Max, OuterRef, Q, QuerySet, Sum
from django.utils import timezone

from seedbed.casework.models import Case
from seedbed.casework.queries.cases import areas, cases_visible_to, places_for, units_that_work
from seedbed.casework.queries.sight import belonging
from seedbed.casework.reckoning.likeness import groups
from seedbed.casework.states import OPEN_CASES
from seedbed.directory.models import Grant, Person, Unit
from seedbed.directory.queries import reach
from seedbed.grassroots.models import (
    Answer,
    Booking,
    Charge,
    ClassCase,
    ClassStep,
    Material,
    Matter,
    Outing,
    OutingMember,
    OutingPaper,
    OutingStop,
    ProblemClass,
    Project,
)
from seedbed.grassroots.states import BookingState, OutingState
from seedbed.kernel import sealed
from seedbed.kernel.actor import Actor

WORKERS = ("clerk", "officer", "leader")
NOT_SEEN_DAYS, CLUSTER_DAYS, CLUSTER_ROWS, CLUSTER_FROM, CLUSTER_NEAR = 90, 365, 300, 0.3, 0.2


def person_of(actor: Actor) -> int | None:
    """Return the person behind the actor, if there is one."""
    return actor.account.person_id if actor.account is not None else None


def outings_visible_to(actor: Actor) -> QuerySet[Outing]:
    """Return the outings of units in reach, and those the actor's own person takes part in."""
    mine = OutingMember.objects.filter(person=person_of(actor), person__isnull=False).values("outing")
    rows = Outing.objects.filter(Q(unit__in=reach(actor, *WORKERS)) | Q(pk__in=mine))
    return rows.select_related("unit", "area", "receives", "project").order_by("-on", "-pk")


def waiting_for_record(actor: Actor) -> QuerySet[Outing]:
    """Return the outings that are over, are not recorded, and were entered for a unit of the actor's own."""
    return outings_visible_to(actor).filter(state=OutingState.PLANNED, on__lt=timezone.localdate(), unit__in=reach(actor, "clerk")).order_by("on", "pk")


def matters_of(actor: Actor, outing: Outing) -> QuerySet[Matter]:
    """Return the matters of an outing, without those whose case the actor may not see."""
    rows = outing.matters.filter(Q(case=None) | belonging(cases_visible_to(actor)))
    return rows.select_related("case", "unit", "library").order_by("pk")


def matters_visible_to(actor: Actor) -> QuerySet[Matter]:
    """Return the matters of outings in sight, without those whose case the actor may not see."""
    rows = Matter.objects.filter(outing__in=outings_visible_to(actor).order_by().values("pk"))
    return rows.filter(Q(case=None) | belonging(cases_visible_to(actor))).select_related("outing__unit", "case", "unit")


def papers_visible_to(actor: Actor) -> QuerySet[OutingPaper]:
    """Return the signed papers of outings in sight; one that may show a matter which is confidential by now is seen only by those on that case."""
    own = cases_visible_to(actor).filter(confidential=True).values("pk")
    sealed = Matter.objects.filter(outing=OuterRef("outing"), at__lte=OuterRef("at"), case__confidential=True).exclude(case__in=own)
    rows = OutingPaper.objects.filter(~Exists(sealed), outing__in=outings_visible_to(actor).order_by().values("pk"))
    return rows.select_related("outing__unit", "document", "by").order_by("pk")


def planned_matters(actor: Actor, until: date) -> QuerySet[Matter]:
    """Return matters of units in reach that were planned and whose day of looking again has come by `until`."""
    rows = matters_visible_to(actor).filter(ending="planned", until__lte=until, case=None, outing__unit__in=reach(actor, "clerk"))
    return rows.order_by("until", "pk")


def colleagues(actor: Actor) -> QuerySet[Person]:
    """Return the people who can go out: those of units in reach, and the actor."""
    return Person.objects.filter(Q(unit__in=reach(actor, *WORKERS)) | Q(pk=person_of(actor)), is_active=True).order_by("sort_key", "pk")


def own_units(actor: Actor) -> QuerySet[Unit]:
    """Return the units for which the actor can plan an outing."""
    return Unit.objects.filter(pk__in=reach(actor, *WORKERS), is_active=True).exclude(kind="company").order_by("sort_key", "pk")


Late = list[tuple[str, date | None]]


def not_seen_lately(actor: Actor, today: date) -> tuple[Late, Late, Late]:
    """Return places, units and companies, and groups of households where nobody was for a quarter: for planning, never a mark.

    Places never seen come first; a group is known once somebody was there.
    """
    held = outings_visible_to(actor).filter(state=OutingState.HELD).order_by()
    stops = OutingStop.objects.filter(outing__in=held.values("pk")).order_by()
    places, units = dict(held.values_list("area").annotate(Max("on"))), dict(stops.filter(unit__isnull=False).values_list("unit").annotate(Max("outing__on")))
    groups = stops.exclude(group="").values_list("outing__area__name", "group").annotate(Max("outing__on"))
    return (_late([(str(unit), places.get(unit.pk)) for unit in areas().filter(pk__in=reach(actor, *WORKERS))[:500]], today),
            _late([(str(unit), units.get(unit.pk)) for unit in units_to_see(actor)[:500]], today), _late([(f"{area} {group}", day) for area, group, day in groups[:500]], today))


def _late(rows: Late, today: date) -> Late:
    late = [row for row in rows if row[1] is None or row[1] < today - timedelta(days=NOT_SEEN_DAYS)]
    return sorted(late, key=lambda row: (row[1] or date.min, row[0]))[:10]


def units_to_see(actor: Actor) -> QuerySet[Unit]:
    """Return the units that can be seen or sit at the table: those that work on cases, and companies in the regions of the places in reach."""
    regions = places_for(actor).exclude(region=None).order_by().values("region")
    rows = Unit.objects.filter(Q(pk__in=units_that_work().order_by().values("pk")) | Q(kind="company", region__in=regions), is_active=True)
    return rows.exclude(kind="area").order_by("kind", "sort_key", "pk")


def lessons(actor: Actor) -> QuerySet[Outing]:
    """Return the outings that taught something, with how many matters were raised and how many of them are solved; what is confidential counts nowhere."""
    open_to_all = Q(matters__case=None) | Q(matters__case__confidential=False)
    solved = Q(matters__ending="solved", matters__case=None) | Q(matters__case__outcome__in=("solved", "partly"), matters__case__closed_at__isnull=False, matters__case__confidential=False)
    return outings_visible_to(actor).exclude(lesson="").annotate(raised=Count("matters", filter=open_to_all), solved=Count("matters", filter=solved))


def going(actor: Actor) -> QuerySet[Outing]:
    """Return the outings to come and of the last two months that the actor's own person takes part in, for the own calendar."""
    mine = OutingMember.objects.filter(person=person_of(actor), person__isnull=False).values("outing")
    return Outing.objects.filter(pk__in=mine, on__gte=timezone.localdate() - timedelta(days=60)).exclude(state=OutingState.CANCELLED, on__lt=timezone.localdate()).select_related("area", "unit").order_by("on", "pk")


# -- reception days -----------------------------------------------------------------------------------------


def receptions() -> QuerySet[Outing]:
    """Return what everybody may see: published reception days to come."""
    return Outing.objects.filter(kind="reception", published=True, state=OutingState.PLANNED, on__gte=timezone.localdate()).select_related("area", "receives", "unit").order_by("on", "starts", "pk")


def free_slots(outing: Outing) -> list[int]:
    """Return the times of a reception day that nobody has booked."""
    taken = set(Booking.objects.filter(outing=outing, state=BookingState.BOOKED).values_list("slot", flat=True))
    return [slot for slot in range(outing.slots) if slot not in taken]


def booked(outing: Outing) -> QuerySet[Booking]:
    """Return the booked times of a reception day, by time."""
    return outing.bookings.filter(state=BookingState.BOOKED).order_by("slot")


def booking_by_word(outing: Outing, secret: str) -> Booking | None:
    """Return the booking of a secret word."""
    digest = sealed.lookup(f"booking:{secret.strip()}")
    return outing.bookings.filter(secret_digest=digest, state=BookingState.BOOKED).select_related("outing").first()


def charges_visible_to(actor: Actor) -> QuerySet[Charge]:
    """Return the cases in leaders' charge among what the actor may see, the open ones first."""
    rows = Charge.objects.filter(belonging(cases_visible_to(actor)), ended_at=None)
    return rows.select_related("case__category", "case__lead", "leader").order_by("case__closed_at", "-pk")


# -- library ------------------------------------------------------------------------------------------------


def answers(text: str = "") -> QuerySet[Answer]:
    """Return the answers of the library, those that wait for approval first; policy is no secret."""
    rows = Answer.objects.select_related("proposed_by", "approved_by").order_by(F("approved_at").desc(nulls_first=True), "-pk")
    for word in text.split()[:5]:
        rows = rows.filter(Q(question__contains=word) | Q(answer__contains=word) | Q(source__contains=word))
    return rows


def answers_visible_to(actor: Actor) -> QuerySet[Answer]:
    """Return the answers of the library for those who work in the line."""
    return answers() if Grant.objects.filter(account=actor.account_id, role__in=WORKERS, state="active").exists() else Answer.objects.none()


def materials(text: str = "") -> QuerySet[Material]:
    """Return the material for policy talks, the newest first."""
    rows = Material.objects.order_by("-pk")
    for word in text.split()[:5]:
        rows = rows.filter(Q(title__contains=word) | Q(words__contains=word))
    return rows


# -- research -----------------------------------------------------------------------------------------------


def projects_visible_to(actor: Actor) -> QuerySet[Project]:
    """Return the research projects of units in reach, and those the actor's own person leads."""
    rows = Project.objects.filter(Q(unit__in=reach(actor, *WORKERS)) | Q(lead=person_of(actor), lead__isnull=False))
    return rows.select_related("unit", "lead").order_by("-pk")


def three_lists(actor: Actor, project: Project) -> QuerySet[Matter]:
    """Return the matters of a project's outings with their cases: problems, duties and tasks are three looks at these rows."""
    return matters_visible_to(actor).filter(outing__project=project).select_related("case__lead", "case__category", "outing__area", "unit").order_by("pk")


# -- classes of problems --------------------------------------------------------------------------------------


def classes_visible_to(actor: Actor) -> QuerySet[ProblemClass]:
    """Return the classes of problems that units in reach gather, answer for, or were asked to solve."""
    units = reach(actor, *WORKERS)
    rows = ProblemClass.objects.filter(Q(unit__in=units) | Q(owner__in=units) | Q(raised_to__in=units))
    return rows.select_related("unit", "owner", "raised_to").order_by("-pk")


def classes_alive(actor: Actor, since: datetime, until: datetime) -> QuerySet[Any]:
    """Return the classes in sight that began before the end of a period and were not closed before it, the largest first, with their cases; confidential ones count nowhere."""
    closed = ClassStep.objects.filter(what="close", at__lt=since).values("problem")
    begun = Q(cases__case__received_at__lt=until) | Q(cases=None)
    rows = classes_visible_to(actor).filter(begun).exclude(state="closed", pk__in=closed)
    open_to_all = Q(cases__case__confidential=False)
    return rows.annotate(all_cases=Count("cases", filter=open_to_all), closed_cases=Count("cases", filter=open_to_all & Q(cases__case__closed_at__isnull=False))).order_by("-all_cases", "-pk")[:30]


def cases_of(actor: Actor, problem: ProblemClass) -> QuerySet[Case]:
    """Return the cases of a class as far as the actor may see them."""
    own = ClassCase.objects.filter(problem=problem).values("case")
    return cases_visible_to(actor).filter(pk__in=own).select_related("desk__unit", "category", "area", "lead").order_by("pk")


def around(actor: Actor, case: Case) -> tuple[Outing | None, ProblemClass | None, Charge | None]:
    """Return the outing, the class and the charge to which a case belongs, as far as the actor sees them."""
    outing = outings_visible_to(actor).filter(matters__case=case).select_related(None).only("title").first()
    problem = classes_visible_to(actor).filter(cases__case=case).select_related(None).only("name").first()
    return outing, problem, Charge.objects.filter(case=case, ended_at=None).select_related("leader").only("case", "leader__name").first()


def free_cases(actor: Actor) -> QuerySet[Case]:
    """Return the open cases that the actor sees and that belong to no class; confidential ones never join one."""
    rows = cases_visible_to(actor).filter(confidential=False, closed_at=None, state__in=OPEN_CASES).exclude(pk__in=ClassCase.objects.values("case"))
    return rows.select_related("category", "area").order_by("-pk")


def clusters(actor: Actor) -> list[list[Case]]:
    """Return groups of alike open cases of one category within a year, three and more in a group: suggestions for a class.

    Cases from one place need fewer words in common than cases from several.
    """
    rows = list(free_cases(actor).filter(received_at__gte=timezone.now() - timedelta(days=CLUSTER_DAYS))[:CLUSTER_ROWS])
    by_category: dict[int, dict[int, str]] = {}
    for row in rows:
        by_category.setdefault(row.category_id, {})[row.pk] = row.words
    known, places = {row.pk: row for row in rows}, {row.pk: row.area_id for row in rows}
    found = [group for texts in by_category.values() for group in groups(texts, least=CLUSTER_FROM, places=places, near=CLUSTER_NEAR) if len(group) >= 3]
    return [[known[pk] for pk in group] for group in sorted(found, key=len, reverse=True)[:5]]


def class_figures(problem: ProblemClass) -> dict[str, int]:
    """Return how many open cases a class holds and how many of them are closed; confidential ones are not counted."""
    rows = Case.objects.filter(pk__in=ClassCase.objects.filter(problem=problem).values("case"), confidential=False)
    return rows.aggregate(all=Count("pk"), closed=Count("pk", filter=Q(closed_at__isnull=False)), rebounds=Sum("rebounds", default=0))


def to_tick(actor: Actor, ticked: list[str], most: int) -> QuerySet[Case]:
    """Return the cases that are offered for a class: those ticked and the newest besides, never too many for one page."""
    newest = free_cases(actor).values_list("pk", flat=True)[:most]
    return free_cases(actor).filter(Q(pk__in=ticked) | Q(pk__in=list(newest)))


def units_above(problem: ProblemClass | None) -> QuerySet[Unit]:
    """Return the units that can solve a root: those with an officer or leader, so that somebody takes it up."""
    held = Grant.objects.filter(role__in=("officer", "leader", "clerk"), state="active", unit__isnull=False).values("unit")
    return Unit.objects.filter(pk__in=held, is_active=True).order_by("sort_key", "pk")


def own_start(actor: Actor) -> dict[str, Any]:
    """Return with what a new plan begins: the actor's own unit, and the actor among those who go."""
    person = Person.objects.filter(pk=person_of(actor)).first()
    return {"unit": person.unit_id, "people": [person.pk]} if person is not None else {}
