"""Messages that the portal sends."""

from collections.abc import Iterable

from django.urls import reverse
from django.utils.translation import gettext as _

from seedbed.directory.models import Account
from seedbed.kernel import outbox
from seedbed.portal.models import Complaint


def complaint_received(complaint: Complaint, officers: Iterable[Account]) -> None:
    """Tell the officers that a complaint or suggestion waits; nothing of its content."""
    for account in officers:
        outbox.post(
            key=f"complaint:{complaint.pk}:{account.pk}", recipient=str(account.pk),
            subject=_("%(kind)s %(number)s has arrived") % {"kind": complaint.get_kind_display(), "number": complaint.number},
            body=_("Open it under “Complaints”."), url=reverse("portal:complaint_file", args=[complaint.pk]),
        )
