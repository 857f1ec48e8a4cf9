"""After a withdrawal few move, and nobody for nothing."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from seedmatch import (
    AddPerson,
    AddPost,
    ChangeSeats,
    CloseHost,
    ClosePost,
    Host,
    Infeasible,
    Lock,
    Pair,
    Person,
    Post,
    Problem,
    ProblemFault,
    Withdraw,
    check,
    solve,
)
from tests.unit.seedmatch.office import office
from tests.unit.seedmatch.tiny import everything, problems, worth

PARTS = {"post": 50, "work": 50}


@settings(max_examples=60, deadline=None)
@given(problems(with_rules=False, decisions=False), st.data())
def test_a_rematch_is_the_best_plan_with_so_few_moves(problem: Problem, data: st.DataObject) -> None:
    plan = solve(problem)
    one = data.draw(st.sampled_from(problem.people))
    post = data.draw(st.sampled_from(problem.posts))
    change = data.draw(
        st.sampled_from([Withdraw(one.id), ClosePost(post.id), ChangeSeats(post.id, max(0, post.seats - 1))])
    )
    allowed = data.draw(st.sampled_from([{"max_moves": 0}, {"max_moves": 1}, {"stay_bonus": 4000}, {}]))
    again = plan.rematch([change], **allowed)
    assert again.problem.max_moves == allowed.get("max_moves", None if "stay_bonus" in allowed else 0)
    assert again.objective == max(worth(again.problem, other) for other in everything(again.problem))
    assert again.proven
    assert check(again.problem, again) == []


def test_a_withdrawal_moves_nobody_else_unless_allowed() -> None:
    plan = solve(office(seed=4, hosts=8))
    gone = next(iter(plan.placements))
    again = plan.rematch([Withdraw(gone)])
    assert again.moved == ()
    assert dict(again.placements) == {one: post for one, post in plan.placements.items() if one != gone}
    freer = plan.rematch([Withdraw(gone)], max_moves=2)
    assert sum(move.cause == "chosen" for move in freer.moved) <= 2
    assert freer.objective >= again.objective


def test_when_a_host_closes_only_its_people_move() -> None:
    plan = solve(office(seed=4, hosts=8, unit=2))
    hit = {one for one, host in plan.hosts.items() if host == "h05"}
    again = plan.rematch([CloseHost("h05")])
    assert {move.person for move in again.moved} == hit
    assert {move.cause for move in again.moved} == {"hit"}
    assert "h05" not in again.hosts.values()


def test_additions_count_as_new() -> None:
    plan = solve(office(seed=4, hosts=4))
    posts = [post.id for post in plan.problem.posts]
    again = plan.rematch(
        [
            AddPost(Post("new", "h99"), [Pair(f"p0{k}", "new", PARTS) for k in range(4)], host=Host("h99")),
            AddPerson(Person("z"), [Pair("z", post, PARTS) for post in [*posts, "new"]]),
        ]
    )
    assert again.moved[-1].person == "z"
    assert again.moved[-1].cause == "new"
    assert check(again.problem, again) == []


def test_a_lock_is_kept_through_a_rematch() -> None:
    problem = office(seed=4, hosts=6, unit=2)
    post = next(price.post for price in solve(problem).explain("p05").alternatives if price.possible)
    locked = solve(replace(problem, locks=[Lock("p05", post=post)]))
    again = locked.rematch(
        [Withdraw("p00"), CloseHost(next(h for h in ("h00", "h01") if not post.startswith(h)))]
    )
    assert (locked.placements["p05"], again.placements["p05"]) == (post, post)


def test_too_few_moves_for_the_rules_are_named() -> None:
    people = [Person("p1", {"party": "member"}), Person("p2")]
    from seedmatch import AtLeastPerGroup

    problem = Problem(
        people,
        [Host("h1"), Host("h2")],
        [Post("q1", "h1"), Post("q2", "h2")],
        [Pair(one.id, post, {"a": 50}) for one in people for post in ("q1", "q2")],
        {"a": 1},
        rules=[AtLeastPerGroup("party-at-h1", "party", "member", 1, when_used=False)],
        previous={"p1": "q2"},
    )
    with pytest.raises(Infeasible):
        solve(replace(problem, max_moves=0))


def test_changes_of_unknown_things_are_refused() -> None:
    plan = solve(office(seed=4, hosts=4))
    for change in (Withdraw("nobody"), ClosePost("nothing"), CloseHost("nowhere"), ChangeSeats("nothing", 1)):
        with pytest.raises(ProblemFault, match="There is no"):
            plan.rematch([change])
    with pytest.raises(ProblemFault, match="already a person p00"):
        plan.rematch([AddPerson(Person("p00"))])
    with pytest.raises(ProblemFault, match="not both"):
        plan.rematch([], stay_bonus=1, max_moves=1)
