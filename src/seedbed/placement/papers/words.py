"""Small texts that several papers share."""

import datetime as dt
from typing import Any

from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from seedbed.kernel.papers import Paper
from seedbed.kernel.papers.paper import written_date
from seedbed.placement.models import Post
from seedbed.placement.queries.papers import Seat
from seedbed.selection.models import Batch


def language() -> str:
    """Return the language of a paper: that of the reader."""
    return "zh" if (get_language() or "zh").startswith("zh") else "en"


def day(date: dt.date) -> str:
    """Return a date as papers write it."""
    return written_date(date, language())


def last_day(batch: Batch) -> dt.date:
    """Return the last day of a batch; the stored end is the day after it."""
    return batch.ends_on - dt.timedelta(days=1)


def signed(batch: Batch, **parts: Any) -> Paper:
    """Return a paper of the organising unit with today's date."""
    return Paper(signature=batch.unit.name, date=timezone.localdate(), language=language(), **parts)


def unit_and_job(seat: Seat) -> str:
    """Return the person's unit and post."""
    return f"{seat.application.unit.name} {seat.application.post}".strip()


def host_of(post: Post | None) -> str:
    """Return the name of the host of a post, or that none was found."""
    return post.offer.host.unit.name if post else _("no post yet")


def lodging_of(post: Post) -> str:
    """Return what there is of lodging."""
    note = f"（{post.lodging_note}）" if post.lodging_note and language() == "zh" else f" ({post.lodging_note})" if post.lodging_note else ""
    return f"{post.get_lodging_display()}{note}"
