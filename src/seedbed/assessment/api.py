"""Schemes, rounds, results and appeals over the API. Single marks and who gave them stay on the page of those who decide."""

from seedbed.assessment import queries
from seedbed.assessment.actions import appeals, grading
from seedbed.assessment.models import Appeal, Assessment, Round, Scheme
from seedbed.kernel.api import Desk

desk = Desk("assessment", "assessment", sign="assessment_")
desk.lists("schemes", Scheme, queries.schemes_visible_to, ("id", "unit", "code", "number", "name", "content", "source", "decided_by", "effective_from"))
desk.lists("rounds", Round, queries.rounds_visible_to,
           ("id", "desk", "scheme", "title", "due_on", "state", "proposed_at", "released_at", "appeal_until"))
desk.lists("assessments", Assessment, queries.assessments_visible_to, ("id", "round", "person", "adjusted", "grade", "grade_reason", "held_back"), filters=("round",))
desk.lists("appeals", Appeal, queries.appeals_visible_to, ("id", "assessment", "text", "state", "answer"), filters=("assessment",))
desk.does("rounds", queries.rounds_visible_to, grading.close_round, grading.reopen_round, grading.propose_grades, grading.take_back, grading.release_round)
desk.does("assessments", queries.assessments_visible_to, grading.excuse, grading.change_grade, appeals.appeal)
desk.does("appeals", queries.appeals_visible_to, appeals.answer_appeal)
