"""Jobs of residency."""

from collections.abc import Iterable

from django.utils import timezone

from seedbed.kernel import jobs
from seedbed.kernel.actor import of_job
from seedbed.residency.actions import branch as actions
from seedbed.residency.queries import branch


def _over() -> Iterable[int]:
    return branch.over(timezone.localdate()).values_list("pk", flat=True)


@jobs.register("residency.dissolve", waiting=_over)
def dissolve(pk: int) -> None:
    """Dissolve one branch whose class is over; one that was dissolved meanwhile is left alone."""
    found = branch.over(timezone.localdate()).filter(pk=pk).first()
    if found is not None:
        actions.dissolve_branch(found, by=of_job("residency.dissolve"))
