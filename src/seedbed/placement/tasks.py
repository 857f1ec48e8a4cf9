"""Work that runs beside the web process: matching a batch, checking a stored plan, trials."""

import time
from collections.abc import Callable, Iterable
from typing import Any

from django.utils import timezone

from seedbed.kernel import jobs
from seedbed.kernel.actions import without_form_key
from seedbed.kernel.actor import of_job
from seedbed.kernel.faults import RuleBroken
from seedbed.placement.actions import matching, trials
from seedbed.placement.actions.campaigns import remind_companies
from seedbed.placement.models import Trial
from seedbed.placement.queries import campaigns, whole
from seedbed.placement.reckoning.trials import Question
from seedbed.placement.states.matching import RunState

TELLING = 0.7  # seconds between two writes of how far a trial is: a quick one writes none on its way


def _waiting_runs() -> Iterable[int]:
    return whole.waiting_runs().values_list("pk", flat=True)


def _waiting_checks() -> Iterable[int]:
    return whole.waiting_checks().values_list("pk", flat=True)


@jobs.register("placement.match", waiting=_waiting_runs)
def match(pk: int) -> None:
    """Do one run: read, solve, explain, check, store. A run that has ended is left as it is."""
    from seedbed.placement import instance  # slow import: numpy and HiGHS

    run, by, started = whole.run_row(pk), of_job("placement.match"), time.perf_counter()
    if run.state in {RunState.DONE, RunState.FAILED}:
        return
    with without_form_key():
        try:
            matching.begin_run(run, by=by, stage="reading")
            facts, problem = instance.read_batch(run)
            matching.begin_run(run, by=by, stage="solving")
            plan = instance.solve(run, problem)
            matching.begin_run(run, by=by, stage="explaining")
            result = instance.result_of(plan, facts, instance.places_beside(run))
            matching.finish_run(run, by=by, result=result, seconds=time.perf_counter() - started)
        except instance.NoPlan as fault:
            matching.fail_run(run, by=by, fault=fault.fault, seconds=time.perf_counter() - started)
        except instance.ENGINE_ERRORS as fault:
            matching.fail_run(run, by=by, fault={"code": "input", "sentences": str(fault).splitlines()[:20]},
                              seconds=time.perf_counter() - started)
        except Exception:
            matching.fail_run(run, by=by, fault={"code": "crashed"}, seconds=time.perf_counter() - started)
            raise  # the worker's log keeps what happened; the officer can start again


@jobs.register("placement.check", waiting=_waiting_checks)
def check(pk: int) -> None:
    """Do one ordered check of a stored draft."""
    from seedbed.placement import instance  # slow import: numpy

    row, by, started = whole.check_row(pk), of_job("placement.check"), time.perf_counter()
    if row.state != RunState.QUEUED:
        return
    people, numbers, faults = instance.check_stored(row.draft)
    with without_form_key():
        matching.note_check(row, by=by, people=people, numbers=numbers, faults=faults, seconds=time.perf_counter() - started)


def _waiting_trials() -> Iterable[int]:
    return whole.waiting_trials().values_list("pk", flat=True)


@jobs.register("placement.trial", waiting=_waiting_trials)
def trial(pk: int) -> None:
    """Work one trial out. One that has ended is left as it is; drafts, locks and rules are only read."""
    from seedbed.placement import instance  # slow import: numpy and HiGHS

    row, by, started = whole.trial_row(pk), of_job("placement.trial"), time.perf_counter()
    told = started
    if row.state in {RunState.DONE, RunState.FAILED}:
        return

    def step(done: int, total: int) -> None:
        nonlocal told
        if not done or time.perf_counter() - told > TELLING:
            told = time.perf_counter()
            trials.begin_trial(row, by=by, done=done, total=total)

    with without_form_key():
        try:
            step(0, 0)
            answer = _answer(row, step)
            trials.finish_trial(row, by=by, answer=answer, seconds=time.perf_counter() - started)
        except instance.NoPlan as fault:
            trials.fail_trial(row, by=by, fault=fault.fault, seconds=time.perf_counter() - started)
        except instance.ENGINE_ERRORS as fault:
            trials.fail_trial(row, by=by, fault={"code": "input", "sentences": str(fault).splitlines()[:20]},
                              seconds=time.perf_counter() - started)
        except RuleBroken:
            return  # another worker was faster
        except Exception:
            trials.fail_trial(row, by=by, fault={"code": "crashed"}, seconds=time.perf_counter() - started)
            raise  # the worker's log keeps what happened; the officer can ask again


def _overdue_trials() -> Iterable[int]:
    return whole.overdue_trials().values_list("pk", flat=True)[:50]


@jobs.register("placement.expire_trials", waiting=_overdue_trials)
def expire_trials(pk: int) -> None:
    """Erase one trial that is out of date; one that is gone already is left alone."""
    row = whole.overdue_trials().filter(pk=pk).first()
    if row is not None:
        with without_form_key():
            trials.drop_trial(row, by=of_job("placement.expire_trials"))


def _answer(row: Trial, step: Callable[[int, int], None]) -> dict[str, Any]:
    from seedbed.placement import instance  # slow import: numpy and HiGHS

    if row.kind == Trial.Kind.ALLOTMENT:
        return instance.judge(row, step)
    assert row.draft is not None
    if row.kind == Trial.Kind.BALANCE:
        return instance.balance(row.draft, step)
    return instance.what_if(row.draft, Question.from_dict(row.question), step)


def _campaigns_to_remind() -> Iterable[int]:
    """Nothing waits outside of work hours; a campaign whose silent companies were reminded waits no more."""
    if not campaigns.is_work_time():
        return []
    return [row.pk for row in whole.open_campaigns(timezone.localdate()) if campaigns.to_remind(row).exists()]


@jobs.register("placement.remind", waiting=_campaigns_to_remind)
def remind(pk: int) -> None:
    """Put the silent companies of a campaign on today's list of calls."""
    with without_form_key():
        try:
            remind_companies(whole.campaign_row(pk), by=of_job("placement.remind"))
        except RuleBroken:
            return  # somebody was faster, or the work day has just ended
