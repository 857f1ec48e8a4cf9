"""The registers of a class: insurance, agreements, expenses with a second person, gifts; emergency contacts."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from seedbed.kernel.faults import Refused, RuleBroken, SecondPersonNeeded
from seedbed.kernel.models import AuditEvent, OutboxMessage
from seedbed.residency.actions import registers
from seedbed.residency.models import Agreement, EmergencyContact, Expense, Gift, Insurance
from seedbed.residency.queries import registers as queries
from tests.cast import log_in
from tests.living import receipt

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate


def spend(ground, by="service_team", fen=10_050, **more):
    return registers.enter_expense(ground.row, by=ground.cast.actor(by), kind="travel", on=TODAY(), fen=fen, payee="铁路客运", upload=receipt(), **more)


def test_who_is_not_insured_or_has_no_agreement_is_named_by_exception(ground):
    service, today = ground.cast.actor("service_team"), TODAY()
    assert (len(queries.uninsured(ground.row, today)), len(queries.without_agreement(ground.row)), len(queries.without_contact(ground.row))) == (6, 6, 6)
    own = registers.enter_insurance(ground.row, by=service, on=today, until=today, insurer="人保", number="1", covers="意外", member=ground.mine)
    registers.enter_agreement(ground.row, by=service, kind="training", on=today, member=ground.mine, number="协1")
    assert ground.mine not in queries.uninsured(ground.row, today)
    assert ground.mine not in queries.without_agreement(ground.row)
    assert ground.mine in queries.uninsured(ground.row, today + timedelta(days=1))
    registers.strike_line(own, by=ground.cast.actor("officer"), reason="保单号有误")
    assert ground.mine in queries.uninsured(ground.row, today)
    registers.enter_insurance(ground.row, by=service, on=today, until=today, insurer="人保", number="2", covers="意外")
    assert queries.uninsured(ground.row, today) == []
    assert Agreement.objects.get().offer_id == ground.mine.placement.post.offer_id


def test_a_second_person_approves_an_expense_and_only_then_it_counts(ground):
    line, own = spend(ground, by="officer", member=ground.mine), spend(ground, fen=5)
    with pytest.raises(SecondPersonNeeded):
        registers.approve_expense(line, by=ground.cast.actor("officer"))
    with pytest.raises(Refused):
        registers.approve_expense(line, by=ground.cast.actor("service_team"))
    assert queries.spent_by_host(ground.row) == []
    assert (list(queries.expenses_to_approve(ground.cast.actor("officer"))), list(queries.expenses_to_approve(ground.cast.actor("leader")))) == ([own], [line, own])
    registers.approve_expense(line, by=ground.cast.actor("leader"))
    registers.approve_expense(own, by=ground.cast.actor("leader"))
    host = ground.mine.placement.post.offer.host.unit.name
    assert sorted(queries.spent_by_host(ground.row)) == sorted([(host, 10_050), ("", 5)])
    registers.strike_line(own, by=ground.cast.actor("leader"), reason="重复登记")
    assert queries.spent_by_host(ground.row) == [(host, 10_050)]
    with pytest.raises(RuleBroken):
        registers.refuse_expense(line, by=ground.cast.actor("leader"), reason="改主意")


def test_a_gift_is_declared_handed_in_and_decided_on_away_from_the_service_team(ground):
    trainee, officer = ground.cast.actor("applicant"), ground.cast.actor("officer")
    line = registers.declare_gift(ground.mine, by=trainee, kind="money", on=TODAY(), giver="某公司", what="购物卡", deed="hand_in", fen=50_000)
    with pytest.raises(Refused):
        registers.declare_gift(ground.other, by=trainee, kind="gift", on=TODAY(), giver="某公司", what="茶叶", deed="refused")
    with pytest.raises(RuleBroken):
        registers.decide_gift(line, by=officer, decision="上缴")
    registers.receive_gift(line, by=officer, to="机关纪委，收据 12 号")
    registers.decide_gift(line, by=officer, decision="退回赠送单位")
    seen = {name: queries.lines_visible_to(ground.cast.actor(name), Gift).count() for name in ("applicant", "other_applicant", "officer", "service_team", "clerk_a")}
    assert seen == {"applicant": 1, "other_applicant": 0, "officer": 1, "service_team": 0, "clerk_a": 0}
    assert OutboxMessage.objects.filter(key=f"gift:decided:{line.pk}", recipient=str(ground.cast.applicant.pk)).count() == 1


def test_lines_that_cannot_be(ground):
    service, today = ground.cast.actor("service_team"), TODAY()
    for wrong in (
        lambda: registers.enter_agreement(ground.row, by=service, kind="training", on=today, member=ground.mine),
        lambda: registers.enter_agreement(ground.row, by=service, kind="secrecy", on=today, number="保1"),
        lambda: registers.enter_insurance(ground.row, by=service, on=today, until=today - timedelta(days=1), insurer="人保", number="1", covers="意外"),
        lambda: spend(ground, fen=0),
        lambda: registers.enter_expense(ground.row, by=service, kind="travel", on=today + timedelta(days=1), fen=1, payee="某", upload=receipt()),
        lambda: registers.declare_gift(ground.mine, by=ground.cast.actor("applicant"), kind="gift", on=today, giver=" ", what="茶叶", deed="refused"),
    ):
        with pytest.raises(RuleBroken):
            wrong()
    assert [model.objects.count() for model in (Agreement, Insurance, Expense, Gift)] == [0, 0, 0, 0]


def test_an_emergency_contact_is_sealed_and_opened_with_a_reason_only(ground, client):
    registers.set_contact(ground.mine, by=ground.cast.actor("applicant"), name="李家属", phone="13973512345")
    stored = EmergencyContact.objects.get()
    assert ("李家属" in stored.name_sealed, "13973512345" in stored.phone_sealed, stored.phone_masked) == (False, False, "139****2345")
    with pytest.raises(Refused):
        registers.set_contact(ground.mine, by=ground.cast.actor("officer"), name="别人", phone="13900000000")
    log_in(client, ground.cast.service_team)
    page, read = (reverse(f"residency:{name}", args=[pk]) for name, pk in (("contacts", ground.row.pk), ("contact_read", ground.mine.pk)))
    assert "13973512345" not in client.get(page).content.decode()
    assert client.post(read, {"note": ""}).status_code == 409
    assert client.post(read, {"note": "学员突发疾病"}).status_code == 302
    shown = [("13973512345" in client.get(page).content.decode()) for _time in range(2)]
    assert shown == [True, False]
    assert AuditEvent.objects.filter(what="revealed", object_id=str(stored.pk)).values_list("note", flat=True)[0] == "学员突发疾病"
    assert OutboxMessage.objects.filter(key__startswith=f"contact:{ground.mine.pk}:").count() == 1
    log_in(client, ground.cast.clerk_a)
    assert client.post(read, {"note": "好奇"}).status_code == 403


def test_lines_are_entered_on_pages_read_by_their_trainee_and_taken_home_as_a_workbook(ground, client):
    log_in(client, ground.cast.service_team)
    add = reverse("residency:register_add", args=[ground.row.pk, "expenses"])
    typed = {"kind": "lodging", "fen": "380.50", "payee": "企业宿舍押金", "on": TODAY(), "member": ground.mine.pk}
    refused = client.post(add, typed)
    assert (refused.status_code, "企业宿舍押金" in refused.content.decode()) == (200, True)
    assert client.post(add, typed | {"upload": receipt()}).status_code == 302
    assert Expense.objects.get().fen == 38_050
    assert client.get(reverse("residency:register", args=[ground.row.pk, "gifts"])).status_code == 404
    book = client.get(reverse("residency:register_file", args=[ground.row.pk, "expenses"]))
    assert (book.status_code, book.content[:2]) == (200, b"PK")
    log_in(client, ground.cast.applicant)
    assert "380.50" in client.get(reverse("residency:my_records")).content.decode()
    assert client.post(reverse("residency:my_gift"), {"kind": "meal", "what": "宴请", "giver": "某公司", "on": TODAY(), "deed": "refused"}).status_code == 302
    log_in(client, ground.cast.other_applicant)
    assert "380.50" not in client.get(reverse("residency:my_records")).content.decode()
    assert client.get(reverse("residency:line_paper", args=["expenses", Expense.objects.get().pk])).status_code == 404
