"""The same for what is asked for, written and judged: tickets, visits, texts, the branch, rules, assessments, practices."""

from datetime import timedelta
from typing import Any

from django.utils import timezone

from seedbed.assessment import actions as assessment
from seedbed.assessment.states import APPEAL_MOVES, ROUND_MOVES, SHEET_MOVES
from seedbed.casework import actions as casework
from seedbed.casework.states import TICKET_MOVES
from seedbed.kernel.actor import Actor
from seedbed.outcomes.actions import practices
from seedbed.outcomes.states.practices import PRACTICE_MOVES
from seedbed.residency.actions import branch, visits, works
from seedbed.residency.models import TempBranch
from seedbed.residency.states.branch import BRANCH_MOVES
from seedbed.residency.states.visits import FINDING_MOVES, WISH_MOVES
from seedbed.residency.states.works import WORK_MOVES
from seedbed.selection import actions as selection
from seedbed.selection.models import Batch
from seedbed.selection.states import RULE_DRAFT_MOVES
from tests.reliability.machines import KEEPERS, OFFICE, WHY, Machine, Try
from tests.world import World

HOME = OFFICE | {"clerk_a"}  # the office, and the unit to which a practice is brought home


def _ticket(state: str, world: World) -> dict[str, Any]:
    return {"holder": None if state == "received" else world.cast.officer, "taken_at": timezone.now(), "solved_at": timezone.now(), "solution": WHY,
            "satisfaction": 2 if state == "closed" else None}


def _finding(state: str, world: World) -> dict[str, Any]:
    return {"result": WHY}


def _wish(state: str, world: World) -> dict[str, Any]:
    type(world["order"]).objects.filter(pk=world["order"].pk).update(state="refused", approved_at=timezone.now())  # one order at a time stands against a person
    return {"answered_at": timezone.now()}


def _work(state: str, world: World) -> dict[str, Any]:
    return {"handed_in_at": timezone.now(), "own_work_at": timezone.now()}


def _branch(state: str, world: World) -> dict[str, Any]:
    today, proposed, over = timezone.localdate(), state == "proposed", state == "dissolved"
    Batch.objects.filter(pk=world["late"].pk).update(ends_on=today - timedelta(days=1))  # a branch lives until its class is over
    return {"approved_on": None if proposed else today, "circle": None if proposed else world["circle"], "approval_number": "郴组复〔2026〕3号",
            "approval_issuer": "市委组织部", "dissolved_on": today if over else None, "record": {} if over else None}


def _rule_draft(state: str, world: World) -> dict[str, Any]:
    return {"decided_as": world["rules"] if state == "decided" else None}


def _round(state: str, world: World) -> dict[str, Any]:
    return {"proposed_by": world.cast.officer, "proposed_at": timezone.now(), "released_at": timezone.now()}


def _sheet(state: str, world: World) -> dict[str, Any]:
    return {"given_at": timezone.now()}


def _appeal(state: str, world: World) -> dict[str, Any]:
    return {"answer": WHY, "answered_at": timezone.now()}


def _practice(state: str, world: World) -> dict[str, Any]:
    return {"adopted_on": timezone.localdate(), "adopted_basis": WHY, "result": WHY}


def _mark(sheet: Any, by: Actor, world: World) -> Any:
    criteria = sheet.assessment.round.scheme.read.criteria_of(sheet.assessor.who)
    return assessment.mark(sheet, by=by, given={c.key: assessment.GivenMark(8_000, WHY) for c in criteria})


def _decide(row: Any, by: Actor, world: World) -> Any:
    return selection.decide_rules(row, by=by, decided_by="郴组发〔2026〕9号", effective_from=timezone.localdate())


def _approve_branch(row: Any, by: Actor, world: World) -> Any:
    return branch.approve_branch(row, by=by, number="郴组复〔2026〕3号", issuer="市委组织部", on=timezone.localdate())


MACHINES_OF_RESULTS = (
    Machine("ticket", TICKET_MOVES, lambda world: world["ticket"], _ticket, (
        Try("take", KEEPERS, {"received"}, lambda row, by, world: casework.take_ticket(row, by=by)),
        Try("hand_over", KEEPERS, {"received", "taken"}, lambda row, by, world: casework.hand_over_ticket(row, by=by, to=world.cast.officer, reason=WHY)),
        Try("solve", KEEPERS, {"received", "taken"}, lambda row, by, world: casework.solve_ticket(row, by=by, solution=WHY)),
        Try("reopen", KEEPERS | {"applicant"}, {"solved", "closed"}, lambda row, by, world: casework.reopen_ticket(row, by=by, reason=WHY)),
        Try("close", {"applicant"}, {"solved"}, lambda row, by, world: casework.rate_ticket(row, by=by, satisfaction=2)),
    )),
    Machine("finding", FINDING_MOVES, lambda world: world["finding"], _finding, (
        Try("mend", OFFICE, {"open"}, lambda row, by, world: visits.mend_finding(row, by=by, result=WHY)),
    )),
    Machine("wish", WISH_MOVES, lambda world: world["wish"], _wish, (
        Try("order", OFFICE, {"asked"}, lambda row, by, world: visits.order_change(row, by=by, post=world["order"].to_post)),
        Try("refuse", OFFICE, {"asked"}, lambda row, by, world: visits.refuse_change(row, by=by, reason=WHY)),
        Try("take_back", {"applicant"}, {"asked"}, lambda row, by, world: visits.take_wish_back(row, by=by)),
    )),
    Machine("text", WORK_MOVES, lambda world: world["work"], _work, (
        Try("hand_in", {"applicant"}, {"draft", "returned"}, lambda row, by, world: works.hand_in(row, by=by, own_work=True)),
        Try("fetch_back", {"applicant"}, {"handed_in"}, lambda row, by, world: works.fetch_back(row, by=by)),
        Try("return", OFFICE, {"handed_in", "accepted"}, lambda row, by, world: works.return_work(row, by=by, text=WHY)),
        Try("accept", OFFICE, {"handed_in"}, lambda row, by, world: works.accept_work(row, by=by)),
    )),
    Machine("branch", BRANCH_MOVES, lambda world: TempBranch.objects.get(training_class=world["class"]), _branch, (
        Try("approve", OFFICE, {"proposed"}, _approve_branch),
        Try("dissolve", OFFICE | {"residency.dissolve"}, {"approved"}, lambda row, by, world: branch.dissolve_branch(row, by=by)),
    )),
    Machine("draft of rules", RULE_DRAFT_MOVES, lambda world: world["rule_draft"], _rule_draft, (
        Try("decide", {"officer"}, {"open"}, _decide),
        Try("drop", {"officer"}, {"open"}, lambda row, by, world: selection.drop_rules(row, by=by, reason=WHY)),
    )),
    Machine("round", ROUND_MOVES, lambda world: world["result"].round, _round, (
        Try("close", OFFICE, {"marking"}, lambda row, by, world: assessment.close_round(row, by=by)),
        Try("reopen", OFFICE, {"closed"}, lambda row, by, world: assessment.reopen_round(row, by=by, reason=WHY)),
        Try("propose", OFFICE, {"closed"}, lambda row, by, world: assessment.propose_grades(row, by=by)),
        Try("take_back", OFFICE, {"proposed"}, lambda row, by, world: assessment.take_back(row, by=by, reason=WHY)),
        Try("release", {"leader"}, {"proposed"}, lambda row, by, world: assessment.release_round(row, by=by)),
    )),
    Machine("mark sheet", SHEET_MOVES, lambda world: world["sheet"], _sheet, (
        Try("hand_in", {"officer"}, {"open"}, _mark),
        Try("drop", OFFICE, {"open", "given"}, lambda row, by, world: assessment.drop_sheet(row, by=by, reason=WHY)),
    )),
    # The officer gave marks in this result: only the leader answers.
    Machine("appeal", APPEAL_MOVES, lambda world: world["appeal"], _appeal, (
        Try("keep", {"leader"}, {"open"}, lambda row, by, world: assessment.answer_appeal(row, by=by, answer=WHY)),
        Try("change", {"leader"}, {"open"}, lambda row, by, world: assessment.answer_appeal(row, by=by, answer=WHY, grade="c")),
    )),
    Machine("practice", PRACTICE_MOVES, lambda world: world["practice"], _practice, (
        Try("propose", OFFICE | {"applicant"}, {"seen"}, lambda row, by, world: practices.propose_practice(row, by=by)),
        Try("adopt", HOME, {"proposed"}, lambda row, by, world: practices.adopt_practice(row, by=by, on=timezone.localdate(), basis=WHY)),
        Try("decline", HOME, {"proposed"}, lambda row, by, world: practices.decline_practice(row, by=by, reason=WHY)),
        Try("prove", HOME, {"adopted"}, lambda row, by, world: practices.prove_practice(row, by=by, result=WHY)),
    )),
)
