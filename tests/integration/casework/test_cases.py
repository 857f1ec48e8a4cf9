"""The way of a case: register, units, two reviews, a check by somebody else, striking off, and back again."""

import re
from datetime import date, datetime, time, timedelta

import pytest
from django.utils import timezone

from seedbed.casework import tasks
from seedbed.casework.actions import cases, clocks, guarding, recusing
from seedbed.casework.models import Case, Clock
from seedbed.casework.queries import cases as queries
from seedbed.casework.queries import whole
from seedbed.casework.queries.clocks import calendar_now, clock_rule, to_tell
from seedbed.directory.models import Account
from seedbed.directory.queries import site
from seedbed.kernel import sealed, trail
from seedbed.kernel.actor import of_job
from seedbed.kernel.faults import Refused, RuleBroken, SecondPersonNeeded
from seedbed.kernel.models import AuditEvent, OutboxMessage
from tests.county import make_county

pytestmark = pytest.mark.django_db
NOW = timezone.now()


@pytest.fixture
def county(cast):
    return make_county(cast)


def runs(case: Case) -> dict[str, int]:
    return {purpose: Clock.objects.filter(case=case, purpose=purpose, stopped_at=None).count() for purpose in ("handle", "unit", "sign", "return")}


def test_a_case_goes_the_whole_way_with_five_pairs_of_eyes(county):
    case = county.struck_off()
    assert (case.state, case.outcome, case.number) == ("struck_off", "solved", f"CZ{timezone.localdate().year}-00001")
    assert (runs(case), list(trail.verify())) == ({"handle": 0, "unit": 0, "sign": 0, "return": 0}, [])
    assert [step.what for step in case.steps.all()] == ["assign", "sign_for", "report", "review", "approve", "check", "strike_off"]
    told = {m.key.split(":")[2] for m in OutboxMessage.objects.filter(key__startswith="case:")}
    assert told == {"registered", "given"}


def test_nobody_does_two_steps_that_need_two_people(county):
    case, as_ = county.given(), county.cast.actor
    cases.report(case, by=as_("officer"), outcome="solved", answer="已更换")
    with pytest.raises(SecondPersonNeeded):
        cases.review(case, by=as_("officer"))
    cases.review(case, by=as_("leader"))
    with pytest.raises(SecondPersonNeeded):
        cases.approve(case, by=as_("leader"))
    with pytest.raises(Refused):
        cases.approve(case, by=as_("officer"))


def test_numbers_have_no_gap_and_confidential_ones_count_nothing(county):
    year = timezone.localdate().year
    county.case()
    with pytest.raises(RuleBroken):
        county.case(text=" ")
    hidden = county.case(confidential=True)
    assert (county.case().number, re.fullmatch(rf"CZM{year}-[2-9A-Z]{{6}}", hidden.number) is not None) == (f"CZ{year}-00002", True)


def test_both_who_entered_it_and_who_asked_are_kept_the_latter_under_seal(county):
    case = county.case("clerk_a", name="王大爷", phone="13907350001")
    assert (case.entered_by, "王大爷" in sealed.unseal(case.caller_sealed), case.wants_reply) == (county.cast.clerk_a, True, True)
    with pytest.raises(RuleBroken):
        guarding.read_caller(case, by=county.cast.actor("officer"), reason=" ")
    assert guarding.read_caller(case, by=county.cast.actor("officer"), reason="回访") == "王大爷 13907350001"
    assert AuditEvent.objects.filter(action="casework.read_caller", what="revealed").count() == 1
    with pytest.raises(RuleBroken):
        county.case(phone="13907350001")


def test_a_route_gives_a_case_by_area_and_category_the_nearest_area_first(county):
    by, cast = county.cast.actor("officer"), county.cast
    guarding.set_route(county.desk, by=by, category=county.road.parent, unit=cast.unit_b)
    guarding.set_route(county.desk, by=by, category=county.road, unit=cast.unit_a, area=cast.root)
    guarding.set_route(county.desk, by=by, category=county.road, unit=county.town, area=county.town)
    assert [queries.routed(county.desk, category, area) for category, area in
            ((county.road, county.village), (county.road, cast.root), (county.water, county.village))] == [county.town, cast.unit_a, cast.unit_b]
    assert county.case("clerk_b").lead == county.town
    assert county.case("clerk_b", confidential=True).lead is None


def test_units_send_back_within_the_limit_and_the_clock_of_the_person_runs_on(county):
    case, as_ = county.given(), county.cast.actor
    before = case.clocks.get(purpose="handle").legal_at
    cases.add_assistant(case, by=as_("officer"), unit=county.cast.unit_b, rule=clock_rule("workdays_5"))
    with pytest.raises(RuleBroken):
        cases.send_back(case.assignments.get(kind="lead"), by=as_("clerk_a"), reason=" ")
    cases.send_back(case.assignments.get(kind="lead"), by=as_("clerk_a"), reason="属于城管局职责")
    case.refresh_from_db()
    assert (case.state, case.lead, runs(case)) == ("registered", None, {"handle": 1, "unit": 0, "sign": 0, "return": 0})
    cases.assign(case, by=as_("officer"), lead=county.cast.unit_b)
    part = case.assignments.get(kind="lead", unit=county.cast.unit_b, state="given")
    Clock.objects.filter(assignment=part, purpose="return").update(legal_at=NOW, safe_at=NOW)
    with pytest.raises(RuleBroken):
        cases.send_back(part, by=as_("clerk_b"), reason="不归我们")
    assert case.clocks.get(purpose="handle").legal_at == before


def test_assistants_finish_before_the_leading_unit_reports(county):
    case, as_ = county.given(), county.cast.actor
    part = cases.add_assistant(case, by=as_("officer"), unit=county.cast.unit_b, rule=clock_rule("days_7"))
    with pytest.raises(Refused):
        cases.sign_for(part, by=as_("clerk_a"))
    cases.sign_for(part, by=as_("clerk_b"))
    with pytest.raises(RuleBroken):
        cases.report(case, by=as_("clerk_a"), outcome="solved", answer="已修好")
    cases.finish_part(part, by=as_("clerk_b"), text="已提供电源")
    cases.report(case, by=as_("clerk_a"), outcome="planned", answer="列入明年计划", review_on=timezone.localdate() + timedelta(days=90))
    assert (case.state, case.assignments.filter(state="done").count()) == ("reported", 2)


def test_a_check_that_does_not_hold_sends_the_case_back_to_the_unit(county):
    case, as_ = county.given(), county.cast.actor
    cases.report(case, by=as_("clerk_a"), outcome="solved", answer="已修好")
    cases.review(case, by=as_("officer"))
    cases.approve(case, by=as_("leader"))
    cases.check(case, by=as_("officer"), finding="灯还是不亮", holds=False)
    assert (case.state, case.outcome, case.answer, case.assignments.get().state) == ("working", "", "", "signed")


def test_what_is_closed_comes_back_with_a_new_clock(county):
    case, as_ = county.struck_off(), county.cast.actor
    cases.look_back(case, by=as_("leader"), finding="一个月后又坏了", holds=False)
    assert (case.state, case.rebounds, runs(case)["handle"], case.clocks.filter(event="reopened").count()) == ("registered", 1, 1, 1)
    cases.assign(case, by=as_("officer"), lead=county.cast.unit_a)
    assert case.state == "assigned"


@pytest.mark.parametrize(("who", "outcome", "fits"), [("clerk_a", "solved", True), ("clerk_a", "not_ours", False), ("officer", "not_ours", True), ("officer", "petition", False)])
def test_who_ends_a_case_without_a_unit(county, who, outcome, fits):
    case = county.case(who)
    if fits:
        assert cases.end(case, by=county.cast.actor(who), outcome=outcome, answer="当场办结").state == "ended"
    else:
        with pytest.raises(RuleBroken):
            cases.end(case, by=county.cast.actor(who), outcome=outcome, answer="当场办结")


def test_what_belongs_to_the_petition_channel_is_marked_with_its_national_number(county):
    case = cases.end(county.case(), by=county.cast.actor("officer"), outcome="petition", answer="已引导到信访渠道", petition_number="XF430000202600012345")
    assert (case.state, case.petition_number) == ("ended", "XF430000202600012345")


def test_strangers_know_nothing_and_may_nothing(county):
    case = county.case()
    assert {name: queries.cases_visible_to(county.cast.actor(name)).count() for name in ("officer", "leader", "clerk_a", "clerk_b", "applicant", "system_admin", "audit_admin")} == {
        "officer": 1, "leader": 1, "clerk_a": 0, "clerk_b": 0, "applicant": 0, "system_admin": 0, "audit_admin": 0}
    for name in ("clerk_a", "applicant", "system_admin"):
        with pytest.raises(Refused):
            cases.assign(case, by=county.cast.actor(name), lead=county.cast.unit_a)
    assert case.state == "registered"


def test_a_confidential_case_is_known_to_those_on_it_only(county):
    case, cast = county.case("clerk_a", confidential=True), county.cast
    sees = {name: queries.cases_visible_to(cast.actor(name)).count() for name in ("clerk_a", "officer", "leader", "clerk_b")}
    assert (sees, case.title, case.words) == ({"clerk_a": 1, "officer": 0, "leader": 0, "clerk_b": 0}, "", "")
    assert (OutboxMessage.objects.count(), queries.found(queries.cases_visible_to(cast.actor("officer")), "路灯").count()) == (0, 0)
    assert guarding.read_case(case, by=cast.actor("clerk_a")) == "村口路灯不亮，晚上走路不安全"
    with pytest.raises(Refused):
        guarding.read_case(case, by=cast.actor("officer"))


def test_a_case_is_made_confidential_and_people_are_put_on_it(county):
    case, cast = county.given(), county.cast
    guarding.make_confidential(case, by=cast.actor("officer"), reason="涉及个人隐私")
    assert (queries.cases_visible_to(cast.actor("clerk_a")).count(), case.heading, case.steps.exclude(words="").count()) == (0, "保密办件", 0)
    guarding.admit(case, by=cast.actor("officer"), account=cast.clerk_a)
    assert queries.cases_visible_to(cast.actor("clerk_a")).count() == 1
    with pytest.raises(RuleBroken):
        guarding.admit(case, by=cast.actor("officer"), account=cast.clerk_b)
    guarding.dismiss(case, by=cast.actor("officer"), account=cast.clerk_a)
    with pytest.raises(RuleBroken):
        guarding.dismiss(case, by=cast.actor("officer"), account=cast.officer)


def test_people_of_a_barred_unit_see_nothing_even_from_above(county):
    case, cast = county.case(), county.cast
    guarding.bar_unit(case, by=cast.actor("leader"), unit=cast.unit_a, reason="反映该单位")
    with pytest.raises(RuleBroken):
        cases.assign(case, by=cast.actor("officer"), lead=cast.unit_a)
    guarding.bar_unit(case, by=cast.actor("leader"), unit=cast.department, reason="反映该部门")
    assert queries.cases_visible_to(cast.actor("officer")).count() == 0  # the officer belongs to the department


def test_whoever_has_an_interest_steps_aside_and_the_others_go_on(county):
    case, cast = county.given(), county.cast
    guarding.follow(case, by=cast.actor("clerk_a"))
    with pytest.raises(RuleBroken):
        recusing.step_aside(case, by=cast.actor("clerk_a"), reason=" ")
    recusing.step_aside(case, by=cast.actor("clerk_a"), reason="当事人是我舅舅")
    assert (queries.cases_visible_to(cast.actor("clerk_a")).count(), queries.cases_visible_to(cast.actor("officer")).count()) == (0, 1)
    assert (queries.handles(cast.actor("clerk_a"), case), case.follows.count(), list(queries.recused_from(case))) == (False, 0, [cast.clerk_a])
    assert cast.clerk_a not in queries.who_may_see(case, Account.objects.all())
    assert set(OutboxMessage.objects.filter(key__contains="recused:").values_list("recipient", flat=True)) == {str(cast.officer.pk), str(cast.leader.pk)}
    with pytest.raises(Refused):
        cases.add_step(case, by=cast.actor("clerk_a"), words="已看")
    recusing.lift_recusal(case, by=cast.actor("officer"), account=cast.clerk_a, reason="弄错了人")
    assert (queries.cases_visible_to(cast.actor("clerk_a")).count(), case.recusals.count()) == (1, 0)


def test_an_office_takes_somebody_off_a_case_but_not_the_last_one(county):
    case, cast = county.given(), county.cast
    assert list(queries.may_be_recused(cast.actor("officer"), case)) == sorted([cast.clerk_a, cast.leader], key=lambda account: (account.display_name, account.pk))
    with pytest.raises(RuleBroken):
        recusing.recuse(case, by=cast.actor("officer"), account=cast.officer, reason="亲属")
    recusing.recuse(case, by=cast.actor("officer"), account=cast.clerk_a, reason="亲属")
    with pytest.raises(RuleBroken):
        recusing.recuse(case, by=cast.actor("officer"), account=cast.clerk_a, reason="亲属")
    guarding.make_confidential(case, by=cast.actor("officer"), reason="涉及个人隐私")
    with pytest.raises(RuleBroken):
        recusing.step_aside(case, by=cast.actor("officer"), reason="亲属")
    guarding.admit(case, by=cast.actor("officer"), account=cast.leader)
    recusing.step_aside(case, by=cast.actor("officer"), reason="亲属")
    assert [queries.cases_visible_to(cast.actor(name)).count() for name in ("officer", "leader", "clerk_a")] == [0, 1, 0]


def test_likely_duplicates_are_found_inside_what_one_may_see(county):
    first, cast = county.case(), county.cast
    county.case(text="饮水有异味", category=county.water)
    county.case(confidential=True)
    seen = queries.alike(cast.actor("officer"), text="村口的路灯坏了不亮，走路不安全", area=county.town, category=county.road)
    assert [(row.pk, score > 50) for row, score in seen] == [(first.pk, True)]
    assert queries.alike(cast.actor("clerk_a"), text="村口的路灯坏了不亮，走路不安全", area=county.town, category=county.road) == []


def test_links_hold_two_cases_together_until_they_are_taken_apart(county):
    first, second, by = county.case(), county.case(), county.cast.actor("officer")
    row = guarding.link(first, by=by, other=second, kind="same")
    with pytest.raises(RuleBroken):
        guarding.link(second, by=by, other=first, kind="repeat")
    assert [other.pk for _row, other in queries.links_of(by, second)] == [first.pk]
    guarding.unlink(row, by=by, reason="不是一件事")
    assert (queries.links_of(by, first), Case.objects.count()) == ([], 2)


def test_two_questions_are_asked_after_the_closing_and_a_later_answer_does_not_overwrite(county):
    case, as_ = county.struck_off(name="王大爷", phone="13907350001"), county.cast.actor
    guarding.call_back(case, by=as_("officer"), reached=False)
    first = guarding.call_back(case, by=as_("officer"), reached=True, solved="yes", satisfied="no", word="等得太久")
    later = guarding.call_back(case, by=as_("leader"), reached=True, solved="yes", satisfied="yes")
    assert ([first.late, later.late], case.calls.count()) == ([False, True], 3)
    guarding.ask_exclusion(first, by=as_("officer"), reason="不属实")
    with pytest.raises(SecondPersonNeeded):
        guarding.decide_exclusion(first, by=as_("officer"), exclude=True)
    assert guarding.decide_exclusion(first, by=as_("leader"), exclude=True).exclusion == "excluded"


def test_the_receipt_opens_the_progress_and_nothing_else_does(county):
    case, secret = cases.register(county.desk, by=county.cast.actor("clerk_a"), told=county.told())
    assert [queries.by_receipt(case.number, word) for word in (secret, "wrong", "")] == [case, None, None]
    assert queries.by_receipt(case.number.lower(), f" {secret} ") == case


def test_a_calendar_that_comes_out_moves_the_ends_and_keeps_the_difference(county):
    by, office, year = county.cast.actor("officer"), site(), timezone.localdate().year + 1
    guarding.set_category(office, by=by, code="1001", names=("道路照明", "Roads"), parent=county.road.parent, rule_code="days_60")
    clock = county.case(category=type(county.road).objects.get(pk=county.road.pk)).clocks.get(purpose="handle")
    Clock.objects.filter(pk=clock.pk).update(started_at=clock.started_at.replace(month=11, day=5), legal_at=at(year, 1, 5), safe_at=at(year, 1, 5), provisional=True)
    clock.refresh_from_db()
    off = [date(year, 1, day) for day in range(1, 15) if date(year, 1, day).weekday() < 5]
    row = clocks.take_calendar(office, by=by, year=year, off=off, worked=[], source="国办发明电（示例）")
    assert [stale.pk for stale in whole.stale_clocks(row)] == [clock.pk]
    clocks.reckon_clock(clock, by=of_job("casework.reckon"), known=calendar_now())
    shift = clock.shifts.get()
    assert (clock.provisional, f"{year}:1" in clock.calendar, shift.legal_after > shift.legal_before, whole.stale_clocks(row).count()) == (False, True, True, 0)
    assert clock.case.due_at == clock.safe_at


def at(year, month, day):
    return datetime.combine(date(year, month, day), time(), tzinfo=timezone.get_current_timezone())


def test_clocks_stand_still_for_lawful_reasons_only_and_are_extended_once_by_somebody_else(county):
    case, as_ = county.given(), county.cast.actor
    clock = case.clocks.get(purpose="handle")
    with pytest.raises(RuleBroken):
        clocks.pause_clock(clock, by=as_("officer"), reason="hearing")
    clocks.pause_clock(clock, by=as_("officer"), reason="awaits_caller")
    assert (clock.is_over(at(2030, 1, 1)), clock.kind) == (False, "neutral")
    clocks.resume_clock(clock, by=as_("officer"))
    with pytest.raises(RuleBroken):
        clocks.ask_extension(clock, by=as_("clerk_a"), amount=16, reason="配件缺货")
    before, row = clock.legal_at, clocks.ask_extension(clock, by=as_("officer"), amount=15, reason="配件缺货")
    with pytest.raises(SecondPersonNeeded):
        clocks.decide_extension(row, by=as_("officer"), grant=True, letter="延期告知书〔2026〕1号")
    clocks.decide_extension(row, by=as_("leader"), grant=True, letter="延期告知书〔2026〕1号")
    clock.refresh_from_db()
    assert (clock.extended, clock.legal_at > before, row.state) == (15, True, "granted")
    with pytest.raises(RuleBroken):
        clocks.ask_extension(clock, by=as_("clerk_a"), amount=1, reason="再要一天")


def test_an_extension_is_refused_after_the_end(county):
    case, as_ = county.given(), county.cast.actor
    clock = case.clocks.get(purpose="handle")
    row = clocks.ask_extension(clock, by=as_("clerk_a"), amount=5, reason="配件缺货")
    Clock.objects.filter(pk=clock.pk).update(legal_at=NOW, safe_at=NOW)
    with pytest.raises(RuleBroken):
        clocks.decide_extension(type(row).objects.get(pk=row.pk), by=as_("leader"), grant=True, letter="1号")


def test_each_level_is_told_once_and_only_to_those_who_may_see_the_case(county):
    case = county.case(urgency="emergency", confidential=True)
    clock = case.clocks.get(purpose="handle")
    Clock.objects.filter(pk=clock.pk).update(started_at=NOW - timedelta(hours=9), legal_at=NOW - timedelta(hours=7), safe_at=NOW - timedelta(hours=7), alert_at=NOW - timedelta(hours=8))
    assert [row.pk for row in to_tell(timezone.now())] == [clock.pk]
    tasks.tell(clock.pk)
    tasks.tell(clock.pk)
    clock.refresh_from_db()
    told = [(m.recipient, m.key.split(":")[-2]) for m in OutboxMessage.objects.filter(key__contains=":time:")]
    assert (clock.alert_level, clock.alert_at, told) == (3, None, [(str(county.cast.officer.pk), "3")])


def test_who_follows_a_case_is_told_of_each_step_as_long_as_the_case_is_in_sight(county):
    as_, case = county.cast.actor, county.given()
    with pytest.raises(Refused):
        guarding.follow(case, by=as_("clerk_b"))
    for name in ("officer", "leader", "clerk_a"):
        guarding.follow(case, by=as_(name))
    guarding.unfollow(case, by=as_("clerk_a"))
    step = cases.add_step(case, by=as_("officer"), text="已派人查看")

    def told():
        return sorted(OutboxMessage.objects.filter(key__startswith=f"case:{case.pk}:step:").values_list("key", flat=True))

    assert told() == [f"case:{case.pk}:step:{step.pk}:{county.cast.leader.pk}"]
    guarding.make_confidential(case, by=as_("officer"), reason="涉及隐私")
    cases.add_step(case, by=as_("officer"), text="已联系当事人")
    assert (told(), [row.account for row in case.follows.all()]) == ([], [county.cast.officer])
