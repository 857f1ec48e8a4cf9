"""What must hold on every page, whoever opens it: forged forms, reading that writes, headers, what a page betrays."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from seedbed.kernel.papers import Paper, Table, render_docx, render_pdf
from tests.cast import ID_OF_APPLICANT, log_in
from tests.reliability.planting import PLANTED, betrayed, plant
from tests.reliability.scanning import body_of, numbers_in
from tests.rights import Cell, ask, cells, pages, roles, table, word
from tests.world import ROLES, World, address, all_patterns, never_address, other_address

WRITES = re.compile(r'^\s*(INSERT(?: OR IGNORE)? INTO|UPDATE|DELETE FROM)\s+"?([a-z_]+)"?', re.IGNORECASE)
TABLES = re.compile(r'(?:FROM|JOIN|INTO|UPDATE) "(\w+)"')
# What opening a page may leave: the session, the trail's line that a file was opened, counters of the cache.
MAY_BE_WRITTEN = {"django_session", "kernel_auditevent", "kernel_trailhead", "kernel_cache"}

PATTERNS = {name: str(entry.pattern) for name, entry in all_patterns()}
# Addresses with a number that is nobody's own: batches everybody may apply to, sheets behind the secret of their address.
FOR_EVERYBODY = {"selection:mine", "selection:apply", "selection:discard_draft", "selection:recommendations", "selection:unit_file", "selection:unit_corrections", "selection:unit_sheet",
                 "assessment:word_sheet", "grassroots:answer_approve", "grassroots:answer_withdraw", "grassroots:book", "grassroots:booked"}

# Told 404 for another reason than a stranger: the call may be read by everybody, the own place is asked without a post.
NO_STRANGERS = {"selection:withdraw", "placement:move"}

# Pages of the log-in library that this site does not have.
GONE = {page for page, row in table()["pages"].items() if row["GET"] == "gone"}


def refusals(name: str) -> set[int]:
    """How a form without its token is turned away: addresses of the API that are only read take no form at all."""
    return {403, 404, 405} if name.startswith("api:") and not name.startswith("api:do_") else {403}


def test_a_form_without_its_token_is_refused_everywhere(world: World) -> None:
    taken = []
    for role in ("anonymous", "officer", "system_admin"):
        client = Client(enforce_csrf_checks=True, raise_request_exception=False)
        if ROLES[role]:
            log_in(client, world.cast.accounts[ROLES[role] or ""])
        for name in pages():
            answer = client.post(address(world, name))
            if answer.status_code not in refusals(name):
                taken.append(f"{name} as {role}: {answer.status_code}")
    assert taken == []


@contextmanager
def watched(found: list[str]) -> Iterator[None]:
    """Write down every statement that changes a table which reading must not change."""

    def watch(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        written = WRITES.match(sql)
        if written and written[2] not in MAY_BE_WRITTEN:
            found.append(f"{written[1]} {written[2]}")
        return execute(sql, params, many, context)

    with connection.execute_wrapper(watch):
        yield


def test_opening_a_page_is_answered_as_listed_changes_nothing_and_betrays_nothing(world: World) -> None:
    plant(world)
    faults: dict[str, list[str]] = {"rights": [], "changes": [], "headers": [], "numbers": [], "secrets": [], "strangers": [], "red lines": []}
    pages_of_objects = {"api": "api:read_people", "": "directory:person"}
    nothing = {(role, kind): _plain(world.client(role).get(other_address(page))) for role in roles() for kind, page in pages_of_objects.items()}
    for cell in [cell for cell in cells() if cell.method == "GET"]:
        written: list[str] = []
        with watched(written):
            answer = ask(world, cell.page, "GET", cell.role)
        place, text = f"{cell.page} as {cell.role}: ", body_of(answer)
        faults["rights"] += [] if word(answer) == cell.expected else [f"{place}{word(answer)} instead of {cell.expected}"]
        faults["changes"] += [place + what for what in written]
        faults["headers"] += [place + what for what in header_faults(answer, signed_in=ROLES[cell.role] is not None)]
        faults["numbers"] += [place + what for what in numbers_in(text)]
        faults["secrets"] += [place + what for what in betrayed(text, cell.role)]
        faults["red lines"] += [place + what for what in crossed(text)]
        if cell.expected == "404" and cell.page not in GONE:
            kind = "api" if cell.page.startswith("api:") else ""
            faults["strangers"] += [] if _plain(answer) == nothing[cell.role, kind] else [place]
    assert faults == {kind: [] for kind in faults}


def crossed(text: str) -> list[str]:
    """Return which red lines a page crosses: no way to complain, or it asks for a position, a face or a photograph."""
    if "<html" not in text:
        return []
    found = [] if f'href="{reverse("portal:complaint")}"' in text else ["no way to complain"]
    asked = re.search(r"<input[^>]*(\bcapture\b|accept=\"(image|video)/)|<video|geolocation", text)
    return [*found, asked[0]] if asked else found


def header_faults(answer: Any, *, signed_in: bool) -> list[str]:
    """Return what is missing among the headers of an answer."""
    policy = answer.headers.get("Content-Security-Policy", "")
    wanted = {
        # A file that somebody uploaded leaves in a sandbox, which is stricter than the policy of pages.
        "a policy for scripts": "script-src 'self'" in policy or policy == "sandbox; default-src 'none'",
        "no inline code": bool(policy) and "unsafe-inline" not in policy and "unsafe-eval" not in policy,
        "nobody frames us": ("frame-ancestors 'none'" in policy or "sandbox" in policy) and answer.headers.get("X-Frame-Options") == "DENY",
        "no guessing of types": answer.headers.get("X-Content-Type-Options") == "nosniff",
        "no addresses given away": answer.headers.get("Referrer-Policy") == "same-origin",
        "nothing kept in caches": not signed_in or "no-store" in answer.headers.get("Cache-Control", ""),
    }
    return [what for what, holds in wanted.items() if not holds]


def test_what_is_not_mine_looks_like_what_never_was(world: World) -> None:
    """For each page of an object one stranger: reading and writing answer alike for another's object and for none.

    Alike is the way to the answer too, table by table: then no clock tells the two apart. `benchmarks/doors.py` holds a clock to it.
    """
    different, seen = [], set()
    for cell in cells():
        if cell.expected == "404" and "<" in PATTERNS[cell.page] and (cell.page, cell.method) not in seen:
            seen.add((cell.page, cell.method))
            world.client(cell.role)  # signed in before counting
            with _asked() as for_mine:
                mine = ask(world, cell.page, cell.method, cell.role)
            with _asked() as for_none:
                never = _ask_for_none(world, cell)
            same_way = for_mine == for_none or cell.page in NO_STRANGERS
            if (mine.status_code, _plain(mine)) != (never.status_code, _plain(never)) or not same_way:
                different.append(f"{cell.method} {cell.page} as {cell.role}: {len(for_mine)} and {len(for_none)} statements")
    assert (different, len(seen) > 100) == ([], True)


def _ask_for_none(world: World, cell: Cell) -> Any:
    client, path = world.client(cell.role), never_address(world, cell.page)
    return client.post(path, {"sent": "1"}) if cell.method == "POST" else client.generic(cell.method, path)


@contextmanager
def _asked() -> Iterator[list[tuple[str, ...]]]:
    """Write down the tables of each statement in their order, without the marks of transactions."""
    found: list[tuple[str, ...]] = []

    def watch(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        found.append(tuple(TABLES.findall(sql)))
        return execute(sql, params, many, context)

    with connection.execute_wrapper(watch):
        yield found
    found[:] = [tables for tables in found if tables]


def test_every_kind_of_object_has_its_stranger() -> None:
    """Somebody of the same role with another unit, or another owner, is told 404 when reading and when writing."""
    rivals = {"other_trainee", "clerk_b", "other_officer"}
    shown = {name for name, pattern in PATTERNS.items() if "<int:" in pattern and name not in FOR_EVERYBODY}
    strangers = {cell.page for cell in cells() if cell.role in rivals and cell.expected == "404"}
    assert " ".join(sorted(shown - strangers)) == ""


def _plain(answer: Any) -> str:
    """The body without what differs from one answer to the next: tokens, nonces."""
    return re.sub(r'(nonce|value)="[^"]*"', "", answer.content.decode())


def test_the_scan_finds_what_it_looks_for() -> None:
    text = "编号431003199302133046，电话13907350000，统一代码91440606735002285T，卡号6222021234567890128，另一个6222021234567890129"
    assert numbers_in(text) == ["431003199302133046", "13907350000", "6222021234567890128"]
    assert betrayed(f"…{PLANTED['sounding']}…", "clerk_a") == ["sounding"]


def test_the_scan_reads_what_is_printed() -> None:
    """A number in a column so narrow that it breaks is found on the PDF and in the Word file."""
    row = ["王某", ID_OF_APPLICANT, "13907350000"] + ["某局"] * 9
    paper = Paper("名单", paragraphs=[Table(["栏"] * len(row), [row])])
    for raw in (render_pdf(paper), render_docx(paper)):
        assert {ID_OF_APPLICANT, "13907350000"} <= set(numbers_in(body_of(HttpResponse(raw))))


def test_the_watch_sees_a_write(world: World) -> None:
    written: list[str] = []
    with watched(written):
        world.client("officer").post(address(world, "casework:accept"), {"sent": "1"})
    assert "UPDATE casework_objection" in written
