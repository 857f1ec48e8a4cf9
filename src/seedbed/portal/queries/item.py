"""One thing that waits for a person."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class Item:
    """One thing that waits: a sentence, its page, until when, how many."""

    text: str
    url: str
    due: date | None = None
    count: int = 0
    kind: str = "waiting"
