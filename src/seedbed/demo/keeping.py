"""The registers of the invented class: insurance, agreements, expenses, a gift, emergency contacts."""

from datetime import date, timedelta
from typing import Any, cast

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from seedbed.demo.town import City, own_actor
from seedbed.kernel.actor import Actor, of_job
from seedbed.residency.actions import registers
from seedbed.residency.models import ClassMember, TrainingClass

RECEIPT = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"
# kind, yuan, payee, what for, whose it is (None: the class), days ago, approved
SPENT: tuple[tuple[str, int, str, str, int | None, int, bool], ...] = (
    ("travel", 18_432, "铁路客运", "46 人往返", None, 36, True), ("insurance", 9_200, "人保财险（示例）", "团体意外险", None, 37, True),
    ("lodging", 3_600, "企业宿舍（示例）", "两人一间", 0, 30, True), ("board", 1_260, "企业食堂（示例）", "工作日餐费", 1, 9, False),
    ("teaching", 2_400, "佛山市委党校（示例）", "政策导读讲课", None, 5, False),
)


def registers_of(town: City, row: TrainingClass, members: list[ClassMember]) -> None:
    """One policy for the class, agreements of most, expenses before and after approval, a gift handed in, contacts of many."""
    by, first, today = town.officer, row.batch.starts_on, timezone.localdate()
    registers.enter_insurance(row, by=by, on=first, until=row.batch.ends_on, insurer="人保财险（示例）", number="PAXX20260001", covers="团体意外伤害和意外医疗")
    for i, member in enumerate(members[:40]):
        if member.placement.post:
            registers.enter_agreement(row, by=by, kind="training", on=first, member=member, number=f"实训协〔示例〕{i + 1}号", until=row.batch.ends_on)
    _expenses(town, row, members, today)
    _gifts(by, members, today)
    for i, member in enumerate(members[:30]):
        actor = own_actor(member, of_job("demo"))
        if actor.account is not None:
            registers.set_contact(member, by=actor, name="家属（示例）", phone=f"1390000{i:04d}")


def _expenses(town: City, row: TrainingClass, members: list[ClassMember], today: date) -> None:
    for kind, yuan, payee, text, whose, days, approved in SPENT:
        paper = cast(Any, SimpleUploadedFile("票据（示例）.pdf", RECEIPT, content_type="application/pdf"))
        line = registers.enter_expense(row, by=town.officer, kind=kind, on=today - timedelta(days=days), fen=yuan * 100, payee=payee, text=text,
                                       member=None if whose is None else members[whose], upload=paper)
        if approved:
            registers.approve_expense(line, by=town.leader)


def _gifts(by: Actor, members: list[ClassMember], today: date) -> None:
    refused = registers.declare_gift(members[0], by=own_actor(members[0], by), kind="meal", on=today - timedelta(days=14), giver="某供应商（示例）", what="商务宴请", deed="refused")
    registers.decide_gift(refused, by=by, decision="已提醒企业，记录备查")
    registers.declare_gift(members[1], by=by, kind="gift", on=today - timedelta(days=3), giver="某合作企业（示例）", what="茶叶一盒", deed="hand_in", fen=20_000)
