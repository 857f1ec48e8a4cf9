"""What a campaign counts: whom a target means, when reminders may leave, which beds bind a sex."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, time

OPENS, ENDS = time(8, 30), time(17, 30)


@dataclass(frozen=True)
class Offered:
    """What one willing company offers."""

    industry: str
    hosted_before: bool
    seats: int
    posts: int


@dataclass(frozen=True)
class Wanted:
    """What one target asks for; an empty industry or kind means any."""

    industry: str
    kind: str
    seats: int
    posts: int

    def means(self, offered: Offered) -> bool:
        """Whether the target counts this company: its industry or one below it, and its kind."""
        kind = "earlier" if offered.hosted_before else "new"
        return offered.industry.startswith(self.industry) and self.kind in ("", kind)


def reached(wanted: Wanted, offers: Sequence[Offered]) -> Offered:
    """Return what the willing companies together bring to a target."""
    counted = [offer for offer in offers if wanted.means(offer)]
    return Offered(wanted.industry, False, sum(o.seats for o in counted), sum(o.posts for o in counted))


def in_work_hours(local: datetime, is_workday: bool) -> bool:
    """Whether people are at work at this local time: a working day from 8:30 to 17:30."""
    return is_workday and OPENS <= local.time() < ENDS


def lodging_of_beds(women: int | None, men: int | None) -> str:
    """Return the kind of lodging that beds for women and for men make; unknown beds are to be arranged."""
    if women is None and men is None:
        return "arranged"
    found = {(True, True): "any", (True, False): "women", (False, True): "men", (False, False): "none"}
    return found[bool(women), bool(men)]
