"""Invented problems with named people, hosts and rules, from those of ``instances``."""

from __future__ import annotations

import numpy as np

from seedmatch.bench.instances import instance
from seedmatch.problem import Problem
from seedmatch.records import Ban, Host, Lock, Pair, Person, Post
from seedmatch.rules import (
    Apart,
    AtLeastPerGroup,
    AtMostPerHost,
    Group,
    HostUsedOnlyIf,
    LodgingBySex,
    Rule,
    Together,
)

DISTRICT = 20


def with_rules(people: int, *, seed: int = 0, kind: str = "easy") -> Problem:
    """Return a problem of the class with rules of the trade.

    At most one of a unit at a host, two Party members in every district of 20 hosts, lodging by sex.
    """
    given = instance(people, kind, seed=seed)
    rng = np.random.default_rng([seed, people, 7])
    hosts = len(given.seats)
    lodging = rng.choice(["any", "any", "any", "any", "men", "women", "none"], hosts)
    districts = [
        Group(f"d{k}", [_host(h) for h in range(k, min(hosts, k + DISTRICT))])
        for k in range(0, hosts, DISTRICT)
    ]
    return Problem(
        people=[_person(rng, k, people) for k in range(people)],
        hosts=[Host(_host(h), lodging=str(lodging[h])) for h in range(hosts)],
        posts=[Post(f"q{h:06}", _host(h), int(given.seats[h])) for h in range(hosts)],
        pairs=[
            Pair(f"p{i:06}", f"q{h:06}", {"fit": int(points)})
            for i in range(people)
            for h, points in zip(*_row(given.start, given.post, given.value, i), strict=True)
        ],
        weights={"fit": 1},
        rules=[
            AtMostPerHost("unit", "unit", 1),
            AtLeastPerGroup("party", "party", "member", 2, districts),
            LodgingBySex("lodging"),
        ],
    )


def office(*, strict: bool, seed: int = 0) -> Problem:
    """Return a batch as a placement office has it: 46 people, 49 posts of 23 hosts, every pair a candidate.

    At most one of a unit at a host, a Party member in each of five districts, lodging by sex. ``strict``: a member
    at each host that is used, and nobody or at least two at a host.
    """
    rng = np.random.default_rng([seed, 46])
    people = [_person(rng, k, 92) for k in range(46)]
    hosts = [Host(_host(h), lodging=str(rng.choice(["any", "any", "any", "men"]))) for h in range(23)]
    posts = [Post(f"q{k:02}", _host(k % 23), int(rng.choice([1, 1, 2]))) for k in range(49)]
    parts = rng.integers(0, 101, (46, 49, 4)).tolist()
    pairs = [
        Pair(one.id, post.id, dict(zip(("post", "industry", "work", "wish"), parts[i][k], strict=True)))
        for i, one in enumerate(people)
        for k, post in enumerate(posts)
    ]
    districts = [Group(f"d{k}", [_host(h) for h in range(k, 23, 5)]) for k in range(5)]
    rules: list[Rule] = [
        AtMostPerHost("unit", "unit", 1),
        AtLeastPerGroup("party", "party", "member", 1, () if strict else districts),
        LodgingBySex("lodging"),
        *([HostUsedOnlyIf("two-or-none", 2)] if strict else []),
    ]
    return Problem(people, hosts, posts, pairs, {"post": 3, "industry": 3, "work": 2, "wish": 2}, rules=rules)


def batch(seed: int = 0, *, posts: int = 23, used: int = 1, everywhere: bool = False) -> Problem:
    """Return a batch with every kind of rule: 46 people, 23 hosts with one post of 2 or 3 seats each (or 49 of 1 or 2).

    Lodging by sex, at most one of a unit at a host, two Party members in each of five districts, a couple, two
    relatives, a lock, two bans, ten previous places with a bonus. ``used``: nobody or at least so many at a host;
    ``everywhere``: a member at each host that is used.
    """
    rng = np.random.default_rng([seed, 46])
    people = [_person(rng, k, 92) for k in range(46)]
    hosts = [Host(_host(h), lodging=str(rng.choice(["any", "any", "any", "men"]))) for h in range(23)]
    seats = [2, 2, 3] if posts == 23 else [1, 1, 2]
    places = [Post(f"q{k:02}", _host(k % 23), int(rng.choice(seats))) for k in range(posts)]
    parts = rng.integers(0, 101, (46, posts, 4)).tolist()
    pairs = [
        Pair(one.id, post.id, dict(zip(("post", "industry", "work", "wish"), parts[i][k], strict=True)))
        for i, one in enumerate(people)
        for k, post in enumerate(places)
    ]
    districts = [Group(f"d{k}", [_host(h) for h in range(k, 23, 5)]) for k in range(5)]
    rules: list[Rule] = [
        LodgingBySex("lodging"),
        AtMostPerHost("unit", "unit", 1),
        AtLeastPerGroup("party", "party", "member", 2, districts),
        Together("couple", [people[3].id, people[17].id]),
        Apart("kin", [people[5].id, people[9].id]),
        *([HostUsedOnlyIf("two-or-none", used)] if used > 1 else []),
        *([AtLeastPerGroup("member-everywhere", "party", "member", 1)] if everywhere else []),
    ]
    return Problem(
        people, hosts, places, pairs, {"post": 3, "industry": 3, "work": 2, "wish": 2}, rules=rules,
        locks=[Lock(people[0].id, post=places[4].id)],
        bans=[Ban(people[1].id, post=places[2].id), Ban(people[2].id, host=_host(3))],
        previous={people[k].id: places[k % posts].id for k in range(20, 30)}, stay_bonus=300,
    )  # fmt: skip


def infeasible(people: int = 200) -> Problem:
    """Return a problem whose rules contradict each other: fewer Party members than hosts that need one each."""
    given = with_rules(people)
    hosts = [host.id for host in given.hosts]
    wanted = AtLeastPerGroup(
        "party-everywhere",
        "party",
        "member",
        2,
        [Group(h, [h]) for h in hosts[: len(hosts) * 2 // 3]],
        when_used=False,
    )
    return Problem(
        given.people, given.hosts, given.posts, given.pairs, given.weights,
        rules=[*given.rules, wanted, HostUsedOnlyIf("two-or-none", 2)],
    )  # fmt: skip


def _host(number: int) -> str:
    return f"h{number:06}"


def _person(rng: np.random.Generator, number: int, people: int) -> Person:
    tags = {
        "unit": f"u{rng.integers(0, max(2, people // 4))}",
        "sex": "male" if rng.random() < 0.6 else "female",
        "party": "member" if rng.random() < 0.56 else "no",
    }
    return Person(f"p{number:06}", tags)


def _row(start: np.ndarray, post: np.ndarray, value: np.ndarray, person: int) -> tuple[list[int], list[int]]:
    part = slice(int(start[person]), int(start[person + 1]))
    return post[part].tolist(), (value[part] - 1000).tolist()
