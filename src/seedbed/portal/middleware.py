"""Sessions that end, the second factor that is asked, and who acts in a request."""

import time
from collections.abc import Callable

from allauth.mfa.models import Authenticator
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from seedbed.directory.queries import grants_of
from seedbed.directory.roles import SECOND_FACTOR
from seedbed.kernel import actor as actors

Answer = Callable[[HttpRequest], HttpResponse]
TOUCH_EVERY = 60  # seconds between two notes of "last seen": the session row is not written at each page


def choose_language(get_response: Answer) -> Answer:
    """Chinese unless the person chose English with the switch; the browser's wish is not asked."""

    def middleware(request: HttpRequest) -> HttpResponse:
        wish = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME, settings.LANGUAGE_CODE)
        code = wish if wish in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE
        with translation.override(code):
            request.LANGUAGE_CODE = code  # type: ignore[attr-defined]
            response = get_response(request)
            response.headers.setdefault("Content-Language", code)
            return response

    return middleware


def guard_session(get_response: Answer) -> Answer:
    """End sessions after 30 idle minutes or 12 hours, and keep signed-in pages out of caches."""

    def middleware(request: HttpRequest) -> HttpResponse:
        if request.user.is_authenticated:
            now = int(time.time())
            began = request.session.setdefault("began", now)
            seen = request.session.get("seen", now)
            too_long = now - began > settings.SESSION_ABSOLUTE_SECONDS
            if too_long or now - seen > settings.SESSION_IDLE_SECONDS:
                logout(request)
                messages.info(request, _("You were signed out after a time without work. Sign in again; typed text is kept in this browser."))
                return HttpResponseRedirect(f"{reverse('account_login')}?next={request.path}")
            if now - seen >= TOUCH_EVERY or "seen" not in request.session:
                request.session["seen"] = now
        response = get_response(request)
        if request.user.is_authenticated and not request.path.startswith(f"/{settings.STATIC_URL}"):
            response.headers.setdefault("Cache-Control", "no-store")
        return response

    return middleware


def attach_actor(get_response: Answer) -> Answer:
    """Put `request.actor` in place, and send people on who must first change a password or add a second factor."""

    def middleware(request: HttpRequest) -> HttpResponse:
        request.actor = actors.of_account(request.user) if request.user.is_authenticated else None  # type: ignore[attr-defined]
        step = _owed_step(request)
        if step and not _may_pass(request.path, step):
            return HttpResponseRedirect(step)
        return get_response(request)

    return middleware


def _owed_step(request: HttpRequest) -> str:
    """Where the person must go before any other page, or ""."""
    if not request.user.is_authenticated:
        return ""
    if request.user.must_change_password:
        return reverse("account_change_password")
    if settings.EVALUATION:
        return ""
    roles = {role for role, _node in grants_of(request.actor)}  # type: ignore[attr-defined]
    if roles & SECOND_FACTOR and not Authenticator.objects.filter(user=request.user, type="totp").exists():
        return reverse("mfa_activate_totp")
    return ""


def _may_pass(path: str, step: str) -> bool:
    free = (step, reverse("account_logout"), reverse("set_language"), reverse("account_reauthenticate"),
            reverse("portal:complaint"), reverse("portal:privacy"))
    return path in free or path.startswith(f"/{settings.STATIC_URL}")
