"""Reads the forms that a page really shows, and fills them in as a patient person would."""

import uuid
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Any

from tests.rights import cells
from tests.world import World, address

KEPT = {"csrfmiddlewaretoken", "_once"}


@dataclass
class Field:
    """One control of a form."""

    name: str
    kind: str
    value: str = ""
    required: bool = False
    choices: list[str] = field(default_factory=list)
    on: bool = False


@dataclass
class Form:
    """One form of a page: where it is sent, what it asks."""

    page: str
    role: str
    action: str
    method: str
    fields: list[Field] = field(default_factory=list)

    def filled(self, **more: str) -> dict[str, Any]:
        """Return what a person would send: what stands there stays, what is missing is filled in."""
        data: dict[str, Any] = {}
        for item in self.fields:
            if item.kind in {"checkbox", "radio"}:
                if item.on or (item.required and item.name not in data):
                    data[item.name] = item.value or "on"
            elif item.kind not in {"submit", "button", "file"} and item.name not in KEPT:
                data[item.name] = item.value or _answer(item)
        return data | {"_once": uuid.uuid4().hex} | more


def _answer(item: Field) -> str:
    if item.choices:
        return next((choice for choice in item.choices if choice), "")
    if not item.required:
        return ""
    return {"date": "2026-11-20", "datetime-local": "2026-11-30T08:00", "number": "1"}.get(item.kind, "按规定办理")


class _Reader(HTMLParser):
    """Collects posted forms, also the controls that point to a form by its id."""

    def __init__(self, page: str, role: str, path: str) -> None:
        super().__init__()
        self.page, self.role, self.path = page, role, path
        self.forms: list[Form] = []
        self.open: Form | None = None
        self.control: Field | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag == "form":
            self.open = Form(self.page, self.role, given.get("action") or self.path, given.get("method", "get").lower())
            self.forms.append(self.open)
        elif self.open is not None and tag in {"input", "textarea", "select"} and given.get("name"):
            kind = given.get("type", "text") if tag == "input" else tag
            self.control = Field(given["name"], kind, given.get("value", ""), "required" in given, on="checked" in given)
            self.open.fields.append(self.control)
        elif tag == "option" and self.control is not None:
            self.control.choices.append(given.get("value", ""))
            if "selected" in given:
                self.control.value = given.get("value", "")

    def handle_data(self, data: str) -> None:
        if self.control is not None and self.control.kind == "textarea":
            self.control.value += data

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self.open = None
        if tag in {"textarea", "select"}:
            self.control = None


def forms_of(world: World, role: str) -> list[Form]:
    """Return every posted form that the pages show to a role, each address once."""
    found: dict[str, Form] = {}
    for page in [cell.page for cell in cells() if (cell.method, cell.role, cell.expected) == ("GET", role, "200")]:
        path = address(world, page)
        answer = world.client(role).get(path)
        if answer.headers["Content-Type"].startswith("text/html"):
            reader = _Reader(page, role, path)
            reader.feed(answer.content.decode())
            for form in reader.forms:
                if form.method == "post" and not form.action.startswith(("/account/", "/language")):
                    found.setdefault(form.action, form)
    return list(found.values())
