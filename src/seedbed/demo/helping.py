"""What the teams around the invented class have done: visits, monthly meetings, tickets, a wish for a change."""

from datetime import time, timedelta

from django.utils import timezone

from seedbed.casework import actions as casework
from seedbed.casework.queries import ticket_rules
from seedbed.demo.town import City, own_actor
from seedbed.gatherings import actions as gatherings
from seedbed.gatherings.actions import Plan
from seedbed.kernel.actor import of_job
from seedbed.residency.actions import classes, tickets, visits
from seedbed.residency.actions.visits import Found
from seedbed.residency.models import ClassMember, TrainingClass
from seedbed.residency.queries.visits import hosts_of, members_at

ASKED = (("residency.lodging", "宿舍热水器不出热水，已经三天。"), ("residency.board", "早班早餐供应太晚，赶不上晨会。"), ("residency.research", "想调研上游供应商，需要企业出一份联系函。"))


def visits_of(town: City, row: TrainingClass) -> None:
    """Half of the hosts were visited, each with a word on every trainee; one finding is open."""
    by, day = town.officer, timezone.localdate() - timedelta(days=12)
    for i, offer in enumerate(list(hosts_of(row))[::2]):
        words = {m.pk: "学习主动，已能独立跟进一个小项目。" if k % 2 else "踏实肯干，建议多参加经营分析会。" for k, m in enumerate(members_at(row, offer))}
        findings = [Found("宿舍热水供应不稳定", "企业行政部", day + timedelta(days=20))] if i == 0 else []
        visits.record_visit(row, by=by, offer=offer, kind="visit", on=day, visitors="管理专班二人", met="企业人力资源负责人", summary="住宿和跟班安排正常，学员出勤情况良好。",
                            words=words, findings=findings)


def meetings_of(town: City, row: TrainingClass) -> None:
    """Monthly meetings with committee and group leaders; the first was held and left something to do."""
    by, first = town.officer, row.batch.starts_on + timedelta(days=15)
    plan = Plan("video", "班干部、小组长月度视频调度会", time(19, 30), 60, "视频会议", "一、上次议定事项落实情况\n二、各小组学习工作情况\n三、生活和困难\n四、下步安排")
    classes.plan_council(row, by=by, first_on=first, plan=plan)
    held = row.council.gatherings.order_by("starts_at").first()
    assert held is not None
    gatherings.record(held, by=by, minutes="各组汇报学习调研进展；两家企业住宿问题由服务小组跟进。", missing={})
    monitor = row.members.get(duty="monitor")
    gatherings.agree(held, by=by, text="汇总各企业招商意向，报管理专班", owner=monitor.person, due_on=timezone.localdate() + timedelta(days=6))


def tickets_of(town: City, members: list[ClassMember]) -> None:
    """Three tickets on their way, and one wish for another post."""
    kinds, job = {rule.kind: rule for rule in ticket_rules()}, of_job("demo")
    made = [tickets.ask_help(member, by=own_actor(member, job), rule=kinds[kind], text=text) for member, (kind, text) in zip(members, ASKED, strict=False)]
    casework.take_ticket(made[1].ticket, by=town.officer)
    casework.solve_ticket(made[1].ticket, by=town.officer, solution="企业食堂已将早餐提前到七点。")
    visits.ask_change(members[3], by=town.officer, side="host", wanted="post", reason="所在项目提前完工，企业希望调到数字化部。")
