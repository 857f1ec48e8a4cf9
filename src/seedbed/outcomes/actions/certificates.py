"""Writes of certificates."""

import secrets
from collections.abc import Collection

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from seedbed.kernel import sealed
from seedbed.kernel.actions import action, add, note, require
from seedbed.kernel.actor import Actor
from seedbed.kernel.workflow import perform
from seedbed.outcomes import notifications, rules
from seedbed.outcomes.models import Certificate
from seedbed.outcomes.queries import whole
from seedbed.outcomes.queries.certificates import candidates
from seedbed.outcomes.reckoning.certificates import ALPHABET, CODE_LENGTH, number_of
from seedbed.outcomes.states.certificates import CERTIFICATE_MOVES
from seedbed.selection.models import Batch


@action("outcomes.issue_certificates", allow=rules.runs_batch, label=gettext_lazy("Issue certificates"))
def issue_certificates(batch: Batch, *, by: Actor, except_for: Collection[int] = ()) -> list[Certificate]:
    """Issue a numbered certificate to everybody with a released result of the assessment after the course, but for those left out.

    Who holds a valid one of this batch keeps it. Each person is told. Refused before the assessment is released.
    """
    people = [person for person, _grade in candidates(batch) if person.pk not in except_for]
    require(people, _("Nobody can get a certificate yet: the assessment after the course has to be released first."))
    whole.locked_unit(batch.unit_id)
    today = timezone.localdate()
    last = whole.last_certificate(batch.unit_id, today.year)
    made = []
    for sequence, person in enumerate(people, last + 1):
        code = "".join(secrets.choice(ALPHABET) for _place in range(CODE_LENGTH))
        row = add(Certificate(desk=batch.unit, batch=batch, person=person, year=today.year, sequence=sequence, number=number_of(today.year, batch.unit_id, sequence),
                              code_sealed=sealed.seal(code), code_lookup=sealed.lookup(code), issued_on=today, issued_by=by.account))
        notifications.certificate_issued(row)
        made.append(row)
    return made


@action("outcomes.revoke_certificate", allow=rules.keeps_certificate, label=gettext_lazy("Revoke a certificate"))
def revoke_certificate(row: Certificate, *, by: Actor, reason: str) -> Certificate:
    """Revoke a certificate with the reason; its number is never given again, and checking it says that it is revoked. The person is told."""
    perform(row, CERTIFICATE_MOVES, "revoke", by=by, note=reason, revoked_at=timezone.now(), revoked_why=reason.strip()[:200])
    notifications.certificate_revoked(row)
    return row


@action("outcomes.print_certificates", allow=rules.runs_batch, label=gettext_lazy("Print the certificates of a batch"))
def print_certificates(batch: Batch, *, by: Actor) -> list[tuple[Certificate, str]]:
    """Return the valid certificates of a batch with their check codes in clear; the trail keeps that they were printed."""
    found = [(row, sealed.unseal(row.code_sealed)) for row in whole.certificates_of(batch)]
    require(found, _("No certificate is issued yet."))
    note(batch, "certificates printed", text=str(len(found)))
    return found
