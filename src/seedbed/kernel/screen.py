"""The parts a view hands to a template: columns, buttons, steps, figures, menu. Plain data, checked when made."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, Literal

KINDS = ("neutral", "waiting", "good", "warn", "bad", "info", "done")
BUTTON_KINDS = ("plain", "primary", "danger", "quiet")
COLUMN_KINDS = ("text", "main", "long", "short", "number", "date", "actions")
STEP_STATES = ("done", "now", "todo", "blocked")

# 24 × 24, drawn with strokes of the current colour.
ICONS: Mapping[str, str] = {
    "home": "M4 11 12 4l8 7M6 9.5V20h4v-6h4v6h4V9.5",
    "people": "M9 11a3.5 3.5 0 1 0 0-7 3.5 3.5 0 0 0 0 7M2.5 20c.5-4 3-6 6.5-6s6 2 6.5 6M16 4.5a3.5 3.5 0 0 1 0 6.5M18 14.5c2 .8 3.2 2.6 3.5 5.5",
    "person": "M12 11a4 4 0 1 0 0-8 4 4 0 0 0 0 8M4.5 21c.6-4.5 3.4-7 7.5-7s6.9 2.5 7.5 7",
    "building": "M5 21V4h9v17M14 9h5v12M3 21h18M8 8h3M8 12h3M8 16h3",
    "seat": "M7 12V5h10v7M5 12h14v4H5zM7 16v4M17 16v4",
    "match": "M9 8H6a4 4 0 0 0 0 8h3M15 8h3a4 4 0 0 1 0 8h-3M8 12h8",
    "rank": "M4 20V13h4.5v7M9.75 20V5h4.5v15M15.5 20V9H20v11",
    "paper": "M6 3h8l4 4v14H6zM14 3v4h4M9 12h6M9 16h6",
    "notice": "M4 10v4h3l7 5V5L7 10zM18 9a4 4 0 0 1 0 6",
    "shield": "M12 3 5 6v5c0 5 3 8 7 10 4-2 7-5 7-10V6zM9 12l2.2 2.2L15.5 10",
    "key": "M15 11a4 4 0 1 0-4-4c0 .5.1 1 .2 1.4L4 15.5V20h4.5v-2.5H11V15l2-2.2c.6.1 1.3.2 2 .2",
    "search": "M11 18a7 7 0 1 0 0-14 7 7 0 0 0 0 14M16.2 16.2 21 21",
    "menu": "M4 7h16M4 12h16M4 17h16",
    "close": "M6 6l12 12M18 6 6 18",
    "check": "M5 13l4.5 4.5L19 7",
    "warn": "M12 4 2.5 20h19zM12 10v4.5M12 17v.5",
    "info": "M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18M12 11v5.5M12 7.5V8",
    "upload": "M12 16V4M7 9l5-5 5 5M4 16v4h16v-4",
    "download": "M12 4v12M7 11l5 5 5-5M4 16v4h16v-4",
    "lock": "M6 11h12v10H6zM8.5 11V7.5a3.5 3.5 0 0 1 7 0V11",
    "ban": "M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18M5.7 5.7l12.6 12.6",
    "swap": "M4 8h14M14 4l4 4-4 4M20 16H6M10 12l-4 4 4 4",
    "clock": "M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18M12 7v5.5l3.5 2",
    "calendar": "M4 6h16v15H4zM4 10.5h16M8 3v5M16 3v5",
    "settings": "M4 7h9M17 7h3M4 17h3M11 17h9M15 4.5v5M9 14.5v5",
    "print": "M7 9V3h10v6M7 17H4V9h16v8h-3M7 14h10v7H7z",
    "help": "M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18M9.5 9.5a2.5 2.5 0 1 1 3.6 2.2c-.8.4-1.1.9-1.1 1.8M12 16.5v.5",
    "globe": "M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18M3 12h18M12 3c5 5.5 5 12.5 0 18M12 3c-5 5.5-5 12.5 0 18",
    "left": "M14.5 5 8 12l6.5 7",
    "right": "M9.5 5 16 12l-6.5 7",
    "leaf": "M5 20c0-9 5-14 15-15 0 10-5 15-13 14M5 20c2-5 5-8 9-10",
    "list": "M9 6h11M9 12h11M9 18h11M4.5 6h.5M4.5 12h.5M4.5 18h.5",
    "star": "M12 4l2.4 5.2 5.6.6-4.2 3.8 1.2 5.6L12 16.4l-5 2.8 1.2-5.6L4 9.8l5.6-.6z",
}


def _must_be(what: str, value: str, known: Sequence[str]) -> None:
    if value not in known:
        raise ValueError(f"{what} is one of {', '.join(known)}, not {value!r}")


@dataclass(frozen=True)
class ActionButton:
    """One thing a person may do here; the template tags `actions_bar` and `action` draw it.

    `method="get"` is a link, `"post"` a form with token and form key. `confirm` asks once in a panel;
    `note` (`"required"` or `"optional"`) asks for a reason there, posted as `note`; `approval` asks for the
    superior's signed paper, posted as `approval_issuer` and `approval_number`. With `disabled_reason` the
    button is grey and says why.
    """

    label: Any
    url: str
    method: Literal["post", "get"] = "post"
    kind: str = "plain"
    confirm: Any = ""
    disabled_reason: Any = ""
    note: Literal["", "required", "optional"] = ""
    fields: Mapping[str, Any] = field(default_factory=dict)
    icon: str = ""
    approval: bool = False

    def __post_init__(self) -> None:
        _must_be("the kind of a button", self.kind, BUTTON_KINDS)
        _must_be("the method of a button", self.method, ("get", "post"))
        _must_be("the note of a button", self.note, ("", "required", "optional"))
        if self.icon:
            _must_be("the icon of a button", self.icon, tuple(ICONS))
        if self.method == "get" and (self.confirm or self.note or self.fields or self.approval):
            raise ValueError("a link changes nothing: confirm, note, fields and approval belong to method='post'")

    @property
    def asks(self) -> bool:
        """Whether a panel opens before anything is sent."""
        return bool(self.confirm or self.note or self.approval)


@dataclass(frozen=True)
class Column:
    """Heading of a table; `sort` is the field its link sorts by, `kind` sets alignment and place on a phone."""

    title: Any
    sort: str = ""
    kind: str = "text"
    hint: Any = ""

    def __post_init__(self) -> None:
        _must_be("the kind of a column", self.kind, COLUMN_KINDS)


@dataclass(frozen=True)
class Step:
    """One station on the way of a batch."""

    label: Any
    state: str = "todo"
    url: str = ""
    note: Any = ""

    def __post_init__(self) -> None:
        _must_be("the state of a step", self.state, STEP_STATES)


@dataclass(frozen=True)
class Event:
    """One entry of a time line."""

    at: datetime | date
    title: Any
    who: Any = ""
    text: Any = ""
    kind: str = "neutral"
    url: str = ""

    def __post_init__(self) -> None:
        _must_be("the kind of an event", self.kind, KINDS)

    @property
    def precision(self) -> str:
        """Whether the time of day is known: `both`, or `date` for a mere day."""
        return "both" if isinstance(self.at, datetime) else "date"


@dataclass(frozen=True)
class Stat:
    """One figure with its name."""

    label: Any
    value: Any
    unit: Any = ""
    sub: Any = ""
    url: str = ""
    kind: str = "neutral"

    def __post_init__(self) -> None:
        _must_be("the kind of a figure", self.kind, KINDS)


@dataclass(frozen=True)
class Bar:
    """One bar of a chart; `value` is not negative."""

    label: Any
    value: float
    note: Any = ""
    url: str = ""
    kind: str = "neutral"

    def __post_init__(self) -> None:
        _must_be("the kind of a bar", self.kind, KINDS)
        if self.value < 0:
            raise ValueError(f"a bar is not negative: {self.value}")


@dataclass(frozen=True)
class Tab:
    """A link to a sister page."""

    label: Any
    url: str
    current: bool = False
    count: int | None = None


@dataclass(frozen=True)
class MenuItem:
    """One line of the menu; `waiting` is how many things wait there for this person."""

    label: Any
    url: str
    icon: str = "list"
    current: bool = False
    waiting: int = 0

    def __post_init__(self) -> None:
        _must_be("the icon of a menu item", self.icon, tuple(ICONS))


@dataclass(frozen=True)
class MenuGroup:
    """Menu items under one heading."""

    label: Any
    items: Sequence[MenuItem]


@dataclass(frozen=True)
class Screen:
    """What the frame of every page shows; made by the context processor `seedbed.portal.context.screen`."""

    menu: Sequence[MenuGroup] = ()
    roles: Sequence[Any] = ()
    lines: Sequence[str] = ()
    name: str = ""
    account: str = ""
    version: str = ""
    home: str = "/"
    complaint: str = "/"
    privacy: str = "/"
    tokens: str = ""
    evaluation: bool = False
