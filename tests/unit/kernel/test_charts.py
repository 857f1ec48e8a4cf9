"""Pictures are true: sizes are proportional to numbers, nothing overlaps, nothing is lost."""

import itertools

import pytest

from seedbed.kernel.charts import (
    Dot,
    Flow,
    Height,
    Piece,
    axes_of,
    columns_of,
    flows_of,
    pieces_of,
    told_apart,
)

FLOWS = [Flow("甲", "东", 9), Flow("甲", "西", 3), Flow("乙", "西", 5), Flow("丙", "东", 1)]


def test_columns_are_as_high_as_their_numbers() -> None:
    boxes = columns_of([Height("a", 4), Height("b", 8), Height("c", 0)], 144)
    assert [box.height for box in boxes] == [50.0, 100.0, 0.0]
    assert {round(box.y + box.height, 6) for box in boxes} == {120.0}
    assert all(a.x + a.width < b.x for a, b in itertools.pairwise(boxes))


def test_pieces_fill_the_bar_without_gaps() -> None:
    boxes = pieces_of([Piece("x", 1), Piece("y", 0), Piece("z", 3)], 4)
    assert [(box.x, box.width) for box in boxes] == [(0, 25), (25, 0), (25, 75)]
    with pytest.raises(ValueError, match="negative"):
        Piece("x", -1)


def test_a_curve_keeps_proportions() -> None:
    x, y = axes_of([Dot(0, 10), Dot(5, 20), Dot(10, 40)], 230)
    assert (x.at(5) - x.at(0)) == pytest.approx(x.at(10) - x.at(5))
    assert (y.at(10) - y.at(20)) == pytest.approx((y.at(20) - y.at(40)) / 2)
    alone, _ = axes_of([Dot(3, 3)], 230)
    assert alone.at(3) == (alone.start + alone.end) / 2


def test_flows_are_as_broad_as_they_are_many() -> None:
    drawing = flows_of(FLOWS)
    widths = {(r.flow.source, r.flow.target): r.width for r in drawing.ribbons}
    unit = widths["丙", "东"]
    assert {key: round(width / unit, 1) for key, width in widths.items()} == {("甲", "东"): 9, ("甲", "西"): 3, ("乙", "西"): 5, ("丙", "东"): 1}
    for side, total in ((drawing.left, 18), (drawing.right, 18)):
        assert sum(node.value for node in side) == total
        assert all(a.y + a.height <= b.y and b.middle - a.middle >= 14 for a, b in itertools.pairwise(side))
        assert side[-1].y + side[-1].height <= drawing.height
    assert [node.name for node in drawing.left] == ["甲", "乙", "丙"]


def test_labels_below_a_curve_do_not_meet() -> None:
    assert told_apart([0, 10, 24, 30, 60]) == [True, False, True, False, True]
