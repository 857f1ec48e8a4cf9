"""Seeds faults into copies of the source, one each, and sees whether the tests that should catch it turn red.

    python -m tests.seeded_faults           # all of them
    python -m tests.seeded_faults a_form…   # only those whose name begins so

A test that nobody has seen fail proves nothing. Each fault takes one protection away; it runs only the tests that
are named beside it, in a process of its own, over a database that the first run without a fault has made.
"""

import contextlib
import io
import multiprocessing
import os
import shutil
import sys
import tempfile
from collections.abc import Iterable
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
# What every run needs and no fault touches is imported once.
PRELOAD = ["pytest", "hypothesis", "django.forms", "django.template", "django.core.handlers.wsgi", "numpy", "openpyxl", "xlsxwriter",
           "python_calamine", "docx", "typst", "cryptography.hazmat.primitives.ciphers.aead", "holidays", "pypinyin", "PIL.Image", "yaml"]


@dataclass(frozen=True)
class Fault:
    """One protection that is taken away: where, what stands there, what instead, and which tests should notice."""

    name: str
    file: str
    old: str
    new: str
    tests: tuple[str, ...]


ACTIONS, WORKFLOW, TRAIL = ("tests/integration/kernel/test_actions.py", "tests/integration/kernel/test_workflow.py",
                            "tests/integration/kernel/test_trail.py")
WRITING, DOOR = "tests/unit/kernel/test_workbook_writing.py", "tests/integration/portal/test_door.py"

FAULTS = (
    Fault("nobody is asked whether they may", "seedbed/kernel/actions.py", "if not entry.allow(by, subject):", "if False:",
          (f"{ACTIONS}::test_a_refused_act_writes_nothing_at_all",)),
    Fault("an act leaves no line", "seedbed/kernel/actions.py", "trail.append(act.lines)", "pass",
          (f"{ACTIONS}::test_lines_of_one_act_share_its_number_and_its_outermost_name",)),
    Fault("an act without a line goes through", "seedbed/kernel/actions.py", "if not act.lines:", "if False:",
          (f"{ACTIONS}::test_an_act_without_a_line_is_a_fault_of_the_program",)),
    Fault("a form counts as often as it is sent", "seedbed/kernel/actions.py", "raise AlreadyDone(", "return print(",
          (f"{ACTIONS}::TestFormKeys::test_the_same_form_again_is_already_done",)),
    Fault("a form key takes other content", "seedbed/kernel/actions.py", "if before.digest != key.digest:", "if False:",
          (f"{ACTIONS}::TestFormKeys::test_the_same_key_with_other_content_is_refused",)),
    Fault("a stale form overwrites", "seedbed/kernel/actions.py", "rows = rows.filter(version=version)", "pass",
          (f"{ACTIONS}::test_a_stale_version_changes_nothing",)),
    Fault("a locked database is not tried again", "seedbed/kernel/actions.py", "ATTEMPTS = 3", "ATTEMPTS = 1",
          (f"{ACTIONS}::test_a_locked_database_is_tried_again",)),
    Fault("a deadlock is an error page", "seedbed/kernel/faults.py", "code in GAVE_WAY or ", "",
          ("tests/integration/kernel/test_busy.py::test_a_deadlock_in_an_act_is_told_with_what_was_typed",)),
    Fault("a state moves from anywhere", "seedbed/kernel/workflow.py", '**{f"{moves.field}__in": move.sources}', "",
          (f"{WORKFLOW}::test_of_two_who_press_at_once_one_succeeds",)),
    Fault("the first person is the second too", "seedbed/kernel/workflow.py", "if first is None or first != by.account_id:", "if True:",
          (f"{WORKFLOW}::test_the_first_person_is_not_the_second",)),
    Fault("no reason is asked", "seedbed/kernel/workflow.py", "if move.needs_note and not note.strip():", "if False:",
          (f"{WORKFLOW}::test_a_move_that_needs_a_reason_is_refused_without",)),
    Fault("lines are not chained", "seedbed/kernel/trail.py", "row.hash = last = digest(row)", "row.hash = digest(row)",
          (f"{TRAIL}::test_a_changed_line_is_found",)),
    Fault("a changed line is overlooked", "seedbed/kernel/trail.py", 'TrailFault(event.seq, "changed")', 'TrailFault(event.seq, "missing")', (f"{TRAIL}::test_a_changed_line_is_found",)),
    Fault("lost triggers stay lost", "seedbed/kernel/triggers.py", "for name in sorted(missing):", "for name in ():",
          (f"{TRAIL}::test_missing_triggers_come_back",)),
    Fault("sealed is not sealed", "seedbed/kernel/sealed.py", "if not text:", "if text:", ("tests/unit/kernel/test_sealed.py",)),
    Fault("numbers are shown whole", "seedbed/kernel/identity.py", '"*" * (len(number) - 8)', "number[6:-2]",
          ("tests/integration/directory/test_people.py::test_a_file_shows_masked_numbers_only",)),
    Fault("typed text is not escaped", "seedbed/kernel/templates/ui/page_head.html", "{{ title }}", "{{ title|safe }}",
          ("tests/integration/kernel/test_ui.py::test_typed_text_is_escaped",)),
    Fault("typed text becomes a formula", "seedbed/kernel/workbooks/writing.py", "[with_guard(cell) for cell", "[cell for cell",
          (f"{WRITING}::test_no_cell_of_a_csv_begins_as_a_formula_does",)),
    Fault("a bomb is unpacked", "seedbed/kernel/workbooks/bounds.py", "if total > bounds.unpacked or", "if False and",
          ("tests/unit/kernel/test_workbook_refusals.py::test_bad_files_are_answered_with_a_sentence_within_two_seconds",)),
    Fault("everybody sees every file", "seedbed/directory/queries/__init__.py",
          'return Person.objects.filter(Q(unit__in=reach(actor, "clerk", "officer", "leader")) | Q(pk__in=own))', "return Person.objects.all()",
          ("tests/integration/directory/test_people.py::test_others_open_no_number",)),
    Fault("a right taken away goes on", "seedbed/directory/queries/__init__.py", 'account_id=actor.account_id, state="active"', "account_id=actor.account_id",
          ("tests/integration/directory/test_accounts.py::test_a_right_taken_away_ends_with_the_next_request",)),
    Fault("the own role is approved", "seedbed/directory/rules.py", "grant.account_id != actor.account_id", "True",
          ("tests/integration/kernel/test_workflow.py::test_nobody_decides_on_the_own_role",)),
    Fault("a seat is not counted", "seedbed/placement/actions/placements.py", 'taken=F("taken") + 1', 'taken=F("taken") + 0',
          ("tests/integration/placement/test_placements.py::test_publication_seats_everybody_and_freezes",)),
    Fault("the host sees people without their consent", "seedbed/placement/queries/links.py",
          "state__in=SEATED, person__in=consented_person_ids(CONSENT))\n    found", "state__in=SEATED)\n    found",
          ("tests/integration/placement/test_links.py::test_after_publication_name_post_and_day_of_those_who_consented",)),
    Fault("passwords may be tried without end", "seedbed/config/settings.py", "50/15m/ip,5/15m/key", "50/15m/ip,500/15m/key",
          (f"{DOOR}::test_after_five_wrong_passwords_the_right_one_is_refused_too",)),
    Fault("a session never ends", "seedbed/portal/middleware.py", "if too_long or now - seen > settings.SESSION_IDLE_SECONDS:", "if False:",
          (f"{DOOR}::test_a_session_ends_after_30_idle_minutes_or_12_hours",)),
)


class Notes:
    """Notes the tests that failed, in their body or on the way there; a file that cannot be read is no catch."""

    def __init__(self) -> None:
        self.failed: list[str] = []

    def pytest_runtest_logreport(self, report) -> None:
        """Called by pytest after each phase of each test."""
        if report.failed:
            self.failed.append(report.nodeid)


def planted(fault: Fault | None, folder: Path) -> Path:
    """Make a copy of the source with the fault in it and return its folder."""
    source = folder / "src"
    shutil.copytree(ROOT / "src", source, copy_function=os.link, ignore=shutil.ignore_patterns("__pycache__"))
    if fault is not None:
        place = source / fault.file
        text = place.read_text(encoding="utf-8")
        if text.count(fault.old) != 1:
            raise ValueError(f"“{fault.name}”: {fault.old!r} stands {text.count(fault.old)} times in {fault.file}")
        place.unlink()  # the copy is a second name of the same file
        place.write_text(text.replace(fault.old, fault.new), encoding="utf-8")
    return source


def run(fault: Fault | None, tests: tuple[str, ...]) -> tuple[int, list[str], str]:
    """Run tests over a copy of the source; return pytest's word, the tests that failed, and what was printed.

    Without a fault the run sees to it that a migrated database is kept; the others begin from a copy of that one.
    """
    with tempfile.TemporaryDirectory(prefix="seeded-") as name:
        source = planted(fault, Path(name))
        sys.path[:0] = [str(source), str(ROOT)]
        os.chdir(ROOT)
        os.environ.pop("DATABASE_URL", None)
        os.environ["TEST_DATABASE"] = str(Path(name) / "test.sqlite3")
        import pytest  # the process forks from one that has it already

        notes, printed = Notes(), io.StringIO()
        with contextlib.redirect_stdout(printed), contextlib.redirect_stderr(printed):
            code = pytest.main(["-q", "-x", "-p", "no:randomly", "-o", f"pythonpath={source} {ROOT}", *tests], plugins=[notes])
        import seedbed

        if not seedbed.__file__.startswith(str(source)):
            raise RuntimeError(f"the tests looked at {seedbed.__file__}")
        return int(code), notes.failed, printed.getvalue()


def hunt(faults: Iterable[Fault]) -> dict[str, str]:
    """Seed the faults one after the other; return what happened to those that no test noticed, by name."""
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(PRELOAD)
    chosen, found = list(faults), {}
    with ProcessPoolExecutor(2, mp_context=context, max_tasks_per_child=1) as runs:
        every = tuple(dict.fromkeys(test for fault in chosen for test in fault.tests))
        code, failed, printed = runs.submit(run, None, every).result()
        if code != 0:
            return {"without a fault": f"{failed}\n{printed}"}
        under_way = {fault.name: runs.submit(run, fault, fault.tests) for fault in chosen}
        for fault, answer in under_way.items():
            code, failed, printed = answer.result()
            if code != 1 or not failed:
                found[fault] = printed
    return found


def main() -> int:
    """Tell what each fault met; the exit code is 1 if one was overlooked."""
    wanted = tuple(word.lower() for word in sys.argv[1:])
    faults = [fault for fault in FAULTS if not wanted or fault.name.startswith(wanted)]
    overlooked = hunt(faults)
    for fault in faults:
        print(f"{'OVERLOOKED' if fault.name in overlooked else 'caught':<12}{fault.name}")
    for name, printed in overlooked.items():
        print(f"\n-- {name}\n{printed[-3000:]}")
    return 1 if overlooked else 0


if __name__ == "__main__":
    sys.exit(main())
