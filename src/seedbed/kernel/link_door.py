"""The way in of somebody without an account: a signed link, its one-time code, half an hour of work."""

import functools
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from seedbed.kernel import links
from seedbed.kernel.actor import of_link
from seedbed.kernel.pace import too_fast

STAYS_OPEN = 30 * 60  # seconds without work after which the code is asked again
TRIES, PERIOD = 30, 600  # codes from one address, within so many seconds


class CodeForm(forms.Form):
    """The one-time code that was told by voice."""

    code = forms.CharField(label=gettext_lazy("One-time code"), max_length=12,
                           widget=forms.TextInput({"inputmode": "numeric", "autocomplete": "one-time-code"}))


@dataclass(frozen=True)
class LinkDoor:
    """The door of one kind of link, kept by the room whose page lies behind it.

    `find` returns the room's row of a token, whose `link` is the open `SignedLink`, or None; `use` is the action
    that uses the code up. `page` is the name of the address behind the door, which takes the token. The templates
    `asks` (with the row as `shown_as`) and `over` ask for the code and tell that the link has ended.
    """

    page: str
    find: Callable[[str], Any]
    use: Callable[..., Any]
    asks: str
    shown_as: str
    over: str
    wrong: Any

    def first(self, view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
        """Make `view(request, row, token)` the page behind the door; without the code only the box for it is shown."""
        return self._behind(view, lambda request, row, token: self._ask(request, row, token, CodeForm()))

    def further(self, view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
        """Make `view(request, row, token, …)` a step further inside; without the code it leads back to the page."""
        return self._behind(view, lambda request, row, token: redirect(self.page, token=token))

    def take_code(self, request: HttpRequest, token: str) -> HttpResponse:
        """Take the one-time code; wrong ones are counted and ten close the link. The right one begins a new session."""
        row = self.find(token)
        if row is None:
            return render(request, self.over, status=404)
        form = CodeForm(request.POST)
        if too_fast(request, self.page, limit=TRIES, seconds=PERIOD):
            form.is_valid()
            form.add_error(None, _("Too many tries from this address. Wait ten minutes."))
        elif form.is_valid():
            if links.code_is_right(row.link, form.cleaned_data["code"]):
                row.link.refresh_from_db()
                self.use(row, by=of_link(row.link))
                request.session.cycle_key()
                request.session[_key(row)] = int(time.time())
                return redirect(self.page, token=token)
            form.add_error("code", self.wrong)
        return self._ask(request, row, token, form, status=422)

    def _behind(self, view: Callable[..., HttpResponse], without: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
        @functools.wraps(view)
        def door(request: HttpRequest, token: str, **more: Any) -> HttpResponse:
            row = self.find(token)
            if row is None:
                return render(request, self.over, status=404)
            return view(request, row, token, **more) if _is_in(request, row) else without(request, row, token)

        return door

    def _ask(self, request: HttpRequest, row: Any, token: str, form: CodeForm, status: int = 200) -> HttpResponse:
        return render(request, self.asks, {"form": form, self.shown_as: row, "token": token}, status=status)


def _key(row: Any) -> str:
    return f"link-{row.link.pk}"


def _is_in(request: HttpRequest, row: Any) -> bool:
    """Whether this browser has given the right code within the last half hour; work prolongs it, looking does not."""
    if time.time() - request.session.get(_key(row), 0) > STAYS_OPEN:
        return False
    if request.method == "POST":
        request.session[_key(row)] = int(time.time())
    return True
