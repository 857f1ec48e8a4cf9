"""Writes of the answer library, of policy material and of research projects."""

from datetime import date
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from seedbed.directory.models import Person, Site, Unit
from seedbed.directory.queries import site as office
from seedbed.grassroots import rules
from seedbed.grassroots.models import Answer, Material, Matter, Project, ProjectStep
from seedbed.grassroots.states import ANSWER_MOVES, PROJECT_MOVES
from seedbed.kernel.actions import action, add, change, require
from seedbed.kernel.actor import Actor
from seedbed.kernel.models import ApprovalPaper
from seedbed.kernel.workflow import perform


@action("grassroots.propose_answer", allow=rules.proposes_answer, label=gettext_lazy("Propose an answer for the library"))
def propose_answer(site: Site, *, by: Actor, question: str, answer: str, source: str, valid_until: date | None = None) -> Answer:
    """Propose an answer to a question that people ask, with the policy it stands on."""
    require(question.strip() and answer.strip() and source.strip(), _("Question, answer and policy belong together."))
    return add(Answer(question=question.strip()[:200], answer=answer.strip(), source=source.strip()[:200], valid_until=valid_until, proposed_by=by.account))


@action("grassroots.approve_answer", allow=rules.approves_answer, label=gettext_lazy("Approve an answer of the library"))
def approve_answer(answer: Answer, *, by: Actor, approval: ApprovalPaper | None = None) -> Answer:
    """Approve an answer, as another person than who proposed it or with the superior's paper; from then on it is used in talks."""
    return perform(answer, ANSWER_MOVES, "approve", by=by, approval=approval, approved_by_id=by.account_id, approved_at=timezone.now())


@action("grassroots.withdraw_answer", allow=rules.approves_answer, label=gettext_lazy("Withdraw an answer of the library"))
def withdraw_answer(answer: Answer, *, by: Actor, reason: str) -> Answer:
    """Withdraw an answer whose policy has changed, or that is not approved; it is not told any more."""
    return perform(answer, ANSWER_MOVES, "withdraw", by=by, note=reason)


@action("grassroots.keep_answer", allow=rules.works_on_matter, label=gettext_lazy("Propose the answer to a matter for the library"))
def keep_answer(matter: Matter, *, by: Actor, question: str, answer: str, source: str, valid_until: date | None = None) -> Answer:
    """Propose what was answered in an outing for the library, once; the matter shows what became of it."""
    require(matter.library_id is None, _("It was proposed for the library already."))
    row = propose_answer(office(), by=by, question=question, answer=answer, source=source, valid_until=valid_until)
    change(matter, library=row)
    return row


@action("grassroots.add_material", allow=rules.proposes_answer, label=gettext_lazy("Add material for policy talks"))
def add_material(site: Site, *, by: Actor, title: str, words: str, source: str, valid_until: date | None = None) -> Material:
    """Add material for policy talks in plain words, with its source."""
    require(title.strip() and words.strip() and source.strip(), _("Title, words and policy belong together."))
    return add(Material(title=title.strip()[:120], words=words.strip(), source=source.strip()[:200], valid_until=valid_until, added_by=by.account))


@action("grassroots.open_project", allow=rules.opens_project, label=gettext_lazy("Open a research project"))
def open_project(unit: Unit, *, by: Actor, title: str, why: str, lead: Person, due_on: date) -> Project:
    """Open a research project with its topic; outings, problems, duties and tasks come from the field."""
    require(title.strip() and why.strip(), _("Write the topic, and why it is looked into."))
    require(due_on > timezone.localdate(), _("Name a later day."))
    return add(Project(unit=unit, title=title.strip()[:120], why=why.strip(), lead=lead, due_on=due_on))


@action("grassroots.move_project", allow=rules.runs_project, label=gettext_lazy("Take a research project one step further"))
def move_project(project: Project, *, by: Actor, move: str, words: str) -> Project:
    """Take a project to its next step, with what was decided or found; the findings of the study become its report."""
    require(move in {row.name for row in PROJECT_MOVES}, _("There is no such step."))
    kept: dict[str, Any] = {"report": words.strip()} if move == "solve" else {}
    perform(project, PROJECT_MOVES, move, by=by, note=words, **kept)
    add(ProjectStep(project=project, what=move, words=words.strip(), by=by.account))
    return project
