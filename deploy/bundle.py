"""One zip that installs Seedbed without a network and without rights, where Python 3.11 to 3.13 is present.

`python3 dev.py bundle` writes it: our files, and for Linux (x86-64, ARM64) and Windows every wheel that the lock file
names, each checked against its digest there. Only writing it needs a network. Unpacked, `python3 dev.py run` (or the
steps of docs/admin/install.md) finds the folder `wheels` and asks no other place. `python3 dev.py bundle --prove FILE`
installs it in a network namespace that has no route and looks whether the site answers.
"""

import concurrent.futures
import ctypes
import hashlib
import os
import re
import socket
import struct
import subprocess
import sys
import tempfile
import time
import tomllib
import urllib.request
import zipfile
from pathlib import Path

WHEELS = "wheels"
SUMS = "SHA256SUMS"
SYSTEMS = {"linux-x86_64": ("x86_64", "manylinux"), "linux-aarch64": ("aarch64", "manylinux"), "windows-x86_64": ("win_amd64", "")}
PYTHONS = ("3.11", "3.12", "3.13")
GLIBC = 36  # Debian 12; wheels for newer ones are left aside
OURS = ("src", "docs", "deploy")
FILES = ("dev.py", "README.md", "README.zh.md", "LICENSE", "THIRD-PARTY.md", "CHANGELOG.md", "SECURITY.md", "CONTRIBUTING.md",
         "pyproject.toml", "uv.lock", "requirements.txt")
NOT_OURS = re.compile(r"(^|/)(__pycache__|\.[^/]+)(/|$)|\.(pyc|mo)$")


# -- which wheels ------------------------------------------------------------------------------------------


def pinned(text):
    """Return (package, version, condition) of each line of a requirements file."""
    return [(name, version, (condition or "").strip()) for name, version, condition in re.findall(
        r"^([\w.-]+)==([\w.+!]+)(?:\s*;([^\\\n]*))?", text, re.MULTILINE)]


def applies(condition, system, python):
    """Whether a pinned line counts on a system and a Python; only the conditions that our list has are known."""
    minor = int(python.split(".")[1])
    known = {
        "": True, "sys_platform == 'win32'": system.startswith("windows"), "python_full_version < '3.12'": minor < 12,
        "python_full_version >= '3.12'": minor >= 12, "implementation_name != 'pypy'": True, "implementation_name != 'PyPy'": True,
    }
    if condition not in known:
        raise ValueError(f"requirements.txt has a condition that is not known here: {condition}")
    return known[condition]


def fits(name, system, python):
    """How well a wheel fits (more is better, 0 not at all), by the tags of its file name."""
    python_tags, abi, platforms = name.removesuffix(".whl").rsplit("-", 3)[1:]
    minor = int(python.split(".")[1])
    if not _fits_python(python_tags, abi, minor):
        return 0
    if platforms == "any":
        return 1
    machine, family = SYSTEMS[system]
    levels = [_level(tag, machine, family) for tag in platforms.split(".")]
    return max(levels, default=0)


def _fits_python(python_tags, abi, minor):
    if abi == f"cp3{minor}" and f"cp3{minor}" in python_tags.split("."):
        return True
    oldest = [int(tag[3:]) for tag in python_tags.split(".") if tag.startswith("cp3") and tag[3:].isdigit()]
    if "abi3" in abi.split("."):
        return any(number <= minor for number in oldest)
    return abi == "none" and any(tag in ("py3", "py2", f"py3{minor}") for tag in python_tags.split("."))


def _level(tag, machine, family):
    if not family:
        return 2 if tag == machine else 0
    found = re.fullmatch(rf"manylinux_(\d+)_(\d+)_{machine}", tag)
    if found:
        return 2 + int(found[2]) if int(found[1]) == 2 and int(found[2]) <= GLIBC else 0
    return {f"manylinux2014_{machine}": 2 + 17, f"manylinux2010_{machine}": 2 + 12, f"manylinux1_{machine}": 2 + 5, f"linux_{machine}": 2}.get(tag, 0)


def chosen(lock, requirements, systems=tuple(SYSTEMS), pythons=PYTHONS):
    """Return the wheels to bring, by file name: (address, digest). Raises where a package has none for a target."""
    wheels = {(p["name"], p["version"]): p.get("wheels", []) for p in lock["package"]}
    found = {}
    for name, version, condition in pinned(requirements):
        for system in systems:
            for python in pythons:
                if not applies(condition, system, python):
                    continue
                best = max(wheels[name, version], key=lambda w: fits(_file_name(w), system, python), default=None)
                if best is None or not fits(_file_name(best), system, python):
                    raise ValueError(f"{name} {version} has no wheel for {system}, Python {python}")
                found[_file_name(best)] = (best["url"], best["hash"].removeprefix("sha256:"))
    return found


def _file_name(wheel):
    return wheel["url"].rsplit("/", 1)[1]


# -- writing -----------------------------------------------------------------------------------------------


def fetch(address, digest, folder):
    """Bring one wheel into a folder, unless it lies there already; what has another digest is not kept."""
    target = folder / address.rsplit("/", 1)[1]
    if not (target.exists() and digest_of(target) == digest):
        with urllib.request.urlopen(address, timeout=180) as answer:
            content = answer.read()
        if hashlib.sha256(content).hexdigest() != digest:
            raise ValueError(f"{address} is not what the lock file names")
        target.write_bytes(content)
    return target


def digest_of(path):
    """Return the SHA-256 of a file."""
    return hashlib.sha256(path.read_bytes()).hexdigest()


def our_files(root):
    """Yield what of our own goes in."""
    for name in FILES:
        if (root / name).exists():
            yield root / name
    for folder in OURS:
        yield from (path for path in sorted((root / folder).rglob("*"))
                    if path.is_file() and not NOT_OURS.search(path.relative_to(root).as_posix()))


def make(root, target_folder, pip, systems=tuple(SYSTEMS), pythons=PYTHONS):
    """Write the bundle and return its path. `pip` is address and digest of the pip that installs where there is none."""
    lock, requirements = tomllib.loads((root / "uv.lock").read_text(encoding="utf-8")), (root / "requirements.txt").read_text(encoding="utf-8")
    wanted = chosen(lock, requirements, systems, pythons) | {pip[0].rsplit("/", 1)[1]: pip}
    store = root / "build" / WHEELS
    store.mkdir(parents=True, exist_ok=True)
    with concurrent.futures.ThreadPoolExecutor(4) as pool:
        wheels = sorted(pool.map(lambda pair: fetch(*pair, store), wanted.values()))
    name = f"seedbed-{tomllib.loads((root / 'pyproject.toml').read_text(encoding='utf-8'))['project']['version']}"
    target_folder.mkdir(parents=True, exist_ok=True)
    target = target_folder / f"{name}-offline.zip"
    sums = []
    with zipfile.ZipFile(target.with_suffix(".part"), "w", zipfile.ZIP_DEFLATED) as bundle:
        for path in our_files(root):
            inside = path.relative_to(root).as_posix()
            sums.append(f"{digest_of(path)}  {inside}")
            bundle.write(path, f"{name}/{inside}")
        for path in wheels:
            sums.append(f"{digest_of(path)}  {WHEELS}/{path.name}")
            bundle.write(path, f"{name}/{WHEELS}/{path.name}", zipfile.ZIP_STORED)
        bundle.writestr(f"{name}/{SUMS}", "\n".join(sums) + "\n")
    target.with_suffix(".part").replace(target)
    return target, len(wheels)


# -- proving -----------------------------------------------------------------------------------------------

CLONE_NEWUSER, CLONE_NEWNET = 0x10000000, 0x40000000
SIOCSIFFLAGS, IFF_UP = 0x8914, 0x1


def prove(bundle):
    """Unpack a bundle, install it without a network and ask the site; return the sentences of what was seen."""
    with tempfile.TemporaryDirectory(prefix="seedbed-offline-") as folder:
        with zipfile.ZipFile(bundle) as packed:
            packed.extractall(folder)
        root = next(Path(folder).iterdir())
        said = [compare(root)]
        environment = {key: value for key, value in os.environ.items() if not key.startswith(("PIP_", "UV_", "SEEDBED_", "PYTHON"))}
        inside = [sys.executable, str(root / "deploy" / "bundle.py"), str(root)]
        done = subprocess.run(inside, cwd=root, env=environment | {"PIP_CONFIG_FILE": os.devnull}, text=True, capture_output=True)
        if done.returncode:
            raise ValueError(f"the bundle did not install: {done.stdout[-3000:]}{done.stderr[-3000:]}")
        return [*said, *done.stdout.strip().splitlines()]


def compare(root):
    """Compare every unpacked file with the list of digests."""
    lines = [line.split("  ", 1) for line in (root / SUMS).read_text(encoding="utf-8").splitlines()]
    wrong = [name for digest, name in lines if digest_of(root / name) != digest]
    if wrong:
        raise ValueError(f"these files are not as they were packed: {wrong[:5]}")
    return f"{len(lines)} files are as they were packed."


def leave_the_network():
    """Go into a network namespace with nothing but loopback; raises where the system does not allow it."""
    libc = ctypes.CDLL(None, use_errno=True)
    flags = CLONE_NEWNET if os.geteuid() == 0 else CLONE_NEWNET | CLONE_NEWUSER
    if libc.unshare(flags):
        raise OSError(ctypes.get_errno(), "this system lets nobody leave the network")
    import fcntl  # not on Windows

    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        fcntl.ioctl(probe, SIOCSIFFLAGS, struct.pack("16sh", b"lo", IFF_UP))


def no_way_out():
    """Return the sentence that says that no other machine can be reached; raises if one can."""
    for address in (("1.1.1.1", 443), ("8.8.8.8", 53)):
        try:
            socket.create_connection(address, timeout=3).close()
        except OSError:
            continue
        raise ValueError(f"{address[0]} can be reached: this proves nothing")
    return "No other machine can be reached from here."


def inside_without_network(root):
    """Install and serve where there is no network; print what was seen."""
    leave_the_network()
    print(no_way_out())
    begun = time.monotonic()
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    with open(root / "said", "w+", encoding="utf-8") as said:
        site = subprocess.Popen([sys.executable, "dev.py", "run", "--no-demo", "--port", str(port)], cwd=root, stdout=said, stderr=said)
        try:
            status = wait_for(f"http://127.0.0.1:{port}/healthz", site)
        finally:
            site.terminate()
            site.wait(30)
        said.seek(0)
        if status != 200:
            raise ValueError(f"the site does not answer: {said.read()[-3000:]}")
    packages = len(list((root / ".venv").glob("**/*.dist-info")))
    print(f"{packages} packages were installed and the site answered after {time.monotonic() - begun:.0f} seconds.")


def wait_for(address, site):
    """Return the status of a page once it answers; 0 if the site ends or takes five minutes."""
    limit = time.monotonic() + 300
    while time.monotonic() < limit and site.poll() is None:
        try:
            with urllib.request.urlopen(address, timeout=5) as answer:
                return answer.status
        except OSError:
            time.sleep(0.3)
    return 0


if __name__ == "__main__":
    inside_without_network(Path(sys.argv[1]))
