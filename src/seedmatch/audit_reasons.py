"""Checks reasons: parts and shares, every alternative played through, why somebody is unplaced."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from seedmatch.audit_ground import Ground
    from seedmatch.explanation import Explanation, Price
    from seedmatch.plan import Plan, Unplaced
    from seedmatch.records import PartShare


def unplaced_faults(ground: Ground, plan: Plan) -> Iterator[str]:
    """Yield what is wrong with the list of the unplaced and their reasons."""
    missing = [person.id for person in ground.problem.people if person.id not in plan.placements]
    if [row.person for row in plan.unplaced] != missing:
        yield "The list of the unplaced is not everybody without a post."
    for row in plan.unplaced:
        if not _reason_holds(ground, plan, row):
            yield f"The reason {row.code} for {row.person} does not hold."


def _reason_holds(ground: Ground, plan: Plan, row: Unplaced) -> bool:
    candidates, opened = ground.posts_of(row.person), ground.open_to(row.person)
    match row.code:
        case "no_candidate":
            return not candidates
        case "all_closed":
            counts = {code: count for code, count in row.numbers.items() if code != "candidates"}
            return not opened and row.numbers["candidates"] == len(candidates) == sum(counts.values())
        case "too_few_seats":
            return _hall_holds(ground, row)
        case "outranked":
            return sorted(row.posts) == sorted(opened)
        case "rules":
            return row.numbers["candidates"] == len(opened)
        case "not_proven":
            return not plan.proven
    return False


def _hall_holds(ground: Ground, row: Unplaced) -> bool:
    """All posts open to these people, counted inside the limits of their hosts, hold fewer people."""
    people, posts = set(row.people), set(row.posts)
    reach = {post for person in people for post in ground.open_to(person)}
    by_host: Counter[str] = Counter()
    for post in posts:
        by_host[ground.host(post)] += ground.problem.posts_by_id[post].seats
    seats = 0
    for host, count in by_host.items():
        limit = ground.problem.hosts_by_id[host].seats
        seats += count if limit is None else min(count, limit)
    stated = row.numbers
    return (
        row.person in people and reach <= posts and seats <= stated["seats"] < stated["people"] == len(people)
    )


def explanation_faults(ground: Ground, plan: Plan, explanation: Explanation) -> Iterator[str]:
    """Yield what is wrong with an explanation."""
    person, post = explanation.person, plan.placements.get(explanation.person)
    if explanation.post != post:
        yield f"{person} is explained at {explanation.post} but placed at {post}."
        return
    if post is not None:
        if explanation.host != ground.host(post) or explanation.fit != ground.fit(person, post):
            yield f"{person}: host or fit is not that of the placement."
        yield from _part_faults(ground, person, post, explanation.parts)
    named = [price.post for price in explanation.alternatives] + [row.post for row in explanation.closed]
    named += explanation.unpriced
    others = sorted(one for one in ground.posts_of(person) if one != post)
    if plan.mode != "stable" and plan.proven and sorted(named) != others:
        yield f"{person}: the alternatives and closed posts are not all candidate posts."
    yield from (
        f"{person}: {row.post} is not closed."
        for row in explanation.closed
        if ground.is_open(person, row.post)
    )
    yield from (
        f"{person}: {one} is closed." for one in explanation.unpriced if not ground.is_open(person, one)
    )
    for price in explanation.alternatives:
        yield from _price_faults(ground, plan, price)
    order = [(not one.possible, one.loss or 0, -one.fit, one.post) for one in explanation.alternatives]
    if order != sorted(order):
        yield f"{person}: the alternatives are not in order."


def _part_faults(ground: Ground, person: str, post: str, parts: tuple[PartShare, ...]) -> Iterator[str]:
    """Shares are the weights of the present parts in proportion, points their part of the fit."""
    values, weights = ground.candidates[person][post].parts, ground.problem.weights
    present = {name for name in weights if values.get(name) is not None}
    total = sum(weights[name] for name in present)
    weighted = sum(weights[name] * (values.get(name) or 0) for name in present)
    if [(row.name, row.value, row.weight) for row in parts] != [
        (n, values.get(n), weights[n]) for n in sorted(weights)
    ]:
        yield f"{person}: parts, values or weights are not those of the problem."
        return
    fit = ground.fit(person, post)
    if total and (sum(row.share for row in parts) != 10_000 or sum(row.points for row in parts) != fit):
        yield f"{person}: shares or points do not add up."
    for row in parts:
        share = 10_000 * row.weight / total if total and row.name in present else 0
        points = fit * row.weight * (row.value or 0) / weighted if weighted and row.name in present else 0
        if abs(row.share - share) >= 1 or abs(row.points - points) >= 1:
            yield f"{person}: part {row.name} has a wrong share or wrong points."


def _price_faults(ground: Ground, plan: Plan, price: Price) -> Iterator[str]:
    where = f"{price.person} at {price.post}"
    if not ground.is_open(price.person, price.post):
        yield f"{where}: this post is closed to them."
        return
    alone = {**plan.placements, price.person: price.post}
    if list(price.breaks) != sorted({name for name, _ in ground.broken(alone)}):
        yield f"{where}: what a move alone would break is not as stated."
    if list(price.holders) != sorted(who for who, post in plan.placements.items() if post == price.post):
        yield f"{where}: the people on the post are not as stated."
    if not price.possible:
        return
    after = dict(plan.placements)
    for move in price.moves:
        if plan.placements.get(move.person) != move.from_post:
            yield f"{where}: {move.person} does not come from {move.from_post}."
        after.pop(move.person, None)
        if move.to_post is not None:
            after[move.person] = move.to_post
    if after.get(price.person) != price.post or not price.moves or price.moves[0].person != price.person:
        yield f"{where}: the moves do not bring the person there."
    yield from (f"{where}: {sentence}" for _, sentence in ground.broken(after))
    placed = len(plan.placements) - len(after)
    loss = ground.worth(plan.placements) - ground.worth(after)
    stated = (price.loss, price.placed_loss, price.fit_loss)
    if stated != (loss, placed, loss - placed * ground.place_value()):
        yield f"{where}: the loss is stated as {price.loss} but comes to {loss}."
    if price.loss is not None and price.loss < 0 and plan.mode == "fit":
        yield f"{where}: the alternative is better than the plan, which cannot be best."
