"""Life in the company over the API: classes, leave, texts handed in, visits, wishes for changes.

The body of a journal, what a host said of a person and confidential tickets are read on the page only.
"""

from seedbed.kernel.api import Desk
from seedbed.placement.queries.hosts import posts_visible_to
from seedbed.residency.actions import classes, leave, visits, works
from seedbed.residency.models import ChangeWish, ClassMember, Finding, Leave, TrainingClass, Visit, Work
from seedbed.residency.queries import classes as class_queries
from seedbed.residency.queries import leave as leave_queries
from seedbed.residency.queries import visits as visit_queries
from seedbed.residency.queries import works as work_queries

desk = Desk("residency", "residency", sign="residency_")
desk.lists("classes", TrainingClass, class_queries.classes_visible_to, ("id", "batch", "circle", "journal_every", "visit_every", "opened_at", "closed_on", "version"))
desk.lists("members", ClassMember, class_queries.members_visible_to, ("id", "training_class", "placement", "person", "group", "duty", "leads_group", "version"),
           filters=("training_class",))
desk.lists("leaves", Leave, leave_queries.leaves_visible_to,
           ("id", "member", "first_on", "from_noon", "last_on", "to_noon", "halves", "state", "despite", "asked_at", "decided_at", "version"), filters=("member",))
desk.lists("works", Work, work_queries.works_visible_to, ("id", "member", "kind", "first_on", "last_on", "title", "state", "handed_in_at", "accepted_at", "version"),
           filters=("member",))
desk.lists("visits", Visit, visit_queries.visits_visible_to, ("id", "training_class", "offer", "kind", "on", "visitors", "met", "summary", "recorded_at", "version"),
           filters=("training_class",))
desk.lists("findings", Finding, visit_queries.findings_visible_to, ("id", "visit", "text", "owner", "due_on", "state", "result", "version"), filters=("visit",))
desk.lists("wishes", ChangeWish, visit_queries.wishes_visible_to, ("id", "member", "side", "wanted", "reason", "asked_at", "state", "answer", "answered_at", "version"))

desk.does("classes", class_queries.classes_visible_to, classes.take_in, classes.divide, visits.set_class)
desk.does("members", class_queries.members_visible_to, leave.ask_leave, visits.ask_change)
desk.does("leaves", leave_queries.leaves_visible_to, leave.grant_leave, leave.refuse_leave, leave.take_leave_back, leave.note_return)
desk.does("works", work_queries.works_visible_to, works.hand_in, works.fetch_back, works.return_work, works.accept_work, works.comment_work)
desk.does("findings", visit_queries.findings_visible_to, visits.mend_finding)
desk.does("wishes", visit_queries.wishes_visible_to, visits.order_change, rows={"post": posts_visible_to})
desk.does("wishes", visit_queries.wishes_visible_to, visits.refuse_change, visits.take_wish_back)
