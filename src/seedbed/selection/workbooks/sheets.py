"""Declarations: the applicants' workbook, and the exported list that comes back corrected."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from difflib import get_close_matches
from functools import partial
from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from seedbed.kernel.identity import NOTE, WARNING, Flaw, Reading, clean_text, number_text
from seedbed.kernel.models import ImportJob
from seedbed.kernel.workbooks import Column, Parser, Row, Sheet, checks, parsers
from seedbed.selection.models import Batch
from seedbed.selection.queries import APPLICANTS, CORRECTIONS
from seedbed.selection.queries.intake import registered, rooms, unit_names
from seedbed.selection.reckoning.conflicts import CONFLICT
from seedbed.selection.reckoning.employers import split_employer
from seedbed.selection.reckoning.industries import split_wishes

NOTHING = frozenset({"无", "没有", "/", "-", "—", "none"})
STATUSES = ("中共党员", "中共预备党员", "共青团员", "民革党员", "民盟盟员", "民建会员", "民进会员", "农工党党员", "致公党党员",
            "九三学社社员", "台盟盟员", "无党派人士", "群众")
SCHOOL = re.compile(r"^(.*?(?:大学|学院|党校|学校))(.*?)(?:专业)?$")


# -- parsers -----------------------------------------------------------------------------------------------


def _read_school(raw: Any) -> Reading:
    text = re.sub(r"\s+", "", clean_text(number_text(raw)))
    found = SCHOOL.match(text)
    if not found:
        return Reading({"school": text, "major": ""}, (Flaw("school_form", _("School and major could not be told apart; write for example 南华大学土木工程专业."), severity=WARNING),))
    return Reading({"school": found[1], "major": found[2]})


def _show_school(value: Mapping[str, str]) -> str:
    return value["school"] + (f"{value['major']}专业" if value["major"] else "")


def _read_employer(known: Sequence[str], raw: Any) -> Reading:
    """Unit and post: apart where the cell says so by a space, else cut by the known units and titles."""
    text = clean_text(number_text(raw))
    parts = text.split(None, 1)
    if len(parts) == 2 and len(parts[0]) > 3:
        return Reading({"unit": parts[0], "post": parts[1].replace(" ", "")})
    cut = split_employer(text, known)
    value = {"unit": cut.unit, "post": cut.post}
    mend = f"{cut.unit} {cut.post}"
    if cut.how == "none":
        return Reading(None, (Flaw("employer_form", _("No post stands after the unit, or it is not known. Write the unit, a space, and the post.")),))
    sentence = _("Read as unit “%(unit)s” and post “%(post)s”.")
    return Reading(value, (Flaw("employer_cut", sentence, value, mend, NOTE if cut.is_sure else WARNING),))


def _show_employer(value: Mapping[str, str]) -> str:
    return f"{value['unit']} {value['post']}".strip()


def _read_remark(raw: Any) -> Reading:
    """A remark, warned of as the house does; one that only speaks of health has its removal as mend."""
    text = clean_text(number_text(raw))
    if text in NOTHING:
        return Reading()
    found = _REMARK(raw)
    flaws = [Flaw(f.code, f.sentence, f.params, "无", f.severity, f.key) if f.code in {"health_data", "family_data", "secrets"} else f
             for f in found.flaws]
    return Reading(found.value, tuple(flaws))


_REMARK = parsers.remark(alerts=((
    CONFLICT.pattern, "conflict",
    _("May be a conflict of interest. It is kept apart from the remark as declared; register with which company before the matching."),
),))


def _read_wishes(raw: Any) -> Reading:
    return Reading(split_wishes(clean_text(number_text(raw))) or None)


def _read_opinion(raw: Any) -> Reading:
    text = clean_text(number_text(raw))
    return Reading(None if text in NOTHING else text)



# -- checks ------------------------------------------------------------------------------------------------


def _opinion_is_there(row: Row) -> Iterable[Flaw]:
    if not row.values.get("opinion"):
        yield Flaw("no_opinion", _("The unit's opinion is empty: the application arrives as not yet recommended."), severity=WARNING, key="opinion")


def _unit_is_known(known: Sequence[str], rows: Sequence[Row]) -> Iterator[tuple[Row, Flaw]]:
    """Units that will be made when the row is taken; those that look like a known one are asked about."""
    names = set(known)
    for row in rows:
        employer = row.values.get("employer")
        if not employer or employer["unit"] in names:
            continue
        near = get_close_matches(employer["unit"], known, n=1, cutoff=0.86)
        if near:
            params = {"unit": employer["unit"], "near": near[0]}
            yield row, Flaw("unit_near", _("“%(unit)s” is not known; is it “%(near)s”?"), params, f"{near[0]} {employer['post']}", WARNING, "employer")
        else:
            yield row, Flaw("unit_new", _("“%(unit)s” is not known yet; it is added when the row is taken."), {"unit": employer["unit"]}, severity=NOTE, key="employer")


def _already_here(batch: Batch, rows: Sequence[Row]) -> Iterator[tuple[Row, Flaw]]:
    people = registered(batch, (row.values["id_number"] for row in rows if row.values.get("id_number")))
    for row in rows:
        found = people.get(row.values.get("id_number") or "")
        employer = row.values.get("employer")
        if found and found.in_batch:
            yield row, Flaw("in_batch", _("This person is in the batch already: differences are taken as changes."), severity=NOTE, key="name")
        elif found and employer and employer["unit"] != found.unit:
            sentence = _("This person is registered under “%(unit)s”; taking the row moves them.")
            yield row, Flaw("other_unit", sentence, {"unit": found.unit}, severity=WARNING, key="employer")


def _quota_holds(batch: Batch, rows: Sequence[Row]) -> Iterator[tuple[Row, Flaw]]:
    left = rooms(batch)
    used: dict[int, int] = {}
    people = registered(batch, (row.values["id_number"] for row in rows if row.values.get("id_number"))) if left else {}
    for row in rows:
        employer, number = row.values.get("employer"), row.values.get("id_number") or ""
        room = left.get(employer["unit"]) if employer else None
        if room is None or not row.values.get("opinion") or (number in people and people[number].in_batch):
            continue
        used[room.quota] = used.get(room.quota, 0) + 1
        if used[room.quota] > room.left:
            params = {"unit": room.unit, "limit": room.limit}
            yield row, Flaw("quota_used", _("%(unit)s may recommend %(limit)d people; this row is one more. Leave one out or raise the quota."), params, key="employer")


def _has_key(row: Row) -> Iterable[Flaw]:
    if not row.key:
        yield Flaw("no_key", _("This row was not in the exported list. Bring new people in with the applicants' workbook."), key="name")


# -- declarations ------------------------------------------------------------------------------------------


def shared_columns(known: Sequence[str]) -> dict[str, Column]:
    """The columns that both kinds of file share."""
    return {column.key: column for column in (
        Column("political_status", _("Political status"), synonyms=("政治面貌",), parse=parsers.text, choices=STATUSES, width=12),
        Column("education", _("Education"), synonyms=("学历", "最高学历", "文化程度"), parse=parsers.text, width=12),
        Column("school", _("School and major"), synonyms=("毕业院校及专业", "毕业学校及专业", "毕业院校", "学校专业"),
               parse=Parser(_read_school, _show_school), width=28, hint=_("for example 南华大学土木工程专业")),
        Column("rank", _("Rank"), synonyms=("职级", "职务层次", "级别", "职级等级"), parse=parsers.text, width=14),
        Column("duties", _("Present duties"), synonyms=("现从事主要工作", "主要工作", "工作内容", "从事工作"), parse=parsers.long_text, width=36),
        Column("in_park", _("Works in a park"), synonyms=("是否园区工作", "是否在园区工作", "园区工作"), parse=parsers.flag, choices=("是", "否"), width=8),
        Column("in_economic", _("Economic department"), synonyms=("是否经济部门", "经济部门"), parse=parsers.flag, choices=("是", "否"), width=8),
        Column("bay_experience", _("Time in the Greater Bay Area"), synonyms=("大湾区工作经历", "湾区工作经历", "大湾区经历", "粤港澳大湾区工作经历"),
               parse=parsers.text, width=24, hint=_("unit, what was done, how long")),
        Column("is_recruited_talent", _("Recruited professional talent"), synonyms=("是否引进高素质专业化人才", "是否引进人才", "引进人才"),
               parse=parsers.flag, choices=("是", "否"), width=8),
        Column("wished_industries", _("Wished industries"), synonyms=("意向行业", "意向产业", "意向实训行业"), parse=Parser(_read_wishes), width=20),
        Column("opinion", _("Opinion of the unit"), synonyms=("单位推荐意见", "推荐意见", "单位意见"), parse=Parser(_read_opinion), width=14),
        Column("remark", _("Remark"), synonyms=("备注", "其他说明"), parse=Parser(_read_remark), width=24),
    )}


def applicants_sheet(batch: Batch) -> Sheet:
    """The declaration of the workbook in which units name their applicants, checked against what is there now."""
    known = unit_names()
    facts = shared_columns(known)
    return Sheet(
        name=APPLICANTS, title=_("Recommended applicants"), ignored=("序号",),
        columns=(
            Column("name", _("Name"), synonyms=("姓名", "名字"), parse=parsers.person_name, required=True, width=10),
            Column("sex", _("Sex"), synonyms=("性别",), parse=parsers.choice({"male": ("男",), "female": ("女",)}), choices=("男", "女"), width=6),
            Column("ethnicity", _("Ethnic group"), synonyms=("民族",), parse=parsers.ethnicity, width=8),
            Column("birth_month", _("Month of birth"), synonyms=("出生年月", "出生日期", "出生时间"), parse=parsers.year_month, width=10),
            facts["political_status"],
            Column("id_number", _("ID number"), synonyms=("身份证号码", "身份证号", "公民身份号码", "身份证"), parse=parsers.resident_id,
                   required=True, sensitive=True, width=22),
            facts["education"], facts["school"],
            Column("employer", _("Unit and post"), synonyms=("工作单位及职务", "单位及职务", "工作单位和职务", "单位职务", "所在单位及职务"),
                   parse=Parser(partial(_read_employer, known), _show_employer), required=True, width=32, hint=_("unit, a space, post")),
            facts["rank"], facts["duties"], facts["in_park"], facts["in_economic"], facts["bay_experience"],
            facts["is_recruited_talent"], facts["wished_industries"],
            Column("mobile", _("Mobile"), synonyms=("联系电话", "手机", "手机号码", "电话", "联系方式"), parse=parsers.mobile, required=True, sensitive=True, width=14),
            facts["opinion"], facts["remark"],
        ),
        row_checks=(checks.birth_agrees("id_number", "birth_month"), checks.sex_agrees("id_number", "sex"), _opinion_is_there),
        sheet_checks=(
            checks.unique("id_number", "same_person", _("The same person stands in row %(row)s too. Keep one of the rows and leave the others out."), at="name"),
            partial(_unit_is_known, known), partial(_already_here, batch), partial(_quota_holds, batch),
        ),
    )


def corrections_sheet(batch: Batch) -> Sheet:
    """The declaration of a list that was exported, corrected and brought back; its rows are known by their hidden key."""
    facts = shared_columns(())
    return Sheet(
        name=CORRECTIONS, title=_("Applicants, for correction"),
        columns=(
            Column("number", _("Registered number"), synonyms=("登记号", "申报编号"), parse=parsers.text, width=12),
            Column("name", _("Name"), synonyms=("姓名",), parse=parsers.person_name, required=True, width=10),
            Column("unit", pgettext_lazy("organisation", "unit"), synonyms=("单位", "推荐单位"), parse=parsers.text, width=28),
            Column("post", pgettext_lazy("job", "post"), synonyms=("职务",), parse=parsers.text, width=14),
            *facts.values(),
        ),
        row_checks=(_has_key,),
        ignored=("登记号",),
    )


SHEETS: Mapping[str, Callable[[Batch], Sheet]] = {APPLICANTS: applicants_sheet, CORRECTIONS: corrections_sheet}


def sheet_of(job: ImportJob, batch: Batch) -> Sheet:
    """Return the declaration by which an import was read."""
    return SHEETS[job.kind](batch)
