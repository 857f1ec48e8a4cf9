"""Public notices and objections over the API; what was written under seal is read on the page only."""

from seedbed.casework import actions, queries
from seedbed.casework.models import Objection, PublicNotice
from seedbed.kernel.api import Desk

desk = Desk("casework", "casework")
desk.lists("notices", PublicNotice, queries.notices_visible_to,
           ("id", "number", "desk", "kind", "title", "row_count", "digest", "workdays", "starts_on", "ends_on", "provisional", "state", "version"))
desk.lists("objections", Objection, queries.objections_visible_to,
           ("id", "number", "notice", "is_anonymous", "received_at", "due_on", "provisional", "answered_at", "state", "version"), filters=("notice",))
desk.does("notices", queries.notices_visible_to, actions.change_notice, actions.publish, actions.take_down)
desk.does("objections", queries.objections_visible_to, actions.accept, actions.handle, actions.answer)
