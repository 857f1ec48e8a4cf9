"""The line of the grass roots: outings and their matters, the table of the on-site office, reception days, research, classes with one root."""

import io
from datetime import time, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone
from icalendar import Calendar
from openpyxl import load_workbook

from seedbed.casework.actions import cases, guarding
from seedbed.casework.models import Case
from seedbed.casework.queries.cases import cases_visible_to
from seedbed.directory.queries import site
from seedbed.gatherings import actions as gatherings
from seedbed.grassroots import papers, queries
from seedbed.grassroots.actions import classes, library, outings
from seedbed.grassroots.models import Matter, Met, Outing
from seedbed.kernel import trail
from seedbed.kernel.actor import of_job
from seedbed.kernel.faults import Refused, RuleBroken
from seedbed.kernel.models import OutboxMessage
from tests.cast import log_in
from tests.county import make_county, picture
from tests.outings import make_outings, plan, root

pytestmark = pytest.mark.django_db
PUBLIC, TODAY = of_job("public"), timezone.localdate()


@pytest.fixture
def county(cast):
    return make_county(cast)


@pytest.fixture
def outing(county):
    cast = county.cast
    return outings.plan_outing(cast.unit_a, by=cast.actor("clerk_a"), plan=plan(county), people=[cast.people["clerk_a"]])


def test_an_outing_is_recorded_in_numbers_and_its_matters_become_cases_in_one_step(county, outing):
    by = county.cast.actor("clerk_a")
    case, _secret = outings.register_matter(outing, by=by, desk=county.desk, told=county.told(name="王大爷", phone="13907350001"))
    outings.register_matter(outing, by=by, desk=county.desk, told=county.told(text="反映村干部", confidential=True))
    outings.raise_matter(outing, by=by, words="医保缴费标准是多少", answer="按当年文件执行")
    outings.record_outing(outing, by=by, met={"villagers": 23, "cadres": 4}, summary="板凳会", lesson="先听后讲")
    assert ([m.case for m in outing.matters.all()], outing.people, case.channel, outing.state) == ([case, None], 27, "visit", "held")
    assert {field.name for field in Matter._meta.fields} & {"name", "phone", "villager", "opinion"} == set()
    with pytest.raises(RuleBroken):
        outings.record_outing(outing, by=by, met={"poor": 3}, summary="")
    assert list(trail.verify()) == []


def test_what_has_not_taken_place_is_not_recorded_and_strangers_know_nothing_of_it(county):
    cast = county.cast
    row = outings.plan_outing(cast.unit_a, by=cast.actor("clerk_a"), plan=plan(county, on=TODAY + timedelta(days=1)))
    with pytest.raises(RuleBroken):
        outings.record_outing(row, by=cast.actor("clerk_a"), met={}, summary="")
    with pytest.raises(Refused):
        outings.record_outing(row, by=cast.actor("clerk_b"), met={}, summary="")
    assert {name: queries.outings_visible_to(cast.actor(name)).count() for name in ("clerk_a", "clerk_b", "officer", "applicant")} == {"clerk_a": 1, "clerk_b": 0, "officer": 1, "applicant": 0}


def test_a_matter_whose_case_was_made_confidential_disappears_with_it(county, outing):
    cast = county.cast
    case, _secret = outings.register_matter(outing, by=cast.actor("clerk_a"), desk=county.desk, told=county.told())
    guarding.make_confidential(case, by=cast.actor("leader"), reason="涉及隐私")
    assert [queries.matters_of(cast.actor(name), outing).count() for name in ("clerk_a", "officer", "leader")] == [0, 0, 1]


@pytest.mark.parametrize(("ending", "more", "state"), [
    ("solved", {}, None), ("explained", {}, None), ("elsewhere", {}, None), ("planned", {"until": TODAY + timedelta(days=90)}, None),
    ("by_date", {"until": TODAY + timedelta(days=9)}, "registered")])
def test_each_item_of_the_table_ends_on_the_day(county, ending, more, state):
    cast, by = county.cast, county.cast.actor("clerk_a")
    row = outings.plan_outing(cast.unit_a, by=by, plan=plan(county, kind="on_site", title="现场办公会"))
    item = outings.raise_matter(row, by=by, words="水渠淤堵")
    more = more | ({"unit": cast.unit_b, "desk": county.desk, "told": county.told(text=item.words, category=county.water, channel="on_site")} if ending == "by_date" else {})
    outings.end_matter(item, by=by, ending=ending, answer="现场答复", **more)
    sheet = papers.table_of(row, list(queries.matters_of(by, row)), ["李文书"])
    assert (item.ending, item.case.state if item.case else None, "水渠淤堵" in str(sheet.paragraphs[1].rows)) == (ending, state, True)


def test_a_date_needs_its_unit_and_a_plan_its_day(county, outing):
    by, item = county.cast.actor("clerk_a"), outings.raise_matter(outing, by=county.cast.actor("clerk_a"), words="水渠淤堵")
    for ending in ("by_date", "planned", "nonsense"):
        with pytest.raises(RuleBroken):
            outings.end_matter(item, by=by, ending=ending, answer="现场答复")


def test_a_time_is_booked_once_without_name_and_subject_and_given_back(county):
    cast = county.cast
    row = outings.plan_outing(cast.unit_a, by=cast.actor("clerk_a"), plan=plan(county, kind="reception", title="接待日", starts=time(9), slots=3, receives=cast.people["leader"]))
    with pytest.raises(RuleBroken):
        outings.book(row, by=PUBLIC, slot=0, alias="老李")
    with pytest.raises(Refused):
        outings.publish_reception(row, by=cast.actor("clerk_a"))
    outings.publish_reception(row, by=cast.actor("officer"))
    booking, secret = outings.book(row, by=PUBLIC, slot=0, alias="老李")
    with pytest.raises(RuleBroken):
        outings.book(row, by=PUBLIC, slot=0, alias="老张")
    assert (queries.free_slots(row), queries.booking_by_word(row, secret)) == ([1, 2], booking)
    outings.give_back(booking, by=PUBLIC)
    assert (queries.free_slots(row), booking.alias) == ([0, 1, 2], "–")


def test_a_leader_takes_a_case_into_charge_until_it_is_ended(county):
    cast, case = county.cast, county.case()
    charge = outings.take_charge(case, by=cast.actor("officer"), leader=cast.people["leader"])
    with pytest.raises(RuleBroken):
        outings.take_charge(case, by=cast.actor("officer"), leader=cast.people["officer"])
    assert [queries.charges_visible_to(cast.actor(name)).count() for name in ("officer", "clerk_b")] == [1, 0]
    outings.end_charge(charge, by=cast.actor("leader"))
    assert queries.charges_visible_to(cast.actor("officer")).count() == 0


def test_an_answer_of_the_library_is_approved_by_somebody_else(county, client):
    world = make_outings(county.cast, county, county.given())
    with pytest.raises(Refused):
        library.approve_answer(world["answer"], by=county.cast.actor("clerk_a"))
    library.approve_answer(world["answer"], by=county.cast.actor("officer"))
    log_in(client, county.cast.clerk_a)
    shown = [client.get(reverse(f"grassroots:{name}", args=[world[key].pk])).status_code for name, key in (("project", "project"), ("class", "class_of_problems"), ("outing", "reception"))]
    assert shown == [200, 200, 200]
    assert [row.pk for row in queries.answers("医保 标准")] == [world["answer"].pk]


def test_the_three_lists_of_a_project_are_made_from_its_outings(county):
    world, by = make_outings(county.cast, county, county.given()), county.cast.actor("clerk_a")
    outings.register_matter(world["outing"], by=by, desk=county.desk, told=county.told())
    sheet = papers.three_lists(world["project"], list(queries.three_lists(by, world["project"])))
    tables = [part for part in sheet.paragraphs if hasattr(part, "rows")]
    assert [len(table.rows) for table in tables] == [2, 2, 2]
    for move in ("plan", "field", "study", "solve", "look_back", "archive"):
        library.move_project(world["project"], by=by, move=move, words=f"{move}：已研究")
    assert (world["project"].state, world["project"].report, world["project"].steps.count()) == ("archived", "solve：已研究", 6)


def test_the_root_lies_above_and_every_case_gets_its_answer_and_its_own_check(county):
    cast, as_ = county.cast, county.cast.actor
    one, two, three = county.given(), county.case(text="二组路灯也不亮，晚上看不见路"), county.case(text="三组路灯晚上不亮走路怕")
    other = county.struck_off(text="四组路灯不亮晚上危险")
    row = classes.gather(cast.root, by=as_("officer"), root=root(county), cases=[one, two])
    classes.join(row, by=as_("officer"), case=three)
    with pytest.raises(RuleBroken):
        classes.gather(cast.root, by=as_("officer"), root=root(county), cases=[two])
    classes.raise_class(row, by=as_("officer"), to=cast.department, paper="郴呈〔2026〕8号")
    with pytest.raises(Refused):
        classes.take_up(row, by=as_("clerk_a"), measure="x", until=TODAY)
    classes.take_up(row, by=as_("leader"), measure="列入市级预算", until=TODAY + timedelta(days=30))
    assert classes.solve(row, by=as_("leader"), result="市里已建立路灯管护机制并落实经费") == 3
    for case in (one, two, three):
        case.refresh_from_db()
    assert [(case.state, case.outcome) for case in (one, two, three)] == [("reported", "solved")] * 3
    with pytest.raises(RuleBroken):
        classes.close(row, by=as_("officer"), finding="都好了")
    for case in (one, two, three):
        cases.review(case, by=as_("officer"))
        Case.objects.filter(pk=case.pk).update(reviewed_by=None)
        case.refresh_from_db()
        cases.approve(case, by=as_("leader"))
        cases.check(case, by=as_("officer"), finding="路灯已亮", holds=True)
        cases.strike_off(case, by=as_("officer"))
    classes.close(row, by=as_("officer"), finding="三个组都亮了")
    other.refresh_from_db()
    assert (row.state, queries.class_figures(row), other.state) == ("closed", {"all": 3, "closed": 3, "rebounds": 0}, "struck_off")
    assert OutboxMessage.objects.filter(key__startswith="class:").exists()


def test_like_cases_are_suggested_as_a_class_inside_what_one_sees(county):
    made = [county.case(text=f"{n}组路灯不亮，晚上走路不安全") for n in ("一", "二", "三")]
    county.case(text="四组路灯不亮，晚上走路不安全", confidential=True)
    assert [sorted(row.pk for row in group) for group in queries.clusters(county.cast.actor("officer"))] == [[case.pk for case in made]]
    assert queries.clusters(county.cast.actor("clerk_b")) == []


def test_a_declined_class_goes_back_and_a_case_leaves_it(county):
    cast, as_, case = county.cast, county.cast.actor, county.case()
    row = classes.gather(cast.unit_a, by=as_("officer"), root=root(county), cases=[case])
    classes.raise_class(row, by=as_("officer"), to=cast.department, paper="1号")
    classes.decline(row, by=as_("leader"), reason="应报省级")
    classes.leave(row, by=as_("officer"), case=case)
    with pytest.raises(RuleBroken):
        classes.raise_class(row, by=as_("officer"), to=cast.department, paper="2号")
    assert (row.state, row.raised_to, queries.classes_visible_to(as_("clerk_b")).count()) == ("gathered", None, 0)


def test_the_pages_lead_from_the_bench_to_the_case(county, client):
    cast = county.cast
    log_in(client, cast.clerk_a)
    form = {"kind": "talk", "title": "围炉夜话", "unit": cast.unit_a.pk, "on": TODAY, "area": county.village.pk, "people": [cast.people["clerk_a"].pk]}
    page = client.post(reverse("grassroots:outing_add"), form)["Location"]
    row = Outing.objects.get()
    told = {"text": "村口路灯不亮", "area": county.village.pk, "category": county.road.pk, "name": "", "phone": ""}
    shown = client.post(reverse("grassroots:outing_case", args=[row.pk]), told, follow=True).content.decode()
    case = Case.objects.get()
    assert (case.number in shown, cases_visible_to(cast.actor("clerk_a")).count(), row.matters.get().case) == (True, 1, case)
    record = {**dict.fromkeys(Met.values, ""), "villagers": 12, "summary": "夜话", "lesson": ""}
    assert client.post(reverse("grassroots:outing_act", args=[row.pk, "record"]), record).status_code == 302
    assert [client.get(address).status_code for address in (page, reverse("grassroots:outings"), reverse("grassroots:table", args=[row.pk, "docx"]), reverse("grassroots:class_add"))] == [200] * 4


def test_a_reception_day_is_booked_on_the_open_page(county, client):
    world = make_outings(county.cast, county, county.given())
    listed = client.get(reverse("grassroots:receptions")).content.decode()
    answer = client.post(reverse("grassroots:book", args=[world["reception"].pk]), {"slot": "0", "alias": "王婶"}, follow=True).content.decode()
    taken = client.post(reverse("grassroots:book", args=[world["reception"].pk]), {"slot": "0", "alias": "王婶"})
    assert ("领导接待日" in listed, "09:00" in answer, taken.status_code, world["reception"].bookings.count()) == (True, True, 200, 2)


def test_whom_one_saw_is_kept_for_planning_without_households_and_people(county):
    cast, by = county.cast, county.cast.actor("clerk_a")
    row = outings.plan_outing(cast.unit_a, by=by, plan=plan(county, on=TODAY - timedelta(days=100), units=(cast.unit_b,), groups=("三组", "三组", " ")))
    outings.record_outing(row, by=by, met={"villagers": 3}, summary="", lesson="先听后讲", units=[cast.unit_b], groups=["四组"])
    _places, units, groups = queries.not_seen_lately(by, TODAY)
    assert ([str(stop) for stop in row.stops.all()], groups, (str(cast.unit_b), row.on) in units) == ([str(cast.unit_b), "四组"], [(f"{county.village} 四组", row.on)], True)
    again = outings.plan_outing(cast.unit_a, by=by, plan=plan(county, units=(cast.unit_b,), groups=("四组",)))
    outings.record_outing(again, by=by, met={}, summary="")
    assert [part[1:] for part in (queries.not_seen_lately(by, TODAY)) if any(day for _name, day in part)] == []
    assert [(o.raised, o.solved) for o in queries.lessons(by)] == [(0, 0)]


def test_what_a_unit_takes_on_at_the_table_is_its_case_at_once(county):
    cast, by = county.cast, county.cast.actor("clerk_a")
    row = outings.plan_outing(cast.unit_a, by=by, plan=plan(county, kind="on_site", title="现场办公会", units=(cast.unit_b,)))
    more = {"desk": county.desk, "told": county.told(category=county.water), "until": TODAY + timedelta(days=9), "answer": "月底前疏通"}
    here, elsewhere = (outings.end_matter(outings.raise_matter(row, by=by, words="水渠淤堵"), by=by, ending="by_date", unit=unit, **more) for unit in (cast.unit_b, cast.unit_a))
    assert [(m.case.state, m.case.lead) for m in (here, elsewhere)] == [("assigned", cast.unit_b), ("registered", None)]
    assert [step.public for step in here.case.steps.filter(what="step")] == [True]


def test_an_answer_given_on_the_bench_goes_into_the_library_once_and_is_withdrawn_with_a_reason(county, client, outing):
    matter = outings.raise_matter(outing, by=county.cast.actor("clerk_a"), words="医保缴费标准", answer="按当年文件")
    log_in(client, county.cast.clerk_a)
    address = reverse("grassroots:matter_act", args=[matter.pk, "library"])
    assert "按当年文件" in client.get(address).content.decode()
    typed = {"question": "医保缴费标准", "answer": "按当年文件", "source": "医保发〔示例〕1号", "valid_until": TODAY - timedelta(days=1)}
    assert [client.post(address, typed).status_code for _n in range(2)] == [302, 200]
    log_in(client, county.cast.officer)
    answer = queries.answers().get()
    assert client.post(reverse("grassroots:answer_approve", args=[answer.pk])).status_code == 302
    assert client.post(reverse("grassroots:answer_withdraw", args=[answer.pk]), {"reason": "政策已调整"}).status_code == 302
    answer.refresh_from_db()
    assert (answer.state, answer.is_over, "withdrawn" in client.get(reverse("grassroots:answers")).content.decode() or "已撤回" in client.get(reverse("grassroots:answers")).content.decode()) == (
        "withdrawn", True, True)


def test_in_a_small_office_the_paper_approves_ones_own_answer(small_cast, client):
    answer = library.propose_answer(site(), by=small_cast.actor("officer"), question="怎么报销", answer="备案后直接结算", source="医保办发〔示例〕1号")
    log_in(client, small_cast.officer)
    address = reverse("grassroots:answer_approve", args=[answer.pk])
    assert [client.get(address).status_code, client.post(address, {}).status_code] == [200, 200]
    paper = {"approval_number": "批〔2026〕1号", "approval_issuer": "分管领导", "approval_issued_on": "2026-11-27"}
    assert client.post(address, paper).status_code == 302
    answer.refresh_from_db()
    assert (answer.state, answer.approved_by == answer.proposed_by) == ("approved", True)


def test_outings_stand_in_the_own_calendar_and_reception_days_in_everybodys(county, client):
    world = make_outings(county.cast, county, county.given())
    _feed, token = gatherings.open_feed(county.cast.clerk_a, by=county.cast.actor("clerk_a"))
    own, days = client.get(reverse("gatherings:feed", args=[token])), client.get(reverse("grassroots:receptions_feed"))
    titles = [[str(event["summary"]) for event in Calendar.from_ical(answer.content).walk("VEVENT")] for answer in (own, days)]
    log_in(client, county.cast.clerk_a)
    one = client.get(reverse("grassroots:calendar", args=[world["outing"].pk])).content
    assert (titles, one.count(b"BEGIN:VEVENT"), client.get(reverse("grassroots:lessons")).status_code) == ([["村头板凳会"], ["领导接待日"]], 1, 200)


def test_a_leader_takes_a_set_of_cases_and_the_case_says_where_it_belongs(county, client, outing):
    cast, by = county.cast, county.cast.actor("clerk_a")
    one, _secret = outings.register_matter(outing, by=by, desk=county.desk, told=county.told())
    two = county.case(text="水渠淤堵", category=county.water)
    row = classes.gather(cast.root, by=cast.actor("officer"), root=root(county), cases=[one])
    log_in(client, cast.officer)
    address, leader = reverse("grassroots:charge_add"), cast.people["leader"].pk
    wrong = client.post(address, {"number": f"{one.number} XX2026-1", "leader": leader}).content.decode()
    assert client.post(address, {"number": f"{one.number}、{two.number}", "leader": leader}).status_code == 302
    page = client.get(reverse("cases:case", args=[one.pk])).content.decode()
    links = [reverse("grassroots:outing", args=[outing.pk]), reverse("grassroots:class", args=[row.pk]), reverse("grassroots:charges")]
    assert ("XX2026-1" in wrong, queries.charges_visible_to(cast.actor("officer")).count(), [f'href="{link}"' in page for link in links]) == (True, 2, [True] * 3)


def test_what_was_planned_comes_back_to_the_first_page_on_its_day(county, client, outing):
    cast = county.cast
    item = outings.raise_matter(outing, by=cast.actor("clerk_a"), words="村道加宽")
    outings.end_matter(item, by=cast.actor("clerk_a"), ending="planned", answer="列入计划", until=TODAY)
    case = county.struck_off()
    Case.objects.filter(pk=case.pk).update(outcome="planned", review_on=TODAY)
    shown = []
    for who in ("clerk_a", "officer"):
        log_in(client, getattr(cast, who))
        page = client.get(reverse("portal:home")).content.decode()
        shown.append(("村道加宽" in page, case.number in page))
    assert shown == [(True, False), (False, True)]


def test_classes_of_problems_stand_on_the_leaders_monthly_sheet_with_small_counts_hidden(county, client):
    cast, open_cases = county.cast, [county.case(text=f"{n}组路灯不亮") for n in range(6)]
    row = classes.gather(cast.unit_a, by=cast.actor("officer"), root=root(county), cases=open_cases)
    guarding.make_confidential(open_cases[0], by=cast.actor("leader"), reason="涉及隐私")
    cases.end(open_cases[1], by=cast.actor("officer"), outcome="solved", answer="已修")
    log_in(client, cast.officer)
    page = client.get(reverse("cases:figures")).content.decode()
    book = load_workbook(io.BytesIO(client.get(reverse("cases:monthly", args=["xlsx"])).content))
    told = {line[2].value: line[3].value for line in book.worksheets[0].iter_rows() if line[1].value == row.name}
    assert (reverse("grassroots:class", args=[row.pk]) in page, told["办件"], told["已办结"], told["牵头单位"], client.get(reverse("cases:monthly", args=["docx"])).status_code) == (
        True, "5", "<5", cast.unit_a.name, 200)


def test_the_signed_table_is_kept_and_shown_to_nobody_for_whom_a_matter_on_it_is_hidden(county, outing, client):
    cast, by = county.cast, county.cast.actor("clerk_a")
    case, _secret = outings.register_matter(outing, by=by, desk=county.desk, told=county.told())
    log_in(client, cast.clerk_a)
    address = reverse("grassroots:outing_act", args=[outing.pk, "sign"])
    refused = client.post(address, {"file": SimpleUploadedFile("表.exe", b"MZ")})
    assert client.post(address, {"file": SimpleUploadedFile("表.png", picture())}).status_code == 302
    paper = outing.papers.get()
    link = reverse("grassroots:signed", args=[paper.pk])
    seen = link in client.get(reverse("grassroots:outing", args=[outing.pk])).content.decode()
    handed = b"".join(client.get(link).streaming_content)[:4]
    guarding.make_confidential(case, by=cast.actor("leader"), reason="涉及隐私")
    hidden = [queries.papers_visible_to(cast.actor(name)).count() for name in ("clerk_a", "officer", "leader", "clerk_b")]
    log_in(client, cast.leader)
    gone = client.post(reverse("grassroots:signed_act", args=[paper.pk, "drop"]), {"reason": "重新扫描"}).status_code
    assert (refused.status_code, seen, handed, hidden, gone, outing.papers.count()) == (200, True, b"\x89PNG", [0, 0, 1, 0], 302, 0)


def test_around_its_day_an_outing_has_the_form_of_a_problem_on_its_page(county, outing, client):
    later = outings.plan_outing(county.cast.unit_a, by=county.cast.actor("clerk_a"), plan=plan(county, on=TODAY + timedelta(days=9)))
    log_in(client, county.cast.clerk_a)
    forms = [client.get(reverse("grassroots:outing", args=[row.pk])).content.decode().count("data-draft=\"grassroots.case\"") for row in (outing, later)]
    assert forms == [1, 0]
