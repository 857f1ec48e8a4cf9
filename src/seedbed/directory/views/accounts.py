"""Accounts and roles: opened by the system administrator, granted by the security administrator."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from seedbed.directory import actions, queries
from seedbed.directory.forms import AccountForm, GrantForm, SearchForm
from seedbed.directory.founding import first_password
from seedbed.directory.models import Account, Grant
from seedbed.directory.queries import files
from seedbed.directory.states import GRANT_MOVES
from seedbed.directory.views.door import holding
from seedbed.kernel import shown_once
from seedbed.kernel.actions import allowed
from seedbed.kernel.doors import accepted, actor_of
from seedbed.kernel.paging import by_key
from seedbed.kernel.screen import ActionButton, Column

KEEPERS = ("system_admin", "security_admin")


@holding(*KEEPERS)
@require_safe
def accounts(request: HttpRequest) -> HttpResponse:
    """List the log-ins by name."""
    by, form = actor_of(request), SearchForm(request.GET)
    text = form.cleaned_data["q"] if form.is_valid() else ""
    found = files.accounts_called(by, text).prefetch_related("grants")
    add = ActionButton(_("Open an account"), reverse("directory:open_account"), method="get", kind="primary")
    columns = [Column(_("Log-in name"), kind="main"), Column(_("Shown as")), Column(_("Roles")), Column(pgettext("state", "State"))]
    return render(request, "directory/accounts.html", {
        "rows": by_key(found, request.GET, order=("username",)), "columns": columns, "form": form,
        "buttons": [add] if allowed("directory.open_account", by, None) else [],
    })


def _account(request: HttpRequest, pk: int) -> Account:
    return get_object_or_404(queries.accounts_visible_to(actor_of(request)), pk=pk)


@holding(*KEEPERS)
@require_safe
def account(request: HttpRequest, pk: int) -> HttpResponse:
    """Show one log-in with its roles, and once the password it was just given."""
    found, by = _account(request, pk), actor_of(request)
    return render(request, "directory/account.html", _page(request, found) | {
        "password": shown_once.take(request, f"account{pk}"), "form": GrantForm() if _may_propose(by, found) else None,
    })


def _may_propose(by: object, found: Account) -> bool:
    return found.is_active and allowed("directory.propose_grant", by, found)  # type: ignore[arg-type]


def _page(request: HttpRequest, found: Account) -> dict[str, object]:
    by = actor_of(request)
    grants = queries.grants_visible_to(by).filter(account=found).order_by("-pk")
    columns = [Column(_("Role"), kind="main"), Column(_("For")), Column(pgettext("state", "State")), Column(_("Since"), kind="date"),
               Column("", kind="actions")]
    return {"account": found, "lines": [(g, grant_buttons(by, g)) for g in grants], "columns": columns,
            "buttons": _account_buttons(by, found)}


def _account_buttons(by: object, found: Account) -> list[ActionButton]:
    if not found.is_active or not allowed("directory.close_account", by, found):  # type: ignore[arg-type]
        return []
    return [
        ActionButton(_("New first password"), reverse("directory:reset_password", args=[found.pk]),
                     confirm=_("The old password and all running sessions end at once.")),
        ActionButton(_("Close the account"), reverse("directory:close_account", args=[found.pk]), kind="danger", note="required",
                     confirm=_("The log-in and its running sessions end at once.")),
    ]


def grant_buttons(by: object, grant: Grant) -> list[ActionButton]:
    """Return what the actor may do with a grant now."""
    if not allowed("directory.approve_grant", by, grant):  # type: ignore[arg-type]
        return []
    buttons = []
    for move in GRANT_MOVES.from_state(grant.state):
        url = reverse(f"directory:{move.name}_grant", args=[grant.pk])
        kind = "primary" if move.name == "approve" else "danger"
        buttons.append(ActionButton(move.label, url, kind=kind, note="required" if move.needs_note else ""))
    return buttons


@holding("system_admin")
@require_http_methods(["GET", "HEAD", "POST"])
def open_account(request: HttpRequest) -> HttpResponse:
    """Open a log-in with a random first password, which the next page shows once."""
    form, made, password = AccountForm(request.POST or None), [], first_password()
    if request.method == "POST" and form.is_valid():
        given = dict(form.cleaned_data)
        person = given.pop("person")
        if accepted(form, lambda: made.append(actions.open_account(person, by=actor_of(request), password=password, **given))):
            shown_once.keep(request, f"account{made[0].pk}", password)
            return redirect("directory:account", pk=made[0].pk)
    return render(request, "directory/account_form.html", {"form": form})


@holding("system_admin")
@require_POST
def reset_password(request: HttpRequest, pk: int) -> HttpResponse:
    """Give a new random first password, which the next page shows once."""
    password = first_password()
    actions.reset_password(_account(request, pk), by=actor_of(request), password=password)
    shown_once.keep(request, f"account{pk}", password)
    return redirect("directory:account", pk=pk)


@holding("system_admin")
@require_POST
def close_account(request: HttpRequest, pk: int) -> HttpResponse:
    """Close a log-in with a reason."""
    actions.close_account(_account(request, pk), by=actor_of(request), reason=request.POST.get("note", ""))
    return redirect("directory:account", pk=pk)


@holding("system_admin")
@require_POST
def propose_grant(request: HttpRequest, pk: int) -> HttpResponse:
    """Propose a role; the security administrator decides."""
    found, form = _account(request, pk), GrantForm(request.POST)
    if form.is_valid() and accepted(form, lambda: actions.propose_grant(found, by=actor_of(request), **form.cleaned_data)):
        return redirect("directory:account", pk=pk)
    return render(request, "directory/account.html", _page(request, found) | {"form": form})


@holding(*KEEPERS)
@require_safe
def grants(request: HttpRequest) -> HttpResponse:
    """List the roles that wait for a decision or are in force, the newest first."""
    by = actor_of(request)
    rows = by_key(queries.grants_visible_to(by), request.GET, order=("-id",), size=35)
    columns = [Column(_("Account"), kind="main"), Column(_("Role")), Column(_("For")), Column(pgettext("state", "State")),
               Column("", kind="actions")]
    return render(request, "directory/grants.html", {"rows": rows, "lines": [(g, grant_buttons(by, g)) for g in rows], "columns": columns})


def _grant(request: HttpRequest, pk: int) -> Grant:
    return get_object_or_404(queries.grants_visible_to(actor_of(request)), pk=pk)


@holding("security_admin")
@require_POST
def approve_grant(request: HttpRequest, pk: int) -> HttpResponse:
    """Put a proposed role into force."""
    grant = actions.approve_grant(_grant(request, pk), by=actor_of(request))
    return redirect("directory:account", pk=grant.account_id)


@holding("security_admin")
@require_POST
def refuse_grant(request: HttpRequest, pk: int) -> HttpResponse:
    """Refuse a proposed role with a reason."""
    grant = actions.refuse_grant(_grant(request, pk), by=actor_of(request), reason=request.POST.get("note", ""))
    return redirect("directory:account", pk=grant.account_id)


@holding("security_admin")
@require_POST
def end_grant(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a role back with a reason."""
    grant = actions.end_grant(_grant(request, pk), by=actor_of(request), reason=request.POST.get("note", ""))
    return redirect("directory:account", pk=grant.account_id)
