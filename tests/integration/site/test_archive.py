"""A batch goes into an archive, and out of it into an empty site: nothing differs, and whatever was touched is found."""

import io
import json
import zipfile
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import connection, transaction

from seedbed.directory.actions import releases
from seedbed.directory.models import Account, Person
from seedbed.kernel import triggers
from seedbed.kernel.archives.gathering import each, gather
from seedbed.kernel.models import AuditEvent
from seedbed.kernel.sealed import lookup, seal, unseal
from seedbed.placement.models import MatchRun, Placement
from seedbed.selection import actions
from seedbed.selection.models import Application, Batch, Sounding
from seedbed.selection.queries.outgoing import archive_of
from tests.cast import Cast, id_number
from tests.training import late_batch


class Undo(Exception):
    """Takes the emptying back."""


def run(*words: Any) -> str:
    """Run the command; return what it said."""
    out = io.StringIO()
    call_command("archive", *map(str, words), stdout=out)
    return out.getvalue()


@pytest.fixture
def batch(cast: Cast) -> Batch:
    """A batch of the city that is matched, placed and published, with a sounding that must stay behind."""
    found = late_batch(cast)["late"]
    for serial, person in enumerate(Person.objects.filter(id_sealed="x")):  # as if they had come in by a workbook
        number = id_number(300 + serial)
        Person.objects.filter(pk=person.pk).update(id_sealed=seal(number), id_lookup=lookup(number))
    application = Application.objects.filter(batch=found).order_by("number").first()
    Sounding.objects.create(application=application, text_sealed=seal("{}"), heard_on="2026-11-01", by=cast.officer)
    return Batch.objects.get(pk=found.pk)


@pytest.fixture
def written(cast: Cast, batch: Batch, tmp_path: Path) -> tuple[Path, Path]:
    """The archive, which the officer asked for and the leader released, and its key."""
    file, key = tmp_path / "2026-2.zip", tmp_path / "2026-2.key"
    asked = releases.ask_release(archive_of(batch), by=cast.actor("officer"), purpose="归档")
    with pytest.raises(CommandError, match="批准"):
        run("write", file, "--as", "officer", "--batch", batch.code, "--key", key)
    releases.release_export(asked, by=cast.actor("leader"))
    run("write", file, "--as", "officer", "--batch", batch.code, "--key", key)
    return file, key


def emptied() -> None:
    """Empty every table of ours, as a site is after `seedbed prepare`; codes and rules of every site stay."""
    triggers.drop()
    with connection.constraint_checks_disabled(), connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            if table.split("_")[0] in {"directory", "casework", "selection", "placement", "gatherings", "residency", "outcomes", "portal", "account", "mfa"} \
                    and table not in {"directory_region", "directory_industry", "casework_noticerule"}:
                cursor.execute(f"DELETE FROM {connection.ops.quote_name(table)}")
    triggers.install()


def opened(batch: Batch) -> list[str]:
    """The ID numbers of a batch's people."""
    numbers = [unseal(row.id_sealed) for row in each(gather(batch)) if isinstance(row, Person)]
    assert len(numbers) > 5
    return sorted(numbers)


def test_an_archive_laid_into_an_empty_site_is_equal(batch: Batch, written: tuple[Path, Path]) -> None:
    file, key = written
    numbers = opened(batch)
    rows, plan = sum(1 for _row in each(gather(batch))), bytes(MatchRun.objects.filter(batch=batch).latest("pk").plan)
    try:
        with transaction.atomic():
            emptied()
            assert "与归档一致" in run("lay", file, "--key", key)
            again = Batch.objects.get(pk=batch.pk)
            assert (sum(1 for _row in each(gather(again))), bytes(MatchRun.objects.filter(batch=again).latest("pk").plan)) == (rows, plan)
            assert (opened(again), Person.objects.filter(id_lookup=lookup(numbers[0])).count()) == (numbers, 1)
            assert (Account.objects.filter(is_active=True).count(), Sounding.objects.count()) == (0, 0)
            assert AuditEvent.objects.filter(action="portal.lay_archive").count() == 1
            raise Undo
    except Undo:
        assert Placement.objects.filter(batch=batch).exists()


def test_it_holds_the_papers_and_nothing_sealed_in_the_clear(batch: Batch, written: tuple[Path, Path]) -> None:
    file, key = written
    with zipfile.ZipFile(file) as archive:
        names = set(archive.namelist())
        data = b"".join(archive.read(name) for name in names if name.startswith("data/")).decode()
    assert {"files/by_host.xlsx", "files/meeting.pdf", "files/reasons.pdf", "files/applicants.xlsx", "data/placement.placement.json"} <= names
    assert ([number for number in opened(batch) if number in data], "_sealed" in data, "data/selection.sounding.json" in names, key.stat().st_mode & 0o077) == ([], False, False, 0)
    assert AuditEvent.objects.filter(action="portal.archive_batch", object_id=str(batch.pk)).count() == 1


def test_what_was_touched_is_found_without_the_key(written: tuple[Path, Path], tmp_path: Path) -> None:
    file, _key = written
    assert "2026-2" in run("check", file)
    changed = tmp_path / "changed.zip"
    with zipfile.ZipFile(file) as old, zipfile.ZipFile(changed, "w") as new:
        for name in old.namelist():
            content = old.read(name)
            new.writestr(name, content.replace(b'"placed"', b'"moved_"') + (b" " if name == "data/selection.application.json" else b""))
    with pytest.raises(CommandError, match=r"selection\.application"):
        run("check", changed)
    changed.write_bytes(file.read_bytes()[:-200])
    with pytest.raises(CommandError, match="损坏"):
        run("check", changed)


def test_another_key_or_a_site_that_is_not_empty_is_refused(written: tuple[Path, Path], tmp_path: Path) -> None:
    file, key = written
    before = Application.objects.count()
    with pytest.raises(CommandError, match="不是空的"):
        run("lay", file, "--key", key)
    other = tmp_path / "other.key"
    other.write_text("00" * 32)
    with pytest.raises(CommandError, match="密钥"):
        run("lay", file, "--key", other)
    assert Application.objects.count() == before


def test_only_who_runs_the_batch_takes_it_out_and_no_file_is_overwritten(cast: Cast, batch: Batch, tmp_path: Path) -> None:
    file, key = tmp_path / "a.zip", tmp_path / "a.key"
    for account in ("clerk-a", "service-team"):
        with pytest.raises(CommandError):
            run("write", file, "--as", account, "--batch", batch.code, "--key", key)
    file.write_bytes(b"mine")
    with pytest.raises(CommandError):
        run("write", file, "--as", "officer", "--batch", batch.code, "--key", key)
    assert (file.read_bytes(), key.exists()) == (b"mine", False)


def test_copies_made_from_the_batch_stay_outside(cast: Cast, batch: Batch) -> None:
    copied = actions.copy_batch(batch, by=cast.actor("officer"), plan=batch.plan, starts_on=batch.ends_on)
    assert {row.pk for row in each(gather(batch)) if isinstance(row, Batch)} == {batch.pk}
    assert json.dumps(sorted(row.pk for row in each(gather(copied)) if isinstance(row, Batch))) == json.dumps(sorted((batch.pk, copied.pk)))
