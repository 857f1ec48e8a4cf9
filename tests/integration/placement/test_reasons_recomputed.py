"""Every number that a reason states is recomputed by code of its own, for everybody, in both languages."""

import re

import pytest
from django.utils import translation

from seedbed.placement import reasons
from seedbed.placement.actions import placements, settings
from seedbed.placement.models import Post
from seedbed.placement.queries.matching import name_rows
from seedbed.selection.models import Application
from tests.integration.placement.recount import Recount
from tests.integration.placement.town import make_batch, some_wishes

pytestmark = pytest.mark.django_db


def cents(value):
    """A figure in hundredths as it is written."""
    return f"{value / 100:,.2f}"


def figures(text):
    """Return every figure of a sentence, leaving out quoted words and codes of industries."""
    text = re.sub(r"“[^”]*”|(?<![A-Za-z])[A-Z]\d{1,4}(?!\d)", " ", text)
    return re.findall(r"-?\d+(?:,\d{3})*(?:\.\d+)?", text)


def stated(text, allowed, *, must=()):
    """The figures of a sentence are all among the recomputed ones, and the musts are there."""
    left = [str(n) for n in allowed]
    for figure in figures(text):
        assert figure in left, (figure, left, text)
        left.remove(figure)
    for figure in must:
        assert str(figure) in figures(text), (figure, text)


@pytest.fixture
def plain(cast, match):
    """46 people, 23 hosts, 49 posts, no side rules; posts made for two people; conflicts and bans."""
    batch = make_batch(cast)
    some_wishes(batch, every=2)
    people = list(Application.objects.filter(batch=batch).order_by("number"))
    posts = list(Post.objects.filter(offer__batch=batch).order_by("pk"))
    for i, person in enumerate(people[:2]):
        Post.objects.filter(pk=posts[i * 5].pk).update(made_for=person, made_by="host", made_for_reason="企业点名")
    Post.objects.filter(pk=posts[7].pk).update(seats_min=None, seats_max=None)
    placements.take_over(batch, by=cast.actor("leader"))
    settings.ban(people[4], by=cast.actor("officer"), post=posts[3], reason="不宜")
    settings.lock(people[6], by=cast.actor("officer"), post=next(p for p in posts[10:] if p.lodging == "any"), reason="企业点名")
    return match(batch)


@pytest.fixture
def capped(cast, match):
    """14 people for fewer seats, at most one of a unit per host."""
    batch = make_batch(cast, people=24, hosts=7)
    some_wishes(batch, every=3)
    placements.take_over(batch, by=cast.actor("leader"))
    settings.set_rule(batch, by=cast.actor("officer"), kind="unit_cap", number=1)
    return match(batch)


@pytest.mark.parametrize("kind", ["plain", "capped"])
def test_every_number_of_every_reason(request, kind):
    draft = request.getfixturevalue(kind)
    recount = Recount(draft.batch, draft.run.weights.values)
    rows = list(draft.reasons.select_related("application"))
    places = {p.application_id: p for p in draft.placements.all()}
    assert {row.application_id for row in rows} == {a.pk for a in recount.people}
    plan = {a: p.post_id for a, p in places.items() if p.post_id}
    best = recount.best()
    assert recount.holds(plan)
    assert best == (draft.run.placed, draft.run.fit_total) == (len(plan), sum(recount.fits[key] for key in plan.items()))
    forced: dict = {}
    for row in rows:
        check_stored(row, places[row.application_id], recount, plan, best, forced)
    for language in ("zh-hans", "en"):
        with translation.override(language):
            names = reasons.names_from(name_rows(draft.batch, with_people=True))
            for row in rows:
                check_sentences(row, reasons.reason_page(row.data, names), recount, plan)
    assert len(forced) > 200


def check_stored(row, place, recount, plan, best, forced):
    """Parts, fit, shares and every price as stored."""
    told, a = row.data["explanation"], row.application_id
    post = plan.get(a)
    assert told["post"] == (f"p{post}" if post else None)
    if post:
        pair = recount.pairs[a, post]
        assert {n: part["value"] for n, part in row.data["parts"].items()} == pair.values
        assert (told["fit"], place.fit) == (recount.fits[a, post], recount.fits[a, post])
        shares = {p["name"]: (p["share"], p["points"]) for p in told["parts"]}
        assert shares == pair.shares(recount.weights)
        assert [p["weight"] for p in told["parts"]] == [recount.weights[p["name"]] for p in told["parts"]]
    others = {p for (b, p), may in recount.open.items() if b == a and may and p != post}
    assert {int(price["post"][1:]) for price in told["alternatives"]} == others
    for price in told["alternatives"]:
        check_price(a, price, recount, plan, best, forced)


def check_price(a, price, recount, plan, best, forced):
    """The loss is what another solver loses when the pair is forced; the moves reach just that."""
    key = a, int(price["post"][1:])
    forced[key] = recount.best(key)
    assert price["fit"] == recount.fits[key]
    if forced[key] is None:
        assert not price["possible"]
        return
    assert price["possible"]
    assert (price["placed_loss"], price["fit_loss"]) == (best[0] - forced[key][0], best[1] - forced[key][1]), key
    after = dict(plan)
    for move in price["moves"]:
        who = int(move["person"][1:])
        assert after.pop(who, None) == (int(move["from_post"][1:]) if move["from_post"] else None)
        if move["to_post"]:
            after[who] = int(move["to_post"][1:])
    assert after[a] == key[1] and recount.holds(after)
    assert (len(after), sum(recount.fits[k] for k in after.items())) == forced[key]


def check_sentences(row, page, recount, plan):
    """Each sentence states only recomputed figures."""
    a, told = row.application_id, row.data["explanation"]
    post = plan.get(a)
    if post:
        pair, shares = recount.pairs[a, post], recount.pairs[a, post].shares(recount.weights)
        stated(page.headline, [cents(recount.fits[a, post]), 100], must=[cents(recount.fits[a, post])])
        assert {line.name for line in page.parts} == set(pair.values)
        for line in page.parts:
            value = pair.values[line.name]
            known = [value] if value is not None else []
            stated(line.sentence, pair.numbers[line.name] + known * 2, must=known)
            share, points = shares[line.name]
            counted = [cents(share), cents(points)] if value is not None else []
            stated(line.counts, [recount.weights[line.name], *counted], must=[recount.weights[line.name], *counted])
    else:
        check_unplaced(told["unplaced"], page.unplaced, recount)
    for price, line in zip(told["alternatives"], page.alternatives, strict=True):
        numbers = price_figures(price)
        assert line.fit == cents(recount.fits[a, line.post])
        stated(line.sentence, numbers, must=numbers)
    check_first_wish(row, page.first_wish, recount, plan)


def price_figures(price):
    """The figures that the sentence of a price has to state."""
    if not price["possible"]:
        return []
    loss = [price["placed_loss"]] if price["placed_loss"] else [cents(price["fit_loss"])] if price["fit_loss"] else []
    others = len({m["person"] for m in price["moves"]} - {price["person"]})
    return [*loss, *([others] if others else [])]


def check_unplaced(unplaced, sentence, recount):
    """So many people really share only so many seats."""
    assert unplaced["code"] in {"too_few_seats", "rules"}
    if unplaced["code"] == "too_few_seats":
        people = [int(name[1:]) for name in unplaced["people"]]
        posts = {p for (a, p), may in recount.open.items() if may and a in people}
        seats = sum(p.seats_max for p in recount.posts if p.pk in posts)
        assert len(people) > seats
        stated(sentence, [len(people), seats], must=[len(people), seats])


def check_first_wish(row, sentence, recount, plan):
    """Seats and demand of the first wish, and its price, are right."""
    a = row.application_id
    first = next((w for w in recount.wishes[a] if w.rank == 1), None)
    if first is None:
        assert (row.data["first_wish"], figures(sentence)) == (None, [])
        return
    posts = [p for p in recount.posts if p.pk == first.post_id or p.offer_id == first.offer_id]
    same = [w for ws in recount.wishes.values() for w in ws if (w.post_id, w.offer_id) == (first.post_id, first.offer_id)]
    numbers = [sum(p.seats_max or 0 for p in posts), len(same), sum(w.rank == 1 for w in same)]
    met = plan.get(a) in {p.pk for p in posts}
    assert (row.data["first_wish"]["code"] == "got") == met
    price = next((p for p in row.data["explanation"]["alternatives"] if int(p["post"][1:]) in {q.pk for q in posts}), None)
    more = [] if met or price is None else price_figures(price)
    stated(sentence, numbers + more, must=numbers + more)
