"""Why a run found no plan, in sentences."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from seedbed.placement.reasons.names import Names
from seedbed.placement.reasons.words import comma


def fault_sentences(fault: Mapping[str, Any], names: Names) -> list[str]:
    """Return what stands in the way of a plan and what to do about it; an empty fault gives nothing."""
    code = fault.get("code", "")
    if code == "infeasible":
        return _infeasible(fault, names)
    if code == "stopped":
        return [_("The time was up before any plan was found. Remove some rules or locks and run the match again.")]
    if code == "check_failed":
        return [_("The independent check refused the plan, so it was not stored:"), *fault["sentences"]]
    if code == "crashed":
        return [_("The program failed while it looked for a plan. Run the match again; if it fails again, tell the system administrator.")]
    if code == "input":
        return [_("The engine refused what went in:"), *fault["sentences"]]
    return []


def _infeasible(fault: Mapping[str, Any], names: Names) -> list[str]:
    if fault["kind"] == "seats":
        return [_("%(people)d people share posts with only %(seats)d seats: %(names)s.") % {
            "people": len(fault["people"]), "seats": fault["seats"], "names": comma(names.where(p) for p in fault["people"])}]
    rules = [names.thing(name) for name in fault["rules"]]
    places = [_("“%(rule)s” at %(place)s") % {"rule": names.thing(rule), "place": names.where(place)} for rule, place in fault["places"]]
    lines = [_("These settings contradict each other: %(rules)s.") % {"rules": "; ".join(rules)}]
    if places:
        lines.append(_("They meet here: %(places)s.") % {"places": "; ".join(places)})
    lines.append(_("Change or remove one of them and run the match again."))
    return lines
