"""Pictures drawn on the server: the parts a view hands over, and where each line and box lies. Pure geometry.

Every picture is an SVG of `WIDTH` units that shrinks with the page; its figures are always printed as a table too.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from seedbed.kernel.screen import KINDS

WIDTH = 480
LEFT, RIGHT = 58, 12
TICK = 24  # least distance of two labels below a curve
ROW = 22  # least distance of two labels


@dataclass(frozen=True)
class Dot:
    """One point of a curve; `note` is what is told about it, `url` where it leads."""

    x: float
    y: float
    note: Any = ""
    url: str = ""
    marked: bool = False


@dataclass(frozen=True)
class Height:
    """One column of a distribution."""

    label: Any
    value: int
    kind: str = "neutral"


@dataclass(frozen=True)
class Flow:
    """So many from the left to the right."""

    source: str
    target: str
    value: int


@dataclass(frozen=True)
class Piece:
    """One piece of a divided bar."""

    label: Any
    value: int
    kind: str = "neutral"

    def __post_init__(self) -> None:
        if self.kind not in KINDS or self.value < 0:
            raise ValueError(f"a piece is not negative and of a known kind: {self}")


@dataclass(frozen=True)
class Range:
    """A rate with its interval, all in per cent; `note` says of how many."""

    label: Any
    low: float
    value: float
    high: float
    note: Any = ""


# -- curve ------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Axis:
    """Maps values to a stretch of the picture; a single value lies in the middle."""

    low: float
    high: float
    start: float
    end: float

    def at(self, value: float) -> float:
        """Return where a value lies."""
        if self.high == self.low:
            return (self.start + self.end) / 2
        return round(self.start + (value - self.low) * (self.end - self.start) / (self.high - self.low), 2)


def axes_of(dots: Sequence[Dot], height: int) -> tuple[Axis, Axis]:
    """Return the axes of a curve: the smallest value stands left and below."""
    xs, ys = [dot.x for dot in dots], [dot.y for dot in dots]
    return Axis(min(xs), max(xs), LEFT + 22, WIDTH - RIGHT - 18), Axis(min(ys), max(ys), height - 46, 22)


def told_apart(places: Sequence[float]) -> list[bool]:
    """Tell which of several places from left to right get a label, so that no two labels meet."""
    last: float = -TICK
    found: list[bool] = []
    for place in places:
        found.append(place - last >= TICK)
        last = place if found[-1] else last
    return found


# -- columns ----------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Box:
    """A rectangle with what it stands for."""

    x: float
    y: float
    width: float
    height: float
    item: Any

    @property
    def middle(self) -> float:
        """Its middle from left to right."""
        return round(self.x + self.width / 2, 2)


def columns_of(items: Sequence[Height], height: int) -> list[Box]:
    """Return one column per item, the highest value filling the height."""
    top = max((item.value for item in items), default=0) or 1
    step = (WIDTH - 2 * RIGHT) / max(1, len(items))
    tall = [round((height - 44) * item.value / top, 2) for item in items]
    return [Box(round(RIGHT + i * step + step * 0.1, 2), round(height - 24 - h, 2), round(step * 0.8, 2), h, item)
            for i, (item, h) in enumerate(zip(items, tall, strict=True))]


def pieces_of(items: Sequence[Piece], total: int) -> list[Box]:
    """Return the pieces of one divided bar, side by side over 100 units that stand for `total`."""
    found, at = [], 0.0
    for item in items:
        width = round(100 * item.value / total, 3) if total else 0.0
        found.append(Box(round(at, 3), 0, width, 6, item))
        at += width
    return found


# -- flows ------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Node:
    """One side of flows: its name, how many, where its bar and its label lie."""

    name: str
    value: int
    y: float
    height: float

    @property
    def middle(self) -> float:
        """Where the label stands."""
        return round(self.y + self.height / 2 + 4, 2)


@dataclass(frozen=True)
class Ribbon:
    """One flow as a broad curved line."""

    flow: Flow
    path: str
    width: float


@dataclass(frozen=True)
class Drawing:
    """All of a picture of flows."""

    height: int
    left: Sequence[Node]
    right: Sequence[Node]
    ribbons: Sequence[Ribbon]


FLOW_LEFT, FLOW_RIGHT = 128, 352


def flows_of(flows: Sequence[Flow]) -> Drawing:
    """Lay out flows: the larger stand higher, heights are proportional to numbers, and no two labels meet."""
    sources, targets = _sums(flows, "source"), _sums(flows, "target")
    total = sum(flow.value for flow in flows) or 1
    height = max(180, ROW * max(len(sources), len(targets)) + 20)
    unit = (height - 20) * 0.62 / total
    left, right = _column(sources, height, unit), _column(targets, height, unit)
    at = {("source", node.name): node.y for node in left} | {("target", node.name): node.y for node in right}
    order = {node.name: i for i, node in enumerate(right)}
    ribbons = []
    for node in left:
        for flow in sorted((f for f in flows if f.source == node.name), key=lambda f: order[f.target]):
            width = round(flow.value * unit, 2)
            a, b = at["source", flow.source] + width / 2, at["target", flow.target] + width / 2
            at["source", flow.source] += width
            at["target", flow.target] += width
            bend = (FLOW_LEFT + FLOW_RIGHT) / 2
            ribbons.append(Ribbon(flow, f"M{FLOW_LEFT} {a:.2f}C{bend:g} {a:.2f} {bend:g} {b:.2f} {FLOW_RIGHT} {b:.2f}", width))
    return Drawing(height, left, right, ribbons)


def _sums(flows: Sequence[Flow], side: str) -> list[tuple[str, int]]:
    found: dict[str, int] = {}
    for flow in flows:
        name = getattr(flow, side)
        found[name] = found.get(name, 0) + flow.value
    return sorted(found.items(), key=lambda item: (-item[1], item[0]))


def _column(sums: Sequence[tuple[str, int]], height: int, unit: float) -> list[Node]:
    """Put nodes below one another, each with at least a label's room."""
    rooms = [max(ROW, value * unit + 6) for _name, value in sums]
    spare = max(0.0, (height - 10 - sum(rooms)) / max(1, len(rooms)))
    nodes, y = [], 5.0
    for (name, value), room in zip(sums, rooms, strict=True):
        nodes.append(Node(name, value, round(y + (room + spare - value * unit) / 2, 2), round(value * unit, 2)))
        y += room + spare
    return nodes
