"""Pages of finished allotments: drop a file in, mend it by cell, have it judged, read the judgement."""

import io
from collections import Counter
from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from seedbed.directory.forms import SheetAnswersForm
from seedbed.directory.views.door import holding
from seedbed.kernel.charts import Dot, Height
from seedbed.kernel.doors import accepted, actor_of
from seedbed.kernel.models import ImportJob
from seedbed.kernel.screen import ActionButton, Column, Stat
from seedbed.kernel.workbooks import Sheet, WorkbookRefused, staging, writing
from seedbed.placement import reasons
from seedbed.placement.actions import allotments as actions
from seedbed.placement.forms.intake import AllotmentForm
from seedbed.placement.models import Trial
from seedbed.placement.queries import allotments as queries
from seedbed.placement.queries import intake
from seedbed.placement.queries import matching as matching_queries
from seedbed.placement.queries import trials as trial_queries
from seedbed.placement.views.papers import TYPES
from seedbed.placement.views.steps import batch_of, crumbs
from seedbed.placement.views.waiting import led_to
from seedbed.placement.workbooks import allotment_sheet
from seedbed.selection.models import Batch

BOTH = require_http_methods(["GET", "HEAD", "POST"])
office = holding("officer", "leader")
SHOWN = 60  # faulty rows on one page


def _way(batch: Batch, *more: tuple[Any, str]) -> list[tuple[Any, str]]:
    return crumbs(batch, (_("Workbench"), reverse("placement:workbench", args=[batch.pk])), *more)


@office
@BOTH
def allotment(request: HttpRequest, batch: int) -> HttpResponse:
    """Drop in a finished allotment; it is only read and judged, nobody is placed by it."""
    row, by = batch_of(request, batch), actor_of(request)
    form = AllotmentForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        job = _staged(form, row, by)
        if job is not None:
            return redirect("placement:allotment_job", batch=batch, job=job.pk)
    return render(request, "placement/trials/allotment.html", {
        "batch": row, "form": form, "crumbs": _way(row), "jobs": queries.allotments_of(row).filter(status=ImportJob.Status.STAGED)[:10],
        "trials": [(t, reasons.title_of(t)) for t in trial_queries.trials_visible_to(by).filter(batch=row, kind=Trial.Kind.ALLOTMENT)[:10]],
        "columns": [Column(_("File"), kind="main"), Column(_("Brought in"), kind="date"), Column(pgettext("import", "State"))],
    })


def _staged(form: AllotmentForm, batch: Batch, by: Any) -> ImportJob | None:
    made: list[ImportJob] = []
    sheet = allotment_sheet(batch)
    try:
        parcel = staging.read_upload(form.cleaned_data["file"], sheet, queries.last_answers())
    except WorkbookRefused as fault:
        form.add_error("file", str(fault))
        return None
    accepted(form, lambda: made.append(actions.stage_allotment(batch, by=by, parcel=parcel, sheet=sheet)))
    return made[0] if made else None


def _job(batch: Batch, pk: int) -> ImportJob:
    return get_object_or_404(queries.allotments_of(batch), pk=pk)


@office
@require_safe
def allotment_job(request: HttpRequest, batch: int, job: int) -> HttpResponse:
    """Show a file on its way in: what is not understood, cell by cell, with mends."""
    row = batch_of(request, batch)
    found, sheet = _job(row, job), allotment_sheet(row)
    waiting = found.status == ImportJob.Status.STAGED
    lines = staging.preview(found, sheet, rows=intake.rows_of(found)) if waiting else []
    faulty = [line for line in lines if line.row.decision or any(f.severity != "note" for f in line.faults)]
    asked = waiting and any(q["heading"] for q in found.questions)
    return render(request, "placement/trials/allotment_job.html", {
        "batch": row, "job": found, "waiting": waiting, "lines": faulty[:SHOWN], "more": len(faulty) - SHOWN, "kinds": _kinds(lines),
        "remarks": staging.remarks(found), "notes": [line for line in lines if any(f.severity == "note" for f in line.faults)],
        "questions": SheetAnswersForm(questions=found.questions, sheet=sheet) if asked else None,
        "missing": [sheet.column(q["candidates"][0]).title for q in found.questions if q["kind"] == "missing"],
        "crumbs": _way(row, (_("Finished allotment"), reverse("placement:allotment", args=[batch]))), "buttons": _buttons(row, found) if waiting else [],
        "stats": [Stat(_("Rows"), found.counts.get("rows", 0)), Stat(_("Understood"), found.counts.get("good", 0), kind="good"),
                  Stat(_("With errors"), found.counts.get("with_errors", 0), kind="bad" if found.counts.get("with_errors") else "neutral")],
    })


def _kinds(lines: list[staging.Line]) -> list[dict[str, Any]]:
    faults = [f for line in lines if not line.row.decision for f in line.faults if f.severity != "note"]
    count, mends = Counter(f.code for f in faults), Counter(f.code for f in faults if f.mend)
    first = {f.code: f for f in reversed(faults)}
    return [{"code": code, "count": n, "mends": mends[code], "text": first[code].text, "severity": first[code].severity} for code, n in count.most_common()]


def _buttons(batch: Batch, job: ImportJob) -> list[ActionButton]:
    args, open_errors = [batch.pk, job.pk], job.counts.get("with_errors") or any(q["kind"] == "missing" for q in job.questions)
    why = _("Mend the rows with errors first, or leave them out.") if open_errors else ""
    return [ActionButton(_("Judge this allotment"), reverse("placement:allotment_judge", args=args), kind="primary", disabled_reason=why),
            ActionButton(_("Faults (xlsx)"), reverse("placement:allotment_errors", args=args), method="get", icon="download"),
            ActionButton(_("Discard"), reverse("placement:allotment_discard", args=args), kind="danger", confirm=_("The rows of this file are erased."))]


@office
@require_POST
def allotment_step(request: HttpRequest, batch: int, job: int, step: str) -> HttpResponse:
    """Answer headings, take mends, judge or discard."""
    row, by = batch_of(request, batch), actor_of(request)
    found, sheet = _job(row, job), allotment_sheet(row)
    if step == "judge":
        return led_to(actions.judge_allotment(row, by=by, job=found))
    if step == "discard":
        actions.STEPS.discard(row, by=by, job=found)
        return redirect("placement:allotment", batch=batch)
    if step == "accept":
        count = actions.STEPS.accept(row, by=by, job=found, sheet=sheet, codes=request.POST.getlist("code"))
        messages.success(request, _("%(count)d cells were mended.") % {"count": count})
    else:
        form = SheetAnswersForm(request.POST, questions=found.questions, sheet=sheet)
        if form.is_valid():
            actions.STEPS.answer(row, by=by, job=found, sheet=sheet, answers=form.answers())
    return redirect("placement:allotment_job", batch=batch, job=job)


@office
@require_POST
def allotment_row(request: HttpRequest, batch: int, job: int, staged: int, step: str) -> HttpResponse:
    """Type one cell anew, or leave a row out."""
    row, by = batch_of(request, batch), actor_of(request)
    sheet: Sheet = allotment_sheet(row)
    line = get_object_or_404(intake.rows_of(_job(row, job)), pk=staged)
    key = request.POST.get("key", "")
    if step == "leave":
        actions.STEPS.decide(row, by=by, row=line, sheet=sheet, decision="leave" if request.POST.get("decision") == "leave" else "")
    elif key in {column.key for column in sheet.columns}:
        actions.STEPS.mend(row, by=by, row=line, sheet=sheet, key=key, text=request.POST.get("text", "")[:10_000])
    return redirect(reverse("placement:allotment_job", args=[batch, job]) + f"#row{line.number}")


@office
@require_safe
def allotment_errors(request: HttpRequest, batch: int, job: int) -> Any:
    """Hand out the file with its faults marked, to be sent back to its sender."""
    row = batch_of(request, batch)
    found, sheet = _job(row, job), allotment_sheet(row)
    data = writing.error_workbook(sheet, staging.preview(found, sheet, rows=intake.rows_of(found)))
    return FileResponse(io.BytesIO(data), as_attachment=True, filename=f"{_('Faults')}.xlsx", content_type=TYPES["xlsx"])


@office
@require_safe
def allotment_template(request: HttpRequest, batch: int) -> Any:
    """Hand out an empty sheet for an allotment; any sheet of the office's own does as well."""
    row = batch_of(request, batch)
    data = writing.template(allotment_sheet(row))
    return FileResponse(io.BytesIO(data), as_attachment=True, filename=f"{_('Finished allotment')}.xlsx", content_type=TYPES["xlsx"])


# -- the judgement ----------------------------------------------------------------------------------------


def allotment_answer(request: HttpRequest, row: Trial, page: Mapping[str, Any]) -> HttpResponse:
    """Show the judgement of an allotment: score, what it breaks, who could have done better, what choices cost."""
    answer, names = row.answer, reasons.names_from(matching_queries.name_rows(row.batch, with_people=True))
    own, best = answer["own"], answer["best"]
    fixed = [c for c in answer["choices"] if c["fixed"]]
    dear = sorted((c for c in answer["choices"] if not c["fixed"]), key=lambda c: -(1_000_000 * (c["placed_loss"] or 0) + (c["fit_loss"] or 0)))
    return render(request, "placement/trials/allotment_answer.html", {
        **page, "stats": _stats(own, best), "breaks": [reasons.break_sentence(b, names) for b in answer["breaks"]],
        "shut": [reasons.shut_sentence(s, names) for s in answer["shut"]], "gain": _gainers(answer, names),
        "fixed": _choices(fixed, names), "joint": _joint(answer["joint"]), "dear": _choices([c for c in dear if c["placed_loss"] or c["fit_loss"]][:12], names),
        "dots": [Dot(len(p["moves"]), p["fit"] / 100) for p in answer["points"]], "own_fit": reasons.hundredths(own["fit"]),
        "fits": [Height(f"{10 * i}–{10 * i + (10 if i == 9 else 9)}", n) for i, n in enumerate(_tens(answer["fits"].values()))],
        "choice_columns": [Column(_("Person"), kind="main"), Column(pgettext("where somebody goes", "Place")), Column(_("What it cost the whole"))],
        "gain_columns": [Column(_("Person"), kind="main"), Column(_("Was sent to")), Column(_("Could have gone to")), Column(_("Fit"), kind="number")],
    })


def _stats(own: Mapping[str, int], best: Mapping[str, int]) -> list[Stat]:
    mean = own["fit"] / own["placed"] if own["placed"] else 0
    return [
        Stat(_("People"), own["people"]), Stat(_("Mean fit"), reasons.hundredths(round(mean)), sub=_("of 100")),
        Stat(_("Sum of fit"), reasons.hundredths(own["fit"])),
        Stat(_("Best under the same rules"), reasons.hundredths(best["fit"]), sub=reasons.difference(best["fit"] - own["fit"])),
        Stat(_("First wish met"), own["first"], sub=_("best plan: %(count)d") % {"count": best["first"]}),
        Stat(_("Any wish met"), own["wished"], sub=_("best plan: %(count)d") % {"count": best["wished"]}),
    ]


def _gainers(answer: Mapping[str, Any], names: reasons.Names) -> dict[str, Any] | None:
    """Who could have done better without anybody doing worse."""
    gain = answer["gain"]
    if gain is None:
        return None
    lines = [(names.person(m["person"]), names.post(m["from"]), names.post(m["to"]), reasons.hundredths(m["from_fit"]), reasons.hundredths(m["to_fit"]))
             for m in sorted(gain["moves"], key=lambda m: (m["from_fit"] or 0) - m["to_fit"]) if m["to_fit"] > (m["from_fit"] or 0)]
    return {"lines": lines, "total": reasons.hundredths(gain["fit"] - answer["own"]["fit"])}


def _choices(rows: list[Mapping[str, Any]], names: reasons.Names) -> list[tuple[str, str, str]]:
    return [(names.person(c["person"]), names.post(c["post"]),
             reasons.cost_sentence(c["placed_loss"], c["fit_loss"], c["others"]) if c["possible"] else reasons.closed_sentence(c["reason"])) for c in rows]


def _joint(joint: Mapping[str, Any] | None) -> str:
    return reasons.cost_sentence(joint["placed_loss"], joint["fit_loss"]) if joint else ""


def _tens(fits: Any) -> list[int]:
    found = [0] * 10
    for fit, _rank in fits:
        found[min(9, fit // 1000)] += 1
    return found
