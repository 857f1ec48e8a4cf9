"""Drafts side by side in sentences: what they were made with, and what each place would have cost in the other."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext, pgettext_lazy

from seedbed.placement.reasons.names import Names
from seedbed.placement.reasons.words import closed_sentence, comma, hundredths, part_label

Data = Mapping[str, Any]
MEASURES: dict[str, Any] = {
    "selected": gettext_lazy("Selected, of those found eligible"), "placed": gettext_lazy("Placed, of those selected"),
    "first_wish": gettext_lazy("First wish met, of those who stated wishes"), "any_wish": gettext_lazy("Any wish met, of those who stated wishes"),
    "fit": gettext_lazy("Fit at least as good as the middle one, of those placed"),
}
MEASURE_TABS: dict[str, Any] = {
    "selected": pgettext_lazy("rate", "Selected"), "placed": pgettext_lazy("rate", "Placed"), "first_wish": pgettext_lazy("rate", "First wish"),
    "any_wish": pgettext_lazy("rate", "Any wish"), "fit": pgettext_lazy("rate", "Good fit"),
}
TRAITS: dict[str, Any] = {
    "county": gettext_lazy("By county"), "unit": gettext_lazy("By unit"), "sex": gettext_lazy("By sex"), "age": gettext_lazy("By age"),
    "party": gettext_lazy("By Party membership"), "level": gettext_lazy("By level"),
}
SEXES: dict[str, Any] = {"male": pgettext_lazy("sex", "men"), "female": pgettext_lazy("sex", "women")}


def settings_differences(older: Data, newer: Data, names: Names) -> list[str]:
    """Return in what two drafts were made differently; empty where everything that went in was the same."""
    found = []
    changed = [_("%(part)s %(old)d → %(new)d") % {"part": part_label(n), "old": older["weights"].get(n, 0), "new": newer["weights"].get(n, 0)}
               for n in sorted({*older["weights"], *newer["weights"]}) if older["weights"].get(n, 0) != newer["weights"].get(n, 0)]
    if changed:
        found.append(_("Weights: %(changes)s.") % {"changes": comma(changed)})
    found += _rules(older["rules"], newer["rules"], names)
    found += _locks(older["locks"], newer["locks"], names)
    found += _people(older["people"], newer["people"], names)
    found += _seats(older["seats"], newer["seats"], names)
    if bans := older["bans"] ^ newer["bans"]:
        found.append(ngettext("%(count)d place more or less is ruled out for a person.", "%(count)d places more or less are ruled out for people.", len(bans)) % {"count": len(bans)})
    if closed := set(older["closed"].items()) ^ set(newer["closed"].items()):
        pairs = {pair for pair, _code in closed}
        found.append(ngettext("%(count)d pair of person and post was opened or closed (conflicts, lodging, hosts).",
                              "%(count)d pairs of person and post were opened or closed (conflicts, lodging, hosts).", len(pairs)) % {"count": len(pairs)})
    if older["max_moves"] != newer["max_moves"] and newer["max_moves"] is not None:
        found.append(_("At most %(count)d people may change against the draft before.") % {"count": newer["max_moves"]})
    return found


def _rules(older: Data, newer: Data, names: Names) -> list[str]:
    gone = [_("Without: %(rule)s.") % {"rule": names.thing(n)} for n in sorted(older.keys() - newer.keys())]
    come = [_("With: %(rule)s.") % {"rule": names.thing(n)} for n in sorted(newer.keys() - older.keys())]
    other = [_("Changed: %(rule)s.") % {"rule": names.thing(n)} for n in sorted(older.keys() & newer.keys()) if older[n] != newer[n]]
    return gone + come + other


def _locks(older: Mapping[int, Any], newer: Mapping[int, Any], names: Names) -> list[str]:
    changed = sorted(a for a in {*older, *newer} if older.get(a) != newer.get(a))
    return [_("%(name)s is locked to %(place)s.") % {"name": names.person(a), "place": names.where(newer[a])} if a in newer
            else _("%(name)s is no longer locked.") % {"name": names.person(a)} for a in changed]


def _people(older: set[int], newer: set[int], names: Names) -> list[str]:
    found = []
    if gone := older - newer:
        found.append(_("No longer there: %(names)s.") % {"names": comma(names.person(a) for a in sorted(gone))})
    if come := newer - older:
        found.append(_("Joined: %(names)s.") % {"names": comma(names.person(a) for a in sorted(come))})
    return found


def _seats(older: Mapping[int, int], newer: Mapping[int, int], names: Names) -> list[str]:
    changed = [p for p in sorted({*older, *newer}) if older.get(p, 0) != newer.get(p, 0)]
    return [_("Seats of %(post)s: %(old)d → %(new)d.") % {"post": names.post(p), "old": older.get(p, 0), "new": newer.get(p, 0)} for p in changed]


def price_among(prices: Mapping[tuple[int, int], Data | None], application: int, post: int) -> str:
    """Return what a place would have cost somebody in a draft, as short as a table wants it."""
    if (application, post) not in prices:
        return pgettext("price", "not open")
    price = prices[application, post]
    return pgettext("price", "not worked out in advance") if price is None else price_in_short(price)


def price_in_short(price: Data) -> str:
    """Return a price as short as a table wants it."""
    if not price["possible"]:
        return closed_sentence(price["reason"])
    others = sum(move["person"] != price["person"] for move in price["moves"])
    told = ngettext("%(count)d other changes", "%(count)d others change", others) % {"count": others} if others else ""
    if price["placed_loss"]:
        cost = ngettext("%(count)d person less is placed", "%(count)d people less are placed", price["placed_loss"]) % {"count": price["placed_loss"]}
    elif price["fit_loss"] == 0:
        cost = pgettext("price", "equally good")
    else:
        cost = _("costs %(fit)s") % {"fit": hundredths(price["fit_loss"])}
    return comma(part for part in (cost, told) if part)


def group_name(trait: str, group: Any, folded: int = 0) -> str:
    """Return the name of a group of people."""
    if folded:
        return ngettext("%(count)d smaller group", "%(count)d smaller groups together", folded) % {"count": folded}
    if trait == "sex":
        return str(SEXES.get(group, _("not known")))
    if trait == "party":
        return str(_("Party members") if group else _("others"))
    if trait == "age" and group is not None:
        low, high = group
        return _("up to %(high)d") % {"high": high} if not low else _("from %(low)d") % {"low": low} if high >= 100 else f"{low}–{high}"
    if trait == "county" and not group:
        return _("of the city itself")
    return str(group) if group else _("not known")


def wish_names() -> Sequence[tuple[str, str, Any]]:
    """Return what can become of wishes: code, kind of the colour, name."""
    return (("first", "good", _("first wish")), ("second", "info", _("second wish")), ("later", "waiting", _("a later wish")),
            ("unmet", "bad", _("none of the wishes")), ("none", "neutral", _("no wishes stated")))
