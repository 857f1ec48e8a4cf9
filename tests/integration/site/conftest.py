"""A prepared site with the cast, some lines in its trail and a few files; each test gets a copy."""

import fcntl
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.integration.site.sites import SERVER, Site, copy_of, drop_database, new_database

FILL = """
from pathlib import Path
from django.conf import settings
from tests.cast import make_cast
make_cast()
root = Path(settings.MEDIA_ROOT)
for number in range(20):
    path = root / f"{number % 4:02x}" / f"file-{number}"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(f"content {number} 苗圃".encode() * 200)
"""


@pytest.fixture(scope="session")
def prepared(tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> Iterator[Site]:
    """The site that the others are copies of; parallel test processes make it once and share it."""
    base = tmp_path_factory.getbasetemp()
    folder = (base if worker_id == "master" else base.parent) / f"prepared-{'pg' if SERVER else 'sqlite'}"
    folder.mkdir(exist_ok=True)
    note = folder / "database"
    with open(folder / "lock", "w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not note.exists():
            made = make_site(folder / "var")
            note.write_text(made.database)
    yield Site(folder / "var", note.read_text())


def make_site(var: Path) -> Site:
    """Make a site with the cast and twenty files; its database stays on the tests' server, which goes with it."""
    site = Site(var, new_database())
    var.mkdir()
    for part in ("database", "keys"):
        done = site.run("prepare", "--only", part)
        assert done.returncode == 0, done.stderr
    site.python(FILL)
    return site


@pytest.fixture
def site(prepared: Site, tmp_path: Path) -> Iterator[Site]:
    """A site of one's own."""
    mine = copy_of(prepared, tmp_path / "var")
    yield mine
    drop_database(mine.database)


@pytest.fixture
def empty_machine(tmp_path: Path) -> Iterator[Callable[[], Site]]:
    """Give a function that makes machines without any data."""
    made: list[Site] = []

    def make() -> Site:
        new = Site(tmp_path / f"machine-{len(made)}", new_database())
        new.var.mkdir()
        made.append(new)
        return new

    yield make
    for new in made:
        drop_database(new.database)


@pytest.fixture(scope="session")
def archive(prepared: Site, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A backup of the prepared site, to look at and to copy, not to change."""
    return prepared.backup(tmp_path_factory.mktemp("archive"))
