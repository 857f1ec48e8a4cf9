"""Names for the sentences, from the rows that the queries read."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from seedbed.placement.models import MatchRule, Pair, RuleKind
from seedbed.placement.queries.matching import NameRows
from seedbed.placement.reasons.names import Names


def names_from(rows: NameRows) -> Names:
    """Return the names behind stored keys; settings become sentences in the reader's language."""
    settings = {f"rule-{rule.pk}": rule_sentence(rule) for rule in rows.rules}
    settings |= {f"host-{offer}": _("%(host)s takes nobody or at least %(count)d people") % {"host": rows.offers[offer], "count": least}
                 for offer, least in rows.least.items() if least > 1}
    settings |= {f"pair-{pair.pk}": pair_sentence(pair) for pair in rows.pairs}
    return Names(posts=rows.posts, offers=rows.offers, industries=rows.industries, people=rows.people, settings=settings)


def rule_sentence(rule: MatchRule) -> str:
    """Return a matching rule with its number in words."""
    values = {"count": rule.number}
    if rule.kind == RuleKind.UNIT_CAP:
        return ngettext("at most %(count)d person of one unit at one host", "at most %(count)d people of one unit at one host", rule.number) % values
    if rule.kind == RuleKind.COUNTY_CAP:
        return ngettext("at most %(count)d person of one county at one host", "at most %(count)d people of one county at one host", rule.number) % values
    if rule.kind == RuleKind.PARTY_PER_HOST:
        return ngettext("at least %(count)d Party member at every host that is used", "at least %(count)d Party members at every host that is used", rule.number) % values
    if rule.kind == RuleKind.PARTY_PER_DISTRICT:
        return ngettext("at least %(count)d Party member in every district that is used", "at least %(count)d Party members in every district that is used", rule.number) % values
    return ngettext("every host takes nobody or at least %(count)d person", "every host takes nobody or at least %(count)d people", rule.number) % values


def pair_sentence(pair: Pair) -> str:
    """Return a pair in words."""
    values = {"first": pair.first.person.name, "second": pair.second.person.name}
    if pair.kind == Pair.Kind.TOGETHER:
        return _("%(first)s and %(second)s at the same host") % values
    return _("%(first)s and %(second)s at different hosts") % values
