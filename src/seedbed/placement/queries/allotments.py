"""Reads around finished allotments: whom and what a file may name, imports under way."""

from collections.abc import Iterable

from django.db.models import QuerySet

from seedbed.kernel.models import ImportJob
from seedbed.placement.models import Post
from seedbed.placement.queries.intake import subject_of
from seedbed.placement.reckoning.allotments import Known, Person, Place
from seedbed.selection.models import Application, Batch
from seedbed.selection.queries.whole import applications_of

KIND = "placement.allotment"


def known_of(batch: Batch) -> Known:
    """Return the people and posts of a visible batch by which a file is understood: everybody who handed in an application."""
    posts = Post.objects.filter(offer__batch=batch).select_related("offer__host__unit").order_by("pk")
    return Known(
        people=[Person(a.pk, a.shown_number, a.person.name, a.unit.name) for a in applications_of(batch)],
        places=[Place(p.pk, p.offer_id, p.offer.host.unit.name, p.title, p.seats_max) for p in posts],
        hosts={p.offer_id: p.offer.host.unit.name for p in posts},
    )


def allotments_of(batch: Batch) -> QuerySet[ImportJob]:
    """Return the files with allotments of a batch, newest first; the batch must be one the actor sees."""
    return ImportJob.objects.filter(kind=KIND, subject=subject_of(batch)).order_by("-created_at")


def allotted(batch: Batch, keys: Iterable[int]) -> list[Application]:
    """Return the applications behind keys, with all that the facts of a match need."""
    rows = Application.objects.filter(batch=batch, pk__in=list(keys))
    return list(rows.select_related("person__unit", "unit__region", "batch__plan").order_by("number"))


def last_answers() -> dict[str, str]:
    """Return what was answered about headings of such files before, so that nothing is asked twice."""
    last = ImportJob.objects.filter(kind=KIND).exclude(mapping={}).order_by("-created_at").first()
    return dict(last.mapping) if last else {}
