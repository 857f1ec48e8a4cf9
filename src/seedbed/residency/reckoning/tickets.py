"""The kinds of service tickets as they are seeded, with their limits in working days."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Kind:
    """One kind of ticket: key, name in both languages, and the working days until it is taken in hand and solved."""

    key: str
    name_zh: str
    name_en: str
    take_workdays: int
    solve_workdays: int


SOURCE = "系统默认，请按本单位规定修改"
FIRST_KINDS = (
    Kind("residency.board", "饮食", "board", 1, 2),
    Kind("residency.lodging", "住宿", "lodging", 1, 3),
    Kind("residency.training", "培训", "training", 1, 5),
    Kind("residency.research", "调研", "research", 1, 5),
    Kind("residency.rights", "权益", "rights", 1, 5),
)
