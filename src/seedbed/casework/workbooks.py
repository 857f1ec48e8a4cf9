"""This room's Excel files: the work-order sheet of the hotline 12345, in and out."""

from collections.abc import Iterable
from datetime import datetime, time
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from seedbed.casework.actions.cases import Told
from seedbed.casework.models import Case, Channel, Urgency
from seedbed.casework.papers import age, rate
from seedbed.casework.queries.cases import area_called, category_called
from seedbed.casework.reckoning.rates import count
from seedbed.kernel.workbooks import Column, Intake, Sheet, parsers, writing

URGENCY = parsers.choice({"normal": ("一般", "普通", "常规"), "urgent": ("紧急", "急件", "加急"), "emergency": ("特急", "突发")})
ORDERS = Sheet(name="casework.orders", title=_("Work orders of the hotline 12345"), columns=(
    Column("external", _("Number of the work order"), ("工单编号", "工单号", "受理编号", "诉求编号"), required=True, width=20),
    Column("received", _("Received"), ("受理时间", "来电时间", "诉求时间", "登记时间"), parse=parsers.date),
    Column("title", _("Title"), ("工单标题", "诉求标题", "标题"), width=24),
    Column("text", _("What it is about"), ("诉求内容", "工单内容", "问题描述", "主要内容"), required=True, width=50),
    Column("category", _("Category"), ("诉求分类", "问题分类", "事项类别", "诉求类型"), required=True),
    Column("area", _("Where"), ("事发区域", "所属区域", "所属街镇", "乡镇街道", "事发地"), required=True),
    Column("place", pgettext_lazy("case", "Place"), ("事发地址", "详细地址", "地址")),
    Column("urgency", _("Urgency"), ("紧急程度", "缓急程度"), parse=URGENCY, choices=("一般", "紧急", "特急")),
    Column("name", _("Name"), ("诉求人", "来电人", "反映人", "联系人"), sensitive=True),
    Column("phone", _("Telephone"), ("联系电话", "来电号码", "联系方式"), sensitive=True),
    Column("secret", _("Confidential (yes/no)"), ("是否保密", "保密"), parse=parsers.yes_no, choices=("是", "否")),
    Column("number", _("Number here"), ("本系统编号",)),
    Column("lead", _("Leading unit"), ("承办单位", "主办单位"), width=24),
    Column("due", _("Safe until"), ("办理时限", "办结期限")),
    Column("state", pgettext_lazy("state", "State"), ("办理状态", "工单状态")),
    Column("outcome", _("Outcome"), ("办理结果",)),
    Column("answer", _("Answer to the person"), ("答复内容", "办理情况", "回复内容"), width=50),
    Column("closed", _("Closed"), ("办结时间",)),
), ignored=("序号",))
BROUGHT = ("external", "received", "title", "text", "category", "area", "place", "urgency", "name", "phone", "secret")


MONTHLY = Sheet(name="casework.monthly", title=_("Figures of cases"), columns=(
    Column("part", _("Part"), width=24), Column("what", _("What"), width=28), Column("figure", _("Figure"), width=24), Column("value", _("Value"), width=16)))


def monthly_file(title: str, figures: dict[str, Any]) -> bytes:
    """Return the monthly sheet as a workbook: one figure in each line, as it stands in the printed sheet."""
    return writing.write_sheet(MONTHLY, ({"part": part, "what": what, "figure": figure, "value": value} for part, what, figure, value in _figures(figures)), title=title)


def _figures(figures: dict[str, Any]) -> Iterable[tuple[Any, str, Any, Any]]:
    for line in figures["waiting"]:
        yield from ((_("What waits for whom"), line.unit, name, n) for name, n in ((_("open"), line.open), (_("past the safe end"), line.late)))
    for low, high, n in figures["ageing"]:
        yield _("How many days they have been open"), age(low, high), _("Cases"), n
    for line in figures["classes"]:
        yield from ((_("Classes of matter in this month"), line.name, name, value) for name, value in (
            (_("registered"), line.registered), (_("closed"), line.closed), (_("solved of these"), rate(line.solved)), (_("solved at the first go"), rate(line.first)), (_("said again or come back"), rate(line.repeated))))
    yield _("Classes of matter in this month"), _("all classes"), _("solved at the first go"), rate(figures["first"])
    for section in figures["sections"]:
        yield from ((section.title, row[0], name, value) for row in section.rows for name, value in zip(section.columns[1:], row[1:], strict=True))
    for place in figures["places"]:
        yield from ((_("Townships"), place.name, label, count(value)) for label, value in ((_("registered"), place.registered), (_("still open"), place.open)))
    for said in figures["words"]:
        yield from ((_("The people's word"), said.group, name, value) for name, value in (
            (_("asked"), count(said.asked)), (_("reached"), rate(said.reached)), (_("answered"), rate(said.answered)), (_("“solved”"), rate(said.solved)), (_("“satisfied”"), rate(said.satisfied))))


def faults_of(intake: Intake) -> list[tuple[str, str, str]]:
    """Return what stands in the way, by cell: unread cells, missing columns, words for places and categories that nobody knows."""
    found = [(fault.cell, str(fault.value), fault.flaw.text) for fault in intake.faults if fault.flaw.severity == "error"]
    found += [(q.letter, q.heading, str(_("This column is missing or not understood."))) for q in intake.questions if q.kind == "missing"]
    for row in intake.rows:
        if row.values.get("category") and category_called(row.values["category"]) is None:
            found.append((str(row.number), row.values["category"], str(_("There is no category with this name or code. Write one of the settings page."))))
        if row.values.get("area") and area_called(row.values["area"]) is None:
            found.append((str(row.number), row.values["area"], str(_("There is no place with exactly this name. Write it as in the list of units."))))
    return found


def told_by(intake: Intake) -> list[Told]:
    """Return the work orders of a faultless sheet as the action takes them."""
    return [_told(row.values) for row in intake.rows]


def _told(values: dict[str, Any]) -> Told:
    area, category = area_called(values["area"]), category_called(values["category"])
    if area is None or category is None:
        raise ValueError("faults are looked for first")
    day = values.get("received")
    at = datetime.combine(day, time(12), tzinfo=timezone.get_current_timezone()) if day else None
    return Told(text=values["text"], area=area, category=category, channel=Channel.HOTLINE, name=values.get("name") or "", phone=values.get("phone") or "" if values.get("name") else "",
                place=values.get("place") or "", title=values.get("title") or "", urgency=values.get("urgency") or Urgency.NORMAL, confidential=values.get("secret") == "yes",
                external=values["external"], received_at=at)


def orders_template() -> bytes:
    """Return an empty work-order sheet."""
    return writing.write_sheet(ORDERS, (), keys=BROUGHT)


def orders_file(rows: Iterable[Case]) -> bytes:
    """Return work orders with how far they are, to be carried back to the hotline; no names, nothing confidential."""
    keys = [column.key for column in ORDERS.columns if column.key not in ("name", "phone", "secret")]
    return writing.write_sheet(ORDERS, (_line(row) for row in rows), keys=keys)


def _line(row: Case) -> dict[str, Any]:
    return {"external": row.external, "received": timezone.localtime(row.received_at).date(), "title": row.title, "text": row.words, "category": row.category.name_zh,
            "area": row.area.name, "place": row.place, "urgency": row.urgency, "number": row.number, "lead": row.lead.name if row.lead else "",
            "due": row.due_on.isoformat() if row.due_on else "", "state": row.get_state_display(), "outcome": row.get_outcome_display() if row.closed_at else "",
            "answer": row.answer if row.closed_at else "", "closed": timezone.localtime(row.closed_at).date().isoformat() if row.closed_at else ""}
