"""The page's batch, played through the screens: from arrival on 9 October 2023 to the follow-up a year later, and its report."""

import io
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.db.models import Count
from django.urls import reverse
from django.utils import timezone
from docx import Document

from seedbed.assessment import actions as assessment
from seedbed.assessment.models import MarkSheet, Round
from seedbed.casework.models import Ticket
from seedbed.gatherings.models import ActionItem, Gathering
from seedbed.kernel.actor import of_account
from seedbed.outcomes.models import FollowUp, Lead, Practice
from seedbed.placement.models import Placement, Post
from seedbed.residency import tasks
from seedbed.residency.models import ChangeWish, ClassMember, DossierComment, Leave, TempBranch, Work
from tests.e2e.browsing import SHOTS
from tests.e2e.officer import Officer
from tests.e2e.story import COMMAND, FIRST, HOSTS, PARTY, PEOPLE, Clock, Story, eve_of_the_first_day

DOCUMENT = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"


@pytest.fixture
def story(live_server: Any, arrive: Callable[..., Any], monkeypatch: pytest.MonkeyPatch) -> Story:
    """Everybody at home, the evening before the first day."""
    clock = Clock(timezone.now())
    monkeypatch.setattr(timezone, "now", lambda: clock.now)
    clock.set("2023-10-08 18:00")
    cast, batch = eve_of_the_first_day()
    return Story(cast, clock, arrive, batch)


def test_the_batch_of_october_2023_from_arrival_to_the_follow_up(story: Story) -> None:
    arrival(story)
    branch_and_meetings(story)
    three_months_of_a_trainee(story)
    team_and_hosts(story)
    a_change_of_post(story)
    a_lead(story)
    the_end(story)
    assessed(story)
    at_home(story)
    a_year_later(story)
    assert the_report(story) == []


def arrival(story: Story) -> None:
    """9 October: the class opens, one arrives a day late, groups, committee and the briefing."""
    story.at("2023-10-09 17:00")
    officer, mine = story.who("officer"), story.cast.people["applicant"]
    officer.open(reverse("residency:classes"))
    officer.press("/open")
    row = story.row
    late = ClassMember.objects.filter(training_class=row).order_by("-pk")[0]
    officer.open(reverse("residency:arrivals", args=[row.pk]))
    officer.page.check(f"main input[name=missing][value='{late.pk}']")
    officer.send("on")
    assert Placement.objects.filter(state="active").count() == PEOPLE - 1
    officer.open(reverse("residency:people", args=[row.pk]))
    officer.page.locator("main summary", has_text="分组").click()
    officer.fill(count=6)
    officer.send("count")
    members = list(ClassMember.objects.filter(training_class=row).order_by("group__number", "pk"))
    leaders = {m.group_id: m.pk for m in reversed(members)}
    officer.open(reverse("residency:people", args=[row.pk]) + "?edit=1")
    officer.fill(**{f"duty_{story.mine.pk}": "monitor"})
    for pk in leaders.values():
        officer.page.check(f"main [name=leads_{pk}]")
    officer.page.locator("#groups .form-acts button").first.click()
    officer.page.wait_for_load_state()
    assert (ClassMember.objects.filter(leads_group=True).count(), ClassMember.objects.get(duty="monitor").person) == (6, mine)
    story.at("2023-10-10 09:00")
    officer.open(reverse("residency:arrivals", args=[row.pk]))
    officer.send("on")
    assert dict(Placement.objects.values_list("arrived_on").order_by("arrived_on").annotate(n=Count("pk"))) == {FIRST: PEOPLE - 1, date(2023, 10, 10): 1}
    officer.open(reverse("residency:whereabouts", args=[row.pk]))
    assert "佛山市" in officer.page.inner_text("main")


def branch_and_meetings(story: Story) -> None:
    """The temporary branch is approved and plans its weeks; the monthly meeting and a tour are planned; the first study is recorded by the monitor."""
    officer, row = story.who("officer"), story.row
    members = ClassMember.objects.filter(person__political_status="中共党员").order_by("pk")[:3]
    officer.open(reverse("residency:branch_propose", args=[row.pk]))
    officer.fill(**dict(zip(("secretary", "organisation", "publicity"), (m.pk for m in members), strict=True)))
    officer.send("secretary")
    officer.open(reverse("residency:branch_approve", args=[row.pk]))
    officer.fill(number="郴直工〔2023〕31号", issuer="中共郴州市委直属机关工作委员会", on="2023-10-09")
    officer.send("number")
    officer.open(reverse("residency:branch_plan", args=[row.pk]))
    officer.send("study_day")
    officer.open(reverse("residency:council", args=[row.pk]))
    officer.fill(on="2023-10-27")
    officer.send("on")
    planned = dict(Gathering.objects.values_list("kind").order_by("kind").annotate(n=Count("pk")))
    assert (planned["sharing"], planned["seminar"], planned["video"]) == (13, 13, 3)
    study = Gathering.objects.filter(kind="study").order_by("starts_at")[0]
    story.at(f"{timezone.localtime(study.starts_at):%Y-%m-%d} 21:30")
    monitor = story.who("applicant")
    monitor.open(reverse("gatherings:record", args=[study.pk]))
    monitor.page.check(f"main input[name=missing][value='{story.cast.people['other_applicant'].pk}']")
    monitor.fill(minutes="学习党的二十大报告关于高质量发展的论述，三名学员发言。")
    monitor.send("minutes")
    study.refresh_from_db()
    assert (study.state, study.absences.get().person) == ("held", story.cast.people["other_applicant"])


def three_months_of_a_trainee(story: Story) -> None:
    """Journals with a return, leave on the meter, a ticket, the dossier."""
    story.at("2023-10-16 08:30")
    trainee, officer, service = story.who("applicant"), story.who("officer"), story.who("service_team")
    trainee.open(reverse("residency:journal", args=["2023-10-09"]))
    trainee.fill(body="第一周：跟生产部排计划，晨会十五分钟，问题不过夜。")
    trainee.send("body")
    work = Work.objects.get()
    officer.open(reverse("residency:work", args=[work.pk]))
    officer.press("/return", note="请补充一个可以带回本单位的具体做法。")
    trainee.open(reverse("residency:work", args=[work.pk]))
    assert "请补充一个可以带回本单位的具体做法" in trainee.page.inner_text("main")
    trainee.fill(body="第一周：晨会定人定时限，晚会销号；拟在局项目调度会试行“立即办、不延误”。")
    trainee.send("body")
    officer.open(reverse("residency:work", args=[work.pk]))
    officer.press("/accept")
    assert (Work.objects.get().state, work.versions.count()) == ("accepted", 2)
    ask_for_leave(story)
    trainee.open(reverse("residency:my_help"))
    trainee.page.locator("main label", has_text="住宿").click()
    trainee.fill(text="宿舍热水器不出热水，已经三天。")
    trainee.send("rule")
    ticket = Ticket.objects.get()
    service.open(reverse("casework:ticket", args=[ticket.pk]))
    service.press("/take")
    service.fill(solution="已更换热水器，当晚恢复。")
    service.send("solution")
    trainee.open(reverse("casework:ticket", args=[ticket.pk]))
    trainee.page.locator("main input[name=satisfaction]").first.check()
    trainee.send("satisfaction")
    assert Ticket.objects.get().state == "closed"
    trainee.open(reverse("residency:dossier", args=[story.mine.placement.post.offer_id]))
    trainee.fill(question="government", text="当地实行企业服务专员制度，一个电话解决环评和用电问题。")
    trainee.send("text")
    officer.open(reverse("residency:dossier", args=[story.mine.placement.post.offer_id]))
    officer.page.locator("main details summary", has_text="批注").first.click()
    officer.page.fill("main form[action*='/entries/'] [name=note]", "请写明专员如何考核。")
    officer.page.locator("main form[action*='/entries/'] button").first.click()
    officer.page.wait_for_load_state()
    assert DossierComment.objects.get().text == "请写明专员如何考核。"


def ask_for_leave(story: Story) -> None:
    """Two days of leave: 9.3 working days are allowed, New Year's Day does not count among the days of the course."""
    trainee, officer = story.who("applicant"), story.who("officer")
    trainee.open(reverse("residency:my_leave"))
    trainee.fill(first_on="2023-11-16", last_on="2023-11-17", reason="回单位办理项目交接")
    trainee.send("first_on")
    officer.open(reverse("residency:leaves", args=[story.row.pk]))
    officer.page.locator("main a[href$='/grant'], main form[action$='/grant'] button").first.click()
    officer.page.wait_for_load_state()
    if officer.page.locator("main [name=word]").count():
        officer.send("word")
    assert Leave.objects.get().state == "granted"
    trainee.open(reverse("residency:my_leave"))
    assert "已用2个工作日，上限9.3个工作日" in trainee.page.inner_text("main")


def team_and_hosts(story: Story) -> None:
    """A visit with the host's word and a finding; the monthly meeting with something agreed."""
    story.at("2023-11-06 16:00")
    officer, trainee, row, offer = story.who("officer"), story.who("applicant"), story.row, story.mine.placement.post.offer
    officer.open(reverse("residency:visit_add", args=[row.pk, offer.pk]))
    officer.fill(visitors="管理专班二人", met="人力资源部部长", summary="跟班正常，住宿需改善。", found_0="宿舍热水供应不稳定", owner_0="企业行政部", due_0="2023-11-20",
                 **{f"word_{story.mine.pk}": "学习主动，已能独立跟进一个小项目。"})
    officer.send("visitors")
    trainee.open(reverse("residency:my_words"))
    assert "已能独立跟进一个小项目" in trainee.page.inner_text("main")
    officer.open(reverse("residency:visits", args=[row.pk]))
    officer.press("/mend", note="企业已更换热水器")
    meeting = Gathering.objects.filter(kind="video").order_by("starts_at")[0]
    officer.open(reverse("gatherings:record", args=[meeting.pk]))
    officer.fill(minutes="各组汇报调研进展；住宿问题已解决。")
    officer.send("minutes")
    officer.page.locator("main summary", has_text="议定").first.click()
    officer.fill(text="汇总各企业招商意向，报管理专班", owner=story.cast.people["applicant"].pk, due_on="2023-11-20")
    officer.send("owner")
    trainee.open(reverse("gatherings:gathering", args=[meeting.pk]))
    trainee.press("/finish", note="已汇总七家企业意向并报送")
    assert ActionItem.objects.get().state == "done"


def a_change_of_post(story: Story) -> None:
    """Midway a trainee asks for another post; the officer proposes the change, the leader approves it, and the place moves."""
    story.at("2023-11-13 10:00")
    officer, leader, trainee, row = story.who("officer"), story.who("leader"), story.who("applicant"), story.row
    before = story.mine.placement.post
    trainee.open(reverse("residency:wish"))
    trainee.page.locator("main input[name=wanted][value=post]").check()
    trainee.fill(reason="想到项目一线跟班，与原单位园区工作更相通")
    trainee.send("reason")
    officer.open(reverse("residency:wishes", args=[row.pk]))
    officer.open(reverse("residency:wish_answer", args=[ChangeWish.objects.get().pk]))
    after = Post.objects.get(pk=officer.page.locator("main select[name=post] option:not([value=''])").first.get_attribute("value"))
    officer.fill(post=after.pk, word="同意，下周起到新岗位")
    officer.send("post")
    order = ChangeWish.objects.get().order
    assert order is not None, officer.page.inner_text("main")
    leader.open(reverse("placement:change_order", args=[order.pk]))
    leader.press_form("form:has(button.btn-primary)")
    place = Placement.objects.get(pk=story.mine.placement_id)
    assert (place.post_id, place.post_id == before.pk, place.state) == (after.pk, False, "active")
    trainee.open(reverse("residency:my_help"))
    assert "同意，下周起到新岗位" in trainee.page.inner_text("main")


def a_lead(story: Story) -> None:
    """A company thinks of investing: registered, a second claim becomes a share, handed over, signed for, followed to the contract."""
    trainee, other, officer, investor = (story.who(name) for name in ("applicant", "other_applicant", "officer", "investor"))
    company = {"company": "佛山市顺心家居有限公司", "business": "定制家居", "wishes": "寻找木材加工配套园区"}
    trainee.open(reverse("outcomes:lead_add", args=[story.batch.pk]))
    trainee.fill(**company, found_on="2023-11-06", did="牵线并陪同洽谈")
    trainee.send("company")
    other.open(reverse("outcomes:lead_add", args=[story.batch.pk]))
    other.fill(**company, found_on="2023-11-06", did="协助选址")
    other.send("company")
    other.page.locator("main a[href$='/join']").click()
    other.fill(did="协助选址")
    other.send("did")
    lead = Lead.objects.get()
    officer.open(reverse("outcomes:lead_shares", args=[lead.pk]))
    officer.fill(**{f"share{share.pk}": points for share, points in zip(lead.shares.order_by("pk"), (60, 40), strict=True)})
    officer.send("reason")
    officer.open(reverse("outcomes:lead_hand_over", args=[lead.pk]))
    officer.fill(owner=COMMAND)
    officer.send("owner")
    story.at("2023-11-08 10:00")
    investor.open(reverse("outcomes:lead", args=[lead.pk]))
    investor.press("/sign-for")
    for when, move, text in (("2023-11-20 10:00", "talk", "首次洽谈，企业有意向"), ("2023-12-12 10:00", "visit", "来郴考察两个园区"),
                             ("2024-01-05 10:00", "sign", "签订投资合同")):
        story.at(when)
        report(investor, lead, move, text)
    investor.open(reverse("outcomes:lead_amount", args=[lead.pk]))
    investor.fill(kind="contract", amount="1.2亿元")
    investor.page.set_input_files("main input[type=file]", {"name": "投资合同.pdf", "mimeType": "application/pdf", "buffer": DOCUMENT})
    investor.send("amount")
    trainee.open(reverse("outcomes:lead", args=[lead.pk]))
    assert "签订投资合同" in trainee.page.inner_text("main")
    trainee.open(reverse("outcomes:visit_add", args=[story.batch.pk]))
    trainee.fill(company="佛山市南庄新材料有限公司", visited_on="2023-12-20", learnt="看生产现场，了解精益管理和供应链。")
    trainee.send("company")
    assert (sum(share.points for share in lead.shares.all()), Lead.objects.get().state) == (10_000, "signed")


def report(investor: Officer, lead: Lead, move: str, text: str) -> None:
    """The command office says how a lead goes."""
    investor.open(reverse("outcomes:lead_report", args=[lead.pk]))
    investor.fill(move=move, text=text)
    investor.send("move")


def the_end(story: Story) -> None:
    """The last day is over: the branch dissolves itself, the officer closes the class, the training is entered into the ledger."""
    story.at("2024-01-09 09:00")
    tasks.dissolve(TempBranch.objects.get().pk)  # as the worker does every morning
    officer = story.who("officer")
    officer.open(reverse("portal:home"))
    officer.page.locator(f"main a[href='{reverse('residency:class', args=[story.row.pk])}']").first.click()
    officer.page.wait_for_load_state()
    officer.press("/close")
    assert (story.row.closed_on, TempBranch.objects.get().state) == (date(2024, 1, 9), "dissolved")
    assert Placement.objects.filter(state="completed").count() == PEOPLE
    officer.open(reverse("outcomes:targets"))
    officer.press("/applied")
    officer.open(reverse("outcomes:batch", args=[story.batch.pk]))
    officer.press("/credit")
    trainee = story.who("applicant")
    trainee.open(reverse("outcomes:my_hours"))
    assert "2023年第二期" in trainee.page.inner_text("main")


def assessed(story: Story) -> None:
    """The group marks everybody, the first sheet on the page itself; grades are proposed by one and released by another; the person reads why."""
    officer, leader, trainee = story.who("officer"), story.who("leader"), story.who("applicant")
    officer.open(reverse("outcomes:assess", args=[story.batch.pk]))
    officer.fill(stage="after", due_on="2024-01-20")
    officer.send("stage")
    row = Round.objects.get()
    for name in ("assessor", "second_assessor"):
        officer.open(reverse("assessment:assessor_add", args=[row.pk]))
        officer.fill(who="group", username=name.replace("_", "-"))
        officer.send("username")
    group = story.who("assessor")
    first = MarkSheet.objects.get(assessor__account=story.cast.accounts["assessor"], assessment__person=story.cast.people["applicant"])
    group.open(reverse("assessment:sheet", args=[first.pk]))
    for key, evidence in (("essay", "心得文章一篇"), ("visits", "走访企业记录"), ("investment", "线索台账：已签约 1.2 亿元")):
        group.fill(**{f"{key}_points": 92, f"{key}_evidence": evidence})
    group.send("essay_points")
    mark_the_others(story)
    officer.open(reverse("assessment:round", args=[row.pk]))
    officer.press("/close")
    officer.press("/propose")
    leader.open(reverse("assessment:round_release", args=[row.pk]))
    leader.press_form("form:has(button.btn-primary)")
    trainee.open(reverse("assessment:mine"))
    trainee.page.locator("main a[href*='/results/']").first.click()
    trainee.page.wait_for_load_state()
    read = trainee.page.inner_text("main")
    assert ["线索台账：已签约 1.2 亿元" in read, "优秀" in read, trainee.visitor.is_wider_than_the_screen()] == [True, True, False]


def mark_the_others(story: Story) -> None:
    """The sheets that are left go through the action itself: the page is the same one 91 times more."""
    for name, level in (("assessor", 0), ("second_assessor", -3)):
        by = of_account(story.cast.accounts[name])
        for n, sheet in enumerate(MarkSheet.objects.filter(assessor__account=story.cast.accounts[name], state="open").select_related("assessment").order_by("assessment_id")):
            points = 95 if sheet.assessment.person_id == story.mine.person_id else 70 + n % 12
            given = {c.key: assessment.GivenMark((points + level) * 100, c.evidence) for c in sheet.assessment.round.scheme.read.criteria}
            assessment.mark(sheet, by=by, given=given)


def at_home(story: Story) -> None:
    """A practice comes home: written down, proposed, adopted with its result, and taken over by another unit."""
    story.at("2024-02-20 10:00")
    trainee, clerk, officer = story.who("applicant"), story.who("clerk_a"), story.who("officer")
    trainee.open(reverse("outcomes:practice_add", args=[story.batch.pk]))
    trainee.fill(title="立即办、不延误", seen_at="佛山市顺心家居有限公司", what="晨会定人定时限，晚会销号；科室照此办理来件。")
    trainee.send("title")
    row = Practice.objects.get()
    trainee.open(reverse("outcomes:practice", args=[row.pk]))
    trainee.press("/propose")
    clerk.open(reverse("outcomes:practice_adopt", args=[row.pk]))
    clerk.fill(basis="局务会议纪要〔2024〕3号")
    clerk.send("basis")
    clerk.open(reverse("outcomes:practice_prove", args=[row.pk]))
    clerk.fill(result="来件办结平均用时由 12 个工作日压缩到 7 个工作日")
    clerk.send("result")
    officer.open(reverse("outcomes:practice_take", args=[row.pk]))
    officer.fill(owner="桂阳县教育局", how="分享会后采用")
    officer.send("owner")
    assert Practice.objects.get().state == "proven"


def a_year_later(story: Story) -> None:
    """The lead is built; after three and twelve months the office asks what came of the course."""
    officer, investor, lead = story.who("officer"), story.who("investor"), Lead.objects.get()
    officer.open(reverse("outcomes:follow_ups", args=[story.batch.pk]))
    officer.press("/plan")
    assert FollowUp.objects.count() == 3 * PEOPLE
    for when, months, move, news, heard in (
        ("2024-04-10 10:00", 3, "start", "厂房开工建设", "做法已在全局推行"), ("2025-01-10 10:00", 12, "produce", "首条产线投产", "带队走访企业 80 余家，完成广告赞助任务"),
    ):
        story.at(when)
        report(investor, lead, move, news)
        due = FollowUp.objects.get(months=months, person=story.cast.people["applicant"])
        officer.open(reverse("outcomes:follow_up", args=[due.pk]))
        officer.fill(text=heard)
        officer.send("text")
    assert FollowUp.objects.exclude(done_on=None).count() == 2


def the_report(story: Story) -> list[str]:
    """Return what is missing in the report: it shows the kinds of results the batch was sent for, as the leader's page does; nobody is named."""
    leader = story.who("leader")
    leader.open(reverse("outcomes:batch", args=[story.batch.pk]))
    page = leader.page.inner_text("main")
    assert [word in page for word in (str(PEOPLE), f"其中中共党员 {PARTY} 人", "12,000", "120,000,000.00")] == [True] * 4
    assert leader.visitor.examine() == []
    found = {}
    SHOTS.mkdir(parents=True, exist_ok=True)
    for form in ("docx", "pdf"):
        answer = leader.page.request.get(leader.visitor.home + reverse("outcomes:paper", args=[story.batch.pk, "report", form]))
        found[form] = answer.body()
        (SHOTS / f"year-report.{form}").write_bytes(found[form])
    book = Document(io.BytesIO(found["docx"]))
    text = "\n".join([*(p.text for p in book.paragraphs), *(cell.text for table in book.tables for row in table.rows for cell in row.cells)])
    wanted = (f"{PEOPLE} 人", f"{PARTY} 人", f"{HOSTS} 家企业", "优秀 1", "已投产 1", "12,000", "立即办、不延误", "12 个工作日压缩到 7 个工作日", "桂阳县教育局",
              "带队走访企业 80 余家", "郴州市招商引资联合指挥部办公室")
    assert [person.name for person in story.cast.people.values() if person.name in text] == []
    assert found["pdf"][:5] == b"%PDF-"
    return [word for word in wanted if word not in text]
