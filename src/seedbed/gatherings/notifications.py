"""Messages that gatherings send to people."""

from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format

from seedbed.directory.models import Account
from seedbed.gatherings.models import ActionItem, Gathering
from seedbed.kernel.outbox import Sentence as _
from seedbed.kernel.outbox import post


def _when(gathering: Gathering) -> str:
    return date_format(timezone.localtime(gathering.starts_at), "Y-m-d H:i")


def moved(gathering: Gathering, accounts: QuerySet[Account]) -> None:
    """Tell everybody expected that time or place changed."""
    for account in accounts:
        post(
            key=f"gathering:moved:{gathering.pk}:{gathering.version}:{account.pk}", recipient=str(account.pk),
            subject=_("Changed: %(title)s") % {"title": gathering.title},
            body=_("It is now at %(when)s, %(place)s.") % {"when": _when(gathering), "place": gathering.place or "—"},
            url=reverse("gatherings:gathering", args=[gathering.pk]))


def cancelled(gathering: Gathering, accounts: QuerySet[Account]) -> None:
    """Tell everybody expected that it does not take place, and why."""
    for account in accounts:
        post(
            key=f"gathering:cancelled:{gathering.pk}:{account.pk}", recipient=str(account.pk),
            subject=_("Cancelled: %(title)s") % {"title": gathering.title},
            body=_("%(when)s does not take place: %(why)s") % {"when": _when(gathering), "why": gathering.why_cancelled},
            url=reverse("gatherings:gathering", args=[gathering.pk]))


def agreed(item: ActionItem, accounts: QuerySet[Account]) -> None:
    """Tell the one who does it what was agreed and until when."""
    for account in accounts:
        post(
            key=f"item:{item.pk}:{account.pk}", recipient=str(account.pk), subject=_("Agreed for you: %(text)s") % {"text": item.text[:80]},
            body=_("“%(text)s”, until %(due)s.") % {"text": item.text, "due": item.due_on},
            url=reverse("gatherings:gathering", args=[item.gathering_id]))
