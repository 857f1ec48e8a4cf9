"""Bad input gets a sentence each; shares add up; JSON is canonical; odd shapes are no trouble."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from seedmatch import (
    Apart,
    AtLeastPerGroup,
    AtMostPerHost,
    BadFile,
    Ban,
    Exclusion,
    Group,
    Host,
    HostUsedOnlyIf,
    Lock,
    Pair,
    Person,
    Post,
    Problem,
    ProblemFault,
    Together,
    check,
    solve,
)
from seedmatch.fit import apportion, fit_of, shares_of
from tests.unit.seedmatch.office import office
from tests.unit.seedmatch.tiny import problems

WEIGHTS = {"post": 3, "wish": 1}


def base(**changes: Any) -> dict[str, Any]:
    return {
        "people": [Person("p1"), Person("p2")],
        "hosts": [Host("h1")],
        "posts": [Post("q1", "h1", 2)],
        "pairs": [Pair("p1", "q1", {"post": 50}), Pair("p2", "q1", {"wish": 20})],
        "weights": WEIGHTS,
    } | changes


WRONG: list[tuple[dict[str, Any], str]] = [
    ({"people": [Person("p1"), Person("p1"), Person("p2")]}, "Person p1 is listed 2 times; keep one row."),
    ({"people": [Person(""), Person("p1"), Person("p2")]}, "A person has no id"),
    ({"people": [Person("p1", {"sex": "x"}), Person("p2")]}, "Person p1: sex x is not known"),
    ({"people": [Person("p1", {"unit": 3}), Person("p2")]}, "Person p1: tag unit must be a text"),  # type: ignore[dict-item]
    ({"hosts": [Host("h1", lodging="tents")]}, "Host h1: lodging tents is not known"),
    ({"hosts": [Host("h1", seats=-1)]}, "Host h1: seats must be whole numbers"),
    ({"hosts": [Host("h1", seats=1, seats_min=2)]}, "Host h1: at least 2 but at most 1 seats"),
    ({"posts": [Post("q1", "h9")]}, "Post q1: host h9 is not in the list of hosts"),
    ({"posts": [Post("q1", "h1", True)]}, "Post q1: seats must be whole numbers"),
    ({"posts": [Post("q1", "h1", 1, 2)]}, "Post q1: at least 2 but at most 1 seats"),
    ({"pairs": [Pair("p9", "q1")]}, "Pair p9 – q1: there is no such person"),
    ({"pairs": [Pair("p1", "q9")]}, "Pair p1 – q9: there is no such post"),
    ({"pairs": [Pair("p1", "q1"), Pair("p1", "q1")]}, "Pair p1 – q1 is listed twice"),
    ({"pairs": [Pair("p1", "q1", {"age": 1})]}, "part age has no weight"),
    (
        {"pairs": [Pair("p1", "q1", {"post": 101})]},
        "part post is 101; it must be a whole number from 0 to 100",
    ),
    ({"pairs": [Pair("p1", "q1", {"post": 1.5})]}, "part post is 1.5"),  # type: ignore[dict-item]
    ({"pairs": [Pair("p1", "q1", rank=0)]}, "rank 0 must be a whole number from 1"),
    ({"pairs": [Pair("p1", "q1", priority=1.5)]}, "priority 1.5"),  # type: ignore[arg-type]
    ({"weights": {"post": -1, "wish": 1}}, "Weight of part post"),
    ({"weights": {"post": 0, "wish": 0}}, "All weights are 0"),
    ({"exclusions": [Exclusion("p1", "", post="q1")]}, "has no reason"),
    ({"exclusions": [Exclusion("p9", "tie", post="q1")]}, "Exclusion of p9: there is no such person"),
    ({"bans": [Ban("p1")]}, "Ban of p1: name either a post or a host"),
    ({"bans": [Ban("p1", post="q9")]}, "Ban of p1: there is no post q9"),
    ({"bans": [Ban("p1", host="h9")]}, "Ban of p1: there is no host h9"),
    ({"locks": [Lock("p1", post="q1"), Lock("p1", host="h1")]}, "Person p1 is locked 2 times"),
    ({"pairs": [], "locks": [Lock("p1", post="q1")]}, "this is no candidate pair"),
    (
        {"locks": [Lock("p1", post="q1")], "exclusions": [Exclusion("p1", "tie", host="h1")]},
        "contradicts the exclusion tie",
    ),
    ({"rules": [Apart("x", ["p1", "p2"]), Apart("x", ["p1", "p2"])]}, "2 rules are called x"),
    ({"rules": [Apart("", ["p1", "p2"])]}, "A rule has no name"),
    ({"rules": [Apart("a:b", ["p1", "p2"])]}, "may not hold a colon"),
    ({"rules": [Apart("x", ["p1"])]}, "needs at least two different people"),
    ({"rules": [Together("x", ["p1", "p9"])]}, "there is no person p9"),
    ({"rules": [AtMostPerHost("x", "unit", -1)]}, "limit -1 must be a whole number from 0"),
    ({"rules": [AtMostPerHost("x", "", 1)]}, "names no tag"),
    ({"rules": [HostUsedOnlyIf("x", 2, ["h9"])]}, "there is no host h9"),
    ({"rules": [AtLeastPerGroup("x", "party", "", 1)]}, "must name a tag and its value"),
    ({"rules": [AtLeastPerGroup("x", "party", "yes", 0)]}, "minimum 0 must be a whole number from 1"),
    ({"rules": [AtLeastPerGroup("x", "party", "yes", 1, [Group("g"), Group("g")])]}, "is listed 2 times"),
    ({"rules": ["nonsense"]}, "is not a rule of the engine"),
    ({"previous": {"p9": "q1"}}, "Previous placement of p9"),
    ({"stay_bonus": -1}, "Stay bonus -1"),
    ({"max_moves": -1}, "Most moves -1"),
]


@pytest.mark.parametrize(("changes", "sentence"), WRONG, ids=[row[1][:40] for row in WRONG])
def test_every_fault_is_a_sentence(changes: dict[str, Any], sentence: str) -> None:
    with pytest.raises(ProblemFault) as refused:
        Problem(**base(**changes))
    assert [fault for fault in refused.value.faults if sentence in fault] != []
    assert all(fault.endswith(".") for fault in refused.value.faults)


def test_all_faults_come_at_once() -> None:
    with pytest.raises(ProblemFault, match=r"\(and 2 more\)") as refused:
        Problem(**base(posts=[Post("q1", "h9", -1)], stay_bonus=-1))
    assert len(refused.value.faults) == 3


parts = st.dictionaries(st.sampled_from(["post", "wish", "need"]), st.none() | st.integers(0, 100))
weights = st.fixed_dictionaries({name: st.integers(0, 50) for name in ("post", "wish", "need")})


@given(parts, weights)
def test_shares_and_points_add_up(values: dict[str, int | None], set_weights: dict[str, int]) -> None:
    shares = shares_of(values, set_weights)
    present = {name: w for name, w in set_weights.items() if values.get(name) is not None}
    total = sum(present.values())
    fit = fit_of(values, set_weights)
    assert sum(row.share for row in shares) == (10_000 if total else 0)
    assert sum(row.points for row in shares) == fit
    assert [row.share for row in shares if row.value is None] == [0] * sum(
        row.value is None for row in shares
    )
    if total:
        exact = 100 * sum(w * (values[name] or 0) for name, w in present.items()) / total
        assert abs(fit - exact) <= 0.5


def test_the_weight_of_a_part_without_data_is_shared_out() -> None:
    (need, post, wish) = shares_of({"post": 80, "wish": 20}, {"post": 2, "wish": 1, "need": 7})
    assert (need.share, post.share, wish.share) == (0, 6667, 3333)
    assert fit_of({"post": 80, "wish": 20, "need": None}, {"post": 2, "wish": 1, "need": 7}) == 6000
    assert fit_of({"post": 1, "wish": 0}, {"post": 1, "wish": 7}) == 13
    assert apportion({"a": 1, "b": 1, "c": 1}, 100) == {"a": 34, "b": 33, "c": 33}


@given(problems())
def test_json_round_trip(problem: Problem) -> None:
    again = Problem.from_json(problem.to_json())
    assert again == problem
    assert again.digest() == problem.digest()


BAD_JSON = [
    (b"{", "not JSON"),
    (b"\xff\xfe", "not JSON"),
    (b"[]", "must be an object"),
    (b'{"format": "seedmatch-problem/1"}', "lacks hosts, pairs, people, posts"),
    (b'{"format": "seedmatch-problem/1", "people": 1}', "people must be a list"),
    (b'{"format": "seedmatch-problem/1", "people": [1]}', "must be an object"),
    (b'{"format": "seedmatch-problem/1", "people": [{"id": 1}]}', "id of a row of people must be a text"),
    (b'{"format": "seedmatch-problem/1", "people": [{"id": "a", "tags": 1}]}', "tags of a row of people"),
    (b'{"format": "seedmatch-problem/1", "people": [{"name": "a"}]}', "missing or unknown field"),
    (b'{"format": "seedmatch-problem/1", "cats": []}', "unknown field cats"),
    (b'{"format": "seedmatch-problem/1", "rules": [{"kind": "Magic"}]}', "a kind out of"),
    (
        b'{"format": "seedmatch-problem/1", "rules": [{"kind": "Apart", "name": "x", "people": "ab"}]}',
        "must be a list",
    ),
]


@pytest.mark.parametrize(("data", "sentence"), BAD_JSON)
def test_bad_json_is_refused_with_a_sentence(data: bytes, sentence: str) -> None:
    with pytest.raises(BadFile, match=sentence):
        Problem.from_json(data)


def test_weights_must_be_an_object() -> None:
    body = json.loads(Problem(**base()).to_json())
    with pytest.raises(BadFile, match="weights must be an object"):
        Problem.from_json(json.dumps(body | {"weights": []}))


EMPTY: dict[str, dict[str, Any]] = {
    "nobody": {"people": [], "pairs": []},
    "nothing": {"people": [], "hosts": [], "posts": [], "pairs": [], "weights": {}},
    "no pairs": {"pairs": []},
    "no seats": {"posts": [Post("q1", "h1", 0)]},
    "no parts": {"pairs": [Pair("p1", "q1"), Pair("p2", "q1")], "weights": {}},
    "one alone": {"pairs": [Pair("p1", "q1", {"post": 1})]},
    "host full": {"hosts": [Host("h1", seats=1)]},
}


@pytest.mark.parametrize("objective", ["fit", "profile", "stable"])
@pytest.mark.parametrize("shape", EMPTY)
def test_odd_shapes(shape: str, objective: str) -> None:
    problem = Problem(**base(**EMPTY[shape]))
    expected = {
        "nobody": 0,
        "nothing": 0,
        "no pairs": 0,
        "no seats": 0,
        "no parts": 2,
        "one alone": 1,
        "host full": 1,
    }
    plan = solve(problem, objective=objective)
    assert (plan.placed, plan.proven, len(plan.unplaced)) == (
        expected[shape],
        True,
        len(problem.people) - expected[shape],
    )
    assert check(problem, plan) == []
    assert len(plan.explain_all()) == len(problem.people)
    assert problem.diagnose().placeable == expected[shape]


def test_reasons_of_odd_shapes() -> None:
    assert [row.code for row in solve(Problem(**base(pairs=[]))).unplaced] == ["no_candidate", "no_candidate"]
    closed = solve(Problem(**base(posts=[Post("q1", "h1", 0)]))).unplaced[0]
    assert (closed.code, dict(closed.numbers)) == ("all_closed", {"candidates": 1, "no_seats": 1})


@pytest.mark.parametrize("seed", range(3))
def test_the_open_pairs_are_those_without_a_reason_to_be_closed(seed):
    problem = office(seed)
    first, second = problem.people[0].id, problem.people[1].id
    problem = replace(
        problem,
        locks=[Lock(first, host=problem.posts_by_id[problem.pairs_of[first][0].post].host)],
        bans=[Ban(second, reason="x", host=problem.hosts[0].id)],
        exclusions=[Exclusion(second, "y", post=problem.posts[1].id)],
        posts=[replace(post, seats=0) if post is problem.posts[2] else post for post in problem.posts],
    )
    opened = [problem.pairs[k] for k in problem.closures.open_columns()]
    assert opened == [pair for pair in problem.pairs if problem.closed(pair.person, pair.post) is None]
    assert len(opened) < len(problem.pairs)
