"""Heads outside the database, checkpoints, and the command that uses them; what comes round by the clock."""

from datetime import timedelta
from io import StringIO
from pathlib import Path

import pytest
from django.contrib.sessions.models import Session
from django.core.cache import cache
from django.core.management import CommandError, call_command
from django.utils import timezone, translation
from django_q.models import Schedule

from seedbed.kernel import heads, rounds, trail, triggers
from seedbed.kernel.models import AuditEvent, TrailCheckpoint, TrailHead
from tests.cast import Cast, make_cast

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast(settings, tmp_path: Path) -> Cast:
    """The cast, whose making fills the trail."""
    settings.TRAIL_HEADS_FILE = tmp_path / "heads" / "trail-heads.txt"
    return make_cast()


def change(seq: int) -> None:
    """Rewrite one line as somebody with the database's password could."""
    triggers.drop()
    AuditEvent.objects.filter(seq=seq).update(note="nothing happened")
    triggers.install()


def test_heads_are_added_to_the_file_and_read_back(cast: Cast) -> None:
    seq, digest = heads.note()
    heads.note(remark="backup")
    lines = heads.head_file().read_text().splitlines()
    assert [line.split()[1:] for line in lines] == [[str(seq), digest], [str(seq), digest, "backup"]]
    assert heads.read(heads.head_file()) == {seq: digest}


def test_heads_of_lines_lost_by_a_restore_no_longer_count(tmp_path: Path) -> None:
    path = tmp_path / "heads.txt"
    path.write_text(f"2026-11-23T02:30:00+0000 5 {'a' * 64}\n\n2026-11-24T02:30:00+0000 9 {'b' * 64}\n2026-11-24T09:00:00+0000 7 {'c' * 64} restored\n")
    assert heads.read(path) == {5: "a" * 64, 7: "c" * 64}


@pytest.mark.parametrize("line", ["word", f"2026 x {'a' * 64}", f"2026 5 {'a' * 63}"])
def test_a_file_that_holds_no_heads_is_refused(cast: Cast, tmp_path: Path, line: str) -> None:
    path = tmp_path / "heads.txt"
    path.write_text(f"{line}\n")
    with translation.override("en"), pytest.raises(CommandError) as refusal:
        call_command("trail", "verify", head=path)
    assert str(refusal.value) == f"{path}:1 is no line of a file of heads."


def test_a_whole_trail_leaves_a_checkpoint_and_is_resumed_there(cast: Cast) -> None:
    last, faults = heads.verify()
    assert (faults, TrailCheckpoint.objects.get().seq) == ([], last)
    change(2)
    assert heads.verify(resume=True) == (last, [])
    assert heads.verify()[1] == [trail.TrailFault(2, "changed")]


def test_a_checkpoint_that_no_longer_fits_is_noticed(cast: Cast) -> None:
    last, _faults = heads.verify()
    TrailCheckpoint.objects.update(hash="0" * 64)
    assert heads.verify(resume=True)[1] == [
        trail.TrailFault(last, "differs from the head"),
        trail.TrailFault(last, "differs from the checkpoint"),
    ]


def test_a_trail_rewritten_whole_differs_from_the_head_outside(cast: Cast) -> None:
    seq, _digest = heads.note()
    triggers.drop()
    AuditEvent.objects.filter(seq=1).update(note="nothing happened")
    previous = trail.GENESIS
    for event in AuditEvent.objects.order_by("seq"):
        event.previous = previous
        event.hash = previous = trail.digest(event)
        event.save()
    TrailHead.objects.update(hash=previous)
    triggers.install()
    assert list(trail.verify()) == []
    assert {fault.kind for fault in heads.verify()[1]} == {"differs from the head"}
    assert heads.verify()[0] == seq


def test_the_command_names_the_fault_and_fails(cast: Cast) -> None:
    change(2)
    said = StringIO()
    with translation.override("en"), pytest.raises(CommandError) as refusal:
        call_command("trail", "verify", stderr=said)
    assert said.getvalue() == "#2: changed\n"
    assert str(refusal.value) == "The trail is not whole: 1 faults. Keep this machine as it is and tell the auditor."


def test_the_command_on_a_whole_trail(cast: Cast) -> None:
    said = StringIO()
    with translation.override("en"):
        call_command("trail", "head", stdout=said)
        call_command("trail", "verify", "--head", str(heads.head_file()), stdout=said)
        last = AuditEvent.objects.order_by("-seq").first()
    assert said.getvalue() == f"{last.seq} {last.hash}\nThe trail is whole up to line {last.seq}.\n"


def test_a_file_of_heads_that_is_not_there(cast: Cast, tmp_path: Path) -> None:
    with translation.override("en"), pytest.raises(CommandError) as refusal:
        call_command("trail", "verify", head=tmp_path / "nothing")
    assert str(refusal.value) == f"There is no file {tmp_path / 'nothing'}."


def test_the_rounds_are_entered_once(cast: Cast) -> None:
    rounds.install()
    rounds.install()
    assert sorted(Schedule.objects.values_list("func", "schedule_type")) == [
        ("seedbed.kernel.rounds.each_day", Schedule.DAILY),
        ("seedbed.kernel.rounds.each_minute", Schedule.MINUTES),
    ]


def test_each_minute_the_worker_says_that_it_lives(cast: Cast) -> None:
    cache.delete(rounds.WORKER_SEEN)
    assert rounds.each_minute() == 0
    assert timezone.now().timestamp() - cache.get(rounds.WORKER_SEEN) < 60


def test_each_day_the_head_goes_out_and_what_is_over_goes(cast: Cast) -> None:
    now = timezone.now()
    for key, end in (("over", now - timedelta(hours=1)), ("open", now + timedelta(hours=1))):
        Session.objects.create(session_key=key, session_data="", expire_date=end)
    rounds.each_day()
    assert list(Session.objects.values_list("session_key", flat=True)) == ["open"]
    assert list(heads.read(heads.head_file())) == [AuditEvent.objects.count()]


def test_each_day_a_broken_trail_makes_the_round_fail(cast: Cast) -> None:
    change(2)
    with pytest.raises(RuntimeError) as fault:
        rounds.each_day()
    assert "seq=2" in str(fault.value)
