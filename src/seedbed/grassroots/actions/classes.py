"""Writes of classes of problems: cases with one root are gathered, raised to the level that can solve it, and each gets its answer."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from seedbed.casework.actions import cases as casework
from seedbed.casework.models import Case
from seedbed.casework.queries.cases import cases_visible_to
from seedbed.directory.models import Unit
from seedbed.grassroots import notifications, rules
from seedbed.grassroots.models import ClassCase, ClassStep, ProblemClass
from seedbed.grassroots.queries import whole
from seedbed.grassroots.states import CLASS_MOVES, ClassState
from seedbed.kernel.actions import action, add, remove, require
from seedbed.kernel.actor import Actor
from seedbed.kernel.workflow import perform


@dataclass(frozen=True)
class Root:
    """What is known of the root: who answers for it, at which level it lies, its cause, the measure."""

    name: str
    owner: Unit
    level: str
    cause: str
    measure: str
    until: date | None = None


@action("grassroots.gather_class", allow=rules.gathers, label=gettext_lazy("Gather cases into a class of problems"))
def gather(unit: Unit, *, by: Actor, root: Root, cases: Iterable[Case]) -> ProblemClass:
    """Gather open cases that the actor sees into a class with owner, level, cause and measure; each keeps its own way and its clock."""
    require(root.name.strip() and root.cause.strip() and root.measure.strip(), _("A class needs its name, cause and measure."))
    row = add(ProblemClass(name=root.name.strip(), unit=unit, owner=root.owner, level=root.level, cause=root.cause.strip(), measure=root.measure.strip(), until=root.until))
    for case in cases:
        join(row, by=by, case=case)
    return row


@action("grassroots.join_class", allow=rules.keeps_class | rules.solves_class | rules.gathers_row, label=gettext_lazy("Put a case into a class"))
def join(problem: ProblemClass, *, by: Actor, case: Case) -> ClassCase:
    """Put one more case into a class; a confidential one never joins, for a class is seen by many."""
    require(problem.state not in (ClassState.SOLVED, ClassState.CLOSED), _("This class is solved already."))
    require(not case.confidential and (by.kind == "job" or cases_visible_to(by).filter(pk=case.pk).exists()), _("There is no such case to join."))
    require(not ClassCase.objects.filter(case=case).exists(), _("Case %(number)s belongs to a class already.") % {"number": case.number})
    return add(ClassCase(problem=problem, case=case))


@action("grassroots.leave_class", allow=rules.keeps_class | rules.gathers_row, label=gettext_lazy("Take a case out of a class"))
def leave(problem: ProblemClass, *, by: Actor, case: Case) -> ProblemClass:
    """Take a case out of a class; the case goes on as it is."""
    rows = list(problem.cases.filter(case=case))
    require(rows, _("This case does not belong to the class."))
    for row in rows:
        remove(row)
    return problem


def _step(problem: ProblemClass, by: Actor, what: str, words: str) -> None:
    add(ClassStep(problem=problem, what=what, words=words.strip(), by=by.account))


@action("grassroots.raise_class", allow=rules.keeps_class, label=gettext_lazy("Raise a class of problems"))
def raise_class(problem: ProblemClass, *, by: Actor, to: Unit, paper: str, until: date | None = None) -> ProblemClass:
    """Raise a class to the unit that can solve its root, with the number of the paper; its leaders are told."""
    require(paper.strip(), _("Give the number of the paper with which it is raised."))
    require(problem.cases.exists(), _("A class without cases is not raised."))
    perform(problem, CLASS_MOVES, "raise", by=by, raised_to_id=to.pk, raised_by_id=by.account_id, paper=paper.strip()[:60], until=until or problem.until)
    _step(problem, by, "raise", f"{to} {paper}")
    notifications.class_raised(problem, whole.office_of(to.pk))
    return problem


@action("grassroots.take_up_class", allow=rules.takes_up_class, label=gettext_lazy("Take up a class of problems"))
def take_up(problem: ProblemClass, *, by: Actor, measure: str, until: date) -> ProblemClass:
    """Take up a class that was raised: the measure and the day until which it is done; those who raised it are told."""
    require(measure.strip(), _("Write what will be done."))
    require(until >= timezone.localdate(), _("Name a later day."))
    perform(problem, CLASS_MOVES, "take_up", by=by, measure=measure.strip(), until=until)
    _step(problem, by, "take_up", measure)
    notifications.class_moved(problem, whole.office_of(problem.unit_id))
    return problem


@action("grassroots.decline_class", allow=rules.takes_up_class, label=gettext_lazy("Send a class of problems back"))
def decline(problem: ProblemClass, *, by: Actor, reason: str) -> ProblemClass:
    """Send a class back with the reason and who could solve it."""
    perform(problem, CLASS_MOVES, "decline", by=by, note=reason, raised_to_id=None)
    _step(problem, by, "decline", reason)
    notifications.class_moved(problem, whole.office_of(problem.unit_id))
    return problem


@action("grassroots.solve_class", allow=rules.solves_class, label=gettext_lazy("Report a class as solved"))
def solve(problem: ProblemClass, *, by: Actor, result: str) -> int:
    """Report what was changed at the root; every open case of the class gets it as its answer and goes its own way of reviews and a check.

    Returns how many cases were answered. Cases that are further on already are left alone.
    """
    require(result.strip(), _("Write what was changed."))
    perform(problem, CLASS_MOVES, "solve", by=by, result=result.strip())
    _step(problem, by, "solve", result)
    answered = 0
    for case in whole.open_cases_of(problem):
        casework.answer_from_above(case, by=by, lead=problem.owner, answer=result.strip())
        answered += 1
    notifications.class_moved(problem, whole.office_of(problem.unit_id))
    return answered


@action("grassroots.reopen_class", allow=rules.keeps_class, label=gettext_lazy("Open a class again"))
def reopen(problem: ProblemClass, *, by: Actor, reason: str) -> ProblemClass:
    """Open a class again whose root was not solved; cases that came back are opened one by one."""
    kept: dict[str, Any] = {} if problem.raised_to_id else {"raised_to_id": problem.owner_id, "paper": problem.paper or "–"}
    perform(problem, CLASS_MOVES, "again", by=by, note=reason, **kept)
    _step(problem, by, "again", reason)
    return problem


@action("grassroots.close_class", allow=rules.keeps_class, label=gettext_lazy("Close a class after looking back"))
def close(problem: ProblemClass, *, by: Actor, finding: str) -> ProblemClass:
    """Close a class after looking back; refused while one of its cases is open."""
    require(not whole.open_cases_of(problem, anywhere=True).exists(), _("A case of the class is still open."))
    perform(problem, CLASS_MOVES, "close", by=by, note=finding)
    _step(problem, by, "close", finding)
    return problem


