"""Solve a problem: choose the aims of the mode, climb them, and write down what was found."""

from __future__ import annotations

import platform
from collections.abc import Mapping, Sequence
from importlib.metadata import version

import numpy as np

from seedmatch.blocking import blocking_columns
from seedmatch.conditions import Ints
from seedmatch.diagnose import conflict_of
from seedmatch.errors import Infeasible, SeedmatchError
from seedmatch.feasible import keeps_all
from seedmatch.fewest_blocking import fewest_blocking
from seedmatch.greedy import greedy
from seedmatch.limits import Limits, Meter
from seedmatch.linear import Basis, NoPlan
from seedmatch.matrix import Matrix, matrix_of
from seedmatch.model import Bools, Model, model_of
from seedmatch.moves import moves_against
from seedmatch.plan import Certificate, Plan, RunRecord, Stage
from seedmatch.problem import Problem
from seedmatch.stable import counts_rules, deferred_acceptance
from seedmatch.stages import Aim, Ladder, Outcome
from seedmatch.tiebreak import tie_weights
from seedmatch.unplaced import reasons_of

MODES = ("fit", "profile", "stable")
LARGE = 2000


def solve(
    problem: Problem,
    *,
    objective: str = "fit",
    seed: int = 0,
    start: Mapping[str, str] | Plan | None = None,
    limits: Limits | None = None,
) -> Plan:
    """Return the best plan of a problem with its proof.

    ``fit``: most people placed, then the greatest sum of fit and stay bonuses. ``profile``: most
    placed, fewest at the worst rank, then at the next worst and so on (generous maximum matching:
    Irving, Kavitha, Mehlhorn, Michail and Paluch, 2006), then fit. ``stable``: no blocking pair, or the
    fewest under rules that count.

    ``seed`` decides only among equally good plans. ``start`` is what to fall back on when a limit is
    reached; it never changes a proven plan. Raises ``Infeasible`` with a diagnosis, ``Stopped`` when a
    limit came before any plan.
    """
    if objective not in MODES:
        raise SeedmatchError(f"There is no objective {objective}; use fit, profile or stable.")
    meter = Meter.begin(limits)
    model = model_of(problem)
    matrix = matrix_of(model)
    try:
        outcome = outcome_of(problem, matrix, objective, seed, start, meter)
    except NoPlan:
        raise Infeasible(conflict_of(problem)) from None
    return plan_of(problem, model, outcome, objective, seed, meter)


def outcome_of(
    problem: Problem,
    matrix: Matrix,
    mode: str,
    seed: int,
    start: Mapping[str, str] | Plan | None,
    meter: Meter,
    basis: Basis | None = None,
) -> Outcome:
    """Return what the aims of a mode reach; ``basis`` is where a like problem ended, to begin there.

    Raises ``NoPlan`` when the rows contradict each other, ``Stopped`` when a limit came before any plan.
    """
    model = matrix.model
    weights = tie_weights(model, seed)
    if mode == "stable":
        return _stable(problem, matrix, weights, meter, start)
    if mode == "fit" and len(model.people) > LARGE:
        from seedmatch.large import best_of_large  # slow import: compiled kernels

        return best_of_large(matrix, meter, _fallback(model, problem, start, meter))
    ladder = Ladder(matrix, meter, _fallback(model, problem, start, meter), basis)
    ladder.climb(aims_of(model, mode))
    ladder.settle([model.kept.astype(np.int64), *weights] if problem.previous else weights)
    return ladder.outcome


def _stable(
    problem: Problem,
    matrix: Matrix,
    weights: Sequence[Ints],
    meter: Meter,
    start: Mapping[str, str] | Plan | None,
) -> Outcome:
    model = matrix.model
    calm = deferred_acceptance(model, weights)
    if not counts_rules(model):
        return Outcome(calm, [Stage("blocking_pairs", 0, 0)])
    known = calm if keeps_all(model, calm) and not blocking_columns(model, calm).any() else None
    chosen, bound, stopped_by = fewest_blocking(matrix, meter, _fallback(model, problem, start, meter), known)
    value = int(blocking_columns(model, chosen).sum())
    least = -int(np.ceil(bound - 1e-6)) if np.isfinite(bound) else 0
    return Outcome(chosen, [Stage("blocking_pairs", -value, max(-value, least))], [], stopped_by)


def aims_of(model: Model, mode: str) -> list[Aim]:
    """Return what is maximised in turn; a rank that nobody could have needs no stage."""
    placed = Aim("placed", np.ones(model.size, dtype=np.int64))
    fit = Aim("fit", model.gain)
    if mode == "fit":
        return [Aim("objective", model.value, split=(placed, fit))]
    ranks = [int(rank) for rank in np.unique(model.rank)[::-1] if rank > 1]
    return [placed, *(Aim(f"rank_{rank}", -(model.rank == rank).astype(np.int64)) for rank in ranks), fit]


def _fallback(
    model: Model, problem: Problem, start: Mapping[str, str] | Plan | None, meter: Meter
) -> Bools | None:
    """Return the start as columns if it is a plan; under a limit, else a greedy plan if there is one."""
    if start is not None:
        placements = start.placements if isinstance(start, Plan) else start
        wanted = set(placements.items())
        chosen = np.array(
            [
                (model.people[i], model.posts[j]) in wanted
                for i, j in zip(model.person, model.post, strict=True)
            ],
            dtype=bool,
        )
        if keeps_all(model, chosen):
            return chosen
    return greedy(model) if meter.limits != Limits() and problem.max_moves is None else None


def plan_of(problem: Problem, model: Model, outcome: Outcome, mode: str, seed: int, meter: Meter) -> Plan:
    """Write an outcome down as a plan."""
    chosen = outcome.chosen
    placements = {
        model.people[i]: model.posts[j] for i, j in zip(model.person[chosen], model.post[chosen], strict=True)
    }
    kept = int(model.kept[chosen].sum())
    fit_total = problem.fit_total(placements)
    objective = len(placements) * problem.place_value + fit_total + problem.stay_bonus * kept
    proven = outcome.stopped_by == "proven" and outcome.proven
    blocks = blocking_columns(model, chosen)
    certificate = _certificate(problem, model, outcome, mode, objective)
    return Plan(
        problem=problem,
        mode=mode,
        seed=seed,
        placements=placements,
        objective=objective,
        bound=objective
        if proven
        else max(objective, min(certificate.verified_bound, _reached(outcome, problem))),
        placed=len(placements),
        fit_total=fit_total,
        kept=kept,
        stopped_by=outcome.stopped_by,
        stages=tuple(outcome.stages),
        certificate=certificate,
        unplaced=reasons_of(problem, model, chosen, mode, proven),
        blocking_pairs=tuple(
            (model.people[i], model.posts[j])
            for i, j in zip(model.person[blocks], model.post[blocks], strict=True)
        ),
        moved=moves_against(problem, placements),
        run=RunRecord(meter.seconds, meter.nodes, engine_name()),
    )


def engine_name() -> str:
    """Return the engine with the versions that its bytes depend on."""
    return f"HiGHS {version('highspy')}, numpy {version('numpy')}, Python {platform.python_version()}"


def _reached(outcome: Outcome, problem: Problem) -> int:
    """Return the bound that the stages give for the objective, searches included."""
    bounds = {stage.name: stage.bound for stage in outcome.stages}
    if "objective" in bounds:
        return bounds["objective"]
    if "fit" in bounds and all(stage.value == stage.bound for stage in outcome.stages[:-1]):
        return bounds["placed"] * problem.place_value + bounds["fit"]
    return (bounds.get("placed", len(problem.people)) + 1) * problem.place_value - 1


def _certificate(problem: Problem, model: Model, outcome: Outcome, mode: str, objective: int) -> Certificate:
    """Say what the proofs show by themselves, in units of the objective."""
    proofs = tuple(outcome.proofs)
    if mode == "stable":
        fewest = outcome.stages[0].value == 0
        return Certificate(
            proofs, fewest, objective if fewest else (len(model.people) + 1) * problem.place_value - 1
        )
    values = {stage.name: stage.value for stage in outcome.stages}
    shown = {proof.stage: proof.bound for proof in proofs}
    tight = [name for name in values if shown.get(name) == values[name]]
    if len(tight) == len(values):
        return Certificate(proofs, True, objective)
    if "objective" in shown:
        return Certificate(proofs, False, shown["objective"])
    placed = shown.get("placed", len(model.people))
    if placed == values.get("placed") and mode == "fit" and "fit" in shown:
        return Certificate(proofs, False, placed * problem.place_value + shown["fit"])
    return Certificate(proofs, False, (placed + 1) * problem.place_value - 1)
