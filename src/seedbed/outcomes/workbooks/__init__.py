"""This room's Excel files."""

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext_lazy, pgettext_lazy

from seedbed.assessment.models import Assessment
from seedbed.assessment.queries import grade_name
from seedbed.kernel.workbooks import Column, Sheet, writing
from seedbed.outcomes.models import Lead
from seedbed.outcomes.reckoning.hours import whole_months
from seedbed.outcomes.reckoning.money import write_yuan
from seedbed.placement.models import Placement
from seedbed.selection.models import Batch

APPOINTMENT_MONTHS = 2  # training of two months or more is noted in the appointment form

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

REGISTRATION = Sheet(name="outcomes.registration", title=gettext_lazy("Lines for the files"), columns=(
    Column("name", gettext_lazy("Name"), ("姓名",)), Column("unit", pgettext_lazy("organisation", "Unit"), ("单位",), width=30),
    Column("post", pgettext_lazy("job", "Post"), ("职务",), width=16), Column("host", gettext_lazy("Host"), ("驻点企业",), width=30),
    Column("grades", gettext_lazy("Grades"), ("考核等次",), width=26), Column("yearly", gettext_lazy("For the yearly assessment form"), ("年度考核登记表",), width=50),
    Column("appointment", gettext_lazy("For the appointment form (training of two months or more)"), ("干部任免审批表",), width=50),
))


def registration_file(batch: Batch, rows: Iterable[tuple[Placement, list[Assessment]]]) -> bytes:
    """Return, per person, the two lines that go into the yearly assessment form and the appointment form."""
    return writing.write_sheet(REGISTRATION, (_registered(batch, placement, results) for placement, results in rows), title=batch.name)


def _registered(batch: Batch, placement: Placement, results: list[Assessment]) -> dict[str, Any]:
    first = placement.arrived_on or batch.starts_on
    grades = "；".join(f"{r.round.scheme.name} {grade_name(r)}" for r in results)
    text = f"{first:%Y.%m}—{batch.last_day:%Y.%m} {batch.name}" + (f"（{grades}）" if grades else "")
    person = placement.person
    return {"name": person.name, "unit": person.unit.name, "post": person.post, "host": placement.post.offer.host.unit.name if placement.post else "",
            "grades": grades, "yearly": text, "appointment": text if whole_months(first, batch.ends_on) >= APPOINTMENT_MONTHS else ""}
