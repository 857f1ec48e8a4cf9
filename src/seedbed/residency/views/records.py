"""What the registers hold about the trainee who is signed in; emergency contacts, the own and those the office may open."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from seedbed.kernel import shown_once
from seedbed.kernel.doors import accepted, actor_of
from seedbed.kernel.screen import Column
from seedbed.residency.actions import registers as actions
from seedbed.residency.forms.registers import ContactForm, GiftForm
from seedbed.residency.queries import classes
from seedbed.residency.queries import registers as queries
from seedbed.residency.views.doors import BOTH, caring, class_found, crumbs, form_page, tabs
from seedbed.residency.views.leave import own_member, trainee
from seedbed.residency.views.registers import own_lines, pages


@trainee
@require_safe
def my_records(request: HttpRequest) -> HttpResponse:
    """Show a trainee the own insurance, agreements, expenses and declared gifts, and whom the office would call."""
    member, by = own_member(request), actor_of(request)
    if member is None:
        return render(request, "residency/no_class.html")
    return render(request, "residency/my_records.html", {
        "member": member, "registers": own_lines(by, member), "contact": queries.contact_of(member),
        "columns": [Column(_("What it is"), kind="main"), Column(_("Day"), kind="date"), Column(pgettext("register", "Other side")), Column(_("Amount in yuan"), kind="number"),
                    Column(_("How it stands")), Column("", kind="actions")]})


@trainee
@BOTH
def my_contact(request: HttpRequest) -> HttpResponse:
    """Say whom to call in an emergency."""
    member, by, form = own_member(request), actor_of(request), ContactForm(request.POST or None)
    if member is None:
        return render(request, "residency/no_class.html")
    if request.method == "POST" and form.is_valid() and accepted(form, lambda: actions.set_contact(member, by=by, **form.cleaned_data)):
        return redirect("residency:my_records")
    return form_page(request, form, _("Whom to call in an emergency"), back=reverse("residency:my_records"), sub=_("My records"),
                     text=_("Name and number are kept sealed. Office and service team open them only with a reason; each time is recorded and you are told. "
                            "Tell this person that you named them."))


@trainee
@BOTH
def my_gift(request: HttpRequest) -> HttpResponse:
    """Declare a gift or hospitality that was offered."""
    member, by, form = own_member(request), actor_of(request), GiftForm(request.POST or None)
    if member is None:
        return render(request, "residency/no_class.html")
    if request.method == "POST" and form.is_valid() and accepted(form, lambda: actions.declare_gift(member, by=by, **form.cleaned_data)):
        return redirect("residency:my_records")
    return form_page(request, form, _("Declare a gift or hospitality"), back=reverse("residency:my_records"), sub=_("My records"), draft="residency.gift",
                     text=_("No pay, no gifts, no hospitality from the host. What was offered all the same is entered here with what you did."))


@never_cache
@caring
@require_safe
def contacts(request: HttpRequest, pk: int) -> HttpResponse:
    """Show whose emergency contact is known; a number is opened one at a time, with a reason."""
    row, by = class_found(request, pk), actor_of(request)
    return render(request, "residency/contacts.html", {
        "row": row, "tabs": tabs(by, row, "registers"), "views": pages(by, row, "contacts"), "crumbs": crumbs(row),
        "members": classes.people_of(row).filter(emergency__isnull=False).select_related("emergency"), "missing": [m.person.name for m in queries.without_contact(row)], "opened": shown_once.take(request, f"contacts{pk}"),
        "columns": [Column(_("Name"), kind="main"), Column(_("Host")), Column(_("Telephone")), Column("", kind="actions")]})


@caring
@require_POST
def contact_read(request: HttpRequest, pk: int) -> HttpResponse:
    """Open one emergency contact with a reason; the next page shows it once."""
    by = actor_of(request)
    member = get_object_or_404(classes.looked_after_by(by), pk=pk)
    text = actions.read_contact(member, by=by, reason=request.POST.get("note", ""))
    shown_once.keep(request, f"contacts{member.training_class_id}", f"{member.person.name}：{text}")
    return redirect("residency:contacts", pk=member.training_class_id)
