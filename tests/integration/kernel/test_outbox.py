"""Messages leave once per key, later where the way out is blocked, and nobody waits for it."""

import time
from datetime import timedelta

import pytest
from django.utils import timezone

from seedbed.kernel import outbox
from seedbed.kernel.actions import REGISTER, action, add
from seedbed.kernel.actor import Actor, of_job
from seedbed.kernel.faults import RuleBroken
from seedbed.kernel.models import OutboxMessage, Workday

JOB = of_job("test")


class Mail:
    """A way out that may be down, and that remembers what it took."""

    def __init__(self, *, down: bool = False) -> None:
        self.down, self.taken = down, []

    def send(self, message: OutboxMessage) -> None:
        """Take the message or refuse as a dead server does."""
        if self.down:
            raise ConnectionError("mail server is down")
        self.taken.append(message.key)


@action("test.tell", allow=lambda by, subject: True, label="tell")
def tell(subject: Workday, *, by: Actor, keys: tuple[str, ...], channel: str = "mail") -> None:
    """Write a row and messages about it; a key "bad" breaks a rule at the end."""
    add(subject)
    for key in keys:
        outbox.post(key=key, recipient="1", subject="消息", body="内容", channel=channel)
    if "bad" in keys:
        raise RuleBroken("不行")


REGISTER.pop("test.tell")


def day(number: int) -> Workday:
    """A calendar row that is not there yet."""
    return Workday(date=f"2030-01-{number:02d}", works=True, source="试")


@pytest.mark.django_db
def test_a_message_goes_out_once_per_key() -> None:
    tell(day(1), by=JOB, keys=("a", "b"))
    tell(day(2), by=JOB, keys=("a",))
    mail = Mail()
    assert (outbox.deliver_due({"mail": mail}), outbox.deliver_due({"mail": mail}), mail.taken) == (2, 0, ["a", "b"])


@pytest.mark.django_db
def test_a_cause_that_did_not_happen_leaves_no_message() -> None:
    with pytest.raises(RuleBroken):
        tell(day(1), by=JOB, keys=("a", "bad"))
    assert OutboxMessage.objects.count() == 0


@pytest.mark.django_db
def test_writing_is_not_slowed_by_a_dead_server() -> None:
    began = time.monotonic()
    tell(day(1), by=JOB, keys=tuple(f"k{n}" for n in range(50)))
    assert (time.monotonic() - began < 1, OutboxMessage.objects.filter(sent_at=None).count()) == (True, 50)


@pytest.mark.django_db
def test_what_could_not_leave_is_tried_later_and_not_lost() -> None:
    tell(day(1), by=JOB, keys=("a",))
    mail = Mail(down=True)
    assert outbox.deliver_due({"mail": mail}) == 0
    waiting = OutboxMessage.objects.get()
    assert (waiting.tries, waiting.last_error, waiting.due_at > timezone.now()) == (1, "mail server is down", True)
    mail.down = False
    assert outbox.deliver_due({"mail": mail}) == 0  # not yet due again
    OutboxMessage.objects.update(due_at=timezone.now() - timedelta(seconds=1))
    assert (outbox.deliver_due({"mail": mail}), mail.taken) == (1, ["a"])


@pytest.mark.django_db
def test_the_pause_grows_to_an_hour_at_most() -> None:
    tell(day(1), by=JOB, keys=("a",))
    pauses = []
    for _n in range(9):
        OutboxMessage.objects.update(due_at=timezone.now())
        outbox.deliver_due({"mail": Mail(down=True)})
        pauses.append(round((OutboxMessage.objects.get().due_at - timezone.now()).total_seconds() / 60))
    assert pauses == [1, 2, 4, 8, 16, 32, 60, 60, 60]


@pytest.mark.django_db
def test_a_dead_channel_does_not_stop_the_others() -> None:
    tell(day(1), by=JOB, keys=("a",), channel="sms")
    tell(day(2), by=JOB, keys=("b",))
    mail = Mail()
    assert (outbox.deliver_due({"sms": Mail(down=True), "mail": mail}), mail.taken) == (1, ["b"])


@pytest.mark.django_db
def test_a_message_inside_the_product_is_there_at_once() -> None:
    tell(day(1), by=JOB, keys=("a",), channel=outbox.INBOX)
    message = OutboxMessage.objects.get()
    assert (message.sent_at is not None, message.read_at) == (True, None)


@pytest.mark.django_db
def test_posting_outside_of_an_act_is_refused() -> None:
    with pytest.raises(RuntimeError, match="only inside an @action"):
        outbox.post(key="x", recipient="1", subject="s", body="b")
