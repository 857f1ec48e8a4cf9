"""What comes round by the clock: each minute the lost jobs and messages, each day the trail and what is over."""

from datetime import timedelta

from django.contrib.sessions.models import Session
from django.core.cache import cache
from django.utils import timezone
from django_q.models import Schedule, Success

from seedbed.kernel import files, heads, jobs
from seedbed.kernel.models import OnceKey
from seedbed.kernel.workbooks import staging

WORKER_SEEN = "worker-seen"
NAMES = {"each_minute": Schedule.MINUTES, "each_day": Schedule.DAILY}
KEEP_FORM_KEYS = timedelta(days=7)


def install() -> None:
    """Enter the rounds into the worker's timetable; safe to repeat."""
    for name, kind in NAMES.items():
        Schedule.objects.get_or_create(
            name=f"seedbed.{name}",
            defaults={"func": f"{__name__}.{name}", "schedule_type": kind, "minutes": 1, "next_run": timezone.now()},
        )


def each_minute() -> int:
    """Note that a worker lives, and queue again what waits although nobody has it."""
    cache.set(WORKER_SEEN, timezone.now().timestamp(), timeout=None)
    return jobs.sweep()


def each_day() -> None:
    """Erase what waited too long, write the trail's head outside, verify what came since yesterday, drop what is over."""
    staging.erase_overdue()
    files.sweep_strays()
    heads.note()
    _last, faults = heads.verify(resume=True)
    if faults:
        raise RuntimeError(f"the trail is not whole: {faults[:5]}")  # stays in the list of failed jobs, which doctor reads
    now = timezone.now()
    Session.objects.filter(expire_date__lt=now).delete()
    OnceKey.objects.filter(at__lt=now - KEEP_FORM_KEYS).delete()
    Success.objects.filter(stopped__lt=now - KEEP_FORM_KEYS).delete()
