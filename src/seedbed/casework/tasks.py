"""Jobs of casework."""

from collections.abc import Iterable

from django.utils import timezone

from seedbed.casework import actions
from seedbed.casework.actions import clocks
from seedbed.casework.queries import whole
from seedbed.casework.queries.clocks import calendar_now, to_tell
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


AT_ONCE = 200  # clocks that one round looks at; the next minute goes on


def _due() -> Iterable[int]:
    return to_tell(timezone.now()).values_list("pk", flat=True)[:AT_ONCE]


@jobs.register("casework.tell", waiting=_due)
def tell(pk: int) -> None:
    """Tell the people of one clock; one that was stopped or told meanwhile is left alone."""
    clock = whole.clock_to_tell(pk)
    if clock is not None:
        clocks.tell(clock, by=of_job("casework.tell"))


def _new_calendars() -> Iterable[int]:
    return [row.pk for row in whole.newest_calendars() if whole.stale_clocks(row).exists()]


@jobs.register("casework.reckon", waiting=_new_calendars)
def reckon(pk: int) -> None:
    """Reckon the running clocks anew that reach into a year whose calendar came out; each in an act of its own."""
    row = next((row for row in whole.newest_calendars() if row.pk == pk), None)
    if row is None:
        return
    known = calendar_now()
    for clock in whole.stale_clocks(row):
        clocks.reckon_clock(clock, by=of_job("casework.reckon"), known=known)
