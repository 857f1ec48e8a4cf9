"""What must hold for every form that the pages show: one effect however often it is sent, and no field that is not on it."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from django.apps import apps
from django.db import connection, transaction

from tests.harvest import Form, forms_of
from tests.reliability.watching import writes
from tests.rights import Undo
from tests.world import World

ROLES = ("officer", "leader", "trainee", "clerk_a", "service_team", "host_link", "system_admin", "security_admin", "audit_admin", "anonymous")
# Tables that tell how a form came in, not what it did.
ASIDE = {"django_session", "kernel_cache", "kernel_oncekey", "kernel_trailhead"}
# Columns that differ from one second or one throw of dice to the next; the trail and the box repeat such values.
DRAWN = re.compile(r"\b\d{15}\b")  # keys drawn by lot (`kernel.keys`)
FLEETING = re.compile(r"(_at|^at|hash|previous|act_id|sealed|lookup|digest|password|number|secret|token|key|last_login|failures)$")
KEPT = {"kernel_auditevent": {"action", "what", "actor_id", "object_type"}, "kernel_outboxmessage": {"channel", "recipient"}}


def tables(found: list[tuple[str, str]]) -> set[str]:
    """Return the tables that statements wrote to, but for those that tell how a form came in."""
    return {table for _what, table in found} - ASIDE


def rows(names: set[str]) -> dict[str, list[str]]:
    """Return what is stored in some tables, without what differs from one throw to the next."""
    found = {}
    with connection.cursor() as cursor:
        for name in sorted(names):
            cursor.execute(f"SELECT * FROM {name}")
            columns = [column[0] for column in cursor.description]
            kept = [i for i, column in enumerate(columns) if (column in KEPT[name] if name in KEPT else not FLEETING.search(column))]
            found[name] = sorted(DRAWN.sub("key", repr([row[i] for i in kept])) for row in cursor.fetchall())
    return found


@contextmanager
def same_keys() -> Iterator[None]:
    """Give new rows the same keys at each try: PostgreSQL does not take its numbers back with the rest."""
    if connection.vendor != "postgresql":
        yield
        return
    with connection.cursor() as cursor:
        cursor.execute("SELECT quote_ident(schemaname) || '.' || quote_ident(sequencename), last_value FROM pg_sequences")
        before = cursor.fetchall()
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            cursor.execute("SELECT " + ", ".join(f"setval('{name}', {last or 1}, {'true' if last else 'false'})" for name, last in before))


@dataclass
class Effect:
    """What sending a form did: the answers, the rows it left, the tables its copies wrote to."""

    answers: list[tuple[int, str]] = field(default_factory=list)
    stored: dict[str, list[str]] = field(default_factory=dict)
    again: set[str] = field(default_factory=set)

    @property
    def taken(self) -> bool:
        """Whether the form was accepted and led on."""
        return self.answers[0][0] == 302


def sent(world: World, form: Form, data: dict[str, Any], *, copies: int = 0) -> Effect:
    """Send a form and then its copies; everything is taken back."""
    effect = Effect()
    try:
        with same_keys(), transaction.atomic():
            with writes() as first:
                effect.answers.append(_answer(world, form, data))
            effect.stored = rows(tables(first))
            with writes() as again:
                effect.answers += [_answer(world, form, data) for _copy in range(copies)]
            effect.again = tables(again)
            raise Undo
    except Undo:
        return effect


def _answer(world: World, form: Form, data: dict[str, Any]) -> tuple[int, str]:
    answer = world.client(form.role).post(form.action, data)
    return answer.status_code, answer.headers.get("Location", "")


def test_a_form_acts_once_and_takes_no_field_that_is_not_on_it(world: World) -> None:
    poison = {field.attname: "1" for model in apps.get_models() for field in model._meta.concrete_fields}
    faults: dict[str, list[str]] = {"broken": [], "acted again": [], "answered otherwise": [], "took a foreign field": []}
    taken: set[str] = set()
    for role in ROLES:
        for form in [form for form in forms_of(world, role) if form.action not in taken]:
            data, place = form.filled(), f"{form.action} as {role}"
            fair = sent(world, form, data, copies=4)
            foreign = {name: value for name, value in poison.items() if name not in {item.name for item in form.fields}}
            foul = sent(world, form, foreign | data)
            taken |= {form.action} if fair.taken else set()
            faults["broken"] += [place] if max(fair.answers + foul.answers)[0] >= 500 else []
            faults["acted again"] += [f"{place}: {name}" for name in fair.again if fair.taken]
            faults["answered otherwise"] += [f"{place}: {fair.answers}"] if fair.taken and len(set(fair.answers)) > 1 else []
            faults["took a foreign field"] += [f"{place}: {name}" for name in fair.stored if fair.stored[name] != foul.stored.get(name)]
    assert [fault for kind in faults.values() for fault in kind] == []
    assert len(taken) > 90


def test_the_watch_and_the_comparison_see_a_difference(world: World) -> None:
    form = next(form for form in forms_of(world, "officer") if form.action.endswith(f"/units/{world['unit'].pk}/change"))
    twice = sent(world, form, form.filled() | {"_once": ""}, copies=1)
    other = sent(world, form, form.filled(name="资兴市另一个局"))
    assert "directory_unit" in twice.again
    assert twice.stored["directory_unit"] != other.stored["directory_unit"]
