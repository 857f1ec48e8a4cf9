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


@dataclass(frozen=True)
class Answer:
    """What one person said: the class of the matter, whether they were reached, the two answers."""

    group: str
    reached: bool
    solved: str = ""
    satisfied: str = ""


@dataclass(frozen=True)
class Word:
    """The people's word about one class of matter: asked, reached, and each answer with its numbers."""

    group: str
    asked: int
    reached: Rate
    solved: Rate
    satisfied: Rate
    unhappy_though_solved: int
    happy_though_unsolved: int


def word(answers: Iterable[Answer], group: str = "") -> Word:
    """Return the rates of some answers: “partly” and “fairly satisfied” count as yes for satisfaction, not for solved."""
    rows = list(answers)
    said = [row for row in rows if row.reached]
    content = [row for row in said if row.satisfied in ("yes", "partly")]
    return Word(group, len(rows), Rate(len(said), len(rows)), Rate(sum(row.solved == "yes" for row in said), len(said)), Rate(len(content), len(said)),
                sum(row.solved == "yes" and row.satisfied == "no" for row in said), sum(row.solved == "no" and row.satisfied in ("yes", "partly") for row in said))


def by_group(answers: Sequence[Answer]) -> list[Word]:
    """Return the word about each class of matter, by name."""
    return [word([row for row in answers if row.group == group], group) for group in sorted({row.group for row in answers})]
