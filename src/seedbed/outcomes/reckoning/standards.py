"""The first version of each standard, with where it comes from; offices set later ones."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True)
class FirstStandard:
    """Content, source and article of a standard as it begins."""

    content: Mapping[str, Any]
    source: str
    article: str
    effective_from: date


NAMES = {
    "sign_workdays": _("Working days until a lead is signed for"), "reply_workdays": _("Working days until the first reply"),
    "division_years": _("County-division level: years"), "division_months": _("County-division level: months"),
    "division_hours": _("County-division level: hours"), "section_days": _("Township-section level: days a year"),
    "section_hours": _("Township-section level: hours a year"), "distance_hours": _("Hours of distance courses a year, by certificate"), "seats": _("Seats a year"),
    "reach_low": _("Seats that reach people not covered, low (1/10000)"), "reach_likely": _("Seats that reach people not covered, likely (1/10000)"),
    "reach_high": _("Seats that reach people not covered, high (1/10000)"), "leavers_low": _("Leavers a year among those not covered, low (1/10000)"),
    "leavers_likely": _("Leavers a year among those not covered, likely (1/10000)"), "leavers_high": _("Leavers a year among those not covered, high (1/10000)"),
    "newcomers_low": _("Newcomers a year, low (slow) scenario"), "newcomers_likely": _("Newcomers a year, likely scenario"),
    "newcomers_high": _("Newcomers a year, high (fast) scenario"), "one_sided_counts": _("A one-sided career counts as so many people"),
}

FIRST: Mapping[str, FirstStandard] = {
    # No law sets these days: they are the office's own, and it may set others.
    # Article 14 of the regulation published on 15 October 2023; hours online are "as set", here by the office.
    "hours": FirstStandard({"division_years": 5, "division_months": 3, "division_hours": 550, "section_days": 12, "section_hours": 90, "distance_hours": 50},
                           "《干部教育培训工作条例》（2023年）", "第十四条", date(2023, 9, 19)),
    # Assumptions of the forecast: the office's own, to be set from its figures. Shares in hundredths of a percent.
    "coverage": FirstStandard({"seats": 100, "reach_low": 8000, "reach_likely": 9000, "reach_high": 10_000, "leavers_low": 100, "leavers_likely": 200,
                               "leavers_high": 300, "newcomers_low": 30, "newcomers_likely": 20, "newcomers_high": 10, "one_sided_counts": 2},
                              "本单位测算假设（初始值）", "", date(2023, 1, 1)),
    "lead": FirstStandard({"sign_workdays": 2, "reply_workdays": 10}, "本单位线索办理规定（初始值）", "", date(2023, 1, 1)),
}
LEAST_MOST = {"division_years": (1, 10), "division_months": (1, 24), "division_hours": (1, 2000), "section_days": (1, 100), "section_hours": (1, 800), "distance_hours": (0, 500),
              "seats": (1, 100_000), "newcomers_low": (0, 100_000), "newcomers_likely": (0, 100_000), "newcomers_high": (0, 100_000), "one_sided_counts": (1, 10),
              "sign_workdays": (1, 60), "reply_workdays": (1, 250)}


def check(kind: str, content: Mapping[str, Any]) -> str:
    """Return the sentence that is against a content, or "": every number of the kind, whole and within bounds."""
    wanted = FIRST[kind].content
    if set(content) != set(wanted):
        return gettext("A standard of this kind holds: %(names)s.") % {"names": "、".join(str(NAMES[name]) for name in wanted)}
    for name, value in content.items():
        low, high = LEAST_MOST.get(name, (0, 10_000))
        if not isinstance(value, int) or isinstance(value, bool) or not low <= value <= high:
            return gettext("%(name)s is a whole number from %(low)d to %(high)d.") % {"name": NAMES[name], "low": low, "high": high}
    return ""
