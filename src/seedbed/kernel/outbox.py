"""Messages leave through a box: written in the same act as their cause, delivered by a job, once per key."""

from datetime import timedelta
from typing import Protocol

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from seedbed.kernel.actions import current
from seedbed.kernel.models import OutboxMessage

INBOX = "inbox"


class Channel(Protocol):
    """A way out of the house, such as mail; `send` returns when the other side took the message."""

    def send(self, message: OutboxMessage) -> None:
        """Deliver one message or raise; never called twice at a time for one message."""


def post(*, key: str, recipient: str, subject: str, body: str, url: str = "", channel: str = INBOX) -> None:
    """Put one message into the box of the act under way; a key that was used before is not posted again."""
    current()
    now = timezone.now()
    OutboxMessage.objects.bulk_create(
        [OutboxMessage(key=key, channel=channel, recipient=recipient, subject=subject[:200], body=body, url=url,
                       due_at=now, sent_at=now if channel == INBOX else None)],
        ignore_conflicts=True,
    )


def deliver_due(channels: dict[str, Channel], *, limit: int = 100) -> int:
    """Deliver waiting messages, oldest first, and return how many left.

    A message is taken by setting its next due time before it is sent, so that two workers never send
    the same one; a channel that fails or is slow keeps only its own messages waiting.
    """
    sent = 0
    for message in OutboxMessage.objects.filter(sent_at=None, due_at__lte=timezone.now()).order_by("due_at")[:limit]:
        pause = timedelta(minutes=min(60, 2**message.tries))
        mine = OutboxMessage.objects.filter(pk=message.pk, sent_at=None, due_at=message.due_at, tries=message.tries)
        with transaction.atomic():
            if not mine.update(due_at=timezone.now() + pause, tries=F("tries") + 1):
                continue
        try:
            channels[message.channel].send(message)
        except Exception as fault:  # any channel fault means: try again later
            OutboxMessage.objects.filter(pk=message.pk).update(last_error=str(fault)[:300])
            continue
        OutboxMessage.objects.filter(pk=message.pk).update(sent_at=timezone.now(), last_error="")
        sent += 1
    return sent
