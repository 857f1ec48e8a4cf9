"""Everything the site holds about one person, for that person (PIPL art. 45)."""

from typing import Any

from seedbed.directory.models import Account, Person
from seedbed.directory.queries.choices import ties_visible_to
from seedbed.kernel.actor import Actor
from seedbed.kernel.models import AuditEvent
from seedbed.kernel.sealed import unseal
from seedbed.portal.queries import consents_of

SEALED = {"id_sealed": "id_number", "mobile_sealed": "mobile"}
LEFT_OUT = {"id_lookup", "id_masked", "mobile_masked", "sort_key", "version"}


def everything_about(person: Person, by: Actor) -> dict[str, Any]:
    """Return the person's own data in clear: file, account, ties, consents, and who opened the file when and why."""
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
        "trail": list(_lines(person)),
    }


def _facts(person: Person) -> dict[str, Any]:
    facts: dict[str, Any] = {}
    for field in person._meta.concrete_fields:
        if field.name in SEALED:
            facts[SEALED[field.name]] = unseal(getattr(person, field.name))
        elif field.name not in LEFT_OUT:
            value = getattr(person, field.name)
            facts[field.name] = str(value) if field.is_relation and value is not None else value
    return facts


def _lines(person: Person) -> Any:
    lines = AuditEvent.objects.filter(object_type=person._meta.label, object_id=str(person.pk)).order_by("seq")
    return lines.values("at", "action", "what", "actor_label", "note")
