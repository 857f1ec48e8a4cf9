"""The moment between asking a trial and its answer."""

from django.http import HttpResponse
from django.shortcuts import redirect

from seedbed.kernel import jobs
from seedbed.placement.models import Trial
from seedbed.placement.queries import trials as queries
from seedbed.placement.states.matching import RunState

ENDED = {RunState.DONE, RunState.FAILED}


def led_to(trial: Trial) -> HttpResponse:
    """Lead to a trial, after a moment's wait for a quick answer."""
    jobs.wait_for(lambda: queries.state_of(trial) in ENDED)
    return redirect("placement:trial", pk=trial.pk)
