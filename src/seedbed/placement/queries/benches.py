"""Reads of the workbench: drafts side by side, the board, figures behind pictures and rates. All of visible drafts."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, QuerySet

from seedbed.directory.models import Region
from seedbed.placement.models import DraftPlacement, MatchDraft, Post, Wish
from seedbed.placement.queries.matching import DraftFigures, figures_of
from seedbed.placement.reckoning import fairness
from seedbed.placement.reckoning.fairness import Rate
from seedbed.selection.models import Application, Batch
from seedbed.selection.states import TO_DECIDE, ApplicationState

Places = Sequence[DraftPlacement | None]
MEASURES = ("selected", "placed", "first_wish", "any_wish", "fit")
TRAITS = ("county", "unit", "sex", "age", "party", "level")
COUNTY_CODE = 6  # digits of a county's code; a city's has four


@dataclass(frozen=True)
class Side:
    """One of several drafts: its figures and everybody's place, by application."""

    draft: MatchDraft
    figures: DraftFigures
    places: Mapping[int, DraftPlacement]


def sides_of(drafts: Iterable[MatchDraft]) -> list[Side]:
    """Return drafts with their figures and places."""
    return [Side(draft, figures_of(draft), {p.application_id: p for p in with_names(draft)}) for draft in drafts]


def with_names(draft: MatchDraft) -> QuerySet[DraftPlacement]:
    """Return the places of a visible draft with people, units, posts and districts."""
    return draft.placements.select_related("application__person", "application__unit__region", "application__batch__plan",
                                           "post__offer__host__unit__region").order_by("application__number", "pk")


def differing(sides: Sequence[Side]) -> list[tuple[Application, Places]]:
    """Return everybody whose post is not the same in all drafts, with the place in each (None: not in that draft)."""
    people = {a: place.application for side in sides for a, place in side.places.items()}
    found: list[tuple[Application, Places]] = []
    for a, application in sorted(people.items(), key=lambda item: item[1].number or 0):
        places = [side.places.get(a) for side in sides]
        if len({place.post_id if place else None for place in places}) > 1 or None in places:
            found.append((application, places))
    return found


def prices_in(draft: MatchDraft, applications: Iterable[int]) -> dict[tuple[int, int], Mapping[str, Any] | None]:
    """Return what the stored reasons of a draft say of each other open place: (application, post) → price as stored, None: not worked out."""
    found: dict[tuple[int, int], Mapping[str, Any] | None] = {}
    for row in draft.reasons.filter(application__in=list(applications)):
        told = row.data["explanation"]
        found |= {(row.application_id, int(post[1:])): None for post in told.get("unpriced", ())}
        found |= {(row.application_id, int(price["post"][1:])): price for price in told["alternatives"]}
    return found


def lanes_of(draft: MatchDraft) -> list[tuple[Post, list[DraftPlacement]]]:
    """Return every post that has settled seats, host by host, with the people whom the draft puts there."""
    at: dict[int | None, list[DraftPlacement]] = defaultdict(list)
    for place in with_names(draft):
        at[place.post_id].append(place)
    posts = Post.objects.filter(offer__batch=draft.batch_id, seats_max__isnull=False).select_related("offer__host__unit")
    return [(post, at[post.pk]) for post in posts.order_by("offer__host__unit__sort_key", "offer_id", "pk")]


# -- pictures ---------------------------------------------------------------------------------------------


def flows_between(places: Iterable[DraftPlacement]) -> Counter[tuple[str, str]]:
    """Count people by home county and district of the host; "" where one is not known."""
    return Counter((_region(p.application.unit.region), _region(p.post.offer.host.unit.region)) for p in places if p.post is not None)


def _region(region: Region | None) -> str:
    return region.name if region else ""


def seats_and_demand(draft: MatchDraft) -> list[tuple[str, int, int, int]]:
    """Return by host: name, seats, how many wish it (each person once), how many the draft puts there."""
    batch = draft.batch_id
    seats: Counter[int] = Counter()
    names: dict[int, str] = {}
    for post in Post.objects.filter(offer__batch=batch, seats_max__isnull=False).select_related("offer__host__unit"):
        seats[post.offer_id] += post.seats_max or 0
        names[post.offer_id] = post.offer.host.unit.name
    wishing: dict[int, set[int]] = defaultdict(set)
    for application, offer, post_offer in Wish.objects.filter(application__batch=batch).values_list("application", "offer", "post__offer"):
        wishing[offer or post_offer].add(application)
    placed = dict(draft.placements.filter(post__isnull=False).order_by().values_list("post__offer").annotate(n=Count("pk")))
    rows = [(names[offer], count, len(wishing[offer]), placed.get(offer, 0)) for offer, count in seats.items()]
    return sorted(rows, key=lambda row: (-row[2], -row[1], row[0]))


def fits_by_tens(places: Iterable[DraftPlacement]) -> list[int]:
    """Count placed people by fit: 0 to below 10, …, 90 to 100."""
    found = [0] * 10
    for place in places:
        if place.fit is not None:
            found[min(9, place.fit // 1000)] += 1
    return found


def wishes_met(side: Side) -> dict[str, int]:
    """Count people by what became of their wishes: first, second, later, none of them, none stated."""
    ranks = Counter(place.wish_rank for place in side.places.values())
    met = sum(count for rank, count in ranks.items() if rank)
    return {"first": ranks[1], "second": ranks[2], "later": met - ranks[1] - ranks[2], "unmet": side.figures.with_wishes - met,
            "none": side.figures.people - side.figures.with_wishes}


# -- rates ------------------------------------------------------------------------------------------------


def rates_of(draft: MatchDraft, measure: str) -> dict[str, tuple[list[Rate], Rate | None]]:
    """Return one measure of a draft by every trait: the rates of the groups, and that of all."""
    rows = measured(draft, measure)
    on = (draft.batch.starts_on.year, draft.batch.starts_on.month)
    found = {}
    for trait in TRAITS:
        groups = [(trait_of(application, trait, on), hit) for application, hit in rows]
        whole = Rate("all", sum(hit for _group, hit in groups), len(groups)) if len(groups) >= fairness.LEAST else None
        rates = fairness.rates(groups)
        found[trait] = (sorted(rates, key=lambda r: (r.group is None, r.group or ())) if trait == "age" else rates, whole)
    return found


def measured(draft: MatchDraft, measure: str) -> list[tuple[Application, bool]]:
    """Return whom a measure speaks of and whether it holds for each."""
    if measure == "selected":
        rows = Application.objects.filter(batch=draft.batch_id, state__in=[*TO_DECIDE, ApplicationState.CHOSEN])
        return [(row, row.state in {ApplicationState.CHOSEN, ApplicationState.PROPOSED}) for row in rows.select_related("person", "unit__region")]
    places = list(with_names(draft))
    if measure == "placed":
        return [(p.application, p.post_id is not None) for p in places]
    if measure == "fit":
        placed = [p for p in places if p.fit is not None]
        return list(zip((p.application for p in placed), fairness.at_or_above_middle([p.fit or 0 for p in placed]), strict=True))
    wishing = set(draft.reasons.exclude(data__first_wish=None).values_list("application", flat=True))
    return [(p.application, p.wish_rank == 1 if measure == "first_wish" else bool(p.wish_rank)) for p in places if p.application_id in wishing]


def trait_of(application: Application, trait: str, on: tuple[int, int]) -> Any:
    """Return the group to which a person belongs; "" or None where it is not known."""
    person, region = application.person, application.unit.region
    if trait == "county":
        return region.name if region and len(region.code) >= COUNTY_CODE else ""
    if trait == "age":
        return fairness.age_band((person.birth_month.year, person.birth_month.month) if person.birth_month else None, on)
    return {"unit": application.unit.name, "sex": person.sex, "level": application.rank,
            "party": application.political_status in {"中共党员", "中共预备党员"}}[trait]


def drafts_of(drafts: QuerySet[MatchDraft], batch: Batch) -> list[MatchDraft]:
    """Return the visible drafts of a batch, the newest first, at most thirty."""
    return list(drafts.filter(batch=batch).order_by("-number")[:30])
