"""This room's Excel files."""

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext_lazy, pgettext_lazy

from seedbed.kernel.workbooks import Column, Sheet, writing
from seedbed.outcomes.models import Lead
from seedbed.outcomes.reckoning.money import write_yuan

LEADS = Sheet(name="outcomes.leads", title=gettext_lazy("Leads"), columns=(
    Column("number", pgettext_lazy("lead", "Number"), ("线索编号",)), Column("company", gettext_lazy("Company"), ("企业名称",), width=30),
    Column("uscc", gettext_lazy("Unified social credit code"), ("统一社会信用代码",), width=22), Column("business", gettext_lazy("Main business"), ("主营业务",), width=30),
    Column("state", pgettext_lazy("lead", "State"), ("状态",), width=14), Column("found_on", gettext_lazy("Found on"), ("发现日期",)),
    Column("owner", gettext_lazy("Followed up by"), ("跟进单位",), width=24), Column("reply_by", gettext_lazy("Reply until"), ("回复期限",)),
    Column("people", gettext_lazy("People and shares"), ("人员及份额",), width=30), Column("contract", gettext_lazy("Agreed by contract (yuan)"), ("合同金额（元）",), width=18),
    Column("paid_in", gettext_lazy("Paid in (yuan)"), ("到位资金（元）",), width=18), Column("built", gettext_lazy("Invested (yuan)"), ("固定资产投资（元）",), width=18),
))


def leads_file(rows: Iterable[Lead], title: str) -> bytes:
    """Return the workbook of leads with everybody's share and the documented amounts."""
    return writing.write_sheet(LEADS, (_line(lead) for lead in rows), title=title)


def _line(lead: Lead) -> dict[str, Any]:
    sums: dict[str, int] = {}
    for amount in lead.amounts.all():
        sums[amount.kind] = sums.get(amount.kind, 0) + amount.fen
    people = "；".join(f"{share.person.name} {share}" for share in lead.shares.all())
    return {
        "number": lead.shown_number, "company": lead.company, "uscc": lead.uscc, "business": lead.business, "state": lead.get_state_display(),
        "found_on": f"{lead.found_on:%Y-%m-%d}", "owner": lead.owner.name if lead.owner else "", "people": people,
        "reply_by": f"{lead.reply_by:%Y-%m-%d}" if lead.reply_by else "", **{kind: write_yuan(fen) for kind, fen in sums.items()},
    }
