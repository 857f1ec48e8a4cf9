"""Whether the clock betrays what an answer hides: another's record beside none, a known name beside an unknown one.

    .venv/bin/python -m benchmarks.doors [TRIES]

Every page of an object is asked by a stranger for another's object and for none, in turn; the log-in is tried with a wrong
password for a name that is there and for one that is not. Prints medians in milliseconds, for pages of processor time (the clock
of a busy machine tells more about its neighbours), for the log-in by the clock: a difference below 10 ms and below 10 % is asked for. The tests hold what makes it so – the same statements, the same number of password checks – and no clock.
"""

import os
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from statistics import median
from typing import Any

os.environ |= {"SEEDBED_VAR": tempfile.mkdtemp(prefix="seedbed-bench-"), "SEEDBED_TESTING": "1", "DJANGO_SETTINGS_MODULE": "tests.settings"}
TRIES = int(sys.argv[1]) if len(sys.argv) > 1 else 100


def in_turn(first: Callable[[], Any], second: Callable[[], Any], tries: int, clock: Callable[[], float] = time.perf_counter) -> tuple[float, float]:
    """Return the medians in milliseconds of two questions that are put one after the other, by a clock."""
    taken: tuple[list[float], list[float]] = ([], [])
    for _n in range(tries):
        for question, times in zip((first, second), taken, strict=True):
            begun = clock()
            question()
            times.append((clock() - begun) * 1000)
    return median(taken[0]), median(taken[1])


def strangers(world: Any) -> Iterator[tuple[str, float, float]]:
    """Yield each page that one stranger is told 404 for, with the medians for another's object and for none."""
    from tests.reliability.test_every_page import NO_STRANGERS, PATTERNS
    from tests.rights import cells
    from tests.world import address, never_address

    seen = set(NO_STRANGERS)
    for cell in cells():
        if cell.expected == "404" and cell.method == "GET" and "<" in PATTERNS[cell.page] and cell.page not in seen:
            seen.add(cell.page)
            client, mine, none = world.client(cell.role), address(world, cell.page), never_address(world, cell.page)
            client.get(none)
            ask = (lambda c=client, a=mine: c.get(a), lambda c=client, a=none: c.get(a))  # type: ignore[misc]
            yield cell.page, *in_turn(*ask, max(5, TRIES // 10), time.process_time)


def names(account: Any) -> tuple[float, float]:
    """Return the medians of the log-in for a known and an unknown name, checked with the site's own hash."""
    from django.core.cache import cache
    from django.test import Client, override_settings
    from django.urls import reverse

    def knock(name: str) -> None:
        cache.clear()  # the lock after five errors is another question
        Client().post(reverse("account_login"), {"login": name, "password": "Not-the-word-2026!"})

    with override_settings(PASSWORD_HASHERS=["django.contrib.auth.hashers.Argon2PasswordHasher"]):
        account.set_password("Sow-early-2026!")
        account.save()
        knock(account.username)
        return in_turn(lambda: knock(account.username), lambda: knock("nobody-here"), TRIES)


def main() -> None:
    """Measure both and print the figures."""
    import logging

    import django

    django.setup()
    logging.disable(logging.WARNING)
    from django.core.management import call_command
    from django.test.utils import setup_test_environment

    from tests.cast import make_cast
    from tests.world import make_world

    setup_test_environment()
    call_command("migrate", verbosity=0)
    call_command("createcachetable", verbosity=0)
    world = make_world(make_cast())
    found = sorted(strangers(world), key=lambda row: abs(row[1] - row[2]))
    print(f"{len(found)} pages, {max(5, TRIES // 10)} tries each: another's {median(row[1] for row in found):.1f} ms, none {median(row[2] for row in found):.1f} ms")
    for page, mine, none in found[-3:]:
        print(f"  furthest apart: {page} {mine:.1f} and {none:.1f} ms")
    known, unknown = names(world.cast.applicant)
    print(f"log-in, {TRIES} tries: known name {known:.1f} ms, unknown {unknown:.1f} ms, {abs(known - unknown) / known:.1%} apart")


if __name__ == "__main__":
    main()
