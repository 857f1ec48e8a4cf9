"""The companies of a request campaign as a list: in with whom to ask, out with what they said, back with answers from calls."""

import re
from collections.abc import Sequence
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from seedbed.directory.workbooks import named
from seedbed.kernel.actor import Actor
from seedbed.kernel.identity import Flaw, Reading, clean_text, number_text
from seedbed.kernel.workbooks import Column, Parser, Sheet, checks, parsers
from seedbed.kernel.workbooks.staging import Taken
from seedbed.kernel.workbooks.trips import Meant, Trip, register
from seedbed.placement import rules
from seedbed.placement.actions.canvass import answer_request, change_company, list_company
from seedbed.placement.models import AskedCompany, Campaign
from seedbed.placement.queries import campaigns as queries
from seedbed.placement.states.campaigns import AnsweredBy, CampaignAnswer, DeclineReason

ANSWERS = {"yes": ("愿意",), "not_now": ("本期不接收", "本期不"), "next_year": ("下一年可接收", "明年", "下一年"), "no": ("不愿意", "否")}
REASONS = {"no_lodging": ("无法解决住宿",), "no_mentor": ("无人带教",), "no_post": ("无合适岗位",), "busy": ("生产旺季或厂区改造",), "too_long": ("三个月时间过长",),
           "confidential": ("涉及商业秘密或客户保密",), "undecided": ("总部尚未决定",), "other": ("其他原因", "其他")}
ANSWER_CELLS = ("answer", "reason", "words", "seats", "beds_women", "beds_men", "posts")
FACTS = ("address", "business")


def _with_labels(words: dict[str, tuple[str, ...]], labels: Any) -> Parser:
    return parsers.choice({value: (*words[value], str(label), value) for value, label in labels})


def _read_posts(raw: Any) -> Reading:
    """Posts in one cell, such as 生产助理×2；市场助理: title, a cross, people; one where no number stands."""
    found = []
    for part in filter(None, (piece.strip() for piece in re.split(r"[;；\n]", clean_text(number_text(raw))))):
        title, count = re.fullmatch(r"(.+?)(?:\s*[×xX*]\s*(\d{1,3})人?)?", part).groups()  # type: ignore[union-attr]  # matches any text
        if count is not None and int(count) < 1:
            return Reading(None, (Flaw("posts_form", gettext_lazy("Write posts such as 生产助理×2；市场助理×1.")),))
        found.append([title.strip()[:80], int(count or 1)])
    return Reading(found or None)


def _show_posts(value: Sequence[Sequence[Any]]) -> str:
    return "；".join(f"{title}×{count}" for title, count in value)


def _sheet(campaign: Campaign, by: Actor) -> Sheet:
    relays = {relay.unit.name: relay.pk for relay in queries.relays_of(campaign)}
    return Sheet(name="placement.companies", title=gettext_lazy("Companies asked"), ignored=("序号",), columns=(
        Column("name", gettext_lazy("Company"), synonyms=("企业名称", "单位名称", "公司名称"), required=True, width=30),
        Column("uscc", gettext_lazy("Unified social credit code"), synonyms=("统一社会信用代码", "信用代码"), parse=parsers.uscc, width=22),
        Column("industry", gettext_lazy("Industry (code)"), synonyms=("行业代码", "行业"), parse=queries.industry_code, width=10),
        Column("relay", gettext_lazy("Asked through"), synonyms=("征集渠道", "商会", "协会", "转办单位"), choices=tuple(relays), width=24,
               parse=named(relays, gettext_lazy("“%(name)s” passes no request on here."))),
        Column("address", gettext_lazy("Address"), synonyms=("企业地址", "地址"), width=28),
        Column("business", gettext_lazy("Main business"), synonyms=("主营业务", "经营范围"), parse=parsers.long_text, width=36),
        Column("contact", gettext_lazy("Contact and telephone"), synonyms=("联系人及电话", "联系方式"), parse=parsers.contact, sensitive=True, width=20,
               hint=gettext_lazy("Telephones are never written out; type one where it is new.")),
        Column("answer", pgettext_lazy("campaign", "Answer"), synonyms=("接收意愿", "是否愿意"), parse=_with_labels(ANSWERS, CampaignAnswer.choices),
               choices=tuple(words[0] for words in ANSWERS.values()), width=12),
        Column("reason", gettext_lazy("Reason"), synonyms=("不接收原因", "原因"), parse=_with_labels(REASONS, DeclineReason.choices),
               choices=tuple(words[0] for words in REASONS.values()), width=18),
        Column("words", gettext_lazy("In its words"), synonyms=("补充说明",), parse=parsers.text, width=24),
        Column("seats", pgettext_lazy("host", "Seats"), synonyms=("人数", "接收名额"), parse=parsers.whole_number, width=8),
        Column("beds_women", gettext_lazy("Beds for women"), synonyms=("女床位",), parse=parsers.whole_number, width=8),
        Column("beds_men", gettext_lazy("Beds for men"), synonyms=("男床位",), parse=parsers.whole_number, width=8),
        Column("posts", pgettext_lazy("training", "Posts"), synonyms=("岗位",), parse=Parser(_read_posts, _show_posts), width=34,
               hint=gettext_lazy("Write posts such as 生产助理×2；市场助理×1.")),
    ), sheet_checks=(checks.unique("name", "same_company", gettext_lazy("The same company stands in row %(row)s too.")),
                     checks.unique("uscc", "same_code", gettext_lazy("The same credit code stands in row %(row)s too."))))


def _values(company: AskedCompany) -> dict[str, Any]:
    posts = [[post.title, post.seats] for post in company.posts.all()]
    return {"_key": str(company.pk), "name": company.name, "uscc": company.uscc or None, "industry": company.industry_id, "relay": company.relay_id,
            "address": company.address or None, "business": company.business or None, "contact": {"name": company.contact_name} if company.contact_name else None,
            "answer": company.answer or None, "reason": company.reason or None, "words": company.words or None, "seats": company.seats,
            "beds_women": company.beds_women, "beds_men": company.beds_men, "posts": posts or None}


def _companies(campaign: Campaign, by: Actor) -> list[AskedCompany]:
    return list(queries.with_posts(queries.companies_visible_to(by).filter(campaign=campaign)).order_by("pk"))


def _rows(campaign: Campaign, by: Actor) -> list[dict[str, Any]]:
    return [_values(company) for company in _companies(campaign, by)]


def _meant(campaign: Campaign, by: Actor, rows: Sequence[Taken]) -> list[Meant]:
    companies = _companies(campaign, by)
    keys, codes = {str(company.pk): company for company in companies}, {company.uscc: company for company in companies if company.uscc}
    names = {company.name: company for company in companies}
    found = []
    for row in rows:
        company = keys.get(row.key) or codes.get(row.values.get("uscc") or "") or names.get(row.values["name"])
        values = _values(company) if company is not None else {}
        renamed = company is not None and row.values["name"] != company.name
        found.append(Meant(company, values, _("A company is not renamed by its list.") if renamed else ""))
    return found


def _write(campaign: Campaign, by: Actor, row: Taken, meant: Meant) -> AskedCompany:
    """List a company or change what is known of it; then take its answer where the row gives another one."""
    values, company = row.values, meant.record
    contact = values.get("contact") or {}
    facts: dict[str, Any] = {name: values[name] or "" for name in FACTS if name in values}
    if contact.get("name"):
        facts["contact_name"] = contact["name"]
    relay = queries.relays_of(campaign).filter(pk=values.get("relay")).first()
    named_by: dict[str, Any] = {"uscc": values.get("uscc") or "", "industry_code": values.get("industry") or "", "relay": relay, "phone": contact.get("phone") or ""}
    if company is None:
        company = list_company(campaign, by=by, name=values["name"], **named_by, **facts)
    elif _differs(meant, values, ("uscc", "industry", "relay", "contact", *FACTS)):
        company = change_company(company, by=by, **(named_by | {"uscc": values.get("uscc", company.uscc) or "", "industry_code": values.get("industry", company.industry_id) or ""}), **facts)
    if values.get("answer") and _differs(meant, values, ANSWER_CELLS):
        posts = [(title, count, "") for title, count in values.get("posts") or ()]
        told = {name: values.get(name) for name in ("seats", "beds_women", "beds_men")} | {name: values.get(name) or "" for name in ("reason", "words")}
        company = answer_request(company, by=by, answer=values["answer"], posts=posts, way=AnsweredBy.WORKBOOK, **told)
    return company


def _differs(meant: Meant, values: dict[str, Any], keys: Sequence[str]) -> bool:
    return any(key in values and values[key] != meant.existing.get(key) for key in keys)


COMPANIES = register(Trip(
    name="companies", title=gettext_lazy("Companies asked"), about=gettext_lazy("Whom this campaign asks and what each of them said; telephones stay here."),
    subjects=queries.campaigns_visible_to, brings=lambda by, campaign: bool(rules.keeps_campaign(by, campaign)), sheet=_sheet, rows=_rows, meant=_meant, write=_write,
    back=lambda campaign: reverse("placement:campaign", args=[campaign.pk]), unit=lambda campaign: campaign.batch.unit_id, personal=False))
