"""What the pages share: doors, the page of one act, the form of a new row."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from seedbed.casework.models import Case
from seedbed.casework.views.cases import BELONGS
from seedbed.directory.views.door import holding
from seedbed.grassroots import queries
from seedbed.kernel.actions import allowed
from seedbed.kernel.actor import Actor
from seedbed.kernel.doors import accepted, actor_of, refuse_unless_allowed
from seedbed.kernel.screen import ActionButton


def _belongs(by: Actor, case: Case) -> Iterator[tuple[Any, str, str]]:
    """The outing from which a case came, its class of problems and the leader in charge, as far as the reader sees them."""
    outing, problem, charge = queries.around(by, case)
    if outing is not None:
        yield _("Outing"), outing.title, reverse("grassroots:outing", args=[outing.pk])
    if problem is not None:
        yield _("Class of problems"), problem.name, reverse("grassroots:class", args=[problem.pk])
    if charge is not None:
        yield _("Leader in charge"), charge.leader.name, reverse("grassroots:charges")


BELONGS.append(_belongs)
BOTH = require_http_methods(["GET", "HEAD", "POST"])
workers = holding("clerk", "officer", "leader")


@dataclass(frozen=True)
class Act:
    """One thing that can be done to a row: words, action, form, how it is run, in which states it makes sense."""

    label: Any
    action: str
    form: Callable[[Any, Any, Actor], Any]
    run: Callable[[Any, Actor, Any], Any]
    states: tuple[str, ...] = ()
    kind: str = "plain"
    text: Any = ""
    fits: Callable[[Any], bool] = lambda row: True


def buttons(acts: Mapping[str, Act], by: Actor, row: Any, page: str, state: str) -> list[ActionButton]:
    """Return the buttons of what makes sense now and the actor may do."""
    return [ActionButton(act.label, reverse(page, args=[row.pk, name]), method="get", kind=act.kind) for name, act in acts.items()
            if (not act.states or state in act.states) and act.fits(row) and allowed(act.action, by, row)]


def do(request: HttpRequest, acts: Mapping[str, Act], row: Any, name: str, back: str) -> HttpResponse:
    """Show the form of an act, or run it and go back to the row."""
    by, act = actor_of(request), acts.get(name)
    if act is None:
        raise Http404
    refuse_unless_allowed(act.action, by, row)
    form = act.form(request.POST or ({} if request.method == "POST" else None), row, by)
    form.files = request.FILES
    if request.method == "POST" and form.is_valid() and accepted(form, lambda: act.run(row, by, form)):
        return redirect(back)
    return form_page(request, form, act.label, sub=row, text=act.text, back=back, draft=f"grassroots.{row._meta.model_name}.{row.pk}.{name}")


def new(request: HttpRequest, form: Any, title: Any, make: Callable[[], Any], *, back: str, to: Callable[[Any], str], **more: Any) -> HttpResponse:
    """Show the form of a new row, or make it and go to its page."""
    made: list[Any] = []
    if request.method == "POST" and form.is_valid() and accepted(form, lambda: made.append(make())):
        return redirect(to(made[0]))
    return form_page(request, form, title, back=back, **more)


def form_page(request: HttpRequest, form: Any, title: Any, *, back: str, sub: Any = "", text: Any = "", **more: Any) -> HttpResponse:
    """Show a page that holds one form; refused forms come back with everything typed."""
    return render(request, "grassroots/form.html", {"form": form, "title": title, "sub": sub, "text": text, "back": back, **more})
