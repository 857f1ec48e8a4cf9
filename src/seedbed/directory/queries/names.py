"""Who did what a line of the trail says, by the name the account has now.

The trail keeps the number of an account, not its name: a line can never be changed, so the name would outlive
the erasure of a person. Lines of older versions may still hold one; the account's name of today goes before it.
"""

from collections.abc import Iterable, Mapping

from django.db.models import Q

from seedbed.directory.models import Account
from seedbed.kernel.models import AuditEvent


def names_of(lines: Iterable[AuditEvent]) -> Mapping[int, str]:
    """Return per number of a line who acted; one query for all of them."""
    rows = list(lines)
    wanted = {line.actor_id for line in rows if line.actor_kind == "account" and line.actor_id.isdigit()}
    names = {str(pk): name for pk, name in Account.objects.filter(pk__in=wanted).values_list("pk", "display_name")}
    return {line.seq: _name(line, names) for line in rows}


def _name(line: AuditEvent, names: Mapping[str, str]) -> str:
    if line.actor_kind != "account" or line.actor_id not in names:
        return line.actor_label
    return f"{names[line.actor_id]} {line.actor_label}" if line.actor_label.startswith("· ") else names[line.actor_id]


def accounts_of(text: str) -> list[str]:
    """Return the numbers of the accounts with this log-in name or shown name, as the trail knows them."""
    return [str(pk) for pk in Account.objects.filter(Q(username=text) | Q(display_name=text)).values_list("pk", flat=True)[:50]]
