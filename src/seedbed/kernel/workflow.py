"""States move by tables: one row of the table, one conditional UPDATE, one line in the trail."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any, TypeVar

from django.db.models import F, Model
from django.utils.translation import gettext as _

from seedbed.kernel import trail
from seedbed.kernel.actions import current
from seedbed.kernel.actor import Actor
from seedbed.kernel.faults import RuleBroken, SecondPersonNeeded
from seedbed.kernel.models import ApprovalPaper

M = TypeVar("M", bound=Model)


@dataclass(frozen=True)
class Move:
    """One row of a table of moves.

    `other_than` names the field (an account id) of the person who may not take this step as well.
    """

    name: str
    sources: tuple[str, ...]
    target: str
    label: Any
    other_than: str = ""
    needs_note: bool = False


class Moves:
    """All moves of one kind of record; buttons, pages, tests and `perform` read the same table."""

    def __init__(self, *moves: Move, field: str = "state") -> None:
        self.field = field
        self._by_name = {m.name: m for m in moves}
        if len(self._by_name) != len(moves):
            raise ValueError("a move is listed twice")

    def __getitem__(self, name: str) -> Move:
        return self._by_name[name]

    def __iter__(self) -> Iterator[Move]:
        return iter(self._by_name.values())

    def from_state(self, state: str) -> list[Move]:
        """Return the moves that leave `state`."""
        return [m for m in self if state in m.sources]


def perform(
    obj: M,
    moves: Moves,
    name: str,
    *,
    by: Actor,
    note: str = "",
    approval: ApprovalPaper | None = None,
    **changes: Any,
) -> M:
    """Move `obj` along one row of its table, or raise with a sentence; nothing changes then.

    The state is compared and set in one UPDATE, so of two people who press at once exactly one
    succeeds. A move that needs a second person is open to the first one only with `approval`, the
    superior's signed paper of the small-office profile; the trail then names the paper.
    """
    move = moves[name]
    act = current()
    if move.needs_note and not note.strip():
        raise RuleBroken(_("Give a reason: “%(move)s” is not possible without one.") % {"move": move.label})
    note = _check_second_person(obj, move, by, note, approval)
    before = {moves.field: getattr(obj, moves.field)} | {n: getattr(obj, n, None) for n in changes}
    update = {moves.field: move.target, **changes}
    if any(f.name == "version" for f in obj._meta.concrete_fields):
        update["version"] = F("version") + 1
    rows = obj._meta.model._default_manager.filter(pk=obj.pk, **{f"{moves.field}__in": move.sources})
    if rows.update(**update) != 1:
        obj.refresh_from_db()
        raise RuleBroken(
            _("“%(move)s” is not possible: %(what)s is now “%(state)s”.")
            % {"move": move.label, "what": obj, "state": _state_label(obj, moves.field)}
        )
    obj.refresh_from_db()
    diff = {n: (before[n], getattr(obj, n, None)) for n in before if before[n] != getattr(obj, n, None)}
    act.lines.append(trail.line(act, obj, name, diff, note))
    return obj


def _check_second_person(obj: Model, move: Move, by: Actor, note: str, approval: ApprovalPaper | None) -> str:
    first = getattr(obj, move.other_than) if move.other_than else None
    if first is None or first != by.account_id:
        return note
    if approval is None:
        raise SecondPersonNeeded(
            _("“%(move)s” needs a second person: you took the step before it yourself.") % {"move": move.label}
        )
    paper = f"[approval paper #{approval.pk}: {approval.issuer} {approval.number}]"
    return f"{note} {paper}".strip()


def _state_label(obj: Model, field: str) -> str:
    display = getattr(obj, f"get_{field}_display", None)
    return str(display() if display else getattr(obj, field))


def reachable(moves: Moves, start: str) -> set[str]:
    """Return every state that can be reached from `start`; used by docs and tests."""
    seen, todo = {start}, [start]
    while todo:
        for move in moves.from_state(todo.pop()):
            if move.target not in seen:
                seen.add(move.target)
                todo.append(move.target)
    return seen


def names(moves: Iterable[Move]) -> list[str]:
    """Return the names of moves in table order."""
    return [m.name for m in moves]
