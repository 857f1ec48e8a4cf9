"""A finished allotment put to the engine: its worth, what it breaks, what better there was, what fixed choices cost."""

from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import seedmatch
from seedbed.placement.instance.matching import (
    NoPlan,
    checked,
    host_id,
    key_of,
    person_id,
    post_id,
    rank_of,
    rules_in_force,
    solved,
)
from seedbed.placement.instance.trials import LIMITS, Step, curve_value, ladder, point_of
from seedbed.placement.models import Trial
from seedbed.placement.queries import whole
from seedbed.placement.queries.allotments import allotted
from seedbed.placement.queries.facts import BatchFacts, facts_of, why_post_is_closed
from seedbed.placement.reckoning.fit import DEFAULT_WEIGHTS

PRICED = 150  # people up to whom every single choice is priced; above, only the fixed ones
Places = Mapping[str, str]


def judge(trial: Trial, step: Step) -> dict[str, Any]:
    """Judge the allotment of a trial under the weights and rules in force; every plan in it is checked."""
    batch, given = trial.batch, {int(a): p for a, p in trial.question["places"].items()}
    facts = facts_of(batch, applications=allotted(batch, given), suppose=None)
    places = {person_id(a): post_id(p) for a, p in given.items() if a in facts.people and p in facts.posts}
    problem = problem_of_allotment(trial, facts, places)
    step(1, 0)
    series = seedmatch.Series(replace(problem, previous=places), limits=LIMITS)
    free = checked(series.plan)
    chosen = sum(move.cause == "chosen" for move in free.moved)
    points = [point_of(plan, problem, allowed) for allowed, plan in ladder(series, free, chosen, step)]
    fixed = [person_id(a) for a in trial.question["fixed"] if person_id(a) in places]
    wanted = sorted(places) if len(places) <= PRICED else fixed
    return {
        "own": curve_value(problem, places) | {"people": len(places)}, "best": curve_value(problem, free.placements), "points": points,
        "breaks": broken(problem, places), "shut": _shut(batch, given.values()), "gain": _without_losers(problem, places),
        "choices": [_price(free, person, places[person]) | {"fixed": person in fixed} for person in wanted],
        "joint": _together(problem, free, {person: places[person] for person in fixed}) if fixed else None, "fits": _fits(problem, places),
        "weights": dict(problem.weights),
    }


def problem_of_allotment(trial: Trial, facts: BatchFacts, places: Places) -> seedmatch.Problem:
    """Build the problem of the people whom an allotment names; seats that were never settled are as many as it uses."""
    used = Counter(places.values())
    weights = whole.newest_weights(trial.batch)
    offers = {post.offer for post in facts.posts.values()}
    return seedmatch.Problem(
        people=[seedmatch.Person(person_id(a), tags) for a, tags in facts.tags.items()],
        hosts=[seedmatch.Host(host_id(offer)) for offer in sorted(offers)],
        posts=[seedmatch.Post(post_id(p), host_id(post.offer), seats=facts.seats[p] or used[post_id(p)]) for p, post in facts.posts.items()],
        pairs=[seedmatch.Pair(person_id(a), post_id(p), values, rank=rank_of(facts, a, p))
               for (a, p), values in facts.values.items()],
        weights=dict(weights.values) if weights else dict(DEFAULT_WEIGHTS),
        exclusions=[seedmatch.Exclusion(person_id(a), code, post=post_id(p)) for (a, p), code in sorted(facts.closed.items())],
        rules=rules_in_force(trial.batch, facts),
    )


def _shut(batch: Any, posts: Any) -> list[dict[str, Any]]:
    """Posts that are used although they would be closed in a match: not vetted, not willing, not settled."""
    wanted = set(posts)
    return [{"post": post.pk, "code": code} for post in whole.posts_of_batch(batch) if post.pk in wanted and (code := why_post_is_closed(post))]


def _fits(problem: seedmatch.Problem, places: Places) -> dict[str, list[int | None]]:
    """Fit and wish of everybody at the allotted place."""
    return {str(key_of(p)): [problem.fit(p, q), problem.pairs_by_ids[p, q].rank] for p, q in places.items()}


def _without_losers(problem: seedmatch.Problem, places: Places) -> dict[str, Any] | None:
    """Return the best plan in which nobody fits worse than now, as who gains; None where the rules leave none for everybody."""
    least = {p: problem.fit(p, q) for p, q in places.items() if problem.closed(p, q) is None}
    try:
        plan = solved(replace(problem, previous=places).fitting_at_least(least), "fit", 0, LIMITS)
    except NoPlan:
        return None
    if plan.placed < len(places):
        return None
    return point_of(plan, problem, None)


def _price(free: seedmatch.Plan, person: str, post: str) -> dict[str, Any]:
    """What one choice alone costs against the best plan."""
    found = {"person": key_of(person), "post": key_of(post)}
    if free.placements.get(person) == post:
        return found | {"possible": True, "reason": "", "placed_loss": 0, "fit_loss": 0, "others": 0}
    if not free.proven:
        return found | {"possible": False, "reason": "not_proven", "placed_loss": None, "fit_loss": None, "others": 0}
    price = free.price(person, post)
    return found | {"possible": price.possible, "reason": price.reason, "placed_loss": price.placed_loss, "fit_loss": price.fit_loss,
                    "others": len(price.others)}


def _together(problem: seedmatch.Problem, free: seedmatch.Plan, fixed: Places) -> dict[str, Any]:
    """What all fixed choices together cost; those that are closed anyway are left out and counted."""
    allowed = {p: q for p, q in fixed.items() if problem.closed(p, q) is None}
    told: dict[str, Any] = {"count": len(fixed), "closed": len(fixed) - len(allowed)}
    try:
        plan = solved(replace(problem, locks=[seedmatch.Lock(p, post=q) for p, q in allowed.items()]), "fit", 0, LIMITS)
    except NoPlan:
        return told | {"possible": False, "placed_loss": None, "fit_loss": None}
    return told | {"possible": True, "placed_loss": free.placed - plan.placed, "fit_loss": free.fit_total - plan.fit_total}


# -- what it breaks ---------------------------------------------------------------------------------------


def broken(problem: seedmatch.Problem, places: Places) -> list[dict[str, Any]]:
    """Return everything an allotment breaks: closed pairs, seats, rules; each with whom or what it concerns."""
    found = []
    for person, post in sorted(places.items()):
        if (why := problem.closed(person, post)) is not None and why.code != "no_seats":
            found.append({"code": "closed", "why": why.code, "detail": why.detail, "person": key_of(person), "post": key_of(post)})
    for post, count in sorted(Counter(places.values()).items()):
        if count > problem.posts_by_id[post].seats:
            found.append({"code": "seats", "post": key_of(post), "count": count, "limit": problem.posts_by_id[post].seats})
    at: dict[str, list[str]] = defaultdict(list)
    for person, post in places.items():
        at[problem.posts_by_id[post].host].append(person)
    for rule in problem.rules:
        found += _against(rule, at, problem)
    return found


def _against(rule: Any, at: Mapping[str, list[str]], problem: seedmatch.Problem) -> list[dict[str, Any]]:
    tags = {person.id: person.tags for person in problem.people}
    match rule:
        case seedmatch.AtMostPerHost():
            counted = {host: Counter(tags[p][rule.tag] for p in people if rule.tag in tags[p]) for host, people in at.items()}
            return [_rule(rule, "h", host, count, rule.limit) for host, groups in sorted(counted.items()) for count in groups.values() if count > rule.limit]
        case seedmatch.HostUsedOnlyIf():
            return [_rule(rule, "h", host, len(people), rule.minimum) for host, people in sorted(at.items())
                    if (not rule.hosts or host in rule.hosts) and 0 < len(people) < rule.minimum]
        case seedmatch.AtLeastPerGroup():
            groups = rule.groups or [seedmatch.Group(host, hosts=(host,)) for host in sorted(at)]
            people = [(group.id, [p for host in group.hosts for p in at.get(host, ())]) for group in groups]
            counts = [(name, len(here), sum(tags[p].get(rule.tag) == rule.value for p in here)) for name, here in people]
            return [_rule(rule, "g", name, count, rule.minimum) for name, size, count in counts if size and count < rule.minimum]
        case seedmatch.Together() | seedmatch.Apart():
            hosts = [next((host for host, people in at.items() if p in people), None) for p in rule.people]
            split = len(set(hosts)) > 1 if isinstance(rule, seedmatch.Together) else len(set(hosts) - {None}) < len([h for h in hosts if h])
            return [_rule(rule, "", "", 0, 0)] if split else []
    return []


def _rule(rule: Any, kind: str, where: str, count: int, limit: int) -> dict[str, Any]:
    return {"code": "rule", "rule": rule.name, "kind": kind, "where": where, "count": count, "limit": limit}
