"""Sixteen clients place and move people at once: no post ever holds more than its seats."""

import os
import random
from collections import Counter

import pytest
from django.utils import timezone

from seedbed.kernel import trail
from seedbed.kernel.faults import RuleBroken
from seedbed.kernel.models import AuditEvent
from seedbed.placement.actions import placements
from seedbed.placement.models import ChangeOrder, MatchDraft, MatchRun, Placement, Post, WeightSet
from seedbed.placement.states.matching import SEATED
from tests.cast import make_cast
from tests.concurrency.clients import at_once
from tests.integration.placement.town import make_batch

pytestmark = [pytest.mark.django_db(transaction=True, serialized_rollback=True), pytest.mark.slow]
CLIENTS = 16
ATTEMPTS = int(os.environ.get("SEAT_ATTEMPTS", "320"))  # 10,000 for the long run


@pytest.fixture
def town():
    """30 people, 11 posts with 1 to 5 seats, and a published draft that says nothing about places."""
    cast = make_cast()
    batch = make_batch(cast, people=30, hosts=4)
    placements.take_over(batch, by=cast.actor("leader"))
    for i, post in enumerate(Post.objects.order_by("pk")):
        Post.objects.filter(pk=post.pk).update(seats_min=1, seats_max=i % 5 + 1)
    weights = WeightSet.objects.create(batch=batch, version=1, values={})
    MatchDraft.objects.create(batch=batch, run=MatchRun.objects.create(batch=batch, weights=weights), number=1, state="published",
                              confirmed_by=cast.leader, published_at=timezone.now())
    return cast


def attempt(cast, chance):
    """Try to place or move one random person; return what came of it."""
    draft, placement = MatchDraft.objects.select_related("batch").get(), chance.choice(list(Placement.objects.all()))
    post = chance.choice(list(Post.objects.all()))
    officer, leader = cast.actor("officer"), cast.actor("leader")
    try:
        if placement.state == "waiting":
            placements.assign(placement, post, by=officer, under=draft)
            return "placed"
        order = placements.propose_change(placement, post, by=officer, reason="并发")
    except RuleBroken:
        return "refused"
    try:
        placements.approve_change(order, by=leader)
        return "moved"
    except RuleBroken:
        placements.refuse_change(ChangeOrder.objects.get(pk=order.pk), by=leader, reason="没有空位")
        return "refused"


def test_seats_are_never_exceeded(town):
    def work(number):
        chance = random.Random(number)
        return [attempt(town, chance) for _ in range(ATTEMPTS // CLIENTS)]

    told = Counter(at_once(CLIENTS, work, seconds=300 + ATTEMPTS))
    print(told)  # shown by the long run
    assert sum(told.values()) == ATTEMPTS // CLIENTS * CLIENTS
    for post in Post.objects.all():
        sitting = Placement.objects.filter(post=post, state__in=SEATED).count()
        assert post.taken == sitting <= post.seats_max
    assert Placement.objects.filter(state="planned").count() == told["placed"]
    assert ChangeOrder.objects.filter(state="approved").count() == told["moved"]
    assert not ChangeOrder.objects.filter(state="proposed").exists()
    assert told["placed"] > 0 and told["moved"] > 0 and told["refused"] > 0
    assert list(trail.verify()) == []


def test_every_acknowledged_act_left_exactly_its_lines(town):
    def work(number):
        chance = random.Random(100 + number)
        return [attempt(town, chance) for _ in range(4)]

    before = AuditEvent.objects.filter(action="placement.assign", what="assign").count()
    told = Counter(at_once(CLIENTS, work))
    lines = AuditEvent.objects.filter(object_type="placement.Placement")
    assert lines.filter(what="assign").count() - before == told["placed"]
    assert lines.filter(what="transfer").count() == told["moved"]
    assert set(AuditEvent.objects.filter(action__startswith="placement.").values_list("actor_kind", flat=True)) == {"account"}


def test_one_person_is_placed_once_however_many_try(town):
    pk = Placement.objects.order_by("pk").first().pk

    def work(number):
        post = Post.objects.order_by("pk")[number % 11]
        try:
            placements.assign(Placement.objects.get(pk=pk), post, by=town.actor("officer"), under=MatchDraft.objects.get())
        except RuleBroken:
            return ["refused"]
        return ["placed"]

    told = Counter(at_once(CLIENTS, work))
    assert told == {"placed": 1, "refused": CLIENTS - 1}
    assert sum(Post.objects.values_list("taken", flat=True)) == 1
