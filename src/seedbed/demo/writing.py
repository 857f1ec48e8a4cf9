"""What people of the invented class have written: their branch, journals, an essay, dossiers."""

from datetime import time, timedelta

from django.utils import timezone

from seedbed.demo.town import City, own_actor
from seedbed.gatherings import actions as gatherings
from seedbed.gatherings.actions import Plan
from seedbed.kernel.actor import of_job
from seedbed.residency.actions import branch, works
from seedbed.residency.models import ClassMember, TrainingClass
from seedbed.residency.queries.branch import party_members
from seedbed.residency.queries.works import own_periods
from seedbed.residency.reckoning.weeks import GRACE

WEEKLY = {"study": branch.Weekly(0, time(19, 30), 60), "sharing": branch.Weekly(2, time(19, 30), 45), "seminar": branch.Weekly(3, time(19, 30), 60),
          "theme_day": branch.Weekly(5, time(9), 180)}
JOURNALS = (
    "跟着生产部排了一周计划，最大的感受是“日清日结”：每天晨会十五分钟，问题不过夜。想把这个办法带回局里的项目调度会。",
    "走访了两家上游供应商，发现他们都在看粤北和湘南的用地和用工。记下了三家的联系人，准备整理成线索。",
    "参加了客户验厂。对方只看数据和现场，不听汇报。对照我们的企业服务，材料多、现场少，值得反思。",
    "研发部的项目立项会只问三个问题：谁要、多少钱、什么时候见效。回去可以试着用在招商项目评审上。",
)
DOSSIER = (("chain", "上游：树脂、颜料、助剂，主要来自珠三角和湘潭；下游：家具厂和建筑涂装队。"), ("strategy", "五年内把水性产品占比提高到七成，向中西部设第二基地。"),
           ("government", "当地实行“企业服务专员”制度，一个电话解决环评和用电问题。"))


def branch_of(town: City, row: TrainingClass) -> None:
    """A temporary branch approved before the start, its weeks planned, a theme day held."""
    by, members = town.officer, party_members(row)
    posts = dict(zip(("secretary", "organisation", "publicity"), members, strict=False))
    made = branch.propose_branch(row, by=by, name=f"{row.batch.name}临时党支部", posts=posts)
    branch.approve_branch(made, by=by, number="郴直工〔示例〕8号", issuer="中共郴州市委直属机关工作委员会", on=row.batch.starts_on)
    branch.plan_branch(made, by=by, weekly=WEEKLY, place="线上会议室")
    assert made.circle is not None
    held = gatherings.plan_one(made.circle, by=by, on=timezone.localdate() - timedelta(days=13), plan=Plan("theme_day", "主题党日：重走产业工人路", time(9), 180, "佛山市禅城区"))
    gatherings.record(held, by=by, minutes="重温入党誓词，参观企业党建阵地，座谈交流。", missing={members[-1].person_id: "excused"})


def works_of(town: City, members: list[ClassMember]) -> None:
    """Journals of the last weeks; one returned for revision, most accepted; entries in dossiers."""
    for i, member in enumerate(members[:12]):
        by = own_actor(member, of_job("demo"))
        periods = [period for period, _work in reversed(own_periods(member)) if period.last + timedelta(days=GRACE) < timezone.localdate()]
        for k, period in enumerate(periods):
            work = works.hand_in(works.begin_work(member, by=by, kind="journal", first_on=period.first, body=JOURNALS[(i + k) % len(JOURNALS)]), by=by)
            if k + 1 < len(periods):
                works.accept_work(work, by=town.officer)
            elif i == 0:
                works.return_work(work, by=town.officer, text="请补充一个可以带回本单位的具体做法。")
    for member in members[:8]:
        post = member.placement.post
        assert post is not None
        for question, text in DOSSIER:
            works.write_entry(member, by=own_actor(member, of_job("demo")), offer=post.offer, question=question, text=text)
