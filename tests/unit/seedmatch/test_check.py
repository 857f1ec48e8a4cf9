"""The check finds what is wrong: every kind of tampering turns up as a sentence."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from seedmatch import BadFile, Exclusion, Plan, Problem, check, check_explanation, solve
from tests.unit.seedmatch.office import office

PROBLEM = office(seed=4, hosts=6)
PLAN = solve(PROBLEM)


def swapped(plan: Plan) -> Plan:
    """Two people exchanged where both may sit at the other's place."""
    for one, post in plan.placements.items():
        for other, there in plan.placements.items():
            pairs = [(one, there), (other, post)]
            if one < other and post[:3] != there[:3] and all(PROBLEM.closed(*pair) is None for pair in pairs):
                after = {**plan.placements, one: there, other: post}
                fit_total = sum(PROBLEM.fit(*pair) for pair in after.items())
                if fit_total != plan.fit_total:
                    return replace(plan, placements=after)
    raise AssertionError("nobody can be exchanged")


def priced(plan: Plan) -> Plan:
    """One dual price raised by one."""
    proof = plan.certificate.proofs[0]
    (key, price), *rest = proof.prices
    forged = replace(proof, prices=((key, price + 1), *rest))
    return replace(plan, certificate=replace(plan.certificate, proofs=(forged,)))


def invented(plan: Plan) -> Plan:
    """A price for a row that the problem does not have."""
    proof = plan.certificate.proofs[0]
    forged = replace(proof, prices=(*proof.prices, (("seats:", "nothing", ""), 1)))
    return replace(plan, certificate=replace(plan.certificate, proofs=(forged,)))


def dropped(plan: Plan) -> Plan:
    one = next(iter(plan.placements))
    return replace(plan, placements={key: post for key, post in plan.placements.items() if key != one})


TAMPERED: list[tuple[str, Callable[[Plan], Plan], str]] = [
    ("exchange", swapped, "fit total is stated"),
    ("drop", dropped, "placed is stated"),
    ("objective", lambda plan: replace(plan, objective=plan.objective + 1), "objective is stated"),
    ("kept", lambda plan: replace(plan, kept=1), "kept is stated"),
    ("bound", lambda plan: replace(plan, bound=plan.objective - 1), "below the objective"),
    (
        "stage",
        lambda plan: replace(plan, stages=(replace(plan.stages[0], value=1),)),
        "Stage objective is stated",
    ),
    ("price", priced, "prices of stage objective prove"),
    ("row", invented, "names a row or limit that does not exist"),
    ("proofs", lambda p: replace(p, certificate=replace(p.certificate, proofs=())), "its proofs say False"),
    (
        "blocking",
        lambda plan: replace(plan, blocking_pairs=(("p00", "h00a"),)),
        "blocking pairs are not those",
    ),
    ("moves", lambda p: replace(p, moved=p.explain("p00").alternatives[0].moves), "not the difference"),
    ("unknown", lambda p: replace(p, placements={**p.placements, "p00": "moon"}), "no candidate pair"),
]


def test_an_honest_plan_passes() -> None:
    assert check(PROBLEM, PLAN) == []


@pytest.mark.parametrize(("what", "tamper", "sentence"), TAMPERED, ids=[row[0] for row in TAMPERED])
def test_tampering_is_found(what: str, tamper: Callable[[Plan], Plan], sentence: str) -> None:
    assert [fault for fault in check(PROBLEM, tamper(PLAN)) if sentence in fault] != []


def faults_under(problem: Problem) -> str:
    """Every fault of the old plan under a changed problem."""
    return " ".join(check(problem, replace(PLAN, problem=problem)))


def test_a_broken_rule_is_found_by_name() -> None:
    hosts = PLAN.hosts
    one, mate = next((a, b) for a in hosts for b in hosts if a < b and hosts[a] == hosts[b])
    post, host = PLAN.placements[one], hosts[one]
    same = [replace(p, tags={**p.tags, "unit": "same"}) if p.id in (one, mate) else p for p in PROBLEM.people]
    assert f"Rule unit is broken at {host}." in faults_under(replace(PROBLEM, people=same))
    closed = replace(PROBLEM, exclusions=[Exclusion(one, "tie", host=host)])
    assert f"{one} is placed on {post}, which is closed to them." in faults_under(closed)
    full = replace(PROBLEM, posts=[replace(p, seats=0) if p.id == post else p for p in PROBLEM.posts])
    assert f"Post {post} has 0 seats but 1 people." in faults_under(full)


def explanation_of(person: str, **changes: Any) -> list[str]:
    return check_explanation(PROBLEM, PLAN, replace(PLAN.explain(person), **changes))


def test_false_reasons_are_found() -> None:
    true = PLAN.explain("p01")
    first, second = true.alternatives[:2]
    assert explanation_of("p01") == []
    assert explanation_of("p01", post=second.post) != []
    assert explanation_of("p01", fit=(true.fit or 0) + 1) != []
    assert explanation_of("p01", parts=true.parts[1:]) != []
    assert explanation_of("p01", parts=(replace(true.parts[0], share=1), *true.parts[1:])) != []
    assert explanation_of("p01", alternatives=true.alternatives[1:]) != []
    for lie in (
        {"loss": (first.loss or 0) + 1},
        {"moves": first.moves[:-1]},
        {"breaks": ("nothing",)},
        {"holders": ("nobody",)},
        {"placed_loss": 1},
    ):
        assert explanation_of("p01", alternatives=(replace(first, **lie), *true.alternatives[1:])) != []


def test_a_plan_of_another_problem_is_refused() -> None:
    with pytest.raises(BadFile, match="another problem"):
        Plan.from_bytes(office(seed=2, hosts=6), PLAN.to_bytes())
    for data in (b"{", b"[]", b'{"format": "x"}', json.dumps({"format": "seedmatch-plan/1"}).encode()):
        with pytest.raises(BadFile):
            Plan.from_bytes(PROBLEM, data)


def test_the_check_loads_no_solver() -> None:
    import subprocess
    import sys

    code = (
        "import sys, seedmatch; from seedmatch import Problem, Plan, check; "
        "assert not {'numpy', 'highspy', 'scipy'} & set(sys.modules), sys.modules"
    )
    run = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, env={"PYTHONPATH": "src"}
    )
    assert (run.returncode, run.stderr) == (0, "")
