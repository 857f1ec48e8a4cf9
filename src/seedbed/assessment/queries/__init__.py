"""Reads of assessments. Every list for a person starts from a `…_visible_to`."""

from collections.abc import Mapping
from typing import Any

from django.db.models import Count, Q, QuerySet

from seedbed.assessment.models import Appeal, Assessment, Assessor, Mark, MarkSheet, Round, Scheme
from seedbed.assessment.states import AppealState, RoundState, SheetState
from seedbed.directory.models import Person, Unit
from seedbed.directory.queries import Conflict, conflict_between, holds_for, reach
from seedbed.kernel import links
from seedbed.kernel.actor import Actor

OFFICE = ("officer", "leader")
LINK_PURPOSE = "assessment.assessor"


def schemes_visible_to(actor: Actor) -> QuerySet[Scheme]:
    """Return the schemes of the units that the officer or leader reaches."""
    return Scheme.objects.filter(unit__in=reach(actor, *OFFICE)).select_related("unit")


def rounds_visible_to(actor: Actor) -> QuerySet[Round]:
    """Return the rounds that the officer's or leader's office runs."""
    return Round.objects.filter(desk__in=reach(actor, *OFFICE)).select_related("desk", "scheme")


def with_progress(rows: QuerySet[Round]) -> QuerySet[Round]:
    """Add to each round how many people are assessed and how many sheets there are and were handed in."""
    return rows.annotate(
        people=Count("assessments", distinct=True),
        sheets=Count("assessments__sheets", filter=~Q(assessments__sheets__state=SheetState.DROPPED), distinct=True),
        given=Count("assessments__sheets", filter=Q(assessments__sheets__state=SheetState.GIVEN), distinct=True),
    )


def assessments_run_by(actor: Actor) -> QuerySet[Assessment]:
    """Return the assessments of rounds that the actor's office runs."""
    return Assessment.objects.filter(round__desk__in=reach(actor, *OFFICE)).select_related("round__scheme", "round__desk", "person__unit")


def assessments_visible_to(actor: Actor) -> QuerySet[Assessment]:
    """Return the assessments the actor may see: those the office runs, and the own ones once they are released."""
    person = actor.account.person_id if actor.account is not None else None
    own = Q(person=person, round__state=RoundState.RELEASED) if person else Q(pk=None)
    rows = Assessment.objects.filter(Q(round__desk__in=reach(actor, *OFFICE)) | own)
    return rows.select_related("round__scheme", "round__desk", "person__unit")


def own_results(actor: Actor) -> QuerySet[Assessment]:
    """Return the released results of the actor's own person, the newest first."""
    person = actor.account.person_id if actor.account is not None else None
    return assessments_visible_to(actor).filter(person=person, person__isnull=False, round__state=RoundState.RELEASED).order_by("-round")


def runs(actor: Actor, row: Round) -> bool:
    """Tell whether the actor's office runs the round."""
    return holds_for(actor, row.desk_id, *OFFICE)


def _sheets() -> QuerySet[MarkSheet]:
    return MarkSheet.objects.exclude(state=SheetState.DROPPED).select_related("assessment__round__scheme", "assessment__person__unit", "assessor__link")


def sheets_to_fill(actor: Actor) -> QuerySet[MarkSheet]:
    """Return the sheets of the actor's own account in rounds where marks are given or moderated."""
    rows = _sheets().filter(assessor__account=actor.account_id, assessor__account__isnull=False)
    return rows.filter(assessment__round__state__in=[RoundState.MARKING, RoundState.CLOSED]).order_by("-state", "assessment__round", "pk")


def sheets_of_link(assessor: Assessor) -> QuerySet[MarkSheet]:
    """Return the sheets behind a signed link."""
    return _sheets().filter(assessor=assessor).order_by("pk")


def assessor_of_token(token: str) -> Assessor | None:
    """Return the assessor of an open link whose round takes marks, or None."""
    link = links.find(token, LINK_PURPOSE)
    if link is None:
        return None
    return Assessor.objects.filter(link=link, round__state=RoundState.MARKING).select_related("link", "round__scheme", "round__desk", "unit").first()


def sheets_of(assessment: Assessment) -> QuerySet[MarkSheet]:
    """Return the sheets handed in for one person with marks, evidence and changes."""
    rows = MarkSheet.objects.filter(assessment=assessment, state=SheetState.GIVEN).select_related("assessor")
    return rows.prefetch_related("marks__evidence", "marks__changes__by").order_by("assessor__who", "pk")


def sheets_run_by(actor: Actor) -> QuerySet[MarkSheet]:
    """Return the sheets of rounds that the actor's office runs."""
    return _sheets().filter(assessment__in=assessments_run_by(actor).values("pk"))


def marks_of(actor: Actor) -> QuerySet[Mark]:
    """Return the marks on the actor's own sheets."""
    rows = Mark.objects.filter(sheet__assessor__account=actor.account_id, sheet__assessor__account__isnull=False)
    return rows.select_related("sheet__assessor__link", "sheet__assessment__round__scheme", "sheet__assessment__person")


def assessors_of(row: Round) -> QuerySet[Assessor]:
    """Return the assessors of a round with how many sheets they have and handed in."""
    rows = Assessor.objects.filter(round=row).select_related("account", "unit", "link")
    return rows.annotate(
        total=Count("sheets", filter=~Q(sheets__state=SheetState.DROPPED)), done=Count("sheets", filter=Q(sheets__state=SheetState.GIVEN)))


def assessors_visible_to(actor: Actor) -> QuerySet[Assessor]:
    """Return the assessors of rounds that the actor's office runs."""
    return Assessor.objects.filter(round__in=rounds_visible_to(actor).values("pk")).select_related("round", "link", "unit")


def appeals_visible_to(actor: Actor) -> QuerySet[Appeal]:
    """Return the appeals that the actor's office answers, and the own ones."""
    rows = Appeal.objects.filter(assessment__in=assessments_visible_to(actor).values("pk"))
    return rows.select_related("assessment__person", "assessment__round__scheme", "answered_by")


def open_appeals(actor: Actor) -> QuerySet[Appeal]:
    """Return the appeals that wait for an answer of the actor's office, the most urgent first."""
    rows = Appeal.objects.filter(assessment__round__desk__in=reach(actor, *OFFICE), state=AppealState.OPEN)
    return rows.select_related("assessment__person", "assessment__round").order_by("due_on", "pk")


def bars_between(assessor: Assessor, person: Person) -> list[Conflict]:
    """Return every conflict of interest between an assessor and a person; an account without a person has none."""
    side: Person | Unit | None = assessor.unit if assessor.unit_id else assessor.account.person if assessor.account else None
    if side is None:
        return []
    if isinstance(side, Person) and side.pk == person.pk:
        return [Conflict("oneself", None)]
    return conflict_between(side, person)


def grade_counts(row: Round) -> Mapping[str, int]:
    """Return how many people of a round have each grade."""
    return dict(Assessment.objects.filter(round=row).exclude(grade="").order_by().values_list("grade").annotate(n=Count("pk")))


def grade_name(assessment: Assessment) -> str:
    """Return the name of the grade by the scheme of the round."""
    names = {g["key"]: g["name"] for g in assessment.round.scheme.content["grades"]}
    return str(names.get(assessment.grade, ""))


def criteria_names(row: Round) -> dict[str, Any]:
    """Return the criteria of a round by key."""
    return {c["key"]: c for c in row.scheme.content["criteria"]}
