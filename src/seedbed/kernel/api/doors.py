"""What every answer of the API has in common: faults as sentences, nothing kept in caches, scopes of tokens."""

from typing import Any

from django.db import OperationalError
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from ninja import NinjaAPI, Schema
from ninja.errors import HttpError, ValidationError
from ninja.openapi.schema import OpenAPISchema

from seedbed.kernel.actor import Actor
from seedbed.kernel.faults import KeyReused, Refused, RuleBroken, Stale, busy_sentence, is_contention


class Fault(Schema):
    """Why nothing was done, as a sentence."""

    detail: str


class Unread(Schema):
    """What of the request could not be read, by place."""

    detail: str
    faults: list[dict[str, Any]] = []


READ_FAULTS: dict[int, Any] = {401: Fault, 403: Fault, 404: Fault, 422: Unread}
WRITE_FAULTS: dict[int, Any] = READ_FAULTS | {409: Fault, 503: Fault}


class SeedbedAPI(NinjaAPI):
    """The API of the site: answers faults in the house's manner and keeps nothing in caches."""

    def get_openapi_schema(self, *, path_prefix: str | None = None, path_params: dict[str, Any] | None = None) -> OpenAPISchema:
        """Describe the API, once per language: making the description takes a second, and anybody may ask for it."""
        kept: dict[Any, OpenAPISchema] = self.__dict__.setdefault("described", {})
        key = (get_language(), path_prefix, repr(path_params))
        if key not in kept:
            kept[key] = super().get_openapi_schema(path_prefix=path_prefix, path_params=path_params)
        return kept[key]

    def create_response(self, request: HttpRequest, data: Any, **more: Any) -> HttpResponse:
        """Answer with JSON that no cache keeps."""
        response = super().create_response(request, data, **more)
        response.headers["Cache-Control"] = "no-store"
        return response

    def set_default_exception_handlers(self) -> None:
        """Let the house's faults have their status and their sentence."""
        super().set_default_exception_handlers()
        for kind, status in ((RuleBroken, 409), (Stale, 409), (Refused, 403), (KeyReused, 422)):
            self.add_exception_handler(kind, self._sentence(status))
        self.add_exception_handler(Http404, lambda request, fault: self._told(request, _("There is no such thing here."), 404))
        self.add_exception_handler(OperationalError, self._busy)
        self.add_exception_handler(HttpError, lambda request, fault: self._told(request, str(fault), _status(fault)))
        self.add_exception_handler(ValidationError, self._unread)

    def _sentence(self, status: int) -> Any:
        return lambda request, fault: self._told(request, str(fault), status)

    def _told(self, request: HttpRequest, sentence: str, status: int) -> HttpResponse:
        return self.create_response(request, {"detail": sentence}, status=status)

    def _busy(self, request: HttpRequest, fault: Any) -> HttpResponse:
        if not is_contention(fault):
            raise fault
        answer = self._told(request, busy_sentence(), 503)
        answer.headers["Retry-After"] = "2"
        return answer

    def _unread(self, request: HttpRequest, fault: Any) -> HttpResponse:
        return self.create_response(request, unread(fault.errors), status=422)


def _status(fault: Any) -> int:
    """A body that is no JSON cannot be read: 422, as other content that does not fit."""
    status = getattr(fault, "status_code", 400)
    return 422 if status == 400 else int(status)


def unread(faults: list[Any]) -> dict[str, Any]:
    """Return faults of the content by place, without repeating what was sent."""
    told = [{"where": ".".join(str(part) for part in fault.get("loc", ())), "what": fault.get("msg", "")} for fault in faults]
    return {"detail": _("The request could not be read; see where."), "faults": told}


def may_read(by: Actor, room: str) -> None:
    """Raise `Refused` where the actor's token was not given for reading in this room."""
    if by.scopes is not None and f"read:{room}" not in by.scopes:
        raise Refused(_("This token was not given for that: %(scope)s.") % {"scope": f"read:{room}"})


def may_write(by: Actor, room: str) -> None:
    """Raise `Refused` where the actor's token was not given for writing in this room."""
    if by.scopes is not None and f"write:{room}" not in by.scopes:
        raise Refused(_("This token was not given for that: %(scope)s.") % {"scope": f"write:{room}"})
