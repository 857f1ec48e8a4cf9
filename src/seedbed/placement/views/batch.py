"""The home of a batch: where it stands, what waits, the next button; and the release of its decisions."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext
from django.views.decorators.http import require_http_methods, require_safe

from seedbed.directory.views.door import holding
from seedbed.kernel.actions import allowed
from seedbed.kernel.doors import actor_of
from seedbed.kernel.models import ApprovalPaper
from seedbed.kernel.screen import ActionButton, Stat, Step
from seedbed.placement.actions import placements as actions
from seedbed.placement.queries.batches import BatchFigures, figures_of
from seedbed.placement.states.matching import DraftState
from seedbed.placement.views.notices import card_of, station_of
from seedbed.placement.views.steps import batch_of, second_person_step
from seedbed.selection.models import Batch
from seedbed.selection.states import BatchState

office = holding("officer", "leader")


@office
@require_safe
def batch(request: HttpRequest, pk: int) -> HttpResponse:
    """Show where a batch stands, what waits, and the one next thing to do."""
    row, by = batch_of(request, pk), actor_of(request)
    figures = figures_of(row)
    steps = steps_of(row, figures)
    return render(request, "placement/batch.html", {
        "batch": row, "figures": figures, "steps": steps, "next": _next(steps), "stats": _stats(row, figures), "waiting": _waiting(row, figures),
        "crumbs": [(_("Batches"), reverse("selection:batches"))], "buttons": _buttons(row),
        "may_release": row.state == BatchState.PROPOSED and allowed("placement.take_over", by, row),
        **card_of(row, figures.notice, by),
    })


def steps_of(row: Batch, figures: BatchFigures) -> list[Step]:
    """Return the way of a batch, from the import to the papers, with the first thing undone as now.

    What may be left out (its doneness is None) never holds up the rest.
    """
    def url(name: str) -> str:
        return reverse(name, args=[row.pk])

    draft = figures.draft
    done, is_published = row.is_released, draft is not None and draft.is_published
    announced, notice_url, notice_note = station_of(row, figures.notice, is_published)
    stations = [
        (_("Bring in applicants"), figures.applications > 0, url("selection:applications"), _count(figures.applications)),
        (_("Screen"), done or row.state in {BatchState.RANKING, BatchState.PROPOSED}, url("selection:screening"), ""),
        (pgettext("step of a batch", "Rank"), done or row.state == BatchState.PROPOSED, url("selection:ranking"), ""),
        (pgettext("step of a batch", "Release"), done, url("placement:release") if row.state == BatchState.PROPOSED else "", _count(figures.people) if done else ""),
        (_("Hosts and posts"), figures.seats >= max(figures.people, 1), url("placement:offers"), _seats(figures)),
        (_("Match"), draft is not None, url("placement:matching"), ""),
        (_("Check and confirm"), draft is not None and draft.state in {DraftState.CONFIRMED, DraftState.PUBLISHED}, _draft_url(draft), draft.get_state_display() if draft else ""),
        (pgettext("step of a batch", "Public notice"), announced, notice_url, notice_note),
        (_("Publish"), is_published, _draft_url(draft), ""),
        (_("Papers"), False, url("placement:papers") if draft is not None else "", ""),
    ]
    first = next((i for i, station in enumerate(stations) if station[1] is False), len(stations))
    return [Step(label, "done" if ready else "now" if i == first else "todo", link, note) for i, (label, ready, link, note) in enumerate(stations)]


def _draft_url(draft: Any) -> str:
    return reverse("placement:draft", args=[draft.pk]) if draft is not None else ""


def _count(people: int) -> str:
    return ngettext("%(count)d person", "%(count)d people", people) % {"count": people}


def _seats(figures: BatchFigures) -> str:
    return ngettext("%(count)d seat", "%(count)d seats", figures.seats) % {"count": figures.seats}


def _next(steps: list[Step]) -> Step | None:
    return next((step for step in steps if step.state == "now" and step.url), None)


def _stats(row: Batch, figures: BatchFigures) -> list[Stat]:
    return [
        Stat(_("Applications"), figures.applications, url=reverse("selection:applications", args=[row.pk])),
        Stat(_("People to place"), figures.people, sub=_("of %(seats)d places") % {"seats": row.seats}),
        Stat(_("Hosts"), figures.hosts, sub=_("%(posts)d posts") % {"posts": figures.posts}, url=reverse("placement:offers", args=[row.pk])),
        Stat(_("Seats offered"), figures.seats, kind="neutral" if figures.seats >= figures.people else "warn"),
        Stat(_("Placed"), figures.placed, url=reverse("placement:where", args=[row.pk]) if figures.placed else ""),
    ]


def _waiting(row: Batch, figures: BatchFigures) -> list[tuple[str, str]]:
    """Return what waits for somebody here, as sentence and address."""
    found = []
    if figures.unsettled:
        found.append((ngettext("%(count)d post has seats that are still to be settled.", "%(count)d posts have seats that are still to be settled.", figures.unsettled)
                      % {"count": figures.unsettled}, reverse("placement:offers", args=[row.pk])))
    if figures.orders:
        found.append((ngettext("%(count)d change order waits for a decision.", "%(count)d change orders wait for a decision.", figures.orders)
                      % {"count": figures.orders}, reverse("placement:change_orders", args=[row.pk])))
    if figures.reviews:
        found.append((ngettext("%(count)d person asks for a human review.", "%(count)d people ask for a human review.", figures.reviews)
                      % {"count": figures.reviews}, reverse("placement:reviews")))
    if figures.unplaced and figures.draft is not None and figures.draft.is_published:
        found.append((ngettext("%(count)d person waits for a post.", "%(count)d people wait for a post.", figures.unplaced)
                      % {"count": figures.unplaced}, reverse("placement:where", args=[row.pk])))
    return found


def _buttons(row: Batch) -> list[ActionButton]:
    return [ActionButton(_("Settings"), reverse("selection:settings", args=[row.pk]), method="get"),
            ActionButton(_("Wishes"), reverse("placement:wish_window", args=[row.pk]), method="get")]


@office
@require_http_methods(["GET", "HEAD", "POST"])
def release(request: HttpRequest, pk: int) -> HttpResponse:
    """Release all decisions of a batch together and take the chosen over into placement."""
    row, by = batch_of(request, pk), actor_of(request)
    figures = figures_of(row)

    def act(paper: ApprovalPaper | None) -> Any:
        return actions.take_over(row, by=by, approval=paper)

    text = _("%(chosen)d people are chosen, %(reserve)d stay on the reserve list, %(others)d are not chosen. All are told at once; afterwards the decisions are frozen.") % {
        "chosen": figures.proposed, "reserve": figures.reserve, "others": figures.not_chosen}
    page = {"title": _("Release the decisions"), "submit": _("Release all together"), "text": text, "batch": row, "done": reverse("placement:batch", args=[row.pk]),
            "crumbs": [(_("Batches"), reverse("selection:batches")), (row.name, reverse("placement:batch", args=[row.pk]))]}
    return second_person_step(request, act, same_person=row.proposed_by_id == by.account_id,
                              purpose=_("Releases the decisions of %(batch)s") % {"batch": row}, **page)
