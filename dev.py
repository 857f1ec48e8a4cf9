#!/usr/bin/env python3
"""Seedbed's three commands; nothing but Python 3.11 or newer is needed beforehand.

    python3 dev.py run  [--port N] [--stage NAME] [--no-demo] [--host ADDRESS]
    python3 dev.py test [--strict] [arguments for pytest]
    python3 dev.py bundle [--out FOLDER] [--prove FILE]

`run` sets everything up in this folder (.venv for packages, var for data), serves the site and prints the
address and the log-ins. `test` runs every check; what cannot run here is named, with --strict it is a failure.
`bundle` writes one zip that installs without a network; unpacked it has a folder `wheels`, and no other place is asked.
"""

import argparse
import contextlib
import hashlib
import importlib.util
import io
import ipaddress
import os
import re
import shutil
import signal
import socket
import ssl
import subprocess
import sys
import time
import urllib.error
import urllib.request
import zipfile
from pathlib import Path

if sys.version_info < (3, 11):  # noqa: UP036 - an older Python is what this line is for
    sys.exit(f"Seedbed needs Python 3.11 or newer; this is {sys.version.split()[0]}.")

ROOT = Path(__file__).resolve().parent
VENV = ROOT / ".venv"
WINDOWS = os.name == "nt"
BIN = VENV / ("Scripts" if WINDOWS else "bin")
PYTHON = BIN / ("python.exe" if WINDOWS else "python")
SEEDBED = [str(PYTHON), "-m", "seedbed.config.command"]
WHEELS = ROOT / "wheels"
RUNTIME, EVERYTHING = "requirements.txt", "requirements-dev.txt"
STARTED = time.monotonic()

# Used only where the machine has neither uv nor pip; both lines change together.
PIP_WHEEL = "https://files.pythonhosted.org/packages/07/25/ee8c38ae72d66b844ce8eb9711ba905dba21ca1a8a0c960057c41cd23337/pip-26.3-py3-none-any.whl"
PIP_SHA256 = "f3b60b20ffaadd4415ed7957212a38ac63fa4c5fa375bd0f4a797777940fad13"


class Trouble(Exception):
    """Something a person has to know; the message is the whole sentence."""


@contextlib.contextmanager
def step(name):
    """Say what is being done, and afterwards how many seconds it took."""
    begun = time.monotonic()
    print(f"  {name} …", flush=True)
    yield
    print(f"  {name}: {time.monotonic() - begun:.1f} s", flush=True)


def call(command, what, **options):
    """Run a command quietly; if it fails, show what it said and stop with a sentence."""
    done = subprocess.run(
        [str(part) for part in command], cwd=ROOT, text=True, encoding="utf-8", errors="replace",
        stdout=subprocess.PIPE, stderr=subprocess.STDOUT, **options,
    )
    if done.returncode:
        print(done.stdout.strip()[-6000:], file=sys.stderr)
        raise Trouble(f"{what} did not work (see above).")
    return done.stdout


def set_up(requirements):
    """Bring .venv to what `requirements` names; a second call with the same file does nothing."""
    wanted = hashlib.sha256((ROOT / requirements).read_bytes()).hexdigest()
    stamp = VENV / f"installed-{requirements}"
    if not (PYTHON.exists() and stamp.exists() and stamp.read_text() == wanted):
        uv = find_uv()
        with step("Python packages"):
            make_venv(uv)
            call([*installer(uv), "--require-hashes", "--only-binary", ":all:", "-r", requirements],
                 "Installing the Python packages", env={**os.environ, "UV_PYTHON_DOWNLOADS": "never"})
        stamp.write_text(wanted)
    link_source()


def find_uv():
    """Return the path of a uv that works, or an empty string."""
    uv = shutil.which("uv")
    return uv if uv and not subprocess.run([uv, "--version"], capture_output=True).returncode else ""


def make_venv(uv):
    """Make .venv with this Python; a broken one, for example after a move, is made anew."""
    if PYTHON.exists():
        return
    if VENV.exists():
        shutil.rmtree(VENV)
    by_uv = [uv, "venv", "--quiet", "--python", sys.executable, VENV]
    # Without pip: a bare Debian has no ensurepip, and pip can install into the folder from outside.
    by_python = [sys.executable, "-m", "venv", "--without-pip", VENV]
    call(by_uv if uv else by_python, "Making the folder .venv")


def installer(uv):
    """Return the beginning of the command that installs packages into .venv; from the bundle's wheels where there are some."""
    here = ["--no-index", "--find-links", WHEELS] if WHEELS.exists() else []
    if uv:
        return [uv, "pip", "install", "--quiet", "--python", PYTHON, *here]
    options = ["install", "--quiet", "--no-input", "--disable-pip-version-check", *here]
    if pip_is_recent():
        return [sys.executable, "-m", "pip", "--python", PYTHON, *options]
    return [PYTHON, fetch_pip(), *options]


def pip_is_recent():
    """Whether this Python's pip can install into another environment (22.3 or newer)."""
    if importlib.util.find_spec("pip") is None:
        return False
    said = subprocess.run([sys.executable, "-m", "pip", "--version"], capture_output=True, text=True).stdout
    found = re.match(r"pip (\d+)\.(\d+)", said)
    return bool(found) and (int(found[1]), int(found[2])) >= (22, 3)


def fetch_pip():
    """Unpack the pinned pip under .venv and return the folder that Python can run."""
    folder = VENV / "pip"
    if not folder.exists():
        packed = WHEELS / PIP_WHEEL.rsplit("/", 1)[1]
        try:
            with open(packed, "rb") if packed.exists() else urllib.request.urlopen(PIP_WHEEL, timeout=60) as answer:
                content = answer.read()
        except OSError as problem:
            raise Trouble(
                "This Python has no pip, and pip could not be fetched from files.pythonhosted.org "
                f"({problem}). Install the package python3-pip and try again."
            )
        if hashlib.sha256(content).hexdigest() != PIP_SHA256:
            raise Trouble("The pip fetched from files.pythonhosted.org is not the one we know; nothing was installed.")
        zipfile.ZipFile(io.BytesIO(content)).extractall(folder)
    return folder / "pip"


def link_source():
    """Let .venv see src, and put the command `seedbed` into it."""
    packages = call([PYTHON, "-c", "import sysconfig; print(sysconfig.get_path('purelib'))"], "Asking .venv").strip()
    Path(packages, "seedbed.pth").write_text(f"{ROOT / 'src'}\n", encoding="utf-8")
    if WINDOWS:
        (BIN / "seedbed.cmd").write_text('@"%~dp0python.exe" -m seedbed.config.command %*\n')
        return
    script = BIN / "seedbed"
    script.write_text('#!/bin/sh\nexec "$(dirname "$(readlink -f "$0")")/python" -m seedbed.config.command "$@"\n')
    script.chmod(0o755)


def run(arguments):
    """Set up, migrate, load the demo, serve until Ctrl-C."""
    port = take_port(arguments.host, arguments.port)
    set_up(RUNTIME)
    env = site_environment(arguments)
    with step("Database, translations, static files"):
        print(indented(call([*SEEDBED, "prepare"], "Preparing the site", env=env)))
    log_ins = ("No demo: in another window, set up your office and its accounts with\n没有演示数据：请在另一个窗口运行下面的命令，建立本单位和账号\n"
               f"    {BIN / 'seedbed'} setup\n")
    if not arguments.no_demo:
        with step("Demo data"):
            stage = ["--stage", arguments.stage] if arguments.stage else []
            log_ins = call([*SEEDBED, "demo", *stage], "Loading the demo", env=env)
    serve(arguments, env, port, log_ins)


def site_environment(arguments):
    """Return the environment of the site's processes; on an address of the network https is a must."""
    env = {**os.environ, "PYTHONUNBUFFERED": "1"}
    if is_loopback(arguments.host):
        # Only a page that no other machine can reach may be tried without the second factor.
        if not arguments.no_demo:
            env.setdefault("SEEDBED_EVALUATION", "1")
        return env
    env["SEEDBED_HTTPS"], env["SEEDBED_EVALUATION"] = "1", "0"
    env.setdefault("SEEDBED_HOSTS", ",".join(sorted({"localhost", "127.0.0.1", *names_of(arguments.host)})))
    return env


def names_of(host):
    """Return the names and addresses under which other machines may call this one."""
    if host not in {"0.0.0.0", "::"}:
        return {host}
    found = {socket.gethostname()}
    with contextlib.suppress(OSError), socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        probe.connect(("192.0.2.1", 9))  # sends nothing; tells which of our addresses faces the network
        found.add(probe.getsockname()[0])
    return found


def is_loopback(host):
    """Whether only this machine can reach `host`."""
    try:
        return host == "localhost" or ipaddress.ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return False


def take_port(host, port):
    """Return a socket bound to the port, so that nobody takes it while we set up; the web server inherits it."""
    taken = socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET, socket.SOCK_STREAM)
    taken.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 0 if WINDOWS else 1)
    try:
        taken.bind((host.strip("[]"), port))
    except OSError as problem:
        raise Trouble(f"{host} port {port} cannot be used ({problem.strerror}); choose another one with --port or --host.")
    if not WINDOWS:
        taken.set_inheritable(True)
    return taken


def serve(arguments, env, port, log_ins):
    """Start web and worker, print how to get in, and stop both together."""
    var = Path(env.get("SEEDBED_VAR", ROOT / "var"))
    (var / "log").mkdir(parents=True, exist_ok=True)
    secure = not is_loopback(arguments.host)
    shown = min(names_of(arguments.host))
    address = f"{'https' if secure else 'http'}://{f'[{shown}]' if ':' in shown else shown}:{arguments.port}/"
    commands = {"web": web_command(arguments, env, port, secure), "worker": [*SEEDBED, "qcluster"]}
    children = {}
    with contextlib.ExitStack() as stack:
        for name, command in commands.items():
            log = stack.enter_context(open(var / "log" / f"{name}.log", "ab"))
            child = subprocess.Popen(command, cwd=ROOT, env=env, stdout=log, stderr=log, stdin=subprocess.DEVNULL,
                                     start_new_session=not WINDOWS, close_fds=name != "web" or WINDOWS)
            children[name] = child
            stack.callback(stop, child)
        signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
        wait_until_healthy(address, children, var)
        print(f"\n{log_ins.strip()}\n\nSeedbed is ready after {time.monotonic() - STARTED:.0f} seconds:  {address}")
        print("Stop it with Ctrl-C. Other commands:  .venv/bin/seedbed help", flush=True)
        with contextlib.suppress(KeyboardInterrupt):
            while not ended(children):
                time.sleep(0.3)
            tell_why(ended(children)[0], var)
        for child in children.values():
            child.terminate()  # both at once; then each is waited for


def web_command(arguments, env, port, secure):
    """Return the command of the web server."""
    if WINDOWS:
        port.close()
        return [*SEEDBED, "runserver", "--noreload", f"{arguments.host}:{arguments.port}"]
    command = [str(PYTHON), "-m", "gunicorn", "-c", str(ROOT / "deploy" / "gunicorn.conf.py"),
               "--bind", f"fd://{port.fileno()}", "--workers", "2"]
    if secure:
        said = call([*SEEDBED, "certificate", *env["SEEDBED_HOSTS"].split(",")], "Making the certificate", env=env)
        certificate, key, fingerprint = said.split("\n")[:3]
        print(f"  The certificate is our own, so browsers ask once. Its fingerprint: {fingerprint}")
        command += ["--certfile", certificate, "--keyfile", key]
    return [*command, "seedbed.config.wsgi"]


def wait_until_healthy(address, children, var):
    """Return when the site answers; a process that ends instead is reported with its last lines."""
    unchecked = ssl.create_default_context()
    unchecked.check_hostname, unchecked.verify_mode = False, ssl.CERT_NONE  # our own certificate, our own machine
    limit = time.monotonic() + 90
    while time.monotonic() < limit:
        for name in ended(children):
            tell_why(name, var)
        with contextlib.suppress(OSError):
            with urllib.request.urlopen(f"{address}healthz", timeout=5, context=unchecked) as answer:
                if answer.status == 200:
                    return
        time.sleep(0.1)
    tell_why("web", var)


def ended(children):
    """Return the names of processes that no longer run."""
    return [name for name, child in children.items() if child.poll() is not None]


def tell_why(name, var):
    """Stop with the last lines of a process's log."""
    log = var / "log" / f"{name}.log"
    print(indented(log.read_text(encoding="utf-8", errors="replace")[-3000:]), file=sys.stderr)
    raise Trouble(f"The {name} process does not run; the lines above are the end of {log}.")


def stop(child):
    """Ask a process to end, and after ten seconds make it, with all that it started."""
    if child.poll() is None:
        child.terminate()
        with contextlib.suppress(subprocess.TimeoutExpired, KeyboardInterrupt):
            child.wait(10)
    if not WINDOWS:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(child.pid, signal.SIGKILL)
    elif child.poll() is None:
        child.kill()
    child.wait()


def indented(text):
    """Return the text set in by four spaces."""
    return "\n".join("    " + part for part in text.strip().splitlines())


# What depends on the database; the rest (pure functions, engine, rules of the house) says the same on both.
# Seeded faults run over SQLite copies whatever is set; who may open what is asked once, each page is opened on both.
ON_BOTH = ["tests/integration", "tests/concurrency", "tests/reliability",
           "--ignore=tests/reliability/test_seeded_faults.py", "--ignore=tests/integration/test_authz.py"]


def test(arguments, for_pytest):
    """Run every check in turn, all of them even if one fails, and end with a table."""
    set_up(EVERYTHING)
    env = {key: value for key, value in os.environ.items() if not key.startswith("SEEDBED_")}
    own_database = env.pop("DATABASE_URL", "")
    env["SEEDBED_VAR"] = str(ROOT / "build" / "test-var")
    pytest = [PYTHON, "-m", "pytest", "-q", "-n", str(min(4, os.cpu_count() or 2)), "--maxschedchunk", "4", *for_pytest]
    table = [
        check("style (ruff)", [PYTHON, "-m", "ruff", "check", "."], env),
        check("floors of the house (import-linter)", [BIN / "lint-imports"], env),
        check("types (mypy)", [PYTHON, "-m", "mypy", "src/seedmatch", "src/seedbed"], env),
        check("migrations are complete", [*SEEDBED, "makemigrations", "--check", "--dry-run"], env),
        check("translations compile", [*SEEDBED, "prepare", "--only", "translations"], env),
        check("tests on SQLite", [*pytest, "-m", "not browser"], env),
    ]
    with database(own_database) as url:
        name = "tests on PostgreSQL"
        table.append(check(name, [*pytest, "-m", "not browser", *ON_BOTH], {**env, "DATABASE_URL": url}) if url
                     else left_out(name, "no PostgreSQL for this machine among the packages; set DATABASE_URL"))
    name, browser = "tests in a browser", find_chromium()
    table.append(check(name, [*pytest, "-m", "browser"], {**env, "SEEDBED_CHROMIUM": browser}) if browser
                 else left_out(name, "Chromium is missing; install the package chromium"))
    return conclude(table, arguments.strict)


def check(name, command, env):
    """Run one check with its output shown; return its row of the table."""
    print(f"\n==== {name} ====", flush=True)
    begun = time.monotonic()
    code = subprocess.run([str(part) for part in command], cwd=ROOT, env=env).returncode
    return name, "passed" if code == 0 else "FAILED", time.monotonic() - begun


def left_out(name, why):
    """Return the row of a check that this machine cannot run."""
    print(f"\n==== {name}: left out: {why} ====", flush=True)
    return name, f"LEFT OUT: {why}", 0.0


def conclude(table, strict):
    """Print the table; return the exit code."""
    print(f"\n{'check':<38}{'seconds':>8}  result")
    print("\n".join(f"{name:<38}{seconds:>8.1f}  {result}" for name, result, seconds in table))
    failed = [name for name, result, _ in table if result == "FAILED"]
    missing = [name for name, result, _ in table if result.startswith("LEFT OUT")]
    if missing:
        print(f"Left out: {', '.join(missing)}.")
    bad = failed or (missing and strict)
    print(f"{'FAILED' if bad else 'All that ran passed'} after {time.monotonic() - STARTED:.0f} seconds.", flush=True)
    return 1 if bad else 0


@contextlib.contextmanager
def database(given):
    """Yield the URL of a PostgreSQL that may be filled: the given one, or one of our own while the tests run."""
    if given:
        yield given
        return
    server = subprocess.Popen([PYTHON, ROOT / "tests" / "postgres.py"], stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                              text=True, cwd=ROOT)
    try:
        yield server.stdout.readline().strip()
    finally:
        server.stdin.close()  # the server stops when nobody holds its input any more
        server.wait(30)


def find_chromium():
    """Return the path of a Chromium or Chrome, or an empty string."""
    names = ["chromium", "chromium-browser", "google-chrome"]
    return os.environ.get("SEEDBED_CHROMIUM") or next(filter(None, map(shutil.which, names)), "")


def bundle(arguments):
    """Write the zip that installs without a network, or prove that one does."""
    from deploy import bundle as packing  # only needed here

    try:
        if arguments.prove:
            print("\n".join(packing.prove(Path(arguments.prove).resolve())))
            return 0
        written, count = packing.make(ROOT, Path(arguments.out).resolve(), (PIP_WHEEL, PIP_SHA256))
    except (OSError, ValueError) as problem:
        raise Trouble(f"The bundle did not work out: {problem}")
    print(f"{written}: {written.stat().st_size // 2**20} MB, {count} wheels, after {time.monotonic() - STARTED:.0f} seconds.")
    return 0


def main():
    """Read the command line and do what it asks; return the exit code."""
    parser = argparse.ArgumentParser(description="Set up and run Seedbed, or test it.")
    commands = parser.add_subparsers(dest="command", required=True)
    running = commands.add_parser("run", help="set everything up and serve the site", allow_abbrev=False)
    running.add_argument("--port", type=int, default=8000, help="port of the web page (8000)")
    running.add_argument("--host", default="127.0.0.1", help="address to serve on (127.0.0.1: this machine only)")
    running.add_argument("--stage", default="", help="stage of the demo city; `seedbed demo --help` names them")
    running.add_argument("--no-demo", action="store_true", help="start with an empty site")
    testing = commands.add_parser("test", help="run every check", allow_abbrev=False)
    testing.add_argument("--strict", action="store_true", help="what cannot run here counts as failed")
    bundling = commands.add_parser("bundle", help="write one zip that installs without a network", allow_abbrev=False)
    bundling.add_argument("--out", default="dist", help="folder for the zip (dist)")
    bundling.add_argument("--prove", default="", help="install this bundle without a network and look whether the site answers")
    arguments, rest = parser.parse_known_args()
    if rest and arguments.command != "test":
        parser.error(f"unknown: {' '.join(rest)}")
    try:
        return {"run": run, "bundle": bundle}[arguments.command](arguments) if arguments.command != "test" else test(arguments, rest)
    except Trouble as trouble:
        print(f"\n{trouble}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130


if __name__ == "__main__":
    sys.exit(main() or 0)
