"""A migrated SQLite database to begin from: migrating takes longer than most tests, copying does not."""

import hashlib
import shutil
import sqlite3
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
FOLDER = ROOT / "build" / "test-databases"
# What a fresh database is made of: our migrations with their data, the triggers, the libraries' migrations.
SOURCES = ("src/seedbed/*/migrations/*.py", "src/seedbed/*/data/*", "src/seedbed/kernel/triggers.py", "src/seedbed/kernel/search.py", "requirements.txt")


def kept() -> Path:
    """Return where the database of today's migrations is kept; another state of the code has another name."""
    digest = hashlib.sha256()
    for path in sorted(path for pattern in SOURCES for path in ROOT.glob(pattern)):
        digest.update(f"{path.relative_to(ROOT)}\0".encode() + path.read_bytes())
    return FOLDER / f"{digest.hexdigest()[:24]}.sqlite3"


def lay(target: Path) -> bool:
    """Put a copy at `target`; False where none is kept yet."""
    if not kept().exists():
        return False
    shutil.copy(kept(), target)
    return True


def keep(source: Path) -> None:
    """Keep a copy of a freshly migrated database for the next runs, and drop those of older migrations."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    draft = FOLDER / f"{source.name}-{id(source)}.draft"
    with sqlite3.connect(source) as fresh, sqlite3.connect(draft) as copy:
        fresh.backup(copy)
    copy.close()
    fresh.close()
    for old in FOLDER.glob("*.sqlite3"):
        old.unlink(missing_ok=True)
    draft.replace(kept())
