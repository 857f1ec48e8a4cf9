"""Questions to drafts are not kept for ever."""

from datetime import timedelta

import pytest
from django.utils import timezone

from seedbed.kernel import jobs
from seedbed.kernel.models import AuditEvent
from seedbed.placement.models import Trial
from tests.cast import Cast
from tests.integration.placement.hosts_ground import make_batch

pytestmark = pytest.mark.django_db


def test_a_trial_ends_after_half_a_year_with_a_line_in_the_trail(cast: Cast) -> None:
    batch = make_batch(cast)
    old, young = (Trial.objects.create(batch=batch, kind="allotment") for _n in range(2))
    for row, days in ((old, 181), (young, 179)):
        Trial.objects.filter(pk=row.pk).update(created_at=timezone.now() - timedelta(days=days))
    job = jobs.REGISTER["placement.expire_trials"]
    assert list(job.waiting()) == [old.pk]
    for pk in (old.pk, old.pk, young.pk):
        job.run(pk)
    assert (list(Trial.objects.all()), AuditEvent.objects.filter(action="placement.drop_trial").count()) == ([young], 1)
