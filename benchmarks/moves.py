"""Whether cases that many move at once over HTTP stay sound while web processes are killed; not part of the tests.

    .venv/bin/python -m benchmarks.moves [ACTORS] [SECONDS] [KILLS]
    DATABASE_URL=… .venv/bin/python -m benchmarks.moves [ACTORS] [SECONDS] [KILLS]      on an empty PostgreSQL

gunicorn runs as in production, with two processes. Each actor has a session of its own, opens the page of a step, fills in the
form and sends it; now and then somebody registers a new case. Web processes are killed with -9 at random moments. Where the
answer does not come the same form is sent again, as a browser with the draft of the form would. Afterwards what was answered,
the trail and the tables must agree: nothing lost, doubled or half there, numbers without a gap.
"""

import http.client
import os
import random
import re
import signal
import sys
import threading
import time
from collections import Counter
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from benchmarks.cases import FOLDER, site

ACTORS, SECONDS, KILLS = (int(sys.argv[n]) if len(sys.argv) > n else usual for n, usual in ((1, 200), (2, 60), (3, 30)))
TRIES, STARTS = 3, 8  # how often a form is sent; how many cases there are for each ten actors
STEPS: dict[str, tuple[str, str, str, dict[str, str]]] = {  # state: who, move, page of the step, what is typed
    "registered": ("officer", "assign", "assign", {}), "assigned": ("clerk", "sign_for", "sign", {}),
    "working": ("clerk", "report", "report", {"outcome": "solved", "answer": "已办"}), "reported": ("officer", "review", "review", {"text": ""}),
    "reviewed": ("leader", "approve", "approve", {"text": ""}), "approved": ("officer", "check", "check", {"holds": "yes", "finding": "属实"}),
    "checked": ("officer", "strike_off", "strike_off", {}), "struck_off": ("officer", "reopen", "reopen", {"reason": "反弹"}),
}


class Board:
    """Which case stands where, looked up once for all actors: two hundred connections of theirs would be the database's last."""

    def __init__(self) -> None:
        self.rows: list[tuple[int, str, int | None]] = []

    def look(self, until: float) -> None:
        """Look every half second."""
        from django.db import connections

        from seedbed.casework.models import Assignment, Case

        while time.monotonic() < until:
            parts = dict(Assignment.objects.filter(state="given", kind="lead").values_list("case", "pk"))
            self.rows = [(pk, state, parts.get(pk) if state == "assigned" else None) for pk, state in Case.objects.filter(state__in=STEPS).values_list("pk", "state")]
            time.sleep(0.5)
        connections.close_all()


class Actor:
    """Somebody at a browser: a session, the page that was opened, a form that is sent until there is an answer."""

    def __init__(self, port: int, session: str, role: str, county: Any, book: Any, board: "Board", seed: int) -> None:
        self.port, self.role, self.county, self.book, self.board, self.pick = port, role, county, book, board, random.Random(seed)  # noqa: S311
        self.cookies = {"sessionid": session, "django_language": "zh-hans"}

    def ask(self, method: str, path: str, typed: dict[str, str] | None = None) -> tuple[int, str, str]:
        """Send one request on a line of its own and return status, address and page."""
        line = http.client.HTTPConnection("127.0.0.1", self.port, timeout=90)
        headers = {"Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items()), "Content-Type": "application/x-www-form-urlencoded"}
        try:
            line.request(method, path, body=urlencode(typed) if typed is not None else None, headers=headers)
            answer = line.getresponse()
            page = answer.read().decode()
            for kept in answer.headers.get_all("Set-Cookie") or []:
                name, _is, value = kept.split(";")[0].partition("=")
                self.cookies[name] = value
            return answer.status, answer.headers.get("Location", ""), page
        finally:
            line.close()

    def turn(self) -> None:
        """Take one step with some case, as far as the role goes."""
        if self.role != "leader" and self.pick.random() < 0.08:
            told = {"text": "村口路灯不亮", "area": str(self.county.village.pk), "category": str(self.county.road.pk), "seen": "1"}
            return self.send("/cases/new", told, 0, "register")
        states = [state for state, (who, *_rest) in STEPS.items() if who == self.role]
        waiting = [row for row in self.board.rows if row[1] in states]
        if not waiting:
            return time.sleep(0.2)
        pk, state, part = self.pick.choice(waiting)
        _who, move, name, typed = STEPS[state]
        return self.send(f"/cases/parts/{part}/sign" if part else f"/cases/{pk}/do/{name}", self.filled(move, typed), pk, move)

    def filled(self, move: str, typed: dict[str, str]) -> dict[str, str]:
        """What is typed into the form of a step."""
        rule = str(self.county.rule)
        return {"lead": str(self.county.cast.unit_a.pk), "rule": rule, "assist_rule": rule, "assist_too_rule": rule} if move == "assign" else typed

    def send(self, path: str, typed: dict[str, str], pk: int, move: str) -> None:
        """Open the page, send its form, send the same again while no answer comes; write down what was answered."""
        tried = f"{threading.get_ident()}-{self.pick.getrandbits(60)}"
        try:
            status, _where, page = self.ask("GET", path)
        except (OSError, http.client.HTTPException):
            return
        hidden = dict(re.findall(r'name="(csrfmiddlewaretoken|_once)" value="([^"]+)"', page))
        if status != 200 or len(hidden) != 2:
            return
        self.book.write("tried", tried, pk, move)
        for _try in range(TRIES):
            try:
                status, where, _page = self.ask("POST", path, typed | hidden)
            except (OSError, http.client.HTTPException):
                continue
            return self.note(tried, pk, move, status, where)

    def note(self, tried: str, pk: int, move: str, status: int, where: str) -> None:
        """Write down an answer; of a new case its key is read from the page that shows it."""
        made = pk
        if status == 302 and move == "register":
            try:
                found = re.search(r'href="/cases/(\d{6,})/"', self.ask("GET", where)[2])
            except (OSError, http.client.HTTPException):
                return
            if found is None:
                return  # it was shown before its answer was lost
            made = int(found[1])
        self.book.write("done" if status == 302 else "busy" if status == 503 else "refused", tried, made, move)


def kill_some(web: int, until: float, kills: int) -> int:
    """Kill web processes at random moments; gunicorn starts others."""
    pick, killed = random.Random(11), 0  # noqa: S311
    for moment in sorted(pick.uniform(0.1, 0.95) * SECONDS for _n in range(kills)):
        time.sleep(max(0, until - SECONDS + moment - time.monotonic()))
        children = Path(f"/proc/{web}/task/{web}/children").read_text().split()
        if children:
            os.kill(int(pick.choice(children)), signal.SIGKILL)
            killed += 1
    return killed


def serve(actor: Actor, until: float) -> None:
    """Let an actor go on until the end."""
    while time.monotonic() < until:
        actor.turn()
        time.sleep(actor.pick.random())


def main() -> None:
    """Make a county and its people, let them work, kill, compare."""
    import django

    django.setup()
    from django.conf import settings
    from django.core.management import call_command
    from django.db import connection
    from django.test import Client

    from seedbed.casework.models import Case, CaseDesk
    from seedbed.casework.queries.clocks import clock_rule
    from seedbed.kernel import trail
    from tests.cast import log_in, make_cast, open_account
    from tests.concurrency.moving import Book, wrong
    from tests.county import make_county

    settings.ALLOWED_HOSTS = ["testserver", "127.0.0.1"]
    for command in (["migrate"], ["createcachetable"], ["collectstatic", "--no-input"]):
        call_command(*command, verbosity=0)
    cast = make_cast()
    county: Any = make_county(cast)
    county.case()
    rule = clock_rule("workdays_5")
    county.rule = rule.pk if rule is not None else 0
    for _n in range(ACTORS * STARTS // 10):
        county.case()
    known, book = list(Case.objects.values_list("pk", flat=True)), Book(FOLDER / "book")
    roles = [("officer", cast.root), ("clerk", cast.unit_a), ("leader", cast.root), ("officer", cast.root)]
    sessions = [log_in(Client(), open_account(f"actor_{n}", *roles[n % 4])).cookies["sessionid"].value for n in range(ACTORS)]
    with site() as (port, web):
        until = time.monotonic() + SECONDS
        board = Board()
        threads = [threading.Thread(target=serve, args=(Actor(port, session, roles[n % 4][0], county, book, board, n), until)) for n, session in enumerate(sessions)]
        threads.append(threading.Thread(target=board.look, args=(until,)))
        for thread in threads:
            thread.start()
        killed = kill_some(web, until, KILLS)
        for thread in threads:
            thread.join()
    lines = [["done", f"before-{pk}", pk, "register"] for pk in known] + [["refused", *rest] if kind == "busy" else [kind, *rest] for kind, *rest in book.lines()]
    numbers = sorted(int(number[-5:]) for number in Case.objects.values_list("number", flat=True))
    answered = Counter(kind for kind, *_rest in book.lines())
    print(f"{connection.vendor}: {answered['tried']} tries of {ACTORS} actors in {SECONDS} s, {killed} web processes killed: {dict(answered)}; load {os.getloadavg()[0]:.0f}")
    print(f"{len(wrong(lines))} differences, {len(numbers)} numbers, gaps: {numbers != list(range(1, CaseDesk.objects.get().last + 1))}, faults of the trail: {len(list(trail.verify()))}")
    print(*wrong(lines)[:5], sep="\n")


if __name__ == "__main__":
    main()
