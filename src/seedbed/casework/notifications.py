"""Messages that casework sends to people of the desk."""

from collections.abc import Iterable

from django.urls import reverse

from seedbed.casework.models import Objection
from seedbed.directory.models import Account
from seedbed.kernel.outbox import Sentence as _
from seedbed.kernel.outbox import post


def objection_received(objection: Objection, officers: Iterable[Account]) -> None:
    """Tell the officers of the desk that an objection waits, and until when; nothing of its content."""
    for account in officers:
        post(
            key=f"objection:{objection.pk}:{account.pk}", recipient=str(account.pk),
            subject=_("Objection %(number)s has arrived") % {"number": objection.number},
            body=_("It concerns the notice “%(title)s”. Answer until %(due)s.")
            % {"title": objection.notice.title, "due": objection.due_on},
            url=reverse("casework:objection", args=[objection.pk]),
        )
