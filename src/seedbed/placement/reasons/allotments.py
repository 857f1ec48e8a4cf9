"""The judgement of a finished allotment in sentences."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from seedbed.placement.reasons.names import Names
from seedbed.placement.reasons.words import closed_sentence, hundredths

Data = Mapping[str, Any]


def break_sentence(found: Data, names: Names) -> str:
    """Return one thing that an allotment breaks."""
    if found["code"] == "closed":
        return _("%(name)s, %(post)s: %(why)s.") % {
            "name": names.person(found["person"]), "post": names.post(found["post"]), "why": closed_sentence(found["why"], found["detail"])}
    if found["code"] == "seats":
        return _("%(count)d people are on %(post)s, which has %(limit)d seats.") % {
            "count": found["count"], "post": names.post(found["post"]), "limit": found["limit"]}
    rule = names.thing(found["rule"])
    if found["kind"] == "h":
        return _("%(host)s: %(count)d, but the rule is “%(rule)s”.") % {"host": names.where(found["where"]), "count": found["count"], "rule": rule}
    if found["kind"] == "g":
        return _("%(place)s: only %(count)d, but the rule is “%(rule)s”.") % {"place": names.where(found["where"]), "count": found["count"], "rule": rule}
    return _("The rule “%(rule)s” is not kept.") % {"rule": rule}


def shut_sentence(found: Data, names: Names) -> str:
    """Return why a post that was used would not have been open in a match."""
    return _("%(post)s: %(why)s.") % {"post": names.post(found["post"]), "why": closed_sentence(found["code"])}


def cost_sentence(placed_loss: int | None, fit_loss: int | None, others: int = 0) -> str:
    """Return what a choice costs the whole."""
    if placed_loss is None or fit_loss is None:
        return _("not possible under the rules")
    if placed_loss:
        return ngettext("%(count)d person less is placed", "%(count)d people less are placed", placed_loss) % {"count": placed_loss}
    if not fit_loss:
        return _("costs nothing")
    cost = _("costs %(fit)s") % {"fit": hundredths(fit_loss)}
    if not others:
        return cost
    return _("%(cost)s; %(others)s") % {
        "cost": cost, "others": ngettext("%(count)d other changes", "%(count)d others change", others) % {"count": others}}
