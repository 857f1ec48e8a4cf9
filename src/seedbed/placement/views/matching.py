"""Pages of the match: runs with their progress, drafts with their proof, the steps to publication."""

from typing import Any

from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from seedbed.directory.views.door import holding
from seedbed.kernel.actions import allowed
from seedbed.kernel.doors import accepted, actor_of
from seedbed.kernel.models import ApprovalPaper
from seedbed.kernel.paging import by_number
from seedbed.kernel.screen import ActionButton, Column, Stat
from seedbed.placement import reasons
from seedbed.placement.actions import matching as actions
from seedbed.placement.forms.matching import DraftFilter, NoteForm, RunForm
from seedbed.placement.models import MatchDraft, MatchRun
from seedbed.placement.queries import matching as queries
from seedbed.placement.queries import placements as placement_queries
from seedbed.placement.queries.hosts import left_out_posts
from seedbed.placement.queries.notices import hindrance, stand_of
from seedbed.placement.states.matching import DraftState, RunState
from seedbed.placement.views.lines import events_of
from seedbed.placement.views.steps import batch_of, crumbs, draft_tabs, second_person_step, tabs
from seedbed.selection.models import Batch

BOTH = require_http_methods(["GET", "HEAD", "POST"])
office = holding("officer", "leader")
STAGES = ("reading", "solving", "explaining")


@office
@BOTH
def matching(request: HttpRequest, pk: int) -> HttpResponse:
    """List the drafts and runs of a batch, and start a run."""
    batch, by = batch_of(request, pk), actor_of(request)
    form = RunForm(request.POST or None)
    made: list[MatchRun] = []
    if request.method == "POST" and form.is_valid() and accepted(form, lambda: made.append(_start(batch, by, form.cleaned_data))):
        return redirect("placement:run", pk=made[0].pk)
    drafts = by_number(queries.drafts_visible_to(by).filter(batch=batch).order_by("-number"), request.GET, size=20)
    runs = queries.runs_visible_to(by).filter(batch=batch).exclude(state=RunState.DONE)[:5]
    return render(request, "placement/matching/matching.html", {
        "batch": batch, "form": form, "drafts": drafts, "runs": runs, "tabs": tabs(batch, "matching"), "crumbs": crumbs(batch),
        "people": queries.people_of(batch).count(), "left_out": left_out_posts(batch), "may": allowed("placement.start_match", by, batch),
        "columns": [Column(_("Draft"), kind="main"), Column(pgettext("state", "State")), Column(_("Placed"), kind="number"),
                    Column(_("Sum of fit"), kind="number"), Column(_("Proof")), Column(_("Weights")), Column(_("Made at"), kind="date")],
        "sums": {draft.pk: reasons.hundredths(draft.run.fit_total or 0) for draft in drafts},
    })


def _start(batch: Batch, by: Any, data: dict[str, Any]) -> MatchRun:
    previous = placement_queries.newest_draft_of(batch) if data["max_moves"] is not None else None
    return actions.start_match(batch, by=by, mode=data["mode"], seed=data["seed"] or 0, previous=previous, max_moves=data["max_moves"])


def _progress(run: MatchRun) -> dict[str, Any]:
    words = {"": _("Waiting for a worker"), "reading": _("Reading people, posts and rules"), "solving": _("Looking for the best plan"),
             "explaining": _("Explaining and checking every place")}
    done = STAGES.index(run.stage) if run.stage in STAGES else 0
    states = {RunState.QUEUED: "waiting", RunState.RUNNING: "running", RunState.DONE: "done", RunState.FAILED: "failed"}
    return {"run": run, "url": reverse("placement:run_progress", args=[run.pk]), "done": done, "total": len(STAGES),
            "text": words.get(run.stage, ""), "state": states[RunState(run.state)]}


@office
@require_safe
def run(request: HttpRequest, pk: int) -> HttpResponse:
    """Show how far a run is; when it is done lead to its draft, when it failed say why."""
    row, by = get_object_or_404(queries.runs_visible_to(actor_of(request)), pk=pk), actor_of(request)
    draft = queries.drafts_visible_to(by).filter(run=row).first()
    if draft is not None:
        return redirect("placement:draft", pk=draft.pk)
    names = reasons.names_from(queries.name_rows(row.batch, with_people=True))
    return render(request, "placement/matching/run.html", {
        **_progress(row), "batch": row.batch, "crumbs": crumbs(row.batch, (_("Match"), reverse("placement:matching", args=[row.batch_id]))),
        "sentences": reasons.fault_sentences(row.fault, names),
    })


@office
@require_safe
def run_progress(request: HttpRequest, pk: int) -> HttpResponse:
    """Answer only the bar of a run; once it has ended the page is asked to load itself again."""
    row = get_object_or_404(queries.runs_visible_to(actor_of(request)), pk=pk)
    answer = render(request, "placement/matching/progress.html", _progress(row))
    if row.state in {RunState.DONE, RunState.FAILED}:
        answer.headers["HX-Refresh"] = "true"
    return answer


def found_draft(request: HttpRequest, pk: int) -> MatchDraft:
    """Return a draft the actor may see, or answer 404."""
    return get_object_or_404(queries.drafts_visible_to(actor_of(request)), pk=pk)


@office
@require_safe
def draft(request: HttpRequest, pk: int) -> HttpResponse:
    """Show a draft: its proof, its figures, everybody's place, and the next step."""
    row, by, form = found_draft(request, pk), actor_of(request), DraftFilter(request.GET)
    places = by_number(_narrowed(queries.places_of(row), form), request.GET, size=100)
    figures = queries.figures_of(row)
    others = queries.drafts_visible_to(by).filter(batch=row.batch).exclude(pk=row.pk).order_by("-number")[:8]
    return render(request, "placement/matching/draft.html", {
        "draft": row, "run": row.run, "batch": row.batch, "places": places, "filters": form, "stats": _stats(row, figures), "others": others, "tabs": draft_tabs(row, "draft"),
        "crumbs": crumbs(row.batch, (_("Match"), reverse("placement:matching", args=[row.batch_id]))), "buttons": _buttons(by, row),
        "check": queries.newest_check(row), "recheck": _recheck_button(by, row), "events": events_of(row),
        "objective": f"{row.run.objective:,}", "bound": f"{row.run.bound:,}", "fit_total": reasons.hundredths(row.run.fit_total or 0), "gap": reasons.hundredths(row.run.gap),
        "columns": [Column(_("Person"), kind="main"), Column(pgettext("organisation", "Unit")), Column(pgettext("where somebody goes", "Place")),
                    Column(_("Fit"), kind="number"), Column(_("Wish")), Column("", kind="actions")],
        "lines": [(place, (place.fit or 0) / 100) for place in places],
    })


def _narrowed(rows: QuerySet[Any], form: DraftFilter) -> QuerySet[Any]:
    if not form.is_valid():
        return rows
    chosen = {"unplaced": Q(post=None), "wish": Q(wish_rank=None), "locked": Q(locked=True)}.get(form.cleaned_data["show"], Q())
    if words := form.cleaned_data["q"]:
        chosen &= Q(application__person__name__contains=words) | Q(application__unit__name__contains=words) | Q(post__offer__host__unit__name__contains=words)
    return rows.filter(chosen)


def _stats(row: MatchDraft, figures: queries.DraftFigures) -> list[Stat]:
    link = f"{reverse('placement:draft', args=[row.pk])}?show=unplaced"
    missing = figures.people - figures.placed
    return [
        Stat(_("Placed"), f"{figures.placed} / {figures.people}", kind="good" if not missing else "warn", url=link if missing else ""),
        Stat(_("Mean fit"), reasons.hundredths(figures.mean_fit), sub=_("of 100")),
        Stat(_("First wish met"), figures.first_wish, sub=_("of %(count)d with wishes") % {"count": figures.with_wishes}),
        Stat(_("Any wish met"), figures.any_wish),
        Stat(_("Locked"), figures.locked),
    ]


def _buttons(by: Any, row: MatchDraft) -> list[ActionButton]:
    buttons = [ActionButton(_("Run again"), reverse("placement:matching", args=[row.batch_id]), method="get")]
    if not allowed("placement.check_draft", by, row):
        return buttons
    url = {step: reverse(f"placement:draft_{step}", args=[row.pk]) for step in ("check", "confirm", "publish", "reopen")}
    state = DraftState(row.state)
    if state == DraftState.DRAFT:
        buttons.append(ActionButton(_("I have checked it"), url["check"], kind="primary", icon="check", fields={"version": row.version},
                                    confirm=_("You say that you, as a person, have read this plan. Next, a second person confirms it.")))
    elif state == DraftState.CHECKED:
        buttons.append(ActionButton(pgettext("plan", "Confirm"), url["confirm"], method="get", kind="primary"))
    elif state == DraftState.CONFIRMED:
        buttons.append(ActionButton(_("Publish"), url["publish"], method="get", kind="primary",
                                    disabled_reason=hindrance(stand_of(row.batch))))
    if state in {DraftState.CHECKED, DraftState.CONFIRMED}:
        buttons.append(ActionButton(_("Take back to draft"), url["reopen"], method="get"))
    if state == DraftState.PUBLISHED:
        buttons.append(ActionButton(_("Who is where"), reverse("placement:where", args=[row.batch_id]), method="get", kind="primary"))
    return buttons


def _recheck_button(by: Any, row: MatchDraft) -> ActionButton | None:
    if not allowed("placement.order_check", by, row):
        return None
    return ActionButton(_("Check again"), reverse("placement:draft_recheck", args=[row.pk]), kind="quiet", icon="shield")


@office
@BOTH
def draft_step(request: HttpRequest, pk: int, step: str) -> HttpResponse:
    """Take a draft one step further, or back: each step has a page of its own that says what it does."""
    return {"check": _check, "confirm": _confirm, "publish": _publish, "reopen": _reopen}[step](request, found_draft(request, pk))


def _page(row: MatchDraft, title: str, text: str, submit: str) -> dict[str, Any]:
    here = reverse("placement:draft", args=[row.pk])
    return {"title": title, "text": text, "submit": submit, "batch": row.batch, "done": here,
            "crumbs": crumbs(row.batch, (_("Draft %(number)d") % {"number": row.number}, here))}


def _check(request: HttpRequest, row: MatchDraft) -> HttpResponse:
    page = _page(row, _("Mark as checked"), _("You say that you, as a person, have read this plan. Next, a second person confirms it."), _("I have checked it"))
    return second_person_step(request, lambda _paper: actions.check_draft(row, by=actor_of(request)), same_person=False, purpose="", **page)


def _confirm(request: HttpRequest, row: MatchDraft) -> HttpResponse:
    by = actor_of(request)
    text = (_("You confirm that these people go to these posts.") if row.checked_by_id == by.account_id
            else _("You confirm as the second person that these people go to these posts."))
    page = _page(row, _("Confirm the plan"), text, pgettext("plan", "Confirm"))

    def act(paper: ApprovalPaper | None) -> Any:
        return actions.confirm_draft(row, by=by, approval=paper)

    return second_person_step(request, act, same_person=row.checked_by_id == by.account_id,
                              purpose=_("Confirms plan %(number)d of %(batch)s") % {"number": row.number, "batch": row.batch}, **page)


def _publish(request: HttpRequest, row: MatchDraft) -> HttpResponse:
    by = actor_of(request)
    page = _page(row, _("Publish the plan"),
                 _("Everybody gets the place and can read the reason. Afterwards only change orders with a reason change a place."), _("Publish"))

    def act(paper: ApprovalPaper | None) -> Any:
        return actions.publish_draft(row, by=by, approval=paper)

    same = row.confirmed_by_id == by.account_id and row.approval_id is None
    return second_person_step(request, act, same_person=same,
                              purpose=_("Publishes plan %(number)d of %(batch)s") % {"number": row.number, "batch": row.batch}, **page)


def _reopen(request: HttpRequest, row: MatchDraft) -> HttpResponse:
    form, here = NoteForm(request.POST or None), reverse("placement:draft", args=[row.pk])
    if request.method == "POST" and form.is_valid():
        if accepted(form, lambda: actions.reopen_draft(row, by=actor_of(request), reason=form.cleaned_data["reason"])):
            return redirect(here)
    return render(request, "placement/matching/form.html", {
        "form": form, "title": _("Take back to draft"), "submit": _("Take back"), "back": here,
        "crumbs": crumbs(row.batch, (_("Draft %(number)d") % {"number": row.number}, here))})


@office
@require_POST
def draft_recheck(request: HttpRequest, pk: int) -> HttpResponse:
    """Order an independent check of a stored draft."""
    row = found_draft(request, pk)
    actions.order_check(row, by=actor_of(request))
    return redirect("placement:draft", pk=row.pk)
