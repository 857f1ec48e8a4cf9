"""What came of one batch in figures: for the page of leaders and for the report."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Count
from django.utils import timezone

from seedbed.assessment.models import Assessment
from seedbed.casework import queries as casework
from seedbed.directory.models import Person
from seedbed.kernel.actor import Actor
from seedbed.outcomes.models import (
    CompanyVisit,
    FollowUp,
    Lead,
    LeadAmount,
    LeadShare,
    Practice,
    PracticeTaken,
)
from seedbed.outcomes.queries import TOOK_PART, people_of
from seedbed.outcomes.queries.appraisal import released_results
from seedbed.outcomes.queries.leads import counts_by_state, fen_by_kind, leads_visible_to
from seedbed.outcomes.states.leads import WAY, LeadState
from seedbed.outcomes.states.practices import PracticeState
from seedbed.placement.models import Placement
from seedbed.residency.queries.tickets import links_visible_to, tickets_of
from seedbed.selection.models import Batch


@dataclass(frozen=True)
class Figures:
    """The figures of a batch; leads by state in their order, people by district, grades by stage."""

    people: int
    party_members: int
    hosts: int
    by_district: list[tuple[str, int]]
    leads: list[tuple[str, int]]
    fen: dict[str, int]
    visits: int
    companies: int
    grades: list[tuple[str, list[tuple[str, int]]]]

    @property
    def lead_count(self) -> int:
        """How many leads there are, those given up included."""
        return sum(n for _label, n in self.leads)


def figures_of(actor: Actor, batch: Batch) -> Figures:
    """Return the figures of a batch for those who keep its outcomes."""
    placed = Placement.objects.filter(batch=batch, state__in=TOOK_PART, post__isnull=False).order_by()
    by_district = placed.values_list("post__offer__host__unit__region__name").annotate(n=Count("pk"))
    leads = leads_visible_to(actor).filter(batch=batch)
    counts, labels = counts_by_state(leads), dict(LeadState.choices)
    visits = CompanyVisit.objects.filter(batch=batch).order_by()
    return Figures(
        people=people_of(batch).count(), party_members=sum(person.is_party_member for person in people_of(batch)),
        hosts=placed.values("post__offer__host").distinct().count(), by_district=sorted((name or "", n) for name, n in by_district),
        leads=[(str(labels[state]), counts.get(state, 0)) for state in (*WAY, LeadState.GIVEN_UP)], fen=fen_by_kind(leads),
        visits=visits.count(), companies=visits.values("company").distinct().count(), grades=_grades(released_results(batch)),
    )


def _grades(results: Iterable[Assessment]) -> list[tuple[str, list[tuple[str, int]]]]:
    """Return, per released round, how many people have each grade, the best grade first."""
    found: dict[str, dict[str, int]] = {}
    names: dict[str, list[tuple[str, str]]] = {}
    for row in results:
        title = row.round.scheme.name
        names.setdefault(title, [(g["key"], g["name"]) for g in row.round.scheme.content["grades"]])
        counts = found.setdefault(title, {})
        counts[row.grade] = counts.get(row.grade, 0) + 1
    return [(title, [(name, found[title].get(key, 0)) for key, name in names[title]]) for title in found]


def leads_of(actor: Actor, batch: Batch) -> list[tuple[Lead, int]]:
    """Return the leads of a batch with their documented contract money in fen, the furthest first."""
    order = {state: place for place, state in enumerate(reversed(WAY))}
    rows = list(leads_visible_to(actor).filter(batch=batch).prefetch_related("amounts"))
    rows.sort(key=lambda lead: (order.get(LeadState(lead.state), len(order)), lead.pk))
    return [(lead, sum(a.fen for a in lead.amounts.all() if a.kind == LeadAmount.Kind.CONTRACT)) for lead in rows]


@dataclass(frozen=True)
class BroughtHome:
    """What a batch brought home and what came of it later: practices by state in their order, those in use, follow-ups."""

    practices: list[tuple[str, int]]
    in_use: list[Practice]
    taken: int
    planned: int
    heard: list[FollowUp]


def brought_home_of(batch: Batch) -> BroughtHome:
    """Return the practices of a batch and its follow-ups; those in use with the units that took them over."""
    rows, labels = Practice.objects.filter(batch=batch), dict(PracticeState.choices)
    counts = dict(rows.order_by().values_list("state").annotate(n=Count("pk")))
    used = rows.filter(state__in=[PracticeState.ADOPTED, PracticeState.PROVEN]).order_by("adopted_on", "pk").select_related("home")
    asked = FollowUp.objects.filter(batch=batch).order_by("done_on", "pk").select_related("person__unit")
    return BroughtHome(
        practices=[(str(labels[state]), counts.get(state, 0)) for state in PracticeState], in_use=list(used.prefetch_related("taken__unit")),
        taken=PracticeTaken.objects.filter(practice__batch=batch).count(), planned=asked.count(), heard=list(asked.exclude(done_on=None)))


@dataclass(frozen=True)
class Honour:
    """One person with the best grade, and what it rests on."""

    person: Person
    results: list[Assessment]
    leads: list[LeadShare]


def honours_of(batch: Batch) -> list[Honour]:
    """Return everybody who has the best grade in a released assessment, by name, with the leads that stand behind it."""
    by_person: dict[int, list[Assessment]] = {}
    people: dict[int, Person] = {}
    for row in released_results(batch):
        if row.grade == row.round.scheme.content["grades"][0]["key"]:
            by_person.setdefault(row.person_id, []).append(row)
            people[row.person_id] = row.person
    shares: dict[int, list[LeadShare]] = {}
    for share in LeadShare.objects.filter(lead__batch=batch, person__in=people).exclude(lead__state=LeadState.GIVEN_UP).select_related("lead").order_by("lead"):
        shares.setdefault(share.person_id, []).append(share)
    order = sorted(people.values(), key=lambda person: (person.sort_key, person.pk))
    return [Honour(person, by_person[person.pk], shares.get(person.pk, [])) for person in order]


def registered_of(batch: Batch) -> list[tuple[Placement, list[Assessment]]]:
    """Return everybody who took part with host and released results, by name: for the files of their units."""
    results: dict[int, list[Assessment]] = {}
    for row in released_results(batch):
        results.setdefault(row.person_id, []).append(row)
    rows = Placement.objects.filter(batch=batch, state__in=TOOK_PART, post__isnull=False).select_related("person__unit", "post__offer__host__unit")
    return [(row, results.get(row.person_id, [])) for row in rows.order_by("person__sort_key", "pk")]


def ticket_ages(actor: Actor, batch: Batch) -> list[int]:
    """Return the open service tickets of a batch's class by age, as far as the actor may see them."""
    links = links_visible_to(actor).filter(member__training_class__batch=batch)
    return casework.ticket_ages(tickets_of(links), timezone.now())
