"""The workbook of posts as departments and talent groups keep it (驻点企业岗位需求表)."""

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from seedbed.kernel.workbooks import NOTE, WARNING, Column, Flaw, Reading, Row, Sheet, checks, parsers
from seedbed.placement.models import HostOffer, Post
from seedbed.placement.queries import intake
from seedbed.placement.reckoning.lodging import cells_of, lodging_of

bed_for = parsers.choice({"any": ("不限", "男女不限", "男女均可"), "men": ("男", "男性", "仅男"), "women": ("女", "女性", "仅女")})


def need_of(raw: Any) -> Reading:
    """Read how much a host needs the post: a number from 0 to 100, or 高, 中, 低."""
    words = {"高": 90, "急需": 90, "较高": 75, "中": 50, "一般": 50, "较低": 30, "低": 20}
    found = words.get(str(raw).strip())
    if found is not None:
        return Reading(found)
    reading = parsers.whole_number(raw)
    if isinstance(reading.value, int) and not 0 <= reading.value <= 100:
        return Reading(None, (Flaw("need_range", _("The need is a number from 0 to 100, or 高, 中, 低.")),))
    return reading


def lodging_is_read(row: Row) -> Iterable[Flaw]:
    """Tell how beds were read where the two cells together bind a sex or leave it open."""
    offered, note = row.values.get("lodging"), str(row.values.get("lodging_note") or "")
    code = lodging_of(offered, note, row.values.get("lodging_for"))
    if offered == "negotiable" and code in {"men", "women"}:
        sentence = _("Lodging can be arranged, but the beds there are for one sex only: nobody of the other sex is placed here unless you change it.")
        yield Flaw("lodging_bound", sentence, severity=WARNING, key="lodging")
    elif code in {"men", "women"} and not row.values.get("lodging_for"):
        yield Flaw("lodging_sex", _("Read as beds for one sex only."), severity=NOTE, key="lodging_note")
    elif offered == "no" and note:
        yield Flaw("lodging_none", _("No lodging is offered, yet something is written about it."), severity=WARNING, key="lodging_note")


def one_name_per_code(rows: Sequence[Row]) -> Iterator[tuple[Row, Flaw]]:
    """One credit code is one company: the same code with another name, or the reverse, is an error."""
    names: dict[str, str] = {}
    codes: dict[str, str] = {}
    for row in rows:
        code, name = row.values.get("uscc"), _plain(row.values.get("host"))
        if not code or not name:
            continue
        if names.setdefault(code, name) != name:
            yield row, Flaw("code_of_another", _("This credit code stands beside another company name higher up."), key="uscc")
        elif codes.setdefault(name, code) != code:
            yield row, Flaw("name_of_another", _("This company stands with another credit code higher up."), key="uscc")


def fits_the_directory(rows: Sequence[Row]) -> Iterator[tuple[Row, Flaw]]:
    """A company that is known here keeps its credit code, and a government organ does not become a company."""
    told = [(row, str(row.values["uscc"]), re.sub(r"\s", "", str(row.values["host"]))) for row in rows if row.values["uscc"] and row.values["host"]]
    codes, organs = intake.codes_of_known(name for _row, _code, name in told), intake.organs_with_code(code for _row, code, _name in told)
    for row, code, name in told:
        if code in organs:
            yield row, Flaw("code_of_organ", _("This is the credit code of %(name)s, which is no company."), {"name": organs[code]}, key="uscc")
        elif codes.get(name, code) == "":
            sentence = _("A company of this name is registered without a credit code. Enter the code on the page of that unit, or write the name as it differs.")
            yield row, Flaw("name_without_code", sentence, key="host")
        elif codes.get(name, code) != code:
            sentence = _("A company of this name is registered under %(code)s. Take that code if it is the same company; else write the name as it differs.")
            yield row, Flaw("known_otherwise", sentence, {"code": codes[name]}, codes[name], key="uscc")


def _plain(name: object) -> str:
    return re.sub(r"[\s()（）]", "", str(name or ""))


def _host_and_title(row: Row) -> object:
    code, title = row.values.get("uscc") or row.values.get("host"), row.values.get("title")
    return (code, title) if code and title else None


POSTS = Sheet(
    name=intake.KIND,
    title=_("Posts of hosts"),
    columns=(
        Column("host", _("Company"), synonyms=("企业名称", "驻点企业", "接收企业", "单位名称", "公司名称", "实训企业", "接收单位"), required=True, width=28),
        Column("uscc", _("Unified social credit code"), synonyms=("统一社会信用代码", "社会信用代码", "信用代码", "统一信用代码"),
               parse=parsers.uscc, required=True, width=22),
        Column("business", _("Main business"), synonyms=("主营业务（经营范围）", "主营业务", "经营范围", "主要业务", "企业简介"), parse=parsers.long_text, width=40),
        Column("address", _("Address"), synonyms=("企业地址", "地址", "注册地址", "办公地址", "单位地址"), width=30),
        Column("title", pgettext_lazy("training", "Post"), synonyms=("实训岗位", "岗位", "岗位名称", "驻点岗位", "培训岗位"), required=True, width=20),
        Column("duties", _("Duties of the post"), synonyms=("岗位职责", "工作职责", "职责", "工作内容", "岗位内容"), parse=parsers.long_text, width=34),
        Column("wanted_majors", _("Wanted majors"), synonyms=("专业要求", "专业", "所需专业", "专业类别"), width=20),
        Column("wanted_level", _("Wanted level"), synonyms=("职级要求", "级别要求", "职务层次要求"), width=14),
        Column("wanted_experience", _("Wanted experience"), synonyms=("经验要求", "经历要求", "其他要求"), width=20),
        Column("seats", pgettext_lazy("host", "Seats"), synonyms=("接收人数", "人数", "需求人数", "名额", "岗位人数", "接收名额"), parse=parsers.seats,
               hint=_("A number such as 2, a range such as 1-2, or 若干 while it is to be settled.")),
        Column("lodging", _("Lodging offered"), synonyms=("是否提供住宿", "提供住宿", "住宿", "能否提供住宿"), parse=parsers.yes_no,
               choices=("是", "否", "可协调")),
        Column("lodging_for", _("Beds for"), synonyms=("住宿对象", "住宿性别"), parse=bed_for, choices=("不限", "男", "女")),
        Column("lodging_note", _("About the lodging"), synonyms=("住宿条件", "住宿情况", "住宿说明"), width=18),
        Column("mentor", _("Mentor"), synonyms=("企业导师", "导师", "带教导师", "指导老师")),
        Column("contact", _("Contact and telephone"), synonyms=("联系人及电话", "联系人", "联系方式", "联系人及联系方式", "联系电话"),
               parse=parsers.contact, sensitive=True, width=22),
        Column("need", _("Need (0-100)"), synonyms=("需求程度", "紧缺程度", "需求度"), parse=need_of),
        Column("remark", _("Remark"), synonyms=("备注", "说明"), parse=parsers.remark(), width=24),
    ),
    carry_down=("host", "uscc", "business", "address"),
    row_checks=(lodging_is_read,),
    sheet_checks=(
        one_name_per_code, fits_the_directory,
        checks.unique("title", "same_post", _("This company has the same post in row %(row)s too: put the seats into one row."), identify=_host_and_title),
        checks.city_from_others("address"),
    ),
)


def values_of(offer: HostOffer, post: Post, phone: str) -> dict[str, Any]:
    """Return one post as a row of the workbook; `phone` in clear, as the caller may show it."""
    offered, beds = cells_of(post.lodging)
    contact = {"name": post.contact_name or None, "phone": phone or None}
    seats = {"min": post.seats_min, "max": post.seats_max} if post.seats_are_settled else None
    facts = {name: getattr(post, name) for name in (
        "title", "duties", "wanted_majors", "wanted_level", "wanted_experience", "lodging_note", "mentor", "need", "remark")}
    return facts | {
        "_key": str(post.pk), "host": offer.host.unit.name, "uscc": offer.host.unit.uscc, "business": offer.host.business,
        "address": offer.host.address, "seats": seats, "lodging": offered, "lodging_for": beds,
        "contact": contact if any(contact.values()) else None,
    }
