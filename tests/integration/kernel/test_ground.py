"""The ground: the cast can be made, its trail holds, and nothing is written outside an action."""

import pytest

from seedbed.directory.models import Grant
from seedbed.kernel import trail
from seedbed.kernel.actions import add
from seedbed.kernel.models import AuditEvent
from tests.cast import Cast


def test_every_act_of_making_the_cast_is_in_the_trail_and_the_chain_holds(cast: Cast) -> None:
    assert list(trail.verify()) == []
    approved = AuditEvent.objects.filter(action="directory.approve_grant").count()
    assert approved == Grant.objects.filter(state="active").count() == len(cast.accounts)


def test_no_value_of_a_sealed_field_reaches_the_trail(cast: Cast) -> None:
    person = cast.people["applicant"]
    lines = AuditEvent.objects.filter(object_type="directory.Person", object_id=str(person.pk))
    assert [line.changes["id_sealed"] for line in lines] == [None]
    assert [line.changes["unit_id"] for line in lines] == [[None, person.unit_id]]


def test_writing_outside_an_action_is_refused(cast: Cast) -> None:
    with pytest.raises(RuntimeError, match="only inside an @action"):
        add(Grant(account=cast.officer, role="leader", unit=cast.root))
