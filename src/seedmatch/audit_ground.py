"""What the check knows of a problem: fits, open pairs and rules, worked out without the engine."""

from __future__ import annotations

import copy
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from itertools import chain
from typing import TYPE_CHECKING

from seedmatch.records import Ban, Exclusion
from seedmatch.rules import (
    Apart,
    AtLeastPerGroup,
    AtMostPerHost,
    Group,
    HostUsedOnlyIf,
    LodgingBySex,
    Together,
)

if TYPE_CHECKING:
    from seedmatch.problem import Problem
    from seedmatch.records import Pair

Broken = tuple[str, str]
Key = tuple[str, str]


class Ground:
    """A problem as the check sees it; what is known of pairs lies by person, then by post."""

    def __init__(self, problem: Problem) -> None:
        self.problem = problem
        self.candidates: dict[str, dict[str, Pair]] = {}
        for pair in problem.pairs:
            self.candidates.setdefault(pair.person, {})[pair.post] = pair
        self.post_host = {post.id: post.host for post in problem.posts}
        self.posts_at: dict[str, set[str]] = defaultdict(set)
        for post, host in self.post_host.items():
            self.posts_at[host].add(post)
        self.tags = {person.id: person.tags for person in problem.people}
        self.locked = {lock.person: lock for lock in problem.locks}
        self.fits = {person: self._fits(pairs.values()) for person, pairs in self.candidates.items()}
        self.open = dict(self._open())
        self.worst_rank = max((pair.rank or 0 for pair in problem.pairs), default=0)
        self._stage_values: dict[str, dict[str, dict[str, int]]] = {}
        self._place_value = self._smallest_power()

    def of(self, problem: Problem) -> Ground:
        """Return the same for a problem that differs in nothing but its limit of moves and what staying is worth."""
        other = copy.copy(self)
        other.problem = problem
        if problem.stay_bonus != self.problem.stay_bonus:
            other._stage_values, other._place_value = {}, other._smallest_power()
        return other

    def posts_of(self, person: str) -> Collection[str]:
        """Return the posts for which a person is a candidate."""
        return self.candidates.get(person, {})

    def open_to(self, person: str) -> Collection[str]:
        """Return the posts that are open to a person."""
        return self.open.get(person, ())

    def is_open(self, person: str, post: str) -> bool:
        """Whether a pair is a candidate pair that nothing closes."""
        return post in self.open_to(person)

    def open_pairs(self) -> Iterator[Key]:
        """Yield all open pairs."""
        return ((person, post) for person, posts in self.open.items() for post in posts)

    def open_at(self, host: str) -> list[Key]:
        """Return the open pairs at a host."""
        return self._open_at.get(host, [])

    @cached_property
    def _open_at(self) -> dict[str, list[Key]]:
        found: dict[str, list[Key]] = defaultdict(list)
        for pair in self.open_pairs():
            found[self.post_host[pair[1]]].append(pair)
        return found

    def host(self, post: str) -> str:
        """Return the host of a post."""
        return self.post_host[post]

    def fit(self, person: str, post: str) -> int:
        """Return the fit of a candidate pair."""
        return self.fits[person][post]

    def _fits(self, pairs: Iterable[Pair]) -> dict[str, int]:
        """Round 100 times the weighted mean of the present parts, halves up."""
        weights, found = self.problem.weights, {}
        for pair in pairs:
            weight = total = 0
            for name, value in pair.parts.items():
                if value is not None:
                    weight += weights[name]
                    total += weights[name] * value
            found[pair.post] = (200 * total + weight) // (2 * weight) if weight else 0
        return found

    def _open(self) -> Iterator[tuple[str, set[str]]]:
        """Yield the open posts of everybody."""
        problem = self.problem
        shut: dict[str, set[str]] = defaultdict(set)
        shutting: list[Exclusion | Ban] = [*problem.exclusions, *problem.bans]
        for row in shutting:
            shut[row.person] |= {row.post} if row.post else self.posts_at[row.host]
        full = {host.id for host in problem.hosts if host.seats == 0}
        useless = {post.id for post in problem.posts if post.seats == 0 or post.host in full}
        lodging = any(isinstance(rule, LodgingBySex) for rule in problem.rules)
        for person, pairs in self.candidates.items():
            posts = pairs.keys() - useless - shut[person]
            if (lock := self.locked.get(person)) is not None:
                posts &= {lock.post} if lock.post else self.posts_at[lock.host]
            if lodging:
                posts = {post for post in posts if self._lodges(person, self.host(post))}
            yield person, posts

    def _lodges(self, person: str, host: str) -> bool:
        offered, tags = self.problem.hosts_by_id[host].lodging, self.tags[person]
        wanted = {"male": {"any", "men"}, "female": {"any", "women"}}.get(tags.get("sex", ""), {"any"})
        return offered in wanted or tags.get("lodging") == "own"

    def rank(self, person: str, post: str) -> int:
        """Return the stated rank, one worse than the worst if none; without any rank the place by fit."""
        if self.worst_rank:
            return self.candidates[person][post].rank or self.worst_rank + 1
        return 1 + sum(fit > self.fit(person, post) for fit in self.fits[person].values())

    def liking(self, person: str, post: str) -> int:
        """Return how much the person likes the post: by rank if ranks are stated at all, else by fit."""
        return -self.rank(person, post) if self.worst_rank else self.fit(person, post)

    def priority(self, person: str, post: str) -> int:
        """Return how much the post likes the person."""
        stated = self.candidates[person][post].priority
        return self.fit(person, post) if stated is None else stated

    def stays(self, person: str, post: str) -> bool:
        """Whether the pair is the person's previous place."""
        return self.problem.previous.get(person) == post

    def place_value(self) -> int:
        """Return the smallest power of ten above all fits and stay bonuses together."""
        return self._place_value

    def _smallest_power(self) -> int:
        value = 1
        while value <= (10_000 + self.problem.stay_bonus) * max(1, len(self.problem.people)):
            value *= 10
        return value

    def stage(self, name: str, person: str, post: str) -> int:
        """Return what a pair counts in the stage of this name."""
        gain = self.fit(person, post) + self.problem.stay_bonus * self.stays(person, post)
        if name.startswith("rank_"):
            return -int(self.rank(person, post) == int(name.removeprefix("rank_")))
        return {"placed": 1, "fit": gain, "objective": self.place_value() + gain}[name]

    @cached_property
    def likings(self) -> dict[str, dict[str, int]]:
        """Return how much each person likes each open post."""
        if not self.worst_rank:
            return {
                person: {post: self.fits[person][post] for post in posts}
                for person, posts in self.open.items()
            }
        none = self.worst_rank + 1
        return {
            person: {post: -(self.candidates[person][post].rank or none) for post in posts}
            for person, posts in self.open.items()
        }

    def stage_values(self, name: str) -> dict[str, dict[str, int]]:
        """Return what every open pair counts in the stage of this name."""
        if name not in self._stage_values:
            self._stage_values[name] = {
                person: self._stage_row(name, person, posts) for person, posts in self.open.items()
            }
        return self._stage_values[name]

    def _stage_row(self, name: str, person: str, posts: Iterable[str]) -> dict[str, int]:
        if name not in ("fit", "objective"):
            return {post: self.stage(name, person, post) for post in posts}
        each, fits = self.place_value() if name == "objective" else 0, self.fits[person]
        found = {post: each + fits[post] for post in posts}
        stays = self.problem.previous.get(person)
        if stays in found:
            found[stays] += self.problem.stay_bonus
        return found

    def worth(self, placements: Mapping[str, str]) -> int:
        """Return the objective of placements."""
        return sum(self.stage("objective", person, post) for person, post in placements.items())

    def broken(self, placements: Mapping[str, str]) -> Iterator[Broken]:
        """Yield (name, sentence) of everything that the placements break."""
        for person, post in placements.items():
            if not self.is_open(person, post):
                yield f"closed:{person}:{post}", f"{person} is placed on {post}, which is closed to them."
        for person in self.locked:
            if person not in placements:
                yield f"lock:{person}", f"{person} is locked but not placed."
        yield from self._broken_seats(placements)
        there: dict[str, list[str]] = {host.id: [] for host in self.problem.hosts}
        for person, post in placements.items():
            there[self.host(post)].append(person)
        for rule in self.problem.rules:
            for where in self._broken_places(rule, placements, there):
                yield rule.name, f"Rule {rule.name} is broken at {where}."
        moved = self.moved_by_choice(placements)
        if self.problem.max_moves is not None and moved > self.problem.max_moves + self.crowded_out():
            yield "max_moves", f"{moved} people move, more than allowed."

    def _broken_seats(self, placements: Mapping[str, str]) -> Iterator[Broken]:
        taken = Counter(placements.values())
        held = Counter(self.host(post) for post in placements.values())
        for post in self.problem.posts:
            if taken[post.id] > post.seats:
                yield (
                    f"seats:{post.id}",
                    f"Post {post.id} has {post.seats} seats but {taken[post.id]} people.",
                )
            if taken[post.id] < post.seats_min:
                yield (
                    f"seats_min:{post.id}",
                    f"Post {post.id} needs {post.seats_min} but has {taken[post.id]} people.",
                )
        for host in self.problem.hosts:
            if host.seats is not None and held[host.id] > host.seats:
                yield (
                    f"host_seats:{host.id}",
                    f"Host {host.id} has {host.seats} seats but {held[host.id]} people.",
                )
            if held[host.id] < host.seats_min:
                yield (
                    f"host_min:{host.id}",
                    f"Host {host.id} needs {host.seats_min} but has {held[host.id]} people.",
                )

    def _broken_places(
        self, rule: object, placements: Mapping[str, str], there: Mapping[str, list[str]]
    ) -> Iterator[str]:
        """Yield the hosts or groups at which a rule is broken, given who is at each host."""
        match rule:
            case AtMostPerHost():
                for host in rule.hosts or there:
                    counts = Counter(self.tags[person].get(rule.tag) for person in there[host])
                    del counts[None]
                    wanted = [counts[rule.value]] if rule.value else list(counts.values())
                    if any(count > rule.limit for count in wanted):
                        yield host
            case AtLeastPerGroup():
                for group in self.groups(rule):
                    inside = [
                        person
                        for host in group.hosts or there
                        for person in there[host]
                        if not group.people or person in group.people
                    ]
                    kind = sum(self.tags[person].get(rule.tag) == rule.value for person in inside)
                    if kind < rule.minimum and (inside or not rule.when_used):
                        yield group.id
            case HostUsedOnlyIf():
                yield from (host for host in rule.hosts or there if 0 < len(there[host]) < rule.minimum)
            case Together():
                places = {
                    self.host(placements[person]) if person in placements else None for person in rule.people
                }
                if len(places) > 1:
                    yield ", ".join(sorted(place or "no post" for place in places))
            case Apart():
                yield from (host for host in there if len(set(there[host]) & set(rule.people)) > 1)

    def groups(self, rule: AtLeastPerGroup) -> Sequence[Group]:
        """Return the groups of a rule; none stated: each host."""
        return rule.groups or [Group(host.id, (host.id,)) for host in self.problem.hosts]

    def inside(self, group: Group) -> list[Key]:
        """Return the open pairs that count for a group."""
        pairs = chain.from_iterable(self.open_at(host) for host in set(group.hosts))
        people = set(group.people)
        every = pairs if group.hosts else self.open_pairs()
        return [pair for pair in every if not people or pair[0] in people]

    def still(self) -> dict[str, str]:
        """Return the previous places that are still open."""
        return {person: post for person, post in self.problem.previous.items() if self.is_open(person, post)}

    def moved_by_choice(self, placements: Mapping[str, str]) -> int:
        """Return how many people leave a previous place that is still open."""
        return sum(placements.get(person) != post for person, post in self.still().items())

    def crowded_out(self) -> int:
        """Return how many of the people with an open previous place cannot all stay for want of seats."""
        over = 0
        by_host: Counter[str] = Counter()
        for post, count in Counter(self.still().values()).items():
            seats = self.problem.posts_by_id[post].seats
            over += max(0, count - seats)
            by_host[self.host(post)] += min(count, seats)
        for host, count in by_host.items():
            limit = self.problem.hosts_by_id[host].seats
            over += max(0, count - limit) if limit is not None else 0
        return over
