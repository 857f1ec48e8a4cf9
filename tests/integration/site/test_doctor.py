"""`seedbed doctor`: each way in which a site can be unwell is produced and named; a well site is called well."""

import json
import os
import secrets
import time
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from django.core.cache import cache
from django.core.management import call_command
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder
from django.utils import timezone, translation
from django_q.models import Failure

from seedbed import casework
from seedbed.kernel import heads, health, rounds, sealed, triggers
from seedbed.kernel.models import AuditEvent, OutboxMessage
from tests.cast import Cast, make_cast

pytestmark = pytest.mark.django_db


@pytest.fixture
def place(settings, tmp_path: Path) -> Path:
    """A site's folder in which everything is as it should be."""
    settings.VAR = tmp_path / "var"
    settings.VAR.mkdir()
    settings.BACKUPS = tmp_path / "backups"
    settings.BACKUPS.mkdir()
    (settings.BACKUPS / "seedbed-20261123T023000000000Z.tar.gz").touch()
    settings.TRAIL_HEADS_FILE = settings.VAR / "trail-heads.txt"
    settings.SEALED_KEY_FILE = settings.VAR / "sealed_keys.json"
    settings.ALLOWED_HOSTS = ["localhost", "127.0.0.1"]
    sealed.lookup("")
    cache.set(rounds.WORKER_SEEN, timezone.now().timestamp())
    return settings.VAR


@pytest.fixture
def cast(place: Path) -> Cast:
    """The cast, its ID numbers sealed with this place's keys."""
    return make_cast()


@pytest.fixture(autouse=True)
def in_english() -> Iterator[None]:
    with translation.override("en"):
        yield


def wrong(name: str) -> list[tuple[str, str]]:
    """Return state and sentence of what one check finds wrong."""
    return [(f.state, f.sentence) for f in health.examine() if f.check == name and f.state != "good"]


def test_a_well_site_is_called_well(place: Path, cast: Cast) -> None:
    assert {(finding.check, finding.state) for finding in health.examine()} == {(name, "good") for name in health.CHECKS}


def test_tables_of_an_older_version(place: Path) -> None:
    last = max(path.stem for path in (Path(casework.__file__).parent / "migrations").glob("0*.py"))
    MigrationRecorder(connection).record_unapplied("casework", last)
    assert wrong("migrations")[0][0] == "bad"
    assert wrong("migrations")[0][1].endswith("steps of the tables are waiting. Stop the site, make a backup, run “seedbed prepare”.")


def test_a_trail_without_its_triggers(place: Path) -> None:
    names = ", ".join(sorted(triggers.wanted()))
    triggers.drop()
    try:
        assert wrong("triggers") == [
            ("bad", f"The trail is not protected: {names} are missing. Find out who removed them, then run “seedbed prepare”.")
        ]
    finally:
        triggers.install()


def test_a_line_that_was_changed(place: Path, cast: Cast) -> None:
    triggers.drop()
    AuditEvent.objects.filter(seq=3).update(note="nothing happened")
    triggers.install()
    assert wrong("chain") == [("bad", "The trail is not whole at line 3 (changed). Keep this machine as it is and tell the auditor.")]


def test_a_trail_that_was_cut_off_and_sewn_up(place: Path, cast: Cast) -> None:
    seq, _digest = heads.note()
    triggers.drop()
    AuditEvent.objects.filter(seq=seq).delete()
    last = AuditEvent.objects.get(seq=seq - 1)
    with connection.cursor() as cursor:
        cursor.execute("UPDATE kernel_trailhead SET seq = %s, hash = %s", [last.seq, last.hash])
    triggers.install()
    assert wrong("chain") == [
        ("bad", f"The trail is not whole at line {seq} (cut off). Keep this machine as it is and tell the auditor.")
    ]


def test_no_backup(place: Path, settings) -> None:
    for path in settings.BACKUPS.iterdir():
        path.unlink()
    assert wrong("backup") == [("bad", f"There is no backup in {settings.BACKUPS}. Run “seedbed backup FOLDER” every day.")]


def test_an_old_backup(place: Path, settings) -> None:
    (newest,) = settings.BACKUPS.iterdir()
    os.utime(newest, (time.time() - 50 * 3600 - 60,) * 2)
    assert wrong("backup") == [("bad", f"The newest backup is 50 hours old ({newest}). Run “seedbed backup FOLDER” every day.")]


def test_a_backup_beside_its_key(place: Path, settings) -> None:
    (place / "seedbed-1.tar.gz").touch()
    (place / "backups-are-in").write_text(str(place))
    assert wrong("backup") == [("bad", "The key file lies beside the backups: who steals one has both. Keep it in another place.")]


@pytest.mark.parametrize(("limit", "state"), [("DISK_WARN", "warn"), ("DISK_BAD", "bad")])
def test_a_full_disk(place: Path, monkeypatch: pytest.MonkeyPatch, limit: str, state: str) -> None:
    monkeypatch.setattr(health, "DISK_WARN", 2**60)
    monkeypatch.setattr(health, limit, 2**60)
    ((found, sentence),) = wrong("disk")
    assert (found, sentence.startswith("The disk has only ")) == (state, True)


def test_a_clock_behind_the_trail(place: Path) -> None:
    AuditEvent.objects.create(seq=1, at=timezone.now() + timedelta(minutes=30, seconds=30), act_id="x", action="x", what="x", actor_kind="job",
                              actor_id="x", actor_label="x", object_type="x", object_id="1", previous="", hash="")
    assert wrong("clock") == [("bad", "The clock is behind: the last line of the trail is 30 minutes ahead of it. Set the clock.")]


def test_passwords_that_travel_readable(place: Path, settings) -> None:
    settings.ALLOWED_HOSTS, settings.HTTPS = ["miaopu.example.gov.cn"], False
    assert wrong("https") == [
        ("bad", "Other machines may call this site without encryption: passwords could be read on the way. Set up https and SEEDBED_HTTPS=1.")
    ]


def test_debug_and_any_name(place: Path, settings) -> None:
    settings.DEBUG, settings.ALLOWED_HOSTS, settings.HTTPS = True, ["*"], False
    assert wrong("https")[:2] == [
        ("bad", "SEEDBED_DEBUG is on: error pages show the inside of the program. Switch it off."),
        ("bad", "SEEDBED_HOSTS allows every name. Name the site's own addresses."),
    ]


@pytest.mark.parametrize("secret", ["short", "django-insecure-" + "abcdefghij" * 5, "a" * 60])
def test_a_simple_secret(place: Path, settings, secret: str) -> None:
    settings.SECRET_KEY = secret
    assert wrong("secrets") == [("bad", "The secret in SEEDBED_SECRET_KEY is too simple. Take it away: the site makes a good one by itself.")]


def test_keys_that_others_can_read(place: Path, settings) -> None:
    settings.SEALED_KEY_FILE.chmod(0o640)
    assert wrong("secrets") == [("bad", f"Others on this machine can read {settings.SEALED_KEY_FILE}. Run “chmod 600” on it.")]


def test_first_passwords_that_lie_about(place: Path) -> None:
    (place / "envelopes").mkdir()
    (place / "envelopes" / "audit_admin.txt").touch()
    assert wrong("secrets") == [("warn", f"First passwords lie in {place / 'envelopes'}. Print them, seal the envelopes, delete the files.")]


def test_keys_that_are_missing(place: Path, settings) -> None:
    settings.SEALED_KEY_FILE.unlink()
    assert wrong("keys") == [
        ("bad", f"The key file {settings.SEALED_KEY_FILE} is missing. Put it back from where it is kept; without it ID numbers cannot be read.")
    ]


def test_keys_of_another_site(cast: Cast, settings, tmp_path: Path) -> None:
    settings.SEALED_KEY_FILE = tmp_path / "other.json"
    settings.SEALED_KEY_FILE.write_text(json.dumps({"current": "k1", "k1": secrets.token_hex(32), "lookup": secrets.token_hex(32)}))
    assert wrong("keys") == [("bad", "The key file of this site cannot open the sealed fields. Put the site's own key file in place.")]


@pytest.mark.parametrize("silence", [None, 200])
def test_no_worker(place: Path, silence: int | None) -> None:
    cache.delete(rounds.WORKER_SEEN)
    if silence:
        cache.set(rounds.WORKER_SEEN, timezone.now().timestamp() - silence)
    assert wrong("worker") == [("bad", "No worker is running: matching and messages wait. Start “seedbed qcluster”.")]


def test_jobs_that_failed(place: Path) -> None:
    Failure.objects.create(id="f1", name="x", func="x", started=timezone.now(), stopped=timezone.now(), success=False)
    assert wrong("worker") == [("warn", "1 jobs failed in the last 24 hours. See the worker's log.")]


def test_messages_that_wait(place: Path) -> None:
    message = OutboxMessage.objects.create(key="k", channel="mail", recipient="r", subject="s", body="b", due_at=timezone.now(), last_error="refused")
    OutboxMessage.objects.filter(pk=message.pk).update(created_at=timezone.now() - timedelta(hours=2))
    assert wrong("messages") == [("warn", "1 messages have waited for more than an hour. Last error: refused")]


def test_a_check_that_fails_itself_is_reported(place: Path) -> None:
    settings_file = place / "trail-heads.txt"
    settings_file.write_text("nonsense\n")
    assert wrong("chain") == [("bad", f"The trail is whole could not be examined: {settings_file}:1")]


def test_the_command_prints_and_ends_with_one_if_something_is_bad(place: Path, capsys: pytest.CaptureFixture) -> None:
    cache.delete(rounds.WORKER_SEEN)
    with pytest.raises(SystemExit) as end:
        call_command("doctor", json=True)
    found = {finding["check"]: finding["state"] for finding in json.loads(capsys.readouterr().out)}
    assert (end.value.code, found) == (1, {name: "bad" if name == "worker" else "good" for name in health.CHECKS})


def test_the_command_ends_with_zero_on_a_well_site(place: Path, capsys: pytest.CaptureFixture) -> None:
    call_command("doctor")
    assert [line.split("\t")[:2] for line in capsys.readouterr().out.splitlines()] == [["good", name] for name in health.CHECKS]


def test_a_site_on_the_network_with_https_passes_the_deployment_checks(place: Path, settings) -> None:
    settings.ALLOWED_HOSTS, settings.HTTPS = ["miaopu.example.gov.cn"], True
    settings.SESSION_COOKIE_SECURE = settings.CSRF_COOKIE_SECURE = settings.SECURE_SSL_REDIRECT = True
    settings.SECURE_HSTS_SECONDS, settings.SECURE_HSTS_INCLUDE_SUBDOMAINS, settings.SECURE_HSTS_PRELOAD = 31622400, True, True
    settings.SECRET_KEY = secrets.token_urlsafe(48)
    assert wrong("https") == []
