"""One sentence for each part of the fit, with every number it rests on."""

from collections.abc import Callable, Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from seedbed.placement.reasons.names import Names
from seedbed.placement.reasons.words import comma, families, level_name, sentences

Facts = Mapping[str, Any]


def part_sentence(part: Mapping[str, Any], names: Names) -> str:
    """Return the sentence of a stored part."""
    return _SENTENCES[part["code"]](part["facts"], part["value"], names)


def _person_post(facts: Facts, value: int, names: Names) -> str:
    lines = []
    if major := facts.get("major"):
        lines.append(_major(major))
    if level := facts.get("level"):
        lines.append(_("Level: the rank is on step %(mine)d and the post on step %(theirs)d of 5, which gives %(value)d.") % level)
    if past := facts.get("experience"):
        lines.append(_("Earlier work in the Bay Area points at %(mine)s, the host works in %(theirs)s: %(level)s, which gives %(value)d.") % _link(past, names))
    if len(facts) > 1:
        lines.append(_("Together %(value)d; the major counts three times.") % {"value": value} if "major" in facts
                     else _("Together %(value)d.") % {"value": value})
    return sentences(*lines)


def _major(major: Facts) -> str:
    values = {"mine": families(major["mine"]), "wanted": families(major["wanted"]), "value": major["value"]}
    if major["value"] == 100:
        return _("Major: studied %(mine)s, wanted is %(wanted)s; the same field, which gives %(value)d.") % values
    if major["pair"]:
        return _("Major: studied %(mine)s, wanted is %(wanted)s; neighbouring fields, which gives %(value)d.") % values
    return _("Major: studied %(mine)s, wanted is %(wanted)s; different fields, which gives %(value)d.") % values


def _link(link: Facts, names: Names) -> dict[str, Any]:
    if not link["shared"]:
        level = _("no level of the classification in common")
    elif link["whole"]:
        level = _("the host lies wholly within it")
    else:
        level = _("the same %(level)s") % {"level": level_name(link["shared"])}
    return {"mine": names.industry(link["mine"]), "theirs": names.industry(link["theirs"]), "level": level, "value": link["value"]}


def _industry(facts: Facts, value: int, names: Names) -> str:
    best = facts["best"]
    sentence = {
        "leading": _("Leading industry of the own county or park %(mine)s, industry of the host %(theirs)s: %(level)s, which gives %(value)d."),
        "serves": _("Industry that the own unit serves %(mine)s, industry of the host %(theirs)s: %(level)s, which gives %(value)d."),
        "wished": _("Wished industry %(mine)s, industry of the host %(theirs)s: %(level)s, which gives %(value)d."),
    }[best["source"]]
    return sentence % _link(best, names)


def _work(facts: Facts, value: int, names: Names) -> str:
    if not facts["words"]:
        return _("The present duties and the work of the post are not alike: %(value)d.") % {"value": value}
    values = {"words": comma(f"“{word}”" for word in facts["words"]), "value": value}
    if facts["with"] == "work":
        return _("The present duties and the work of the post share %(words)s, which gives %(value)d.") % values
    return _("The present duties and the business of the host share %(words)s, which gives %(value)d.") % values


def _wish(facts: Facts, value: int, names: Names) -> str:
    return _("This is wish number %(rank)d, which gives %(value)d.") % {"rank": facts["rank"], "value": value}


def _wish_other(facts: Facts, value: int, names: Names) -> str:
    return ngettext("This is not the place that was wished, which gives %(value)d.",
                    "This is none of the %(count)d places that were wished, which gives %(value)d.",
                    facts["count"]) % {"count": facts["count"], "value": value}


def _made_for(facts: Facts, value: int, names: Names) -> str:
    if facts["by"] == "host":
        return _("The host made this post for this person, which gives %(value)d.") % {"value": value}
    return _("The office had this post made for this person, which gives %(value)d.") % {"value": value}


def _need(facts: Facts, value: int, names: Names) -> str:
    return _("The need of the host was noted as %(value)d.") % {"value": value}


def _plain(sentence: Callable[[], str]) -> Callable[[Facts, int, Names], str]:
    return lambda facts, value, names: sentence()


_SENTENCES: dict[str, Callable[[Facts, int, Names], str]] = {
    "person_post": _person_post,
    "person_post_unknown": _plain(lambda: _("Neither major, level nor experience can be compared.")),
    "industry": _industry,
    "industry_unknown_host": _plain(lambda: _("The industry of the host is not known.")),
    "industry_unknown_person": _plain(lambda: _("No leading, served or wished industry is known for this person.")),
    "work": _work,
    "work_unknown": _plain(lambda: _("The duties of the person or of the post are not described.")),
    "wish": _wish,
    "wish_other": _wish_other,
    "wish_none": _plain(lambda: _("No wishes were stated.")),
    "made_for": _made_for,
    "not_made_for": _plain(lambda: _("This post was not made for a certain person, or for somebody else.")),
    "need": _need,
    "need_unknown": _plain(lambda: _("The host stated no need.")),
}
