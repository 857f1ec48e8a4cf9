"""The project's own papers stay true: settings, commands and licences are those of the program."""

import re
from pathlib import Path

from django.core.management import get_commands

from tests.architecture.reading import ROOT, python

SETTING = re.compile(r"\b(SEEDBED_[A-Z_]+|DATABASE_URL)\b")
OWN = {"setup", "demo", "prepare", "doctor", "backup", "restore", "trail", "certificate"}


def first_column(name: str) -> list[str]:
    """Return the names in code type of the first column of a page's table."""
    rows = [line.split("|")[1] for line in (ROOT / name).read_text(encoding="utf-8").splitlines() if line.startswith("| `")]
    return [found for row in rows for found in re.findall(r"`([^`]+)`", row)]


def read_settings(text: str) -> set[str]:
    """Return the names that a program takes from the environment."""
    return {found for found in SETTING.findall(text) if re.search(rf"""["']{found}["']""", text)}


def test_every_setting_is_explained() -> None:
    files = [*(source.path for source in python(ROOT)), ROOT / "deploy/gunicorn.conf.py", *(ROOT / "tests").rglob("conftest.py"), ROOT / "tests/settings.py"]
    used = {name for path in files for name in read_settings(Path(path).read_text(encoding="utf-8"))}
    # Not settings of ours to give: the program uses this name inside.
    used -= {"SEEDBED_UPLOAD_LIMIT"}
    assert used == set(first_column("docs/reference/settings.md"))


def test_every_command_is_explained() -> None:
    ours = {name for name, app in get_commands().items() if str(app).startswith("seedbed.")}
    listed = {name.split()[1] for name in first_column("docs/reference/commands.md")}
    assert listed == ours | {"qcluster"}
    assert ours >= OWN - {"demo"}


def test_every_package_has_its_licence() -> None:
    installed = set(re.findall(r"^([\w.-]+)==", (ROOT / "requirements.txt").read_text(encoding="utf-8"), re.MULTILINE))
    rows = dict(re.findall(r"^\| ([\w.-]+) \| (\S.*\S) \|$", (ROOT / "THIRD-PARTY.md").read_text(encoding="utf-8"), re.MULTILINE))
    assert set(rows) - {"package"} == installed
    assert [name for name, licence in rows.items() if re.search(r"(?<!L)GPL|SSPL|BUSL", licence)] == []


def test_both_languages_have_the_page() -> None:
    for chinese in sorted((ROOT / "docs/zh").rglob("*.md")):
        english = ROOT / "docs" / chinese.relative_to(ROOT / "docs/zh")
        assert english.exists(), chinese


def test_links_between_pages_lead_somewhere() -> None:
    dead = []
    for page in [*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md"), *(ROOT / "src").rglob("*.md")]:
        for target in re.findall(r"\]\(([^)#:]+)(?:#[^)]*)?\)", page.read_text(encoding="utf-8")):
            if not (page.parent / target).exists():
                dead.append(f"{page.relative_to(ROOT).as_posix()}: {target}")
    assert dead == []


def test_the_page_on_testing_names_tests_that_exist() -> None:
    named = re.findall(r"`(tests/[\w/.]+)(?:::(\w+))?`", (ROOT / "docs/develop/testing.md").read_text(encoding="utf-8"))
    missing = [f"{file}::{name}" for file, name in named
               if not (ROOT / file).exists() or (name and f"def {name}(" not in (ROOT / file).read_text(encoding="utf-8"))]
    assert (missing, len(named) > 40) == ([], True)
