"""Reads the table of rights and asks the site the same questions."""

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml
from django.db import transaction
from django.test import Client
from django.urls import reverse

from tests.world import ROLES, World, address

TABLE = Path(__file__).with_name("authz.yml")
METHODS = ("GET", "POST")


@dataclass(frozen=True)
class Cell:
    """One question: this page, this method, this role; and the answer that is right."""

    page: str
    method: str
    role: str
    expected: str


@cache
def table() -> dict[str, Any]:
    """Return the table as written."""
    found: dict[str, Any] = yaml.safe_load(TABLE.read_text(encoding="utf-8"))
    return found


def cells() -> list[Cell]:
    """Return every cell of the table."""
    return [
        Cell(page, method, role, code)
        for page, row in table()["pages"].items()
        for method in METHODS
        for role, code in zip(table()["roles"], _codes(row[method]), strict=True)
    ]


def _codes(row: str) -> list[str]:
    return str(table()["rows"].get(row, row)).split()


class Undo(Exception):
    """Thrown to take back what a question changed."""


def ask(world: World, page: str, method: str, role: str, data: dict[str, Any] | None = None) -> Any:
    """Open a page as a role and take back whatever that changed."""
    answers = []
    client: Client = world.client(role)
    try:
        with transaction.atomic():
            kept = dict(client.cookies)
            sent = data if data is not None else {"sent": "1"}  # as a browser: never without a single field
            path = address(world, page)
            answers.append(client.post(path, sent) if method == "POST" else client.generic(method, path))
            client.cookies.clear()
            client.cookies.update(kept)
            raise Undo
    except Undo:
        return answers[0]


def word(answer: Any) -> str:
    """Return an answer as the table writes it."""
    if answer.status_code in (301, 302, 303):
        return "login" if answer["Location"].startswith(reverse("account_login")) else "go"
    return str(answer.status_code)


def wrong_cells(world: World, method: str) -> list[str]:
    """Ask every question of one method and return the answers that differ from the table."""
    found = []
    for cell in [cell for cell in cells() if cell.method == method]:
        answer = word(ask(world, cell.page, cell.method, cell.role))
        if answer != cell.expected:
            found.append(f"{cell.method} {cell.page} as {cell.role}: {answer} instead of {cell.expected}")
    return found


def roles() -> list[str]:
    """Return the columns of the table."""
    return list(ROLES)


def pages() -> list[str]:
    """Return the full names of the listed addresses; that none is missing is a test of its own."""
    return list(table()["pages"])
