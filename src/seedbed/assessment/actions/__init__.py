"""Writes of assessments: schemes and rounds, marks, moderation and grades, appeals.

A room that assesses its people calls `open_round` inside its own action and keeps the returned row's id;
assessment never learns what the round belongs to.
"""

from seedbed.assessment.actions.appeals import answer_appeal, appeal
from seedbed.assessment.actions.grading import (
    change_grade,
    close_round,
    excuse,
    propose_grades,
    release_round,
    reopen_round,
    take_back,
)
from seedbed.assessment.actions.marking import GivenMark, change_mark, drop_sheet, mark, mark_for_company
from seedbed.assessment.actions.rounds import (
    add_assessor,
    add_company,
    make_link,
    open_round,
    publish_scheme,
    use_code,
)

__all__ = [
    "GivenMark", "add_assessor", "add_company", "answer_appeal", "appeal", "change_grade", "change_mark", "close_round", "drop_sheet", "excuse",
    "make_link", "mark", "mark_for_company", "open_round", "propose_grades", "publish_scheme", "release_round", "reopen_round", "take_back", "use_code",
]
