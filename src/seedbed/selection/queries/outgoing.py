"""What of a batch leaves the house as a file: with so many people that a second person has to release it."""

from django.utils.translation import gettext_lazy as _

from seedbed.directory.queries.releases import Outgoing
from seedbed.selection.models import Application, Batch
from seedbed.selection.states import ApplicationState

LABELS = {
    "applicants": _("List of applicants"), "corrections": _("Applicants, for correction"), "meeting": _("List for the meeting"),
    "screening": _("Result of the screening"), "ranking": _("Order of priority"), "posts": _("Posts of hosts"), "archive": _("Archive of the batch"),
}


def list_of(batch: Batch, what: str, people: int) -> Outgoing:
    """Return one list of a batch as something that goes out."""
    return Outgoing.of(what, LABELS[what], batch, batch.unit_id, people)


def applications_going_out(batch: Batch, what: str) -> Outgoing:
    """Return a list of the applications of a batch as something that goes out."""
    return list_of(batch, what, Application.objects.filter(batch=batch).exclude(state=ApplicationState.DRAFT).count())


def archive_of(batch: Batch) -> Outgoing:
    """Return the archive of a batch: it always needs a release."""
    return Outgoing.of("archive", LABELS["archive"], batch, batch.unit_id, None)
