"""Who acts on the command line and on which batch: by the names that people use."""

from django.utils.translation import gettext as _

from seedbed.directory.models import Account
from seedbed.kernel.actor import Actor, of_account
from seedbed.kernel.faults import RuleBroken
from seedbed.selection.models import Batch
from seedbed.selection.queries import batches_run_by


def actor_named(username: str) -> Actor:
    """Return the actor of an account by its log-in name. Raises `RuleBroken` where there is none that is open."""
    found = Account.objects.filter(username=username, is_active=True).select_related("person").first()
    if found is None:
        raise RuleBroken(_("There is no open account %(name)s.") % {"name": username})
    return of_account(found)


def batch_named(by: Actor, code: str) -> Batch:
    """Return a batch that the actor runs, by its code such as `2026-2`. Raises `RuleBroken` where there is none, or several."""
    year, _dash, ordinal = code.partition("-")
    rows = batches_run_by(by).filter(plan__year=int(year), ordinal=int(ordinal)) if year.isdigit() and ordinal.isdigit() else batches_run_by(by).none()
    found = list(rows[:2])
    if len(found) != 1:
        raise RuleBroken(_("%(name)s runs no batch %(code)s, or more than one; its code stands on its page.") % {"name": by.label, "code": code})
    return found[0]
