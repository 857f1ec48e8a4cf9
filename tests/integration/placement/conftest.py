"""A batch on its way: taken over, matched, published."""

from collections.abc import Callable

import pytest

from seedbed.placement import tasks
from seedbed.placement.actions import matching, placements
from seedbed.placement.models import MatchDraft, MatchRun
from seedbed.selection.models import Batch
from tests.cast import Cast
from tests.integration.placement.town import make_batch, some_wishes
from tests.kept import Kept

Match = Callable[..., MatchDraft]
BATCH, PUBLISHED = Kept[Batch](), Kept[MatchDraft]()


@pytest.fixture
def batch(cast: Cast) -> Batch:
    """A small batch: 12 chosen, 3 in reserve, 6 hosts; every second person has wishes; taken over."""
    def make() -> Batch:
        made = make_batch(cast, people=12, hosts=6, extra=3)
        some_wishes(made)
        return placements.take_over(made, by=cast.actor("leader"))

    return BATCH.lay(make)


@pytest.fixture
def match(cast: Cast) -> Match:
    """Run the match as the officer would, and do the job as the worker would."""

    def run(batch: Batch, **wishes: object) -> MatchDraft:
        row = matching.start_match(batch, by=cast.actor("officer"), **wishes)
        tasks.match(row.pk)
        row = MatchRun.objects.get(pk=row.pk)
        assert row.state == "done", row.fault
        return row.draft

    return run


@pytest.fixture
def published(cast: Cast, batch: Batch, match: Match) -> MatchDraft:
    """A draft checked by the officer, confirmed by the leader, published by the officer."""
    def make() -> MatchDraft:
        draft = matching.check_draft(match(batch), by=cast.actor("officer"))
        matching.confirm_draft(draft, by=cast.actor("leader"))
        return matching.publish_draft(draft, by=cast.actor("officer"))

    return PUBLISHED.lay(make)
