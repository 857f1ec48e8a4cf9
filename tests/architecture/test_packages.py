"""What gets installed: the pinned lists equal the lock file, and every package is there for a reason."""

import re
import tomllib

import pytest

from tests.architecture.reading import ROOT

LOCK = tomllib.loads((ROOT / "uv.lock").read_text(encoding="utf-8"))
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
US = "seedbed"
Pins = dict[tuple[str, str], set[str]]


def pinned(name: str) -> Pins:
    """Return (package, version) and hashes of a requirements file."""
    found: Pins = {}
    for block in re.split(r"\n(?=\S)", (ROOT / name).read_text(encoding="utf-8").strip()):
        head = re.match(r"([\w.-]+)==([\w.+]+)", block)
        assert head, block[:80]
        found[head[1], head[2]] = set(re.findall(r"--hash=(sha256:\w+)", block))
    return found


def locked(groups: tuple[str, ...]) -> Pins:
    """Return the same of the lock file: all that our runtime and the named groups lead to."""
    by_name: dict[str, list[dict]] = {}
    for package in LOCK["package"]:
        by_name.setdefault(package["name"], []).append(package)
    ours = by_name[US][0]
    wanted = [*ours["dependencies"], *(d for g in groups for d in ours["dev-dependencies"][g])]
    seen: dict[tuple[str, str], dict] = {}
    done: set[tuple[str, str]] = set()
    while wanted:
        need = wanted.pop()
        for extra in ("", *need.get("extra", ())):
            if (need["name"], extra) in done:
                continue
            done.add((need["name"], extra))
            for package in by_name[need["name"]]:
                seen[package["name"], package["version"]] = package
                wanted += package["optional-dependencies"].get(extra, []) if extra else package.get("dependencies", [])
    return {key: hashes(package) for key, package in seen.items()}


def hashes(package: dict) -> set[str]:
    """Return the hashes of every file of one locked package."""
    files = [*package.get("wheels", ()), *([package["sdist"]] if "sdist" in package else ())]
    return {file["hash"] for file in files}


@pytest.mark.parametrize(("name", "groups"), [("requirements.txt", ()), ("requirements-dev.txt", ("dev",))])
def test_the_pinned_list_equals_the_lock(name: str, groups: tuple[str, ...]) -> None:
    assert pinned(name) == locked(groups), f"uv export --frozen --no-emit-project --no-annotate --no-header -o {name}"


def test_the_lock_knows_every_named_package() -> None:
    ours = next(package for package in LOCK["package"] if package["name"] == US)
    extras = PROJECT["project"].get("optional-dependencies", {})
    lines = [*PROJECT["project"]["dependencies"], *(line for extra in extras.values() for line in extra)]
    named = {re.match(r"[\w.-]+", line)[0] for line in lines}
    assert {need["name"] for need in ours["metadata"]["requires-dist"]} == named
    named = {re.match(r"[\w.-]+", line)[0] for line in PROJECT["dependency-groups"]["dev"]}
    assert {need["name"] for need in ours["metadata"]["requires-dev"]["dev"]} == named


def test_every_package_of_the_site_says_why_it_is_there() -> None:
    text = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    block = text.split("\ndependencies = [\n", 1)[1].split("\n]", 1)[0]
    silent = [line for line in block.splitlines() if not re.search(r'",\s+# \w', line)]
    assert silent == []


def test_no_package_needs_a_compiler() -> None:
    without = [package["name"] for package in LOCK["package"] if package["name"] != US and not package.get("wheels")]
    assert without == []
