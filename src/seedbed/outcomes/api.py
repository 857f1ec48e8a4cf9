"""What a batch brings home over the API: leads, visits, practices, follow-up, coverage. Documents of amounts are read on the page."""

from seedbed.directory.queries import people_visible_to, units_visible_to
from seedbed.kernel.api import Desk
from seedbed.outcomes import queries
from seedbed.outcomes.actions import coverage, leads, practices
from seedbed.outcomes.models import CompanyVisit, FollowUp, HoursEntry, Lead, Practice, Target
from seedbed.outcomes.queries import coverage as coverage_queries
from seedbed.outcomes.queries import leads as lead_queries
from seedbed.outcomes.queries import practices as practice_queries
from seedbed.outcomes.queries.sharing import sharings_visible_to

desk = Desk("outcomes", "outcomes", sign="outcomes_")
desk.lists("leads", Lead, lead_queries.leads_visible_to,
           ("id", "desk", "batch", "company", "uscc", "business", "wishes", "place", "contact", "found_on", "not_same", "state", "owner", "sign_by", "reply_by", "shared", "version"), filters=("batch",))
desk.lists("visits", CompanyVisit, lead_queries.visits_visible_to, ("id", "batch", "company", "visited_on", "learnt"), filters=("batch",))
desk.lists("practices", Practice, practice_queries.practices_visible_to, ("id", "batch", "person", "title", "seen_at", "what", "state", "version"), filters=("batch",))
desk.lists("follow-ups", FollowUp, practice_queries.follow_ups_visible_to, ("id", "batch", "person", "months", "due_on", "heard", "done_on"))
desk.lists("targets", Target, coverage_queries.targets_visible_to, ("id", "desk", "person", "level", "one_sided", "covered_year", "covered_basis", "version"))
desk.lists("hours", HoursEntry, coverage_queries.hours_visible_to, ("id", "desk", "person", "year", "what", "months", "days", "tenths", "online", "basis", "batch"))

desk.does("batches", queries.batches_visible_to, leads.add_lead, rows={"person": people_visible_to}, more={"business": str, "wishes": str, "place": str, "contact": str})
desk.does("batches", queries.batches_visible_to, practices.add_practice, rows={"person": people_visible_to})
desk.does("batches", queries.batches_visible_to, practices.plan_follow_up, coverage.credit_batch)
desk.does("leads", lead_queries.leads_visible_to, leads.join_lead, rows={"person": people_visible_to})
desk.does("leads", lead_queries.leads_visible_to, leads.hand_over, rows={"owner": units_visible_to})
desk.does("leads", lead_queries.leads_visible_to, leads.sign_for, leads.send_back, leads.report, leads.give_up, leads.take_up_again)
desk.does("practices", practice_queries.practices_visible_to, practices.propose_practice, practices.adopt_practice, practices.decline_practice, practices.prove_practice)
desk.does("practices", practice_queries.practices_visible_to, practices.take_practice, rows={"unit": units_visible_to, "session": sharings_visible_to})
desk.does("follow-ups", practice_queries.follow_ups_visible_to, practices.do_follow_up)
