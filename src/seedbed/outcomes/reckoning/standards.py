"""The first version of each standard, with where it comes from; offices set later ones."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext as _


@dataclass(frozen=True)
class FirstStandard:
    """Content, source and article of a standard as it begins."""

    content: Mapping[str, Any]
    source: str
    article: str
    effective_from: date


FIRST: Mapping[str, FirstStandard] = {
    # No law sets these days: they are the office's own, and it may set others.
    "lead": FirstStandard({"sign_workdays": 2, "reply_workdays": 10}, "本单位线索办理规定（初始值）", "", date(2023, 1, 1)),
}
LEAST_MOST = {"sign_workdays": (1, 60), "reply_workdays": (1, 250)}


def check(kind: str, content: Mapping[str, Any]) -> str:
    """Return the sentence that is against a content, or "": every number of the kind, whole and within bounds."""
    wanted = FIRST[kind].content
    if set(content) != set(wanted):
        return _("A standard of this kind holds: %(names)s.") % {"names": ", ".join(wanted)}
    for name, value in content.items():
        low, high = LEAST_MOST.get(name, (0, 10_000))
        if not isinstance(value, int) or isinstance(value, bool) or not low <= value <= high:
            return _("%(name)s is a whole number from %(low)d to %(high)d.") % {"name": name, "low": low, "high": high}
    return ""
