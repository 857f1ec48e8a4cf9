"""Jobs of casework."""

from collections.abc import Iterable

from django.utils import timezone

from seedbed.casework import actions
from seedbed.casework.queries import whole
from seedbed.kernel import jobs
from seedbed.kernel.actor import of_job


def _over() -> Iterable[int]:
    return whole.notices_over(timezone.localdate()).values_list("pk", flat=True)


@jobs.register("casework.close", waiting=_over)
def close(pk: int) -> None:
    """Close one notice whose period is over; one that was closed meanwhile is left alone."""
    notice = whole.notices_over(timezone.localdate()).filter(pk=pk).first()
    if notice is not None:
        actions.close(notice, by=of_job("casework.close"))
