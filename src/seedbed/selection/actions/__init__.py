"""Writes of the selection."""

from seedbed.selection.actions.applying import (
    correct,
    declare_conflict,
    discard_draft,
    give_up,
    judge_stay,
    recommend,
    return_application,
    save_draft,
    submit,
)
from seedbed.selection.actions.deciding import decide, move_up, propose, release
from seedbed.selection.actions.drafting import decide_rules, draft_rules, drop_rules
from seedbed.selection.actions.importing import (
    accept_mends,
    answer_questions,
    discard_import,
    leave_row,
    mend_cell,
    send_corrections,
    stage_import,
    take_import,
)
from seedbed.selection.actions.planning import (
    MOVED_BY_HAND,
    OPEN_TO_CHANGE,
    add_batch,
    add_plan,
    add_programme,
    change_batch,
    change_plan,
    change_programme,
    copy_batch,
    move_batch,
    publish_rules,
    remove_quota,
    set_quota,
)
from seedbed.selection.actions.screening import overrule, screen, screen_batch, sound

__all__ = [
    "MOVED_BY_HAND", "OPEN_TO_CHANGE",
    "accept_mends", "add_batch", "add_plan", "add_programme", "answer_questions", "change_batch", "change_plan",
    "change_programme", "copy_batch", "correct", "decide", "decide_rules", "declare_conflict", "discard_draft", "discard_import",
    "draft_rules", "drop_rules",
    "give_up", "judge_stay", "leave_row", "mend_cell", "move_batch", "move_up", "overrule", "propose", "publish_rules",
    "recommend", "release", "remove_quota", "return_application", "save_draft", "screen", "screen_batch", "send_corrections", "set_quota",
    "sound", "stage_import", "submit", "take_import",
]
