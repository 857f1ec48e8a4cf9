"""Service tickets: clocks in working days, hand-over, satisfaction, and the confidential ones."""

from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from seedbed.casework import actions, queries
from seedbed.casework.models import Ticket
from seedbed.kernel import trail
from seedbed.kernel.faults import Refused, RuleBroken
from seedbed.kernel.models import AuditEvent, OutboxMessage
from seedbed.kernel.workdays import add_workdays, works
from tests.cast import log_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def rule(cast):
    """Lodging: taken in hand within one working day, solved within three."""
    return actions.set_ticket_rule(cast.root, by=cast.actor("officer"), kind="lodging", names=("住宿", "lodging"), take_workdays=1, solve_workdays=3, source="示例")


def ask(cast, rule, **more):
    return actions.open_ticket(cast.root, by=cast.actor("applicant"), rule=rule, reporter=cast.people["applicant"], text="热水器坏了", **more)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture])
@given(start=st.dates(date(2023, 1, 1), date(2026, 9, 1)), take=st.integers(1, 5), more=st.integers(0, 10))
def test_clocks_count_working_days_and_make_up_days(start: date, take: int, more: int) -> None:
    first, second = add_workdays(start, take, {}).date, add_workdays(start, take + more, {}).date
    assert sum(works(start + timedelta(days=i), {}) for i in range(1, (first - start).days + 1)) == take
    assert sum(works(start + timedelta(days=i), {}) for i in range(1, (second - start).days + 1)) == take + more
    assert start < first <= second


def test_golden_days_around_make_up_days() -> None:
    # Friday 26 September 2025: Sunday the 28th is worked, 1 to 8 October is off.
    assert [add_workdays(date(2025, 9, 26), n, {}).date for n in (1, 2, 3, 4)] == [
        date(2025, 9, 28), date(2025, 9, 29), date(2025, 9, 30), date(2025, 10, 9)]


def test_a_ticket_goes_from_the_question_to_the_satisfied_answer(cast, rule):
    ticket, team = ask(cast, rule), cast.actor("service_team")
    today = timezone.localdate()
    assert (ticket.take_by, ticket.solve_by) == (add_workdays(today, 1, {}).date, add_workdays(today, 3, {}).date)
    actions.take_ticket(ticket, by=team)
    actions.note_step(ticket, by=team, text="已联系企业行政")
    actions.hand_over_ticket(ticket, by=team, to=cast.officer, reason="需要组织部门协调")
    assert (ticket.holder, ticket.state) == (cast.officer, "taken")
    actions.solve_ticket(ticket, by=cast.actor("officer"), solution="更换热水器")
    actions.reopen_ticket(ticket, by=cast.actor("applicant"), reason="还是没有热水")
    actions.solve_ticket(ticket, by=team, solution="更换水管")
    actions.rate_ticket(ticket, by=cast.actor("applicant"), satisfaction=3, word="谢谢")
    assert (ticket.state, ticket.satisfaction, ticket.steps.count()) == ("closed", 3, 3)
    assert queries.ticket_figures(queries.tickets_visible_to(cast.actor("officer"))) == {"open": 0, "late": 0, "closed": 1, "content": 1}
    keys = {m.key.split(":")[2] for m in OutboxMessage.objects.filter(key__startswith="ticket:")}
    assert (keys, list(trail.verify())) == ({"received", "handed", "solved"}, [])


def test_who_may_and_who_may_not(cast, rule):
    ticket = ask(cast, rule)
    for name in ("applicant", "other_applicant", "clerk_a", "system_admin"):
        with pytest.raises(Refused):
            actions.take_ticket(ticket, by=cast.actor(name))
    with pytest.raises(RuleBroken):
        actions.solve_ticket(ticket, by=cast.actor("service_team"), solution=" ")
    with pytest.raises(RuleBroken):
        actions.hand_over_ticket(ticket, by=cast.actor("officer"), to=cast.clerk_a, reason="转办")
    with pytest.raises(Refused):
        actions.rate_ticket(ticket, by=cast.actor("service_team"), satisfaction=3)
    seen = {name: queries.tickets_visible_to(cast.actor(name)).count() for name in ("applicant", "other_applicant", "service_team", "officer", "clerk_a", "audit_admin")}
    assert seen == {"applicant": 1, "other_applicant": 0, "service_team": 1, "officer": 1, "clerk_a": 0, "audit_admin": 0}


def test_a_grievance_stays_with_the_department(cast, rule, client):
    ticket = ask(cast, rule, confidential=True)
    assert ("热水器" in ticket.text_sealed, ticket.text) == (False, "")
    assert queries.tickets_visible_to(cast.actor("service_team")).count() == 0
    assert {m.recipient for m in OutboxMessage.objects.all()} == {str(cast.officer.pk)}
    with pytest.raises(Refused):
        actions.take_ticket(ticket, by=cast.actor("service_team"))
    with pytest.raises(RuleBroken):
        actions.hand_over_ticket(ticket, by=cast.actor("officer"), to=cast.service_team, reason="转服务小组")
    log_in(client, cast.officer)
    page = reverse("casework:ticket", args=[ticket.pk])
    assert "热水器坏了" not in client.get(page).content.decode()
    client.post(reverse("casework:ticket_read", args=[ticket.pk]))
    assert ["热水器坏了" in client.get(page).content.decode() for _ in range(2)] == [True, False]
    assert AuditEvent.objects.filter(action="casework.read_grievance", what="revealed").count() == 1


def test_late_ones_are_shown_and_limits_keep_their_version(cast, rule, client):
    ticket = ask(cast, rule)
    newer = actions.set_ticket_rule(cast.root, by=cast.actor("leader"), kind="lodging", names=("住宿", "lodging"), take_workdays=2, solve_workdays=4, source="新规定")
    Ticket.objects.filter(pk=ticket.pk).update(take_by=timezone.localdate() - timedelta(days=1))
    ticket.refresh_from_db()
    assert (ticket.rule.version, newer.version, ticket.is_late, [r.version for r in queries.ticket_rules()]) == (1, 2, True, [2])
    log_in(client, cast.service_team)
    assert "超期" in client.get(reverse("casework:tickets")).content.decode()
    with pytest.raises(RuleBroken):
        actions.set_ticket_rule(cast.root, by=cast.actor("leader"), kind="lodging", names=("住宿", ""), take_workdays=2, solve_workdays=4, source="新规定")
