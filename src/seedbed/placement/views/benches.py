"""The workbench of a batch: drafts side by side, the board, pictures and rates, the leader's sheet."""

import io
from collections.abc import Sequence
from typing import Any

from django.http import FileResponse, Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_safe

from seedbed.directory.views.door import holding
from seedbed.kernel.charts import Flow, Height, Piece, Range
from seedbed.kernel.doors import actor_of
from seedbed.kernel.papers import render_docx, render_pdf
from seedbed.kernel.screen import ActionButton, Column, Tab
from seedbed.placement import instance, reasons
from seedbed.placement.models import MatchDraft
from seedbed.placement.papers.comparison import comparison_paper, figures_of_sides
from seedbed.placement.queries import benches as queries
from seedbed.placement.queries import matching as matching_queries
from seedbed.placement.queries import trials as trial_queries
from seedbed.placement.queries.benches import Side
from seedbed.placement.reasons.benches import MEASURE_TABS, MEASURES, TRAITS
from seedbed.placement.views.matching import found_draft
from seedbed.placement.views.papers import TYPES
from seedbed.placement.views.steps import batch_of, crumbs, draft_crumbs, draft_tabs, tabs
from seedbed.selection.models import Batch

office = holding("officer", "leader")


@office
@require_safe
def workbench(request: HttpRequest, pk: int) -> HttpResponse:
    """Show what can be done with the drafts of a batch, and the trials so far."""
    batch, by = batch_of(request, pk), actor_of(request)
    drafts = queries.drafts_of(matching_queries.drafts_visible_to(by), batch)
    trials = list(trial_queries.trials_visible_to(by).filter(batch=batch)[:20])
    return render(request, "placement/trials/workbench.html", {
        "batch": batch, "drafts": drafts, "newest": drafts[0] if drafts else None, "tabs": tabs(batch, "workbench"), "crumbs": crumbs(batch),
        "trials": [(trial, reasons.title_of(trial)) for trial in trials], "chosen": {d.pk for d in drafts[:3]},
        "sums": {d.pk: reasons.hundredths(d.run.fit_total or 0) for d in drafts},
        "buttons": _buttons(drafts[0]) if drafts else [],
        "columns": [Column(_("Question"), kind="main"), Column(pgettext("state", "State")), Column(_("Asked by")), Column(_("Asked at"), kind="date")],
    })


def _buttons(draft: MatchDraft) -> list[ActionButton]:
    def link(name: str, label: Any, icon: str, kind: str = "plain") -> ActionButton:
        return ActionButton(label, reverse(f"placement:{name}", args=[draft.pk]), method="get", icon=icon, kind=kind)

    return [link("what_if", _("What if"), "help", "primary"), link("board", _("Board"), "swap"), link("pictures", _("Pictures"), "rank"),
            link("fairness", _("Fairness"), "people")]


# -- side by side -----------------------------------------------------------------------------------------


def _chosen(request: HttpRequest, batch: Batch) -> list[MatchDraft]:
    """The drafts named in the address, at most three, the newest first; fewer than two are filled up with the newest."""
    numbers = [int(text) for text in request.GET.getlist("d") if text.isascii() and text.isdigit() and len(text) < 8]
    rows = matching_queries.drafts_visible_to(actor_of(request))
    return trial_queries.drafts_chosen(rows, batch, numbers)


def _made(sides: Sequence[Side]) -> list[dict[str, Any]]:
    return [instance.settings_of(side.draft.run) for side in sides]


@office
@require_safe
def side_by_side(request: HttpRequest, pk: int) -> HttpResponse:
    """Set two or three drafts side by side: figures, settings, who goes elsewhere and what each place would have cost."""
    batch = batch_of(request, pk)
    return show_sides(request, batch, _chosen(request, batch))


def show_sides(request: HttpRequest, batch: Batch, drafts: Sequence[MatchDraft]) -> HttpResponse:
    """Render the comparison of visible drafts of a batch."""
    sides = queries.sides_of(drafts)
    made, people = _made(sides), queries.differing(sides)
    names = reasons.names_from(matching_queries.name_rows(batch, with_people=True))
    query = "&".join(f"d={draft.number}" for draft in drafts)
    sheet = reverse("placement:comparison", args=[batch.pk, "pdf"])
    return render(request, "placement/trials/side_by_side.html", {
        "batch": batch, "sides": sides, "figures": figures_of_sides(sides, made), "lines": _lines(sides, people), "same": _same(sides, people),
        "settings": [(side.draft, reasons.settings_differences(settings, made[0], names)) for side, settings in zip(sides[1:], made[1:], strict=True)],
        "crumbs": crumbs(batch, (_("Workbench"), reverse("placement:workbench", args=[batch.pk]))),
        "buttons": [ActionButton(_("Comparison sheet (PDF)"), f"{sheet}?{query}", method="get", icon="print"),
                    ActionButton(_("Comparison sheet (Word)"), f"{reverse('placement:comparison', args=[batch.pk, 'docx'])}?{query}", method="get", icon="paper")],
        "columns": [Column(_("Person"), kind="main"), *(Column(_("Draft %(number)d") % {"number": s.draft.number}, kind="long") for s in sides)],
        "heads": [Column("", kind="main"), *(Column(_("Draft %(number)d") % {"number": s.draft.number}, kind="number") for s in sides)],
        "wishes": _wishes(sides), "weights_differ": len({side.draft.run.weights_id for side in sides}) > 1,
    })


@office
@require_safe
def compare(request: HttpRequest, pk: int, other: int) -> HttpResponse:
    """Set one draft beside another of its batch."""
    newer = found_draft(request, pk)
    older = get_object_or_404(matching_queries.drafts_visible_to(actor_of(request)), pk=other, batch=newer.batch)
    return show_sides(request, newer.batch, sorted([newer, older], key=lambda draft: -draft.number) if newer != older else [newer])


def _same(sides: Sequence[Side], people: Sequence[Any]) -> int:
    return len({a for side in sides for a in side.places}) - len(people)


def _lines(sides: Sequence[Side], people: Sequence[Any]) -> list[Any]:
    """Per person and draft: the place, and what the places of the other drafts would have cost there, as stored."""
    keys = [application.pk for application, _places in people]
    prices = [queries.prices_in(side.draft, keys) for side in sides]
    lines = []
    for application, places in people:
        cells = []
        for place, known in zip(places, prices, strict=True):
            own = place.post_id if place else None
            others = [(side.draft.number, other.post_id) for side, other in zip(sides, places, strict=True) if other and other.post_id and other.post_id != own]
            costs = [(number, reasons.price_among(known, application.pk, post)) for number, post in others] if place else []
            cells.append((place, reasons.hundredths(place.fit) if place and place.fit is not None else "", costs))
        lines.append((application, cells))
    return lines


def _wishes(sides: Sequence[Side]) -> list[tuple[str, list[Piece]]]:
    rows = []
    for side in sides:
        met = queries.wishes_met(side)
        rows.append((_("Draft %(number)d") % {"number": side.draft.number}, [Piece(name, met[code], kind) for code, kind, name in reasons.wish_names()]))
    return rows


@office
@require_safe
def comparison(request: HttpRequest, pk: int, form: str) -> Any:
    """Hand out the leader's comparison sheet as Word or PDF, one page of A4."""
    batch = batch_of(request, pk)
    drafts = _chosen(request, batch)
    if form not in ("docx", "pdf") or len(drafts) < 2:
        raise Http404
    sides = queries.sides_of(drafts)
    names = reasons.names_from(matching_queries.name_rows(batch, with_people=True))
    paper = comparison_paper(batch, sides, _made(sides), names)
    data = render_pdf(paper) if form == "pdf" else render_docx(paper)
    return FileResponse(io.BytesIO(data), as_attachment=True, filename=f"{batch.name}-{_('Comparison sheet')}.{form}", content_type=TYPES[form])


# -- board ------------------------------------------------------------------------------------------------


@office
@require_safe
def board(request: HttpRequest, pk: int) -> HttpResponse:
    """Show every post with its people; a person is moved by dragging, by keys, or by following the link to the own page."""
    draft = found_draft(request, pk)
    places = queries.with_names(draft)
    return render(request, "placement/trials/board.html", {
        "draft": draft, "batch": draft.batch, "lanes": queries.lanes_of(draft), "unplaced": [p for p in places if p.post_id is None],
        "may": not draft.is_published, "crumbs": draft_crumbs(draft), "tabs": draft_tabs(draft, "board"),
    })


@office
@require_safe
def prices(request: HttpRequest, pk: int) -> HttpResponse:
    """Give what each other post would cost for one person, from the stored reason: the board shows it while the person is moved."""
    place = get_object_or_404(matching_queries.places_visible_to(actor_of(request)), pk=pk)
    explanation = matching_queries.reason_of(place).data["explanation"]
    found = {price["post"][1:]: {"text": reasons.price_in_short(price), "kind": _kind(price)} for price in explanation["alternatives"]}
    found |= {row["post"][1:]: {"text": reasons.closed_sentence(row["code"], row["detail"]), "kind": "shut"} for row in explanation["closed"]}
    found |= {post[1:]: {"text": _("put here to have it worked out"), "kind": "open"} for post in explanation.get("unpriced", ())}
    return JsonResponse({"move": reverse("placement:move", args=[pk]), "posts": found})


def _kind(price: Any) -> str:
    if not price["possible"]:
        return "shut"
    return "dear" if price["loss"] else "cheap"


# -- pictures and rates -----------------------------------------------------------------------------------


@office
@require_safe
def pictures(request: HttpRequest, pk: int) -> HttpResponse:
    """Show a draft in pictures, each with its figures: flows, seats against demand, distribution of fit, wishes met."""
    draft = found_draft(request, pk)
    side = queries.sides_of([draft])[0]
    city = draft.batch.host_region.name
    flows = queries.flows_between(side.places.values())
    return render(request, "placement/trials/pictures.html", {
        "draft": draft, "batch": draft.batch, "crumbs": draft_crumbs(draft), "tabs": draft_tabs(draft, "pictures"),
        "flows": [Flow(home or _("not known"), away or city, count) for (home, away), count in sorted(flows.items())],
        "demand": [(name, seats, wishing, _("%(count)d placed") % {"count": placed}) for name, seats, wishing, placed in queries.seats_and_demand(draft)],
        "fits": [Height(f"{10 * i}–{10 * i + (10 if i == 9 else 9)}", count, "good" if i >= 7 else "info" if i >= 4 else "waiting")
                 for i, count in enumerate(queries.fits_by_tens(side.places.values()))],
        "wishes": _wishes([side]), "city": city,
    })


@office
@require_safe
def fairness(request: HttpRequest, pk: int) -> HttpResponse:
    """Show one measure of a draft by county, unit, sex, age, Party membership and level, with intervals."""
    draft = found_draft(request, pk)
    measure = request.GET.get("measure", "")
    measure = measure if measure in queries.MEASURES else "any_wish"
    found = queries.rates_of(draft, measure)
    whole = next(iter(found.values()))[1]
    return render(request, "placement/trials/fairness.html", {
        "draft": draft, "batch": draft.batch, "crumbs": draft_crumbs(draft), "tabs": draft_tabs(draft, "fairness"), "measure": MEASURES[measure],
        "measures": [Tab(label, f"?measure={name}", name == measure) for name, label in MEASURE_TABS.items()], "whole": whole,
        "mean": round(100 * whole.share, 1) if whole else None,
        "charts": [(TRAITS[trait], [_range(trait, rate) for rate in rates]) for trait, (rates, _whole) in found.items()],
    })


def _range(trait: str, rate: Any) -> Range:
    low, high = rate.interval
    return Range(reasons.group_name(trait, rate.group, rate.folded), round(100 * low, 1), round(100 * rate.share, 1), round(100 * high, 1),
                 note=_("%(hits)d of %(count)d") % {"hits": rate.hits, "count": rate.count})
