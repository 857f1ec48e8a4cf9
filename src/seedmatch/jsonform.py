"""Canonical JSON of a problem: sorted rows, sorted keys, no blanks, defaults left out."""

from __future__ import annotations

import json
from dataclasses import MISSING, fields, is_dataclass
from itertools import chain
from typing import TYPE_CHECKING, Any

from seedmatch.errors import BadFile
from seedmatch.records import Ban, Exclusion, Host, Lock, Pair, Person, Post
from seedmatch.rules import RULE_KINDS, Group

if TYPE_CHECKING:
    from seedmatch.problem import Problem

FORMAT = "seedmatch-problem/1"
_ROWS: dict[str, type[Any]] = {
    "people": Person,
    "hosts": Host,
    "posts": Post,
    "pairs": Pair,
    "exclusions": Exclusion,
    "locks": Lock,
    "bans": Ban,
}
_OBJECTS = ("tags", "parts")
_TEXTS = ("id", "person", "post", "host", "name", "reason", "tag", "value")
_PLAIN = {"weights", "previous", "stay_bonus", "max_moves"}


def canonical(value: Any) -> bytes:
    """Return JSON bytes with sorted keys and no blanks: equal values, equal bytes."""
    return json.dumps(value, sort_keys=True, ensure_ascii=False, separators=(",", ":")).encode()


def dump(problem: Problem) -> bytes:
    """Return the canonical JSON of a problem."""
    body: dict[str, Any] = {name: [_row(row) for row in getattr(problem, name)] for name in _ROWS}
    body |= {name: getattr(problem, name) for name in _PLAIN}
    body["rules"] = [{"kind": type(rule).__name__} | _row(rule) for rule in problem.rules]
    body["format"] = FORMAT
    return canonical(body)


def _row(row: Any) -> dict[str, Any]:
    out: dict[str, Any] = {}
    for field in fields(row):
        value = getattr(row, field.name)
        default = field.default_factory() if field.default_factory is not MISSING else field.default
        if value != default:
            out[field.name] = (
                [_row(item) if is_dataclass(item) else item for item in value]
                if isinstance(value, tuple)
                else value
            )
    return out


def load(data: bytes | str) -> dict[str, Any]:
    """Return the fields of a problem from its JSON; refuses with ``BadFile``, a sentence per case."""
    try:
        body = json.loads(data)
    except (ValueError, UnicodeDecodeError, RecursionError) as error:
        raise BadFile(f"The file is not JSON: {error}.") from error
    if not isinstance(body, dict) or body.get("format") != FORMAT:
        raise BadFile(
            f'The JSON is not a problem of this engine; it must be an object with "format": "{FORMAT}".'
        )
    out: dict[str, Any] = {}
    for name, value in body.items():
        if name in _ROWS:
            out[name] = _built(_ROWS[name], _list(value, name), name)
        elif name == "rules":
            out[name] = [_rule(row) for row in _list(value, name)]
        elif name in _PLAIN:
            out[name] = value
        elif name != "format":
            raise BadFile(f"The JSON has an unknown field {name}; remove it.")
    if missing := {"people", "hosts", "posts", "pairs"} - set(out):
        raise BadFile(f"The JSON lacks {', '.join(sorted(missing))}.")
    for name in {"weights", "previous"} & set(out):
        if not isinstance(out[name], dict):
            raise BadFile(f"{name} must be an object.")
    return out


def _list(value: Any, name: str) -> list[Any]:
    if not isinstance(value, list):
        raise BadFile(f"{name} must be a list.")
    return value


def _built(kind: type[Any], rows: list[Any], where: str) -> list[Any]:
    """Build all rows; one by one only where something about all of them together is amiss."""
    if _are_plain(rows, {field.name for field in fields(kind)}):
        return [kind(**row) for row in rows]
    return [_build(kind, row, where) for row in rows]


def _are_plain(rows: list[Any], known: set[str]) -> bool:
    """Whether every row names all its keys and nothing unknown, in values of the right kind."""
    if not set(map(type, rows)) <= {dict} or not set(chain.from_iterable(rows)) <= known:
        return False
    kinds = dict.fromkeys(_OBJECTS, dict) | dict.fromkeys(_TEXTS, str)
    columns = ((kinds[name], [row.get(name) for row in rows]) for name in known & kinds.keys())
    return all({*map(type, values)} <= {kind} for kind, values in columns)


def _build(kind: type[Any], row: Any, where: str) -> Any:
    if not isinstance(row, dict):
        raise BadFile(f"Every row of {where} must be an object.")
    for name in _OBJECTS:
        if name in row and not isinstance(row[name], dict):
            raise BadFile(f"{name} of a row of {where} must be an object.")
    for name in _TEXTS:
        if name in row and not isinstance(row[name], str):
            raise BadFile(f"{name} of a row of {where} must be a text.")
    for name in {"hosts", "people"} & set(row):
        if not all(isinstance(item, str) for item in _list(row[name], name)):
            raise BadFile(f"{name} of a row of {where} must be a list of ids.")
    try:
        return kind(**row)
    except TypeError as error:
        raise BadFile(f"A row of {where} has a missing or unknown field: {error}.") from error


def _rule(row: Any) -> Any:
    if not isinstance(row, dict) or row.get("kind") not in RULE_KINDS:
        raise BadFile(f"A rule must be an object with a kind out of {', '.join(sorted(RULE_KINDS))}.")
    body = {name: value for name, value in row.items() if name != "kind"}
    if "groups" in body:
        body["groups"] = [_build(Group, group, "groups") for group in _list(body["groups"], "groups")]
    return _build(RULE_KINDS[row["kind"]], body, "rules")
