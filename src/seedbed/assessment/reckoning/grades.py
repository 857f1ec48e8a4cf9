"""Grades under caps: from the best mark down, nobody past a cap, equals never parted."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from seedbed.assessment.reckoning.schemes import WHOLE, GradeRule


@dataclass(frozen=True)
class Proposed:
    """The grade proposed for one person; `held_back` says that only the cap stood against a better one."""

    grade: str
    held_back: bool = False


def room_of(grade: GradeRule, people: int) -> int:
    """Return how many of so many people may have a grade: the whole part of the share."""
    return people if grade.share is None else people * grade.share // WHOLE


def propose(marks: Mapping[int, int], grades: Sequence[GradeRule], people: int) -> dict[int, Proposed]:
    """Return a grade for each person with a mark (in hundredths), best grade first.

    Caps count over all `people` assessed. People with the same mark get the same grade: where the cap would
    part them, all of them take the next one, and it is said so.
    """
    found: dict[int, Proposed] = {}
    left = dict(sorted(marks.items(), key=lambda pair: (-pair[1], pair[0])))
    held: set[int] = set()
    for grade in grades:
        room = room_of(grade, people)
        wanted = [pk for pk, mark in left.items() if mark >= grade.least]
        taken = wanted if len(wanted) <= room else [pk for pk in wanted if left[pk] > left[wanted[room]]]
        held |= set(wanted) - set(taken)
        found |= {pk: Proposed(grade.key, pk in held) for pk in taken}
        left = {pk: mark for pk, mark in left.items() if pk not in found}
    return found


def past_caps(grades: Sequence[GradeRule], given: Mapping[str, int], people: int) -> list[str]:
    """Return the keys of grades that more people have than their caps allow."""
    return [g.key for g in grades if given.get(g.key, 0) > room_of(g, people)]
