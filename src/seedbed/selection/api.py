"""The selection over the API. Soundings are never given out; a person's own applications show the outward state."""

from datetime import date

from seedbed.directory.queries import units_visible_to
from seedbed.kernel.api import Desk
from seedbed.kernel.models import ImportJob
from seedbed.selection import actions, queries
from seedbed.selection.models import Application, Batch, Programme, RuleSet, YearPlan

desk = Desk("selection", "selection")
desk.lists("programmes", Programme, queries.programmes_visible_to, ("id", "name", "unit", "purpose", "is_active", "version"))
desk.lists("plans", YearPlan, queries.plans_visible_to, ("id", "programme", "year", "target", "basis", "version"), filters=("programme",))
desk.lists("rule-sets", RuleSet, queries.rule_sets_visible_to, ("id", "kind", "unit", "number", "name", "content", "effective_from", "decided_by"))
desk.lists("batches", Batch, queries.batches_visible_to,
           ("id", "plan", "ordinal", "name", "unit", "host_region", "starts_on", "ends_on", "opens_on", "closes_on", "seats", "reserve_size",
            "priority", "eligibility", "state", "released_at", "version"), filters=("plan",), computed={"code": (str, lambda batch: batch.code)})
desk.lists("applications", Application, queries.applications_run_by,
           ("id", "batch", "person", "unit", "source", "state", "post", "rank", "political_status", "education", "school", "major", "duties",
            "bay_experience", "bay_kind", "in_park", "in_economic", "is_recruited_talent", "wished_industries", "wished_codes",
            "declared_conflict", "remark", "submitted_at", "opinion", "recommended_at", "screening", "screened_at", "overruled", "position",
            "decision_note", "version"),
           filters=("batch", "unit"), computed={"number": (str, lambda row: row.shown_number), "name": (str, lambda row: row.person.name)})
# What applicants and clerks see: nothing of the inside, the state as it is told outside.
desk.lists("own-applications", Application, queries.applications_visible_to, ("id", "batch", "person", "unit", "post", "rank", "submitted_at", "return_reason", "version"),
           filters=("batch",), computed={"number": (str, lambda row: row.shown_number), "state": (str, lambda row: row.outward_label)})
desk.lists("imports", ImportJob, queries.imports_visible_to,
           ("id", "kind", "subject", "file_name", "sha256", "status", "counts", "created_at", "closed_at", "version"))

DAY = date | None
FACTS = {"post": str, "rank": str, "political_status": str, "education": str, "school": str, "major": str, "duties": str,
         "bay_experience": str, "in_park": bool, "in_economic": bool, "is_recruited_talent": bool, "remark": str, "opinion": str}

desk.does("units", units_visible_to, actions.add_programme)
desk.does("programmes", queries.programmes_visible_to, actions.change_programme, more={"name": str, "purpose": str, "is_active": bool})
desk.does("programmes", queries.programmes_visible_to, actions.add_plan)
desk.does("plans", queries.plans_visible_to, actions.change_plan, more={"target": int, "basis": str})
desk.does("plans", queries.plans_visible_to, actions.add_batch, more={"opens_on": DAY, "closes_on": DAY, "reserve_size": int})
desk.does("batches", queries.batches_run_by, actions.change_batch,
          more={"name": str, "starts_on": date, "ends_on": date, "opens_on": DAY, "closes_on": DAY, "seats": int, "reserve_size": int})
desk.does("batches", queries.batches_run_by, actions.copy_batch, rows={"plan": queries.plans_visible_to})
desk.does("batches", queries.batches_run_by, actions.set_quota, rows={"unit": units_visible_to})
desk.does("batches", queries.batches_run_by, actions.remove_quota, rows={"unit": units_visible_to})
desk.does("batches", queries.batches_run_by, actions.move_batch, actions.screen_batch, actions.propose, actions.release, actions.move_up)
desk.does("applications", queries.applications_run_by, actions.correct, more=FACTS)
desk.does("applications", queries.applications_run_by, actions.declare_conflict, rows={"unit": units_visible_to})
desk.does("applications", queries.applications_run_by, actions.judge_stay, actions.screen, actions.overrule, actions.decide, actions.give_up)
desk.does("own-applications", queries.applications_visible_to, actions.recommend, actions.return_application)
