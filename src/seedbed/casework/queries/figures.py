"""Figures over cases: what waits for whom, how long, which classes, where; and the people's word.

Confidential cases are in no figure, not even for those on them: a sheet goes from hand to hand.
"""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from django.db.models import Count, Max, Q, QuerySet
from django.utils import timezone
from django.utils.translation import get_language

from seedbed.casework.models import CallBack, Case, CaseAccess, CaseBar, CaseLink, CaseRecusal, Category
from seedbed.casework.queries.cases import cases_visible_to
from seedbed.casework.reckoning.rates import BUCKETS, Answer, Rate
from seedbed.directory.models import UnitClosure
from seedbed.directory.queries import grants_of
from seedbed.kernel.actor import Actor

MOST = 30


@dataclass(frozen=True)
class Waiting:
    """One unit with what it has open and what of it is past the safe end; `lead` is its key, none where cases wait at a desk."""

    unit: str
    open: int
    late: int
    lead: int | None = None


@dataclass(frozen=True)
class ClassLine:
    """One class of matter within a period; `first` are those solved at the first go."""

    name: str
    registered: int
    closed: int
    solved: Rate
    first: Rate
    repeated: Rate
    key: int = 0


@dataclass(frozen=True)
class Place:
    """One township with the cases that came from it."""

    name: str
    registered: int
    open: int
    key: int


@dataclass(frozen=True)
class Section:
    """A table that a later room adds to the figures: its title, its columns, its rows with the address behind each."""

    title: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    ways: tuple[str, ...]
    widths: tuple[float, ...] = ()


SECTIONS: list[Callable[[Actor, datetime, datetime], Section]] = []


def sight(actor: Actor, *more: Any) -> str:
    """Return a key for figures that are kept a while: another person, other rights, a case hidden or barred since give another one."""
    hidden = [table.objects.aggregate(last=Max("pk"), n=Count("pk")) for table in (CaseAccess, CaseBar, CaseRecusal)]
    return hashlib.sha256(repr((actor.account_id, sorted(map(str, grants_of(actor))), hidden, get_language(), more)).encode()).hexdigest()


def counted(actor: Actor) -> QuerySet[Case]:
    """Return the cases that stand in the actor's figures."""
    return cases_visible_to(actor).filter(confidential=False).order_by()


def waiting(rows: QuerySet[Case]) -> list[Waiting]:
    """Return what waits for whom: the leading unit, or the desk where no unit has it."""
    late = Count("pk", filter=Q(due_at__lte=timezone.now()))
    found = rows.filter(closed_at=None).values("lead", "lead__name", "desk__unit__name").annotate(n=Count("pk"), late=late)
    lines: dict[tuple[int | None, str], list[int]] = {}
    for row in found:
        line = lines.setdefault((row["lead"], row["lead__name"] or row["desk__unit__name"]), [0, 0])
        line[0], line[1] = line[0] + row["n"], line[1] + row["late"]
    made = [Waiting(name, n, over, lead) for (lead, name), (n, over) in lines.items()]
    return sorted(made, key=lambda line: (-line.late, -line.open, line.unit))[:MOST]


def ageing(rows: QuerySet[Case]) -> list[tuple[int, int | None, int]]:
    """Return how many open cases are how many days old."""
    now = timezone.now()
    parts = {f"b{low}": Count("pk", filter=Q(received_at__lte=now - timedelta(days=low)) & (Q() if high is None else Q(received_at__gt=now - timedelta(days=high + 1))))
             for low, high in BUCKETS}
    found = rows.filter(closed_at=None).aggregate(**parts)
    return [(low, high, found[f"b{low}"]) for low, high in BUCKETS]


def month_bounds(year: int, month: int) -> tuple[datetime, datetime]:
    """Return the first moment of a month and of the next one."""
    zone = timezone.get_current_timezone()
    after = date(year + month // 12, month % 12 + 1, 1)
    return datetime.combine(date(year, month, 1), time(), tzinfo=zone), datetime.combine(after, time(), tzinfo=zone)


def classes(rows: QuerySet[Case], since: datetime, until: datetime) -> list[ClassLine]:
    """Return the classes of matter registered or closed within a period, the most frequent first.

    Solved at the first go: closed as solved, never opened again, and nobody had to say it a second time.
    """
    came, went = Q(received_at__gte=since, received_at__lt=until), Q(closed_at__gte=since, closed_at__lt=until)
    links = CaseLink.objects.filter(kind=CaseLink.Kind.REPEAT, undone_at=None)
    again, before = Q(pk__in=links.values("case")), Q(pk__in=links.values("other"))
    found = rows.filter(came | went).values("category__name_zh", "category__name_en", "category").annotate(
        registered=Count("pk", filter=came), closed=Count("pk", filter=went), solved=Count("pk", filter=went & Q(outcome="solved")),
        first=Count("pk", filter=went & Q(outcome="solved", rebounds=0) & ~again & ~before), repeated=Count("pk", filter=came & (Q(rebounds__gt=0) | again)))
    return [ClassLine(_name(row), row["registered"], row["closed"], Rate(row["solved"], row["closed"]), Rate(row["first"], row["closed"]), Rate(row["repeated"], row["registered"]), row["category"])
            for row in sorted(found, key=lambda row: (-row["registered"], row["category__name_zh"]))]


def at_the_first_go(lines: list[ClassLine]) -> Rate:
    """Return how many of all cases closed within a period were solved at the first go."""
    return Rate(sum(line.first.part for line in lines), sum(line.first.whole for line in lines))


def _name(row: Any) -> str:
    return row["category__name_en"] if (get_language() or "").startswith("en") else row["category__name_zh"]


def places(rows: QuerySet[Case], since: datetime, until: datetime) -> list[Place]:
    """Return how many cases came from each township within a period, and how many of them are open; never by person.

    A township is the place right under the unit of the desk; a village counts for its township.
    """
    found = rows.filter(received_at__gte=since, received_at__lt=until).values_list("area", "desk__unit").annotate(n=Count("pk"), open=Count("pk", filter=Q(closed_at=None)))
    lines = list(found)
    towns = _towns({row[0] for row in lines}, {row[1] for row in lines})
    sums: dict[tuple[int, str], list[int]] = {}
    for area, desk, n, still in lines:
        line = sums.setdefault(towns[area, desk], [0, 0])
        line[0], line[1] = line[0] + n, line[1] + still
    return sorted([Place(name, n, still, key) for (key, name), (n, still) in sums.items()], key=lambda place: (-place.registered, place.name))[:MOST]


def _towns(areas: set[int], desks: set[int]) -> dict[tuple[int, int], tuple[int, str]]:
    """The township of each place as each desk sees it: the highest place below the desk's unit, or the place itself."""
    above = UnitClosure.objects.filter(descendant__in=areas).order_by("descendant", "-depth").values_list("descendant", "ancestor", "ancestor__name", "ancestor__parent")
    found: dict[tuple[int, int], tuple[int, str]] = {}
    for area, ancestor, name, parent in above:
        for desk in desks if ancestor == area else desks & {parent}:
            found.setdefault((area, desk), (ancestor, name))
    return found


def answers(rows: QuerySet[Case], since: datetime, until: datetime) -> list[Answer]:
    """Return what people said about cases closed within a period: the answer that counts, or that nobody was reached."""
    calls = CallBack.objects.filter(case__in=rows.filter(closed_at__gte=since, closed_at__lt=until).values("pk"), late=False).exclude(exclusion="excluded")
    names = {category.pk: str(category) for category in Category.objects.all()}
    found: dict[int, Answer] = {}
    for case, category, reached, solved, satisfied in calls.order_by("pk").values_list("case", "case__category", "reached", "solved", "satisfied").iterator(chunk_size=4000):
        if case not in found or reached:
            found[case] = Answer(names[category], reached, solved, satisfied)
    return list(found.values())


def excluded(rows: QuerySet[Case], since: datetime, until: datetime) -> int:
    """Return how many answers were left out of the rates, with a reason and by two people."""
    return CallBack.objects.filter(case__in=rows.filter(closed_at__gte=since, closed_at__lt=until).values("pk"), exclusion="excluded").count()
