"""What every test has: no network, a fresh trail, no state left behind."""

import socket
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings
from django.utils import translation

from tests import migrated

LOCAL = {"127.0.0.1", "::1", "localhost", ""}


class NetworkIsBlocked(RuntimeError):
    """A test, or what it tests, tried to reach another machine."""


def refuse_strangers(address: object) -> None:
    """Raise unless the address is a socket file or this machine's loopback."""
    if isinstance(address, tuple) and address[0] not in LOCAL:
        raise NetworkIsBlocked(f"{address} is not on this machine")


@pytest.fixture(autouse=True, scope="session")
def no_network() -> Iterator[None]:
    """Block every connection and every look-up of a name that leaves this machine."""
    patch = pytest.MonkeyPatch()
    connect, connect_ex, getaddrinfo = socket.socket.connect, socket.socket.connect_ex, socket.getaddrinfo

    def guarded_connect(self, address):
        refuse_strangers(address)
        return connect(self, address)

    def guarded_connect_ex(self, address):
        refuse_strangers(address)
        return connect_ex(self, address)

    def guarded_look_up(host, *rest, **options):
        name = host.decode() if isinstance(host, bytes) else host
        refuse_strangers((name or "",))
        return getaddrinfo(host, *rest, **options)

    patch.setattr(socket.socket, "connect", guarded_connect)
    patch.setattr(socket.socket, "connect_ex", guarded_connect_ex)
    patch.setattr(socket, "getaddrinfo", guarded_look_up)
    yield
    patch.undo()


def sqlite_file() -> Path | None:
    """Return the file of this process's test database, None on PostgreSQL."""
    name = settings.DATABASES["default"].get("TEST", {}).get("NAME")
    return Path(name) if name else None


@pytest.fixture(scope="session")
def django_db_keepdb(django_db_modify_db_settings: None) -> bool:
    """Begin from a copy of a database that an earlier run has migrated, if there is one."""
    file = sqlite_file()
    return file is not None and migrated.lay(file)


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_keepdb: bool) -> None:
    """Keep a database that had to be migrated for the next run.

    What the migrations wrote is told to every connection: a browser brings its own, which would not refill an emptied database.
    """
    from django.db import connections

    wrapper = connections["default"]
    if hasattr(wrapper, "_test_serialized_contents"):
        type(wrapper)._test_serialized_contents = wrapper._test_serialized_contents
    file = sqlite_file()
    if file is not None and not django_db_keepdb:
        migrated.keep(file)


@pytest.fixture(autouse=True)
def main_language() -> Iterator[None]:
    """Begin each test in the main language; a view that switches it leaves no trace."""
    with translation.override("zh-hans"):
        yield


def commits(item: pytest.Item) -> bool:
    """Whether a test commits for real, so that its data has to be emptied afterwards."""
    marker = item.get_closest_marker("django_db")
    fixtures = set(getattr(item, "fixturenames", ()))
    return bool(marker and marker.kwargs.get("transaction")) or bool(fixtures & {"transactional_db", "live_server"})


# A minute and more each: begun first, so that no process is left waiting for one of them at the end.
LONGEST = {"test_authz", "test_every_page", "test_every_form", "test_seeded_faults", "test_bench_of_any_size"}


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Tests that commit find the rows that the migrations made, as all others do; they come last, for they empty the tables. The longest come first."""
    items.sort(key=lambda item: (commits(item), item.path.stem not in LONGEST))
    for item in items:
        if commits(item):
            item.fixturenames.append("django_db_serialized_rollback")


@pytest.fixture(autouse=True)
def trail_can_be_emptied(request: pytest.FixtureRequest) -> Iterator[None]:
    """Let the emptying between committing tests pass the triggers, which are there during each test."""
    if not commits(request.node):
        yield
        return
    request.getfixturevalue("_django_db_helper")
    from seedbed.kernel import triggers

    triggers.install()
    yield
    triggers.drop()
