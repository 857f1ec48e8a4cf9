"""A prepared site with the cast, some lines in its trail and a few files; each test gets a copy."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.integration.site.sites import Site, copy_of, drop_database, new_database

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
def prepared(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """The site that the others are copies of."""
    site = Site(tmp_path_factory.mktemp("prepared") / "var", new_database())
    site.var.mkdir()
    for part in ("database", "keys"):
        done = site.run("prepare", "--only", part)
        assert done.returncode == 0, done.stderr
    site.python(FILL)
    yield site
    drop_database(site.database)


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
