"""Reads of the portal."""

from django.db.models import QuerySet

from seedbed.directory.models import ConsentRecord, PrivacyNotice
from seedbed.directory.queries import holds, holds_for, site
from seedbed.kernel import sealed
from seedbed.kernel.actor import Actor
from seedbed.kernel.models import AuditEvent, OutboxMessage, TrailCheckpoint
from seedbed.portal.models import Complaint


def complaints_visible_to(actor: Actor) -> QuerySet[Complaint]:
    """Return all complaints to officers and leaders of the site's top unit, to others none."""
    office = site()
    if office is None or not holds_for(actor, office.root_id, "officer", "leader"):
        return Complaint.objects.none()
    return Complaint.objects.all()


def complaint_by_receipt(number: str, secret: str) -> Complaint | None:
    """Return the complaint of a receipt, only with its secret word."""
    digest = sealed.lookup(f"complaint:{secret.strip()}")
    return Complaint.objects.filter(number=number.strip(), secret_digest=digest).first()


def messages_of(actor: Actor) -> QuerySet[OutboxMessage]:
    """Return the messages inside the product for the actor's account."""
    return OutboxMessage.objects.filter(channel="inbox", recipient=str(actor.account_id))


def notices_in_force() -> list[PrivacyNotice]:
    """Return the newest version of the privacy notice for each purpose."""
    newest: dict[str, PrivacyNotice] = {}
    for notice in PrivacyNotice.objects.order_by("purpose", "version"):
        newest[notice.purpose] = notice
    return list(newest.values())


def consents_of(person_id: int) -> QuerySet[ConsentRecord]:
    """Return what a person has consented to, also what was withdrawn, the newest first."""
    return ConsentRecord.objects.filter(person=person_id).select_related("notice").order_by("-given_at")


def trail_visible_to(actor: Actor) -> QuerySet[AuditEvent]:
    """Return every line of the trail to the audit administrator, to others none."""
    return AuditEvent.objects.all() if holds(actor, "audit_admin") else AuditEvent.objects.none()


def last_checkpoint() -> TrailCheckpoint | None:
    """Return the line up to which the trail was found whole."""
    return TrailCheckpoint.objects.order_by("-seq").first()


def trail_head() -> tuple[int, str]:
    """Return number and hash of the newest line."""
    line = AuditEvent.objects.order_by("-seq").values_list("seq", "hash").first()
    return line or (0, "0" * 64)
