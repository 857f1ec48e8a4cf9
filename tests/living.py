"""One of everything of life in the company, in the class of the batch that is placed."""

from datetime import date, time, timedelta
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from seedbed.casework.queries import ticket_rules
from seedbed.directory.models import Person
from seedbed.gatherings import actions as gatherings
from seedbed.gatherings.actions import Plan
from seedbed.residency.actions import branch, classes, leave, registers, tickets, visits, works
from seedbed.residency.models import ClassMember
from seedbed.selection.models import Batch
from tests.cast import Cast

PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"
EVENING = Plan("study", "集中学习", time(19, 30), 60, "线上会议室")


def batch_week(batch: Batch) -> str:
    """The first day of the first period of journals."""
    batch.refresh_from_db()
    return batch.starts_on.isoformat()


def make_living(cast: Cast, batch: Batch) -> dict[str, Any]:
    """Open the class of a placed batch and put one of everything into it; both trainees of the cast are members."""
    officer = cast.actor("officer")
    row = classes.open_class(batch, by=officer)
    member = ClassMember.objects.get(training_class=row, person=cast.people["applicant"])
    seats = {m.pk: classes.Seat(1) for m in row.members.all()}
    classes.set_groups(row, by=officer, seats=seats | {member.pk: classes.Seat(1, "study", leads=True)})
    planned = gatherings.plan_one(row.circle, by=officer, on=timezone.localdate() + timedelta(days=3), plan=EVENING)
    item = gatherings.agree(planned, by=officer, text="整理学习材料", owner=cast.people["applicant"], due_on=timezone.localdate() + timedelta(days=9))
    asked = leave.ask_leave(member, by=cast.actor("applicant"), first_on=date(2026, 12, 8), last_on=date(2026, 12, 8), reason="办理家事")
    Batch.objects.filter(pk=batch.pk).update(starts_on=timezone.localdate() - timedelta(days=20), ends_on=timezone.localdate() + timedelta(days=72))
    member = ClassMember.objects.get(pk=member.pk)
    Person.objects.filter(pk__in=row.members.values("person")).update(political_status="中共党员")
    branch.propose_branch(row, by=officer, name="临时党支部", posts={"secretary": member})
    essay = works.begin_work(member, by=cast.actor("applicant"), kind="essay", title="驻企心得", body="体会三点")
    works.hand_in(essay, by=cast.actor("applicant"), own_work=True)
    entry = works.write_entry(member, by=cast.actor("applicant"), offer=member.placement.post.offer, question="chain", text="上游为铝锭供应商")
    said = visits.record_visit(row, by=officer, offer=member.placement.post.offer, kind="visit", on=timezone.localdate(), visitors="专班", met="王部长",
                               summary="跟班正常", words={member.pk: "肯学"}, findings=[visits.Found("热水不足", "企业行政部", timezone.localdate())])
    helped = tickets.ask_help(member, by=cast.actor("applicant"), rule=ticket_rules()[0], text="早餐太早")
    wish = visits.ask_change(member, by=cast.actor("applicant"), side="trainee", wanted="post", reason="希望到生产一线")
    _feed, token = gatherings.open_feed(cast.accounts["applicant"], by=cast.actor("applicant"))
    return {"feed": token, "class": row, "member": member, "circle": row.circle, "gathering": planned, "item": item, "leave": asked,
            "work": essay, "entry": entry, "dossier": member.placement.post.offer, "day": batch_week(batch),
            "visit": said, "finding": said.findings.get(), "help": helped, "ticket": helped.ticket, "wish": wish, **make_lines(cast, member)}


def receipt() -> SimpleUploadedFile:
    """A paper to be kept."""
    return SimpleUploadedFile("发票.pdf", PDF, content_type="application/pdf")


def make_lines(cast: Cast, member: ClassMember) -> dict[str, Any]:
    """One line in every register of the class, about the first trainee of the cast."""
    today, service, row = timezone.localdate(), cast.actor("service_team"), member.training_class
    registers.enter_insurance(row, by=service, on=today, until=today + timedelta(days=90), insurer="人保财险", number="PA-2026-001", covers="意外伤害")
    registers.enter_agreement(row, by=service, kind="training", on=today, member=member, number="协字〔2026〕1号")
    spent = registers.enter_expense(row, by=service, kind="travel", on=today, fen=23_450, payee="铁路客运", member=member, upload=receipt())
    offered = registers.declare_gift(member, by=cast.actor("applicant"), kind="gift", on=today, giver="某供应商", what="茶叶一盒", deed="hand_in", fen=30_000)
    registers.set_contact(member, by=cast.actor("applicant"), name="李家属", phone="13973512345")
    return {"expense": spent, "gift": offered}
