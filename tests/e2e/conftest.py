"""Tests in a real browser against a real server; every one of them carries the mark `browser`."""

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, sync_playwright

from tests.cast import Cast, make_cast
from tests.e2e.browsing import DESK, Visitor, visitor

# The browser must not call anybody by itself: updates, safe browsing, sync.
FLAGS = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync", "--disable-default-apps", "--font-render-hinting=none",
]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark the tests of this folder, so that `-m "not browser"` leaves them out."""
    here = Path(__file__).parent
    for item in items:
        if here in item.path.parents:
            item.add_marker("browser")


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """One Chromium for all tests of a process."""
    # The browser's driver runs an event loop in this thread, which Django would take for an async view.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"
    path = os.environ.get("SEEDBED_CHROMIUM") or shutil.which("chromium")
    assert path, "Chromium is missing: install it, or name it in SEEDBED_CHROMIUM"
    with sync_playwright() as driver:
        chromium = driver.chromium.launch(executable_path=path, args=FLAGS)
        yield chromium
        chromium.close()


@pytest.fixture
def arrive(browser: Browser, live_server: Any) -> Iterator[Callable[..., Visitor]]:
    """Give a function that makes visitors: `arrive(account, width=PHONE, language="en")`.

    At the end of the test nobody may have met an error, a refused script or style, or another host;
    a test that provokes one on purpose empties `visitor.faults` itself.
    """
    people: list[Visitor] = []

    def come(account: Any = None, *, width: int = DESK, language: str = "zh-hans") -> Visitor:
        person = visitor(browser, live_server.url, width)
        people.append(person)
        person.speak(language)
        if account is not None:
            person.sign_in(account)
        return person

    yield come
    faults = [fault for person in people for fault in person.faults]
    for person in people:
        person.context.close()
    assert faults == []


@pytest.fixture
def cast(live_server: Any) -> Cast:
    """The named cast in a full office, committed, so that the server sees it."""
    return make_cast()


@pytest.fixture
def small_cast(live_server: Any) -> Cast:
    """The named cast in a small office."""
    return make_cast(profile="small")
