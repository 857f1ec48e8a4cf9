"""Messages leave through a box: written in the same act as their cause, delivered by a job, once per key.

Who causes a message and who reads it may speak different languages: a message is kept in each of them.
"""

from collections.abc import Collection, Mapping
from datetime import timedelta
from typing import Any, Protocol

from django.conf import settings
from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext, override

from seedbed.kernel.actions import current
from seedbed.kernel.models import OutboxMessage

INBOX = "inbox"


class Channel(Protocol):
    """A way out of the house, such as mail; `send` returns when the other side took the message."""

    def send(self, message: OutboxMessage) -> None:
        """Deliver one message or raise; never called twice at a time for one message."""


class Sentence:
    """A sentence and its values, put into words anew for each language.

    Rooms import it as `_` in their `notifications`: `_("%(batch)s is open") % {"batch": …}`. A value that is
    itself a word of the product is given lazily, so that it is translated with the sentence.
    """

    def __init__(self, source: str, values: Mapping[str, Any] | None = None) -> None:
        self.source, self.values = source, values

    def __mod__(self, values: Mapping[str, Any]) -> "Sentence":
        return Sentence(self.source, values)

    def __str__(self) -> str:
        words = gettext(self.source)
        return words % self.values if self.values is not None else words


Text = str | Sentence


def post(*, key: str, recipient: str, subject: Text, body: Text, url: str = "", channel: str = INBOX) -> None:
    """Put one message into the box of the act under way; a key that was used before is not posted again."""
    current()
    now, words = timezone.now(), {}
    for code, _name in settings.LANGUAGES:
        with override(code):
            words[code] = [str(subject)[:200], str(body)]
    main = words[settings.LANGUAGE_CODE]
    OutboxMessage.objects.bulk_create(
        [OutboxMessage(key=key, channel=channel, recipient=recipient, subject=main[0], body=main[1], words=words, url=url,
                       due_at=now, sent_at=now if channel == INBOX else None)],
        ignore_conflicts=True,
    )


def take_back(prefix: str, *, but: Collection[str]) -> None:
    """Take messages with keys that begin with `prefix` out of the box and out of every inbox, but for some recipients."""
    current()
    OutboxMessage.objects.filter(key__startswith=prefix).exclude(recipient__in=but).delete()


def sent_to(prefix: str) -> set[str]:
    """Return who was sent messages with keys that begin with `prefix`."""
    return set(OutboxMessage.objects.filter(key__startswith=prefix).values_list("recipient", flat=True))


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
