"""Actors that move cases through their states in several worker processes, which are killed in the middle of it.

Every try is written down before it begins and after it was answered, in a file that outlives the process. What was
answered must be in the database exactly once; what was cut off is there whole or not at all.
"""

import json
import multiprocessing
import os
import random
import signal
import threading
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

from django.db import OperationalError, connections

from seedbed.casework.actions import cases
from seedbed.casework.models import Case, CaseStep
from seedbed.casework.states import CASE_MOVES
from seedbed.kernel.actor import Actor, of_account
from seedbed.kernel.faults import Refused, RuleBroken
from seedbed.kernel.models import AuditEvent
from tests.county import County

THREADS = 4  # as many as a web process has
Moved = Callable[[Case, Actor, County], Any]
# State -> who goes on from it and how.
NEXT: dict[str, tuple[str, str, Moved]] = {
    "registered": ("officer", "assign", lambda case, by, county: cases.assign(case, by=by, lead=county.cast.unit_a)),
    "assigned": ("clerk", "sign_for", lambda case, by, county: cases.sign_for(case.assignments.get(state="given"), by=by)),
    "working": ("clerk", "report", lambda case, by, county: cases.report(case, by=by, outcome="solved", answer="已办")),
    "reported": ("officer", "review", lambda case, by, county: cases.review(case, by=by)),
    "reviewed": ("leader", "approve", lambda case, by, county: cases.approve(case, by=by)),
    "approved": ("officer", "check", lambda case, by, county: cases.check(case, by=by, finding="属实", holds=True)),
    "checked": ("officer", "strike_off", lambda case, by, county: cases.strike_off(case, by=by)),
    "struck_off": ("officer", "reopen", lambda case, by, county: cases.reopen(case, by=by, reason="反弹")),
}


class Book:
    """What was tried and what was answered; each line is one write, so that a killed process leaves whole lines."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.file = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND)

    def write(self, *words: Any) -> None:
        """Add one line."""
        os.write(self.file, (json.dumps(words) + "\n").encode())

    def lines(self) -> list[list[Any]]:
        """Return every line."""
        return [json.loads(line) for line in self.path.read_text().splitlines()]


def turn(county: County, account: Any, role: str, book: Book, pick: random.Random) -> None:
    """Let one actor take one step with some case, as far as the actor's role goes; now and then somebody tells something new."""
    by, tried = of_account(account), f"{os.getpid()}-{pick.getrandbits(60)}"
    if role != "leader" and pick.random() < 0.08:
        attempt(book, tried, 0, "register", lambda: cases.register(county.desk, by=by, told=county.told())[0].pk)
        return
    states = [state for state, (who, _move, _act) in NEXT.items() if who == role]
    row = Case.objects.filter(state__in=states).order_by("?").first()
    if row is not None:
        _who, move, act = NEXT[row.state]
        attempt(book, tried, row.pk, move, lambda: act(row, by, county))


def attempt(book: Book, tried: str, pk: int, move: str, act: Callable[[], Any]) -> None:
    """Try one act and write down how it was answered."""
    book.write("tried", tried, pk, move)
    try:
        made = act()
        book.write("done", tried, made if move == "register" else pk, move)
    except (RuleBroken, Refused, Case.DoesNotExist, Case.assignments.rel.related_model.DoesNotExist):
        book.write("refused", tried, pk, move)
    except OperationalError:
        book.write("busy", tried, pk, move)


def worker(county: County, actors: list[tuple[Any, str]], book: Book, until: float, seed: int) -> None:
    """One worker process: some threads serve its actors in turn until the time is over."""
    def serve(number: int) -> None:
        pick = random.Random(seed * 1000 + number)
        while time.monotonic() < until:
            turn(county, *pick.choice(actors), book, pick)
        connections.close_all()

    connections.close_all()
    threads = [threading.Thread(target=serve, args=(n,)) for n in range(THREADS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    os._exit(0)


def run(county: County, actors: list[tuple[Any, str]], path: Path, *, workers: int, seconds: float, kills: int) -> int:
    """Run the actors in some workers, kill workers at random moments and start others in their place; return how many died."""
    connections.close_all()
    context, book, pick = multiprocessing.get_context("fork"), Book(path), random.Random(11)
    until, killed, seeds = time.monotonic() + seconds, 0, iter(range(1, 10_000))
    shares = [actors[n::workers] for n in range(workers)]

    def start(n: int) -> Any:
        process = context.Process(target=worker, args=(county, shares[n], book, until, next(seeds)))
        process.start()
        return process

    running = [start(n) for n in range(workers)]
    for moment in sorted(pick.uniform(0.3, 0.9) * seconds for _n in range(kills)):
        time.sleep(max(0, until - seconds + moment - time.monotonic()))
        n = pick.randrange(workers)
        os.kill(running[n].pid, signal.SIGKILL)
        running[n].join()
        killed += running[n].exitcode == -signal.SIGKILL
        running[n] = start(n)
    for process in running:
        process.join(seconds + 60)
    return killed


# -- what must hold afterwards ---------------------------------------------------------------------------------


def wrong(book: list[list[Any]]) -> list[str]:
    """Return every difference between what was answered, the trail and the tables."""
    moves = {move.name for move in CASE_MOVES}
    answered = {tried for kind, tried, _pk, _move in book if kind != "tried"}
    done = Counter((pk, move) for kind, _tried, pk, move in book if kind == "done")
    cut_off = Counter((pk, move) for kind, tried, pk, move in book if kind == "tried" and tried not in answered)
    lines = list(AuditEvent.objects.filter(object_type="casework.Case", what__in=[*moves, "added"]).order_by("seq"))
    stored = Counter((int(line.object_id), "register" if line.what == "added" else line.what) for line in lines)
    found = [f"lost: {key}" for key in done if stored[key] < done[key]]
    found += [f"doubled: {key}" for key in stored if key[1] != "register" and stored[key] > done[key] + cut_off[key]]
    made = sum(1 for key in stored if key[1] == "register")
    told = sum(n for key, n in done.items() if key[1] == "register")
    found += [f"cases from nowhere: {made} of {told}"] if not told <= made <= told + sum(n for key, n in cut_off.items() if key[1] == "register") else []
    return found + [fault for case in Case.objects.all() for fault in _unsound(case, [line.what for line in lines if line.object_id == str(case.pk)], moves)]


def _unsound(case: Case, went: list[str], moves: set[str]) -> list[str]:
    """The lines of a case lead to its state, each with its step, its clock and its part."""
    state, steps = "registered", Counter(CaseStep.objects.filter(case=case).values_list("what", flat=True))
    for name in went[1:]:
        move = next(move for move in CASE_MOVES if move.name == name)
        if state not in move.sources:
            return [f"{case.number}: {name} from {state}"]
        state = move.target
    parts = set(case.assignments.exclude(state="returned").values_list("state", flat=True))
    wanted = {"registered": set(), "assigned": {"given"}, "working": {"signed"}}.get(state, {"done"})
    running = case.clocks.filter(purpose="handle", stopped_at=None).count()
    checks = {"state": case.state == state, "steps": all(steps[name] == went.count(name) for name in moves), "part": parts == wanted, "clock": running == case.is_open}
    return [f"{case.number}: {name}" for name, holds in checks.items() if not holds]
