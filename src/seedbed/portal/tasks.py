"""Jobs of the portal."""

from seedbed.kernel import jobs
from seedbed.kernel.actor import of_job
from seedbed.portal import actions
from seedbed.portal.actions.erasing import end_blocking
from seedbed.portal.models import Erasure
from seedbed.portal.queries.erasing import to_unblock
from seedbed.portal.queries.retention import retention_in_force, waits_for_erasing


@jobs.register("portal.erase", waiting=waits_for_erasing)
def erase(pk: int) -> None:
    """Erase some hundred rows that are kept long enough; the next round takes the next ones."""
    rule = retention_in_force()
    if rule is not None and pk in waits_for_erasing():
        actions.erase_overdue(rule, by=of_job("portal.erase"))


@jobs.register("portal.end_blocking", waiting=to_unblock)
def forget(pk: int) -> None:
    """Forget whom blocked rows are about, once no law wants them any more."""
    if pk in to_unblock():
        end_blocking(Erasure.objects.get(pk=pk), by=of_job("portal.end_blocking"))
