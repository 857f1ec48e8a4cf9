"""Public notices, objections and cases over the API; what was written under seal, and who asked, is read on the page only."""

from seedbed.casework import actions, queries
from seedbed.casework.actions import cases as doing
from seedbed.casework.models import Assignment, Case, Clock, Objection, PublicNotice
from seedbed.casework.queries import cases as reads
from seedbed.casework.queries.clocks import clocks_visible_to
from seedbed.kernel.api import Desk

desk = Desk("casework", "casework")
desk.lists("notices", PublicNotice, queries.notices_visible_to,
           ("id", "number", "desk", "kind", "title", "row_count", "digest", "workdays", "starts_on", "ends_on", "provisional", "state", "version"))
desk.lists("objections", Objection, queries.objections_visible_to,
           ("id", "number", "notice", "is_anonymous", "received_at", "due_on", "provisional", "answered_at", "state", "version"), filters=("notice",))
desk.does("notices", queries.notices_visible_to, actions.change_notice, actions.publish, actions.take_down)
desk.does("objections", queries.objections_visible_to, actions.accept, actions.handle, actions.answer)

cases = Desk("casework", "casework")  # mounted only where a line works with cases
cases.lists("cases", Case, reads.cases_visible_to,
            ("id", "number", "desk", "channel", "received_at", "title", "words", "area", "place", "category", "urgency", "confidential", "lead", "state", "outcome",
             "answer", "due_at", "closed_at", "rebounds", "review_on", "external", "petition_number", "wants_reply", "version"), filters=("area", "category", "lead"))
cases.lists("parts", Assignment, reads.parts_visible_to,
            ("id", "case", "unit", "kind", "rule", "given_at", "signed_at", "state", "word", "closed_at", "version"), filters=("case",))
cases.lists("clocks", Clock, lambda by: clocks_visible_to(reads.cases_visible_to(by)),
            ("id", "case", "assignment", "purpose", "rule", "event", "started_at", "legal_at", "safe_at", "provisional", "calendar", "extended", "paused_since",
             "stopped_at"), filters=("case",))
cases.does("parts", reads.parts_visible_to, doing.sign_for, doing.send_back, doing.finish_part)
cases.does("cases", reads.cases_visible_to, doing.add_step, doing.report)
