"""Rates that always show from how many they come; nothing is divided by nothing, and small groups are not shown."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

SMALL = 5
BUCKETS = ((0, 7), (8, 15), (16, 30), (31, 60), (61, None))  # days since the register


@dataclass(frozen=True)
class Rate:
    """A share with its two numbers."""

    part: int
    whole: int

    @property
    def hidden(self) -> bool:
        """Whether so few stand behind it that a person could be recognised."""
        return 0 < self.whole < SMALL

    @property
    def text(self) -> str:
        """The share in per cent; `–` of nothing, `<5` of too few."""
        if not self.whole:
            return "–"
        return f"<{SMALL}" if self.hidden else f"{100 * self.part / self.whole:.1f} %"

    @property
    def numbers(self) -> str:
        """The two numbers, such as `17/20`; nothing of too few."""
        return "" if self.hidden or not self.whole else f"{self.part}/{self.whole}"


def count(number: int) -> str:
    """Return a count of people or places as it is shown: `<5` where so few stand behind it that one could be recognised."""
    return f"<{SMALL}" if 0 < number < SMALL else str(number)


@dataclass(frozen=True)
class Answer:
    """What one person said: the class of the matter, whether they were reached, the two answers; each may be left unanswered."""

    group: str
    reached: bool
    solved: str = ""
    satisfied: str = ""


@dataclass(frozen=True)
class Word:
    """The people's word about one class of matter: asked, reached, answered, and each answer with its numbers."""

    group: str
    asked: int
    reached: Rate
    answered: Rate
    solved: Rate
    satisfied: Rate
    unhappy_though_solved: str
    happy_though_unsolved: str


def word(answers: Iterable[Answer], group: str = "") -> Word:
    """Return the rates of some answers: “partly” and “fairly satisfied” count as yes for satisfaction, not for solved.

    Each question has its own whole: those who answered it.
    """
    rows = list(answers)
    reached = [row for row in rows if row.reached]
    on_solved, on_satisfied = [row for row in reached if row.solved], [row for row in reached if row.satisfied]
    content = [row for row in on_satisfied if row.satisfied in ("yes", "partly")]
    answered = sum(bool(row.solved or row.satisfied) for row in reached)
    return Word(group, len(rows), Rate(len(reached), len(rows)), Rate(answered, len(reached)), Rate(sum(row.solved == "yes" for row in on_solved), len(on_solved)),
                Rate(len(content), len(on_satisfied)), count(sum(row.solved == "yes" and row.satisfied == "no" for row in reached)),
                count(sum(row.solved == "no" and row.satisfied in ("yes", "partly") for row in reached)))


def by_group(answers: Sequence[Answer]) -> list[Word]:
    """Return the word about each class of matter, by name."""
    return [word([row for row in answers if row.group == group], group) for group in sorted({row.group for row in answers})]
