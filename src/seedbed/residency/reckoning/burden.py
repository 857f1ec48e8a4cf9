"""How much a class asks of a trainee in a week: measured from the forms themselves, filling and writing told apart."""

import math
from collections.abc import Iterable
from dataclasses import dataclass

LIMIT_MINUTES = 15
SOURCE = "《整治形式主义为基层减负若干规定》（2024年）；国办函〔2026〕12号"
SECONDS = {"choice": 8, "tick": 3, "date": 10, "number": 8, "line": 20}
OPENING = 20  # seconds to find the page and send the form
WRITING_MINUTES = 25  # an honest text of some hundred characters


@dataclass(frozen=True)
class Asked:
    """One form: how often a week, which boxes it has (`writing` is a box for longer text), and whether one has to send it."""

    name: str
    times: float
    boxes: tuple[str, ...]
    required: bool = True

    @property
    def filling(self) -> float:
        """Seconds of form-filling for one time: every box but those for writing."""
        return OPENING + sum(SECONDS[box] for box in self.boxes if box != "writing")

    @property
    def minutes_each(self) -> float:
        """Minutes of form-filling for one time, with one decimal."""
        return round(self.filling / 60, 1)

    @property
    def writes(self) -> int:
        """How many texts it asks for."""
        return sum(box == "writing" for box in self.boxes)


@dataclass(frozen=True)
class Burden:
    """What is asked in a week: fields, minutes of form-filling and minutes of writing."""

    fields: float
    filling: float
    writing: float

    @property
    def minutes(self) -> int:
        """Minutes of form-filling, rounded up."""
        return math.ceil(self.filling)


def burden(forms: Iterable[Asked]) -> Burden:
    """Add up what has to be sent in a week; what one may send but need not is left out."""
    asked = [form for form in forms if form.required]
    return Burden(
        fields=round(sum(form.times * len(form.boxes) for form in asked), 1),
        filling=round(sum(form.times * form.filling for form in asked) / 60, 1),
        writing=round(sum(form.times * form.writes * WRITING_MINUTES for form in asked), 1))
