"""What the pages of matching share: finding the batch, the way back, the superior's paper."""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from seedbed.directory.forms import PaperForm
from seedbed.directory.queries import site
from seedbed.kernel.doors import actor_of
from seedbed.kernel.faults import RuleBroken
from seedbed.kernel.models import ApprovalPaper
from seedbed.kernel.screen import Tab
from seedbed.placement.models import MatchDraft
from seedbed.placement.queries import matching as queries
from seedbed.selection.models import Batch


def batch_of(request: HttpRequest, pk: int) -> Batch:
    """Return a batch whose people the actor matches, or answer 404."""
    return get_object_or_404(queries.batches_matched_by(actor_of(request)), pk=pk)


def crumbs(batch: Batch, *more: tuple[Any, str]) -> list[tuple[Any, str]]:
    """Return the way back from a page of a batch."""
    return [(_("Batches"), reverse("selection:batches")), (batch.name, reverse("placement:batch", args=[batch.pk])), *more]


def tabs(batch: Batch, current: str) -> list[Tab]:
    """Return the sister pages of the match of a batch."""
    pages = (("matching", _("Runs and drafts")), ("workbench", _("Workbench")), ("weights", _("Weights")), ("match_rules", _("Rules, locks, pairs")))
    return [Tab(label, reverse(f"placement:{name}", args=[batch.pk]), name == current) for name, label in pages]


def draft_crumbs(draft: MatchDraft) -> list[tuple[Any, str]]:
    """Return the way back from a page about one draft."""
    return crumbs(draft.batch, (_("Workbench"), reverse("placement:workbench", args=[draft.batch_id])),
                  (_("Draft %(number)d") % {"number": draft.number}, reverse("placement:draft", args=[draft.pk])))


def draft_tabs(draft: MatchDraft, current: str) -> list[Tab]:
    """Return the sister pages about one draft."""
    pages = (("draft", _("List")), ("board", _("Board")), ("pictures", _("Pictures")), ("fairness", _("Fairness")), ("what_if", _("What if")))
    return [Tab(label, reverse(f"placement:{name}", args=[draft.pk]), name == current) for name, label in pages]


def small_office() -> bool:
    """Whether a superior's paper stands for the second person here."""
    office = site()
    return office is not None and office.profile == "small"


def second_person_step(
    request: HttpRequest, act: Callable[[ApprovalPaper | None], Any], *, same_person: bool, purpose: str, done: str, **page: Any
) -> HttpResponse:
    """Show and take a step that wants a second person.

    `same_person`: the one who asks took the step before. In a small office the page then asks for the
    superior's paper; in a full one it says who else has to come.
    """
    form = PaperForm(request.POST or None) if same_person and small_office() else None
    sentence = ""
    if request.method == "POST" and (form is None or form.is_valid()):
        try:
            act(form.filed(actor_of(request), purpose=purpose) if form is not None else None)
        except RuleBroken as fault:
            sentence = str(fault)
        else:
            return redirect(done)
    blocked = same_person and form is None
    return render(request, "placement/matching/step.html", {**page, "form": form, "sentence": sentence, "blocked": blocked, "back": done})
