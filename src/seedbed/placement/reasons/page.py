"""The whole reason of one person: place, parts, alternatives with their price, the first wish."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from seedbed.placement.reasons.names import Names
from seedbed.placement.reasons.parts import part_sentence
from seedbed.placement.reasons.words import closed_sentence, hundredths, part_label, sentences

Data = Mapping[str, Any]


@dataclass(frozen=True)
class PartLine:
    """One part of the fit as shown: value None is no data."""

    name: str
    label: str
    value: int | None
    weight: int
    share: str
    points: str
    sentence: str
    counts: str


@dataclass(frozen=True)
class Alternative:
    """Another place and what it would cost the whole plan."""

    post: int
    title: str
    fit: str
    sentence: str
    possible: bool
    loss: int | None
    others: Sequence[str] = ()


@dataclass(frozen=True)
class ReasonPage:
    """Everything a reason page or sheet says, ready to be shown."""

    placed: bool
    title: str
    headline: str
    fit: str
    parts: Sequence[PartLine] = ()
    alternatives: Sequence[Alternative] = ()
    closed: Sequence[str] = ()
    unpriced: Sequence[tuple[int, str]] = ()  # posts and their names
    first_wish: str = ""
    unplaced: str = ""
    notes: Sequence[str] = field(default_factory=tuple)


def reason_page(data: Data, names: Names) -> ReasonPage:
    """Turn a stored reason into sentences; with no names of people in `names` the others are only counted."""
    explanation = data["explanation"]
    placed = explanation["post"] is not None
    prices = [_alternative(price, names) for price in explanation["alternatives"]]
    title = names.post(_key(explanation["post"])) if placed else ""
    fit = hundredths(explanation["fit"]) if placed else ""
    return ReasonPage(
        placed=placed, title=title, fit=fit, headline=_headline(placed, title, fit),
        parts=[_part_line(share, data["parts"][share["name"]], names) for share in _in_order(explanation["parts"])],
        alternatives=prices,
        closed=[f"{names.post(_key(row['post']))}: {closed_sentence(row['code'], row['detail'])}" for row in explanation["closed"]],
        unpriced=[(_key(post), names.post(_key(post))) for post in explanation.get("unpriced", ())],
        first_wish=first_wish_sentence(data, names),
        unplaced="" if placed else unplaced_sentence(explanation["unplaced"], names),
    )


def _headline(placed: bool, title: str, fit: str) -> str:
    if placed:
        return _("%(place)s. The fit is %(fit)s of 100.") % {"place": title, "fit": fit}
    return _("No post was found.")


def _in_order(shares: Sequence[Data]) -> list[Data]:
    """The parts that carry most come first, those without data last."""
    return sorted(shares, key=lambda share: (share["value"] is None, -share["points"], share["name"]))


def _part_line(share: Data, part: Data, names: Names) -> PartLine:
    numbers = {"weight": share["weight"], "share": hundredths(share["share"]), "points": hundredths(share["points"])}
    if share["value"] is None:
        counts = _("No data: the weight of %(weight)d is shared out over the other parts.") % numbers
    else:
        counts = _("Weight %(weight)d, counts %(share)s %%, gives %(points)s of the fit.") % numbers
    return PartLine(share["name"], part_label(share["name"]), share["value"], share["weight"], hundredths(share["share"]),
                    hundredths(share["points"]), part_sentence(part, names), counts)


def _alternative(price: Data, names: Names) -> Alternative:
    post = _key(price["post"])
    others = [move for move in price["moves"] if move["person"] != price["person"]]
    return Alternative(
        post=post, title=names.post(post), fit=hundredths(price["fit"]), sentence=price_sentence(price),
        possible=price["possible"], loss=price["loss"], others=[_move(move, names) for move in others] if names.people else (),
    )


def price_sentence(price: Data) -> str:
    """Say what the whole plan would lose, and how many others would change."""
    if not price["possible"]:
        return _("Not possible: %(reason)s.") % {"reason": closed_sentence(price["reason"])}
    others = sum(move["person"] != price["person"] for move in price["moves"])
    return sentences(_loss(price), _others(others))


def _loss(price: Data) -> str:
    lost, fit = price["placed_loss"], hundredths(abs(price["fit_loss"]))
    if lost:
        return ngettext("The whole plan would place %(count)d person less.", "The whole plan would place %(count)d people less.",
                        lost) % {"count": lost}
    if price["fit_loss"] == 0:
        return _("The whole plan would be just as good.")
    return _("The whole plan would lose %(fit)s of fit.") % {"fit": fit}


def _others(count: int) -> str:
    if count == 0:
        return _("Nobody else would have to change.")
    return ngettext("%(count)d other person would have to change.", "%(count)d other people would have to change.",
                    count) % {"count": count}


def _move(move: Data, names: Names) -> str:
    gone = _("no post")
    values = {
        "name": names.person(_key(move["person"])),
        "from": names.post(_key(move["from_post"])) if move["from_post"] else gone,
        "to": names.post(_key(move["to_post"])) if move["to_post"] else gone,
    }
    return _("%(name)s: from %(from)s to %(to)s") % values


def first_wish_sentence(data: Data, names: Names) -> str:
    """Say what became of the first wish, and why."""
    wish = data["first_wish"]
    if wish is None:
        return _("No wishes were stated.")
    place = names.offers.get(wish["id"], "") if wish["kind"] == "offer" else names.post(wish["id"])
    asked = _("The first wish was %(place)s, with %(seats)d seats; %(wished)d people wished it, %(first)d of them first.") % {
        "place": place, "seats": wish["seats"], "wished": wish["wished"], "first": wish["wished_first"]}
    return sentences(asked, _wish_outcome(wish, data, names))


def _wish_outcome(wish: Data, data: Data, names: Names) -> str:
    if wish["code"] == "got":
        return _("It is met.")
    if wish["code"] == "closed":
        return _("It is not met: %(reason)s.") % {"reason": closed_sentence(wish["why"], wish["detail"])}
    price = next((p for p in data["explanation"]["alternatives"] if _key(p["post"]) == wish["post"]), None)
    if price is None:
        return _("It is not met; its price was not reckoned because the plan is not proven best.")
    return _("It is not met. To meet it: %(price)s") % {"price": price_sentence(price)}


def unplaced_sentence(unplaced: Data | None, names: Names) -> str:
    """Say why a person has no post."""
    if unplaced is None:
        return _("No post was found.")
    numbers = unplaced["numbers"]
    if unplaced["code"] == "too_few_seats":
        return _("%(people)d people, this one among them, can only go to posts with %(seats)d seats together.") % numbers
    if unplaced["code"] == "all_closed":
        return _("All %(candidates)d posts are closed to this person: %(excluded)d by conflict, lodging or because they are not settled, %(ban)d ruled out, %(no_seats)d without seats.") % (
            {"excluded": 0, "ban": 0, "no_seats": 0} | dict(numbers))
    if unplaced["code"] == "rules":
        return _("The rules prevent it: %(rules)s.") % {"rules": "; ".join(names.thing(name) for name in unplaced["rules"])}
    if unplaced["code"] == "no_candidate":
        return _("There are no posts.")
    return _("Whether a post can be found was not proven.")


def _key(name: str) -> int:
    return int(name[1:])
