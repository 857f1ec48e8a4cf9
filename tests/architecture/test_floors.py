"""The contracts of `.importlinter`: each is seen to break when a forbidden import is planted."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.architecture.reading import ROOT

PLANTED = {
    "kernel knows a room": ("seedbed/kernel/paging.py", "import seedbed.directory.models"),
    "a lower room knows a higher one": ("seedbed/directory/queries/whole.py", "import seedbed.selection.models"),
    "rooms on one floor know each other": ("seedbed/demo/apps.py", "import seedbed.portal.apps"),
    "reads know writes": ("seedbed/directory/queries/whole.py", "from seedbed.directory import actions"),
    "the engine knows the house": ("seedmatch/problem.py", "import seedbed.kernel.faults"),
    "the engine knows the framework": ("seedmatch/problem.py", "import django"),
    "a second door to the engine": ("seedbed/placement/models.py", "import seedmatch"),
}


def linted(folder: Path) -> subprocess.CompletedProcess:
    """Run the contracts over the copy in `folder`, with nothing of this checkout on the path."""
    program = (
        f"import sys; sys.path[:] = ['src', *(p for p in sys.path if p not in {{'', {str(ROOT / 'src')!r}}})]; "
        "from importlinter.cli import lint_imports_command as run; run()"
    )
    command = [sys.executable, "-c", program, "--no-cache"]
    return subprocess.run(command, cwd=folder, capture_output=True, text=True)


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    shutil.copytree(ROOT / "src", tmp_path / "src", ignore=shutil.ignore_patterns("static", "__pycache__", "locale"))
    shutil.copy(ROOT / ".importlinter", tmp_path)
    return tmp_path


@pytest.mark.parametrize("fault", PLANTED)
def test_a_planted_import_breaks_a_contract(copy: Path, fault: str) -> None:
    name, line = PLANTED[fault]
    path = copy / "src" / name
    if not path.exists():  # the module grew into a package
        path = path.with_suffix("") / "__init__.py"
    path.write_text(path.read_text(encoding="utf-8") + f"\n{line}\n", encoding="utf-8")
    done = linted(copy)
    assert (done.returncode, "0 broken" in done.stdout) == (1, False), done.stdout


def test_the_copy_without_a_fault_keeps_them(copy: Path) -> None:
    done = linted(copy)
    assert (done.returncode, "0 broken" in done.stdout) == (0, True), done.stdout
