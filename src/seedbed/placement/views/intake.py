"""Pages of the workbook of posts: bring in, mend by cell, see what changes, take; write out."""

import io
from collections import Counter
from typing import Any

from django.contrib import messages
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_POST, require_safe

from seedbed.directory.forms import SheetAnswersForm
from seedbed.directory.views.releases import handed_out
from seedbed.kernel.actions import allowed
from seedbed.kernel.doors import accepted, actor_of, refuse_unless_allowed, signed_in
from seedbed.kernel.faults import Refused
from seedbed.kernel.models import ImportJob
from seedbed.kernel.screen import ActionButton, Column, Stat
from seedbed.kernel.workbooks import WorkbookRefused, staging, writing
from seedbed.placement import rules
from seedbed.placement.actions import intake as actions
from seedbed.placement.forms.intake import UploadForm
from seedbed.placement.models import Host, Post
from seedbed.placement.queries import hosts as host_queries
from seedbed.placement.queries import intake as queries
from seedbed.placement.reasons.rests import on_post
from seedbed.placement.views.hosts import BOTH
from seedbed.placement.views.offers import batch_crumbs, batch_of
from seedbed.placement.workbooks import POSTS, values_of
from seedbed.selection.models import Batch
from seedbed.selection.queries.outgoing import list_of

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
SHOWN = 60  # faulty rows on one page


def _batch(request: HttpRequest, pk: int) -> Batch:
    row = batch_of(request, pk)
    if not rules.runs_batch(actor_of(request), row):
        raise Refused(_("You may not bring in posts."))
    return row


@signed_in
@BOTH
def posts_import(request: HttpRequest, batch: int) -> HttpResponse:
    """Bring in a workbook of posts; it is read before anything is written."""
    row, by = _batch(request, batch), actor_of(request)
    form = UploadForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        job = _staged(form, row, by)
        if job is not None:
            return redirect("placement:posts_job", batch=batch, job=job.pk)
    return render(request, "placement/posts_import.html", {
        "batch": row, "form": form, "jobs": queries.imports_of(row)[:10], "crumbs": batch_crumbs(row),
        "columns": [Column(_("File"), kind="main"), Column(_("Brought in"), kind="date"), Column(pgettext("import", "State")), Column(_("Rows"), kind="number")],
    })


def _staged(form: UploadForm, batch: Batch, by: Any) -> ImportJob | None:
    made: list[ImportJob] = []
    try:
        parcel = staging.read_upload(form.cleaned_data["file"], POSTS, queries.last_answers())
    except WorkbookRefused as fault:
        form.add_error("file", str(fault))
        return None
    accepted(form, lambda: made.append(actions.stage_posts(batch, by=by, parcel=parcel, sheet=POSTS)))
    return made[0] if made else None


def _job(request: HttpRequest, batch: Batch, pk: int) -> ImportJob:
    return get_object_or_404(queries.imports_of(batch), pk=pk)


@signed_in
@require_safe
def posts_job(request: HttpRequest, batch: int, job: int) -> HttpResponse:
    """Show a workbook on its way in: questions, faults by cell with mends, and what would change."""
    row = _batch(request, batch)
    found = _job(request, row, job)
    waiting = found.status == ImportJob.Status.STAGED
    lines = staging.preview(found, POSTS, rows=queries.rows_of(found)) if waiting else []
    faulty = [line for line in lines if line.row.decision or any(f.severity != "note" for f in line.faults)]
    return render(request, "placement/posts_job.html", {
        "batch": row, "job": found, "waiting": waiting, "crumbs": batch_crumbs(row, (_("Workbook"), reverse("placement:posts_import", args=[batch]))),
        "stats": _stats(found), "remarks": staging.remarks(found), "kinds": _kinds(lines), "lines": faulty[:SHOWN], "more": len(faulty) - SHOWN,
        "notes": [line for line in lines if any(f.severity == "note" for f in line.faults)],
        "questions": SheetAnswersForm(questions=found.questions, sheet=POSTS) if waiting and any(q["heading"] for q in found.questions) else None,
        "missing": [POSTS.column(q["candidates"][0]).title for q in found.questions if q["kind"] == "missing"],
        "buttons": _buttons(row, found) if waiting else [],
    } | (_outlook(row, found) if waiting else {}))


def _stats(job: ImportJob) -> list[Stat]:
    counts = job.counts
    return [
        Stat(_("Rows"), counts.get("rows", 0)),
        Stat(_("With errors"), counts.get("with_errors", 0), kind="bad" if counts.get("with_errors") else "good"),
        Stat(_("To look at"), counts.get("with_warnings", 0), kind="warn" if counts.get("with_warnings") else "neutral"),
        Stat(_("Left out"), counts.get("left", 0)),
    ]


def _kinds(lines: list[staging.Line]) -> list[dict[str, Any]]:
    """Each kind of fault once, with how often it comes and whether mends can be taken for all at once."""
    faults = [f for line in lines if not line.row.decision for f in line.faults if f.severity != "note"]
    count, mends = Counter(f.code for f in faults), Counter(f.code for f in faults if f.mend)
    first = {f.code: f for f in reversed(faults)}
    return [{"code": code, "count": n, "mends": mends[code], "text": first[code].text, "severity": first[code].severity} for code, n in count.most_common()]


def _outlook(batch: Batch, job: ImportJob) -> dict[str, Any]:
    """What taking would do: new companies and posts, changes cell by cell with what rests on them, what the file leaves out."""
    try:
        rows = staging.rows_to_take(job, good_only=True)
    except staging.NotReady:
        return {"plans": None}
    plans = queries.plan_rows(batch, rows)
    absent, keys = queries.absent(batch, job, plans), dict(job.rows.values_list("number", "pk"))
    resting = queries.resting([*(p.post for p in plans if p.post is not None and p.changes), *absent.posts])
    return {
        "plans": plans, "new_hosts": len({p.taken.values["uscc"] for p in plans if p.host is None}),
        "new_posts": sum(p.post is None for p in plans), "same": sum(p.post is not None and not p.changes for p in plans),
        "changes": [_change(batch, job, p, resting, keys) for p in plans if p.changes or p.post is None],
        "absent": [_absent(post, resting) for post in absent.posts], "absent_hosts": absent.hosts,
        "change_columns": [Column(_("Row"), kind="number"), Column(_("Where"), kind="main"), Column(_("Changes cell by cell")), Column(_("What it touches")),
                           Column("", kind="actions")],
        "absent_columns": [Column(_("Where"), kind="main"), Column(_("What it touches")), Column("", kind="actions")],
    }


def _change(batch: Batch, job: ImportJob, plan: queries.RowPlan, resting: dict[int, list[Any]], keys: dict[int, int]) -> dict[str, Any]:
    """One row that adds or changes something, with the button that takes it alone."""
    url = reverse("placement:posts_take_row", args=[batch.pk, job.pk, keys[plan.taken.number]])
    hindrance = _("Fewer seats than are taken: move the people first.") if queries.lacks_seats(plan) else ""
    return {
        "plan": plan, "cells": [(_title(c.name), _text(c.name, c.old), _text(c.name, c.new)) for c in plan.changes],
        "touches": on_post(plan, resting.get(plan.post.pk, [])) if plan.post is not None and plan.post_cells else [],
        "button": ActionButton(_("Take this row"), url, disabled_reason=hindrance),
    }


def _absent(post: Post, resting: dict[int, list[Any]]) -> dict[str, Any]:
    """An open post that the file does not name; closing it needs a reason."""
    button = ActionButton(_("Close the post"), reverse("placement:post_close", args=[post.pk]), kind="danger", note="required",
                          confirm=_("Nobody is placed here any more. A post that is only missing by mistake stays open."))
    return {"post": post, "people": resting.get(post.pk, []), "button": button}


def _title(name: str) -> Any:
    if name == "name":
        return _("Company")
    if name == "phone":
        return _("Telephone")
    model = Host if name in queries.PROFILE else Post
    return model._meta.get_field(name).verbose_name


def _text(name: str, value: Any) -> Any:
    if name == "phone":
        return "••••" + value[-4:] if value else ""
    if name == "lodging":
        return dict(Post._meta.get_field("lodging").flatchoices).get(value, value)
    return _("to be settled") if value is None else value


def _buttons(batch: Batch, job: ImportJob) -> list[ActionButton]:
    args = [batch.pk, job.pk]
    buttons = []
    if job.counts.get("with_errors"):
        if job.counts.get("good"):
            buttons.append(ActionButton(_("Take the good rows only"), reverse("placement:posts_take", args=args), fields={"good_only": "1"},
                                        confirm=_("Rows with errors stay here and can be mended later.")))
    else:
        buttons.append(ActionButton(_("Take all rows"), reverse("placement:posts_take", args=args), kind="primary"))
    return [*buttons, ActionButton(_("Discard"), reverse("placement:posts_discard", args=args), kind="danger", confirm=_("The rows of this file are erased."))]


@signed_in
@require_POST
def posts_answer(request: HttpRequest, batch: int, job: int) -> HttpResponse:
    """Answer what headings mean."""
    row = _batch(request, batch)
    found = _job(request, row, job)
    form = SheetAnswersForm(request.POST, questions=found.questions, sheet=POSTS)
    if form.is_valid():
        actions.STEPS.answer(row, by=actor_of(request), job=found, sheet=POSTS, answers=form.answers())
    return redirect("placement:posts_job", batch=batch, job=job)


@signed_in
@require_POST
def posts_mend(request: HttpRequest, batch: int, job: int, staged: int) -> HttpResponse:
    """Type one cell anew."""
    row = _batch(request, batch)
    line = get_object_or_404(queries.rows_of(_job(request, row, job)), pk=staged)
    key = request.POST.get("key", "")
    if key in {column.key for column in POSTS.columns}:
        actions.STEPS.mend(row, by=actor_of(request), row=line, sheet=POSTS, key=key, text=request.POST.get("text", "")[:10_000])
    return redirect(reverse("placement:posts_job", args=[batch, job]) + f"#row{line.number}")


@signed_in
@require_POST
def posts_accept(request: HttpRequest, batch: int, job: int) -> HttpResponse:
    """Take every proposed mend of one kind of fault."""
    row = _batch(request, batch)
    count = actions.STEPS.accept(row, by=actor_of(request), job=_job(request, row, job), sheet=POSTS, codes=request.POST.getlist("code"))
    messages.success(request, _("%(count)d cells were mended.") % {"count": count})
    return redirect("placement:posts_job", batch=batch, job=job)


@signed_in
@require_POST
def posts_decide(request: HttpRequest, batch: int, job: int, staged: int) -> HttpResponse:
    """Leave a row out, or take it after all."""
    row = _batch(request, batch)
    line = get_object_or_404(queries.rows_of(_job(request, row, job)), pk=staged)
    decision = "leave" if request.POST.get("decision") == "leave" else ""
    actions.STEPS.decide(row, by=actor_of(request), row=line, sheet=POSTS, decision=decision)
    return redirect("placement:posts_job", batch=batch, job=job)


@signed_in
@require_POST
def posts_take(request: HttpRequest, batch: int, job: int) -> HttpResponse:
    """Take the rows: all or none, or the good ones."""
    row = _batch(request, batch)
    tally = actions.take_posts(row, by=actor_of(request), job=_job(request, row, job), keeper=row.unit, good_only=request.POST.get("good_only") == "1")
    messages.success(request, _("%(hosts)d new hosts, %(posts)d new posts, %(changed)d changed, %(same)d as before.") % vars(tally))
    return redirect("placement:offers", batch=batch)


@signed_in
@require_POST
def posts_take_row(request: HttpRequest, batch: int, job: int, staged: int) -> HttpResponse:
    """Take one row; the others stay open."""
    row = _batch(request, batch)
    found = _job(request, row, job)
    line = get_object_or_404(queries.rows_of(found), pk=staged)
    actions.take_posts(row, by=actor_of(request), job=found, keeper=row.unit, numbers=[line.number])
    messages.success(request, _("Row %(row)d was taken.") % {"row": line.number})
    return redirect("placement:posts_job", batch=batch, job=job)


@signed_in
@require_POST
def posts_discard(request: HttpRequest, batch: int, job: int) -> HttpResponse:
    """Erase a workbook that is not wanted."""
    row = _batch(request, batch)
    actions.STEPS.discard(row, by=actor_of(request), job=_job(request, row, job))
    return redirect("placement:posts_import", batch=batch)


@signed_in
@require_POST
def posts_export(request: HttpRequest, batch: int) -> HttpResponse:
    """Write the posts with telephones into a workbook that may be edited and brought back; the trail notes it."""
    row, by = batch_of(request, batch), actor_of(request)
    refuse_unless_allowed("placement.export_posts", by, row)
    posts = host_queries.posts_to_export(row)
    return handed_out(request, list_of(row, "posts", len(posts)), lambda: _posts_file(row, by, posts))


def _posts_file(row: Batch, by: Any, rows: list[Post]) -> HttpResponse:
    posts = actions.export_posts(row, by=by, posts=rows)
    data = writing.write_sheet(POSTS, [values_of(post.offer, post, phone) for post, phone in posts], title=f"{row.name} {_('Posts of hosts')}")
    return FileResponse(io.BytesIO(data), as_attachment=True, filename=f"{row.name}-{_('Posts of hosts')}.xlsx", content_type=XLSX)


@signed_in
@require_safe
def posts_template(request: HttpRequest, batch: int) -> HttpResponse:
    """Hand out the empty workbook of posts."""
    row = batch_of(request, batch)
    if not allowed("placement.export_posts", actor_of(request), row):
        raise Refused(_("You may not see posts."))
    return FileResponse(io.BytesIO(writing.template(POSTS)), as_attachment=True, filename=f"{_('Posts of hosts')}.xlsx", content_type=XLSX)


@signed_in
@require_safe
def posts_errors(request: HttpRequest, batch: int, job: int) -> HttpResponse:
    """Hand out the workbook with its faults marked, to be sent back to its sender."""
    row = _batch(request, batch)
    found = _job(request, row, job)
    data = writing.error_workbook(POSTS, staging.preview(found, POSTS, rows=queries.rows_of(found)))
    name = _("Faults")
    return FileResponse(io.BytesIO(data), as_attachment=True, filename=f"{name}.xlsx", content_type=XLSX)
