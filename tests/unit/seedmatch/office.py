"""Problems of the size of an office: invented people and hosts from a fixed seed."""

from __future__ import annotations

import random

from seedmatch import (
    AtLeastPerGroup,
    AtMostPerHost,
    Group,
    Host,
    HostUsedOnlyIf,
    LodgingBySex,
    Pair,
    Person,
    Post,
    Problem,
    Together,
)

WEIGHTS = {"post": 30, "industry": 25, "work": 20, "wish": 15, "made": 5, "need": 5}


def office(
    seed: int, *, hosts: int = 23, used: int = 1, together: bool = False, unit: int = 1, rules: bool = True
) -> Problem:
    """Two people per host, two posts each and some to spare, with all rules of the trade."""
    rng = random.Random(seed)
    houses = [
        Host(f"h{k:02}", lodging="any" if rng.random() < 0.8 else rng.choice(["men", "women"]))
        for k in range(hosts)
    ]
    posts = [Post(f"h{k:02}{letter}", f"h{k:02}") for k in range(hosts) for letter in "ab"]
    posts += [Post(f"h{k:02}c", f"h{k:02}") for k in range(max(1, hosts // 8))]
    people = [
        Person(
            f"p{k:02}",
            {
                "unit": f"u{rng.randrange(max(2, hosts * 4 // 3))}",
                "sex": rng.choice(["male", "male", "female"]),
                "party": "member" if rng.random() < 0.56 else "no",
            },
        )
        for k in range(2 * hosts)
    ]
    found: list = []
    if rules:
        groups = [Group(f"g{g}", [house.id for house in houses[g::5]]) for g in range(min(5, hosts))]
        found = [
            LodgingBySex("lodging"),
            AtMostPerHost("unit", "unit", unit),
            AtLeastPerGroup("party", "party", "member", 1, groups),
        ]
        if used > 1:
            found.append(HostUsedOnlyIf("used", used))
        if together:
            one = next(p for p in people[1:] if p.tags["unit"] != people[0].tags["unit"])
            found.append(Together("pair", [people[0].id, one.id]))
    return Problem(people, houses, posts, list(_pairs(rng, people, posts)), WEIGHTS, rules=found)


def _pairs(rng: random.Random, people: list[Person], posts: list[Post]) -> list[Pair]:
    hosts = sorted({post.host for post in posts})
    pairs = []
    for person in people:
        wishes = rng.sample(hosts, min(4, len(hosts)))
        for post in posts:
            wish = wishes.index(post.host) + 1 if post.host in wishes else None
            parts = {
                "post": rng.randint(20, 100),
                "industry": rng.choice([0, 0, 25, 50, 100]),
                "work": rng.randint(0, 100),
                "wish": 0 if wish is None else 120 - 20 * wish,
                "made": 100 if rng.random() < 0.2 else None,
                "need": rng.randint(0, 100),
            }
            pairs.append(Pair(person.id, post.id, parts, rank=wish))
    return pairs
