"""Writes of trials: asking, and what the job writes down on its way. No draft, lock or rule is touched."""

from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from seedbed.kernel import jobs
from seedbed.kernel.actions import action, add, remove, require
from seedbed.kernel.actor import Actor
from seedbed.kernel.workflow import perform
from seedbed.placement import rules
from seedbed.placement.models import MatchDraft, Trial
from seedbed.placement.reckoning.trials import Question
from seedbed.placement.states.matching import RUN_MOVES
from seedbed.selection.models import Batch


@action("placement.ask_what_if", allow=rules.matches_for, label=gettext_lazy("Ask what if"))
def ask_what_if(draft: MatchDraft, *, by: Actor, question: Question) -> Trial:
    """Queue a question to a draft: what would be under other weights or rules, with other hosts, after a withdrawal."""
    require(not question.is_empty, _("Change at least one thing: a weight, a rule, a host, or who withdraws."))
    return asked(draft.batch, by, draft=draft, kind=Trial.Kind.WHAT_IF, question=question.as_dict())


@action("placement.ask_balance", allow=rules.matches_for, label=gettext_lazy("Draw fit against mutual wishes"))
def ask_balance(draft: MatchDraft, *, by: Actor) -> Trial:
    """Queue the curve from the plan with the fewest blocking pairs to the one of best fit."""
    return asked(draft.batch, by, draft=draft, kind=Trial.Kind.BALANCE)


def asked(batch: Batch, by: Actor, **fields: Any) -> Trial:
    """Add a trial and hand it to a worker; only inside an action."""
    trial = add(Trial(batch=batch, created_by_id=by.account_id, **fields))
    jobs.enqueue("placement.trial", trial.pk)
    return trial


@action("placement.begin_trial", allow=rules.trial_job, label=gettext_lazy("Begin a trial"))
def begin_trial(trial: Trial, *, by: Actor, done: int = 0, total: int = 0) -> Trial:
    """Note that a worker has the trial and how far it is."""
    return perform(trial, RUN_MOVES, "start", by=by, done=done, total=total)


@action("placement.finish_trial", allow=rules.trial_job, label=gettext_lazy("Store the answer of a trial"))
def finish_trial(trial: Trial, *, by: Actor, answer: dict[str, Any], seconds: float) -> Trial:
    """Store the answer; it is plain data that is only read from then on."""
    return perform(trial, RUN_MOVES, "finish", by=by, answer=answer, seconds=seconds, ended_at=timezone.now())


@action("placement.fail_trial", allow=rules.trial_job, label=gettext_lazy("End a trial without an answer"))
def fail_trial(trial: Trial, *, by: Actor, fault: dict[str, Any], seconds: float) -> Trial:
    """End a trial that has no answer, with the codes of what stood in the way."""
    return perform(trial, RUN_MOVES, "fail", by=by, fault=fault, seconds=seconds, ended_at=timezone.now())


@action("placement.drop_trial", allow=rules.expire_job, label=gettext_lazy("Erase a trial that is out of date"))
def drop_trial(trial: Trial, *, by: Actor) -> None:
    """Erase a question with its answer: nobody decides by what was asked half a year ago. Drafts are not touched."""
    remove(trial)
