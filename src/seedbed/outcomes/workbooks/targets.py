"""The list of people to be covered: it goes out and comes back as the other lists do."""

from collections.abc import Sequence
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from seedbed.directory.models import Unit
from seedbed.directory.queries import units_visible_to
from seedbed.directory.workbooks import named
from seedbed.kernel.actor import Actor
from seedbed.kernel.workbooks import Column, Sheet, checks, parsers
from seedbed.kernel.workbooks.declaration import Row
from seedbed.kernel.workbooks.staging import Taken
from seedbed.kernel.workbooks.trips import Meant, Trip, register
from seedbed.outcomes import rules
from seedbed.outcomes.actions import coverage as actions
from seedbed.outcomes.models import Target
from seedbed.outcomes.queries.coverage import keepers_visible_to, kept_by, names_twice

LEVELS = parsers.choice({"division": ("县处级", "处级", "县处级及以上", "division"), "section": ("乡科级", "科级", "乡科级及以下", "科员", "section")})
FACTS = ("level", "one_sided", "covered_year", "covered_basis")


def _who(row: Row) -> tuple[str, int] | None:
    name, unit = row.values.get("name"), row.values.get("unit")
    return (name, unit) if name and unit else None


def _sheet(desk: Unit, by: Actor) -> Sheet:
    names = {unit.name: unit.pk for unit in units_visible_to(by).filter(is_active=True).exclude(kind="company").order_by("-sort_key", "-pk")}
    return Sheet(name="outcomes.targets", title=gettext_lazy("People to be covered"), columns=(
        Column("name", gettext_lazy("Name"), ("姓名",), parse=parsers.person_name, required=True),
        Column("unit", pgettext_lazy("organisation", "Unit"), ("单位", "工作单位", "所在单位"), required=True, width=30, choices=tuple(reversed(names)),
               parse=named(names, gettext_lazy("“%(name)s” is no unit of this list."))),
        Column("level", gettext_lazy("Level"), ("层级", "职务层次", "级别"), parse=LEVELS, required=True, choices=("县处级", "乡科级")),
        Column("one_sided", gettext_lazy("One-sided career (yes/no)"), ("是否三门干部", "三门干部", "经历单一"), parse=parsers.flag, choices=("是", "否")),
        Column("covered_year", gettext_lazy("Trained before in the year"), ("已培训年份", "已参训年份"), parse=parsers.whole_number),
        Column("covered_basis", gettext_lazy("Paper of the earlier training"), ("培训依据", "依据文件"), width=24),
    ), ignored=("序号",), carry_down=("unit",), sheet_checks=(checks.unique("name", "same_person", gettext_lazy("The same person stands in row %(row)s too."), identify=_who),))


def _values(row: Target) -> dict[str, Any]:
    return {"_key": str(row.pk), "name": row.person.name, "unit": row.person.unit_id, "level": row.level, "one_sided": row.one_sided,
            "covered_year": row.covered_year, "covered_basis": row.covered_basis or None}


def _rows(desk: Unit, by: Actor) -> list[dict[str, Any]]:
    return [_values(row) for row in kept_by(desk)]


def _meant(desk: Unit, by: Actor, rows: Sequence[Taken]) -> list[Meant]:
    """Find each person by the hidden key, else by name and unit; people who are on no list are entered."""
    have = {str(row.pk): row for row in kept_by(desk)}
    by_name = {(row.person.name, row.person.unit_id): row for row in have.values()}
    twice = names_twice(by, {(row.values["name"], row.values["unit"]) for row in rows})
    return [_one(row, have.get(row.key) or by_name.get((row.values["name"], row.values["unit"])), twice) for row in rows]


def _one(row: Taken, target: Target | None, twice: set[tuple[str, int]]) -> Meant:
    who = (row.values["name"], row.values["unit"])
    if target is not None and who != (target.person.name, target.person.unit_id):
        return Meant(target, _values(target), _("This list does not rename or move a person; change the file of the person."))
    if target is None and who in twice:
        return Meant(None, {}, _("This name stands twice in the unit; enter the person by hand."))
    year = row.values.get("covered_year")
    if year is not None and not 2000 <= year <= 2100:
        return Meant(target, _values(target) if target else {}, _("This year is not possible."))
    if year is not None and not row.values.get("covered_basis"):
        return Meant(target, _values(target) if target else {}, _("Earlier training needs its paper."))
    return Meant(target, _values(target) if target else {})


def _write(desk: Unit, by: Actor, row: Taken, meant: Meant) -> Target:
    """Enter a person to be covered, or correct the facts; a cell whose column is missing in the file stays as it was."""
    known = meant.existing
    facts = {name: row.values[name] if name in row.values else known.get(name) for name in FACTS}
    return actions.put_target(desk, by=by, name=row.values["name"], unit=units_visible_to(by).get(pk=row.values["unit"]), level=str(facts["level"]),
                              one_sided=bool(facts["one_sided"]), covered_year=facts["covered_year"], covered_basis=facts["covered_basis"] or "")


TARGETS = register(Trip(
    name="targets", title=gettext_lazy("People to be covered"), about=gettext_lazy("Whom the programme means to cover: level, career, earlier training with its paper."),
    subjects=keepers_visible_to, brings=lambda by, desk: bool(rules.sets_standard(by, desk)), sheet=_sheet, rows=_rows, meant=_meant, write=_write,
    back=lambda desk: reverse("outcomes:targets"), unit=lambda desk: desk.pk))
