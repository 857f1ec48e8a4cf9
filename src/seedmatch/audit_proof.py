"""Sums up dual prices in whole numbers: what bound do they prove? (Weak duality, no solver.)"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

from seedmatch.rules import Apart, AtLeastPerGroup, AtMostPerHost, HostUsedOnlyIf, Together

if TYPE_CHECKING:
    from seedmatch.audit_ground import Ground
    from seedmatch.plan import Proof

Column = tuple[str, str]
Ruled = tuple[dict[Column, int], int | None, int | None]
Row = Ruled | tuple[None, int | None, int | None]
PLAIN = ("person:", "seats:", "host_seats:")


def proven_bound(ground: Ground, proof: Proof, reached: Mapping[str, int]) -> int | None:
    """Return the bound that the prices prove for their stage; None if a row or limit does not exist.

    A column is a pair, or ``("used:", key)`` for 'this host or group has people'; all lie between 0 and 1. What is
    left of a pair's value goes on the price of its person, post and host, and then on those of the rules.
    """
    plain: dict[str, dict[str, int]] = {name: {} for name in PLAIN}
    rest: dict[Column, int] = defaultdict(int)
    priced = 0
    for key, price in proof.prices:
        row = _row(ground, key, reached)
        if row is None:
            return None
        coefs, low, high = row
        limit = high if price > 0 else low
        if limit is None:
            return None
        priced += price * limit
        if coefs is None:
            plain[key[0]][key[1]] = plain[key[0]].get(key[1], 0) + price
        for column, coef in (coefs or {}).items():
            rest[column] += price * coef
    return (priced + _left(ground, proof, plain, rest)) // proof.scale


def _left(
    ground: Ground, proof: Proof, plain: Mapping[str, Mapping[str, int]], rest: Mapping[Column, int]
) -> int:
    """Sum up what is left of the value of every column beyond its prices."""
    values, scale = ground.stage_values(proof.stage), proof.scale
    at_host, people = plain["host_seats:"], plain["person:"]
    posts = {
        post: plain["seats:"].get(post, 0) + at_host.get(host, 0) for post, host in ground.post_host.items()
    }
    total = 0
    for person, row in values.items():
        mine = people.get(person, 0)
        total += sum(left for post, value in row.items() if (left := scale * value - mine - posts[post]) > 0)
    for (one, other), price in rest.items():
        value = values.get(one, {}).get(other)
        left = 0 if value is None else scale * value - people.get(one, 0) - posts[other]
        total += max(0, left - price) - max(0, left)
    return total


def _row(ground: Ground, key: tuple[str, str, str], reached: Mapping[str, int]) -> Row | None:
    """Return (coefficients, least, most) of the row with this key; no coefficients: 1 for all pairs of the place."""
    name, place, sub = key
    problem = ground.problem
    if name == "person:" and place in ground.tags:
        return None, int(place in ground.locked), 1
    if name == "seats:" and place in problem.posts_by_id:
        post = problem.posts_by_id[place]
        return None, post.seats_min, post.seats
    if name == "host_seats:" and place in problem.hosts_by_id:
        host = problem.hosts_by_id[place]
        return None, host.seats_min, host.seats
    if name == "stage:" and place in reached:
        return _staged(ground, place), reached[place], None
    if name.startswith(("used:", "used_seats:", "used_host_seats:", "used_most:")):
        return _used_row(ground, name, place, sub)
    if name == "max_moves" and problem.max_moves is not None:
        still = ground.still()
        return _ones(still.items()), len(still) - ground.crowded_out() - problem.max_moves, None
    for rule in problem.rules:
        if rule.name == name:
            return _rule_row(ground, rule, place, sub)
    return None


def _ones(pairs: Iterable[Column]) -> dict[Column, int]:
    return dict.fromkeys(pairs, 1)


def _staged(ground: Ground, name: str) -> dict[Column, int]:
    """Return the coefficients of 'an earlier stage keeps what it reached'."""
    return {(person, post): n for person, row in ground.stage_values(name).items() for post, n in row.items()}


def _members(ground: Ground, key: str) -> list[Column]:
    """Return the open pairs of ``host:ID`` or ``group:RULE:ID``."""
    kind, _, rest = key.partition(":")
    if kind == "host":
        return ground.open_at(rest)
    name, _, group_id = rest.partition(":")
    for rule in ground.problem.rules:
        if rule.name == name and isinstance(rule, AtLeastPerGroup):
            for group in ground.groups(rule):
                if group.id == group_id:
                    return ground.inside(group)
    return []


def _used_row(ground: Ground, name: str, key: str, sub: str) -> Row | None:
    """At most so many are there, and nobody unless it is used.

    One person, a post, a host, what a rule allows at a host, or all with one more than can be there.
    """
    if name.startswith("used_most:"):
        plain = _rule_most(ground, name.removeprefix("used_most:"), key, sub)
        return None if plain is None else (plain[0] | {("used:", f"host:{key}"): -plain[1]}, None, 0)
    members = _members(ground, key)
    if name == "used_seats:" and sub in ground.problem.posts_by_id:
        mine, most = [pair for pair in members if pair[1] == sub], ground.problem.posts_by_id[sub].seats
    elif name == "used_host_seats:" and sub in ground.problem.hosts_by_id:
        seats = ground.problem.hosts_by_id[sub].seats
        mine = [pair for pair in members if ground.host(pair[1]) == sub]
        most = len(ground.tags) if seats is None else seats
    elif name == "used:" and sub:
        mine, most = [pair for pair in members if pair[0] == sub], 1
    elif name == "used:":
        mine, most = members, _most(ground, members) + 1
    else:
        return None
    return {("used:", key): -most} | _ones(mine), None, 0


def _rule_most(ground: Ground, name: str, host: str, sub: str) -> tuple[dict[Column, int], int] | None:
    """Return who counts and the limit of a rule about at most so many at one host."""
    for rule in ground.problem.rules:
        if rule.name == name and isinstance(rule, AtMostPerHost | Apart):
            row = _rule_row(ground, rule, host, sub)
            return None if row is None else (row[0], row[2] or 0)
    return None


def _most(ground: Ground, members: list[Column]) -> int:
    """Return the most people who can be on these pairs by seats alone."""
    posts = {post for _, post in members}
    hosts = {ground.host(post) for post in posts}
    seats = sum(ground.problem.posts_by_id[post].seats for post in posts)
    host_seats = [ground.problem.hosts_by_id[host].seats for host in hosts]
    return min(len({one for one, _ in members}), seats, _limit(host_seats, seats))


def _limit(host_seats: list[int | None], seats: int) -> int:
    known = [one for one in host_seats if one is not None]
    return sum(known) if len(known) == len(host_seats) else max(seats, sum(known))


def _rule_row(ground: Ground, rule: object, place: str, sub: str) -> Ruled | None:
    here = ground.open_at(place)
    match rule:
        case AtMostPerHost() if not rule.hosts or place in rule.hosts:
            if sub and rule.value in ("", sub):
                return (
                    _ones(pair for pair in here if ground.tags[pair[0]].get(rule.tag) == sub),
                    0,
                    rule.limit,
                )
        case AtLeastPerGroup():
            for group in ground.groups(rule):
                if group.id == place:
                    key = f"group:{rule.name}:{place}" if rule.groups else f"host:{place}"
                    inside = ground.inside(group)
                    kind = _ones(pair for pair in inside if ground.tags[pair[0]].get(rule.tag) == rule.value)
                    if not rule.when_used:
                        return kind, rule.minimum, None
                    return kind | {("used:", key): -rule.minimum}, 0, None
        case HostUsedOnlyIf() if not rule.hosts or place in rule.hosts:
            return _ones(here) | {("used:", f"host:{place}"): -rule.minimum}, 0, None
        case Together() if sub in rule.people:
            first = min(rule.people)
            return {pair: 1 if pair[0] == first else -1 for pair in here if pair[0] in (first, sub)}, 0, 0
        case Apart():
            return _ones(pair for pair in here if pair[0] in rule.people), 0, 1
    return None
