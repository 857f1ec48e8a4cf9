"""Access tokens: each person's own; the security administrator sees and ends everybody's."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from seedbed.directory import actions
from seedbed.directory.forms import TokenForm
from seedbed.directory.models import AccessToken
from seedbed.directory.queries import tokens as queries
from seedbed.kernel import shown_once
from seedbed.kernel.doors import accepted, actor_of, signed_in
from seedbed.kernel.paging import by_key
from seedbed.kernel.screen import ActionButton, Column


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def tokens(request: HttpRequest) -> HttpResponse:
    """List the tokens and issue a new one; its text is shown once."""
    by, form = actor_of(request), TokenForm(request.POST or None)
    made: list[str] = []
    if request.method == "POST" and form.is_valid():
        if accepted(form, lambda: made.append(actions.issue_token(by.account, by=by, **form.cleaned_data)[1])):
            shown_once.keep(request, "token", made[0])
            return redirect("directory:tokens")
    rows = by_key(queries.tokens_visible_to(by), request.GET, order=("-id",))
    return render(request, "directory/tokens.html", {
        "rows": rows, "lines": [(token, _buttons(token)) for token in rows], "form": form, "secret": shown_once.take(request, "token"),
        "docs": reverse("api:openapi-view"),
        "columns": [Column(_("What it is for"), kind="main"), Column(_("Account")), Column(_("Begins with")), Column(_("May")), Column(_("Valid until"), kind="date"),
                    Column(_("Last used"), kind="date"), Column("", kind="actions")]})


def _buttons(token: AccessToken) -> list[ActionButton]:
    if not token.is_open:
        return []
    return [ActionButton(_("Revoke"), reverse("directory:revoke_token", args=[token.pk]), kind="danger", note="optional",
                         confirm=_("Programs that use it are refused at once."))]


@signed_in
@require_POST
def revoke_token(request: HttpRequest, pk: int) -> HttpResponse:
    """End a token at once."""
    found = get_object_or_404(queries.tokens_visible_to(actor_of(request)), pk=pk)
    actions.revoke_token(found, by=actor_of(request), reason=request.POST.get("note", ""))
    return redirect("directory:tokens")
