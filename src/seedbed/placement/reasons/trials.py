"""Questions to a draft and their answers as sentences."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from seedbed.placement.models import MatchRule, RuleKind, Trial
from seedbed.placement.reasons.names import Names
from seedbed.placement.reasons.naming import rule_sentence
from seedbed.placement.reasons.words import comma, hundredths, part_label
from seedbed.placement.reckoning.trials import NAME, NEW_POST, Question


def question_sentences(question: Question, names: Names, weights: Mapping[str, int]) -> list[str]:
    """Return what was asked, one sentence per change; `weights` are those of the draft."""
    found = []
    if question.withdraw:
        found.append(_("%(names)s withdraws.") % {"names": comma(names.person(a) for a in question.withdraw)})
    for a, p in question.put:
        found.append(_("%(name)s goes to %(place)s.") % {"name": names.person(a), "place": names.post(p)})
    if question.close:
        found.append(_("%(names)s leaves.") % {"names": comma(names.offers.get(o, "") for o in question.close)})
    if question.suppose:
        found.append(_("%(names)s takes part after all.") % {"names": comma(names.offers.get(o, "") for o in question.suppose)})
    if question.new:
        found.append(ngettext("%(name)s joins with %(count)d seat.", "%(name)s joins with %(count)d seats.", question.new.seats) % {
            "name": question.new.name, "count": question.new.seats})
    changed = [_("%(part)s %(old)d → %(new)d") % {"part": part_label(name), "old": weights.get(name, 0), "new": value}
               for name, value in question.weights.items() if value != weights.get(name, 0)]
    if changed:
        found.append(_("Other weights: %(changes)s.") % {"changes": comma(changed)})
    return found + [_rule(kind, number) for kind, number in question.rules.items()]


def _rule(kind: str, number: int) -> str:
    if not number:
        return _("Without the rule “%(rule)s”.") % {"rule": RuleKind(kind).label}
    return _("With the rule: %(rule)s.") % {"rule": rule_sentence(MatchRule(kind=kind, number=number))}


def names_of_question(names: Names, question: Question) -> Names:
    """Return names that also know what the question invents: its host and its rules."""
    settings = {f"{NAME}-{kind}": rule_sentence(MatchRule(kind=kind, number=number)) for kind, number in question.rules.items() if number}
    posts, offers = dict(names.posts), dict(names.offers)
    if question.new:
        offers[NEW_POST] = question.new.name
        posts[NEW_POST] = (question.new.title or _("a new post"), NEW_POST)
    return Names(posts=posts, offers=offers, industries=names.industries, people=names.people, settings={**names.settings, **settings})


def title_of(trial: Trial) -> str:
    """Return the short name of a trial in lists."""
    if trial.kind == Trial.Kind.WHAT_IF and trial.draft is not None:
        return _("What if (draft %(number)d)") % {"number": trial.draft.number}
    if trial.kind == Trial.Kind.BALANCE and trial.draft is not None:
        return _("Fit against mutual wishes (draft %(number)d)") % {"number": trial.draft.number}
    return _("Finished allotment “%(name)s”") % {"name": trial.question.get("name", "")}


CAUSES = ("hit", "new", "chosen")


def cause(code: str) -> str:
    """Return why somebody changes."""
    return {
        "hit": pgettext("why somebody changes", "the place is gone"), "new": pgettext("why somebody changes", "had no place"),
        "chosen": pgettext("why somebody changes", "changes for the good of the whole"),
    }[code]


def difference(value: int) -> str:
    """Return a difference of fit with its sign."""
    return f"+{hundredths(value)}" if value > 0 else hundredths(value).replace("-", "−")


def count_difference(value: int) -> str:
    """Return a difference of people with its sign; nothing changed is ±0."""
    return f"+{value}" if value > 0 else f"−{-value}" if value < 0 else "±0"


def step_sentence(point: Mapping[str, Any], hit: int) -> str:
    """Return what one step of the slider allows."""
    others = sum(move["cause"] == "chosen" for move in point["moves"])
    if point["allowed"] is None:
        return _("Everybody may change.")
    if not others:
        return _("Only those change whose place is gone.") if hit else _("Nobody changes.")
    return ngettext("%(count)d person more changes than must.", "%(count)d people more change than must.", others) % {"count": others}
