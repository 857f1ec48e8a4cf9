"""Codes and numbers of the selection as sentences, in the reader's language."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext_lazy

from seedbed.directory.models.ties import TieKind
from seedbed.directory.queries import Conflict
from seedbed.selection.models import Application, RuleSet
from seedbed.selection.queries.effects import Effect
from seedbed.selection.reckoning import bay
from seedbed.selection.states import ApplicationState, BayKind

RULE_NAMES: Mapping[str, str | Promise] = {
    "park": gettext_lazy("works in an industrial park"),
    "economic": gettext_lazy("works in an economic department"),
    "bay_work": gettext_lazy("has work experience in the Greater Bay Area"),
    "talent": gettext_lazy("newly recruited high-quality professional talent"),
}
GRADED_NAMES: Mapping[str, str | Promise] = {
    "bay_years": gettext_lazy("whole years of work in the Greater Bay Area"),
    "education": gettext_lazy("education (bachelor 1, master 2, doctor 3 steps)"),
}
RULE_NAMES = {**RULE_NAMES, **GRADED_NAMES}
TIE_NAMES: Mapping[str, str | Promise] = {
    "order": gettext_lazy("the rules in their order decide"),
    "younger": gettext_lazy("the younger by month of birth comes first"),
    "older": gettext_lazy("the older by month of birth comes first"),
    "number": gettext_lazy("the lower registered number comes first"),
}
METHOD_NAMES: Mapping[str, str | Promise] = {
    "order": pgettext_lazy("way of comparing", "fixed order: the first rule decides, the next only where it does not"),
    "points": pgettext_lazy("way of comparing", "points: the points of all rules met are added"),
}
CONDITION_NAMES: Mapping[str, str | Promise] = {
    "recommended": gettext_lazy("recommended by the unit"),
    "age": gettext_lazy("age"),
    "id_valid": gettext_lazy("valid ID number"),
    "rank": gettext_lazy("rank"),
    "in_line": gettext_lazy("works in the economic line"),
    "not_trained": gettext_lazy("not trained before"),
    "bay_clear": gettext_lazy("time in the Bay Area can be read"),
}
EFFECT_NAMES: Mapping[str, str | Promise] = {
    "refuse": pgettext_lazy("effect of a condition", "refuses"),
    "ask": pgettext_lazy("effect of a condition", "asks the officer"),
}


def condition(answer: Mapping[str, Any]) -> str:
    """Return what one condition said about a person, as a whole sentence."""
    key, ok, params = answer["key"], answer["ok"], answer["params"]
    return {
        "recommended": _recommended, "age": _age, "id_valid": _id_valid, "rank": _rank, "in_line": _in_line,
        "not_trained": _not_trained, "bay_clear": _bay_clear,
    }[key](ok, params)


def _recommended(ok: bool, params: Mapping[str, Any]) -> str:
    return _("The unit recommends the person.") if ok else _("The unit's recommendation is missing: nothing stands under its opinion.")


def _age(ok: bool, params: Mapping[str, Any]) -> str:
    if not params.get("born"):
        return _("The month of birth is missing, so the age cannot be checked.")
    if ok:
        return _("Born %(born)s, aged %(age)d on the first day: within the limit.") % params
    if params["most"] and params["age"] > params["most"]:
        return _("Born %(born)s, aged %(age)d on the first day: the limit is %(most)d.") % params
    return _("Born %(born)s, aged %(age)d on the first day: at least %(least)d is needed.") % params


def _id_valid(ok: bool, params: Mapping[str, Any]) -> str:
    return _("The ID number adds up.") if ok else _("There is no valid ID number.")


def _rank(ok: bool, params: Mapping[str, Any]) -> str:
    if not params.get("rank"):
        return _("The rank is missing.")
    if ok:
        return _("Rank: %(rank)s.") % params
    return _("The rank “%(rank)s” is not among those called for (%(allowed)s).") % {**params, "allowed": "、".join(params["allowed"])}


def _in_line(ok: bool, params: Mapping[str, Any]) -> str:
    return _("Works in a park or an economic department.") if ok else _("Works neither in a park nor in an economic department.")


def _not_trained(ok: bool, params: Mapping[str, Any]) -> str:
    if ok:
        return _("Has not taken part in an earlier batch.")
    if params.get("years"):
        return _("Took part in a batch of %(year)d already, less than %(years)d years before.") % params
    return _("Took part in a batch of %(year)d already.") % params


def _bay_clear(ok: bool, params: Mapping[str, Any]) -> str:
    return _("What is written about the Bay Area can be read.") if ok else _("What is written about the Bay Area is unclear: an officer says what it is.")


def refusals(application: Application) -> list[str]:
    """Return the sentences of the conditions that refused the application."""
    return [condition(a) for a in application.screening if not a["ok"] and a["effect"] == "refuse"]


# -- places ------------------------------------------------------------------------------------------------


def meets(keys: Iterable[str], rule_set: RuleSet) -> str:
    """Return which rules a person meets, by their numbers: `meets rules 1 and 3`."""
    order = [r["key"] for r in rule_set.content["rules"]]
    numbers = [str(order.index(key) + 1) for key in keys]
    if not numbers:
        return _("meets none of the rules")
    if len(numbers) == 1:
        return _("meets rule %(number)s") % {"number": numbers[0]}
    return _("meets rules %(first)s and %(last)s") % {"first": _(", ").join(numbers[:-1]), "last": numbers[-1]}


def points(row: Mapping[str, Any], rule_set: RuleSet) -> str:
    """Return the points of a place and what they are made of; "" where the rules are a fixed order."""
    if rule_set.content.get("method", "order") != "points":
        return ""
    order = [r["key"] for r in rule_set.content["rules"]]
    parts = _(", ").join(_("rule %(number)d: %(points)d") % {"number": order.index(key) + 1, "points": value} for key, value in row.get("parts", ()))
    told = ngettext("%(count)d point", "%(count)d points", row["points"]) % {"count": row["points"]}
    return f"{told} ({parts})" if parts else told


def behind(neighbour: Mapping[str, Any], rule_set: RuleSet, name: str) -> str:
    """Return why somebody stands behind the named person."""
    return _("behind %(name)s: %(because)s") % {"name": name, "because": _because(neighbour, rule_set, ahead=False)}


def before(neighbour: Mapping[str, Any], rule_set: RuleSet, name: str) -> str:
    """Return why somebody stands before the named person."""
    return _("before %(name)s: %(because)s") % {"name": name, "because": _because(neighbour, rule_set, ahead=True)}


def _because(neighbour: Mapping[str, Any], rule_set: RuleSet, *, ahead: bool) -> str:
    by = neighbour["by"]
    if by == "rule":
        number = [r["key"] for r in rule_set.content["rules"]].index(neighbour["key"]) + 1
        values = {"number": number, "rule": RULE_NAMES[neighbour["key"]]}
        if ahead:
            return _("meets rule %(number)d (%(rule)s), the other does not") % values
        return _("the other meets rule %(number)d (%(rule)s), this person does not") % values
    if by == "points":
        return _("%(mine)d points against %(theirs)d") % neighbour
    said = {"tie": TIE_NAMES[by], "mine": _compared(by, neighbour["mine"]), "theirs": _compared(by, neighbour["theirs"])}
    return _("the rules say the same of both; %(tie)s (%(mine)s against %(theirs)s)") % said


def _compared(by: str, value: int) -> str:
    """What a tie rule compared, as people read it: a month of birth or a registered number."""
    if by == "number":
        return str(value)
    return f"{value // 100}-{value % 100:02d}" if value else _("no month of birth")


def outcome(row: Mapping[str, Any], *, seats: int, quota: Any = None) -> str:
    """Return why a place in the list gave a seat, a reserve place or nothing. `quota` is the unit's quota row."""
    if row["outcome"] == "proposed":
        return _("Place %(position)d lies within the %(seats)d seats.") % {"position": row["position"], "seats": seats}
    if row["why"] == "quota" and quota is not None:
        why = _("The quota of %(unit)s (%(limit)d) was used up by people further ahead.") % {
            "unit": quota.unit.name, "limit": quota.may_be_chosen}
    else:
        why = _("The %(seats)d seats were used up by people further ahead.") % {"seats": seats}
    if row["outcome"] == "reserve":
        return why + " " + _("Number %(reserve)d on the reserve list.") % {"reserve": row["reserve"]}
    return why


# -- the Bay Area ------------------------------------------------------------------------------------------


def stay(application: Application, rule_set: RuleSet | None) -> str:
    """Return how the text about the Bay Area was read and whether it counts under the rules."""
    if application.bay_kind == BayKind.NONE:
        return _("No time in the Bay Area is stated.")
    text = {"text": application.bay_experience, "kind": application.get_bay_kind_display()}
    said = _("“%(text)s” was read as %(kind)s.") % text
    if application.bay_corrected:
        said = _("An officer judged “%(text)s” to be %(kind)s.") % text
    if rule_set is None:
        return said
    return said + " " + (_("It counts as work experience.") if bay_counts(application, rule_set.content) else _("It does not count as work experience."))


def bay_counts(application: Application, content: Mapping[str, Any]) -> bool:
    """Tell whether an application's stay counts under the settings of a rule set."""
    return bay.counts(application.bay_kind, bay.read_stay(application.bay_experience).months,
                      internship_counts=bool(content.get("internship_counts")), least_months=int(content.get("least_months", 0)))


# -- conflicts ---------------------------------------------------------------------------------------------


def conflict(found: Conflict) -> str:
    """Return the name of one conflict."""
    if found.kind == "same_unit":
        return _("works in the same unit")
    if found.kind == "oneself":
        return _("it is the own application")
    return str(TieKind(found.kind).label)


def bar(found: Iterable[Conflict]) -> str:
    """Return the sentence that refuses an officer who has a conflict of interest."""
    kinds = _(", ").join(dict.fromkeys(conflict(c) for c in found))
    return _("You may not screen, sound or decide on this applicant: %(kinds)s. Another officer does it.") % {"kinds": kinds}


def places_text(content: Mapping[str, Any]) -> list[str]:
    """Return a priority rule set as the sentences that are published."""
    counted = content.get("method") == "points"
    rules = [_("Rule %(number)d: %(rule)s.") % {"number": n, "rule": with_points(r) if counted else RULE_NAMES[r["key"]]}
             for n, r in enumerate(content["rules"], 1)]
    if counted and content.get("most"):
        rules.append(_("Together at most %(most)d points.") % {"most": content["most"]})
    way = _("Compared by %(method)s.") % {"method": METHOD_NAMES[content.get("method", "order")]}
    ties = [TIE_NAMES[t] for t in (*content.get("ties", ()), "number")]
    tie = _("Ties: %(ties)s.") % {"ties": _("; then ").join(str(t) for t in ties)}
    return [*rules, way, tie]


# -- corrected sheets --------------------------------------------------------------------------------------


def effect(found: Effect) -> list[str]:
    """Return what a row of a corrected sheet would do to decisions, as sentences."""
    told = [_("The condition “%(name)s” would hold.") % {"name": CONDITION_NAMES[new.key]} if new.ok
            else _("The condition “%(name)s” would not hold any more.") % {"name": CONDITION_NAMES[new.key]} for _old, new in found.flips]
    if found.turns:
        told.append(_("The person would be eligible.") if found.eligible_after else _("The person would not be eligible any more."))
    place = found.place
    if place is not None and place.position_after is not None:
        told.append(_("Place %(before)s → %(after)s.") % {"before": place.position_before or "—", "after": place.position_after})
    if place is not None and place.outcome_before != place.outcome_after:
        told.append(_("Decision: %(before)s → %(after)s.") % {"before": drafted(place.outcome_before), "after": drafted(place.outcome_after)})
    return told


def drafted(outcome: str) -> str:
    """Return the name of an outcome of the order; of nobody's, that the person does not stand in it."""
    return str(ApplicationState(outcome).label) if outcome else _("not in the order")


def hindrance(code: str) -> str:
    """Return why a row of a corrected sheet cannot be taken now; "" for no code."""
    return {
        "new_too_late": _("New people come in until the ranking begins; go back to screening first."),
        "frozen": _("Decisions are proposed or released; take the proposal back first. Name and telephone can be corrected at any time."),
        "turns": _("This changes whether the person is eligible; go back to screening first."),
    }.get(code, "")


def with_points(rule: Mapping[str, Any]) -> str:
    """Return a criterion with its points and cap."""
    told = {"rule": RULE_NAMES[rule["key"]], "points": rule.get("points", 1), "cap": rule.get("cap", 0)}
    if rule["key"] in GRADED_NAMES:
        return (_("%(rule)s: %(points)d points for each, at most %(cap)d") if told["cap"] else _("%(rule)s: %(points)d points for each")) % told
    return _("%(rule)s: %(points)d points") % told
