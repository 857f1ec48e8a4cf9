"""A class in the middle of its stay: placed people written straight into the tables, the class opened as in real life."""

from dataclasses import dataclass
from datetime import timedelta

from django.utils import timezone

from seedbed.placement.models import MatchDraft, MatchRun, Placement, Post, WeightSet
from seedbed.residency.actions import classes
from seedbed.residency.models import ClassMember, TrainingClass
from seedbed.selection.models import Application, Batch
from tests.cast import Cast
from tests.integration.placement.town import make_batch


@dataclass
class Ground:
    """The cast, the class, and the members of the two trainees of the cast."""

    cast: Cast
    row: TrainingClass
    mine: ClassMember
    other: ClassMember


def placed_batch(cast: Cast, *, people: int = 6, hosts: int = 3) -> Batch:
    """A batch that began a month ago; everybody has a post and has still to report."""
    batch = make_batch(cast, people=people, hosts=hosts)
    today = timezone.localdate()
    Batch.objects.filter(pk=batch.pk).update(starts_on=today - timedelta(days=30), ends_on=today + timedelta(days=62), state="released",
                                             released_at=timezone.now(), released_by=cast.leader)
    for number, name in ((1, "applicant"), (2, "other_applicant")):
        person = cast.people[name]
        Application.objects.filter(batch=batch, number=number).update(person=person, unit=person.unit)
    posts = list(Post.objects.filter(offer__batch=batch).order_by("offer", "pk"))
    Post.objects.filter(pk__in=[p.pk for p in posts]).update(seats_min=1, seats_max=people)
    for i, application in enumerate(Application.objects.filter(batch=batch).order_by("number")):
        application.state = "chosen"
        application.save()
        post = posts[i % len(posts)]
        Placement.objects.create(batch=batch, application=application, person_id=application.person_id, state="planned", post=post, placed_at=timezone.now())
        Post.objects.filter(pk=post.pk).update(taken=Placement.objects.filter(post=post).count())
    batch.refresh_from_db()
    return batch


def publish(cast: Cast, batch: Batch) -> None:
    """Publish the placements of a batch, so that they are changed by orders from now on."""
    weights, now = WeightSet.objects.create(batch=batch, version=1, values={}), timezone.now()
    run = MatchRun.objects.create(batch=batch, weights=weights, state="done", seed=0, input=b"{}", plan=b"{}", objective=1, plan_digest="x")
    MatchDraft.objects.create(batch=batch, run=run, number=1, state="published", checked_by=cast.officer, confirmed_by=cast.leader, published_by=cast.officer,
                              checked_at=now, confirmed_at=now, published_at=now)


def open_ground(cast: Cast, **size: int) -> Ground:
    """Open the class of such a batch."""
    row = classes.open_class(placed_batch(cast, **size), by=cast.actor("officer"))
    mine, other = (ClassMember.objects.get(training_class=row, person=cast.people[name]) for name in ("applicant", "other_applicant"))
    return Ground(cast, row, mine, other)
