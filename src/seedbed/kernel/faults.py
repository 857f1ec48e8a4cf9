"""What can go wrong when somebody acts, each with a sentence for that person."""

from typing import Any

from django.db import OperationalError
from django.utils.translation import gettext as _

GAVE_WAY = {"40001", "40P01", "55P03"}  # PostgreSQL: cannot be put in order, deadlock, lock not available

class SeedbedError(Exception):
    """Base of all refusals; `str()` is a translated sentence that says what, where and how to mend it."""


class RuleBroken(SeedbedError):
    """A rule of the field or a state forbids the act. Nothing was changed."""


class Refused(SeedbedError):
    """The person is known here but may not do this (answered 403)."""


class SecondPersonNeeded(Refused):
    """The act needs another person than the one who took the step before (four-eyes rule)."""


class Stale(SeedbedError):
    """Somebody else changed the record after the form was opened (answered with the conflict page)."""

    def __init__(self, sentence: Any, obj: Any = None) -> None:
        super().__init__(sentence)
        self.obj = obj


class AlreadyDone(SeedbedError):
    """The same form arrived before with the same content; its answer is to be repeated."""


class KeyReused(SeedbedError):
    """The same form key arrived with other content (answered 422)."""


def is_contention(fault: BaseException | None) -> bool:
    """Whether the database gave up because others were writing: a lock or a deadlock on either database."""
    code = getattr(getattr(fault, "__cause__", None), "sqlstate", None)
    return isinstance(fault, OperationalError) and (code in GAVE_WAY or "locked" in str(fault))


def busy_sentence() -> str:
    """Return what everybody reads whose write gave way to others."""
    return _("Many people are writing at once. Nothing was changed; try again in a few seconds.")
