"""Tiny problems and the slow, obvious way to solve them: try everything."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from itertools import product

from hypothesis import assume
from hypothesis import strategies as st

from seedmatch import (
    Apart,
    AtLeastPerGroup,
    AtMostPerHost,
    Ban,
    Exclusion,
    Group,
    Host,
    HostUsedOnlyIf,
    Lock,
    LodgingBySex,
    Pair,
    Person,
    Post,
    Problem,
    ProblemFault,
    Together,
)

Placements = dict[str, str]
POINTS = st.sampled_from([None, 0, 1, 20, 50, 50, 99, 100])


@st.composite
def people(draw: st.DrawFn, most: int) -> list[Person]:
    count = draw(st.integers(1, most))
    tags = st.fixed_dictionaries(
        {},
        optional={
            "unit": st.sampled_from(["A", "B"]),
            "sex": st.sampled_from(["male", "female"]),
            "party": st.just("member"),
            "lodging": st.just("own"),
        },
    )
    return [Person(f"p{k}", draw(tags)) for k in range(count)]


@st.composite
def rules(draw: st.DrawFn, who: list[Person], hosts: list[Host]) -> list:
    ids = [person.id for person in who]
    some_hosts = st.lists(st.sampled_from([host.id for host in hosts]), unique=True, max_size=len(hosts))
    some_people = st.lists(st.sampled_from(ids), unique=True, max_size=len(ids))
    found: list = []
    if draw(st.booleans()):
        found.append(LodgingBySex("lodging"))
    if draw(st.booleans()):
        value = draw(st.sampled_from(["", "A"]))
        found.append(
            AtMostPerHost("unit", "unit", draw(st.integers(0, 2)), value=value, hosts=draw(some_hosts))
        )
    if draw(st.booleans()):
        groups = [Group(f"g{k}", draw(some_hosts), draw(some_people)) for k in range(draw(st.integers(0, 2)))]
        minimum, used = draw(st.integers(1, 2)), draw(st.sampled_from([True, True, False]))
        found.append(AtLeastPerGroup("party", "party", "member", minimum, groups, when_used=used))
    if draw(st.booleans()):
        found.append(HostUsedOnlyIf("used", draw(st.integers(1, 3)), draw(some_hosts)))
    if len(ids) > 1 and draw(st.booleans()):
        kind = draw(st.sampled_from([Together, Apart]))
        found.append(kind("pair", draw(st.lists(st.sampled_from(ids), unique=True, min_size=2, max_size=3))))
    return found


@st.composite
def problems(draw: st.DrawFn, *, most: int = 4, with_rules: bool = True, decisions: bool = True) -> Problem:
    who = draw(people(most))
    lodging = st.sampled_from(["any", "any", "men", "women", "none"])
    hosts = [
        Host(f"h{k}", draw(st.sampled_from([None, None, 0, 1, 2, 3])), 0, draw(lodging))
        for k in range(draw(st.integers(1, 3)))
    ]
    posts = [
        Post(f"q{k}", draw(st.sampled_from(hosts)).id, draw(st.integers(0, 2)))
        for k in range(draw(st.integers(1, 4)))
    ]
    ranked = draw(st.booleans())
    pairs = [
        Pair(
            person.id,
            post.id,
            {"a": draw(POINTS), "b": draw(POINTS)},
            rank=draw(st.sampled_from([None, 1, 2, 3])) if ranked else None,
            priority=draw(st.sampled_from([None, None, 1, 5000])) if ranked else None,
        )
        for person in who
        for post in posts
        if draw(st.integers(0, 9)) < 8
    ]
    fields: dict = {}
    if with_rules:
        fields["rules"] = draw(rules(who, hosts))
    if decisions:
        fields |= draw(decided(who, hosts, posts))
    try:
        return Problem(who, hosts, posts, pairs, {"a": 3, "b": 1}, **fields)
    except ProblemFault:
        assume(False)
        raise


@st.composite
def decided(draw: st.DrawFn, who: list[Person], hosts: list[Host], posts: list[Post]) -> dict:
    """Locks, bans, exclusions, least seats and a previous placement, each now and then."""
    one, post, host = (st.sampled_from([row.id for row in rows]) for rows in (who, posts, hosts))
    rarely = st.integers(0, 3).map(lambda n: n == 0)
    fields: dict = {}
    if draw(rarely):
        fields["locks"] = [
            Lock(draw(one), post=draw(post)) if draw(st.booleans()) else Lock(draw(one), host=draw(host))
        ]
    if draw(rarely):
        fields["bans"] = [Ban(draw(one), post=draw(post)), Ban(draw(one), host=draw(host))]
    if draw(rarely):
        fields["exclusions"] = [Exclusion(draw(one), "tie", host=draw(host))]
    if draw(rarely):
        fields["previous"] = draw(st.dictionaries(one, post, max_size=3))
        fields["stay_bonus"] = draw(st.sampled_from([0, 1, 5000]))
        fields["max_moves"] = draw(st.sampled_from([None, None, 0, 1]))
    return fields


def everything(problem: Problem) -> Iterator[Placements]:
    """Yield every way to place people on open pairs that keeps seats and rules."""
    ids = [person.id for person in problem.people]
    choices = [
        [None, *(pair.post for pair in problem.pairs_of[one] if problem.closed(one, pair.post) is None)]
        for one in ids
    ]
    for choice in product(*choices):
        placements = {one: post for one, post in zip(ids, choice, strict=True) if post is not None}
        if allowed(problem, placements):
            yield placements


def allowed(problem: Problem, placements: Mapping[str, str]) -> bool:
    """Whether placements on open pairs keep seats, locks, moves and rules."""
    host_of = {post.id: post.host for post in problem.posts}
    taken = Counter(placements.values())
    there = {
        host.id: [one for one, post in placements.items() if host_of[post] == host.id]
        for host in problem.hosts
    }
    if any(not post.seats_min <= taken[post.id] <= post.seats for post in problem.posts):
        return False
    if any(
        len(there[h.id]) < h.seats_min or (h.seats is not None and len(there[h.id]) > h.seats)
        for h in problem.hosts
    ):
        return False
    if any(lock.person not in placements for lock in problem.locks):
        return False
    return moves_allowed(problem, placements) and all(
        kept(problem, rule, placements, there) for rule in problem.rules
    )


def moves_allowed(problem: Problem, placements: Mapping[str, str]) -> bool:
    if problem.max_moves is None:
        return True
    still = {
        one: post
        for one, post in problem.previous.items()
        if (one, post) in problem.pairs_by_ids and problem.closed(one, post) is None
    }
    free = 0
    by_host: Counter = Counter()
    for post, count in Counter(still.values()).items():
        seats = problem.posts_by_id[post].seats
        free += max(0, count - seats)
        by_host[problem.posts_by_id[post].host] += min(count, seats)
    for host, count in by_host.items():
        limit = problem.hosts_by_id[host].seats
        free += 0 if limit is None else max(0, count - limit)
    return sum(placements.get(one) != post for one, post in still.items()) <= problem.max_moves + free


def kept(
    problem: Problem, rule: object, placements: Mapping[str, str], there: Mapping[str, list[str]]
) -> bool:
    tags = {person.id: person.tags for person in problem.people}
    host_of = {one: problem.posts_by_id[post].host for one, post in placements.items()}
    match rule:
        case AtMostPerHost():
            for host in rule.hosts or there:
                values = Counter(tags[one]["unit"] for one in there[host] if "unit" in tags[one])
                if any(n > rule.limit for value, n in values.items() if rule.value in ("", value)):
                    return False
        case AtLeastPerGroup():
            for group in rule.groups or [Group(host, [host]) for host in there]:
                inside = [
                    one for one in placements
                    if (not group.hosts or host_of[one] in group.hosts) and (not group.people or one in group.people)
                ]  # fmt: skip
                members = [one for one in inside if tags[one].get("party") == "member"]
                if len(members) < rule.minimum and (inside or not rule.when_used):
                    return False
        case HostUsedOnlyIf():
            return all(
                len(there[host]) == 0 or len(there[host]) >= rule.minimum for host in rule.hosts or there
            )
        case Together():
            return len({host_of.get(one) for one in rule.people}) == 1
        case Apart():
            return all(len(set(there[host]) & set(rule.people)) < 2 for host in there)
    return True


def worth(problem: Problem, placements: Mapping[str, str]) -> int:
    """The objective, from scratch."""
    fits = sum(problem.fit(one, post) for one, post in placements.items())
    stays = sum(problem.previous.get(one) == post for one, post in placements.items())
    return len(placements) * problem.place_value + fits + problem.stay_bonus * stays
