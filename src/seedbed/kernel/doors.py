"""Doors: what a view asks before anything else."""

import functools
from collections.abc import Callable
from typing import Any

from django.contrib.auth.views import redirect_to_login
from django.forms import BaseForm
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from seedbed.kernel.actions import REGISTER, allowed
from seedbed.kernel.actor import Actor
from seedbed.kernel.faults import Refused, RuleBroken

View = Callable[..., HttpResponse]


def signed_in(view: View) -> View:
    """Let only signed-in accounts through; others are led to the log-in page and back."""

    @functools.wraps(view)
    def door(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.actor is None or request.actor.account is None:  # type: ignore[attr-defined]
            return redirect_to_login(request.get_full_path())
        return view(request, *args, **kwargs)

    return door


def open_to_all(view: View) -> View:
    """Mark a view as open without log-in; a view with neither mark fails the architecture test."""
    view.open_to_all = True  # type: ignore[attr-defined]
    return view


def actor_of(request: HttpRequest) -> Actor:
    """Return who acts in this request; only behind `signed_in` or a link door."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    return actor


def accepted(form: BaseForm, act: Callable[[], Any]) -> bool:
    """Run `act` for a filled form; a broken rule becomes the form's error, so that nothing typed is lost."""
    try:
        act()
    except RuleBroken as fault:
        form.add_error(None, str(fault))
        return False
    return True


def given_version(request: HttpRequest) -> int | None:
    """Return the version that a form sends back with what was typed; None where it sends none."""
    text = request.POST.get("version", "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else None


def refuse_unless_allowed(name: str, by: Actor, subject: Any) -> None:
    """Ask an action's predicate before its form is shown, so that nobody fills in what would be refused."""
    if not allowed(name, by, subject):
        raise Refused(_("You may not do this here: %(what)s.") % {"what": REGISTER[name].label})
