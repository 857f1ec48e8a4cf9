"""This room's Excel files: the registers of a class."""

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from seedbed.kernel.workbooks import Column, Sheet, writing
from seedbed.residency.models import Agreement, Expense, Gift, Insurance, RegisterLine

COLUMNS = {
    "on": Column("on", gettext_lazy("Day"), ("日期",)), "title": Column("title", gettext_lazy("What it is"), ("内容",), width=30),
    "party": Column("party", pgettext_lazy("register", "Other side"), ("对方",), width=26), "member": Column("member", pgettext_lazy("register", "For"), ("对象",)),
    "host": Column("host", gettext_lazy("Host"), ("驻点企业",), width=26), "number": Column("number", gettext_lazy("Number of the paper"), ("编号",), width=20),
    "yuan": Column("yuan", gettext_lazy("Amount in yuan"), ("金额（元）",), width=14), "until": Column("until", gettext_lazy("Valid until"), ("有效期至",)),
    "paper": Column("paper", gettext_lazy("Paper kept"), ("附件",)), "state": Column("state", gettext_lazy("How it stands"), ("状态",), width=16),
    "word": Column("word", gettext_lazy("Decision or reason"), ("处理意见",), width=30), "by": Column("by", gettext_lazy("Entered by"), ("登记人",)),
}
KEPT: dict[type[RegisterLine], tuple[str, ...]] = {
    Insurance: ("title", "party", "number", "member", "on", "until", "paper", "state", "word", "by"),
    Agreement: ("title", "party", "member", "number", "on", "until", "paper", "state", "word", "by"),
    Expense: ("on", "title", "party", "member", "host", "yuan", "number", "paper", "state", "word", "by"),
    Gift: ("on", "member", "title", "party", "yuan", "state", "word", "by"),
}


def register_file(register: type[RegisterLine], rows: Iterable[RegisterLine], title: str) -> bytes:
    """Return one register as a workbook; lines that were struck out say so."""
    sheet = Sheet(name=f"residency.{register._meta.model_name}", title=register._meta.verbose_name_plural or "", columns=tuple(COLUMNS[key] for key in KEPT[register]))
    return writing.write_sheet(sheet, (_line(line) for line in rows), title=title)


def in_yuan(fen: int | None) -> str:
    """Return fen as yuan with two decimals, "" where there is no amount."""
    return "" if fen is None else f"{fen // 100:,}.{fen % 100:02d}"


def _line(line: Any) -> dict[str, Any]:
    until, offer = getattr(line, "until", None), getattr(line, "offer", None)
    return {
        "on": f"{line.on:%Y-%m-%d}", "title": line.title, "party": line.party, "member": line.member.person.name if line.member else "",
        "host": offer.host.unit.name if offer else "", "number": line.number, "yuan": in_yuan(getattr(line, "fen", None)), "until": f"{until:%Y-%m-%d}" if until else "",
        "paper": _("yes") if line.document_id else "", "state": _("struck out") if line.struck_at else line.get_state_display() if hasattr(line, "state") else "",
        "word": line.struck_why or getattr(line, "decision", ""), "by": str(line.entered_by or ""),
    }
