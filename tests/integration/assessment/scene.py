"""A round of assessment over some people of unit A and B, with assessors of the department."""

from datetime import timedelta
from typing import Any

from django.utils import timezone

from seedbed.assessment import actions
from seedbed.assessment.actions import GivenMark
from seedbed.assessment.models import Assessor, MarkSheet, Round, Scheme
from seedbed.directory import actions as directory
from seedbed.directory.models import Person
from tests.cast import SETUP, Cast, open_account

CONTENT: dict[str, Any] = {
    "criteria": [
        {"key": "essay", "name": "心得体会", "weight": 6000, "who": "group", "basis": "product", "evidence": "心得文章"},
        {"key": "word", "name": "企业评价", "weight": 4000, "who": "host", "basis": "word", "evidence": ""},
    ],
    "grades": [{"key": "a", "name": "优秀", "least": 8500, "share": 2500}, {"key": "b", "name": "良好", "least": 6000, "share": None},
               {"key": "c", "name": "一般", "least": 0, "share": None}],
    "fewest": {"group": 2, "host": 1}, "outlier": 250, "appeal_workdays": 5, "reply_workdays": 10,
}
ALONE: dict[str, Any] = CONTENT | {"criteria": [CONTENT["criteria"][0] | {"weight": 10_000}], "fewest": {"group": 1}}


def make_scheme(cast: Cast, content: dict[str, Any] | None = None, *, by: Any = SETUP) -> Scheme:
    """Publish a scheme of the department."""
    return actions.publish_scheme(cast.department, by=by, code="test", name="考核方案", content=content or CONTENT, decided_by="郴组发〔2026〕8号")


def make_people(cast: Cast, count: int = 2) -> list[Person]:
    """The two applicants and some more of unit A."""
    more = [directory.add_person(cast.unit_a, by=SETUP, name=f"学员{i}") for i in range(count - 2)]
    return [cast.people["applicant"], cast.people["other_applicant"], *more]


def make_round(cast: Cast, people: list[Person], content: dict[str, Any] | None = None, *, title: str = "第二期考核") -> Round:
    """Open a round of the department."""
    due = timezone.localdate() + timedelta(days=14)
    return actions.open_round(cast.department, by=cast.actor("officer"), scheme=make_scheme(cast, content), title=title, due_on=due, people=people)


def ask(cast: Cast, row: Round, *names: str) -> list[Assessor]:
    """Ask accounts of the cast to mark; unknown ones are opened without a person."""
    for name in names:
        if name not in cast.accounts:
            cast.accounts[name] = open_account(name, "officer", cast.department)
    return [actions.add_assessor(row, by=cast.actor("officer"), who="group", account=cast.accounts[name]) for name in names]


def give(sheet: MarkSheet, points: int, *, by: Any, evidence: str = "心得文章一篇") -> MarkSheet:
    """Hand a sheet in with the same mark (in points) on every criterion."""
    criteria = sheet.assessment.round.scheme.read.criteria_of(sheet.assessor.who)
    return actions.mark(sheet, by=by, given={c.key: GivenMark(points * 100, evidence) for c in criteria})


def give_all(cast: Cast, row: Round, table: dict[str, list[int]]) -> None:
    """Hand in the sheets of some assessors of the cast, people in the order of their assessments."""
    for name, points in table.items():
        sheets = MarkSheet.objects.filter(assessment__round=row, assessor__account=cast.accounts[name]).order_by("assessment_id")
        for sheet, value in zip(sheets, points, strict=True):
            give(sheet, value, by=cast.actor(name))
