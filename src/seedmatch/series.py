"""One problem under several limits of moves: what the limit does not touch is worked out once."""

from __future__ import annotations

from dataclasses import replace

from seedmatch.diagnose import conflict_of
from seedmatch.errors import Infeasible
from seedmatch.limits import Limits, Meter
from seedmatch.linear import Basis, NoPlan
from seedmatch.matrix import matrix_of
from seedmatch.model import model_of, stay_condition
from seedmatch.plan import Plan
from seedmatch.problem import Problem
from seedmatch.solver import outcome_of, plan_of


class Series:
    """Plans of one problem from 'nobody who could stay moves' to 'all are free to move'.

    Placements are those that ``solve`` gives for each limit; of equally tight proofs it may hold another one, because
    every solve begins where the last one ended. ``limits`` count for each plan by itself.
    """

    def __init__(
        self, problem: Problem, *, objective: str = "fit", seed: int = 0, limits: Limits | None = None
    ) -> None:
        self.problem = problem.allowing(None)
        self.objective, self.seed, self.limits = objective, seed, limits
        self._model = model_of(self.problem)
        self._basis: Basis | None = None
        self._best: Plan | None = None

    def plan(self, moves: int | None = None) -> Plan:
        """Return the best plan in which at most so many of those who could stay move (None: any number).

        Raises ``Infeasible`` and ``Stopped`` as ``solve`` does.
        """
        found = self.within(moves)
        if found is None:
            raise Infeasible(conflict_of(self.problem.allowing(moves)))
        return found

    def within(self, moves: int | None) -> Plan | None:
        """Return the same; None where the rules need more moves, without looking for the reasons.

        Raises ``Stopped`` as ``solve`` does.
        """
        problem, meter = self.problem.allowing(moves), Meter.begin(self.limits)
        stay = stay_condition(problem, self._model.kept)
        model = replace(self._model, conditions=(*self._model.conditions, *stay)) if stay else self._model
        matrix = matrix_of(model)
        try:
            outcome = outcome_of(
                problem, matrix, self.objective, self.seed, self._start(moves), meter, self._basis
            )
        except NoPlan:
            return None
        self._basis, self.problem = outcome.basis or self._basis, problem
        plan = plan_of(problem, model, outcome, self.objective, self.seed, meter)
        if moves is not None and (self._best is None or plan.objective > self._best.objective):
            self._best = plan
        return plan

    def _start(self, moves: int | None) -> Plan | None:
        """Return the best plan so far if it keeps the limit; it never changes what is proven."""
        best = self._best
        if best is None or (moves is not None and sum(move.cause == "chosen" for move in best.moved) > moves):
            return None
        return best
