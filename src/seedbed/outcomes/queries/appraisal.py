"""Reads of how the people of a batch are assessed."""

from collections.abc import Iterable

from django.db.models import Count, QuerySet

from seedbed.assessment.models import Assessment, MarkSheet, Scheme
from seedbed.assessment.queries import whole as assessment
from seedbed.directory.models import Person, Unit
from seedbed.directory.queries.whole import consented_person_ids
from seedbed.outcomes.models import BatchRound
from seedbed.outcomes.queries import TOOK_PART
from seedbed.placement.models import Placement
from seedbed.placement.queries.links import CONSENT
from seedbed.residency.models import HostWord
from seedbed.selection.models import Batch


def rounds_of(batch: Batch) -> QuerySet[BatchRound]:
    """Return the assessments of a visible batch."""
    return BatchRound.objects.filter(batch=batch).select_related("round__scheme").order_by("pk")


def newest_scheme(unit: Unit, code: str) -> Scheme | None:
    """Return the newest version of a scheme of an organising unit."""
    return assessment.newest_scheme(unit.pk, code)


def people_by_company(batch: Batch) -> dict[Unit, list[Person]]:
    """Return the companies of a batch with the people each may be asked about: those who agreed that it sees them."""
    rows = Placement.objects.filter(batch=batch, state__in=TOOK_PART, post__isnull=False, person__in=consented_person_ids(CONSENT))
    found: dict[Unit, list[Person]] = {}
    for row in rows.select_related("person__unit", "post__offer__host__unit").order_by("post__offer__host__unit__sort_key", "person__sort_key", "pk"):
        assert row.post is not None
        found.setdefault(row.post.offer.host.unit, []).append(row.person)
    return found


def released_results(batch: Batch) -> QuerySet[Assessment]:
    """Return the released results of a batch, by stage and name."""
    rounds = BatchRound.objects.filter(batch=batch, round__state="released").values("round")
    return Assessment.objects.filter(round__in=rounds).select_related("person__unit", "round__scheme").order_by("round", "person__sort_key", "pk")


def results_by_person(results: Iterable[Assessment]) -> dict[int, list[Assessment]]:
    """Return results by person."""
    found: dict[int, list[Assessment]] = {}
    for row in results:
        found.setdefault(row.person_id, []).append(row)
    return found


def company_sheets(batch: Batch) -> QuerySet[MarkSheet]:
    """Return the sheets of companies that are still open in a round of a batch which takes marks."""
    rounds = BatchRound.objects.filter(batch=batch, round__state="marking").values("round")
    rows = MarkSheet.objects.filter(assessment__round__in=rounds, assessor__unit__isnull=False, state="open")
    return rows.select_related("assessment__person", "assessment__round__scheme", "assessor__unit").order_by("assessor__unit__sort_key", "assessment__person__sort_key", "pk")


def words_about(batch: Batch, sheet: MarkSheet) -> QuerySet[HostWord]:
    """Return what the company of a sheet said at visits about the person of that sheet, the newest first."""
    rows = HostWord.objects.filter(visit__training_class__batch=batch, visit__offer__host__unit=sheet.assessor.unit_id, member__person=sheet.assessment.person_id)
    return rows.select_related("visit__offer__host__unit").order_by("-visit__on", "-pk")


def word_counts(batch: Batch) -> dict[tuple[int, int], int]:
    """Return how many words there are, by company and person."""
    rows = HostWord.objects.filter(visit__training_class__batch=batch).order_by()
    return {(unit, person): n for unit, person, n in rows.values_list("visit__offer__host__unit", "member__person").annotate(n=Count("pk"))}
