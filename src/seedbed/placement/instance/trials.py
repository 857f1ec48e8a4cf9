"""Questions to a draft: the stored problem is changed, solved again with few or many moves, and told as plain numbers."""

import hashlib
import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from functools import lru_cache, partial
from itertools import pairwise
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
    rule_of,
    solved,
)
from seedbed.placement.models import MatchDraft, MatchRule, MatchRun, RuleKind
from seedbed.placement.queries import whole
from seedbed.placement.queries.facts import NOTHING, BatchFacts, facts_of
from seedbed.placement.reckoning.fit import PostFacts
from seedbed.placement.reckoning.trials import NAME, NEW_POST, Question, steps

Step = Callable[[int, int], None]
Places = Mapping[str, str]
LIMITS = seedmatch.Limits(seconds=60)
STABLE_LIMITS = seedmatch.Limits(seconds=30)
POINTS = 9  # of the curve from fewest blocking pairs to best fit
MOST_FIT = 10_000  # of one placement, in hundredths


def stored_problem(run: MatchRun) -> seedmatch.Problem:
    """Return the problem of a run as it was, without its limit of moves. A worker keeps the last one: questions come in rows."""
    return _stored_problem(run.pk, run.input_digest)


@lru_cache(maxsize=1)
def _stored_problem(run: int, digest: str) -> seedmatch.Problem:
    data = whole.input_of(run)
    if hashlib.sha256(data).hexdigest() != digest:
        raise NoPlan({"code": "check_failed", "sentences": ["problem does not match its hash"]})
    return replace(seedmatch.Problem.from_json(data), previous={}, stay_bonus=0, max_moves=None)


def places_now(draft: MatchDraft) -> dict[str, str]:
    """Return who is where: by the draft, or by the placements once it is published."""
    rows = whole.open_placements(draft.batch) if draft.is_published else draft.placements.all()
    return {person_id(row.application_id): post_id(row.post_id) for row in rows if row.post_id}


# -- what would be if -------------------------------------------------------------------------------------


def what_if(draft: MatchDraft, question: Question, step: Step) -> dict[str, Any]:
    """Answer a question to a draft: the best plan for each number of people who may move, with names and numbers.

    People who withdrew or joined since the draft are taken as they are now. Raises `NoPlan`.
    """
    base, before = stored_problem(draft.run), places_now(draft)
    now = {person_id(p.application_id) for p in whole.open_placements(draft.batch)}
    gone = sorted({p.id for p in base.people} - now | {person_id(a) for a in question.withdraw})
    joined = sorted(now - {p.id for p in base.people} - set(gone))
    priced, new = [key_of(p) for p in joined], _invented(question)
    facts = facts_of(draft.batch, suppose=question.suppose, priced=priced, new=new) if joined or question.needs_facts else NOTHING
    problem = asked(base, question, facts, gone=gone, joined=joined)
    previous = {person: post for person, post in before.items() if person in problem.people_by_id}
    problem = replace(problem, previous=previous)
    step(1, 0)
    series = seedmatch.Series(problem, objective=draft.run.mode, seed=draft.run.seed, limits=LIMITS)
    free = checked(series.plan)
    hit = sum(move.cause == "hit" for move in free.moved)
    chosen = len(free.moved) - hit
    points = [point_of(plan, base, allowed) for allowed, plan in ladder(series, free, chosen, step)]
    return {
        "before": _before(base, before), "kept": curve_value(problem, previous), "gone": [key_of(p) for p in gone],
        "joined": [key_of(p) for p in joined], "points": points, "people": len(problem.people),
    }


def ladder(series: seedmatch.Series, free: seedmatch.Plan, chosen: int, step: Step) -> list[tuple[int | None, seedmatch.Plan]]:
    """Return the plans from fewest moves upwards until one is as good as the free one, which comes last if it moves more."""
    wanted = steps(chosen, len(free.problem.pairs))
    found: list[tuple[int | None, seedmatch.Plan]] = []
    for number, allowed in enumerate(wanted, 1):
        step(1 + number, len(wanted) + 2)
        plan = checked(partial(series.within, allowed))
        if plan is None:
            continue  # the rules need more moves than that
        if not found or _worth(plan) > _worth(found[-1][1]):
            found.append((allowed, plan))
        if _worth(plan) == _worth(free):
            break
    if not found or _worth(found[-1][1]) != _worth(free):
        found.append((None, free))
    return found


def _worth(plan: seedmatch.Plan) -> tuple[int, ...]:
    """What a plan reaches, in the order in which its mode counts."""
    return (plan.placed, plan.fit_total) if plan.mode == "fit" else tuple(stage.value for stage in plan.stages)


def asked(base: seedmatch.Problem, question: Question, facts: BatchFacts, *, gone: Sequence[str] = (), joined: Sequence[str] = ()) -> seedmatch.Problem:
    """Return the problem that a question makes of a stored one."""
    hosts, people = base.hosts_by_id, base.people_by_id
    changes: list[Any] = [seedmatch.Withdraw(p) for p in gone if p in people]
    changes += [seedmatch.CloseHost(host_id(offer)) for offer in question.close if host_id(offer) in hosts]
    if question.new is not None:
        new = [seedmatch.Pair(p, post_id(NEW_POST), _values(facts, key_of(p), NEW_POST)) for p in people if p not in gone and key_of(p) in facts.people]
        changes.append(seedmatch.AddPost(seedmatch.Post(post_id(NEW_POST), host_id(NEW_POST), seats=question.new.seats), new,
                                         seedmatch.Host(host_id(NEW_POST))))
    changes += [_joining(base, facts, person) for person in joined]
    problem = base.changed(changes)
    opened = {post_id(p) for p, place in facts.posts.items() if place.offer in question.suppose}
    shut = [row for row in problem.exclusions if row.post not in opened]
    shut += [seedmatch.Exclusion(person_id(a), code, post=post_id(p)) for (a, p), code in sorted(facts.closed.items())
             if (post_id(p) in opened or person_id(a) in joined) and person_id(a) in problem.people_by_id and post_id(p) in problem.posts_by_id]
    posts = [replace(row, seats=max(1, row.seats)) if row.id in opened else row for row in problem.posts]
    put = {person_id(a): seedmatch.Lock(person_id(a), post=post_id(p)) for a, p in question.put}
    locks = [*(lock for lock in problem.locks if lock.person not in put), *put.values()]
    return replace(problem, exclusions=shut, posts=posts, locks=locks, weights=dict(question.weights) or problem.weights, rules=_rules(problem, question, facts))


def _values(facts: BatchFacts, application: int, post: int) -> dict[str, int | None]:
    return dict(facts.values[application, post])


def _joining(base: seedmatch.Problem, facts: BatchFacts, person: str) -> seedmatch.AddPerson:
    """A person who came after the draft, with a pair for every post of the draft."""
    a = key_of(person)
    pairs = [seedmatch.Pair(person, post.id, _values(facts, a, key_of(post.id)), rank=rank_of(facts, a, key_of(post.id)))
             for post in base.posts if key_of(post.id) in facts.posts]
    return seedmatch.AddPerson(seedmatch.Person(person, dict(facts.tags[key_of(person)])), pairs)


def _invented(question: Question) -> list[PostFacts]:
    new = question.new
    if new is None:
        return []
    return [PostFacts(id=NEW_POST, offer=NEW_POST, title=new.title, duties=new.duties, wanted_majors=new.majors,
                      industries=(new.industry,) if new.industry else (), need=50)]


def _rules(problem: seedmatch.Problem, question: Question, facts: BatchFacts) -> list[Any]:
    kept = [rule for rule in problem.rules if kind_of(rule) not in question.rules]
    asked_for = [rule_of(f"{NAME}-{kind}", MatchRule(kind=kind, number=number), facts) for kind, number in question.rules.items() if number]
    return [*kept, *asked_for]


def kind_of(rule: Any) -> str:
    """Return which kind of matching rule one of the engine's is; "" for what hosts and pairs ask."""
    if not rule.name.startswith(("rule-", NAME)):
        return ""
    match rule:
        case seedmatch.AtMostPerHost(tag="unit"):
            return RuleKind.UNIT_CAP
        case seedmatch.AtMostPerHost():
            return RuleKind.COUNTY_CAP
        case seedmatch.HostUsedOnlyIf():
            return RuleKind.HOST_MINIMUM
        case seedmatch.AtLeastPerGroup():
            return RuleKind.PARTY_PER_DISTRICT if rule.groups else RuleKind.PARTY_PER_HOST
    return ""


# -- numbers ----------------------------------------------------------------------------------------------


def curve_value(problem: seedmatch.Problem, places: Places) -> dict[str, int]:
    """What people on their posts are worth together; a place the problem does not know counts nothing."""
    known = [(p, q) for p, q in places.items() if (p, q) in problem.pairs_by_ids]
    ranks = [problem.pairs_by_ids[pair].rank for pair in known]
    return {"placed": len(known), "fit": problem.fit_total(dict(known)), "first": ranks.count(1),
            "wished": sum(rank is not None for rank in ranks)}


def _before(base: seedmatch.Problem, places: Places) -> dict[str, int]:
    return curve_value(base, places) | {"people": len(base.people), "wishing": len({p.person for p in base.pairs if p.rank is not None})}


def point_of(plan: seedmatch.Plan, base: seedmatch.Problem, allowed: int | None) -> dict[str, Any]:
    """One plan of an answer: its value under the weights asked for, and under the stored ones (`old_fit`)."""
    return curve_value(plan.problem, plan.placements) | {
        "allowed": allowed, "old_fit": plan.problem.fit_total(plan.placements, base.weights), "blocking": len(plan.blocking_pairs), "proven": plan.proven,
        "moves": [_move(move, plan, base) for move in plan.moved],
    }


def _move(move: seedmatch.Move, plan: seedmatch.Plan, base: seedmatch.Problem) -> dict[str, Any]:
    ends: dict[str, int | None] = {}
    for name, post in (("from", move.from_post), ("to", move.to_post)):
        problem = plan.problem if (move.person, post) in plan.problem.pairs_by_ids else base
        pair = problem.pairs_by_ids.get((move.person, post)) if post else None
        ends |= {name: key_of(post) if post else None, f"{name}_fit": problem.fit(move.person, post) if post and pair else None,
                 f"{name}_wish": pair.rank if pair else None}
    return {"person": key_of(move.person), "cause": move.cause, **ends}


# -- fit against blocking pairs ---------------------------------------------------------------------------


def balance(draft: MatchDraft, step: Step) -> dict[str, Any]:
    """Go from the plan with the fewest blocking pairs to the one of best fit; each point is the best fit for its number of moves."""
    base = stored_problem(draft.run)
    step(1, POINTS + 2)
    calm = solved(base, "stable", draft.run.seed, STABLE_LIMITS)
    series = seedmatch.Series(replace(base, previous=calm.placements), seed=draft.run.seed, limits=LIMITS)
    best = checked(series.plan)
    found = [(0, calm), (len(best.moved), best)] if best.moved else [(0, calm)]
    _fill(series, found, step)
    return {"points": [_curve_point(plan, moved) for moved, plan in found], "draft": _own_point(draft, base), "people": len(base.people)}


def _fill(series: seedmatch.Series, found: list[tuple[int, seedmatch.Plan]], step: Step) -> None:
    """Put plans between the ends of a curve, into the widest gap first: where the line between its ends is exceeded, there is one."""
    straight: set[tuple[int, int]] = set()
    while len(found) < POINTS:
        gaps = [(b - a, k) for k, ((a, _), (b, _)) in enumerate(pairwise(found)) if b - a > 1 and (a, b) not in straight]
        if not gaps:
            break
        step(len(found), POINTS + 2)
        k = max(gaps)[1]
        (few, low), (many, high) = found[k : k + 2]
        steep = max(1, (high.fit_total - low.fit_total) // (many - few)) if low.placed == high.placed else MOST_FIT
        plan = checked(partial(series.favouring, steep))
        if few < len(plan.moved) < many:
            found.insert(k + 1, (len(plan.moved), plan))
        else:
            straight.add((few, many))


def _own_point(draft: MatchDraft, base: seedmatch.Problem) -> dict[str, Any]:
    data = bytes(draft.run.plan or b"")
    if hashlib.sha256(data).hexdigest() != draft.run.plan_digest:
        raise NoPlan({"code": "check_failed", "sentences": ["plan does not match its hash"]})
    plan = json.loads(data)
    return curve_value(base, plan["placements"]) | {"blocking": len(plan["blocking_pairs"])}


def _curve_point(plan: seedmatch.Plan, moved: int) -> dict[str, Any]:
    return curve_value(plan.problem, plan.placements) | {
        "moved": moved, "blocking": len(plan.blocking_pairs), "proven": plan.proven,
        "places": {str(key_of(person)): key_of(post) for person, post in plan.placements.items()}}


# -- what a draft was made with ---------------------------------------------------------------------------


def settings_of(run: MatchRun) -> dict[str, Any]:
    """Return what went into a run, read from its bytes without building the problem: weights, rules, locks, people, seats."""
    body, plan = json.loads(bytes(run.input or b"{}")), json.loads(bytes(run.plan or b"{}"))
    return {
        "weights": body["weights"], "rules": {rule["name"]: rule for rule in body["rules"]},
        "locks": {key_of(row["person"]): row.get("post") or row.get("host") for row in body["locks"]},
        "bans": {(key_of(row["person"]), row.get("post") or row.get("host")) for row in body["bans"]},
        "people": {key_of(row["id"]) for row in body["people"]}, "seats": {key_of(row["id"]): row.get("seats", 1) for row in body["posts"]},
        "max_moves": body["max_moves"], "blocking": [(key_of(a), key_of(b)) for a, b in plan["blocking_pairs"]],
        "closed": {(key_of(row["person"]), key_of(row["post"])): row["reason"] for row in body["exclusions"] if row.get("post")},
    }
