"""What was told in confidence lies sealed in every table, and each opening leaves its line.

That no page and no file shows it is looked for in `test_every_page.py`.
"""

from dataclasses import dataclass, field

import pytest
from django.urls import reverse

from seedbed.kernel.models import AuditEvent
from tests.cast import ID_OF_APPLICANT
from tests.reliability.planting import CONTACT, MOBILE, PLANTED, plant
from tests.reliability.scanning import body_of, everything_stored
from tests.world import World, address


@dataclass(frozen=True)
class Opening:
    """One way to see a secret: which form, what is typed, whose line it leaves, what is shown once."""

    page: str
    role: str
    action: str
    shown: str
    data: dict[str, str] = field(default_factory=dict)

    def __str__(self) -> str:
        return f"{self.page} {'/'.join(self.data.values())}"


OPENINGS = (
    Opening("directory:reveal", "officer", "directory.reveal", ID_OF_APPLICANT, {"field": "id", "reason": "核对"}),
    Opening("directory:reveal", "clerk_a", "directory.reveal", MOBILE, {"field": "mobile", "reason": "联系"}),
    Opening("selection:reveal", "officer", "directory.reveal", ID_OF_APPLICANT, {"field": "id", "reason": "核对"}),
    Opening("placement:post_contact", "service_team", "placement.reveal_contact", CONTACT, {"reason": "通知报到"}),
    Opening("casework:reveal", "officer", "casework.open_sealed", PLANTED["objection"], {"part": "content", "reason": "核查"}),
    Opening("casework:reveal", "officer", "casework.open_sealed", PLANTED["sender of the objection"], {"part": "identity", "reason": "核查"}),
    Opening("casework:reveal", "officer", "casework.open_sealed", PLANTED["finding"], {"part": "finding", "reason": "核查"}),
    Opening("portal:open_complaint", "officer", "portal.open_complaint", PLANTED["complaint"], {"part": "content", "reason": "办理"}),
    Opening("portal:open_complaint", "officer", "portal.open_complaint", PLANTED["sender of the complaint"], {"part": "contact", "reason": "办理"}),
)
@pytest.fixture
def planted(world: World) -> World:
    """The world with a secret in every place that takes one."""
    return plant(world)


def test_no_table_holds_a_secret_in_clear(planted: World) -> None:
    stored = everything_stored()
    assert [(table, what) for table, text in stored.items() for what, secret in PLANTED.items() if secret in text] == []


@pytest.mark.parametrize("opening", OPENINGS, ids=str)
def test_each_opening_leaves_one_line_and_is_shown_once(planted: World, opening: Opening) -> None:
    client, lines = planted.client(opening.role), AuditEvent.objects.filter(action=opening.action)
    answer = client.post(address(planted, opening.page), opening.data | {"_once": "k"})
    shown = client.get(answer["Location"]).content.decode()
    again = client.get(answer["Location"]).content.decode()
    assert (answer.status_code, shown.count(opening.shown) > 0, again.count(opening.shown)) == (302, True, 0)
    assert list(lines.values_list("what", "actor_id")) == [("revealed", str(planted.cast.accounts[opening.role].pk))]
    assert [table for table, text in everything_stored().items() if opening.shown in text] == []


@pytest.mark.parametrize("opening", OPENINGS, ids=str)
def test_without_a_reason_nothing_is_opened(planted: World, opening: Opening) -> None:
    empty = {name: "" if name in {"reason", "note"} else value for name, value in opening.data.items()}
    answer = planted.client(opening.role).post(address(planted, opening.page), empty)
    assert opening.shown not in body_of(answer)
    assert AuditEvent.objects.filter(action=opening.action).count() == 0


def test_taking_telephones_out_in_a_file_leaves_one_line(planted: World) -> None:
    answer = planted.client("officer").post(address(planted, "placement:posts_export"), {"reason": "联系企业", "confirm": "on", "_once": "k"})
    assert CONTACT in body_of(answer)
    assert AuditEvent.objects.filter(action="placement.export_posts").count() == 1


def test_the_own_data_in_a_file_leave_one_line(planted: World) -> None:
    answer = planted.client("trainee").post(reverse("portal:export_own"), {"_once": "k"}, follow=True)
    assert ID_OF_APPLICANT in body_of(answer)
    assert AuditEvent.objects.filter(action="portal.export_own").count() == 1
