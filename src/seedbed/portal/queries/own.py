"""Everything the site holds about one person, for that person (PIPL art. 45)."""

from typing import Any

from seedbed.directory.models import Account, Person
from seedbed.directory.queries.choices import ties_visible_to
from seedbed.directory.queries.names import names_of
from seedbed.kernel.actor import Actor
from seedbed.kernel.models import AuditEvent
from seedbed.kernel.sealed import unseal
from seedbed.portal.queries import consents_of
from seedbed.portal.queries.holdings import LEFT_OUT, Holding, copied

SEALED = {"id_sealed": "id_number", "mobile_sealed": "mobile"}
NOT_OF_FILE = {"id_lookup", "id_masked", "mobile_masked", "sort_key", "version"}


def everything_about(person: Person, by: Actor) -> dict[str, Any]:
    """Return the person's own data in clear: file, account, ties, consents, every table of `HOLDINGS`, and who opened the file when and why."""
    account = Account.objects.filter(person=person).first()
    return {
        "person": _facts(person),
        "account": {"username": account.username, "opened": account.created_at} if account else None,
        "ties": [
            {"kind": t.get_kind_display(), "with": str(t.other_person or t.other_unit), "declared_at": t.declared_at, "ended_at": t.ended_at}
            for t in ties_visible_to(by).filter(person=person)
        ],
        "consents": [
            {"purpose": c.notice.purpose, "version": c.notice.version, "given_at": c.given_at, "withdrawn_at": c.withdrawn_at, "way": c.way}
            for c in consents_of(person.pk)
        ],
        "tables": {f"{holding.name} ({holding.key})": [_row(holding, row) for row in holding.rows_of(person)] for holding in copied()},
        "left_out": {str(model._meta.verbose_name_plural): str(reason) for model, reason in LEFT_OUT.items()},
        "trail": _lines(person),
    }


def _facts(person: Person) -> dict[str, Any]:
    facts: dict[str, Any] = {}
    for field in person._meta.concrete_fields:
        if field.name in SEALED:
            facts[SEALED[field.name]] = unseal(getattr(person, field.name))
        elif field.name not in NOT_OF_FILE:
            value = getattr(person, field.name)
            facts[field.name] = str(value) if field.is_relation and value is not None else value
    return facts


def _row(holding: Holding, row: Any) -> dict[str, Any]:
    """One row by the names of its columns; choices in words, sealed values in clear, other rows by their names."""
    found: dict[str, Any] = {}
    for column in holding.fields:
        value = getattr(row, column.name)
        if column.name in holding.sealed:
            value = unseal(value)
        elif column.choices:
            value = getattr(row, f"get_{column.name}_display")()
        found[str(column.verbose_name)] = str(value) if column.is_relation and value is not None else value
    return found


def _lines(person: Person) -> Any:
    lines = AuditEvent.objects.filter(object_type=person._meta.label, object_id=str(person.pk)).order_by("seq")
    who = names_of(rows := list(lines))
    return [{"at": line.at, "action": line.action, "what": line.what, "who": who[line.seq], "note": line.note} for line in rows]
