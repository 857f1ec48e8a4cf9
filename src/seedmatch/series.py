"""One problem under several limits of moves: what the limit does not touch is worked out once."""

from __future__ import annotations

from dataclasses import replace

from seedmatch.diagnose import conflict_of
from seedmatch.errors import Infeasible
from seedmatch.limits import Limits, Meter
from seedmatch.linear import Basis, NoPlan
from seedmatch.matrix import matrix_of
from seedmatch.model import Model, model_of, stay_condition
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
        problem = self.problem.allowing(moves)
        stay = stay_condition(problem, self._model.kept)
        model = replace(self._model, conditions=(*self._model.conditions, *stay)) if stay else self._model
        plan = self._solved(problem, model, self._start(moves))
        if plan is None:
            return None
        self.problem = problem
        if moves is not None and (self._best is None or plan.objective > self._best.objective):
            self._best = plan
        return plan

    def favouring(self, bonus: int) -> Plan:
        """Return the best plan if each who stays is worth so many hundredths of a point more.

        No plan that places as many and in which as many stay has a greater sum of fit; the numbers that are reached
        this way are those where the sum of fit turns. Raises ``Infeasible`` and ``Stopped`` as ``solve`` does.
        """
        problem = self.problem.allowing(None).staying(bonus)
        more = (bonus - self.problem.stay_bonus) * self._model.kept
        model = replace(self._model, gain=self._model.gain + more, place_value=problem.place_value)
        plan = self._solved(problem, model, None)
        if plan is None:
            raise Infeasible(conflict_of(problem))
        return plan

    def _solved(self, problem: Problem, model: Model, start: Plan | None) -> Plan | None:
        meter = Meter.begin(self.limits)
        try:
            outcome = outcome_of(
                problem, matrix_of(model), self.objective, self.seed, start, meter, self._basis
            )
        except NoPlan:
            return None
        self._basis = outcome.basis or self._basis
        return plan_of(problem, model, outcome, self.objective, self.seed, meter)

    def _start(self, moves: int | None) -> Plan | None:
        """Return the best plan so far if it keeps the limit; it never changes what is proven."""
        best = self._best
        if best is None or (moves is not None and sum(move.cause == "chosen" for move in best.moved) > moves):
            return None
        return best
