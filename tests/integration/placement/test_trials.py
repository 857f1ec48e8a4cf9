"""Questions to a draft: every number of every answer is found again by another solver, and nothing stored is touched."""

import numpy as np
import pytest
from django.urls import reverse
from scipy.optimize import Bounds, LinearConstraint, milp

from seedbed.directory.models import UnitIndustry
from seedbed.kernel.faults import Refused, RuleBroken
from seedbed.placement import tasks
from seedbed.placement.actions import placements, trials
from seedbed.placement.instance import matching
from seedbed.placement.models import (
    DraftPlacement,
    HostOffer,
    Lock,
    MatchDraft,
    MatchRule,
    Placement,
    Post,
    Trial,
    WeightSet,
    Wish,
)
from seedbed.placement.reckoning.trials import NewHost, Question
from seedbed.selection.models import Application
from tests.cast import log_in
from tests.integration.placement.recount import Recount
from tests.integration.placement.town import make_batch

pytestmark = pytest.mark.django_db


def ask(draft, cast, **changes) -> dict:
    """Put a question as the officer and work it out as the worker."""
    trial = trials.ask_what_if(draft, by=cast.actor("officer"), question=Question(**changes))
    tasks.trial(trial.pk)
    trial.refresh_from_db()
    assert (trial.state, trial.fault) == ("done", {})
    return trial.answer


def stored():
    """Everything that a trial must leave alone."""
    tables = (DraftPlacement, MatchDraft, Lock, MatchRule, WeightSet, Placement, Post)
    return [list(table.objects.order_by("pk").values()) for table in tables]


def most(recount: Recount, previous: dict[int, int], moves: int) -> tuple[int, int] | None:
    """Return (placed, fit) of the best plan in which at most so many move of those who could stay; by another solver."""
    keys = [key for key, may in recount.open.items() if may]
    stays = [i for i, (a, p) in enumerate(keys) if previous.get(a) == p]
    groups: dict[object, tuple[list[int], float]] = {}
    seats, units = {p.pk: p.seats_max or 0 for p in recount.posts}, {a.pk: a.unit_id for a in recount.people}
    offers = {p.pk: p.offer_id for p in recount.posts}
    for i, (a, p) in enumerate(keys):
        groups.setdefault(("person", a), ([], 1))[0].append(i)
        groups.setdefault(("post", p), ([], seats[p]))[0].append(i)
        if "unit_cap" in recount.caps:
            groups.setdefault(("cap", offers[p], units[a]), ([], recount.caps["unit_cap"]))[0].append(i)
    matrix = np.zeros((len(groups) + 1, len(keys)))
    for row, (members, _limit) in enumerate(groups.values()):
        matrix[row, members] = 1
    matrix[-1, stays] = -1
    top = [limit for _members, limit in groups.values()] + [moves - len(stays)]
    value = np.array([10_000_000 + recount.fits[key] for key in keys])
    done = milp(-value, integrality=np.ones(len(keys)), bounds=Bounds(0, 1), constraints=LinearConstraint(matrix, ub=top), options={"mip_rel_gap": 0})
    if done.status != 0:
        return None
    chosen = [key for key, x in zip(keys, done.x, strict=True) if x > 0.5]
    return len(chosen), sum(recount.fits[key] for key in chosen)


def check_answer(answer: dict, draft: MatchDraft, recount: Recount, *, invented: int | None = None, old: Recount | None = None) -> None:
    """Find every number of an answer again: the steps, who moves in each, their fit and wishes, what it was worth before."""
    rows = Placement.objects.filter(batch=draft.batch, state__in=["waiting", "planned"]) if draft.is_published else draft.placements.all()
    before = {row.application_id: row.post_id for row in rows if row.post_id}
    old = old or Recount(draft.batch, draft.run.weights.values)
    ranks = {(w.application_id, w.post_id): w.rank for w in Wish.objects.filter(application__batch=draft.batch)}
    assert (answer["before"]["placed"], answer["before"]["fit"]) == (len(before), sum(old.fits[key] for key in before.items()))
    previous = {a: p for a, p in before.items() if any(x.pk == a for x in recount.people)}
    free = recount.best()
    for point in answer["points"]:
        after = dict(previous)
        for move in point["moves"]:
            assert after.pop(move["person"], None) == move["from"]
            if move["to"] is not None:
                to = invented if move["to"] == -1 else move["to"]
                after[move["person"]] = to
                assert (move["to_fit"], move["to_wish"]) == (recount.fits[move["person"], to], ranks.get((move["person"], to)))
            gone = move["from"] is not None and not recount.open.get((move["person"], move["from"]))
            assert move["cause"] == ("new" if move["from"] is None else "hit" if gone else "chosen")
        others = sum(move["cause"] == "chosen" for move in point["moves"])
        assert recount.holds(after) and point["proven"]
        assert (point["placed"], point["fit"]) == (len(after), sum(recount.fits[key] for key in after.items()))
        assert (point["placed"], point["fit"]) == (free if point["allowed"] is None else most(recount, previous, point["allowed"]))
        assert point["allowed"] is None or others <= point["allowed"]
        assert point["first"] == sum(ranks.get(key) == 1 for key in after.items())
        assert point["wished"] == sum(key in ranks for key in after.items())
        weights = draft.run.weights.values
        assert point["old_fit"] == sum(recount.pairs[key].fit(weights) if key not in old.fits else old.fits[key] for key in after.items())
    assert (answer["points"][-1]["placed"], answer["points"][-1]["fit"]) == free
    worth = [(point["placed"], point["fit"]) for point in answer["points"]]
    assert worth == sorted(set(worth)), "every stop gains something"


def test_a_host_leaves(cast, batch, match):
    draft = match(batch)
    offer = draft.placements.exclude(post=None).order_by("pk").first().post.offer_id
    before = stored()
    answer = ask(draft, cast, close=(offer,))
    assert stored() == before
    recount = Recount(batch, draft.run.weights.values)
    recount.open = {(a, p): may and Post.objects.get(pk=p).offer_id != offer for (a, p), may in recount.open.items()}
    check_answer(answer, draft, recount)
    assert len(answer["points"]) > 1


def test_other_weights_and_another_rule(cast, batch, match):
    draft = match(batch)
    weights = {"person_post": 5, "related_industry": 60, "similar_work": 20, "wish": 0, "made_for": 0, "host_need": 0}
    answer = ask(draft, cast, weights=weights, rules={"unit_cap": 1})
    recount = Recount(batch, weights)
    recount.caps = {"unit_cap": 1}
    check_answer(answer, draft, recount)
    assert (answer["gone"], answer["joined"]) == ([], [])


def test_somebody_withdraws_in_the_question_only(cast, batch, match):
    draft = match(batch)
    gone = draft.placements.exclude(post=None).order_by("pk")[3].application
    answer = ask(draft, cast, withdraw=(gone.pk,))
    recount = Recount(batch, draft.run.weights.values)
    recount.people = [a for a in recount.people if a.pk != gone.pk]
    recount.open = {key: may for key, may in recount.open.items() if key[0] != gone.pk}
    check_answer(answer, draft, recount)
    assert answer["gone"] == [gone.pk]


def test_who_withdrew_and_who_moved_up_after_publication(cast, published):
    batch = published.batch
    old = Recount(batch, published.run.weights.values)
    first = Placement.objects.filter(batch=batch).order_by("pk").first()
    placements.withdraw(first, by=cast.actor("officer"), reason="工作需要")
    joined = Application.objects.get(batch=batch, state="chosen", number=13)
    answer = ask(published, cast, rules={"county_cap": 9})
    assert (answer["gone"], answer["joined"]) == ([first.application_id], [joined.pk])
    recount = Recount(batch, published.run.weights.values)
    recount.fits |= {key: fit for key, fit in old.fits.items() if key in recount.fits}  # as they were stored with the draft
    old.fits |= recount.fits
    check_answer(answer, published, recount, old=old)


def test_a_host_that_does_not_exist_counts_as_if_it_did(cast, batch, match):
    draft = match(batch)
    wanted = Application.objects.filter(batch=batch, unit__name__startswith="资兴").first()
    new = NewHost("新和家居", "C2110", "研发中心项目助理", wanted.duties, "", 3)
    answer, old = ask(draft, cast, new=new), Recount(batch, draft.run.weights.values)
    model = HostOffer.objects.filter(batch=batch).first().host
    unit = model.unit
    unit.pk = None
    unit.name, unit.uscc = new.name, None
    unit.save(force_insert=True)
    UnitIndustry.objects.create(unit=unit, industry_id="C2110", relation="own")
    model.pk, model.unit, model.business = None, unit, ""
    model.save(force_insert=True)
    offer = HostOffer.objects.create(host=model, batch=batch, willingness="willing")
    post = Post.objects.create(offer=offer, title=new.title, duties=new.duties, wanted_majors=new.majors, seats_min=3, seats_max=3, need=50)
    recount = Recount(batch, draft.run.weights.values)
    recount.fits |= old.fits  # as they were stored with the draft
    check_answer(answer, draft, recount, invented=post.pk, old=old)
    assert any(move["to"] == -1 for move in answer["points"][-1]["moves"])


def test_a_host_that_stays_out_takes_part_with_its_conflicts(cast, match):
    batch = make_batch(cast, people=12, hosts=6)
    offer = HostOffer.objects.filter(batch=batch).order_by("pk").first()
    HostOffer.objects.filter(pk=offer.pk).update(willingness="asked")
    Post.objects.filter(offer=offer).update(lodging="men")
    placements.take_over(batch, by=cast.actor("leader"))
    draft = match(batch)
    answer = ask(draft, cast, suppose=(offer.pk,))
    HostOffer.objects.filter(pk=offer.pk).update(willingness="willing")
    check_answer(answer, draft, Recount(batch, draft.run.weights.values))
    assert (answer["gone"], answer["joined"]) == ([], [])


def blocking(recount: Recount, places: dict[int, int]) -> int:
    """Count pairs that would both rather have each other, straight from the definition."""
    ranks = {(w.application_id, w.post_id): w.rank for wishes in recount.wishes.values() for w in wishes}
    worst = max(ranks.values(), default=0) + 1

    def liking(a, p):
        return -ranks.get((a, p), worst) if ranks else recount.fits[a, p]

    found = 0
    for (a, p), may in recount.open.items():
        own = places.get(a)
        if not may or own == p or (own is not None and liking(a, own) >= liking(a, p)):
            continue
        there = [b for b, q in places.items() if q == p and b not in recount.locks]
        full = sum(q == p for q in places.values()) >= next(x.seats_max for x in recount.posts if x.pk == p)
        found += not full or any(recount.fits[b, p] < recount.fits[a, p] for b in there)
    return found


def test_the_curve_of_fit_against_mutual_wishes(cast, batch, match):
    draft = match(batch)
    trial = trials.ask_balance(draft, by=cast.actor("officer"))
    tasks.trial(trial.pk)
    trial.refresh_from_db()
    recount = Recount(batch, draft.run.weights.values)
    points = trial.answer["points"]
    for point in points:
        places = {int(a): p for a, p in point["places"].items()}
        assert recount.holds(places)
        assert (point["placed"], point["fit"]) == (len(places), sum(recount.fits[key] for key in places.items()))
        assert point["blocking"] == blocking(recount, places)
        base = {int(a): p for a, p in points[0]["places"].items()}
        assert point["moved"] == sum(base.get(a) != places.get(a) for a in {*base, *places})
        if point is not points[0]:
            assert (point["placed"], point["fit"]) == most(recount, base, sum(places.get(a) != p for a, p in base.items()))
    assert points[0]["blocking"] == min(point["blocking"] for point in points) == 0
    assert (points[-1]["placed"], points[-1]["fit"]) == recount.best()
    own = {p.application_id: p.post_id for p in draft.placements.all() if p.post_id}
    assert (trial.answer["draft"]["fit"], trial.answer["draft"]["blocking"]) == (draft.run.fit_total, blocking(recount, own))


def test_questions_that_cannot_be_answered(cast, batch, match):
    draft = match(batch)
    with pytest.raises(RuleBroken):
        trials.ask_what_if(draft, by=cast.actor("officer"), question=Question())
    with pytest.raises(Refused):
        trials.ask_what_if(draft, by=cast.actor("clerk_a"), question=Question(close=(1,)))
    assert not Trial.objects.exists()
    person = draft.placements.exclude(post=None).first()
    Lock.objects.create(batch=batch, application=person.application, post=person.post, reason="企业点名")
    again = match(batch)
    trial = trials.ask_what_if(again, by=cast.actor("officer"), question=Question(rules={"host_minimum": 9}))
    tasks.trial(trial.pk)
    trial.refresh_from_db()
    assert (trial.state, trial.fault["code"]) == ("failed", "infeasible")
    assert {"what-if-host_minimum", f"lock:a{person.application_id}"} <= set(trial.fault["rules"])


def test_somebody_is_put_on_a_post_and_the_answer_is_the_stored_price(cast, batch, match):
    draft = match(batch)
    reason = next(r for r in draft.reasons.order_by("pk") if any(p["loss"] for p in r.data["explanation"]["alternatives"]))
    price = next(p for p in reason.data["explanation"]["alternatives"] if p["loss"])
    answer = ask(draft, cast, put=((reason.application_id, int(price["post"][1:])),))
    best = answer["points"][-1]
    assert (answer["before"]["placed"] - best["placed"], answer["before"]["fit"] - best["fit"]) == (price["placed_loss"], price["fit_loss"])
    assert int(price["post"][1:]) in {move["to"] for move in best["moves"] if move["person"] == reason.application_id}


def test_a_large_batch_has_its_nearest_places_priced_and_the_rest_on_request(cast, batch, match, monkeypatch, client):
    whole = match(batch)
    monkeypatch.setattr(matching, "PRICED_PAIRS", 0)
    draft = match(batch)
    every = {r.application_id: r.data["explanation"] for r in whole.reasons.all()}
    some = {r.application_id: r.data["explanation"] for r in draft.reasons.all()}
    assert {a: e["post"] for a, e in some.items()} == {a: e["post"] for a, e in every.items()}
    for a, explanation in some.items():
        assert len(explanation["alternatives"]) >= matching.BEST_PRICED - 1
        prices = {p["post"]: p["loss"] for p in every[a]["alternatives"]}
        assert {p["post"]: p["loss"] for p in explanation["alternatives"]} == {p["post"]: prices[p["post"]] for p in explanation["alternatives"]}
        assert sorted(prices) == sorted([*(p["post"] for p in explanation["alternatives"]), *explanation["unpriced"]])
    place = draft.placements.exclude(post=None).order_by("pk").first()
    post = some[place.application_id]["unpriced"][0][1:]
    officer = log_in(client, cast.officer)
    assert "测算代价" in officer.get(reverse("placement:move", args=[place.pk]), {"post": post}).content.decode()
    assert officer.get(reverse("placement:prices", args=[place.pk])).json()["posts"][post]["kind"] == "open"
    officer.post(reverse("placement:move", args=[place.pk]), {"post": post, "price": "1"})
    assert Trial.objects.get().question["put"] == [[place.application_id, int(post)]]
