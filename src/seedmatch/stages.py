"""One thing is maximised after the other, each without giving up what the earlier ones reached."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

import numpy as np

from seedmatch.canonical import canonical_in
from seedmatch.conditions import Ints
from seedmatch.errors import Stopped
from seedmatch.feasible import keeps_all
from seedmatch.limits import Meter
from seedmatch.linear import Basis, Floats, NoPlan, OutOfTime, Relaxation, branch_and_bound
from seedmatch.matrix import Matrix, Rows
from seedmatch.model import Bools, Model
from seedmatch.narrow import narrow, worth_at_least
from seedmatch.plan import Proof, Stage
from seedmatch.proof import Priced, price_rows
from seedmatch.search import LEAST, Best, Search, Split
from seedmatch.sifting import relaxation_of

OFFICE_NODES = 300
NARROW_FROM = 5000
LEVELS = (100, 1000, 10_000)


@dataclass(frozen=True)
class Aim:
    """A stage: whole-number coefficients of the pair columns, to be maximised.

    ``split`` are aims that say the same in turn; they are taken when this one turns out hard,
    because their smaller numbers suit branch and bound.
    """

    name: str
    coefs: Ints
    split: tuple[Aim, ...] = ()


@dataclass
class Outcome:
    """The chosen columns, the stages with their bounds, their proofs, why the search ended, and the first basis."""

    chosen: Bools
    stages: list[Stage] = field(default_factory=list)
    proofs: list[Proof] = field(default_factory=list)
    stopped_by: str = "proven"
    basis: Basis | None = None

    @property
    def proven(self) -> bool:
        """Whether every stage reached its bound."""
        return all(stage.value == stage.bound for stage in self.stages)


@dataclass(frozen=True)
class _Reached:
    """The best of one stage; ``leaves`` is where all plans as good lie (None: not known)."""

    chosen: Bools | None
    bound: int
    priced: Priced
    stopped_by: str = "proven"
    leaves: tuple[tuple[Split, ...], ...] | None = None


class Ladder:
    """Climbs stage after stage over one hot relaxation; ends canonically whatever way it took.

    ``start`` is a plan to fall back on and a value to beat; it never decides between equal plans.
    """

    def __init__(self, matrix: Matrix, meter: Meter, start: Bools | None, basis: Basis | None = None) -> None:
        self.matrix = matrix
        self.model: Model = matrix.model
        self.meter = meter
        self.relaxation = relaxation_of(matrix)
        if basis is not None:
            self.relaxation.begin_at(basis)
        self.start = start
        self.outcome = Outcome(np.zeros(matrix.model.size, dtype=bool))
        self.last: tuple[Aim, _Reached] | None = None

    def climb(self, aims: Sequence[Aim]) -> None:
        """Maximise the aims in turn and keep each; stops where a limit is reached.

        Raises ``NoPlan`` when the rows contradict each other, ``Stopped`` when a limit came first.
        """
        for aim in aims:
            if self.outcome.stopped_by != "proven":
                self._leave_open(aim)
                continue
            self._keep()
            reached = self._reach(aim)
            if reached.stopped_by == "size":
                self.last = None
                self.climb(aim.split)
            else:
                self._take(aim, reached)

    def settle(self, weights: Sequence[Ints]) -> None:
        """Choose among equally good plans by the given weights in turn."""
        if self.last is None or self.outcome.stopped_by != "proven":
            return
        aim, reached = self.last
        value = self.outcome.stages[-1].value
        found: list[tuple[list[int], Bools]] = []
        for chosen in self._canonical(aim, reached, value, weights):
            if keeps_all(self.model, chosen) and int(aim.coefs[chosen].sum()) == value:
                found.append(([int(coefs[chosen].sum()) for coefs in weights], chosen))
        if found:
            self.outcome.chosen = max(found, key=lambda pair: pair[0])[1]

    def _canonical(self, aim: Aim, reached: _Reached, value: int, weights: Sequence[Ints]) -> Iterator[Bools]:
        """Yield the plan of every leaf that the weights like best; a large model only in the columns of best plans."""
        leaves = reached.leaves or ()
        if self.model.size < NARROW_FROM:
            for leaf in leaves:
                chosen = canonical_in(self.relaxation, leaf, aim.coefs, weights)
                if chosen is not None:
                    yield chosen
            return
        cols = worth_at_least(reached.priced, self.model.size, value)
        part = narrow(self.matrix, self.relaxation.rows, cols)
        relaxation, narrow_weights = Relaxation(part.matrix), [coefs[cols] for coefs in weights]
        for leaf in leaves:
            splits = [part.narrowed(split) for split in leaf]
            chosen = canonical_in(relaxation, splits, aim.coefs[cols], narrow_weights)
            if chosen is not None:
                yield part.whole(chosen)

    def _take(self, aim: Aim, reached: _Reached) -> None:
        if reached.chosen is None:
            raise Stopped("The limit was reached before any plan was found; allow more work or time.")
        value = int(aim.coefs[reached.chosen].sum())
        self.outcome.chosen = self.start = reached.chosen
        self.outcome.stages.append(Stage(aim.name, value, max(value, reached.bound)))
        self.outcome.proofs.append(reached.priced.proof(aim.name, self.relaxation.rows.keys))
        self.outcome.stopped_by = reached.stopped_by
        self.last = aim, reached

    def _keep(self) -> None:
        """Make what the last stage reached a row of its own."""
        if self.last is not None:
            aim, row = self.last[0], Rows()
            cols = np.flatnonzero(aim.coefs)
            row.add(("stage:", aim.name, ""), cols, aim.coefs[cols], self.outcome.stages[-1].value, None)
            self.relaxation.add(row)
            self.last = None

    def _reach(self, aim: Aim) -> _Reached:
        """Solve the relaxation; search where its prices do not prove a plan best."""
        self.relaxation.aim(aim.coefs)
        self.relaxation.seconds_left = self.meter.seconds_left
        try:
            point = self.relaxation.solve()
        except OutOfTime:
            return self._unfinished(aim)
        if point is None:
            raise NoPlan
        if self.outcome.basis is None and self.model.size >= NARROW_FROM:
            self.outcome.basis = self.relaxation.basis()
        chosen = self._rounded(point)
        target = (
            int(np.floor(self.relaxation.value + 1e-4)) if chosen is None else int(aim.coefs[chosen].sum())
        )
        limits = (self.relaxation.low, self.relaxation.high)
        priced = price_rows(self.relaxation.rows, aim.coefs, limits, self.relaxation.prices(), target)
        if chosen is not None and priced.bound == target:
            return _Reached(chosen, target, priced, leaves=((),))
        return self._search(aim, priced)

    def _unfinished(self, aim: Aim) -> _Reached:
        """Fall back on the start; without prices each pair counts in full."""
        limits = (self.relaxation.low, self.relaxation.high)
        priced = price_rows(self.relaxation.rows, aim.coefs, limits, np.zeros(len(self.relaxation.rows)), 0)
        return _Reached(self.start, priced.bound, priced, "clock")

    def _search(self, aim: Aim, priced: Priced) -> _Reached:
        least = LEAST if self.start is None else int(aim.coefs[self.start].sum())
        if self.model.size >= NARROW_FROM:
            for level in LEVELS:
                goal = max(least, priced.bound - level)
                found = self._narrow_search(aim, priced, goal)
                if found is not None:
                    return found
                if goal == least:
                    break
        best = Search(self.relaxation, aim.coefs, self.meter).run(least, OFFICE_NODES)
        if best.stopped_by == "size":
            if aim.split:
                return _Reached(None, priced.bound, priced, "size")
            return self._at_length(aim, priced, best)
        if best.chosen is None and best.stopped_by == "proven":
            raise NoPlan
        bound = best.value if best.stopped_by == "proven" else priced.bound
        chosen = self.start if best.chosen is None else best.chosen
        return _Reached(chosen, bound, priced, best.stopped_by, tuple(best.leaves))

    def _narrow_search(self, aim: Aim, priced: Priced, goal: int) -> _Reached | None:
        """Search only the columns that a plan worth the goal can use; None if that settles nothing."""
        cols = worth_at_least(priced, self.model.size, goal)
        if len(cols) > self.model.size // 2:
            return None
        part = narrow(self.matrix, self.relaxation.rows, cols)
        relaxation, coefs = Relaxation(part.matrix), aim.coefs[cols]
        relaxation.aim(coefs)
        search = Search(relaxation, coefs, self.meter)
        search.keeps = lambda chosen: keeps_all(self.model, part.whole(chosen))
        best = search.run(goal, OFFICE_NODES)
        if best.chosen is None or best.stopped_by != "proven":
            return None
        leaves = tuple(tuple(part.widened(split) for split in leaf) for leaf in best.leaves)
        return _Reached(part.whole(best.chosen), best.value, priced, leaves=leaves)

    def _at_length(self, aim: Aim, priced: Priced, best: Best) -> _Reached:
        """Search with all that HiGHS has (cuts, heuristics): slower to start, better on hard problems."""
        found = branch_and_bound(self.matrix, self.relaxation.rows, aim.coefs, self.meter)
        chosen, bound = found.point, priced.bound
        if chosen is None or not keeps_all(self.model, chosen):
            chosen = self.start if best.chosen is None else best.chosen
        if np.isfinite(found.bound):
            bound = min(bound, int(np.floor(found.bound + 1e-3)))
        if found.stopped_by == "proven" and chosen is not None:
            bound = int(aim.coefs[chosen].sum())
        return _Reached(chosen, bound, priced, found.stopped_by)

    def _rounded(self, point: Floats) -> Bools | None:
        """Return the point if it is whole and keeps everything, counted in whole numbers."""
        pairs = point[: self.model.size]
        chosen: Bools = pairs > 0.5
        if np.abs(pairs - chosen).max(initial=0.0) > 1e-5 or not keeps_all(self.model, chosen):
            return None
        return chosen

    def _leave_open(self, aim: Aim) -> None:
        """Note a stage that was not reached, with the sum of each person's best as its bound."""
        best = np.full(len(self.model.people), LEAST)
        np.maximum.at(best, self.model.person, aim.coefs)
        top = int(np.maximum(best, 0).sum())
        value = int(aim.coefs[self.outcome.chosen].sum())
        self.outcome.stages.append(Stage(aim.name, value, max(value, top)))
