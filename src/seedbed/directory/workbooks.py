"""The lists of the directory that go out and come back: units, people."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from seedbed.directory import actions, rules
from seedbed.directory.models import Person, Unit, UnitIndustry
from seedbed.directory.models.units import UnitKind
from seedbed.directory.queries import sheets as queries
from seedbed.directory.queries import units_visible_to
from seedbed.kernel.actor import Actor
from seedbed.kernel.identity import Flaw, Reading, clean_text, number_text
from seedbed.kernel.workbooks import Column, Parser, Sheet, checks, parsers
from seedbed.kernel.workbooks.staging import Taken
from seedbed.kernel.workbooks.trips import Meant, Trip, register

STATUSES = ("中共党员", "中共预备党员", "共青团员", "民革党员", "民盟盟员", "民建会员", "民进会员", "农工党党员", "致公党党员",
            "九三学社社员", "台盟盟员", "无党派人士", "群众")
SEX = {"male": ("男", "male"), "female": ("女", "female")}


def named(words: Mapping[str, Any], sentence: Any) -> Parser:
    """Return a parser of a name that has to be one of these; it gives what the name stands for, and writes the name back."""

    def read(raw: Any) -> Reading:
        text = clean_text(number_text(raw))
        if not text:
            return Reading(None)
        found = words.get(text, words.get("".join(text.split())))
        return Reading(found) if found is not None else Reading(None, (Flaw("unknown_name", sentence, {"name": text[:40]}),))

    back = {value: name for name, value in reversed(list(words.items()))}
    return Parser(read, lambda value: back.get(value, str(value)), worded=True)


# -- units -------------------------------------------------------------------------------------------------

KINDS = {value: (str(label),) for value, label in (
    ("party", "党群机关"), ("government", "政府机关"), ("park", "产业园区"), ("institution", "事业单位"), ("company", "企业"),
    ("talent_group", "人才集团"), ("chamber", "商会"), ("area", "市县乡镇"))}
RELATIONS = UnitIndustry.Relation.values


def kinds() -> Parser:
    """Read the kind of a unit by its Chinese or English word."""
    return parsers.choice({value: (*KINDS[value], str(label), value) for value, label in UnitKind.choices})


def industry_codes(raw: Any) -> Reading:
    """Read codes of the classification, parted by 、 or commas; a code that it does not know is refused."""
    reading = parsers.listing(raw)
    codes = sorted({str(code).upper() for code in reading.value or ()})
    unknown = sorted(set(codes) - queries.known_industries(codes))
    if unknown:
        return Reading(None, (Flaw("industry_code", gettext_lazy("There is no industry with the code %(codes)s."), {"codes": "、".join(unknown)[:80]}),))
    return Reading(codes)


def units_sheet(top: Unit, by: Actor) -> Sheet:
    """The units below one, with their industries."""
    above = queries.unit_names_below(top)
    return Sheet(name="directory.units", title=pgettext_lazy("organisation", "Units"), columns=(
        Column("name", gettext_lazy("Name"), synonyms=("单位名称", "名称", "单位"), required=True, width=34),
        Column("short_name", gettext_lazy("Short name"), synonyms=("简称",), width=16),
        Column("kind", gettext_lazy("Kind"), synonyms=("单位类型", "类型", "性质"), parse=kinds(), choices=tuple(words[0] for words in KINDS.values()), required=True),
        Column("parent", gettext_lazy("Belongs to"), synonyms=("上级单位", "隶属单位", "主管单位"), choices=tuple(above), width=30,
               parse=named(above, gettext_lazy("“%(name)s” is no unit of this list.")), hint=gettext_lazy("Only for new units; a unit is not moved here.")),
        Column("region", gettext_lazy("Region (code)"), synonyms=("行政区划代码", "行政区划", "区划代码"), parse=queries.region_code, width=12),
        Column("is_economic", gettext_lazy("Economic department"), synonyms=("是否经济部门", "经济部门"), parse=parsers.flag, choices=("是", "否"), width=8),
        *(Column(relation, label, parse=Parser(industry_codes), width=16, hint=gettext_lazy("codes of GB/T 4754, parted by 、"))
          for relation, label in zip(RELATIONS, (gettext_lazy("Own industries"), gettext_lazy("Industries served"), gettext_lazy("Leading industries")), strict=True)),
        Column("is_active", pgettext_lazy("unit", "In use"), synonyms=("是否在用",), parse=parsers.flag, choices=("是", "否"), width=8),
    ), sheet_checks=(checks.unique("name", "same_unit", gettext_lazy("The same unit stands in row %(row)s too.")),))


def unit_values(unit: Unit, codes: Mapping[str, list[str]]) -> dict[str, Any]:
    """Return one unit as a row."""
    return {"_key": str(unit.pk), "name": unit.name, "short_name": unit.short_name or None, "kind": unit.kind, "parent": unit.parent_id, "region": unit.region_id,
            "is_economic": unit.is_economic, "is_active": unit.is_active} | {relation: codes.get(relation, []) for relation in RELATIONS}


def unit_rows(top: Unit, by: Actor) -> list[dict[str, Any]]:
    """Return the units below one, itself included."""
    codes = queries.industries_below(top)
    return [unit_values(unit, codes.get(unit.pk, {})) for unit in queries.units_below(top)]


def units_meant(top: Unit, by: Actor, rows: Sequence[Taken]) -> list[Meant]:
    """Find the unit of each row by its hidden key, else by its name under the unit above it."""
    have, codes = {str(unit.pk): unit for unit in queries.units_below(top)}, queries.industries_below(top)
    names = {(unit.parent_id, unit.name): unit for unit in have.values()}
    found = []
    for row in rows:
        parent = row.values.get("parent") or top.pk
        unit = have.get(row.key) or names.get((parent, row.values["name"])) or (top if row.values["name"] == top.name else None)
        moved = unit is not None and row.values.get("parent") not in (None, unit.parent_id)
        values = {key: value for key, value in unit_values(unit, codes.get(unit.pk, {})).items() if key != "parent" or not moved} if unit else {}
        found.append(Meant(unit, values, _("A unit is not moved by its list.") if moved else ""))
    return found


def write_unit(top: Unit, by: Actor, row: Taken, meant: Meant) -> Unit:
    """Add a unit or change what differs."""
    values = row.values
    unit: Unit | None = meant.record
    facts: dict[str, Any] = {key: values[key] if values[key] is not None else "" for key in ("name", "short_name", "kind") if key in values}
    facts |= {key: values[key] for key in ("is_economic", "is_active") if values.get(key) is not None}
    if "region" in values:
        facts["region_id"] = values["region"]
    if unit is None:
        parent = queries.unit_by_key(values.get("parent") or top.pk)
        unit = actions.add_unit(parent, by=by, **facts)
    else:
        differing = {key: value for key, value in facts.items() if getattr(unit, key) != value}
        if differing:
            actions.change_unit(unit, by=by, **differing)
    for relation in RELATIONS:
        if relation in values and sorted(values[relation] or []) != sorted(meant.existing.get(relation) or []):
            actions.set_industries(unit, by=by, relation=relation, codes=values[relation] or [])
    return unit


UNITS = register(Trip(
    name="units", title=pgettext_lazy("organisation", "Units"), about=gettext_lazy("The units below this one with their kinds and industries."),
    subjects=units_visible_to, brings=lambda by, unit: bool(rules.keeps_units(by, unit)), sheet=units_sheet, rows=unit_rows, meant=units_meant, write=write_unit,
    back=lambda unit: reverse("directory:unit", args=[unit.pk]), unit=lambda unit: unit.pk, personal=False))


# -- people ------------------------------------------------------------------------------------------------

FACTS = ("ethnicity", "political_status", "education", "school", "major", "post", "rank")


def people_sheet(top: Unit, by: Actor) -> Sheet:
    """The people of a unit and the units below it; ID numbers and telephones are never written out."""
    names = queries.unit_names_below(top)
    return Sheet(name="directory.people", title=gettext_lazy("People"), ignored=("序号",), columns=(
        Column("name", gettext_lazy("Name"), synonyms=("姓名",), parse=parsers.person_name, required=True, width=10),
        Column("sex", gettext_lazy("Sex"), synonyms=("性别",), parse=parsers.choice(SEX), choices=("男", "女"), width=6),
        Column("birth_month", gettext_lazy("Month of birth"), synonyms=("出生年月", "出生日期"), parse=parsers.year_month, width=10),
        Column("ethnicity", gettext_lazy("Ethnic group"), synonyms=("民族",), parse=parsers.ethnicity, width=8),
        Column("political_status", gettext_lazy("Political status"), synonyms=("政治面貌",), parse=parsers.text, choices=STATUSES, width=12),
        Column("education", gettext_lazy("Education"), synonyms=("学历",), parse=parsers.text, width=12),
        Column("school", gettext_lazy("School"), synonyms=("毕业院校", "院校"), parse=parsers.text, width=22),
        Column("major", gettext_lazy("Major"), synonyms=("专业",), parse=parsers.text, width=18),
        Column("unit", pgettext_lazy("organisation", "Unit"), synonyms=("单位", "工作单位"), required=True, choices=tuple(names), width=30,
               parse=named(names, gettext_lazy("“%(name)s” is no unit of this list."))),
        Column("post", pgettext_lazy("job", "post"), synonyms=("职务",), parse=parsers.text, width=14),
        Column("rank", gettext_lazy("Rank"), synonyms=("职级", "职务层次"), parse=parsers.text, width=14),
        Column("id_number", gettext_lazy("ID number"), synonyms=("身份证号", "身份证号码"), parse=parsers.resident_id, sensitive=True, width=22,
               hint=gettext_lazy("Only for new people; it is never written out.")),
        Column("mobile", gettext_lazy("Mobile"), synonyms=("手机", "联系电话"), parse=parsers.mobile, sensitive=True, width=14,
               hint=gettext_lazy("Only where it is new; it is never written out.")),
        Column("is_active", gettext_lazy("In service"), synonyms=("是否在职", "在职"), parse=parsers.flag, choices=("是", "否"), width=8),
    ), row_checks=(checks.birth_agrees("id_number", "birth_month"), checks.sex_agrees("id_number", "sex")))


def person_values(person: Person) -> dict[str, Any]:
    """Return one person as a row, without ID number and telephone."""
    month = f"{person.birth_month:%Y-%m}" if person.birth_month else None
    return {"_key": str(person.pk), "name": person.name, "sex": person.sex or None, "birth_month": month, "unit": person.unit_id,
            "is_active": person.is_active} | {name: getattr(person, name) or None for name in FACTS}


def people_rows(top: Unit, by: Actor) -> list[dict[str, Any]]:
    """Return the people of a unit and those below it whom the actor may see."""
    return [person_values(person) for person in queries.people_below(top, by)]


def people_meant(top: Unit, by: Actor, rows: Sequence[Taken]) -> list[Meant]:
    """Find the person of each row by its hidden key, else by the ID number; who is registered elsewhere is not taken here."""
    have = {str(person.pk): person for person in queries.people_below(top, by)}
    return [_person_meant(have, row) for row in rows]


def _person_meant(have: Mapping[str, Person], row: Taken) -> Meant:
    person, number = have.get(row.key), row.values.get("id_number")
    if person is None and number:
        known = queries.person_called(number)
        person = have.get(str(known.pk)) if known is not None else None
        if known is not None and person is None:
            return Meant(None, {}, _("This person is registered under a unit that is not in this list."))
    if person is None:
        return Meant(None, {}, "" if number else _("A new person needs an ID number."))
    return Meant(person, person_values(person) | {name: None for name in ("id_number", "mobile") if row.values.get(name)})


def write_person(top: Unit, by: Actor, row: Taken, meant: Meant) -> Person:
    """Add a person or change what differs; the act asks for both units."""
    values, person = row.values, meant.record
    facts: dict[str, Any] = {name: values[name] or "" for name in (*FACTS, "sex") if name in values} | {"name": values["name"]}
    if values.get("is_active") is not None:
        facts["is_active"] = values["is_active"]
    if "birth_month" in values:
        facts["birth_month"] = date.fromisoformat(f"{values['birth_month']}-01") if values["birth_month"] else None
    secrets = {name: values.get(name) or "" for name in ("id_number", "mobile")}
    unit = queries.unit_by_key(values["unit"])
    if person is None:
        return actions.add_person(unit, by=by, **secrets, **facts)
    if unit.pk != person.unit_id:
        facts["unit"] = unit
    differing = {name: value for name, value in facts.items() if getattr(person, name) != value}
    return actions.change_person(person, by=by, mobile=secrets["mobile"], **differing)


PEOPLE = register(Trip(
    name="people", title=gettext_lazy("People"), about=gettext_lazy("The people of this unit and the units below it; ID numbers and telephones stay here."),
    subjects=units_visible_to, brings=lambda by, unit: bool(rules.keeps_people_of(by, unit)), sheet=people_sheet, rows=people_rows, meant=people_meant,
    write=write_person, back=lambda unit: reverse("directory:people"), unit=lambda unit: unit.pk))
