"""The page of an import: faults by cell with their mends; what is new, changed, left out, and which decisions that touches."""

from collections import Counter
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from seedbed.directory.views.door import holding
from seedbed.kernel.doors import actor_of
from seedbed.kernel.models import ImportJob, StagedRow
from seedbed.kernel.paging import Slice, by_number
from seedbed.kernel.screen import ActionButton, Column, Stat, Tab
from seedbed.kernel.workbooks import Fault, Sheet, staging
from seedbed.kernel.workbooks.staging import Line
from seedbed.selection import actions, queries, reasons
from seedbed.selection.forms import QuestionsForm
from seedbed.selection.models import Application, Batch
from seedbed.selection.queries.versions import (
    CHANGED,
    NEW,
    SAME,
    Version,
    missed_application,
    taken_before,
    version_of,
)
from seedbed.selection.states import ApplicationState
from seedbed.selection.views.pieces import crumbs
from seedbed.selection.workbooks import sheet_of

# Faults whose mend lies in a sensitive cell: the page shows that there is one, not what it is.
HIDDEN_MENDS = frozenset({"id_check_digit", "id_old", "id_letters"})
SHOWN = {"errors": {"errors__gt": 0}, "warnings": {"warnings__gt": 0}, "left": {"decision": "leave"}}


def job_of(request: HttpRequest, pk: int) -> tuple[ImportJob, Batch, Sheet]:
    """Return an import that the actor may see, its batch and the declaration it was read by, else 404."""
    job = get_object_or_404(queries.imports_visible_to(actor_of(request)), pk=pk)
    batch = get_object_or_404(queries.batches_run_by(actor_of(request)), pk=int(job.subject.removeprefix("batch:")))
    return job, batch, sheet_of(job, batch)


@holding("officer", "leader")
@require_safe
def import_page(request: HttpRequest, pk: int) -> HttpResponse:
    """Show an import: what was left out, questions, every fault by cell with its mend, what would change and what that touches."""
    job, batch, sheet = job_of(request, pk)
    return render(request, "selection/import.html", page(request, job, batch, sheet))


def page(request: HttpRequest, job: ImportJob, batch: Batch, sheet: Sheet) -> dict[str, Any]:
    """Return what the page of an import shows."""
    shown = request.GET.get("show", "")
    version = version_of(actor_of(request), job, batch, sheet)
    chosen = {"pk__in": version.in_group(shown)} if shown in (NEW, CHANGED, SAME) else SHOWN.get(shown, {})
    rows: Slice[StagedRow] = by_number(job.rows.filter(**chosen).order_by("number"), request.GET, size=50)
    lines = staging.preview(job, sheet, rows=rows.rows)
    return {
        "job": job, "batch": batch, "crumbs": [*crumbs(batch), (_("Bring in"), reverse("selection:intake", args=[batch.pk]))], "rows": rows,
        "lines": [_line(job, line, version) for line in lines], "is_open": job.status == ImportJob.Status.STAGED,
        "remarks": staging.remarks(job), "questions": QuestionsForm(job, sheet) if job.questions and job.status == "staged" else None,
        "groups": _groups(job), "buttons": _buttons(job, version), "before": taken_before(job),
        "left_out": [_missed(job, version, a) for a in version.left_out], "others": _others(version),
        "tabs": _tabs(job, version, shown), "stats": _stats(job, version),
        "columns": [Column(_("Row"), kind="number"), Column(_("Name"), kind="main"), Column(_("What was found")), Column("", kind="actions")],
        "left_columns": [Column(_("Registered number")), Column(_("Name"), kind="main"), Column(_("State")), Column(_("What it touches")), Column("", kind="actions")],
        "other_columns": [Column(_("Name"), kind="main"), Column(_("So far")), Column(_("Then"))],
    }


def _tabs(job: ImportJob, version: Version, shown: str) -> list[Tab]:
    here, counts = reverse("selection:import", args=[job.pk]), job.counts
    tabs = (
        ("", _("All rows"), len(version.rows)), (NEW, _("New people"), len(version.in_group(NEW))),
        (CHANGED, _("Changed"), len(version.in_group(CHANGED))), (SAME, _("As before"), len(version.in_group(SAME))),
        ("errors", _("With errors"), counts.get("with_errors", 0)), ("warnings", _("With warnings"), counts.get("with_warnings", 0)),
        ("left", _("Left out"), counts.get("left", 0)))
    return [Tab(label, f"{here}?show={name}" if name else here, shown == name, count) for name, label, count in tabs]


def _stats(job: ImportJob, version: Version) -> list[Stat]:
    counts = job.counts
    return [
        Stat(_("Rows"), counts.get("rows", 0)), Stat(_("With errors"), counts.get("with_errors", 0), kind="bad"),
        Stat(_("New people"), len(version.in_group(NEW)), kind="info"), Stat(_("Changed"), len(version.in_group(CHANGED)), kind="warn"),
        Stat(_("Missing in this version"), len(version.left_out), kind="warn"), Stat(_("Taken"), counts.get("taken", 0), kind="done")]


def _line(job: ImportJob, line: Line, version: Version) -> dict[str, Any]:
    """One row of the page: its name, loud and quiet faults, changes with what they touch, and its buttons."""
    row, difference = line.row, version.found.get(line.row.pk)
    effect = version.effect(row.pk)
    return {
        "row": row, "name": row.values.get("name") or "—", "is_new": difference is None, "difference": difference,
        "touches": reasons.effect(effect) if effect and difference and difference.changes else [], "later": version.touched(row.pk),
        "loud": [_fault(job, row, f) for f in line.faults if f.severity != "note"], "quiet": [f for f in line.faults if f.severity == "note"],
        "buttons": _row_buttons(job, row, version), "left": bool(row.decision),
    }


def _row_buttons(job: ImportJob, row: StagedRow, version: Version) -> list[ActionButton]:
    if job.status != ImportJob.Status.STAGED:
        return []
    leave = not row.decision
    button = ActionButton(_("Leave out") if leave else _("Take after all"), reverse("selection:leave_row", args=[job.pk, row.pk]), kind="quiet",
                          fields={"leave": "yes" if leave else ""})
    if row.decision or row.errors:
        return [button]
    hindrance = reasons.hindrance(version.hindrance(row.pk))
    return [ActionButton(_("Take this row"), reverse("selection:take_row", args=[job.pk, row.pk]), disabled_reason=hindrance), button]


def _fault(job: ImportJob, row: StagedRow, fault: Fault) -> dict[str, Any]:
    has_mend = fault.mend is not None or fault.code in HIDDEN_MENDS
    button = ActionButton(_("Take the mend"), reverse("selection:accept_mends", args=[job.pk]), fields={"code": fault.code, "row": str(row.number)})
    return {"fault": fault, "kind": "bad" if fault.severity == "error" else "warn", "mend": fault.mend,
            "button": button if has_mend and job.status == ImportJob.Status.STAGED else None}


def _missed(job: ImportJob, version: Version, application: Application) -> dict[str, Any]:
    """Somebody whom the new version does not name any more; who was chosen leaves by the page of the placement."""
    url = reverse("selection:give_up_missing", args=[job.pk, application.pk])
    button = ActionButton(_("Take out of the batch"), url, kind="danger", note="required",
                          confirm=_("The application is given up with this reason. Who is only missing by mistake stays as they are."))
    return {"application": application, "touches": version.touches.get(application.pk, ()),
            "button": button if application.state != ApplicationState.CHOSEN else None}


def _others(version: Version) -> list[dict[str, Any]]:
    """People outside the file whose decision would turn."""
    return [{"application": a, "before": reasons.drafted(d.outcome_before), "after": reasons.drafted(d.outcome_after)} for a, d in version.outlook.others]


def _groups(job: ImportJob) -> list[dict[str, Any]]:
    """Kinds of fault that have mends, with how many cells each: one button takes them all."""
    if job.status != ImportJob.Status.STAGED:
        return []
    found: Counter[str] = Counter()
    for faults in job.rows.filter(decision="").values_list("faults", flat=True):
        found.update(f["code"] for f in faults if f["severity"] != "note" and (f["mend"] or f["code"] in HIDDEN_MENDS))
    return [{"button": ActionButton(_("Take all proposed mends of this kind (%(count)d): %(name)s") % {"count": n, "name": fault_name(code)},
                                    reverse("selection:accept_mends", args=[job.pk]), fields={"code": code})} for code, n in found.most_common()]


def fault_name(code: str) -> str:
    """Return what people call a kind of fault that has a mend."""
    return {
        "id_check_digit": _("last digit of the ID number"), "id_old": _("ID number of 15 digits"), "birth_differs": _("month of birth by the ID number"),
        "sex_differs": _("sex by the ID number"), "health_data": _("take out what speaks of health"), "family_data": _("take out what speaks of the family"),
        "secrets": _("take out what speaks of secrets"), "employer_cut": _("unit and post told apart"), "unit_near": _("unit of a similar name"),
        "month_zero": _("October instead of January"),
    }.get(code, code)


def _buttons(job: ImportJob, version: Version) -> list[ActionButton]:
    url = reverse("selection:take_import", args=[job.pk])
    errors = ActionButton(_("Rows with their faults marked (xlsx)"), reverse("selection:import_errors", args=[job.pk]), method="get", icon="download")
    if job.status != ImportJob.Status.STAGED:
        return []
    bad = job.counts.get("with_errors", 0)
    waiting = [pk for pk, row in version.rows.items() if not row.decision]
    held = next((code for pk in waiting if (code := version.hindrance(pk))), "")
    sentence = _("%(count)d rows still have errors: mend them, leave them out, or take the good rows only.") % {"count": bad} if bad else reasons.hindrance(held)
    buttons = [ActionButton(_("Take all rows"), url, kind="primary", disabled_reason=sentence)]
    if bad:
        buttons.append(ActionButton(_("Take the good rows only"), url, fields={"good_only": "yes"}, confirm=_("The other rows stay open here and can be mended later.")))
    quiet = len(_quiet(version))
    if version.found and quiet and quiet < len(waiting):
        buttons.append(ActionButton(_("Take the rows that touch no decision (%(count)d)") % {"count": quiet}, url, fields={"only": "quiet"}))
    return [*buttons, errors, ActionButton(_("Discard"), reverse("selection:discard_import", args=[job.pk]), kind="danger", confirm=_("Every row that was not taken is erased."))]


def _quiet(version: Version) -> list[int]:
    """Return the numbers of rows that touch no decision made so far."""
    return [row.number for pk, row in version.rows.items() if version.touches_nothing(pk)]


# -- taking ------------------------------------------------------------------------------------------------


@holding("officer")
@require_POST
def take_import(request: HttpRequest, pk: int) -> HttpResponse:
    """Write the rows: all or none, the good ones only, or those that touch no decision."""
    job, batch, sheet = job_of(request, pk)
    by = actor_of(request)
    numbers = _quiet(version_of(by, job, batch, sheet)) if request.POST.get("only") == "quiet" else None
    done = actions.take_import(batch, by=by, job=job, declaration=sheet, good_only=bool(request.POST.get("good_only")), numbers=numbers)
    messages.success(request, _("%(added)d added, %(changed)d changed, %(same)d as before; %(units)d units added; %(open)d rows stay open.") % {
        "added": done.added, "changed": done.changed, "same": done.same, "units": done.units_added, "open": done.still_open})
    return redirect("selection:import", pk=pk) if done.still_open else redirect("selection:applications", pk=batch.pk)


@holding("officer")
@require_POST
def take_row(request: HttpRequest, pk: int, row: int) -> HttpResponse:
    """Write one row; the others stay open."""
    job, batch, sheet = job_of(request, pk)
    found = get_object_or_404(job.rows, pk=row)
    done = actions.take_import(batch, by=actor_of(request), job=job, declaration=sheet, numbers=[found.number])
    messages.success(request, ngettext("Row %(row)d was taken; %(open)d row stays open.", "Row %(row)d was taken; %(open)d rows stay open.", done.still_open) % {
        "row": found.number, "open": done.still_open})
    return redirect("selection:import", pk=pk)


@holding("officer")
@require_POST
def give_up_missing(request: HttpRequest, pk: int, application: int) -> HttpResponse:
    """Take somebody out of the batch whom the new version does not name any more."""
    job, batch, sheet = job_of(request, pk)
    by = actor_of(request)
    found = missed_application(version_of(by, job, batch, sheet), application)
    if found is None:
        raise Http404
    actions.give_up(found, by=by, reason=request.POST.get("note", ""))
    messages.success(request, _("%(number)s was taken out of the batch.") % {"number": found.shown_number})
    return redirect("selection:import", pk=pk)
