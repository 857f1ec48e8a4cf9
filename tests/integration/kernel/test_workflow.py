"""States move by their tables only: wrong states, second persons, missing reasons, two at once."""

import pytest

from seedbed.directory.actions import approve_grant, end_grant, propose_grant, refuse_grant
from seedbed.directory.models import Grant
from seedbed.directory.states import GRANT_MOVES
from seedbed.kernel.faults import Refused, RuleBroken, SecondPersonNeeded
from seedbed.kernel.models import AuditEvent
from seedbed.kernel.workflow import Move, Moves, names, reachable
from tests.cast import SETUP, Cast, open_account


def proposed(cast: Cast) -> Grant:
    """A role that waits for a decision."""
    account = open_account("temp", "trainee", cast.unit_a)
    return propose_grant(account, by=cast.actor("system_admin"), role="clerk", unit=cast.unit_a)


def test_a_move_sets_state_and_fields_and_leaves_its_line(cast: Cast) -> None:
    grant = approve_grant(proposed(cast), by=cast.actor("security_admin"))
    line = AuditEvent.objects.latest("seq")
    assert (grant.state, grant.granted_by_id, line.what, line.changes["state"]) == (
        "active", cast.security_admin.pk, "approve", ["proposed", "active"])


def test_a_move_from_the_wrong_state_is_a_sentence_and_changes_nothing(cast: Cast) -> None:
    grant = proposed(cast)
    before = AuditEvent.objects.count()
    with pytest.raises(RuleBroken) as fault:
        end_grant(grant, by=cast.actor("security_admin"), reason="用不上")
    grant.refresh_from_db()
    assert (grant.state, AuditEvent.objects.count(), grant.get_state_display() in str(fault.value)) == ("proposed", before, True)


def test_of_two_who_press_at_once_one_succeeds(cast: Cast) -> None:
    grant = proposed(cast)
    same = Grant.objects.get(pk=grant.pk)  # as a second browser had loaded it
    approve_grant(grant, by=cast.actor("security_admin"))
    with pytest.raises(RuleBroken):
        refuse_grant(same, by=cast.actor("second_security_admin"), reason="不同意")
    grant.refresh_from_db()
    assert grant.state == "active"


def test_a_move_that_needs_a_reason_is_refused_without(cast: Cast) -> None:
    with pytest.raises(RuleBroken):
        refuse_grant(proposed(cast), by=cast.actor("security_admin"), reason="   ")
    assert Grant.objects.filter(state="refused").count() == 0


def test_the_first_person_is_not_the_second(cast: Cast) -> None:
    grant = propose_grant(open_account("temp", "trainee", cast.unit_a), by=SETUP, role="clerk", unit=cast.unit_a)
    Grant.objects.filter(pk=grant.pk).update(proposed_by=cast.security_admin)
    grant.refresh_from_db()
    with pytest.raises(SecondPersonNeeded):
        approve_grant(grant, by=cast.actor("security_admin"))
    assert approve_grant(grant, by=cast.actor("second_security_admin")).state == "active"


def test_nobody_decides_on_the_own_role(cast: Cast) -> None:
    own = Grant.objects.create(account=cast.security_admin, role="clerk", unit=cast.unit_a, state="proposed", proposed_by=cast.system_admin)
    with pytest.raises(Refused):
        approve_grant(own, by=cast.actor("security_admin"))
    assert Grant.objects.get(pk=own.pk).state == "proposed"


def test_a_table_knows_its_ways() -> None:
    assert reachable(GRANT_MOVES, "proposed") == {"proposed", "active", "refused", "ended"}
    assert names(GRANT_MOVES.from_state("proposed")) == ["approve", "refuse"]
    assert GRANT_MOVES.from_state("ended") == []


def test_a_move_listed_twice_is_a_fault_of_the_table() -> None:
    with pytest.raises(ValueError, match="listed twice"):
        Moves(Move("a", ("x",), "y", "A"), Move("a", ("y",), "x", "A"))
