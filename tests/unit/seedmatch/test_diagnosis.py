"""What stands in the way is named: the smallest set of rules, or the people and their too few seats."""

from __future__ import annotations

from dataclasses import replace
from itertools import combinations

from hypothesis import given, settings

from seedmatch import (
    Apart,
    Ban,
    Diagnosis,
    Exclusion,
    Host,
    HostUsedOnlyIf,
    Infeasible,
    Lock,
    Pair,
    Person,
    Post,
    Problem,
    Together,
    solve,
)
from seedmatch.moves import open_previous, overfull
from tests.unit.seedmatch.tiny import everything, problems


def grid(people: int, seats: list[int], **fields: object) -> Problem:
    return Problem(
        [Person(f"p{i}") for i in range(people)],
        [Host(f"h{j}") for j in range(len(seats))],
        [Post(f"q{j}", f"h{j}", n) for j, n in enumerate(seats)],
        [Pair(f"p{i}", f"q{j}", {"a": 50}) for i in range(people) for j in range(len(seats))],
        {"a": 1},
        **fields,  # type: ignore[arg-type]
    )


def without(problem: Problem, names: set[str]) -> Problem:
    """The problem with these named demands given up; the others ask what they asked before.

    As many people have to stay as before: that there are seats again, or no ban, makes nobody else stay.
    """
    big = len(problem.people) + 1
    given_up = replace(
        problem,
        rules=[rule for rule in problem.rules if rule.name not in names],
        locks=[lock for lock in problem.locks if lock.name not in names],
        bans=[ban for ban in problem.bans if ban.name not in names],
        posts=[
            replace(
                post,
                seats=big if f"seats:{post.id}" in names else post.seats,
                seats_min=0 if f"seats_min:{post.id}" in names else post.seats_min,
            )
            for post in problem.posts
        ],
        hosts=[
            replace(
                host,
                seats=None if f"host_seats:{host.id}" in names else host.seats,
                seats_min=0 if f"host_min:{host.id}" in names else host.seats_min,
            )
            for host in problem.hosts
        ],
        max_moves=None,
    )
    if problem.max_moves is None or "max_moves" in names:
        return given_up
    stay = max(could_stay(problem) - problem.max_moves, 0)
    return replace(given_up, max_moves=could_stay(given_up) - stay)


def could_stay(problem: Problem) -> int:
    """How many people can have their previous place again."""
    return len(open_previous(problem)) - overfull(problem)[0]


def all_names(problem: Problem) -> set[str]:
    names = {row.name for row in (*problem.rules, *problem.locks, *problem.bans)} | {"max_moves"}
    names |= {f"{kind}:{post.id}" for post in problem.posts for kind in ("seats", "seats_min")}
    return names | {f"{kind}:{host.id}" for host in problem.hosts for kind in ("host_seats", "host_min")}


@settings(max_examples=150, deadline=None)
@given(problems(most=3))
def test_the_rules_in_conflict_are_a_smallest_set(problem: Problem) -> None:
    if next(everything(problem), None) is not None:
        return
    diagnosis = problem.diagnose()
    assert diagnosis.kind == "conflict"
    assert diagnosis.smallest
    names = all_names(problem)
    assert next(everything(without(problem, names - set(diagnosis.rules))), None) is None
    for fewer in combinations(sorted(names), len(diagnosis.rules) - 1):
        assert next(everything(without(problem, names - set(fewer))), None) is not None


@settings(max_examples=60, deadline=None)
@given(problems(most=3))
def test_every_problem_gets_a_true_diagnosis(problem: Problem) -> None:
    plans = list(everything(problem))
    diagnosis = problem.diagnose()
    if not plans:
        assert diagnosis.kind == "conflict"
        return
    most = max(map(len, plans))
    assert diagnosis.placeable == most
    assert (diagnosis.kind == "ok") == (most == len(problem.people))
    if diagnosis.kind == "seats":
        reach = {
            pair.post
            for pair in problem.pairs
            if pair.person in diagnosis.people and problem.closed(pair.person, pair.post) is None
        }
        assert reach <= set(diagnosis.posts)
        assert diagnosis.seats < len(diagnosis.people)
    if diagnosis.kind == "rules":
        seats = {name for name in all_names(problem) if name.startswith(("seats:", "host_seats:"))}
        assert max(map(len, everything(without(problem, all_names(problem) - seats)))) > most
        only_these = without(problem, all_names(problem) - seats - set(diagnosis.rules))
        assert max(map(len, everything(only_these)), default=0) <= most


def test_three_locks_on_two_seats() -> None:
    problem = grid(4, [2, 2], locks=[Lock(f"p{i}", post="q0") for i in range(3)])
    assert problem.diagnose() == Diagnosis(
        "conflict",
        rules=("lock:p0", "lock:p1", "lock:p2", "seats:q0"),
        places=(("lock:p0", "p0"), ("lock:p1", "p1"), ("lock:p2", "p2"), ("seats:q0", "q0")),
    )


def test_together_and_apart() -> None:
    rules = [Together("friends", ["p0", "p1"]), Apart("rivals", ["p0", "p1"]), HostUsedOnlyIf("busy", 2)]
    try:
        solve(grid(3, [2, 2], rules=rules, locks=[Lock("p0", host="h1")]))
    except Infeasible as refused:
        assert refused.diagnosis.rules == ("friends", "lock:p0", "rivals")
        assert "friends, lock:p0, rivals" in str(refused)
    else:
        raise AssertionError("the contradiction was not noticed")


def test_a_lock_against_a_ban() -> None:
    problem = grid(2, [1, 1], locks=[Lock("p0", post="q0")], bans=[Ban("p0", host="h0")])
    assert problem.diagnose().rules == ("ban:p0:h0", "lock:p0")


def test_too_few_seats_name_the_people() -> None:
    problem = grid(4, [1, 1, 5], exclusions=[Exclusion(f"p{i}", "tie", post="q2") for i in range(3)])
    diagnosis = problem.diagnose()
    assert (diagnosis.kind, diagnosis.people, diagnosis.posts, diagnosis.seats) == (
        "seats",
        ("p0", "p1", "p2"),
        ("q0", "q1"),
        2,
    )
    assert diagnosis.placeable == 3
    reason = solve(problem).unplaced[0]
    assert (reason.code, dict(reason.numbers), reason.people) == (
        "too_few_seats",
        {"people": 3, "seats": 2},
        ("p0", "p1", "p2"),
    )


def test_rules_that_keep_people_from_free_seats() -> None:
    problem = grid(3, [2, 2], rules=[HostUsedOnlyIf("busy", 2), Apart("rivals", ["p0", "p1"])])
    diagnosis = problem.diagnose()
    assert (diagnosis.kind, diagnosis.rules, diagnosis.placeable) == ("rules", ("busy",), 2)
    plan = solve(problem)
    assert [(row.code, row.rules) for row in plan.unplaced] == [("rules", ("busy",))]


def test_nothing_stands_in_the_way() -> None:
    assert grid(3, [2, 2]).diagnose() == Diagnosis("ok", placeable=3)
