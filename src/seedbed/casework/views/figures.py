"""Figures over cases: what waits for whom, ageing, classes, places, the people's word; the monthly sheet."""

import re
from datetime import date, timedelta
from typing import Any
from urllib.parse import quote

from django.core.cache import caches
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_safe

from seedbed.casework import papers
from seedbed.casework.queries import cases as queries
from seedbed.casework.queries import figures as reads
from seedbed.casework.reckoning.rates import by_group, count, word
from seedbed.casework.workbooks import monthly_file
from seedbed.directory.queries import site
from seedbed.directory.views.door import holding
from seedbed.kernel.actor import Actor
from seedbed.kernel.doors import actor_of
from seedbed.kernel.papers import Paper, render_docx, render_pdf
from seedbed.kernel.screen import ActionButton, Bar, Column, Stat

TYPES = {"docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document", "pdf": "application/pdf",
         "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"}
workers = holding("clerk", "officer", "leader")


def _month(request: HttpRequest) -> date:
    """The month asked for as `2026-11`; anything else is this month."""
    today, asked = timezone.localdate(), re.fullmatch(r"(20\d\d)-(0[1-9]|1[0-2])", request.GET.get("month", ""))
    return date(int(asked[1]), int(asked[2]), 1) if asked else today.replace(day=1)


def _figures(by: Actor, month: date) -> dict[str, Any]:
    """Figures of one person are kept for a minute: with a million cases they take a while, and many open the page at once."""
    return caches["figures"].get_or_set(reads.sight(by, month), lambda: _reckoned(by, month)) or {}


def _reckoned(by: Actor, month: date) -> dict[str, Any]:
    rows = reads.counted(by)
    since, until = reads.month_bounds(month.year, month.month)
    said, lines = reads.answers(rows, since, until), reads.classes(rows, since, until)
    return {"waiting": reads.waiting(rows), "ageing": reads.ageing(rows), "classes": lines[:reads.MOST], "first": reads.at_the_first_go(lines),
            "sections": [section(by, since, until) for section in reads.SECTIONS], "places": reads.places(rows, since, until),
            "word": word(said), "words": [word(said, _("all classes")), *by_group(said)] if said else [], "excluded": reads.excluded(rows, since, until)}


@workers
@require_safe
def figures(request: HttpRequest) -> HttpResponse:
    """Show the figures of the cases one sees; every unit and class leads to its cases."""
    month = _month(request)
    found, page = _figures(actor_of(request), month), reverse("cases:cases")
    before = (month - timedelta(days=1)).strftime("%Y-%m")
    sheet = "?month=" + month.strftime("%Y-%m")
    buttons = [ActionButton(_("Monthly sheet (Word)"), reverse("cases:monthly", args=["docx"]) + sheet, method="get"),
               ActionButton(_("Monthly sheet (PDF)"), reverse("cases:monthly", args=["pdf"]) + sheet, method="get"),
               ActionButton(_("Monthly sheet (Excel)"), reverse("cases:monthly", args=["xlsx"]) + sheet, method="get")]
    return render(request, "casework/case_figures.html", found | {
        "shown_places": [(row, count(row.registered), count(row.open), f"{page}?area={row.key}&show=all") for row in found["places"]],
        "shown_waiting": [(row, page + (f"?lead={row.lead}" if row.lead else "?state=registered")) for row in found["waiting"]],
        "shown_classes": [(row, f"{page}?category={row.key}&show=all") for row in found["classes"]],
        "shown_sections": [(section, _columns(section), list(zip(section.rows, section.ways, strict=True))) for section in found["sections"]],
        "month": month, "before": before, "buttons": buttons, "stats": _stats(found), "bars": [Bar(papers.age(low, high), n) for low, high, n in found["ageing"]],
        "waiting_columns": [Column(_("Unit"), kind="main"), Column(_("open"), kind="number"), Column(_("past the safe end"), kind="number")],
        "class_columns": [Column(pgettext("cases", "Class"), kind="main"), Column(_("registered"), kind="number"), Column(_("closed"), kind="number"), Column(_("solved of these"), kind="number"),
                          Column(_("solved at the first go"), kind="number"), Column(_("said again or come back"), kind="number")],
        "place_columns": [Column(_("Township"), kind="main"), Column(_("registered"), kind="number"), Column(_("still open"), kind="number")],
        "word_columns": [Column(pgettext("cases", "Class"), kind="main"), Column(_("asked"), kind="number"), Column(_("reached"), kind="number"), Column(_("answered"), kind="number"), Column(_("“solved”"), kind="number"),
                         Column(_("“satisfied”"), kind="number")]})


def _columns(section: reads.Section) -> list[Column]:
    return [Column(name, kind="text" if n else "main") for n, name in enumerate(section.columns)]


def _stats(found: dict[str, Any]) -> list[Stat]:
    said = found["word"]
    late = sum(line.late for line in found["waiting"])
    return [Stat(_("open"), sum(line.open for line in found["waiting"]), url=reverse("cases:cases")),
            Stat(_("past the safe end"), late, url=reverse("cases:cases") + "?show=late", kind="warn" if late else "neutral"),
            Stat(_("solved at the first go"), found["first"].text, sub=found["first"].numbers), Stat(_("“solved”"), said.solved.text, sub=said.solved.numbers), Stat(_("“satisfied”"), said.satisfied.text, sub=said.satisfied.numbers)]


@workers
@require_safe
def monthly(request: HttpRequest, form: str) -> HttpResponse:
    """Hand out the monthly sheet as Word, PDF or Excel."""
    if form not in TYPES:
        raise Http404
    month, office, desk = _month(request), site(), queries.own_desk(actor_of(request)) or queries.desks().first()
    found = _figures(actor_of(request), month)
    sheet = papers.monthly_sheet(str(desk or office or ""), month, found)
    if form == "xlsx":
        return download(monthly_file(sheet.title, found), f"{sheet.title}.xlsx", TYPES[form])
    return download(render_pdf([sheet]) if form == "pdf" else render_docx([sheet]), f"{sheet.title}.{form}", TYPES[form])


def print_out(paper: Paper, name: str, form: str) -> HttpResponse:
    """Answer with a paper as Word or PDF."""
    if form not in ("docx", "pdf"):
        raise Http404
    return download(render_pdf([paper]) if form == "pdf" else render_docx([paper]), f"{paper.title} {name}.{form}", TYPES[form])


def download(data: bytes, name: str, kind: str) -> HttpResponse:
    """Answer with a file to be kept."""
    answer = HttpResponse(data, content_type=kind)
    answer.headers["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(name)}"
    answer.headers["Cache-Control"] = "no-store"
    return answer
