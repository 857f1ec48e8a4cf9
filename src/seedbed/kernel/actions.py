"""The only way to write: named actions, each with one predicate, one transaction and its lines in the trail."""

import functools
import random
import time
import uuid
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from typing import Any, Concatenate, ParamSpec, TypeVar, cast

from django.apps import apps
from django.db import DataError, IntegrityError, OperationalError, connection, transaction
from django.db.models import F, Model
from django.utils.translation import gettext as _

from seedbed.kernel import trail
from seedbed.kernel.actor import Actor
from seedbed.kernel.faults import AlreadyDone, KeyReused, Refused, RuleBroken, Stale, is_contention
from seedbed.kernel.models import OnceKey

P = ParamSpec("P")
R = TypeVar("R")
M = TypeVar("M", bound=Model)
ATTEMPTS = 3


@dataclass(frozen=True)
class Action:
    """One entry of the register: what may be done, by whom, and how people call it."""

    name: str
    label: Any
    allow: Callable[[Actor, Any], bool]
    run: Callable[..., Any]
    doc: str


@dataclass(frozen=True)
class FormKey:
    """Key and digest of one submitted form, so that it takes effect once however often it is sent."""

    key: str
    digest: str


@dataclass
class Act:
    """The act under way: who acts, under which outermost name, and its lines so far."""

    by: Actor
    name: str
    lines: list[trail.Line] = field(default_factory=list)
    act_id: str = field(default_factory=lambda: uuid.uuid4().hex)


REGISTER: dict[str, Action] = {}
_act: ContextVar[Act | None] = ContextVar("act", default=None)
form_key: ContextVar[FormKey | None] = ContextVar("form_key", default=None)


def action(
    name: str, *, allow: Callable[[Actor, Any], bool], label: Any
) -> Callable[[Callable[Concatenate[Any, P], R]], Callable[Concatenate[Any, P], R]]:
    """Make a function the named way to change something.

    The function takes its subject first and `by=` (an `Actor`). Called outermost it opens the
    transaction, honours the form key, asks `allow(by, subject)`, runs the body, writes the trail and
    commits; on a lock or deadlock the whole body is run again, up to three times. Called inside another
    action it joins that transaction and asks its own predicate again. Network, file and solver work
    belong outside. Raises `Refused` where the predicate says no; a body that leaves no line in the
    trail is a programming error and rolls back.
    """

    def wrap(body: Callable[..., R]) -> Callable[..., R]:
        if name in REGISTER:
            raise ValueError(f"action {name} is registered twice")

        @functools.wraps(body)
        def run(subject: Any, *args: Any, by: Actor, **kwargs: Any) -> R:
            current = _act.get()
            if current is not None:
                _ask(entry, by, subject)
                return body(subject, *args, by=by, **kwargs)
            return _outermost(entry, body, subject, args, by, kwargs)

        entry = Action(name, label, allow, run, body.__doc__ or "")
        REGISTER[name] = entry
        run.action = entry  # type: ignore[attr-defined]
        return run

    return cast(Any, wrap)


def allowed(name: str, by: Actor, subject: Any) -> bool:
    """Tell whether `by` may do the named action to `subject`: asked at the door to hide or refuse early."""
    return _in_scope(name, by) and bool(REGISTER[name].allow(by, subject))


def _in_scope(name: str, by: Actor) -> bool:
    """Whether a token, if the actor came with one, was given for writing in the action's room."""
    return by.scopes is None or f"write:{name.partition('.')[0]}" in by.scopes


def _ask(entry: Action, by: Actor, subject: Any) -> None:
    if not entry.allow(by, subject):
        raise Refused(_("You may not do this here: %(what)s.") % {"what": entry.label})


def _outermost(entry: Action, body: Callable[..., R], subject: Any, args: Any, by: Actor, kwargs: Any) -> R:
    given = list(_stored_rows(subject, *args, *kwargs.values()))
    for attempt in range(1, ATTEMPTS + 1):
        try:
            return _once(entry, body, subject, args, by, kwargs)
        except IntegrityError as fault:
            # The constraint said what a predicate could not know: somebody else was faster.
            raise RuleBroken(_sentence_of(fault)) from fault
        except DataError as fault:
            # PostgreSQL measures every value; what no form or body checked ends here, with nothing written.
            raise RuleBroken(_("A text is longer than its field or a number too large. Nothing was changed; shorten it and try again.")) from fault
        except OperationalError as fault:
            if attempt == ATTEMPTS or not is_contention(fault) or connection.in_atomic_block:
                raise
            time.sleep(random.uniform(0.02, 0.1) * attempt)  # noqa: S311 - spreads retries, not a secret
            for row in given:
                row.refresh_from_db()  # the try before left its marks on it
    raise AssertionError("unreachable")


def _stored_rows(*values: Any) -> Iterator[Model]:
    """Every stored row among what an action was given, also those within lists."""
    for value in values:
        for row in value if isinstance(value, list | tuple) else [value]:
            if isinstance(row, Model) and not row._state.adding:
                yield row


def _once(entry: Action, body: Callable[..., R], subject: Any, args: Any, by: Actor, kwargs: Any) -> R:
    act = Act(by, entry.name)
    token = _act.set(act)
    by.memo.clear()  # rights are read anew inside the transaction that uses them
    try:
        with transaction.atomic():
            _claim_form_key(by, entry.name)
            if not _in_scope(entry.name, by):
                raise Refused(_("This token was not given for that: %(scope)s.") % {"scope": f"write:{entry.name.partition('.')[0]}"})
            _ask(entry, by, subject)
            result = body(subject, *args, by=by, **kwargs)
            if not act.lines:
                raise RuntimeError(f"{entry.name} changed something without a line in the trail")
            _check_references()
            trail.append(act.lines)
        return result
    finally:
        by.memo.clear()  # and after it: what was done may have changed what is in sight
        _act.reset(token)


def _check_references() -> None:
    """Let PostgreSQL check foreign keys now: at the commit it would lock their rows after the head of the trail."""
    if connection.vendor == "postgresql":
        connection.check_constraints()


def _claim_form_key(by: Actor, name: str) -> None:
    """Take the form key inside the transaction: the first comer acts, a copy finds it taken."""
    key = form_key.get()
    if key is None:
        return
    values = {"actor": f"{by.kind}:{by.id}", "key": key.key}
    try:
        with transaction.atomic():
            OnceKey.objects.create(**values, digest=key.digest, action=name)
    except IntegrityError:
        before = OnceKey.objects.get(**values)
        if before.digest != key.digest:
            raise KeyReused(_("This form was sent before with other content. Reload the page and try again."))
        if before.action != name:
            return  # a second act of the same request
        raise AlreadyDone(_("This was already done."))


def _sentence_of(fault: IntegrityError) -> str:
    """Return the sentence of the constraint that refused, where its model gives one."""
    for model in apps.get_models():
        for constraint in model._meta.constraints:
            if constraint.name in str(fault) and constraint.violation_error_message != constraint.default_violation_error_message:
                return str(constraint.violation_error_message)
    return _("This does not fit with what is stored by now (%(rule)s). Nothing was changed; reload the page and look again.") % {
        "rule": str(fault).splitlines()[0][:120]
    }


def current() -> Act:
    """Return the act under way; outside of an action it is a programming error."""
    act = _act.get()
    if act is None:
        raise RuntimeError("data is changed only inside an @action")
    return act


@contextmanager
def without_form_key() -> Iterator[None]:
    """Run acts of jobs that were started by a request without claiming that request's form key."""
    token = form_key.set(None)
    try:
        yield
    finally:
        form_key.reset(token)


# -- the four ways a row changes, each leaving its line ------------------------------------------------


def note(obj: Model, what: str, *, changes: Mapping[str, Any] | None = None, text: str = "") -> None:
    """Leave a line for `obj` without changing it, for example that a sealed value was revealed."""
    current().lines.append(trail.line(current(), obj, what, changes or {}, text))


def add(obj: M, *, text: str = "") -> M:
    """Insert `obj` and leave its line; constraints of the database have the last word."""
    act = current()
    obj.save(force_insert=True)
    filled = {f.attname: (None, getattr(obj, f.attname)) for f in obj._meta.concrete_fields if not f.primary_key}
    act.lines.append(trail.line(act, obj, "added", filled, text))
    return obj


def change(obj: M, *, version: int | None = None, text: str = "", **values: Any) -> M:
    """Set fields of `obj` and leave its line with what really changed.

    With `version` the row must still have it, else `Stale` is raised and nothing changes. Values equal
    to what is stored make no line; if nothing differs nothing is written.
    """
    act = current()
    model = obj._meta.model  # not type(): the account of a request is a lazy stand-in
    names = {name: _attname(model, name) for name in values}
    before = {name: getattr(obj, att) for name, att in names.items()}
    rows = model._default_manager.filter(pk=obj.pk)
    has_version = any(f.name == "version" for f in model._meta.concrete_fields)
    if version is not None:
        rows = rows.filter(version=version)
    update = dict(values) | ({"version": F("version") + 1} if has_version else {})
    if rows.update(**update) != 1:
        raise Stale(_("Somebody else changed this record while you were writing."), obj)
    obj.refresh_from_db()
    after = {name: getattr(obj, att) for name, att in names.items()}
    diff = {names[n]: (before[n], after[n]) for n in names if before[n] != after[n]}
    act.lines.append(trail.line(act, obj, "changed", diff, text))
    return obj


def remove(obj: Model, *, text: str = "") -> None:
    """Delete `obj` and leave its line."""
    act = current()
    act.lines.append(trail.line(act, obj, "removed", {}, text))
    obj.delete()


def _attname(model: type[Model], name: str) -> str:
    return cast(str, model._meta.get_field(name).attname)  # type: ignore[union-attr]


def require(condition: object, sentence: Any) -> None:
    """Raise `RuleBroken(sentence)` unless the condition holds."""
    if not condition:
        raise RuleBroken(sentence)
