"""Plain facts of applications: what the conditions look at, and what a row of a sheet says about them."""

from collections.abc import Iterable, Mapping
from typing import Any

from seedbed.selection.models import Application
from seedbed.selection.reckoning import bay
from seedbed.selection.reckoning.conflicts import split_remark
from seedbed.selection.reckoning.eligibility import Facts
from seedbed.selection.reckoning.industries import codes_of
from seedbed.selection.states import BayKind

TEXTS = ("rank", "political_status", "education", "duties")
FLAGS = ("in_park", "in_economic", "is_recruited_talent")


def facts_of(application: Application, trained: Mapping[int, Iterable[int]]) -> Facts:
    """Return the plain facts that the conditions look at."""
    person = application.person
    return Facts(
        recommended=bool(application.recommended_at and application.opinion),
        born=f"{person.birth_month:%Y-%m}" if person.birth_month else "",
        id_valid=bool(person.id_lookup), rank=application.rank,
        in_line=application.in_park or application.in_economic,
        trained_in=tuple(trained.get(person.pk, ())), starts_on=application.batch.starts_on,
        opinion=application.opinion, bay_unclear=application.bay_kind == BayKind.UNCLEAR,
    )


def read_bay(text: str) -> dict[str, Any]:
    """Return the columns of a text about the Bay Area, read by machine."""
    return {"bay_experience": text, "bay_kind": BayKind(bay.read_stay(text).kind), "bay_corrected": False}


def application_columns(values: Mapping[str, Any]) -> dict[str, Any]:
    """Return the columns of an application from a row's values; only columns that the file has are in it."""
    columns: dict[str, Any] = {name: values[name] or "" for name in TEXTS if name in values}
    columns |= {name: bool(values[name]) for name in FLAGS if name in values}
    if "post" in values:
        columns["post"] = values["post"] or ""
    if values.get("employer"):
        columns["post"] = values["employer"]["post"]
    if "school" in values:
        school = values["school"] or {}
        columns |= {"school": school.get("school", ""), "major": school.get("major", "")}
    if "bay_experience" in values:
        columns["bay_experience"] = values["bay_experience"] or ""
    if "wished_industries" in values:
        wishes = values["wished_industries"] or []
        columns |= {"wished_industries": "、".join(wishes), "wished_codes": codes_of(wishes)}
    if "remark" in values:
        columns["declared_conflict"], columns["remark"] = split_remark(values["remark"] or "")
    if "opinion" in values:
        columns["opinion"] = values["opinion"] or ""
    return columns


def differing(application: Application, columns: Mapping[str, Any]) -> dict[str, Any]:
    """Return the columns in which an application is otherwise."""
    return {name: value for name, value in columns.items() if getattr(application, name) != value}
