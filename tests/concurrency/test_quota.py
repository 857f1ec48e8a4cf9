"""Eight clerks recommend and two leaders release at once: a quota is never passed, a batch released once."""

from collections import Counter

import pytest

from seedbed.kernel.faults import RuleBroken
from seedbed.selection import actions
from seedbed.selection.models import Application, Batch, UnitQuota
from tests.cast import SETUP, make_cast
from tests.concurrency.clients import at_once
from tests.integration.selection import scene

pytestmark = [pytest.mark.django_db(transaction=True, serialized_rollback=True), pytest.mark.slow]
CLERKS = 8


def test_a_quota_of_three_lets_exactly_three_through():
    cast = make_cast()
    batch = scene.open_batch(cast)
    actions.set_quota(batch, by=SETUP, unit=cast.unit_a, may_recommend=3, may_be_chosen=None)
    rows = [scene.add_application(batch, scene.add_person(cast.unit_a, n), state="submitted").pk for n in range(CLERKS)]

    def work(number):
        row = Application.objects.select_related("batch__plan", "person").get(pk=rows[number])
        try:
            actions.recommend(row, by=cast.actor("clerk_a"), opinion="同意推荐")
        except RuleBroken:
            return ["refused"]
        return ["recommended"]

    assert Counter(at_once(CLERKS, work)) == {"recommended": 3, "refused": CLERKS - 3}
    assert (UnitQuota.objects.get().recommended, Application.objects.filter(state="recommended").count()) == (3, 3)


def test_a_batch_is_released_once_and_numbers_are_given_once():
    cast = make_cast()
    batch = scene.ready_to_rank(cast, 4)
    actions.propose(batch, by=cast.actor("officer"))

    def work(number):
        try:
            actions.release(Batch.objects.get(pk=batch.pk), by=cast.actor("leader"))
        except RuleBroken:
            return ["refused"]
        return ["released"]

    assert Counter(at_once(4, work)) == {"released": 1, "refused": 3}
    assert (Batch.objects.get().taken, Application.objects.filter(state="chosen").count()) == (2, 2)
