"""Pages of cases: registered in six boxes on a phone, worked through by buttons, told in public with a secret word, shut where confidential."""


import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook

from seedbed.casework import papers
from seedbed.casework.actions import cases, guarding
from seedbed.casework.forms.cases import ToldForm
from seedbed.casework.models import Case
from seedbed.casework.queries import figures
from seedbed.casework.queries.cases import desk_for
from seedbed.casework.queries.clocks import clock_rule
from seedbed.casework.reckoning.rates import Answer, Rate, by_group, word
from seedbed.casework.workbooks import BROUGHT, ORDERS, orders_file
from seedbed.directory import actions as directory
from seedbed.directory.queries import site
from seedbed.kernel.models import CalendarYear, OutboxMessage
from seedbed.kernel.workbooks import read, writing
from tests.cast import SETUP, log_in
from tests.county import make_county, picture

pytestmark = pytest.mark.django_db


@pytest.fixture
def county(cast):
    return make_county(cast)


def typed(county, **more):
    return {"text": "村口路灯不亮，晚上走路不安全", "area": county.village.pk, "category": county.road.pk, "name": "", "phone": "", **more}


def test_a_problem_is_registered_in_six_boxes_and_the_secret_word_is_shown_once(county, client):
    log_in(client, county.cast.clerk_a)
    assert len(ToldForm.base_fields) <= 6
    answer = client.post(reverse("cases:register"), typed(county))
    shown, again = client.get(answer["Location"]), client.get(answer["Location"])
    assert (Case.objects.count(), Case.objects.get().number in shown.content.decode(), again.status_code) == (1, True, 302)


def test_likely_duplicates_come_before_it_is_saved_and_nothing_typed_is_lost(county, client):
    first = county.case("clerk_a")
    log_in(client, county.cast.clerk_a)
    answer = client.post(reverse("cases:register"), typed(county, text="村口路灯晚上不亮"))
    page = answer.content.decode()
    assert (answer.status_code, first.number in page, "村口路灯晚上不亮" in page, Case.objects.count()) == (200, True, True, 1)
    assert client.post(reverse("cases:register"), typed(county, text="村口路灯晚上不亮", seen="1")).status_code == 302


def test_the_whole_way_by_the_buttons(county, client):
    case, cast = county.case(name="王大爷", phone="13907350001"), county.cast
    part = None
    def act(who, name, **data):
        log_in(client, getattr(cast, who))
        kind = (reverse("cases:part", args=[part.pk, name]) if name in ("sign", "back") else reverse("cases:act", args=[case.pk, name]))
        assert client.get(kind).status_code == 200
        answer = client.post(kind, {"sent": "1", **data})
        assert (name, answer.status_code) == (name, 302)
    rule = clock_rule("workdays_5").pk
    act("officer", "assign", lead=cast.unit_a.pk, rule=rule, assist_rule=rule, assist_too_rule=rule)
    part = case.assignments.get()
    act("clerk_a", "sign")
    act("clerk_a", "note", text="已派人查看", public="on")
    act("clerk_a", "report", outcome="solved", answer="已更换路灯")
    act("officer", "review", text="")
    act("leader", "approve", text="")
    act("officer", "check", holds="yes", finding="现场已亮")
    act("officer", "strike_off")
    act("officer", "call", reached="yes", solved="yes", satisfied="partly", word="")
    case.refresh_from_db()
    page = client.get(reverse("cases:case", args=[case.pk])).content.decode()
    assert (case.state, case.calls.get().satisfied, "13907350001" in page, "现场已亮" in page) == ("struck_off", "partly", False, True)
    shown = client.post(reverse("cases:act", args=[case.pk, "caller"]), {"reason": "回访"}, follow=True).content.decode()
    assert "13907350001" in shown


def test_a_refused_step_says_why_and_keeps_what_was_typed(county, client):
    case = county.given()
    log_in(client, county.cast.clerk_a)
    answer = client.post(reverse("cases:act", args=[case.pk, "report"]), {"outcome": "planned", "answer": "列入明年计划", "review_on": ""})
    assert (answer.status_code, "列入明年计划" in answer.content.decode()) == (200, True)
    assert client.get(reverse("cases:act", args=[case.pk, "nonsense"])).status_code == 404


def test_a_small_office_gives_the_paper_for_the_second_person(small_cast, client):
    county = make_county(small_cast)
    case = county.given()
    cases.report(case, by=small_cast.actor("officer"), outcome="solved", answer="已修")
    log_in(client, small_cast.officer)
    address = reverse("cases:act", args=[case.pk, "review"])
    assert client.post(address, {"text": ""}).status_code == 200
    paper = {"approval_number": "批〔2026〕1号", "approval_issuer": "分管领导", "approval_issued_on": "2026-11-27"}
    assert client.post(address, {"text": "", **paper}).status_code == 302
    case.refresh_from_db()
    assert case.state == "reviewed"


def test_anybody_tells_something_and_follows_it_with_number_and_secret_word(county, client):
    answer = client.post(reverse("cases:ask"), typed(county))
    shown = client.get(answer["Location"]).content.decode()
    case = Case.objects.get()
    secret = next(part for part in shown.replace("<", " ").replace(">", " ").split() if part.count("-") == 2 and len(part) == 14)
    cases.end(case, by=county.cast.actor("officer"), outcome="explained", answer="已向您说明")
    found = client.post(reverse("cases:progress"), {"number": case.number, "secret": secret}, follow=True).content.decode()
    wrong = client.post(reverse("cases:progress"), {"number": case.number, "secret": "wrong"}, follow=True).content.decode()
    assert (case.channel, case.entered_by, "已向您说明" in found, "已向您说明" in wrong) == ("web", None, True, False)
    said = {"number": case.number, "secret": secret, "text": "灯还是不亮"}
    stranger, told = client.post(reverse("cases:say_again"), said | {"secret": "wrong"}), client.post(reverse("cases:say_again"), said, follow=True).content.decode()
    case.refresh_from_db()
    assert (stranger.status_code, "灯还是不亮" in told, case.state, [step.words for step in case.steps.filter(what="again")]) == (200, True, "ended", ["灯还是不亮"])
    assert sorted(OutboxMessage.objects.filter(key__contains=":again-said:").values_list("recipient", flat=True)) == [str(county.cast.officer.pk)]


def test_a_confidential_case_leaves_no_trace_for_an_outsider(county, client):
    """The handler finds the number on these pages; the officer of the desk, who is not on it, finds neither number nor words nor a count."""
    guarding.set_category(site(), by=county.cast.actor("officer"), code="1009", names=("其他", "Other"))
    before = figures.counted(county.cast.actor("officer")).count()
    case = county.case("leader", text="反映路灯招标有问题", confidential=True)
    pages = [reverse("cases:cases"), reverse("cases:cases") + "?show=all", reverse("cases:cases") + "?q=招标", reverse("cases:figures"),
             reverse("portal:home"), reverse("portal:inbox"), reverse("portal:search") + "?q=路灯", reverse("cases:orders_out"), reverse("cases:case", args=[case.pk]),
             reverse("cases:act", args=[case.pk, "note"]), reverse("cases:part", args=[1, "sign"]), reverse("cases:clock", args=[case.clocks.get().pk, "pause"])]
    trace = {}
    for who in ("leader", "officer"):
        log_in(client, getattr(county.cast, who))
        trace[who] = sum(case.number.encode() in client.get(page).content for page in pages)
    assert (trace["officer"], trace["leader"] > 4, figures.counted(county.cast.actor("officer")).count()) == (0, True, before)
    assert reverse("cases:case", args=[case.pk]).encode() not in client.get(reverse("cases:cases") + f"?q={case.number}").content
    assert case.number.encode() not in orders_file(Case.objects.filter(confidential=False))


def test_work_orders_come_in_once_and_go_back_with_their_answer(county, client):
    log_in(client, county.cast.officer)
    rows = [{"external": f"12345-{n}", "text": f"第{n}处井盖破损", "category": "道路照明", "area": "石泉村", "urgency": "normal", "name": "张某", "phone": "13907350002"} for n in (1, 2)]
    def bring(lines):
        file = SimpleUploadedFile("工单.xlsx", writing.write_sheet(ORDERS, lines, keys=BROUGHT))
        return client.post(reverse("cases:orders"), {"file": file})
    assert bring([rows[0] | {"area": "没有的村"}]).status_code == 200
    assert Case.objects.count() == 0
    assert [bring(rows).status_code, bring(rows).status_code, Case.objects.filter(channel="hotline").count()] == [302, 302, 2]
    cases.end(Case.objects.get(external="12345-1"), by=county.cast.actor("officer"), outcome="solved", answer="已更换井盖")
    out = client.get(reverse("cases:orders_out"))
    back = read(ORDERS, out.content, "工单.xlsx")
    assert [(row.values["external"], row.values.get("answer"), row.values.get("phone")) for row in back.rows] == [("12345-1", "已更换井盖", None), ("12345-2", None, None)]


def test_settings_are_set_and_a_calendar_is_taken_in(county, client):
    log_in(client, county.cast.officer)
    def add(what, **data):
        return client.post(reverse("cases:setting_add", args=[what]), data).status_code
    year = timezone.localdate().year + 1
    assert [add("route", category=county.road.pk, area="", unit=county.cast.unit_a.pk), add("year", year=year, off="1-1，2-5~2-11", worked="2-14", source="国办发明电（示例）"),
            add("year", year=year, off="1-1~x", worked="", source="示例"),
            add("limit", code="own_3", name_zh="3日", name_en="3 days", measure="natural", amount=3, extension_cap=0, warn=1, article="本单位规定")] == [302, 302, 200, 302]
    page = client.get(reverse("cases:settings")).content.decode()
    assert (CalendarYear.objects.get().year, "own_3" in page, county.case().lead) == (year, True, county.cast.unit_a)


def test_figures_show_whose_turn_it_is_and_the_sheet_is_printed(county, client):
    county.given()
    county.struck_off(name="王大爷")
    log_in(client, county.cast.leader)
    rows = figures.counted(county.cast.actor("leader"))
    now = timezone.localdate()
    since, until = figures.month_bounds(now.year, now.month)
    line = figures.classes(rows, since, until)[0]
    assert ([(w.unit, w.open) for w in figures.waiting(rows)], sum(n for _low, _high, n in figures.ageing(rows)), (line.registered, line.closed, line.solved)) == (
        [(county.cast.unit_a.name, 1)], 1, (2, 1, Rate(1, 1)))
    assert client.get(reverse("cases:figures")).status_code == 200
    assert [client.get(reverse("cases:monthly", args=[form])).status_code for form in ("docx", "xls")] == [200, 404]


def test_rates_show_their_numbers_and_hide_small_groups():
    said = [Answer("路灯", True, "yes", "no"), Answer("路灯", True, "yes", ""), Answer("路灯", True), Answer("路灯", False), *[Answer("饮水", True, "no", "yes")] * 5]
    total, lines = word(said), by_group(said)
    assert (total.asked, total.reached, total.answered, total.solved, total.satisfied) == (9, Rate(8, 9), Rate(7, 8), Rate(2, 7), Rate(5, 6))
    assert (total.unhappy_though_solved, total.happy_though_unsolved) == ("<5", "5")
    assert [(line.group, line.satisfied.text, line.satisfied.numbers) for line in lines] == [("路灯", "<5", ""), ("饮水", "100.0 %", "5/5")]
    assert (Rate(0, 0).text, Rate(0, 0).numbers) == ("–", "")


def test_a_picture_is_attached_drawn_anew_and_taken_off_with_a_reason(county, client):
    case = county.given()
    log_in(client, county.cast.clerk_a)
    address = reverse("cases:act", args=[case.pk, "attach"])
    refused = client.post(address, {"file": SimpleUploadedFile("灯.exe", b"MZ"), "label": ""})
    assert client.post(address, {"file": SimpleUploadedFile("灯.png", picture()), "label": "不亮的路灯"}).status_code == 302
    row = case.files.get()
    handed = client.get(reverse("cases:file", args=[row.pk]))
    log_in(client, county.cast.clerk_b)
    stranger = client.get(reverse("cases:file", args=[row.pk])).status_code
    log_in(client, county.cast.clerk_a)
    gone = client.post(reverse("cases:file_act", args=[row.pk, "drop"]), {"reason": "有人脸"}).status_code
    assert (refused.status_code, b"".join(handed.streaming_content)[:4], stranger, gone, case.files.count()) == (200, b"\x89PNG", 404, 302, 0)


def test_letters_tell_the_person_without_a_name(county, client):
    closed = county.struck_off(name="王大爷", phone="13907350001")
    paper = papers.answer_letter(closed)
    log_in(client, county.cast.clerk_a)
    answers = [client.get(reverse("cases:letter", args=[closed.pk, form])).status_code for form in ("docx", "pdf", "txt")]
    assert (answers, "王大爷" in str(paper), closed.number in str(paper), "已更换路灯" in str(paper)) == ([200, 200, 404], False, True, True)


def test_places_are_counted_by_township_and_the_sheet_comes_as_a_workbook(county, client):
    for _n in range(5):
        county.case(text=f"路灯{_n}不亮")
    county.case(area=county.town, text="镇区停水")
    rows = figures.counted(county.cast.actor("officer"))
    since, until = figures.month_bounds(timezone.localdate().year, timezone.localdate().month)
    assert figures.places(rows, since, until) == [figures.Place(county.town.name, 6, 6, county.town.pk)]
    log_in(client, county.cast.officer)
    book = load_workbook(io.BytesIO(client.get(reverse("cases:monthly", args=["xlsx"])).content))
    told = [[cell.value for cell in line] for line in book.worksheets[0].iter_rows()]
    assert [line[3] for line in told if county.town.name in line] == ["6", "6"]


def test_two_towns_of_one_name_are_two_lines_and_lead_to_their_own_cases(county, client):
    other = directory.add_unit(county.cast.root, by=SETUP, name="资兴市", kind="area", region_id="431081")
    twin = directory.add_unit(other, by=SETUP, name=county.town.name, kind="area", region_id="431081")
    guarding.open_desk(other, by=county.cast.actor("officer"), code="ZX")
    county.case(area=county.town)
    cases.register(desk_for(twin), by=county.cast.actor("officer"), told=county.told(area=twin))
    log_in(client, county.cast.officer)
    page = client.get(reverse("cases:figures")).content.decode()
    assert [page.count(f"area={town.pk}&amp;show=all") for town in (county.town, twin)] == [1, 1]


def test_solved_at_the_first_go_leaves_out_what_came_back_was_told_again_or_was_only_explained(county):
    by = county.cast.actor("officer")
    once, again, first, explained = [county.struck_off(text=f"路灯{n}不亮") for n in range(3)] + [county.case(text="灯费谁出")]
    cases.end(explained, by=by, outcome="explained", answer="已说明")
    cases.reopen(again, by=by, reason="又坏了")
    cases.end(again, by=by, outcome="solved", answer="又修好了")
    guarding.link(county.case(text="灯又不亮"), by=by, other=first, kind="repeat")
    since, until = figures.month_bounds(timezone.localdate().year, timezone.localdate().month)
    lines = figures.classes(figures.counted(by), since, until)
    assert (once.outcome, [(line.solved, line.first, line.repeated) for line in lines], figures.at_the_first_go(lines).text, figures.at_the_first_go([]).text) == (
        "solved", [(Rate(3, 4), Rate(1, 4), Rate(2, 5))], "<5", "–")


def test_the_file_of_a_case_is_printed_without_numbers_of_people_and_figures_lead_to_their_cases(county, client):
    case = county.given(text="村口路灯不亮，请回电13907350009", name="王大爷", phone="13907350001")
    log_in(client, county.cast.clerk_a)
    file = client.get(reverse("cases:paper", args=[case.pk, "docx"]))
    told = str(papers.case_paper(case, [], [(case.received_at, "登记", "电话13907350009")]))
    shown = client.get(reverse("cases:figures")).content.decode()
    found = [client.get(f"{reverse('cases:cases')}?{way}").content.decode().count(case.number) for way in (f"lead={case.lead_id}", f"lead={county.cast.unit_b.pk}", f"category={case.category_id}&show=all")]
    assert (file.status_code, "1390735" in told, "路灯不亮" in told, [n > 0 for n in found]) == (200, False, True, [True, False, True])
    assert [f"{kind}={pk}" in shown for kind, pk in (("lead", case.lead_id), ("category", case.category_id))] == [True, True]
