"""How long the pages of cases take with ten thousand, a hundred thousand, a million cases; not part of the tests.

    .venv/bin/python -m benchmarks.cases CASES [SECONDS]
    DATABASE_URL=… .venv/bin/python -m benchmarks.cases CASES [SECONDS]      on an empty PostgreSQL

A city with eight counties, 80 towns and 640 villages, nine desks and 72 bureaus is set up through the actions of the product.
Cases of three years are then written straight into the tables, with clocks, parts, steps, call-backs, links and a line of the
trail each; the trail is verified. gunicorn runs as in production, with two processes; 16 clients with a session each open
lists, searches, figures and case pages. First each at the pace of a person who reads (a page a second and client: 16 a second
in all), then without a pause. Times are of the clock, processor time is that of the site and of the database together.
"""

import http.client
import math
import os
import random
import socket
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any
from urllib.parse import quote

FOLDER = Path(os.environ.get("SEEDBED_VAR") or tempfile.mkdtemp(prefix="seedbed-cases-"))
os.environ |= {"SEEDBED_VAR": str(FOLDER), "DJANGO_SETTINGS_MODULE": "seedbed.config.settings"}
ROOT = Path(__file__).resolve().parents[1]
CLIENTS, PROCESSES, DAYS = 16, 2, 3 * 365
THINGS = "路灯 井盖 水渠 村道 桥面 护栏 垃圾站 公厕 低保 医保 养老金 公交 校车 路面 排水沟 水井 电线 变压器 化肥 种子 山林 宅基地 河道 鱼塘 果园 茶山 茅厕 健身器材 监控 围墙".split()
FAULTS = "损坏无人修 长期堵塞 漏水严重 夜里不亮 被占用 没有到位 收费不清 多次反映未果 噪音扰民 异味大 标准不明 年久失修 存在隐患 被车撞坏 等了半年".split()
WISHES = "请尽快安排人来看 希望给个说法 请明确由哪家负责 盼早日解决 请公开标准 希望汛期前办好".split()
RARE = "麒麟垴", "飞天蜈蚣"
# Who opens the pages: everything is in sight of the first two, an eighth of the third, a few per cent of the fourth, nothing of the last.
READERS = ("officer", "leader", "county-officer", "busy-clerk", "clerk-b")


def text_of(pick: random.Random, place: str) -> str:
    """What somebody might say."""
    rare = f"，在{pick.choice(RARE)}附近" if pick.random() < 0.0002 else ""
    more = f"，附近还有{pick.choice(THINGS)}{pick.choice(FAULTS)}" if pick.random() < 0.3 else ""
    return f"{place}{pick.randint(1, 30)}组{pick.choice(THINGS)}{pick.choice(FAULTS)}{more}{rare}，影响{pick.randint(2, 90)}户出行和生产，{pick.choice(WISHES)}。"


class City:
    """Places, desks, bureaus, categories, accounts: what the cases lie on."""

    def __init__(self) -> None:
        from seedbed.casework.actions import guarding
        from seedbed.casework.actions.clocks import rule_of
        from seedbed.directory import actions as directory
        from seedbed.directory.queries import site
        from tests.cast import SETUP, make_cast, open_account

        self.cast = cast = make_cast()
        officer, office = cast.actor("officer"), site()
        self.desks = [(guarding.open_desk(cast.root, by=SETUP, code="CZ"), [])]
        self.bureaus = [directory.add_unit(cast.root, by=SETUP, name=f"市第{n}局", kind="government", region_id="4310") for n in range(1, 25)]
        for c in range(8):
            county = directory.add_unit(cast.root, by=SETUP, name=f"{'东南西北中上下前'[c]}山县", kind="area", region_id="4310")
            villages = []
            for t in range(10):
                town = directory.add_unit(county, by=SETUP, name=f"{county.name[0]}{'清白青黄红石金木水火'[t]}江镇", kind="area", region_id="4310")
                villages += [directory.add_unit(town, by=SETUP, name=f"{town.name[:2]}{'泉桥田塘坪冲岭湾'[v]}村", kind="area", region_id="4310") for v in range(8)]
            self.bureaus += [directory.add_unit(county, by=SETUP, name=f"{county.name}第{n}局", kind="government", region_id="4310") for n in range(1, 7)]
            self.desks.append((guarding.open_desk(county, by=SETUP, code="ABDEFGHJ"[c]), villages))
        self.around = {village.pk: [village.name, f"{village.name[:2]}江镇", desk.unit.name, cast.root.name] for desk, villages in self.desks[1:] for village in villages}
        self.desks[0][1].extend(village for _desk, villages in self.desks[1:] for village in villages)
        self.categories = []
        for p in range(8):
            parent = guarding.set_category(office, by=officer, code=f"{10 + p}", names=(f"第{p}类", f"Kind {p}"))
            self.categories += [guarding.set_category(office, by=officer, code=f"{10 + p}{n:02d}", names=(f"第{p}类{n}项", f"Kind {p}.{n}"), parent=parent, rule_code="days_15") for n in range(6)]
        open_account("county_officer", "officer", self.desks[1][0].unit)
        open_account("busy_clerk", "clerk", self.bureaus[0])
        self.rule, self.short = rule_of("days_15"), rule_of("workdays_5")


def heavy(pick: random.Random, count: int) -> int:
    """A number below `count`, small ones far more often: few villages and few matters make most of the cases."""
    return min(int(count * pick.random() ** 2.2), count - 1)


def write(city: City, count: int) -> None:
    """Write the cases of three years with what hangs on them, in bulk."""
    from django.db import transaction
    from django.utils import timezone

    from seedbed.casework.models import CaseDesk
    from seedbed.kernel import trail

    pick, now, last = random.Random(7), timezone.now(), {}  # noqa: S311 - the same invented cases on every run
    for first in range(0, count, 4000):
        rows = [case_of(city, pick, now, n, count, last) for n in range(first, min(first + 4000, count))]
        with transaction.atomic():
            keep(city, pick, rows)
            trail.append([line_of(city, row) for row in rows])
        if first % 100_000 == 0:
            print(f"  {first:,} written", flush=True)
    for desk, _villages in city.desks:
        CaseDesk.objects.filter(pk=desk.pk).update(last=last.get((desk.pk, now.year), 0))


def case_of(city: City, pick: random.Random, now: Any, n: int, count: int, last: dict[Any, int]) -> Any:
    """One case, the oldest first; most are closed within twelve days, a few wait for long."""
    from seedbed.casework.models import Case
    from seedbed.kernel.search import signs_of

    received = now - timedelta(days=DAYS * (1 - n / count), minutes=1)
    desk, villages = city.desks[0 if pick.random() < 0.2 else 1 + heavy(pick, 8)]
    area, category = villages[heavy(pick, len(villages))], city.categories[heavy(pick, len(city.categories))]
    took = timedelta(days=pick.expovariate(1 / 10) if pick.random() < 0.995 else 900)
    last[desk.pk, received.year] = serial = last.get((desk.pk, received.year), 0) + 1
    number = f"{desk.code}{received.year}-{serial:05d}"
    text, place, closed = text_of(pick, area.name), f"{area.name}{pick.randint(1, 30)}组", received + took
    over = closed < now - timedelta(hours=1)
    ended = pick.random() < 0.08
    state = ("ended" if ended else "struck_off") if over else pick.choice(["registered", "assigned", "working", "working", "reported", "reviewed", "approved"])
    return Case(number=number, desk=desk, channel=pick.choice(["visit", "phone", "hotline", "web"]), received_at=received, entered_by_id=city.cast.officer.pk if pick.random() < 0.02 else None,
                title=text[:40], words=text, area=area, place=place, category=category, state=state, lead=None if state in ("registered", "ended") else city.bureaus[heavy(pick, 72)],
                outcome=pick.choice(["solved", "solved", "explained", "unable"]) if state not in ("registered", "assigned", "working") else "",
                answer="已办结，答复来电人" if over else "", due_at=received + timedelta(days=15), closed_at=closed if over else None, rebounds=pick.random() < 0.03,
                caller_sealed="sealed" if over else "", signs=signs_of(text, place, numbers=[number, *city.around[area.pk]]))


def keep(city: City, pick: random.Random, rows: list[Any]) -> None:
    """Write some cases with their clock, part, steps, call-back and links."""
    from seedbed.casework.models import Assignment, CallBack, Case, CaseLink, CaseStep, Clock

    made = Case.objects.bulk_create(rows)
    Clock.objects.bulk_create(Clock(case=c, purpose="handle", rule=city.rule, event="registered", started_at=c.received_at, legal_at=c.due_at, safe_at=c.due_at, stopped_at=c.closed_at,
                                    alert_at=None if c.closed_at else c.due_at) for c in made)
    Assignment.objects.bulk_create(Assignment(case=c, unit_id=c.lead_id, kind="lead", rule=city.short, given_at=c.received_at, state="given" if c.state == "assigned" else "done",
                                              closed_at=c.closed_at) for c in made if c.lead_id)
    CaseStep.objects.bulk_create(CaseStep(case=c, what=what, words="") for c in made for what in ("assign", "sign_for", "report")[: 3 if c.closed_at else 1])
    asked = [c for c in made if c.closed_at and pick.random() < 0.25]
    CallBack.objects.bulk_create(CallBack(case=c, reached=True, solved=pick.choice(["yes", "yes", "partly", "no"]), satisfied=pick.choice(["yes", "partly", "no"])) for c in asked)
    CaseLink.objects.bulk_create(CaseLink(case=made[n + 1], other=made[n], kind="repeat") for n in range(0, len(made) - 1, 60))


def line_of(city: City, row: Any) -> Any:
    """The line of the trail that the register leaves."""
    from seedbed.kernel.trail import Line

    said = {"number": [None, row.number], "desk_id": [None, row.desk_id], "state": [None, row.state]}
    return Line("casework.register_case", "added", "account", f"account:{city.cast.officer.pk}", "何干事", "casework.Case", str(row.pk), row.number, said, "", f"{row.pk:032d}")


# -- the pages ---------------------------------------------------------------------------------------------


def pages() -> dict[str, list[tuple[str, str]]]:
    """Return what is opened, in groups: who and which address."""
    from seedbed.casework.models import Case, Category
    from seedbed.directory.models import Unit
    from seedbed.kernel.paging import by_key

    rows = Case.objects.filter(confidential=False)
    middle = by_key(rows.filter(pk__lt=rows.count() // 2 + rows.order_by("pk")[0].pk), {}, order=("-id",), size=40).older[1:]
    some = [case.pk for case in rows.order_by("-pk")[:4000:100]]
    village, category = Unit.objects.get(name="东清泉村"), Category.objects.get(code="1000")
    search = ["路灯", "灯", "路灯 夜里不亮", "垃圾站异味大", RARE[0], RARE[1], village.name, rows.order_by("-pk")[50].number]
    return {
        "list": [(who, f"/cases/?{query}") for who in READERS for query in ("", "show=all", "show=late", f"show=all&{middle}", "show=closed")]
        + [("officer", f"/cases/?show=all&category={category.pk}&area={village.pk}"), ("officer", f"/cases/?category={category.parent_id}")],
        "search": [(who, f"/cases/?q={quote(word)}") for who in READERS for word in search],
        "figures": [(who, "/cases/figures/") for who in READERS],
        "case": [("officer", f"/cases/{pk}/") for pk in some],
        "first page": [(who, "/") for who in READERS],
    }


@contextmanager
def site() -> Iterator[tuple[int, int]]:
    """Run gunicorn as in production and yield its port and process."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    environment = os.environ | {"SEEDBED_BIND": f"127.0.0.1:{port}", "SEEDBED_WEB_PROCESSES": str(PROCESSES)}
    command = [sys.executable, "-m", "gunicorn", "-c", "deploy/gunicorn.conf.py", "--log-level", "warning", "seedbed.config.wsgi"]
    running = subprocess.Popen(command, cwd=ROOT, env=environment)  # noqa: S603 - our own server
    try:
        for _try in range(200):
            with socket.socket() as knock:
                if knock.connect_ex(("127.0.0.1", port)) == 0:
                    break
            time.sleep(0.1)
        yield port, running.pid
    finally:
        running.terminate()
        running.wait(30)


def used(parent: int) -> float:
    """Return the processor seconds that the children of a process have used, those that have ended among them."""
    total = 0
    for entry in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = entry.read_text().rsplit(")", 1)[1].split()
        except OSError:
            continue
        if int(fields[1]) == parent:
            total += int(fields[11]) + int(fields[12])
        elif entry.parent.name == str(parent):
            total += int(fields[13]) + int(fields[14])
    return total / os.sysconf("SC_CLK_TCK")


def postmaster() -> int:
    """Return the process of the PostgreSQL server, 0 for SQLite."""
    from django.db import connection

    if connection.vendor != "postgresql":
        return 0
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        pid = int(cursor.fetchone()[0])
    return int(Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[1])


def run(port: int, cookies: dict[str, str], asked: list[tuple[str, str]], seconds: float, pause: float) -> list[tuple[float, str, str]]:
    """Let 16 clients open pages for some seconds; return how long each took."""
    found: list[tuple[float, str, str]] = []
    until, faults = time.monotonic() + seconds, []

    def client(number: int) -> None:
        pick, line = random.Random(number), http.client.HTTPConnection("127.0.0.1", port, timeout=60)  # noqa: S311
        time.sleep(pause * pick.random())
        while time.monotonic() < until:
            who, path = pick.choice(asked)
            begun = time.perf_counter()
            line.request("GET", path, headers={"Cookie": cookies[who], "Accept-Encoding": "gzip"})
            answer = line.getresponse()
            answer.read()
            took = time.perf_counter() - begun
            if answer.status != 200:
                faults.append((answer.status, path))
            found.append((took, who, path))
            time.sleep(max(0, pause * (0.5 + pick.random()) - took) if pause else 0)

    threads = [threading.Thread(target=client, args=(n,)) for n in range(CLIENTS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not faults, faults[:3]
    return found


def share(times: list[float], part: float) -> float:
    """Return the time below which a share of the answers lies, in milliseconds."""
    return 1000 * sorted(times)[min(len(times) - 1, math.ceil(part * len(times)) - 1)]


def measure(seconds: float) -> None:
    """Open every group of pages with a pause and without, and print a line for each."""
    from django.test import Client

    from seedbed.directory.models import Account
    from tests.cast import log_in

    accounts = Account.objects.in_bulk(READERS, field_name="username")
    cookies = {who: f"sessionid={log_in(Client(), accounts[who]).cookies['sessionid'].value}; django_language=zh-hans" for who in READERS}
    database = postmaster()
    with site() as (port, web):
        for asked in pages().values():
            run(port, cookies, asked, 3, 0)  # warm: modules, statements, templates
        for name, asked in pages().items():
            for pause in (1.0, 0.0):
                before = used(web) + (used(database) if database else 0)
                begun = time.perf_counter()
                found = run(port, cookies, asked, seconds, pause)
                spent = used(web) + (used(database) if database else 0) - before
                times, passed = [took for took, _who, _path in found], time.perf_counter() - begun
                print(f"| {name} | {'a page a second' if pause else 'no pause'} | {share(times, 0.5):.0f} | {share(times, 0.95):.0f} | {share(times, 0.99):.0f} | {len(times) / passed:.0f} | "
                      f"{1000 * spent / len(times):.1f} | load {os.getloadavg()[0]:.1f}", flush=True)
            slowest(found)


def slowest(found: list[tuple[float, str, str]]) -> None:
    """Print the three addresses with the highest middle time."""
    by: dict[tuple[str, str], list[float]] = {}
    for took, who, path in found:
        by.setdefault((who, path), []).append(took)
    for (who, path), times in sorted(by.items(), key=lambda item: -share(item[1], 0.5))[:3]:
        print(f"    {who} {path}: {share(times, 0.5):.0f} ms", flush=True)


def main() -> None:
    """Make the city and its cases, verify the trail, measure."""
    import django

    django.setup()
    from django.conf import settings
    from django.core.management import call_command
    from django.db import connection

    from seedbed.casework.models import Case
    from seedbed.kernel import trail

    settings.ALLOWED_HOSTS = ["testserver", "127.0.0.1"]
    count, seconds = int(sys.argv[1]), float(sys.argv[2]) if len(sys.argv) > 2 else 20
    call_command("migrate", verbosity=0)
    call_command("createcachetable", verbosity=0)
    call_command("collectstatic", interactive=False, verbosity=0)
    begun = time.perf_counter()
    if not Case.objects.exists():  # a second run on the same folder or database measures only
        write(City(), count)
        if connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                cursor.execute("VACUUM ANALYZE")
        faults = len(list(trail.verify()))
        print(f"{faults} faults of the trail, made in {time.perf_counter() - begun:.0f} s", flush=True)
    print(f"{connection.vendor}: {Case.objects.count():,} cases, {Case.objects.filter(closed_at=None).count():,} open", flush=True)
    measure(seconds)


if __name__ == "__main__":
    main()
