"""How much a class asks of a trainee in a week: measured from the forms themselves, filling and writing told apart."""

import math
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class RuleText:
    """The rule of the burden meter as it is seeded: the bound, how long each kind of box takes, and where the bound stands.

    Seconds are the office's own measure and may be corrected; `opening` is finding the page and sending the form,
    `writing` the minutes of an honest text of some hundred characters.
    """

    limit_minutes: int
    seconds: Mapping[str, int]
    opening: int
    writing: int
    article: str
    source: str


FIRST_RULE = RuleText(15, {"choice": 8, "tick": 3, "date": 10, "number": 8, "line": 20}, 20, 25, "减负要求；每周不超过 15 分钟为系统默认",
                      "《整治形式主义为基层减负若干规定》（2024年）；国办函〔2026〕12号")

# What the forms ask: the room enters it when the site starts, since what writes knows no forms. Gives minutes a week by rhythm and rule.
MEASURES: list[Callable[[str, RuleText], int]] = []


@dataclass(frozen=True)
class Asked:
    """One form: how often a week, which boxes it has (`writing` is a box for longer text), and whether one has to send it."""

    name: str
    times: float
    boxes: tuple[str, ...]
    required: bool = True
    rule: RuleText = FIRST_RULE

    @property
    def filling(self) -> float:
        """Seconds of form-filling for one time: every box but those for writing."""
        return self.rule.opening + sum(self.rule.seconds[box] for box in self.boxes if box != "writing")

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
    def fields_a_minute(self) -> float:
        """Boxes per minute of form-filling: few and quick ones are many a minute."""
        return round(self.fields / self.filling, 1) if self.filling else 0.0

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
        writing=round(sum(form.times * form.writes * form.rule.writing for form in asked), 1))
