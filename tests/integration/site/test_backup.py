"""Backups: whole, without keys, refused when one bit is wrong; restoring never harms what is there."""

import gzip
import io
import json
import resource
import shutil
import sqlite3
import subprocess
import sys
import tarfile
import threading
from collections.abc import Callable
from pathlib import Path

import psycopg
import pytest
from django.utils import translation

from seedbed.kernel.backups.manifest import MANIFEST, BackupRefused
from seedbed.kernel.backups.unpacking import unpack
from tests.integration.site.sites import Site, on_server

WRITE = """
from seedbed.kernel.actor import of_job
from seedbed.directory import actions
from seedbed.directory.models import Unit
root = Unit.objects.get(name="郴州市")
for number in range({count}):
    unit = actions.add_unit(root, by=of_job("setup"), name=f"单位{{number}}", kind="government", region_id="431021")
    print(unit.pk, flush=True)
"""


def repacked(source: Path, target: Path, change: Callable[[dict[str, bytes]], None]) -> Path:
    """Write a copy of a backup whose members were changed by somebody who knows the format."""
    with tarfile.open(source) as tar:
        members = {info.name: tar.extractfile(info).read() for info in tar}
    change(members)
    with tarfile.open(target, "w:gz") as tar:
        for name, content in members.items():
            info = tarfile.TarInfo(name)
            info.size = len(content)
            tar.addfile(info, io.BytesIO(content))
    return target


def with_manifest(**changes: object) -> Callable[[dict[str, bytes]], None]:
    """Return a change of the manifest."""

    def change(members: dict[str, bytes]) -> None:
        manifest = json.loads(members[MANIFEST])
        members[MANIFEST] = json.dumps({**manifest, **{k: v(manifest[k]) if callable(v) else v for k, v in changes.items()}}).encode()

    return change


def test_a_backup_restored_on_an_empty_machine_is_the_same_site(site: Site, empty_machine: Callable[[], Site], tmp_path: Path) -> None:
    backup = site.backup(tmp_path / "backups")
    machine = empty_machine()
    shutil.copy(site.var / "sealed_keys.json", machine.var)
    done = machine.run("restore", backup)
    assert (done.returncode, done.stderr) == (0, "")
    assert machine.contents() == site.contents()
    assert machine.run("trail", "verify").returncode == 0
    assert machine.run("backup", tmp_path / "again").returncode == 0


def test_a_backup_taken_under_load_is_whole(site: Site, empty_machine: Callable[[], Site], tmp_path: Path) -> None:
    writer = subprocess.Popen([sys.executable, "-c", "import django; django.setup()" + WRITE.format(count=60)], env=site.env,
                              cwd=site.var, stdout=subprocess.PIPE, text=True)
    acknowledged: list[int] = []
    reader = threading.Thread(target=lambda: acknowledged.extend(int(line) for line in writer.stdout))
    reader.start()
    while len(acknowledged) < 5:
        assert writer.poll() is None
    before = list(acknowledged)
    backup = site.backup(tmp_path / "backups")
    reader.join()
    assert (writer.wait(), len(acknowledged)) == (0, 60)
    machine = empty_machine()
    shutil.copy(site.var / "sealed_keys.json", machine.var)
    assert machine.run("restore", backup).returncode == 0
    kept = json.loads(machine.python(
        "from seedbed.directory.models import Unit; print(list(Unit.objects.filter(name__startswith='单位').order_by('pk').values_list('pk', flat=True)))"
    ))
    assert kept == acknowledged[: len(kept)]
    assert set(before) <= set(kept)
    assert machine.run("trail", "verify").returncode == 0


def test_a_backup_holds_no_key_and_no_session(site: Site, tmp_path: Path) -> None:
    site.python("from django.contrib.sessions.backends.db import SessionStore\ns = SessionStore(); s['canary'] = 'canary'; s.create()")
    backup = site.backup(tmp_path / "backups")
    unpack(backup, tmp_path / "unpacked")
    everything = b"".join(path.read_bytes() for path in (tmp_path / "unpacked").rglob("*") if path.is_file())
    keys = json.loads((site.var / "sealed_keys.json").read_text())
    secrets = [keys["k1"], keys["lookup"], (site.var / "secret_key").read_text().strip()]
    assert [secret for secret in secrets if secret.encode() in everything or bytes.fromhex(keys["k1"]) in everything] == []
    assert json.loads(gzip_member(backup, MANIFEST))["rows"].get("django_session", 0) == 0
    assert backup.stat().st_mode & 0o777 == 0o600


def gzip_member(backup: Path, name: str) -> bytes:
    """Return one member of a backup."""
    with tarfile.open(backup) as tar:
        return tar.extractfile(name).read()


def test_old_backups_go_when_asked(site: Site, tmp_path: Path) -> None:
    made = [site.backup(tmp_path / "backups") for _ in range(3)]
    assert site.run("backup", tmp_path / "backups", "--keep", "2").returncode == 0
    left = sorted((tmp_path / "backups").iterdir())
    assert (left[0], len(left)) == (made[2], 2)


def unpacked(backup: Path, folder: Path) -> dict[str, bytes]:
    """Return every file of a backup that was accepted."""
    unpack(backup, folder)
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_one_wrong_bit_anywhere_is_noticed_or_changes_nothing(archive: Path, tmp_path: Path) -> None:
    good = archive.read_bytes()
    whole = unpacked(archive, tmp_path / "whole")
    places = [*range(0, 60, 7), *range(300, len(good) - 8, len(good) // 60), *range(len(good) - 8, len(good))]
    refused = 0
    for number, place in enumerate(places):
        damaged = tmp_path / "damaged.tar.gz"
        damaged.write_bytes(good[:place] + bytes([good[place] ^ 4]) + good[place + 1 :])
        try:
            # Two packings can mean the same bytes, and gzip's head holds a time: such a bit is no damage.
            assert unpacked(damaged, tmp_path / f"unpacked-{number}") == whole
        except BackupRefused:
            refused += 1
    assert refused > 0.9 * len(places)


@pytest.mark.parametrize("share", [0, 0.001, 0.3, 0.9, 0.9999])
def test_a_cut_off_backup_is_refused(archive: Path, tmp_path: Path, share: float) -> None:
    content = archive.read_bytes()
    part = tmp_path / "part.tar.gz"
    part.write_bytes(content[: int(len(content) * share)])
    with pytest.raises(BackupRefused):
        unpack(part, tmp_path / "unpacked")


def lose_a_file(members: dict[str, bytes]) -> None:
    del members["files/00/file-0"]


def add_a_file(members: dict[str, bytes]) -> None:
    members["files/../../escaped"] = b"x"


def change_a_file(members: dict[str, bytes]) -> None:
    members["files/00/file-0"] = b"x" * len(members["files/00/file-0"])


NOT_AS_WRITTEN = {
    "a file is missing": (lose_a_file, "The backup is damaged: “files/00/file-0” is missing."),
    "a file too many": (add_a_file, "The backup is damaged: “files/../../escaped” does not belong into it."),
    "a file was changed": (change_a_file, "The backup is damaged: “files/00/file-0” is not as it was written."),
    "no contents": (lambda members: members.pop(MANIFEST), "This file is no backup of Seedbed."),
    "contents unreadable": (with_manifest(members=[]), "The backup is damaged: its table of contents cannot be read."),
    "a newer form": (with_manifest(format=2), "This backup was made by a newer version of Seedbed. Install that version first."),
}
NOT_FOR_THIS_SITE = {
    "a newer version": (
        with_manifest(migrations=lambda m: [*m, ["kernel", "0099_tomorrow"]]),
        "This backup was made by a newer version of Seedbed (it knows the step 0099_tomorrow). Install that version first.",
    ),
    "rows are missing": (
        with_manifest(rows=lambda r: {**r, "directory_unit": r["directory_unit"] + 1}),
        "The backup is not complete: the table directory_unit has lost rows. Take another backup.",
    ),
    "the trail was cut off": (
        with_manifest(head=lambda h: [h[0] + 1, "a" * 64]),
        "The trail in the backup is not whole: somebody may have changed it. Keep the file and tell the auditor.",
    ),
}


@pytest.mark.parametrize("fault", NOT_AS_WRITTEN)
def test_what_is_not_as_it_was_written_is_refused(archive: Path, tmp_path: Path, fault: str) -> None:
    change, sentence = NOT_AS_WRITTEN[fault]
    changed = repacked(archive, tmp_path / "changed.tar.gz", change)
    with translation.override("en"), pytest.raises(BackupRefused) as refusal:
        unpack(changed, tmp_path / "unpacked")
    assert str(refusal.value) == sentence
    assert not (tmp_path.parent / "escaped").exists()


@pytest.mark.parametrize("fault", NOT_FOR_THIS_SITE)
def test_an_unfit_backup_is_refused_and_live_data_stay(site: Site, archive: Path, tmp_path: Path, fault: str) -> None:
    change, sentence = NOT_FOR_THIS_SITE[fault]
    backup = repacked(archive, tmp_path / "changed.tar.gz", change)
    before = site.contents()
    done = site.run("restore", backup)
    assert (done.returncode, done.stderr.strip()) == (1, f"CommandError: {sentence}")
    assert site.contents() == before
    assert [path.name for path in site.var.iterdir() if path.name.startswith((".restoring", "seedbed.sqlite3.before"))] == []


def test_the_keys_of_another_site_are_refused(archive: Path, empty_machine: Callable[[], Site]) -> None:
    machine = empty_machine()
    for _ in range(2):  # without keys; then with keys of its own
        done = machine.run("restore", archive)
        assert (done.returncode, "are not those that sealed this backup" in done.stderr) == (1, True)
        machine.run("prepare", "--only", "database")
        machine.run("prepare", "--only", "keys")


def test_a_backup_of_the_other_kind_of_database_is_refused(site: Site, archive: Path, tmp_path: Path) -> None:
    theirs = "sqlite" if site.database else "postgresql"
    backup = repacked(archive, tmp_path / "other.tar.gz", with_manifest(engine=theirs))
    done = site.run("restore", backup)
    assert (done.returncode, "Set DATABASE_URL for" in done.stderr) == (1, True)


def test_a_file_that_is_not_there(site: Site) -> None:
    done = site.run("restore", "/nowhere/backup.tar.gz")
    assert (done.returncode, done.stderr.strip()) == (1, "CommandError: There is no file /nowhere/backup.tar.gz.")


def test_looking_at_a_backup_changes_nothing(site: Site, archive: Path) -> None:
    site.python(WRITE.format(count=2))
    before = site.contents()
    done = site.run("restore", archive, "--verify")
    assert (done.returncode, "all sound" in done.stdout) == (0, True)
    assert site.contents() == before


def test_restoring_over_a_site_goes_back_and_keeps_what_was_there(site: Site, tmp_path: Path) -> None:
    before = site.contents()
    backup = site.backup(tmp_path / "backups")
    site.python(WRITE.format(count=3))
    site.run("trail", "head")
    later = site.contents()
    done = site.run("restore", backup)
    assert (done.returncode, done.stderr) == (0, "")
    assert site.contents() == before
    assert site.run("trail", "verify").returncode == 0  # heads of the lost lines no longer count
    assert kept_aside(site)["directory_unit"] == later["directory_unit"].split()[0]


def kept_aside(site: Site) -> dict[str, str]:
    """Return the number of units in the data that were there before a restore."""
    if site.database:
        with psycopg.connect(on_server(site.database)) as database:
            (schema,) = database.execute("SELECT nspname FROM pg_namespace WHERE nspname LIKE 'before_%'").fetchone()
            return {"directory_unit": str(database.execute(f'SELECT count(*) FROM "{schema}".directory_unit').fetchone()[0])}
    (path,) = site.var.glob("seedbed.sqlite3.before-*")
    with sqlite3.connect(path) as database:
        return {"directory_unit": str(database.execute("SELECT count(*) FROM directory_unit").fetchone()[0])}


def test_a_site_at_work_is_not_restored_over(site: Site, archive: Path) -> None:
    program = "from django.db import connection; connection.ensure_connection(); connection.cursor().execute('SELECT count(*) FROM directory_unit'); print(1, flush=True); input()"
    worker = subprocess.Popen([sys.executable, "-c", f"import django; django.setup(); {program}"], env=site.env, cwd=site.var,
                              stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    assert worker.stdout.readline() == "1\n"
    done = site.run("restore", archive)
    worker.communicate("\n")
    assert (done.returncode, done.stderr.strip()) == (1, "CommandError: The site is running. Stop the web and worker processes, then restore again.")


def test_a_backup_that_does_not_fit_is_never_named_complete(site: Site, archive: Path, tmp_path: Path) -> None:
    room = archive.stat().st_size // 2

    def small_disk() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (room, room))

    done = site.run("backup", tmp_path / "backups", preexec_fn=small_disk)
    assert (done.returncode, done.stderr.startswith("CommandError: No backup was made: ")) == (1, True)
    assert list((tmp_path / "backups").iterdir()) == []


def test_a_bomb_is_refused_before_it_unfolds(tmp_path: Path) -> None:
    bomb = tmp_path / "bomb.tar.gz"
    with gzip.open(bomb, "wb") as file:
        for _ in range(200):
            file.write(bytes(2**20))
    with translation.override("en"), pytest.raises(BackupRefused):
        unpack(bomb, tmp_path / "unpacked")
    assert not (tmp_path / "unpacked").exists()
