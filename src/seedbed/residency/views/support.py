"""Pages of help: a trainee asks, follows the own tickets, asks for a change; the office turns causes into conditions."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_POST, require_safe

from seedbed.casework.forms import AskForm
from seedbed.casework.queries import own_tickets, ticket_figures, ticket_rules
from seedbed.kernel.actions import allowed
from seedbed.kernel.doors import accepted, actor_of
from seedbed.kernel.paging import by_number
from seedbed.kernel.screen import ActionButton, Column, Stat
from seedbed.placement.queries.placements import free_posts
from seedbed.residency.actions import tickets as actions
from seedbed.residency.actions import visits as changes
from seedbed.residency.forms.support import AnswerWishForm, HostWishForm, WishForm
from seedbed.residency.models import ChangeWish, MemberTicket
from seedbed.residency.queries import tickets as queries
from seedbed.residency.queries import visits
from seedbed.residency.queries.classes import people_of
from seedbed.residency.views.doors import BOTH, caring, class_found, crumbs, form_page, learning, office, tabs
from seedbed.residency.views.leave import own_member, trainee


@trainee
@BOTH
def my_help(request: HttpRequest) -> HttpResponse:
    """Ask for help in one form, and see how the own tickets stand."""
    member, by = own_member(request), actor_of(request)
    if member is None:
        return render(request, "residency/no_class.html")
    form = AskForm(request.POST or None, rules=ticket_rules())
    if request.method == "POST" and form.is_valid() and accepted(form, lambda: actions.ask_help(member, by=by, **form.cleaned_data)):
        return redirect("residency:my_help")
    return render(request, "residency/my_help.html", {
        "member": member, "form": form, "tickets": own_tickets(by)[:50], "wishes": visits.wishes_visible_to(by).filter(member=member),
        "columns": [Column(_("Number"), kind="main"), Column(_("What is it about?")), Column(_("Due"), kind="date"), Column(pgettext("state", "State"))]})


@caring
@require_safe
def tickets(request: HttpRequest, pk: int) -> HttpResponse:
    """List the tickets of a class with their figures."""
    row, by = class_found(request, pk), actor_of(request)
    rows = queries.links_visible_to(by).filter(member__training_class=row)
    figures = ticket_figures(queries.tickets_of(rows))
    return render(request, "residency/tickets.html", {
        "row": row, "tabs": tabs(by, row, "tickets"), "crumbs": crumbs(row), "rows": by_number(rows.order_by("-pk"), request.GET, size=50),
        "lesson": allowed("residency.set_class", by, row),
        "stats": [Stat(pgettext("tickets", "Open"), figures["open"]), Stat(_("Late"), figures["late"], kind="warn" if figures["late"] else "neutral"),
                  Stat(pgettext("tickets", "Closed"), figures["closed"]), Stat(pgettext("tickets", "Content"), figures["content"], sub=_("of %(closed)d closed") % {"closed": figures["closed"]})],
        "columns": [Column(_("Number"), kind="main"), Column(_("What is it about?")), Column(_("Who asks")), Column(_("Host")), Column(_("Due"), kind="date"),
                    Column(pgettext("state", "State")), Column(_("Condition for the host"))]})


@office
@require_POST
def lesson(request: HttpRequest, pk: int) -> HttpResponse:
    """Make a ticket's cause a condition for the host."""
    by = actor_of(request)
    link: MemberTicket = get_object_or_404(queries.links_visible_to(by), pk=pk)
    actions.carry_lesson(link, by=by, lesson=request.POST.get("note", ""))
    return redirect("residency:tickets", pk=link.member.training_class_id)


# -- changes that somebody asks for ------------------------------------------------------------------------


@trainee
@BOTH
def wish(request: HttpRequest) -> HttpResponse:
    """Ask for another post, another host or an early end."""
    member, by = own_member(request), actor_of(request)
    if member is None:
        return render(request, "residency/no_class.html")
    form = WishForm(request.POST or None)
    if request.method == "POST" and form.is_valid() and accepted(form, lambda: changes.ask_change(member, by=by, side="trainee", **form.cleaned_data)):
        return redirect("residency:my_help")
    return form_page(request, form, _("Ask for a change"), back=reverse("residency:my_help"), sub=_("Help"), submit=_("Ask"), draft="residency.wish",
                     text=_("The office answers with a change order that a second person approves, or with a reason."))


@office
@BOTH
def wish_for(request: HttpRequest, pk: int) -> HttpResponse:
    """Enter what a host asked for: another post, another host, or an early end for one of its people."""
    row, by = class_found(request, pk), actor_of(request)
    form = HostWishForm(request.POST or None, members=people_of(row))
    back = reverse("residency:wishes", args=[pk])
    if request.method == "POST" and form.is_valid():
        kept = dict(form.cleaned_data)
        member = kept.pop("member")
        if accepted(form, lambda: changes.ask_change(member, by=by, side="host", **kept)):
            return redirect(back)
    return form_page(request, form, _("Enter a host's wish"), back=back, sub=row.batch.name, draft=f"residency.wish_for.{pk}")


def _wish(request: HttpRequest, pk: int) -> ChangeWish:
    return get_object_or_404(visits.wishes_visible_to(actor_of(request)), pk=pk)


@learning
@require_POST
def wish_take_back(request: HttpRequest, pk: int) -> HttpResponse:
    """Take the own wish back."""
    changes.take_wish_back(_wish(request, pk), by=actor_of(request))
    return redirect("residency:my_help")


@office
@require_safe
def wishes(request: HttpRequest, pk: int) -> HttpResponse:
    """List the wishes for changes of a class."""
    row, by = class_found(request, pk), actor_of(request)
    rows = visits.wishes_visible_to(by).filter(member__training_class=row)
    return render(request, "residency/wishes.html", {
        "row": row, "tabs": tabs(by, row, "wishes"), "crumbs": crumbs(row), "rows": by_number(rows, request.GET, size=50),
        "buttons": [ActionButton(_("Enter a host's wish"), reverse("residency:wish_for", args=[pk]), method="get")],
        "columns": [Column(_("Name"), kind="main"), Column(_("Host")), Column(_("Asked by")), Column(_("Wanted")), Column(_("Reason")), Column(pgettext("state", "State"))]})


@office
@BOTH
def wish_answer(request: HttpRequest, pk: int) -> HttpResponse:
    """Answer a wish: choose a post and propose the change order, or do not agree."""
    row, by = _wish(request, pk), actor_of(request)
    form = AnswerWishForm(request.POST or None, posts=free_posts(row.member.training_class.batch).exclude(pk=row.member.placement.post_id))
    back = reverse("residency:wishes", args=[row.member.training_class_id])
    if request.method == "POST" and form.is_valid() and accepted(form, lambda: changes.order_change(row, by=by, **form.cleaned_data)):
        return redirect("placement:change_order", pk=row.order_id)
    return form_page(request, form, _("Answer a wish for a change"), back=back, sub=row.member.person.name, text=f"{row.get_side_display()}：{row} · {row.reason}",
                     submit=_("Propose the change order"),
                     refuse=ActionButton(_("Do not agree"), reverse("residency:wish_refuse", args=[pk]), kind="danger", note="required"))


@office
@require_POST
def wish_refuse(request: HttpRequest, pk: int) -> HttpResponse:
    """Do not agree, with a reason."""
    row = changes.refuse_change(_wish(request, pk), by=actor_of(request), reason=request.POST.get("note", ""))
    return redirect("residency:wishes", pk=row.member.training_class_id)

