"""Everything a match knows about a batch, read in a fixed number of queries and turned into plain facts."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from seedbed.directory.models import Tie, Unit, UnitClosure, UnitIndustry
from seedbed.directory.queries import conflict_between
from seedbed.directory.queries.whole import ties_in_force
from seedbed.placement.models import HostOffer, Lodging, Post
from seedbed.placement.queries import whole
from seedbed.placement.reckoning.fit import Part, PersonFacts, PostFacts, corpus_of, parts_of, values_of
from seedbed.placement.reckoning.similarity import Corpus
from seedbed.placement.states.matching import PlacementState
from seedbed.selection.models import Application, Batch

COUNTY_CODE = 6  # digits of a county's code; a city's has four
LODGING_FOR = {(Lodging.MEN, "female"): "lodging_men", (Lodging.WOMEN, "male"): "lodging_women"}


@dataclass(frozen=True)
class BatchFacts:
    """People by application id, posts by id, the parts of every pair, and who may not go where, and why."""

    people: Mapping[int, PersonFacts]
    posts: Mapping[int, PostFacts]
    tags: Mapping[int, Mapping[str, str]]
    seats: Mapping[int, int]
    districts: Mapping[int, str]  # by offer id
    least: Mapping[int, int]  # people from which an offer is used, by offer id
    closed: Mapping[tuple[int, int], str]  # (application, post) -> code of the reason
    at_work: Mapping[int, int]  # application -> post of those who have reported for duty
    words: Corpus
    values: Mapping[tuple[int, int], Mapping[str, int | None]] = field(default_factory=dict)  # (application, post) -> parts

    def parts(self, application: int, post: int) -> dict[str, Part]:
        """Return every part of one pair with what its sentence states."""
        return parts_of(self.people[application], self.posts[post], self.words)


NOTHING = BatchFacts({}, {}, {}, {}, {}, {}, {}, {}, corpus_of([], []))


def facts_of(batch: Batch, *, applications: Sequence[Application] | None = None, suppose: Collection[int] | None = (),
             priced: Collection[int] | None = None, new: Sequence[PostFacts] = ()) -> BatchFacts:
    """Read the batch as it is now and reckon the value of every part of every pair.

    `applications`: other people than those who belong to the batch now. `suppose`: offers whose posts count as
    open although they are not (None: all of them). `priced`: reckon values for these people only. `new`: posts that
    do not exist, reckoned for everybody.
    """
    placements = list(whole.open_placements(batch)) if applications is None else []
    rows = [p.application for p in placements] if applications is None else list(applications)
    posts = list(whole.posts_of_batch(batch))
    people = _people(batch, rows)
    places = {post.pk: place for post, place in zip(posts, _posts(posts), strict=True)}
    words = corpus_of(list(people.values()), [*places.values(), *new])
    wanted = people if priced is None else {a: people[a] for a in priced}
    values = {(a, b): values_of(person, post, words) for a, person in wanted.items() for b, post in places.items()}
    return BatchFacts(
        people=people,
        posts=places,
        tags={row.pk: _tags(row) for row in rows},
        seats={post.pk: post.seats_max or 0 for post in posts},
        districts={post.offer_id: post.offer.host.unit.region_id or "" for post in posts},
        least={post.offer_id: post.offer.min_used for post in posts},
        closed=_closed(rows, posts, suppose),
        at_work={p.application_id: p.post_id for p in placements if p.state == PlacementState.ACTIVE and p.post_id},
        words=words,
        values=values | {(a, post.id): values_of(person, post, words) for a, person in people.items() for post in new},
    )


def _people(batch: Batch, applications: list[Application]) -> dict[int, PersonFacts]:
    served, leading = _industries({a.unit for a in applications})
    wishes: dict[int, dict[tuple[str, int], int]] = {}
    for wish in whole.wishes_of_batch(batch):
        key = ("post", wish.post_id) if wish.post_id else ("offer", wish.offer_id or 0)
        wishes.setdefault(wish.application_id, {})[key] = wish.rank
    return {
        a.pk: PersonFacts(
            id=a.pk, major=a.major, rank=a.rank, duties=a.duties, bay_experience=a.bay_experience,
            leading=leading.get(a.unit_id, ()), serves=served.get(a.unit_id, ()),
            wished=tuple(sorted(set(a.wished_codes))), wishes=wishes.get(a.pk, {}),
        )
        for a in applications
    }


def _posts(posts: list[Post]) -> list[PostFacts]:
    links = UnitIndustry.objects.filter(unit__in={p.offer.host.unit_id for p in posts}, relation="own")
    own = _codes_by_unit(links)
    return [
        PostFacts(
            id=p.pk, offer=p.offer_id, title=p.title, duties=p.duties, wanted_majors=p.wanted_majors,
            wanted_level=p.wanted_level, wanted_experience=p.wanted_experience, business=p.offer.host.business,
            industries=own.get(p.offer.host.unit_id, ()), need=p.need, made_for=p.made_for_id, made_by=p.made_by,
        )
        for p in posts
    ]


def _codes_by_unit(links: Iterable[UnitIndustry]) -> dict[int, tuple[str, ...]]:
    found: dict[int, set[str]] = {}
    for link in links:
        found.setdefault(link.unit_id, set()).add(link.industry_id)
    return {unit: tuple(sorted(codes)) for unit, codes in found.items()}


def _industries(units: set[Unit]) -> tuple[dict[int, tuple[str, ...]], dict[int, tuple[str, ...]]]:
    """Return, by unit, the industries it serves and the leading ones of its county or park.

    A unit's own leading industries and those of its county count; only where neither is known, those of
    the nearest unit above it that has any.
    """
    above: dict[int, list[int]] = {}
    for path in UnitClosure.objects.filter(descendant__in=[u.pk for u in units]).order_by("depth"):
        above.setdefault(path.descendant_id, []).append(path.ancestor_id)
    regions = {u.region_id for u in units if u.region_id}
    areas = list(Unit.objects.filter(kind="area", region__in=regions))
    wanted = {pk for chain in above.values() for pk in chain} | {a.pk for a in areas}
    links = list(UnitIndustry.objects.filter(unit__in=wanted, relation__in=["serves", "leading"]))
    served = _codes_by_unit(link for link in links if link.relation == "serves")
    led = _codes_by_unit(link for link in links if link.relation == "leading")
    leading = {u.pk: _leading(u, above.get(u.pk, []), [a.pk for a in areas if a.region_id == u.region_id], led) for u in units}
    return served, leading


def _leading(unit: Unit, above: list[int], areas: list[int], led: Mapping[int, tuple[str, ...]]) -> tuple[str, ...]:
    near = {code for pk in (unit.pk, *areas) for code in led.get(pk, ())}
    return tuple(sorted(near)) or next((led[pk] for pk in above if pk in led), ())


def _tags(application: Application) -> dict[str, str]:
    """What rules may count: unit, county, Party membership, sex."""
    region = application.unit.region_id or ""
    tags = {"unit": str(application.unit_id), "sex": application.person.sex}
    tags["county"] = region if len(region) >= COUNTY_CODE else ""
    tags["party"] = "yes" if application.political_status in {"中共党员", "中共预备党员"} else ""
    return {name: value for name, value in tags.items() if value}


def why_post_is_closed(post: Post) -> str:
    """Return the code of what keeps a post out of a match for everybody, or ""."""
    checks = (
        (post.state != Post.State.OPEN, "post_closed"),
        (not post.offer.host.is_usable, "host_not_vetted"),
        (post.offer.willingness != "willing", "host_not_willing"),
        (not post.seats_are_settled, "seats_open"),
    )
    return next((code for holds, code in checks if holds), "")


def _closed(rows: list[Application], posts: list[Post], suppose: Collection[int] | None) -> dict[tuple[int, int], str]:
    shut = {post.pk: "" if suppose is None or post.offer_id in suppose else why_post_is_closed(post) for post in posts}
    conflicts = _conflicts(rows, [post.offer for post in posts])
    places = [(post.pk, post.offer.host.unit_id, Lodging(post.lodging)) for post in posts]
    found = {}
    for row in rows:
        a, sex = row.pk, row.person.sex
        for pk, unit, lodging in places:
            if code := shut[pk] or conflicts.get((a, unit), "") or LODGING_FOR.get((lodging, sex), ""):
                found[a, pk] = code
    return found


def _conflicts(rows: list[Application], offers: list[HostOffer]) -> dict[tuple[int, int], str]:
    """Return the kind of conflict of each person with each host's unit.

    The ties in force only say whom to ask about; `conflict_between` decides.
    """
    hosts = {offer.host.unit_id: offer.host.unit for offer in offers}
    touched = {pk for tie in ties_in_force() for pk in (tie.unit_id, tie.other_unit_id) if pk in hosts}
    suspects = {end for tie in ties_in_force() if touched & {tie.unit_id, tie.other_unit_id} for end in _ends(tie)}
    found = {}
    for row in rows:
        person = row.person
        if ("person", person.pk) in suspects or ("unit", person.unit_id) in suspects:
            for pk in sorted(touched):
                if conflicts := conflict_between(person, hosts[pk]):
                    found[row.pk, pk] = f"tie_{min(c.kind for c in conflicts)}"
    return found


def _ends(tie: Tie) -> list[tuple[str, int | None]]:
    return [("person", tie.person_id), ("person", tie.other_person_id), ("unit", tie.unit_id), ("unit", tie.other_unit_id)]
