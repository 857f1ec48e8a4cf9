"""Intervals and small groups, held against the definition."""

import pytest

from seedbed.placement.reckoning.fairness import age_band, at_or_above_middle, rates, wilson
from seedbed.placement.reckoning.trials import steps

Z = 1.959963984540054


def ends_by_definition(hits: int, count: int) -> tuple[float, float]:
    """The rates whose score test does not reject what was seen, found by halving."""
    seen = hits / count

    def rejects(p: float) -> bool:
        return (seen - p) ** 2 > Z * Z * p * (1 - p) / count

    def edge(outside: float, inside: float) -> float:
        for _ in range(200):
            middle = (outside + inside) / 2
            outside, inside = (middle, inside) if rejects(middle) else (outside, middle)
        return inside

    return (0.0 if not hits else edge(0.0, seen)), (1.0 if hits == count else edge(1.0, seen))


@pytest.mark.parametrize(("hits", "count"), [(0, 5), (5, 5), (1, 7), (13, 46), (45, 46), (250, 500)])
def test_the_interval_is_what_the_score_test_leaves(hits: int, count: int) -> None:
    assert wilson(hits, count) == pytest.approx(ends_by_definition(hits, count), abs=1e-9)


def test_no_rate_of_nothing() -> None:
    with pytest.raises(ValueError, match="count"):
        wilson(0, 0)


def group(name: str, hits: int, count: int) -> list[tuple[str, bool]]:
    return [(name, i < hits) for i in range(count)]


def test_small_groups_are_shown_together() -> None:
    rows = group("a", 6, 9) + group("b", 1, 2) + group("c", 2, 3) + group("d", 0, 5)
    assert [(r.group, r.hits, r.count, r.folded) for r in rates(rows)] == [("a", 6, 9, 0), ("d", 0, 5, 0), (None, 3, 5, 2)]


def test_one_small_group_cannot_be_found_by_subtracting() -> None:
    rows = group("a", 6, 9) + group("b", 1, 2) + group("d", 0, 5)
    assert [(r.group, r.hits, r.count, r.folded) for r in rates(rows)] == [("a", 6, 9, 0), (None, 1, 7, 2)]
    assert rates(group("a", 1, 2) + group("b", 1, 2)) == []


def test_ages_fall_into_bands() -> None:
    on = (2026, 12)
    assert [age_band(born, on) for born in ((2001, 12), (2001, 11), (1996, 12), (1985, 12), (1960, 1), None)] == [
        (0, 25), (0, 25), (26, 30), (41, 200), (41, 200), None]
    assert age_band((2000, 12), on) == (26, 30)


def test_the_middle_counts_as_good() -> None:
    assert at_or_above_middle([10, 30, 20]) == [False, True, True]
    assert at_or_above_middle([]) == []


def test_stops_of_the_slider() -> None:
    assert steps(0, 100) == [0]
    assert steps(5, 100) == [0, 1, 2, 3, 4, 5]
    assert steps(30, 100) == [0, 1, 2, 3, 4, 5, 6, 7, 8, 12, 18, 27, 30]
    assert steps(30, 150_000) == [0, 15]
