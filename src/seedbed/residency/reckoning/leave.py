"""The meter of leave: half working days used, against a share of the working days of the course."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction

Works = Callable[[date], bool]


@dataclass(frozen=True)
class RuleText:
    """The rule of leave as it is seeded: the share, when to warn, where it stands."""

    share: Fraction
    warn_percent: int
    article: str
    source: str


FIRST_RULE = RuleText(Fraction(1, 7), 70, "第十五条", "《干部教育培训工作条例》（2023年修订）")


def workdays(first: date, last: date, works: Works) -> int:
    """Return the working days from `first` to `last`, both included; make-up days count."""
    return sum(works(first + timedelta(days=i)) for i in range((last - first).days + 1))


def halves(first: date, last: date, works: Works, *, from_noon: bool = False, to_noon: bool = False) -> int:
    """Return the half working days of an absence; it may begin or end at noon. Days on which nobody works cost nothing."""
    count = 2 * workdays(first, last, works)
    if from_noon and works(first):
        count -= 1
    if to_noon and works(last):
        count -= 1
    return max(count, 0)


@dataclass(frozen=True)
class Meter:
    """How much leave one person has used; all amounts are half working days."""

    course: int
    used: int
    asked: int
    share: Fraction
    warn_percent: int

    @property
    def allowed(self) -> Fraction:
        """The most that may be used, exactly."""
        return self.course * self.share

    @property
    def left(self) -> Fraction:
        """What may still be used, never below zero."""
        return max(self.allowed - self.used, Fraction(0))

    @property
    def percent(self) -> int:
        """How full the meter is, rounded up."""
        return -(-100 * self.used // self.allowed) if self.allowed else (100 if self.used else 0)

    @property
    def state(self) -> str:
        """`good`, `warn` from the warning on, `bad` once the share is passed."""
        if self.used > self.allowed:
            return "bad"
        return "warn" if 100 * self.used >= self.warn_percent * self.allowed and self.used else "good"

    def would_pass(self, more: int) -> bool:
        """Whether so many half days more would pass the share."""
        return self.used + more > self.allowed


def in_days(amount: int | Fraction) -> str:
    """Return half days as days with at most one decimal, rounded half up: 9.2857 becomes 9.3, 9.0 becomes 9."""
    tenths = int(Fraction(amount) * 5 + Fraction(1, 2))
    whole, rest = divmod(tenths, 10)
    return f"{whole}.{rest}" if rest else str(whole)
