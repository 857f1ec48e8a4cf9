"""Answers in sentences instead of stack traces, and forms that take effect once."""

import hashlib
import logging
import sys
import time
from collections.abc import Callable

from django.contrib import messages
from django.db import OperationalError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.defaults import server_error

from seedbed.kernel.actions import FormKey, form_key
from seedbed.kernel.faults import (
    AlreadyDone,
    KeyReused,
    Refused,
    RuleBroken,
    Stale,
    busy_sentence,
    is_contention,
)
from seedbed.kernel.models import OnceKey

log = logging.getLogger(__name__)
Answer = Callable[[HttpRequest], HttpResponse]
KEPT_BODY = 100_000  # characters of an answer that are kept for repetition
WAIT_FOR_ANSWER = 2.0  # seconds that a copy of a form waits for the answer to the first one


class _Sentences:
    """Turns our refusals into pages: 403, 409 with the sentence, 422, 503; strangers get Django's 404."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, fault: Exception) -> HttpResponse | None:
        """Answer the faults that have a sentence; everything else goes on to Django's 500."""
        if isinstance(fault, AlreadyDone):
            return _repeat(request)
        for kind, status, template in (
            (Stale, 409, "conflict.html"),
            (Refused, 403, "403.html"),
            (KeyReused, 422, "refused.html"),
            (RuleBroken, 409, "refused.html"),
        ):
            if isinstance(fault, kind):
                return render(request, template, {"sentence": str(fault), "typed": _typed(request)}, status=status)
        return _busy(render(request, "503.html", {"sentence": busy_sentence(), "typed": _typed(request)})) if is_contention(fault) else None


answer_in_sentences = _Sentences


def failed(request: HttpRequest) -> HttpResponse:
    """Answer what failed around a view: 503 where others were writing, else 500; neither page asks the database again."""
    return _busy(HttpResponse(render_to_string("503.html", {"sentence": busy_sentence()}))) if is_contention(sys.exc_info()[1]) else server_error(request)


def _busy(answer: HttpResponse) -> HttpResponse:
    log.warning("busy: %s", sys.exc_info()[1])
    answer.status_code = 503
    answer["Retry-After"] = "2"
    return answer


def _typed(request: HttpRequest) -> list[tuple[str, str]]:
    """What the person had typed, so that a refusal page can show it and nothing is lost."""
    hidden = {"csrfmiddlewaretoken", "_once", "version", "password"}
    return [(k, v) for k, values in request.POST.lists() for v in values if k not in hidden and isinstance(v, str)]


def once_only(get_response: Answer) -> Answer:
    """Give each submitted form its key (`_once`) and keep the answer, so that copies get the same one."""

    def middleware(request: HttpRequest) -> HttpResponse:
        if request.method != "POST" or not request.POST.get("_once"):
            return get_response(request)
        request.form_key = FormKey(request.POST["_once"][:64], _digest(request))  # type: ignore[attr-defined]
        known = _known(request)
        if known is not None and known.digest == request.form_key.digest and known.status:  # type: ignore[attr-defined]
            return _tell_taken(request, _repeat(request))
        token = form_key.set(request.form_key)  # type: ignore[attr-defined]
        try:
            response = get_response(request)
        finally:
            form_key.reset(token)
        _keep(request, response)
        return response

    return middleware


def _digest(request: HttpRequest) -> str:
    parts = sorted((k, tuple(v)) for k, v in request.POST.lists() if k != "csrfmiddlewaretoken")
    files = [(name, f.name, f.size) for name, group in request.FILES.lists() for f in group]
    return hashlib.sha256(repr((request.path, parts, files)).encode("utf-8", "surrogatepass")).hexdigest()


def _holders(request: HttpRequest) -> list[str]:
    """Under whose name a form of this request may have been taken: the person's, or the open forms' one."""
    by = request.actor  # type: ignore[attr-defined]
    return ["job:public"] if by is None else [f"{by.kind}:{by.id}", "job:public"]


def _known(request: HttpRequest) -> OnceKey | None:
    """The same form, taken before: under the own name, or with the very same content by a link's holder."""
    key: FormKey = request.form_key  # type: ignore[attr-defined]
    mine = OnceKey.objects.filter(actor__in=_holders(request), key=key.key).first()
    return mine or OnceKey.objects.filter(key=key.key, digest=key.digest).exclude(location="").first()


def _keep(request: HttpRequest, response: HttpResponse) -> None:
    is_text = response.headers.get("Content-Type", "text/").startswith(("text/", "application/json"))
    if response.streaming or not is_text or response.status_code >= 500:
        return  # a file is not kept: whoever sends the form again is led back to the page
    key: FormKey = request.form_key  # type: ignore[attr-defined]
    body = "" if response.has_header("Location") else response.content.decode("utf-8", "replace")[:KEPT_BODY]
    answer = {"status": response.status_code, "location": response.get("Location", "")[:500], "body": body}
    try:
        kept = OnceKey.objects.filter(key=key.key, digest=key.digest, status=None).update(**answer)
    except OperationalError as fault:  # the act itself is written: its sender must not read that nothing was changed
        log.warning("answer not kept: %s", fault)
        return
    if kept:
        _tell_taken(request, response)


def _tell_taken(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    """Tell the browser's store of drafts which form was taken; it then forgets what was typed."""
    key = request.form_key.key  # type: ignore[attr-defined]
    if key.isascii() and key.replace("-", "").isalnum():  # a cookie of other letters could not be read again
        response.set_cookie("taken", key, max_age=600, samesite="Lax", secure=request.is_secure())
    return response


def _repeat(request: HttpRequest) -> HttpResponse:
    """Repeat the kept answer of this form; if its first sender stays on the way, lead back to the page."""
    known = _answered(request)
    if known is not None and known.status and known.location:
        return HttpResponseRedirect(known.location, status=known.status)
    if known is not None and known.status:
        return HttpResponse(known.body, status=known.status)
    messages.info(request, _("This was already done."))
    back = request.headers.get("Referer", "")
    inside = url_has_allowed_host_and_scheme(back, allowed_hosts={request.get_host()}, require_https=request.is_secure())
    return HttpResponseRedirect(back if inside else "/")


def _answered(request: HttpRequest) -> OnceKey | None:
    """The kept answer; the first sender's act is committed, so its answer is a moment away."""
    until = time.monotonic() + WAIT_FOR_ANSWER
    while (known := _known(request)) is not None and not known.status and time.monotonic() < until:
        time.sleep(0.05)
    return known
