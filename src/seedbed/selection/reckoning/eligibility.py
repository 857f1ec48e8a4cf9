"""The conditions of taking part, checked by machine from plain facts; each answer keeps its numbers.

A condition `refuse`s or only `ask`s: what asks is shown to the officer and stops nobody.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

REFUSE, ASK = "refuse", "ask"


@dataclass(frozen=True)
class Facts:
    """What the conditions look at. Months are `"1993-02"`; `trained_in` are years of earlier batches."""

    recommended: bool
    born: str
    id_valid: bool
    rank: str
    in_line: bool
    trained_in: tuple[int, ...]
    starts_on: date
    opinion: str = ""
    bay_unclear: bool = False


@dataclass(frozen=True)
class Answer:
    """What one condition said about one person."""

    key: str
    ok: bool
    effect: str
    params: Mapping[str, Any]

    @property
    def refuses(self) -> bool:
        """Whether this answer alone makes the person not eligible."""
        return not self.ok and self.effect == REFUSE

    def as_row(self) -> dict[str, Any]:
        """The answer as plain data, as it is stored."""
        return {"key": self.key, "ok": self.ok, "effect": self.effect, "params": dict(self.params)}


def age_on(born: str, day: date) -> int:
    """Return the age in full years on a day, counted from the month of birth (the month itself counts as reached)."""
    year, month = int(born[:4]), int(born[5:7])
    return day.year - year - (1 if day.month < month else 0)


def _recommended(facts: Facts, rule: Mapping[str, Any]) -> tuple[bool, dict[str, Any]]:
    return facts.recommended, {}


def _age(facts: Facts, rule: Mapping[str, Any]) -> tuple[bool, dict[str, Any]]:
    most, least = int(rule.get("most", 0)), int(rule.get("least", 0))
    if not facts.born:
        return False, {"born": "", "most": most, "least": least}
    age = age_on(facts.born, facts.starts_on)
    return (not most or age <= most) and age >= least, {"born": facts.born, "age": age, "most": most, "least": least}


def _id_valid(facts: Facts, rule: Mapping[str, Any]) -> tuple[bool, dict[str, Any]]:
    return facts.id_valid, {}


def _rank(facts: Facts, rule: Mapping[str, Any]) -> tuple[bool, dict[str, Any]]:
    allowed = list(rule.get("allowed", ()))
    return bool(facts.rank) and (not allowed or facts.rank in allowed), {"rank": facts.rank, "allowed": allowed}


def _in_line(facts: Facts, rule: Mapping[str, Any]) -> tuple[bool, dict[str, Any]]:
    return facts.in_line, {}


def _not_trained(facts: Facts, rule: Mapping[str, Any]) -> tuple[bool, dict[str, Any]]:
    years = int(rule.get("years", 0))
    counted = [y for y in facts.trained_in if not years or facts.starts_on.year - y < years]
    return not counted, {"year": max(counted, default=0), "years": years}


def _bay_clear(facts: Facts, rule: Mapping[str, Any]) -> tuple[bool, dict[str, Any]]:
    return not facts.bay_unclear, {}


Check = Callable[[Facts, Mapping[str, Any]], tuple[bool, dict[str, Any]]]
CHECKS: Mapping[str, Check] = {
    "recommended": _recommended, "age": _age, "id_valid": _id_valid, "rank": _rank, "in_line": _in_line,
    "not_trained": _not_trained, "bay_clear": _bay_clear,
}


def check_content(content: Mapping[str, Any]) -> None:
    """Raise ValueError unless every condition of a rule set is known, stands once and refuses or asks."""
    keys = [str(rule.get("key")) for rule in content.get("rules", ())]
    if not keys or len(set(keys)) != len(keys) or not set(keys) <= set(CHECKS):
        raise ValueError(f"each condition stands once and is one of {', '.join(CHECKS)}")
    if any(rule.get("effect", REFUSE) not in (REFUSE, ASK) for rule in content["rules"]):
        raise ValueError("a condition refuses or asks")


def screen(facts: Facts, rules: Sequence[Mapping[str, Any]]) -> list[Answer]:
    """Return what each condition says about one person, in the order of the rule set."""
    answers = []
    for rule in rules:
        ok, params = CHECKS[rule["key"]](facts, rule)
        answers.append(Answer(rule["key"], ok, rule.get("effect", REFUSE), params))
    return answers


def is_eligible(answers: Sequence[Answer]) -> bool:
    """Tell whether no condition refuses."""
    return not any(answer.refuses for answer in answers)
