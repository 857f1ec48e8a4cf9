"""How long the workbench takes on a batch of 46 × 23 and on one of 500 × 300; not part of the tests.

    .venv/bin/python -m benchmarks.workbench [PEOPLE HOSTS]

Makes an invented batch with the rules that offices use in a site of its own that is thrown away, matches it, and prints
one line of seconds per question: by the clock, and of processor time, which counts on a busy machine.
"""

import os
import sys
import tempfile
import time
from collections.abc import Callable
from typing import Any

os.environ |= {"SEEDBED_VAR": tempfile.mkdtemp(prefix="seedbed-bench-"), "SEEDBED_TESTING": "1", "DJANGO_SETTINGS_MODULE": "tests.settings"}


def timed(name: str, work: Callable[[], Any]) -> Any:
    """Run something and print how long it took."""
    begun, used = time.perf_counter(), time.process_time()
    result = work()
    print(f"{name:45} {time.perf_counter() - begun:8.2f} s, of one processor {time.process_time() - used:8.2f} s", flush=True)
    return result


def make(people: int, hosts: int) -> Any:
    """Make a batch of so many invented people and hosts, with the rules that offices use, and take it over."""
    from seedbed.placement.actions import placements, settings
    from tests.cast import make_cast
    from tests.integration.placement import town

    cast = make_cast()
    batch = placements.take_over(town.make_large(cast, people=people, hosts=hosts), by=cast.actor("leader"))
    for kind, number in (("unit_cap", max(2, people // 150)), ("party_per_district", 1)):
        settings.set_rule(batch, by=cast.actor("officer"), kind=kind, number=number)
    return cast, batch


def draft_of(cast: Any, batch: Any) -> Any:
    """Match the batch as a worker does: read, solve, explain, check, store."""
    from seedbed.placement import tasks
    from seedbed.placement.actions.matching import start_match
    from seedbed.placement.models import MatchDraft

    run = start_match(batch, by=cast.actor("officer"))
    timed("match: read, solve, explain, check, store", lambda: tasks.match(run.pk))
    run.refresh_from_db()
    print("   ", run.state, run.fault, run.placed, run.proven, flush=True)
    return MatchDraft.objects.get(run=run)


def ask(cast: Any, draft: Any) -> None:
    """Put the questions of the workbench."""
    from seedbed.placement import tasks
    from seedbed.placement.actions import trials
    from seedbed.placement.models import Trial
    from seedbed.placement.reckoning.trials import NewHost, Question

    by = cast.actor("officer")
    place = draft.placements.select_related("post").first()
    questions = {
        "what if a host leaves": Question(close=(place.post.offer_id,)), "what if a person withdraws": Question(withdraw=(place.application_id,)),
        "what if related industry weighs 60": Question(weights={**draft.run.weights.values, "related_industry": 60}),
        "what if a new host joins with 3 seats": Question(new=NewHost("新企业", "C2110", "研发助理", "研发、工艺改进", "", 3)),
        "what if at most 2 of a unit per host": Question(rules={"unit_cap": 2}),
    }
    for name, question in questions.items():
        trial = trials.ask_what_if(draft, by=by, question=question)
        timed(name, lambda pk=trial.pk: tasks.trial(pk))
        trial.refresh_from_db()
        print("   ", trial.state, trial.fault or [(p["allowed"], len(p["moves"]), p["fit"]) for p in trial.answer["points"]], flush=True)
    allotment = Trial.objects.create(batch=draft.batch, kind="allotment", question={
        "name": "x", "fixed": [], "places": {str(p.application_id): p.post_id for p in draft.placements.all()}})
    timed("judge a finished allotment", lambda: tasks.trial(allotment.pk))
    allotment.refresh_from_db()
    print("   ", allotment.state, allotment.fault, flush=True)
    curve = trials.ask_balance(draft, by=by)
    timed("fit against blocking pairs", lambda: tasks.trial(curve.pk))
    curve.refresh_from_db()
    print("   ", curve.state, curve.fault or [(p["blocking"], p["fit"]) for p in curve.answer["points"]], flush=True)


def main() -> None:
    """Measure one size."""
    import django

    django.setup()
    from django.core.management import call_command
    from django.db import connection
    from django_q.conf import Conf

    Conf.SYNC = False  # jobs are done here, one by one, with a clock beside them
    call_command("migrate", verbosity=0)
    call_command("createcachetable", verbosity=0)
    people, hosts = (int(sys.argv[1]), int(sys.argv[2])) if len(sys.argv) > 2 else (46, 23)
    cast, batch = timed(f"make {people} people and {hosts} hosts", lambda: make(people, hosts))
    ask(cast, draft_of(cast, batch))
    connection.close()


if __name__ == "__main__":
    main()
