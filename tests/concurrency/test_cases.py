"""Four people at once: numbers of cases have no gap and no double, a part is signed for once, a time of a reception day is booked once."""

from collections import Counter
from datetime import time, timedelta

import pytest
from django.utils import timezone

from seedbed.casework.actions import cases
from seedbed.casework.models import Assignment, Case, CaseDesk
from seedbed.grassroots.actions import outings
from seedbed.grassroots.models import Outing
from seedbed.kernel import trail
from seedbed.kernel.actor import of_job
from seedbed.kernel.faults import RuleBroken
from tests.cast import make_cast
from tests.concurrency.clients import at_once
from tests.county import make_county
from tests.outings import plan

pytestmark = [pytest.mark.django_db(transaction=True, serialized_rollback=True), pytest.mark.slow]
PEOPLE = 4


def test_numbers_moves_and_bookings_happen_once():
    cast = make_cast()
    county = make_county(cast)
    part = cases.assign(county.case(), by=cast.actor("officer"), lead=cast.unit_a).assignments.get()
    day = outings.plan_outing(cast.unit_a, by=cast.actor("clerk_a"), plan=plan(
        county, kind="reception", title="接待日", on=timezone.localdate() + timedelta(days=2), starts=time(9), slots=2, receives=cast.people["leader"]))
    outings.publish_reception(day, by=cast.actor("officer"))

    def work(number):
        said = [cases.register(CaseDesk.objects.get(), by=cast.actor("clerk_a"), told=county.told(text=f"第{number}处路灯"))[0].number for _n in range(2)]
        for name, act in (("signed", lambda: cases.sign_for(Assignment.objects.get(pk=part.pk), by=cast.actor("clerk_a"))),
                          ("booked", lambda: outings.book(Outing.objects.get(pk=day.pk), by=of_job("public"), slot=1, alias="老李"))):
            try:
                act()
                said.append(name)
            except RuleBroken:
                said.append(f"{name} by another")
        return said

    found = Counter(at_once(PEOPLE, work))
    numbers = sorted(int(number.rsplit("-", 1)[1]) for number in Case.objects.values_list("number", flat=True))
    assert (numbers, CaseDesk.objects.get().last) == (list(range(1, 2 * PEOPLE + 2)), 2 * PEOPLE + 1)
    assert {name: found[name] for name in ("signed", "signed by another", "booked", "booked by another")} == {
        "signed": 1, "signed by another": PEOPLE - 1, "booked": 1, "booked by another": PEOPLE - 1}
    assert list(trail.verify()) == []
