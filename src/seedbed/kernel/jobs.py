"""Long work runs beside the web process: a row of its room says `queued`, a worker takes it by name."""

import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from django.conf import settings
from django.db import transaction
from django_q.tasks import async_task


@dataclass(frozen=True)
class Job:
    """A named kind of work: `run(pk)` does it and may be repeated; `waiting()` lists rows nobody took."""

    name: str
    run: Callable[[int], None]
    waiting: Callable[[], Iterable[int]]


REGISTER: dict[str, Job] = {}


def register(name: str, *, waiting: Callable[[], Iterable[int]]) -> Callable[[Callable[[int], None]], Callable[[int], None]]:
    """Make a function the named job; it takes the primary key of its row and must be repeatable."""

    def wrap(run: Callable[[int], None]) -> Callable[[int], None]:
        REGISTER[name] = Job(name, run, waiting)
        return run

    return wrap


def enqueue(name: str, pk: int) -> None:
    """Hand the row to a worker once the transaction has committed; lost ones are found by `sweep`."""
    transaction.on_commit(lambda: async_task("seedbed.kernel.jobs.run", name, pk, task_name=f"{name}:{pk}"))


PATIENCE, GLANCE = 1.9, 0.06  # seconds a page waits for a quick job, and between two looks


def wait_for(ended: Callable[[], bool]) -> bool:
    """Wait a moment for a quick job, so that its answer is the next page; tell whether it has ended.

    Never longer than two seconds: then the page shows the progress. Where jobs run inline there is nothing to wait for.
    """
    until = time.monotonic() + (0 if settings.Q_CLUSTER["sync"] else PATIENCE)
    while not (done := ended()) and time.monotonic() < until:
        time.sleep(GLANCE)
    return done


def run(name: str, pk: int) -> None:
    """Do one job; called by the worker."""
    REGISTER[name].run(pk)


def sweep() -> int:
    """Queue rows again that wait although no worker has them; returns how many. Runs every minute."""
    found = [(job.name, pk) for job in REGISTER.values() for pk in job.waiting()]
    for name, pk in found:
        async_task("seedbed.kernel.jobs.run", name, pk, task_name=f"{name}:{pk}")
    return len(found)
