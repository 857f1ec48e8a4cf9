"""The trail: append-only, chained; what was changed, taken out, cut off or rewritten is found."""

import pytest
from django.db import DatabaseError, connection, transaction

from seedbed.directory import actions as directory
from seedbed.kernel import trail, triggers
from seedbed.kernel.models import AuditEvent, TrailHead
from tests.cast import Cast


def faults(**known: object) -> list[tuple[int, str]]:
    """What the check finds."""
    return [(fault.seq, fault.kind) for fault in trail.verify(**known)]


def without_triggers() -> None:
    """Do what somebody with the database's own password could do."""
    with connection.cursor() as cursor:
        for name in triggers.present():
            cursor.execute(f"DROP TRIGGER {name}" + ("" if connection.vendor == "sqlite" else " ON kernel_auditevent"))


@pytest.mark.parametrize("statement", ["UPDATE kernel_auditevent SET note = 'x'", "DELETE FROM kernel_auditevent"])
def test_the_database_itself_refuses_to_touch_a_line(cast: Cast, statement: str) -> None:
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)
    assert faults() == []


def test_missing_triggers_come_back(cast: Cast) -> None:
    without_triggers()
    assert triggers.present() == set()
    triggers.install()
    assert triggers.present() == triggers.wanted()


def test_a_changed_line_is_found(cast: Cast) -> None:
    without_triggers()
    AuditEvent.objects.filter(seq=5).update(note="改过")
    assert faults() == [(5, "changed")]


def test_a_line_changed_with_its_hash_breaks_the_chain(cast: Cast) -> None:
    without_triggers()
    line = AuditEvent.objects.get(seq=5)
    line.note = "改过"
    AuditEvent.objects.filter(seq=5).update(note="改过", hash=trail.digest(line))
    assert faults() == [(6, "out of chain")]


def test_a_line_taken_out_is_found(cast: Cast) -> None:
    without_triggers()
    AuditEvent.objects.filter(seq=7).delete()
    assert faults() == [(7, "missing"), (8, "out of chain")]


def test_a_tail_cut_off_is_found_by_the_head(cast: Cast) -> None:
    without_triggers()
    head = TrailHead.objects.get()
    AuditEvent.objects.filter(seq__gt=head.seq - 3).delete()
    assert faults() == [(head.seq, "cut off")]


def test_a_tail_cut_off_together_with_the_head_is_found_by_the_head_kept_outside(cast: Cast) -> None:
    without_triggers()
    head = TrailHead.objects.get()
    outside = {head.seq: head.hash}
    AuditEvent.objects.filter(seq__gt=head.seq - 3).delete()
    last = AuditEvent.objects.order_by("-seq").first()
    TrailHead.objects.update(seq=last.seq, hash=last.hash)
    assert (faults(), faults(known_heads=outside)) == ([], [(head.seq, "cut off")])


def test_a_check_goes_on_from_a_known_line(cast: Cast) -> None:
    without_triggers()
    middle = AuditEvent.objects.get(seq=20)
    AuditEvent.objects.filter(seq=5).update(note="改过")
    assert faults(start=middle.seq, start_hash=middle.hash) == []


def test_every_line_names_who_acted(cast: Cast) -> None:
    directory.change_unit(cast.unit_a, by=cast.actor("officer"), short_name="住建")
    line = AuditEvent.objects.latest("seq")
    assert (line.actor_kind, line.actor_id, line.actor_label) == ("account", str(cast.officer.pk), "")


def test_reading_the_trail_of_an_object_costs_one_question(cast: Cast, django_assert_num_queries: object) -> None:
    from seedbed.kernel.queries import trail_of

    with django_assert_num_queries(1):  # type: ignore[operator]
        lines = list(trail_of(cast.people["applicant"]))
    assert [line.what for line in lines] == ["added"]
