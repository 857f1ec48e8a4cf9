"""Messages that the portal sends."""

from collections.abc import Iterable

from django.urls import reverse

from seedbed.directory.models import Account
from seedbed.kernel.outbox import Sentence as _
from seedbed.kernel.outbox import post
from seedbed.portal.models import Complaint


def complaint_received(complaint: Complaint, officers: Iterable[Account]) -> None:
    """Tell the officers that a complaint or suggestion waits; nothing of its content."""
    for account in officers:
        post(
            key=f"complaint:{complaint.pk}:{account.pk}", recipient=str(account.pk),
            subject=_("%(kind)s %(number)s has arrived") % {"kind": Complaint.Kind(complaint.kind).label, "number": complaint.number},
            body=_("Open it under “Complaints”."), url=reverse("portal:complaint_file", args=[complaint.pk]),
        )
