"""Every list costs the same number of questions for 1, 3 and 1,000 rows, and its page stays light."""

import copy
import gzip
import re
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.contrib.staticfiles import finders
from django.db import connection
from django.db.models import Model
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from seedbed.directory.models import UnitClosure
from seedbed.portal import middleware
from tests.world import World, address

RAW, PACKED = 60_000, 12_000  # bytes of one page


def clones(row: Model, numbers: range, **vary: Callable[[int], Any]) -> list[Any]:
    """Store copies of a row; fields that must be unique get a number, others what `vary` says."""
    made = []
    for number in numbers:
        twin = copy.copy(row)
        twin._state = copy.copy(row._state)
        twin.pk, twin._state.adding = None, True
        for field in row._meta.concrete_fields:
            if field.name in vary:
                setattr(twin, field.attname, vary[field.name](number))
            elif field.unique and not field.primary_key and getattr(row, field.attname) is not None:
                setattr(twin, field.attname, f"{number}x{getattr(row, field.attname)}"[:field.max_length])
        made.append(twin)
    return type(row)._default_manager.bulk_create(made, batch_size=500)


def _units(world: World, numbers: range) -> None:
    made = clones(world.cast.unit_a, numbers, name=lambda n: f"第{n}局", uscc=lambda n: None)
    paths = [UnitClosure(ancestor=above, descendant=unit, depth=depth) for unit in made for above, depth in ((world.cast.root, 1), (unit, 0))]
    UnitClosure.objects.bulk_create(paths)


def _people(world: World, numbers: range) -> None:
    """People with an account, a role, an application in both batches, a placement and a change order."""
    people = clones(world["person"], numbers, id_lookup=lambda n: f"look{n}")
    first = numbers.start
    accounts = clones(world["account"], numbers, person=lambda n: people[n - first].pk)
    clones(world["grant"], numbers, account=lambda n: accounts[n - first].pk)
    clones(world["application"], numbers, person=lambda n: people[n - first].pk, number=lambda n: 1000 + n)
    late = clones(world["mine"], numbers, person=lambda n: people[n - first].pk, number=lambda n: 1000 + n)
    placed = clones(world["placement"], numbers, person=lambda n: people[n - first].pk, application=lambda n: late[n - first].pk)
    clones(world["place"], numbers, application=lambda n: late[n - first].pk)
    clones(world["order"], numbers, placement=lambda n: placed[n - first].pk, number=lambda n: 1000 + n)
    clones(world["review"], numbers, application=lambda n: late[n - first].pk)


def _hosts(world: World, numbers: range) -> None:
    units = clones(world["host"].unit, numbers, name=lambda n: f"第{n}公司", uscc=lambda n: None)
    first = numbers.start
    hosts = clones(world["host"], numbers, unit=lambda n: units[n - first].pk)
    offers = clones(world["offer"], numbers, host=lambda n: hosts[n - first].pk)
    clones(world["post"], numbers, offer=lambda n: offers[n - first].pk)
    clones(world["company"], numbers, name=lambda n: f"征集第{n}公司")


def _cases(world: World, numbers: range) -> None:
    clones(world["draft"], numbers)
    clones(world["objection"], numbers)
    clones(world["complaint"], numbers)
    clones(world["tie"], numbers)
    clones(world["message"], numbers)
    clones(world["import"], numbers)
    clones(world["case"], numbers)
    clones(world["job"], numbers)
    clones(world["listed"], numbers)
    clones(world["export"], numbers)


def _drafts(world: World, numbers: range) -> None:
    first = numbers.start
    runs = clones(world["older"].run, numbers)
    clones(world["older"], numbers, run=lambda n: runs[n - first].pk, number=lambda n: 1000 + n)
    clones(world["batch"], numbers, ordinal=lambda n: 1000 + n)


def _stay(world: World, numbers: range) -> None:
    """Expenses with their papers, certificates, sharing sessions, needs of companies."""
    first = numbers.start
    papers = clones(world["expense"].document, numbers)
    clones(world["expense"], numbers, document=lambda n: papers[n - first].pk)
    clones(world["certificate"], numbers, sequence=lambda n: 1000 + n, state=lambda n: "revoked", revoked_why=lambda n: "重复", revoked_at=lambda n: timezone.now())
    clones(world["sharing"], numbers, on=lambda n: world["sharing"].on - timedelta(days=n))
    clones(world["need"], numbers)


GROWTH = (_units, _people, _hosts, _cases, _drafts, _stay)
# The page and who opens it; `None` where the address needs nothing but its name.
LISTS: dict[str, str] = {
    "portal:home": "officer", "portal:inbox": "trainee", "portal:complaints": "officer", "portal:trail": "audit_admin",
    "directory:units": "officer", "directory:people": "officer", "directory:ties": "officer", "directory:accounts": "system_admin",
    "directory:grants": "security_admin", "directory:industries": "officer", "casework:notices": "officer", "casework:objections": "officer",
    "selection:batches": "officer", "selection:applications": "officer", "selection:screening": "officer", "selection:intake": "officer",
    "selection:recommendations": "clerk_a", "placement:hosts": "officer", "placement:offers": "officer", "placement:posts_import": "officer",
    "placement:batch": "officer", "placement:matching": "officer", "placement:draft": "officer", "placement:match_rules": "officer",
    "placement:where": "officer", "placement:change_orders": "officer", "placement:reviews": "officer", "placement:wish_window": "officer",
    "placement:papers": "officer", "cases:cases": "officer",
    "placement:campaigns": "officer", "placement:campaign": "officer", "placement:companies": "officer",
    "directory:releases": "officer", "directory:sheet": "officer",
    "residency:register": "officer", "residency:my_records": "trainee", "outcomes:certificates": "officer", "outcomes:sharings": "officer", "outcomes:needs": "officer",
}


# These show all of one batch at once, so that it can be chosen from: light for a real batch, not for a thousand.
WHOLE = {"placement:match_rules", "placement:wish_window"}


def tell_the_planner() -> None:
    """Let PostgreSQL count the new rows, as it does by itself on a site once they are committed."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")


def test_every_list_asks_the_same_questions_and_stays_light(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(middleware, "TOUCH_EVERY", 3600)  # on a slow machine a minute passes between two pages, and the session is written
    asked: dict[str, list[int]] = {page: [] for page in LISTS}
    heavy: dict[tuple[str, int], tuple[int, int]] = {}
    for start, end in ((1, 2), (2, 4), (4, 50), (50, 1001)):
        for grow in GROWTH:
            grow(world, range(start, end))
        tell_the_planner()
        for page, role in LISTS.items():
            path = address(world, page)
            world.client(role).get(path)  # the first page of a session writes it
            with CaptureQueriesContext(connection) as caught:
                answer = world.client(role).get(path)
            assert (page, answer.status_code) == (page, 200)
            asked[page].append(len(caught))
            size = (len(answer.content), len(gzip.compress(answer.content, 6)))
            if (size[0] > RAW or size[1] > PACKED) and not (page in WHOLE and end > 100):
                heavy[page, end - 1] = size
    assert {page: counts for page, counts in asked.items() if len(set(counts)) > 1} == {}
    assert heavy == {}


def test_the_first_visit_is_light_and_asks_no_other_host(world: World) -> None:
    page = world.client("officer").get(reverse("portal:home")).content.decode()
    asked = re.findall(r'<(?:script|link|img)[^>]+(?:src|href)="([^"]+)"', page)
    files = [Path(str(finders.find(link.removeprefix("/static/")))) for link in asked if link.startswith("/static/")]
    packed = sum(len(gzip.compress(file.read_bytes(), 6)) for file in files if file.suffix in {".css", ".js"})
    pictures = sum(file.stat().st_size for file in files if file.suffix not in {".css", ".js"})
    assert [link for link in asked if not link.startswith("/")] == []
    assert len(files) >= 3
    assert packed + pictures <= 200_000
