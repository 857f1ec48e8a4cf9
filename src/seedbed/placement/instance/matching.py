"""The match itself: facts of a batch become a problem, a plan becomes rows."""

import hashlib
import json
import platform
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import asdict
from importlib.metadata import version
from typing import Any, TypeVar

import seedmatch
from seedbed.placement.models import Ban, Lock, MatchDraft, MatchRule, MatchRun, Pair, RuleKind
from seedbed.placement.queries import whole
from seedbed.placement.queries.facts import BatchFacts, facts_of
from seedbed.placement.reckoning.results import Place, Result
from seedbed.selection.models import Batch

ENGINE_ERRORS = seedmatch.SeedmatchError
LIMITS = seedmatch.Limits(seconds=240)
PRICED_PAIRS = 20_000  # people times posts up to which every price is worked out in advance
Found = TypeVar("Found", bound=seedmatch.Plan | None)
BEST_PRICED = 6  # posts of a person in a larger batch, besides those wished
BESIDE = 3  # newest drafts whose places are priced too, to be compared with


class NoPlan(Exception):
    """There is no plan; `fault` holds the codes of what stands in the way, ready to be stored."""

    def __init__(self, fault: dict[str, Any]) -> None:
        super().__init__(fault["code"])
        self.fault = fault


# -- ids of the engine: a letter and the primary key ------------------------------------------------------


def person_id(application: int) -> str:
    """Return the engine's name of a person."""
    return f"a{application}"


def post_id(post: int) -> str:
    """Return the engine's name of a post."""
    return f"p{post}"


def host_id(offer: int) -> str:
    """Return the engine's name of a host's offer."""
    return f"h{offer}"


def key_of(name: str) -> int:
    """Return the primary key behind an engine's name."""
    return int(name[1:])


# -- rows to problem --------------------------------------------------------------------------------------


def problem_of(run: MatchRun, facts: BatchFacts) -> seedmatch.Problem:
    """Build the engine's problem from the facts and the settings in force."""
    batch = run.batch
    offers = {post.offer for post in facts.posts.values()}
    return seedmatch.Problem(
        people=[seedmatch.Person(person_id(a), tags) for a, tags in facts.tags.items()],
        hosts=[seedmatch.Host(host_id(offer)) for offer in sorted(offers)],
        posts=[seedmatch.Post(post_id(p), host_id(post.offer), seats=facts.seats[p]) for p, post in facts.posts.items()],
        pairs=[
            seedmatch.Pair(person_id(a), post_id(p), values, rank=rank_of(facts, a, p))
            for (a, p), values in facts.values.items()
        ],
        weights=dict(run.weights.values),
        exclusions=[seedmatch.Exclusion(person_id(a), code, post=post_id(p)) for (a, p), code in sorted(facts.closed.items())],
        rules=rules_in_force(batch, facts),
        locks=_locks(whole.locks_of_batch(batch), facts),
        bans=_bans(whole.bans_of_batch(batch), facts),
        previous=_previous(run.previous, facts),
        max_moves=run.max_moves,
    )


def rank_of(facts: BatchFacts, application: int, post: int) -> int | None:
    """Return which wish a post would fulfil, the best where several would."""
    wishes, place = facts.people[application].wishes, facts.posts[post]
    if not wishes:
        return None
    ranks = [rank for key in (("post", post), ("offer", place.offer)) if (rank := wishes.get(key))]
    return min(ranks, default=None)


def rules_in_force(batch: Batch, facts: BatchFacts) -> list[Any]:
    """Return everything that plans of a batch keep: its rules, what hosts ask, its pairs."""
    return [*_rules(whole.rules_of_batch(batch), facts), *_least(facts), *_pair_rules(list(whole.pairs_of_batch(batch)), facts)]


def _rules(rules: Sequence[MatchRule] | Any, facts: BatchFacts) -> list[Any]:
    return [rule_of(f"rule-{rule.pk}", rule, facts) for rule in rules]


def rule_of(name: str, rule: MatchRule, facts: BatchFacts) -> Any:
    """Return a matching rule as the engine's."""
    number = rule.number
    if rule.kind == RuleKind.UNIT_CAP:
        return seedmatch.AtMostPerHost(name, tag="unit", limit=number)
    if rule.kind == RuleKind.COUNTY_CAP:
        return seedmatch.AtMostPerHost(name, tag="county", limit=number)
    if rule.kind == RuleKind.HOST_MINIMUM:
        return seedmatch.HostUsedOnlyIf(name, minimum=number)
    groups = _districts(facts) if rule.kind == RuleKind.PARTY_PER_DISTRICT else ()
    return seedmatch.AtLeastPerGroup(name, tag="party", value="yes", minimum=number, groups=groups)


def _districts(facts: BatchFacts) -> list[seedmatch.Group]:
    by_district: dict[str, list[str]] = {}
    for offer, district in sorted(facts.districts.items()):
        by_district.setdefault(district, []).append(host_id(offer))
    return [seedmatch.Group(f"d{district}", hosts=hosts) for district, hosts in sorted(by_district.items())]


def _least(facts: BatchFacts) -> list[Any]:
    """What each host itself asked: nobody or at least so many."""
    return [seedmatch.HostUsedOnlyIf(f"host-{offer}", minimum=least, hosts=[host_id(offer)])
            for offer, least in sorted(facts.least.items()) if least > 1]


def _pair_rules(pairs: Sequence[Pair], facts: BatchFacts) -> list[Any]:
    kinds = {Pair.Kind.TOGETHER: seedmatch.Together, Pair.Kind.APART: seedmatch.Apart}
    return [kinds[Pair.Kind(pair.kind)](f"pair-{pair.pk}", [person_id(pair.first_id), person_id(pair.second_id)])
            for pair in pairs if {pair.first_id, pair.second_id} <= facts.people.keys()]


def _locks(locks: Sequence[Lock] | Any, facts: BatchFacts) -> list[seedmatch.Lock]:
    """Locks of officers; who has reported for duty stays where they are."""
    found = {
        lock.application_id: seedmatch.Lock(person_id(lock.application_id), **_place(lock))
        for lock in locks if lock.application_id in facts.people
    }
    for application, post in facts.at_work.items():
        found[application] = seedmatch.Lock(person_id(application), post=post_id(post))
    return list(found.values())


def _bans(bans: Sequence[Ban] | Any, facts: BatchFacts) -> list[seedmatch.Ban]:
    return [seedmatch.Ban(person_id(ban.application_id), **_place(ban), reason=f"ban-{ban.pk}")
            for ban in bans if ban.application_id in facts.people]


def _place(row: Lock | Ban) -> dict[str, str]:
    return {"post": post_id(row.post_id)} if row.post_id else {"host": host_id(row.offer_id or 0)}


def _previous(draft: MatchDraft | None, facts: BatchFacts) -> dict[str, str]:
    if draft is None:
        return {}
    places = draft.placements.filter(post__isnull=False).values_list("application_id", "post_id")
    return {person_id(a): post_id(p) for a, p in places if a in facts.people and p in facts.posts}


# -- problem to result ------------------------------------------------------------------------------------


def read_batch(run: MatchRun) -> tuple[BatchFacts, seedmatch.Problem]:
    """Read the batch of a run and build its problem."""
    facts = facts_of(run.batch)
    return facts, problem_of(run, facts)


def solve(run: MatchRun, problem: seedmatch.Problem) -> seedmatch.Plan:
    """Solve the problem of a run; `NoPlan` where there is no plan or it does not hold."""
    return solved(problem, run.mode, run.seed)


def solved(problem: seedmatch.Problem, mode: str, seed: int, limits: seedmatch.Limits = LIMITS) -> seedmatch.Plan:
    """Solve and have the independent check read the plan; `NoPlan` where there is none or it does not hold."""
    return checked(lambda: seedmatch.solve(problem, objective=mode, seed=seed, limits=limits))


def checked(find: Callable[[], Found]) -> Found:
    """Return the plan that is found, if any, once the independent check has read it; `NoPlan` where there can be none or it does not hold."""
    try:
        plan = find()
    except seedmatch.Infeasible as fault:
        raise NoPlan({"code": "infeasible", **_plain(fault.diagnosis)})
    except seedmatch.Stopped:
        raise NoPlan({"code": "stopped"})
    if plan is not None and (faults := seedmatch.check(plan.problem, plan)):
        raise NoPlan({"code": "check_failed", "sentences": faults[:20]})
    return plan


def places_beside(run: MatchRun) -> set[tuple[int, int]]:
    """Return who is where in the drafts that the new one will be set beside."""
    return whole.places_in_newest_drafts(run.batch, BESIDE)


def result_of(plan: seedmatch.Plan, facts: BatchFacts, beside: Iterable[tuple[int, int]] = ()) -> Result:
    """Explain everybody, check every explanation, and return plain data to be stored.

    A large batch has its nearest places priced, and those that people have in the drafts `beside`. Raises `NoPlan` if a single explanation does not hold.
    """
    problem, input_bytes, plan_bytes = plan.problem, plan.problem.to_json(), plan.to_bytes()
    demand = _demand(facts)
    elsewhere: dict[str, set[str]] = {}
    for application, post in beside:
        elsewhere.setdefault(person_id(application), set()).add(post_id(post))
    places = []
    for person in problem.people:
        explanation = plan.explain(person.id, _priced(problem, person.id, elsewhere.get(person.id, set())))
        if faults := seedmatch.check_explanation(problem, plan, explanation):
            raise NoPlan({"code": "check_failed", "sentences": faults[:20]})
        places.append(_place_of(explanation, plan, facts, demand))
    return Result(
        input=input_bytes, input_digest=hashlib.sha256(input_bytes).hexdigest(),
        plan=plan_bytes, plan_digest=hashlib.sha256(plan_bytes).hexdigest(),
        engine=engine_versions(), objective=plan.objective, bound=plan.bound, proven=plan.proven,
        placed=plan.placed, fit_total=plan.fit_total, places=places,
    )


def _priced(problem: seedmatch.Problem, person: str, elsewhere: set[str]) -> set[str] | None:
    """Return the posts whose price is worked out in advance: all, in a large batch the wished, the best fitting and those of other drafts."""
    if len(problem.pairs) <= PRICED_PAIRS:
        return None
    pairs = [pair for pair in problem.pairs_of[person] if problem.closed(person, pair.post) is None]
    best = sorted(pairs, key=lambda pair: (-problem.fit(person, pair.post), pair.post))[:BEST_PRICED]
    wished = [pair.post for pair in problem.pairs_of[person] if pair.rank is not None]
    return {*(pair.post for pair in best), *wished, *elsewhere}


def engine_versions() -> dict[str, str]:
    """Return what made the plan: the engine, its solver, Python."""
    return {"seedmatch": seedmatch.__version__, "highspy": version("highspy"), "python": platform.python_version()}


def _place_of(explanation: seedmatch.Explanation, plan: seedmatch.Plan, facts: BatchFacts, demand: Counter[Any]) -> Place:
    application = key_of(explanation.person)
    post = key_of(explanation.post) if explanation.post else None
    parts = facts.parts(application, post) if post else {}
    locked = any(lock.person == explanation.person for lock in plan.problem.locks)
    reason = {
        "explanation": _plain(explanation),
        "parts": {name: part.to_dict() for name, part in parts.items()},
        "first_wish": _first_wish(explanation, facts, demand),
        "people": len(facts.people),
    }
    return Place(
        application=application, post=post, fit=explanation.fit, wish_rank=rank_of(facts, application, post) if post else None,
        locked=locked, parts=[asdict(share) for share in explanation.parts], reason=reason,
    )


def _demand(facts: BatchFacts) -> Counter[Any]:
    """Count who wished what, and who wished it first."""
    wished = Counter(key for person in facts.people.values() for key in person.wishes)
    first = Counter((*key, "first") for person in facts.people.values() for key, rank in person.wishes.items() if rank == 1)
    return wished + first


def _first_wish(explanation: seedmatch.Explanation, facts: BatchFacts, demand: Counter[Any]) -> dict[str, Any] | None:
    """Say what became of the first wish: the cheapest post that fulfils it, its seats and demand."""
    person = facts.people[key_of(explanation.person)]
    key = next((key for key, rank in person.wishes.items() if rank == 1), None)
    if key is None:
        return None
    posts = [p for p, post in facts.posts.items() if key in (("post", p), ("offer", post.offer))]
    names = [post_id(p) for p in posts]
    numbers = {"kind": key[0], "id": key[1], "seats": sum(facts.seats[p] for p in posts),
               "wished": demand[key], "wished_first": demand[(*key, "first")]}
    if explanation.post in names:
        return numbers | {"code": "got", "post": key_of(explanation.post or "")}
    price = next((price for price in explanation.alternatives if price.post in names), None)
    if price is not None:
        return numbers | {"code": "price" if price.possible else "impossible", "post": key_of(price.post),
                          "parts": _parts(facts, person.id, key_of(price.post))}
    shut = next((row for row in explanation.closed if row.post in names), None)
    if shut is not None:
        return numbers | {"code": "closed", "post": key_of(shut.post), "why": shut.code, "detail": shut.detail}
    return numbers | {"code": "unpriced", "post": posts[0] if posts else None}


def _parts(facts: BatchFacts, application: int, post: int) -> Mapping[str, Any]:
    return {name: part.to_dict() for name, part in facts.parts(application, post).items()}


def _plain(value: Any) -> dict[str, Any]:
    """Plain JSON: tuples become lists, exactly as they will be read back."""
    body: dict[str, Any] = json.loads(json.dumps(value.to_dict() if hasattr(value, "to_dict") else asdict(value)))
    return body


# -- check again what was stored --------------------------------------------------------------------------


def check_stored(draft: MatchDraft) -> tuple[int, int, list[str]]:
    """Read a stored draft and recompute it from its bytes: returns people, numbers recomputed, and what is wrong.

    Nothing is solved: the plan, its proof, every explanation and price are checked against the problem.
    """
    run = draft.run
    stored, kept = bytes(run.input or b""), bytes(run.plan or b"")
    faults = [f"{name} does not match its hash" for name, data, digest in (
        ("problem", stored, run.input_digest), ("plan", kept, run.plan_digest),
    ) if hashlib.sha256(data).hexdigest() != digest]
    try:
        problem = seedmatch.Problem.from_json(stored)
        plan = seedmatch.Plan.from_bytes(problem, kept)
    except ENGINE_ERRORS as fault:
        return 0, 0, [*faults, str(fault)]
    faults += seedmatch.check(problem, plan)
    places = {place.application_id: place for place in draft.placements.all()}
    numbers = 4
    for reason in draft.reasons.order_by("application_id"):
        explanation = seedmatch.Explanation.from_dict(reason.data["explanation"])
        faults += seedmatch.check_explanation(problem, plan, explanation)
        faults += _row_faults(places.get(reason.application_id), explanation, plan)
        numbers += _numbers_in(reason.data["explanation"])
    faults += [f"{person.id} has no reason" for person in problem.people if key_of(person.id) not in places]
    return len(places), numbers, faults


def _row_faults(place: Any, explanation: seedmatch.Explanation, plan: seedmatch.Plan) -> list[str]:
    if place is None:
        return [f"{explanation.person} has no row"]
    row = (person_id(place.application_id), post_id(place.post_id) if place.post_id else None, place.fit,
           [dict(part) for part in place.parts])
    want = (explanation.person, plan.placements.get(explanation.person), explanation.fit, [asdict(p) for p in explanation.parts])
    return [] if row == want else [f"{explanation.person}: the row differs from the plan"]


def _numbers_in(value: Any) -> int:
    if isinstance(value, dict):
        return sum(_numbers_in(item) for item in value.values())
    if isinstance(value, list):
        return sum(_numbers_in(item) for item in value)
    return int(isinstance(value, int) and not isinstance(value, bool))
