"""Addresses around the log-in that the library knows and this site does not offer."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods, require_safe

from seedbed.kernel.doors import open_to_all


@open_to_all
@require_safe
def forgotten(request: HttpRequest) -> HttpResponse:
    """Say whom to ask: a new password is handed over by the system administrator, never sent."""
    return render(request, "account/password_reset.html")


@open_to_all
@require_http_methods(["GET", "HEAD", "POST"])
def absent(request: HttpRequest, **parts: str) -> HttpResponse:
    """Answer as if the page did not exist: nobody signs up, gives a mail address or resets by mail here."""
    raise Http404
