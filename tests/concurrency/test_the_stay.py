"""The races of the stay and the harvest: leave against the share, tickets, expenses, shares of a lead, certificate numbers."""

from collections import Counter
from datetime import timedelta

import pytest
from django.utils import timezone

from seedbed.casework import actions as casework
from seedbed.casework.models import Ticket
from seedbed.casework.queries import ticket_rules
from seedbed.kernel.actor import of_account
from seedbed.kernel.faults import RuleBroken
from seedbed.outcomes.actions import leads
from seedbed.outcomes.models import Lead, LeadShare
from seedbed.outcomes.reckoning.shares import WHOLE
from seedbed.residency.actions import leave, registers, tickets
from seedbed.residency.models import Expense, Leave
from seedbed.residency.queries.leave import meter_of
from tests.cast import make_cast
from tests.concurrency.clients import at_once
from tests.integration.residency.ground import open_ground
from tests.living import receipt

pytestmark = [pytest.mark.django_db(transaction=True, serialized_rollback=True), pytest.mark.slow]


def tried(act):
    """Do it and report: done or refused by a rule."""
    try:
        act()
    except RuleBroken:
        return ["refused"]
    return ["done"]


def test_of_people_who_press_at_once_exactly_one_succeeds_and_sums_stay_whole():
    cast = make_cast()
    ground = open_ground(cast, people=3, hosts=1)
    officer, leader, today = cast.actor("officer"), cast.actor("leader"), timezone.localdate()
    monday = ground.row.batch.starts_on - timedelta(days=ground.row.batch.starts_on.weekday()) + timedelta(weeks=1)
    asked = [leave.ask_leave(ground.mine, by=officer, first_on=monday + timedelta(weeks=n), last_on=monday + timedelta(weeks=n, days=4), reason="家事").pk for n in range(4)]
    ticket = tickets.ask_help(ground.mine, by=cast.actor("applicant"), rule=ticket_rules()[0], text="热水器坏了").ticket
    spent = registers.enter_expense(ground.row, by=cast.actor("service_team"), kind="travel", on=today, fen=100, payee="铁路", upload=receipt())
    lead = leads.add_lead(ground.row.batch, by=officer, person=ground.mine.person, did="牵线", company="佛山市宏图机械有限公司")
    leads.join_lead(lead, by=officer, person=ground.other.person, did="陪同")
    first, second = lead.shares.order_by("pk").values_list("pk", flat=True)

    def work(number):
        by = officer if number % 2 else leader
        take = of_account(cast.service_team) if number % 2 else officer
        granted = tried(lambda: leave.grant_leave(Leave.objects.get(pk=asked[number]), by=by))
        taken = tried(lambda: casework.take_ticket(Ticket.objects.get(pk=ticket.pk), by=take))
        approved = tried(lambda: registers.approve_expense(Expense.objects.get(pk=spent.pk), by=by))
        shared = tried(lambda: leads.share_lead(Lead.objects.get(pk=lead.pk), by=by, points={first: 1000 * (number + 1), second: WHOLE - 1000 * (number + 1)}, reason="重新商定"))
        return [("leave", *granted), ("ticket", *taken), ("expense", *approved), ("share", *shared)]

    found = Counter(at_once(4, work))
    meter = meter_of(ground.mine)
    assert (meter.state != "bad", meter.used, found["leave", "done"]) == (True, 10, 1)  # two weeks would pass the share of a course of 65 days
    assert (found["ticket", "done"], found["expense", "done"]) == (1, 1)
    assert (found["share", "done"], sum(LeadShare.objects.values_list("points", flat=True)), Lead.objects.get().shared) == (4, WHOLE, WHOLE)
