"""What the invented batch brought home: leads on every station, visits. Called by the last stages."""

from datetime import timedelta
from typing import Any, cast

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from django.utils.crypto import get_random_string

from seedbed.assessment import actions as assessment
from seedbed.demo.city import GIVEN_F, GIVEN_M, SURNAMES
from seedbed.directory import actions as directory
from seedbed.directory.founding import open_with_role
from seedbed.directory.models import Unit
from seedbed.kernel.actor import Actor, of_account, of_job
from seedbed.outcomes.actions import certificates, leads, needs, sharing, visits
from seedbed.outcomes.actions import coverage as targets
from seedbed.outcomes.actions import practices as lessons
from seedbed.outcomes.actions.appraisal import assess_batch
from seedbed.outcomes.models import Lead, Practice
from seedbed.outcomes.queries import people_of
from seedbed.selection.models import Batch

DOCUMENT = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"
OFFICE = "郴州市招商引资联合指挥部办公室"
PRACTICES = (
    ("立即办：当日事当日回复", "企业早会当场定责任人和时限，晚会销号；科室可照此办理来件。"), ("看板管理项目进度", "车间看板一目了然，可用于重点项目调度。"),
    ("一线员工提改善建议", "每月评选改善提案，可用于窗口服务。"), ("供应商分级走访", "按问题多少安排走访频次，可用于企业服务。"), ("新员工导师制", "师带徒三个月，可用于新录用公务员。"),
)
NEEDS = (("talent", "缺数控技工三十名，希望对接职业院校。"), ("policy", "想了解技术改造补助的申报条件。"), ("markets", "寻找本地包装供应商。"))
NEWS = {"talk": "首次洽谈，企业有意向", "visit": "企业来郴考察两个园区", "sign": "签订投资合同", "start": "厂房开工建设", "produce": "首条产线投产"}
# company, credit code, business, wishes, steps the lead has taken, contract in fen
LEADS: tuple[tuple[str, str, str, str, tuple[str, ...], int], ...] = (
    ("佛山市岭南智造装备有限公司", "914406047350162223", "工业机器人集成", "需要 2 万平方米厂房和技工", ("talk", "visit", "sign", "start", "produce"), 35_000_000_000),
    ("佛山市南庄新材料有限公司", "", "陶瓷釉料", "想了解有色金属原料配套", ("talk", "visit", "sign", "start"), 12_000_000_000),
    ("佛山市顺心家居有限公司", "", "定制家居", "寻找木材加工配套园区", ("talk", "visit", "sign"), 8_000_000_000),
    ("佛山市大沥铝业有限公司", "", "铝型材", "关注电价和物流成本", ("talk", "visit"), 0),
    ("佛山市桂城电子科技有限公司", "", "电子元器件", "有外迁一条产线的打算", ("talk",), 0),
    ("佛山市高明食品有限公司", "", "调味品", "需要原料基地", (), 0),
    ("佛山市禅城物流有限公司", "", "冷链物流", "希望对接农产品产地", (), 0),
)


def leads_and_visits(batch: Batch, officer: Actor, root: Unit) -> None:
    """Register leads at different stations and visits to companies, as the people of the batch would."""
    owner, investor = _command_office(root)
    people = list(people_of(batch))
    for place, (company, uscc, business, wishes, steps, fen) in enumerate(LEADS):
        lead = leads.add_lead(batch, by=officer, person=people[place], did="实训期间牵线，陪同洽谈", company=company, uscc=uscc, business=business, wishes=wishes)
        if place == 0:
            leads.join_lead(lead, by=officer, person=people[20], did="带队回访，协助选址")
        if place < 6:
            _follow(lead, officer, investor, owner, steps, fen)
    _share(officer)
    today = timezone.localdate()
    for place in range(8):
        visits.add_visit(batch, by=officer, company=LEADS[place % len(LEADS)][0], visited_on=today - timedelta(days=place), people=people[place * 3 : place * 3 + 3],
                         learnt="看生产现场，了解精益管理、供应链和用工情况")


def coverage(batch: Batch, officer: Actor) -> None:
    """The applicants are on the list of people to be covered, and so are colleagues in every county; some were trained before."""
    targets.targets_from_batches(batch.unit, by=officer)
    units = list(Unit.objects.filter(parent=batch.unit.parent, kind__in=["government", "park", "party"], region__isnull=False).exclude(pk=batch.unit_id).order_by("pk"))
    rows = []
    for place in range(240):
        unit, before = units[place % len(units)], place % 5 == 0
        rows.append({"name": f"{SURNAMES[place % len(SURNAMES)]}{GIVEN_M[place % len(GIVEN_M)]}{GIVEN_F[place // 16 % len(GIVEN_F)][-1]}", "unit": unit.name,
                     "level": "division" if place % 9 == 0 else "section", "one_sided": place % 3 == 0, "covered_year": 2023 if before else None,
                     "covered_basis": "2023年前三期名册" if before else ""})
    targets.set_targets(batch.unit, by=officer, rows=rows)


def assessments(batch: Batch, officer: Actor, leader: Actor) -> None:
    """The assessment after the course: two assessors of different severity mark everybody without a conflict; released."""
    opened = assess_batch(batch, by=officer, stage="after", due_on=timezone.localdate() + timedelta(days=20)).round
    setup = of_job("setup")
    group = [directory.open_account(None, by=setup, username=f"assessor{n}", display_name=f"考核组成员{n}", password=get_random_string(20)) for n in (1, 2)]
    for n, account in enumerate(group):
        assessor = assessment.add_assessor(opened, by=officer, who="group", account=account)
        for place, sheet in enumerate(assessor.sheets.order_by("assessment_id")):
            level = 62 + place * 17 % 31 - 4 * n
            given = {c.key: assessment.GivenMark((level + k * 2) * 100, c.evidence) for k, c in enumerate(opened.scheme.read.criteria)}
            assessment.mark(sheet, by=of_account(account), given=given)
    assessment.close_round(opened, by=officer)
    assessment.propose_grades(opened, by=officer)
    assessment.release_round(opened, by=leader)


def practices(batch: Batch, officer: Actor) -> None:
    """Practices on each station, one taken over by another unit; the follow-up is planned."""
    people = list(people_of(batch))
    today = timezone.localdate()
    for place, (title, what) in enumerate(PRACTICES):
        row = lessons.add_practice(batch, by=officer, person=people[place], title=title, seen_at=LEADS[place][0], what=what)
        if place < 4:
            lessons.propose_practice(row, by=officer)
        if place < 3:
            lessons.adopt_practice(row, by=officer, on=today, basis="局务会议纪要〔示例〕3号")
        if place == 0:
            lessons.prove_practice(row, by=officer, result="项目审批平均用时由 12 个工作日压缩到 7 个工作日")
            lessons.take_practice(row, by=officer, unit=next(p.unit for p in people if p.unit_id != row.home_id), on=today, how="分享会后采用")
    lessons.plan_follow_up(batch, by=officer)
    _shared(batch, officer)
    certificates.issue_certificates(batch, by=officer)


def _shared(batch: Batch, officer: Actor) -> None:
    """Two sharing sessions at home, one of which another unit took something over from; needs of companies on each station."""
    today, found = timezone.localdate(), list(Practice.objects.filter(batch=batch).order_by("pk")[:2])
    for row in found:
        told = sharing.add_sharing(batch, by=officer, person=row.person, on=today, title=f"驻企体会：{row.title}", audience="机关干部职工", practices=[row],
                                   echo="两个股室表示愿意试行。")
    unit = next(p.unit for p in people_of(batch) if p.unit_id not in {row.home_id, found[0].home_id})
    lessons.take_practice(row, by=officer, unit=unit, on=today, how="分享会后采用", session=told)
    people = list(people_of(batch))
    made = [needs.note_need(batch, by=officer, person=people[place], company=LEADS[place][0], kind=kind, text=text) for place, (kind, text) in enumerate(NEEDS)]
    owner = Unit.objects.get(name=OFFICE)
    for need in made[:2]:
        needs.hand_over_need(need, by=officer, owner=owner)
    needs.answer_need(made[0], by=officer, answer="郴州职院下月组织专场招聘，名单已发企业。")


def _command_office(root: Unit) -> tuple[Unit, Actor]:
    unit = directory.add_unit(root, by=of_job("setup"), name=OFFICE, kind="government", region_id="4310", is_economic=True)
    account, _password = open_with_role(of_job("setup"), "clerk", "招商办联络员", None, unit, must_change=False, username="investor")
    return unit, of_account(account)


def _follow(lead: Lead, officer: Actor, investor: Actor, owner: Unit, steps: tuple[str, ...], fen: int) -> None:
    leads.hand_over(lead, by=officer, owner=owner)
    if not steps:
        return
    leads.sign_for(lead, by=investor)
    for step in steps:
        leads.report(lead, by=investor, text=NEWS[step], move=step)
    if fen:
        leads.add_amount(lead, by=investor, kind="contract", fen=fen, on=timezone.localdate(),
                         upload=cast(Any, SimpleUploadedFile("投资合同（示例）.pdf", DOCUMENT, content_type="application/pdf")))


def _share(officer: Actor) -> None:
    lead = Lead.objects.get(company=LEADS[0][0])
    first, second = lead.shares.order_by("pk")
    leads.share_lead(lead, by=officer, points={first.pk: 6000, second.pk: 4000})
