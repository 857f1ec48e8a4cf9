"""Who comes in over the API, and the page that describes it: server-rendered, nothing from outside."""

import functools
from collections.abc import Callable
from typing import Any

from django.apps import apps
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from ninja import NinjaAPI
from ninja.openapi.docs import DocsBase
from ninja.security import APIKeyCookie, HttpBearer

from seedbed.directory.queries.tokens import actor_of_token
from seedbed.kernel.actor import Actor
from seedbed.kernel.api import TITLES


class TokenDoor(HttpBearer):
    """`Authorization: Bearer sbt_…`: a program in the name of the account that issued the token."""

    def authenticate(self, request: HttpRequest, token: str) -> Actor | None:
        """Let the token's actor act in this request."""
        found = actor_of_token(token)
        if found is not None:
            request.actor = found  # type: ignore[attr-defined]
        return found


class SessionDoor(APIKeyCookie):
    """A signed-in browser; what changes something needs the CSRF token as any form does."""

    param_name = "sessionid"

    def authenticate(self, request: HttpRequest, key: str | None) -> Actor | None:
        """Let the signed-in account act."""
        actor: Actor | None = request.actor  # type: ignore[attr-defined]
        return actor


def for_those_known(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Show the description to signed-in people and to programs with a token; others are led to the log-in page."""

    @functools.wraps(view)
    def door(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        scheme, _space, token = request.headers.get("Authorization", "").partition(" ")
        known = request.actor is not None or (scheme.lower() == "bearer" and actor_of_token(token) is not None)  # type: ignore[attr-defined]
        return view(request, *args, **kwargs) if known else redirect_to_login(request.get_full_path())

    return door


class HousePage(DocsBase):
    """The description as a page of the house."""

    def render_page(self, request: HttpRequest, api: NinjaAPI, **kwargs: Any) -> HttpResponse:
        """Show every address with its arguments, grouped by room."""
        described = api.get_openapi_schema()
        groups: dict[str, list[dict[str, Any]]] = {}
        for path, methods in described["paths"].items():
            for method, operation in methods.items():
                room = str(apps.get_app_config(operation["tags"][0]).verbose_name)
                groups.setdefault(room, []).append(_entry(path, method, operation, described))
        return render(request, "portal/api.html", {"groups": groups, "schema_url": reverse("api:openapi-json"), "header": "Authorization: Bearer sbt_…"})


def _entry(path: str, method: str, operation: dict[str, Any], described: dict[str, Any]) -> dict[str, Any]:
    body = operation.get("requestBody", {}).get("content", {}).get("application/json", {}).get("schema", {})
    answer = operation["responses"].get(200, {}).get("content", {}).get("application/json", {}).get("schema", {})
    return {
        "head": f"{method.upper()} {path} · {TITLES[operation['operationId']]}", "text": operation.get("description", ""),
        "arguments": [{"name": p["name"], "place": p["in"], "kind": _kind(p["schema"]), "must": p.get("required", False)}
                      for p in operation.get("parameters", ()) if p["in"] != "path"]
        + [{"name": name, "place": "body", "kind": _kind(part), "must": name in body.get("required", ())} for name, part in body.get("properties", {}).items()],
        "answer": _columns(answer, described),
    }


def _columns(schema: dict[str, Any], described: dict[str, Any]) -> list[str]:
    """The names that an answer has."""
    name = str(schema.get("$ref", "")).rpartition("/")[2]
    return list(described["components"]["schemas"].get(name, {}).get("properties", {}))


def _kind(schema: dict[str, Any]) -> str:
    """The type of an argument in a few words."""
    if "anyOf" in schema:
        return " | ".join(_kind(part) for part in schema["anyOf"])
    return str(schema.get("format") or schema.get("type", "any"))
