"""A whole site of its own: a folder, a database, and the command line as an administrator uses it."""

import hashlib
import os
import shutil
import subprocess
import sys
import uuid
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

import psycopg

ROOT = Path(__file__).resolve().parents[3]
SERVER = os.environ.get("DATABASE_URL", "")
GROUND = "import django; django.setup()\n"


@dataclass
class Site:
    """One site; every command runs in a process of its own, with nothing of the tests around it."""

    var: Path
    database: str = ""

    @property
    def env(self) -> dict[str, str]:
        """The environment of the site's processes."""
        kept = {key: value for key, value in os.environ.items() if not key.startswith(("SEEDBED_", "DJANGO_", "DATABASE_"))}
        url = {"DATABASE_URL": on_server(self.database)} if self.database else {}
        return {**kept, **url, "SEEDBED_VAR": str(self.var), "DJANGO_SETTINGS_MODULE": "seedbed.config.settings",
                "PYTHONPATH": f"{ROOT / 'src'}{os.pathsep}{ROOT}", "SEEDBED_TESTING": "1", "SEEDBED_LANGUAGE": "en", "PYTHONUTF8": "1"}

    def run(self, *arguments: str | Path, **options) -> subprocess.CompletedProcess:
        """Run `seedbed ARGUMENTS` and return what it said."""
        command = [sys.executable, "-m", "seedbed.config.command", *map(str, arguments)]
        return subprocess.run(command, env=self.env, cwd=self.var, capture_output=True, text=True, encoding="utf-8", **options)

    def python(self, program: str) -> str:
        """Run a program inside the site and return what it printed."""
        done = subprocess.run([sys.executable, "-c", GROUND + program], env=self.env, cwd=self.var, capture_output=True,
                              text=True, encoding="utf-8")
        assert done.returncode == 0, done.stderr
        return done.stdout

    def backup(self, folder: Path) -> Path:
        """Make a backup and return its file."""
        done = self.run("backup", folder)
        assert done.returncode == 0, done.stderr
        return Path(done.stdout.strip())

    def contents(self) -> dict[str, str]:
        """Return a digest of every table's rows and of every stored file."""
        said = self.python("from tests.integration.site.sites import print_tables; print_tables()")
        found = dict(line.split(" ", 1) for line in said.splitlines())
        files = self.var / "files"
        for path in sorted(files.rglob("*")) if files.exists() else []:
            if path.is_file():
                found[path.relative_to(self.var).as_posix()] = hashlib.sha256(path.read_bytes()).hexdigest()
        return found


def print_tables() -> None:
    """Print table, number and digest of the rows, in no order but their own; sessions and caches are not data."""
    from django.db import connection

    with connection.cursor() as cursor:
        for table in sorted(set(connection.introspection.table_names(cursor)) - {"django_session", "kernel_cache", "django_migrations"}):
            columns = sorted(c.name for c in connection.introspection.get_table_description(cursor, table))
            cursor.execute(f'SELECT {", ".join(map(connection.ops.quote_name, columns))} FROM "{table}"')
            rows = sorted(repr(row) for row in cursor.fetchall())
            print(table, len(rows), hashlib.sha256("\n".join(rows).encode()).hexdigest())


def on_server(database: str) -> str:
    """Return the URL of a database on the tests' server."""
    parts = urlsplit(SERVER)
    return parts._replace(path=f"/{database}").geturl()


def new_database(template: str = "") -> str:
    """Make a database, empty or as a copy; "" where the tests run on SQLite."""
    if not SERVER:
        return ""
    name = f"site_{uuid.uuid4().hex[:12]}"
    order = f'CREATE DATABASE "{name}"' + (f' TEMPLATE "{template}"' if template else "")
    with psycopg.connect(SERVER, autocommit=True) as server:
        for _ in range(20):  # each try waits five seconds
            try:
                server.execute(order)
                return name
            except psycopg.errors.ObjectInUse:
                continue  # a parallel process of the tests backs up the site that is to be copied
    raise RuntimeError(f"{template} is in use for too long: a server on it has to run on a copy")


def drop_database(name: str) -> None:
    """Remove a database of the tests."""
    if name:
        with psycopg.connect(SERVER, autocommit=True) as server:
            server.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')


def copy_of(site: Site, folder: Path) -> Site:
    """Return a second site with the same data and keys."""
    shutil.copytree(site.var, folder)
    return Site(folder, new_database(site.database))
