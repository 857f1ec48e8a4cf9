"""An independent check of plans: no solver, no numpy, every number worked out anew.

Written from the README, not from the engine: it shares only the row classes with it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from seedmatch.audit_proof import proven_bound
from seedmatch.audit_reasons import explanation_faults, unplaced_faults

if TYPE_CHECKING:
    from seedmatch.audit_ground import Ground
    from seedmatch.explanation import Explanation
    from seedmatch.plan import Plan
    from seedmatch.problem import Problem


def check(problem: Problem, plan: Plan) -> list[str]:
    """Return a sentence for everything in the plan that does not hold; empty if all does.

    Checked: placements allowed, all rules kept, every number recomputed, dual prices summed up in
    whole numbers, blocking pairs counted, moves and reasons right.
    """
    ground = problem.ground
    if unknown := [pair for pair in plan.placements.items() if pair[1] not in ground.posts_of(pair[0])]:
        return [f"{person} is placed on {post}, which is no candidate pair." for person, post in unknown]
    faults = [sentence for _, sentence in ground.broken(plan.placements)]
    faults += _number_faults(ground, plan)
    faults += _proof_faults(ground, plan)
    if sorted(plan.blocking_pairs) != sorted(blocking(ground, plan.placements)):
        faults.append("The blocking pairs are not those that the placements give.")
    faults += _move_faults(ground, plan)
    faults += unplaced_faults(ground, plan)
    return faults


def check_explanation(problem: Problem, plan: Plan, explanation: Explanation) -> list[str]:
    """Return a sentence for everything in the explanation that does not hold; empty if all does.

    Checked: parts, shares and fit; that every post is accounted for; of every alternative that its
    moves lead to an allowed plan with the person at the post which loses exactly what is stated. That no
    cheaper plan exists is for the engine to prove.
    """
    return list(explanation_faults(problem.ground, plan, explanation))


def _number_faults(ground: Ground, plan: Plan) -> Iterator[str]:
    pairs = list(plan.placements.items())
    kept = sum(ground.problem.previous.get(person) == post for person, post in pairs)
    fit_total = sum(ground.fit(*pair) for pair in pairs)
    objective = ground.worth(plan.placements)
    stated = {
        "placed": plan.placed,
        "fit total": plan.fit_total,
        "kept": plan.kept,
        "objective": plan.objective,
    }
    found = {"placed": len(pairs), "fit total": fit_total, "kept": kept, "objective": objective}
    for name, value in found.items():
        if stated[name] != value:
            yield f"The {name} is stated as {stated[name]} but comes to {value}."
    for stage in plan.stages:
        if stage.name == "blocking_pairs":
            value = -len(plan.blocking_pairs)
        else:
            value = sum(ground.stage(stage.name, person, post) for person, post in pairs)
        if stage.value != value:
            yield f"Stage {stage.name} is stated as {stage.value} but comes to {value}."
        if stage.bound < stage.value:
            yield f"Stage {stage.name} has a bound of {stage.bound}, below its value {stage.value}."
    if plan.bound < plan.objective:
        yield f"The bound {plan.bound} is below the objective {plan.objective}."


def _proof_faults(ground: Ground, plan: Plan) -> Iterator[str]:
    reached = {stage.name: stage.value for stage in plan.stages}
    tight = set()
    for proof in plan.certificate.proofs:
        bound = proven_bound(ground, proof, reached)
        if bound is None:
            yield f"The proof of stage {proof.stage} names a row or limit that does not exist."
        elif bound != proof.bound:
            yield f"The prices of stage {proof.stage} prove {bound}, not {proof.bound}."
        elif bound < reached.get(proof.stage, bound):
            yield f"The prices of stage {proof.stage} prove less than was reached; the proof is wrong."
        elif bound == reached.get(proof.stage):
            tight.add(proof.stage)
    verified = tight == set(reached) if plan.mode != "stable" else not plan.blocking_pairs
    if plan.certificate.verified != verified:
        yield f"The certificate says verified: {plan.certificate.verified}, but its proofs say {verified}."
    if verified and plan.certificate.verified_bound != plan.objective:
        yield "The verified bound is not the objective although all proofs are tight."
    if plan.mode == "fit" and not verified:
        yield from _loose_bound(plan, reached)


def _loose_bound(plan: Plan, reached: Mapping[str, int]) -> Iterator[str]:
    """Hold the verified bound against the proofs where they leave a gap."""
    shown = {proof.stage: proof.bound for proof in plan.certificate.proofs}
    if "objective" in shown:
        least = shown["objective"]
    elif "fit" in shown and shown.get("placed") == reached["placed"]:
        least = shown["placed"] * plan.problem.place_value + shown["fit"]
    else:
        least = (shown.get("placed", len(plan.problem.people)) + 1) * plan.problem.place_value - 1
    if plan.certificate.verified_bound < least:
        yield f"The verified bound {plan.certificate.verified_bound} is below what the proofs show, {least}."


def blocking(ground: Ground, placements: Mapping[str, str]) -> list[tuple[str, str]]:
    """Return the pairs that would both rather have each other."""
    problem = ground.problem
    at_post, at_host = Counter(placements.values()), Counter(map(ground.host, placements.values()))
    least_at_post, least_at_host = _least_liked(ground, placements)
    found = []
    for person, likings in ground.likings.items():
        content = ground.liking(person, placements[person]) if person in placements else None
        for post, liking in likings.items():
            if content is not None and liking <= content:
                continue
            host = problem.hosts_by_id[ground.host(post)]
            if at_post[post] >= problem.posts_by_id[post].seats:
                weakest = least_at_post.get(post)
            elif host.seats is not None and at_host[host.id] >= host.seats:
                weakest = least_at_host.get(host.id)
            else:
                found.append((person, post))
                continue
            if weakest is not None and weakest < ground.priority(person, post):
                found.append((person, post))
    return found


def _least_liked(ground: Ground, placements: Mapping[str, str]) -> tuple[dict[str, int], dict[str, int]]:
    """Return how much each post, and each host, likes whom it likes least of those who could give way."""
    at_post: dict[str, int] = {}
    at_host: dict[str, int] = {}
    for person, post in placements.items():
        if person not in ground.locked:
            liked, host = ground.priority(person, post), ground.host(post)
            at_post[post] = min(liked, at_post.get(post, liked))
            at_host[host] = min(liked, at_host.get(host, liked))
    return at_post, at_host


def _move_faults(ground: Ground, plan: Plan) -> Iterator[str]:
    previous = ground.problem.previous
    expected = {}
    if previous:
        people = {*previous, *plan.placements}
        expected = {
            person: (previous.get(person), plan.placements.get(person))
            for person in people
            if previous.get(person) != plan.placements.get(person)
        }
    if {move.person: (move.from_post, move.to_post) for move in plan.moved} != expected:
        yield "The list of moves is not the difference to the previous placement."
    causes = Counter(move.cause for move in plan.moved)
    if previous and causes["new"] != sum(before is None for before, _ in expected.values()):
        yield "The list of moves calls somebody new who had a place, or the reverse."
    for move in plan.moved:
        if (
            move.cause == "chosen"
            and move.from_post is not None
            and not ground.is_open(move.person, move.from_post)
        ):
            yield f"{move.person} is said to move by choice, but the previous place is closed."
