"""The problem: frozen, put into one canonical order and validated at construction."""

from __future__ import annotations

import copy
import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import TYPE_CHECKING, Any

from seedmatch import jsonform
from seedmatch.errors import ProblemFault
from seedmatch.faults import SoundPairs, faults_of, faults_of_bonus, faults_of_moves
from seedmatch.fit import MAX_FIT, fit_of, shares_of
from seedmatch.records import Ban, Closed, Exclusion, Host, Lock, Pair, PartShare, Person, Post
from seedmatch.rules import AtLeastPerGroup, Rule

if TYPE_CHECKING:
    from seedmatch.audit_ground import Ground
    from seedmatch.changes import Change
    from seedmatch.closures import Closures
    from seedmatch.diagnosis import Diagnosis
    from seedmatch.model import Model
    from seedmatch.table import Table


@dataclass(frozen=True)
class Problem:
    """Who may go where, how well it fits, and what must be kept.

    Rows may come in any order and are kept sorted, so that equal problems are equal bytes.
    Refuses bad input with ``ProblemFault``: one sentence per fault. Mappings are copied; do not
    alter them afterwards.
    """

    people: Sequence[Person]
    hosts: Sequence[Host]
    posts: Sequence[Post]
    pairs: Sequence[Pair]
    weights: Mapping[str, int] = field(default_factory=dict)
    exclusions: Sequence[Exclusion] = ()
    rules: Sequence[Rule] = ()
    locks: Sequence[Lock] = ()
    bans: Sequence[Ban] = ()
    previous: Mapping[str, str] = field(default_factory=dict)
    stay_bonus: int = 0
    max_moves: int | None = None

    def __post_init__(self) -> None:
        """Validate, then put every list into its canonical order."""
        if faults := faults_of(self):
            raise ProblemFault(faults)
        order = object.__setattr__
        for name in ("people", "hosts", "posts"):
            order(self, name, tuple(sorted(getattr(self, name), key=lambda row: row.id)))
        if not isinstance(self.pairs, SoundPairs):
            order(self, "pairs", SoundPairs(sorted(self.pairs, key=lambda pair: (pair.person, pair.post))))
        order(
            self, "rules", tuple(sorted((_settled(rule) for rule in self.rules), key=lambda rule: rule.name))
        )
        order(self, "locks", tuple(sorted(self.locks, key=lambda lock: lock.person)))
        for name in ("exclusions", "bans"):
            order(self, name, tuple(sorted(getattr(self, name), key=_by_person_and_place)))
        order(self, "weights", dict(sorted(self.weights.items())))
        order(self, "previous", dict(sorted(self.previous.items())))

    @cached_property
    def people_by_id(self) -> Mapping[str, Person]:
        """People by id."""
        return {person.id: person for person in self.people}

    @cached_property
    def hosts_by_id(self) -> Mapping[str, Host]:
        """Hosts by id."""
        return {host.id: host for host in self.hosts}

    @cached_property
    def posts_by_id(self) -> Mapping[str, Post]:
        """Posts by id."""
        return {post.id: post for post in self.posts}

    @cached_property
    def pairs_by_ids(self) -> Mapping[tuple[str, str], Pair]:
        """Candidate pairs by (person, post)."""
        return {(pair.person, pair.post): pair for pair in self.pairs}

    @cached_property
    def pairs_of(self) -> Mapping[str, tuple[Pair, ...]]:
        """All candidate pairs of each person, by post id."""
        found: dict[str, list[Pair]] = {person.id: [] for person in self.people}
        for pair in self.pairs:
            found[pair.person].append(pair)
        return {person: tuple(pairs) for person, pairs in found.items()}

    @cached_property
    def table(self) -> Table:
        """The candidate pairs as arrays."""
        assert isinstance(self.pairs, SoundPairs)
        return self.pairs.table

    @cached_property
    def closures(self) -> Closures:
        """Which candidate pairs are closed, and why."""
        from seedmatch.closures import Closures  # slow import: numpy

        return Closures(self)

    @cached_property
    def model(self) -> Model:
        """What the problem is to the solver; kept, because a plan is priced with what it was solved with."""
        from seedmatch.model import build  # slow import: numpy

        return build(self, self.closures.open_columns())

    @cached_property
    def ground(self) -> Ground:
        """What the independent check works out of this problem; kept, because it checks person by person."""
        from seedmatch.audit_ground import Ground  # slow import: only who checks needs it

        return Ground(self)

    @property
    def place_value(self) -> int:
        """Smallest power of ten above all fits and stay bonuses together: what one placement counts."""
        most = (MAX_FIT + self.stay_bonus) * max(1, len(self.people))
        return int(10 ** len(str(most)))

    def fit(self, person: str, post: str) -> int:
        """Return the fit of a candidate pair in hundredths of a point (KeyError if it is none)."""
        return fit_of(self.pairs_by_ids[person, post].parts, self.weights)

    def fit_total(self, placements: Mapping[str, str], weights: Mapping[str, int] | None = None) -> int:
        """Return the sum of the fits of placements, under other weights of the same parts if given."""
        used = self.weights if weights is None else weights
        return sum(fit_of(self.pairs_by_ids[pair].parts, used) for pair in placements.items())

    def parts(self, person: str, post: str) -> tuple[PartShare, ...]:
        """Return the score parts of a candidate pair with their effective weights."""
        return shares_of(self.pairs_by_ids[person, post].parts, self.weights)

    def closed(self, person: str, post: str) -> Closed | None:
        """Say why a person cannot get a post at all, or None if the pair is open."""
        return self.closures.why(person, post)

    def to_json(self) -> bytes:
        """Return the canonical JSON of the problem: the same for every order of rows."""
        return jsonform.dump(self)

    @classmethod
    def from_json(cls, data: bytes | str) -> Problem:
        """Read what ``to_json`` wrote; refuses with ``BadFile`` or ``ProblemFault``."""
        fields: dict[str, Any] = jsonform.load(data)
        return cls(**fields)

    def digest(self) -> str:
        """Return the SHA-256 of the canonical JSON."""
        return self._digest

    @cached_property
    def _digest(self) -> str:
        return hashlib.sha256(self.to_json()).hexdigest()

    def diagnose(self) -> Diagnosis:
        """Say what stands in the way: rules in conflict, too few seats (Hall), or nothing."""
        from seedmatch.diagnose import diagnose  # slow import: loads the solver

        return diagnose(self)

    def allowing(self, max_moves: int | None) -> Problem:
        """Return the problem with another limit of moves; what is known of it already is not worked out again."""
        if faults := list(faults_of_moves(max_moves)):
            raise ProblemFault(faults)
        return self._differing("max_moves", max_moves)

    def staying(self, stay_bonus: int) -> Problem:
        """Return the problem where staying is worth something else; what is known of it already is not worked out again."""
        if faults := list(faults_of_bonus(stay_bonus)):
            raise ProblemFault(faults)
        return self._differing("stay_bonus", stay_bonus)

    def _differing(self, field: str, value: int | None) -> Problem:
        other = copy.copy(self)
        object.__setattr__(other, field, value)
        for known in ("_digest", "model"):  # what the limit and the worth go into
            other.__dict__.pop(known, None)
        if "ground" in self.__dict__:
            other.__dict__["ground"] = self.ground.of(other)
        return other

    def fitting_at_least(self, least: Mapping[str, int]) -> Problem:
        """Return the problem without the pairs whose fit is below a least fit stated for their person."""
        table, pairs = self.table, self.pairs
        fits, need = table.fits(self.weights), [least.get(person, 0) for person in table.people]
        kept = [
            k
            for k, (fit, at) in enumerate(zip(fits.tolist(), table.person.tolist(), strict=True))
            if fit >= need[at]
        ]
        assert isinstance(pairs, SoundPairs)
        return replace(self, pairs=pairs.picked(kept))

    def changed(
        self,
        changes: Sequence[Change],
        *,
        previous: Mapping[str, str] | None = None,
        stay_bonus: int = 0,
        max_moves: int | None = None,
    ) -> Problem:
        """Return the problem after withdrawals, closings and additions, with its previous placement."""
        from seedmatch.changes import apply_changes  # slow import: a plan that is only read needs no solver

        return apply_changes(self, changes, previous=previous, stay_bonus=stay_bonus, max_moves=max_moves)


def _by_person_and_place(row: Exclusion | Ban) -> tuple[str, str, str, str]:
    return (row.person, row.post, row.host, row.reason)


def _settled(rule: Rule) -> Rule:
    """Copy a rule with its lists as sorted tuples."""
    changes: dict[str, Any] = {
        name: tuple(sorted(getattr(rule, name))) for name in ("hosts", "people") if hasattr(rule, name)
    }
    if isinstance(rule, AtLeastPerGroup):
        groups = (
            replace(group, hosts=tuple(sorted(group.hosts)), people=tuple(sorted(group.people)))
            for group in rule.groups
        )
        changes["groups"] = tuple(sorted(groups, key=lambda group: group.id))
    return replace(rule, **changes)
