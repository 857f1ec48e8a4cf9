"""The leader's comparison of drafts on one page (方案对比表)."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from seedbed.kernel.papers import Heading, Paper, Table, pages_in, render_pdf
from seedbed.placement.papers.words import language
from seedbed.placement.queries.benches import Side, differing, prices_in
from seedbed.placement.reasons import Names, hundredths, price_among, settings_differences
from seedbed.selection.models import Batch

MOST_PEOPLE = (14, 12, 10, 8, 6, 5, 4, 3, 2, 0)  # rows of people that are tried, until everything stands on one page of A4


def figures_of_sides(sides: Sequence[Side], made: Sequence[Mapping[str, Any]]) -> list[list[Any]]:
    """Return the figures of drafts as rows: a name, then one value per draft."""
    def row(name: str, values: Sequence[Any]) -> list[Any]:
        return [name, *values]

    figures = [side.figures for side in sides]
    runs = [side.draft.run for side in sides]
    return [
        row(_("Placed"), [f"{f.placed} / {f.people}" for f in figures]),
        row(_("Sum of fit"), [hundredths(run.fit_total or 0) for run in runs]),
        row(_("Mean fit"), [hundredths(f.mean_fit) for f in figures]),
        row(_("First wish met"), [f"{f.first_wish} / {f.with_wishes}" for f in figures]),
        row(_("Any wish met"), [f"{f.any_wish} / {f.with_wishes}" for f in figures]),
        row(_("Locked"), [f.locked for f in figures]),
        row(_("Pairs who would rather have each other"), [len(m["blocking"]) for m in made]),
        row(_("Weights"), [f"v{run.weights.version}" for run in runs]),
        row(_("Proof"), [_("proven best") if run.proven else _("not proven") for run in runs]),
    ]


def comparison_paper(batch: Batch, sides: Sequence[Side], made: Sequence[Mapping[str, Any]], names: Names) -> Paper:
    """Return the sheet that sets two or three drafts side by side: figures, what was set otherwise, who goes elsewhere and its price.

    As many people stand on it as leave everything on one page of A4.
    """
    people = differing(sides)
    for most in MOST_PEOPLE:
        paper = _paper(batch, sides, made, names, people, most)
        if pages_in(render_pdf(paper)) == 1:
            break
    return paper


def _paper(batch: Batch, sides: Sequence[Side], made: Sequence[Mapping[str, Any]], names: Names, people: Sequence[Any], most: int) -> Paper:
    titles = [_("Draft %(number)d") % {"number": side.draft.number} for side in sides]
    more = len(people) - most
    return Paper(
        title=_("Comparison of plans for %(batch)s") % {"batch": batch.name}, language=language(),
        paragraphs=[
            Table(columns=["", *titles], rows=figures_of_sides(sides, made), widths=[4, *([2] * len(sides))]),
            Table(columns=[_("Drafts"), _("What was set otherwise")], rows=_settings(sides, made, names), widths=[2, 9]),
            Heading(ngettext("%(count)d person goes elsewhere", "%(count)d people go elsewhere", len(people)) % {"count": len(people)}),
            *([_people(sides, people[:most], titles)] if people and most else []),
            *([_("And %(count)d more; they stand on the page of the comparison.") % {"count": more}] if more > 0 else []),
        ],
    )


def _settings(sides: Sequence[Side], made: Sequence[Mapping[str, Any]], names: Names) -> list[list[str]]:
    """One row per older draft against the newest; the first draft given is the newest."""
    found = []
    for side, settings in zip(sides[1:], made[1:], strict=True):
        changes = settings_differences(settings, made[0], names)
        pair = _("%(newer)d against %(older)d") % {"newer": sides[0].draft.number, "older": side.draft.number}
        found.append([pair, "".join(changes) if language() == "zh" else " ".join(changes)] if changes else [pair, _("Nothing; only the seed or the mode differ.")])
    return found


def _people(sides: Sequence[Side], people: Sequence[Any], titles: Sequence[str]) -> Table:
    newest = sides[0].draft
    prices = prices_in(newest, (application.pk for application, _places in people))
    rows = []
    for application, places in people:
        cells = [f"{p.post.offer.host.unit.name}·{p.post.title}" if p and p.post else "–" for p in places]
        other = next((p for p in places[1:] if p and p.post_id and (places[0] is None or p.post_id != places[0].post_id)), None)
        cost = price_among(prices, application.pk, other.post_id) if other and other.post_id else ""
        rows.append([application.person.name, *cells, cost])
    heading = _("The other place, in draft %(number)d") % {"number": newest.number}
    return Table(columns=[_("Name"), *titles, heading], rows=rows, widths=[2, *([5] * len(sides)), 4])
