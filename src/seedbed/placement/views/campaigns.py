"""Pages of a request campaign: plan, stages side by side, answers against the targets, reminders."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext
from django.views.decorators.http import require_POST, require_safe

from seedbed.directory.views.sheets import sheet_button
from seedbed.kernel.actions import allowed
from seedbed.kernel.charts import Piece
from seedbed.kernel.doors import accepted, actor_of, refuse_unless_allowed, signed_in
from seedbed.kernel.screen import ActionButton, Column, Stat
from seedbed.placement.actions import campaigns as actions
from seedbed.placement.forms.campaigns import CampaignForm, RelayForm, TargetForm
from seedbed.placement.models import Campaign, Relay
from seedbed.placement.queries import campaigns as queries
from seedbed.placement.states.campaigns import ANSWER_KINDS, CAMPAIGN_MOVES, CampaignAnswer
from seedbed.placement.views.hosts import BOTH, version_of
from seedbed.placement.views.lines import events_of
from seedbed.placement.views.offers import batch_crumbs, batch_of
from seedbed.placement.workbooks import COMPANIES


def campaign_of(request: HttpRequest, pk: int) -> Campaign:
    """Return a campaign the actor may see, or answer 404."""
    return get_object_or_404(queries.campaigns_visible_to(actor_of(request)), pk=pk)


def crumbs(campaign: Campaign, *more: tuple[Any, str]) -> list[tuple[Any, str]]:
    """Return the way back to a campaign."""
    title = _("Request campaign %(number)d") % {"number": campaign.ordinal}
    return batch_crumbs(campaign.batch, (title, reverse("placement:campaign", args=[campaign.pk])), *more)


@signed_in
@require_safe
def campaigns(request: HttpRequest, batch: int) -> HttpResponse:
    """List the request campaigns of a batch."""
    row, by = batch_of(request, batch), actor_of(request)
    plan = ActionButton(_("Plan a campaign"), reverse("placement:campaign_add", args=[batch]), method="get", kind="primary")
    return render(request, "placement/campaigns/campaigns.html", {
        "batch": row, "rows": queries.campaigns_of(queries.campaigns_visible_to(by), row), "crumbs": batch_crumbs(row),
        "buttons": [plan] if allowed("placement.plan_campaign", by, row) else [],
        "columns": [Column(_("Request campaign"), kind="main"), Column(_("State")), Column(_("Companies answer by"), kind="date"),
                    Column(_("Companies"), kind="number"), Column(pgettext("campaign", "Answered"), kind="number"), Column(_("Willing"), kind="number")],
    })


@signed_in
@BOTH
def campaign_add(request: HttpRequest, batch: int) -> HttpResponse:
    """Plan a request campaign; who was interested before is listed at once."""
    row, by = batch_of(request, batch), actor_of(request)
    refuse_unless_allowed("placement.plan_campaign", by, row)
    form = CampaignForm(request.POST or None)
    made: list[Campaign] = []
    if request.method == "POST" and form.is_valid():
        if accepted(form, lambda: made.append(actions.plan_campaign(row, by=by, **form.cleaned_data))):
            return redirect("placement:campaign", pk=made[0].pk)
    back = reverse("placement:campaigns", args=[batch])
    return render(request, "placement/host_form.html", {
        "form": form, "title": _("Plan a campaign"), "crumbs": batch_crumbs(row, (_("Request campaigns"), back)), "back": back})


@signed_in
@require_safe
def campaign(request: HttpRequest, pk: int) -> HttpResponse:
    """Show a campaign: its stages side by side, the answers against its targets, and what is to be done."""
    row, by = campaign_of(request, pk), actor_of(request)
    reached, stages = queries.targets_reached(row), queries.stages_of(row)
    keeps = allowed("placement.set_campaign_target", by, row) and row.state != "closed"
    return render(request, "placement/campaigns/campaign.html", {
        "campaign": row, "batch": row.batch, "crumbs": crumbs(row)[:-1], "buttons": _buttons(by, row, keeps), "stats": _stats(stages),
        "seats": [(_target(r), r.target.seats, r.seats, "") for r in reached if r.target.seats],
        "posts": [(_target(r), r.target.posts, r.posts, "") for r in reached if r.target.posts],
        "answers": [(stage.relay or _("asked directly"), _pieces(stage)) for stage in stages if stage.listed],
        "stages": [(stage, _relay_buttons(stage.relay, row, keeps)) for stage in stages], "keeps": keeps, "target_form": TargetForm() if keeps else None,
        "stage_columns": [Column(_("Asked through"), kind="main"), Column(_("Due"), kind="date"), Column(_("Passed on"), kind="date"), Column(_("Companies"), kind="number"),
                          Column(_("Asked"), kind="number"), Column(pgettext("campaign", "Answered"), kind="number"), Column(_("Not answered yet"), kind="number"), Column("", kind="actions")],
        "interested": queries.interested_in(row), "events": events_of(row),
    })


def _target(reached: queries.Reached) -> str:
    """What a target asks for, in words."""
    target = reached.target
    industry = f"{target.industry_id} {target.industry.name}" if target.industry is not None else _("all industries")
    return f"{industry} · {target.get_host_kind_display()}" if target.host_kind else industry


def _pieces(stage: queries.Stage) -> list[Piece]:
    pieces = [Piece(label, stage.answers.get(value, 0), ANSWER_KINDS[value]) for value, label in CampaignAnswer.choices]
    return [*pieces, Piece(_("not answered yet"), stage.listed - stage.answered)]


def _stats(stages: list[queries.Stage]) -> list[Stat]:
    listed, willing = sum(s.listed for s in stages), sum(s.answers.get("yes", 0) for s in stages)
    answered = sum(s.answered for s in stages)
    return [
        Stat(_("Companies"), listed), Stat(_("Asked"), sum(s.asked for s in stages)), Stat(pgettext("campaign", "Answered"), answered),
        Stat(_("Willing"), willing, kind="good" if willing else "neutral"),
        Stat(_("Not answered yet"), silent := sum(s.silent for s in stages), kind="warn" if silent else "neutral"),
    ]


def _buttons(by: Any, row: Campaign, keeps: bool) -> list[ActionButton]:
    def url(name: str) -> str:
        return reverse(f"placement:{name}", args=[row.pk])

    buttons = [ActionButton(_("Companies"), url("companies"), method="get"), *([sheet_button(COMPANIES, row)] if COMPANIES.brings(by, row) else [])]
    if allowed("placement.move_campaign", by, row):
        for move in CAMPAIGN_MOVES.from_state(row.state):
            asks = _("The links of the companies end.") if move.name == "close" else ""
            buttons.append(ActionButton(move.label, url("campaign_move"), kind="primary" if move.name == "open" else "plain", fields={"move": move.name},
                                        confirm=asks or (_("Companies may answer again.") if move.needs_note else ""), note="required" if move.needs_note else ""))
    if keeps:
        buttons.append(ActionButton(_("Change"), url("campaign_change"), method="get"))
    if row.state == "open" and allowed("placement.make_company_links", by, row):
        buttons.append(ActionButton(_("Make links"), url("campaign_links"), confirm=_("Every company that has not answered gets a new link; older ones end.")))
    if row.state == "open":
        buttons.append(ActionButton(_("Remind who has not answered"), url("campaign_remind")))
    return buttons


def _relay_buttons(relay: Relay | None, row: Campaign, keeps: bool) -> list[ActionButton]:
    if relay is None or not keeps:
        return []
    buttons = []
    if row.state == "open" and relay.passed_on_at is None:
        buttons.append(ActionButton(_("Passed on"), reverse("placement:relay_passed_on", args=[relay.pk])))
    return [*buttons, ActionButton(_("Take out"), reverse("placement:relay_drop", args=[relay.pk]), kind="quiet")]


@signed_in
@BOTH
def campaign_change(request: HttpRequest, pk: int) -> HttpResponse:
    """Change deadlines and words."""
    row, by = campaign_of(request, pk), actor_of(request)
    form = CampaignForm.of(row, request.POST or None)
    if request.method == "POST" and form.is_valid():
        if accepted(form, lambda: actions.change_campaign(row, by=by, version=version_of(request), **form.cleaned_data)):
            return redirect("placement:campaign", pk=pk)
    return render(request, "placement/host_form.html", {
        "form": form, "title": _("Change the campaign"), "version": row.version, "crumbs": crumbs(row), "back": reverse("placement:campaign", args=[pk])})


@signed_in
@require_POST
def campaign_move(request: HttpRequest, pk: int) -> HttpResponse:
    """Open or close a campaign."""
    row = campaign_of(request, pk)
    actions.move_campaign(row, by=actor_of(request), move=request.POST.get("move", ""), reason=request.POST.get("note", ""))
    return redirect("placement:campaign", pk=pk)


@signed_in
@BOTH
def campaign_target(request: HttpRequest, pk: int) -> HttpResponse:
    """Set one target."""
    row, by = campaign_of(request, pk), actor_of(request)
    form = TargetForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        if accepted(form, lambda: actions.set_target(row, by=by, **form.cleaned_data)):
            return redirect("placement:campaign", pk=pk)
    return render(request, "placement/host_form.html", {
        "form": form, "title": _("Set a target"), "crumbs": crumbs(row), "back": reverse("placement:campaign", args=[pk])})


@signed_in
@require_POST
def campaign_remind(request: HttpRequest, pk: int) -> HttpResponse:
    """Put the silent companies on today's list of calls."""
    count = actions.remind_companies(campaign_of(request, pk), by=actor_of(request))
    messages.success(request, ngettext("%(count)d company is to be called today.", "%(count)d companies are to be called today.", count) % {"count": count})
    return redirect(reverse("placement:companies", args=[pk]) + "?answer=silent")


@signed_in
@BOTH
def relay_add(request: HttpRequest, pk: int) -> HttpResponse:
    """Name who passes the request on."""
    row, by = campaign_of(request, pk), actor_of(request)
    form = RelayForm(request.POST or None, units=queries.units_that_relay(by), campaign=row)
    if request.method == "POST" and form.is_valid():
        if accepted(form, lambda: actions.add_relay(row, by=by, **form.cleaned_data)):
            return redirect("placement:campaign", pk=pk)
    return render(request, "placement/host_form.html", {
        "form": form, "title": _("Name who passes the request on"), "crumbs": crumbs(row), "back": reverse("placement:campaign", args=[pk])})


def _relay(request: HttpRequest, pk: int) -> Relay:
    return get_object_or_404(queries.relays_visible_to(actor_of(request)), pk=pk)


@signed_in
@require_POST
def relay_passed_on(request: HttpRequest, pk: int) -> HttpResponse:
    """Note that the request was passed on."""
    row = actions.note_passed_on(_relay(request, pk), by=actor_of(request))
    return redirect("placement:campaign", pk=row.campaign_id)


@signed_in
@require_POST
def relay_drop(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a relay out."""
    row = _relay(request, pk)
    actions.drop_relay(row, by=actor_of(request))
    return redirect("placement:campaign", pk=row.campaign_id)


def company_columns() -> list[Column]:
    """Return the columns of the list of companies."""
    return [Column(_("Company"), kind="main"), Column(_("Asked through")), Column(pgettext("campaign", "Answer")), Column(pgettext("host", "Seats"), kind="number"),
            Column(pgettext("training", "Posts")), Column(_("Contact"))]
