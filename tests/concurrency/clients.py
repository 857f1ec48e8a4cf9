"""Many clients at once: processes of their own that share the tests' database."""

import multiprocessing
import queue
import traceback
from collections.abc import Callable
from typing import Any

from django.db import connections

Work = Callable[[int], list[Any]]


def at_once(count: int, work: Work, *, seconds: float = 300) -> list[Any]:
    """Run `work(number)` in `count` processes at the same moment and return everything they report.

    A client that raises fails the test with its own traceback: no fault of a client stays unseen.
    """
    connections.close_all()  # an open connection must not be shared with the children
    context = multiprocessing.get_context("fork")
    gate, answers = context.Barrier(count), context.Queue()
    clients = [context.Process(target=_client, args=(number, gate, work, answers)) for number in range(count)]
    for client in clients:
        client.start()
    try:
        found = [answers.get(timeout=seconds) for _ in clients]
    except queue.Empty:
        raise AssertionError("a client did not answer in time")
    finally:
        for client in clients:
            client.join(10)
            client.kill()
    faults = [fault for _reports, fault in found if fault]
    assert not faults, faults[0]
    return [report for reports, _fault in found for report in reports]


def _client(number: int, gate: Any, work: Work, answers: Any) -> None:
    try:
        gate.wait(60)
        answers.put((work(number), ""))
    except BaseException:
        answers.put(([], traceback.format_exc()))
    finally:
        connections.close_all()
