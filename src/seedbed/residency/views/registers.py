"""Pages of the registers of a class: lists with what is missing, entering, deciding, striking out, papers and workbooks."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext
from django.views.decorators.http import require_POST, require_safe

from seedbed.directory.queries.releases import Outgoing
from seedbed.directory.views.releases import handed_out
from seedbed.kernel.actor import Actor
from seedbed.kernel.doors import accepted, actor_of, refuse_unless_allowed, signed_in
from seedbed.kernel.files import open_for_download
from seedbed.kernel.models import ApprovalPaper
from seedbed.kernel.paging import by_number
from seedbed.kernel.screen import ActionButton, Bar, Column, Tab
from seedbed.placement.views.steps import second_person_step
from seedbed.residency import workbooks
from seedbed.residency.actions import registers as actions
from seedbed.residency.forms.registers import AgreementForm, ExpenseForm, GiftForm, InsuranceForm
from seedbed.residency.models import (
    Agreement,
    ClassMember,
    Expense,
    Gift,
    Insurance,
    RegisterLine,
    TrainingClass,
)
from seedbed.residency.queries import classes
from seedbed.residency.queries import registers as queries
from seedbed.residency.states.registers import ExpenseState, GiftState
from seedbed.residency.views.doors import BOTH, caring, class_found, crumbs, form_page, office, tabs

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@dataclass(frozen=True)
class Register:
    """One register: its table, how a line is entered, and who is missing from it."""

    model: type[RegisterLine]
    label: Any
    form: type[Any]
    enter: Callable[..., Any]
    missing: Callable[[TrainingClass], list[ClassMember]] = lambda row: []
    missing_text: Any = ""


REGISTERS: dict[str, Register] = {
    "insurance": Register(Insurance, gettext_lazy("Insurance"), InsuranceForm, actions.enter_insurance,
                          lambda row: queries.uninsured(row, timezone.localdate()), gettext_lazy("Not insured today:")),
    "agreements": Register(Agreement, gettext_lazy("Agreements"), AgreementForm, actions.enter_agreement,
                           queries.without_agreement, gettext_lazy("Without a training agreement:")),
    "expenses": Register(Expense, gettext_lazy("Expenses"), ExpenseForm, actions.enter_expense),
    "gifts": Register(Gift, gettext_lazy("Gifts and hospitality"), GiftForm, actions.declare_gift),
}


def _found(request: HttpRequest, row: TrainingClass, kind: str) -> Register:
    """Return a register the actor may see in a class, or answer 404: gifts are no matter of the service team."""
    if kind not in REGISTERS or (kind == "gifts" and not classes.runs(actor_of(request), row)):
        raise Http404
    return REGISTERS[kind]


def pages(by: Actor, row: TrainingClass, current: str) -> list[Tab]:
    """Return the registers of a class for this role, one beside the other."""
    found = [Tab(register.label, reverse("residency:register", args=[row.pk, key]), key == current)
             for key, register in REGISTERS.items() if key != "gifts" or classes.runs(by, row)]
    return [*found, Tab(_("Emergency contacts"), reverse("residency:contacts", args=[row.pk]), current == "contacts")]


@caring
@require_safe
def register(request: HttpRequest, pk: int, kind: str) -> HttpResponse:
    """Show one register of a class, and by name who is missing from it."""
    row, by = class_found(request, pk), actor_of(request)
    found = _found(request, row, kind)
    rows = queries.lines_visible_to(by, found.model).filter(training_class=row)
    page = by_number(rows, request.GET, size=20)
    decides = classes.runs(by, row)
    spent = queries.spent_by_host(row) if found.model is Expense else []
    return render(request, "residency/register.html", {
        "row": row, "tabs": tabs(by, row, "registers"), "views": pages(by, row, kind), "crumbs": crumbs(row), "rows": page, "label": found.label, "columns": columns(found.model),
        "lines": [(line, workbooks.in_yuan(getattr(line, "fen", None)), buttons_of(line, decides)) for line in page], "kind": kind,
        "missing": [m.person.name for m in found.missing(row)], "missing_text": found.missing_text, "total": workbooks.in_yuan(sum(fen for _host, fen in spent)) if spent else "",
        "spent": [Bar(name or _("without a host"), round(fen / 100)) for name, fen in spent],
        "buttons": [ActionButton(_("Enter a line"), reverse("residency:register_add", args=[pk, kind]), method="get", kind="primary"),
                    ActionButton(_("As a workbook"), reverse("residency:register_file", args=[pk, kind]), method="get", icon="download")]})


def columns(model: type[RegisterLine]) -> list[Column]:
    """Return the columns of the list of one register."""
    return [Column(_("What it is"), kind="main"), Column(_("Day"), kind="date"), Column(pgettext("register", "For")), Column(pgettext("register", "Other side")), Column(_("Number of the paper")),
            Column(_("Amount in yuan"), kind="number") if model in (Expense, Gift) else Column(_("Valid until"), kind="date"),
            Column(pgettext("state", "State")), Column("", kind="actions")]


def buttons_of(line: Any, decides: bool) -> list[ActionButton]:
    """Return what may be done with a line: look at its paper, decide, strike it out."""
    def url(name: str, *more: Any) -> str:
        return reverse(f"residency:{name}", args=[*more, line.pk])

    key = next(key for key, register in REGISTERS.items() if register.model is type(line))
    waits, offered = decides and not line.struck_at, type(line) is Gift
    found = [
        (line.document_id, ActionButton(pgettext("register", "Paper"), url("line_paper", key), method="get", kind="quiet", icon="download")),
        (waits and getattr(line, "state", "") == ExpenseState.ENTERED, ActionButton(pgettext("register", "Decide"), url("expense"), method="get")),
        (waits and offered and line.state == GiftState.DECLARED and line.deed == Gift.Deed.TO_HAND_IN,
         ActionButton(_("Handed in"), url("gift_receive"), note="required")),
        (waits and offered and (line.state == GiftState.RECEIVED or (line.state == GiftState.DECLARED and line.deed == Gift.Deed.REFUSED)),
         ActionButton(pgettext("register", "Decide"), url("gift_decide"), note="required")),
        (waits, ActionButton(_("Strike out"), url("line_strike", key), kind="quiet", note="required")),
    ]
    return [button for shown, button in found if shown]


@caring
@BOTH
def register_add(request: HttpRequest, pk: int, kind: str) -> HttpResponse:
    """Enter a line of a register; a gift is entered for the trainee to whom it was offered."""
    row, by = class_found(request, pk), actor_of(request)
    found, members = _found(request, row, kind), classes.people_of(row)
    chosen = {"members": members} if found.model is Gift else {"members": members, "hosts": queries.hosts_in(row)}
    form = found.form(request.POST or None, request.FILES or None, **chosen)
    back = reverse("residency:register", args=[pk, kind])
    if request.method == "POST" and form.is_valid():
        kept = dict(form.cleaned_data)
        subject = kept.pop("member") if found.model is Gift else row
        if accepted(form, lambda: found.enter(subject, by=by, **kept)):
            return redirect(back)
    text = _("Every expense needs its document; a second person approves it. Nothing is paid from here.") if found.model is Expense else ""
    return form_page(request, form, _("Enter: %(register)s") % {"register": found.label}, back=back, sub=row.batch.name, text=text, secrets=True)


@caring
@require_safe
def register_file(request: HttpRequest, pk: int, kind: str) -> HttpResponse:
    """Hand out one register of a class as a workbook; a long one needs a second person first."""
    row = class_found(request, pk)
    found = _found(request, row, kind)
    rows = queries.lines_visible_to(actor_of(request), found.model).filter(training_class=row)
    outgoing = Outgoing.of(f"register-{kind}", found.label, row.batch, row.batch.unit_id, rows.count())
    return handed_out(request, outgoing, lambda: _as_file(found, row, rows))


def _as_file(found: Register, row: TrainingClass, rows: Any) -> HttpResponse:
    answer = HttpResponse(workbooks.register_file(found.model, rows, row.batch.name), content_type=XLSX)
    answer["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(f'{row.batch.name}-{found.label}.xlsx')}"
    answer["Cache-Control"] = "no-store"
    return answer


def _line(request: HttpRequest, kind: str, pk: int) -> Any:
    if kind not in REGISTERS:
        raise Http404
    return get_object_or_404(queries.lines_visible_to(actor_of(request), REGISTERS[kind].model), pk=pk)


@signed_in
@require_safe
def line_paper(request: HttpRequest, kind: str, pk: int) -> Any:
    """Hand out the paper of a line."""
    line = _line(request, kind, pk)
    if line.document is None:
        raise Http404
    download = open_for_download(line.document)
    return FileResponse(download.file, headers=download.headers)


def _back(line: Any, kind: str) -> HttpResponse:
    return redirect("residency:register", pk=line.training_class_id, kind=kind)


@office
@require_POST
def line_strike(request: HttpRequest, kind: str, pk: int) -> HttpResponse:
    """Strike a line out."""
    return _back(actions.strike_line(_line(request, kind, pk), by=actor_of(request), reason=request.POST.get("note", "")), kind)


@office
@BOTH
def expense(request: HttpRequest, pk: int) -> HttpResponse:
    """Show an expense to the second person, who approves it or not."""
    line, by = _line(request, "expenses", pk), actor_of(request)
    refuse_unless_allowed("residency.approve_expense", by, line)
    back = reverse("residency:register", args=[line.training_class_id, "expenses"])

    def act(paper: ApprovalPaper | None) -> Any:
        return actions.approve_expense(line, by=by, approval=paper)

    text = _("%(what)s, %(yuan)s yuan, to %(payee)s on %(day)s. Entered by %(who)s.") % {
        "what": line.title, "yuan": workbooks.in_yuan(line.fen), "payee": line.payee, "day": line.on, "who": line.entered_by}
    refuse = ActionButton(_("Do not approve"), reverse("residency:expense_refuse", args=[pk]), kind="danger", note="required")
    return second_person_step(request, act, same_person=line.entered_by_id == by.account_id, purpose=_("Approves an expense of %(yuan)s yuan") % {"yuan": workbooks.in_yuan(line.fen)},
                              done=back, title=_("Expense"), batch=line.training_class.batch, text=text, submit=_("Approve"), refuse=refuse,
                              crumbs=crumbs(line.training_class, (_("Expenses"), back)))


@office
@require_POST
def expense_refuse(request: HttpRequest, pk: int) -> HttpResponse:
    """Do not approve an expense."""
    return _back(actions.refuse_expense(_line(request, "expenses", pk), by=actor_of(request), reason=request.POST.get("note", "")), "expenses")


@office
@require_POST
def gift_receive(request: HttpRequest, pk: int) -> HttpResponse:
    """Note to whom a gift was handed in."""
    return _back(actions.receive_gift(_line(request, "gifts", pk), by=actor_of(request), to=request.POST.get("note", "")), "gifts")


@office
@require_POST
def gift_decide(request: HttpRequest, pk: int) -> HttpResponse:
    """Decide on a gift."""
    return _back(actions.decide_gift(_line(request, "gifts", pk), by=actor_of(request), decision=request.POST.get("note", "")), "gifts")


def own_lines(by: Actor, member: ClassMember) -> list[tuple[Any, list[tuple[Any, str, list[ActionButton]]]]]:
    """Return what stands in the registers about the actor's own person, register by register."""
    found = []
    for register in REGISTERS.values():
        rows = queries.lines_visible_to(by, register.model).filter(training_class=member.training_class_id)[:50]
        found.append((register.label, [(line, workbooks.in_yuan(getattr(line, "fen", None)), buttons_of(line, decides=False)) for line in rows]))
    return found
