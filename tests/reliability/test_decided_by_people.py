"""No score decides: every place shows its reason, a person checked it, another confirmed it, and the trail names both."""

import pytest

from seedbed.kernel.models import AuditEvent
from seedbed.placement.models import DraftPlacement, DraftReason, MatchDraft, Placement
from seedbed.selection import actions as selection
from seedbed.selection.models import Application
from tests.cast import make_cast
from tests.integration.selection import scene
from tests.world import World


@pytest.fixture
def draft(world: World) -> MatchDraft:
    """The published plan of the world."""
    return world["published"]


def test_everybody_in_a_published_plan_has_a_reason_that_can_be_read(world: World, draft: MatchDraft) -> None:
    people = set(Placement.objects.filter(batch=draft.batch_id).values_list("application", flat=True))
    told = {row.application_id: row for row in DraftReason.objects.filter(draft=draft)}
    assert set(told) == people
    shown = []
    for place in DraftPlacement.objects.filter(draft=draft).select_related("application__person"):
        page = world.client("officer").get(f"/placement/places/{place.pk}/").content.decode()
        shown.append((place.application.person.name in page, page.count('class="meter') >= len(place.parts)))
    assert set(shown) == {(True, True)}


def test_two_people_stand_behind_every_published_plan(world: World, draft: MatchDraft) -> None:
    assert (draft.checked_by_id, draft.confirmed_by_id, draft.published_by_id) == (world.cast.officer.pk, world.cast.leader.pk, world.cast.officer.pk)
    lines = AuditEvent.objects.filter(object_type="placement.MatchDraft", object_id=str(draft.pk), what__in=["check", "confirm", "publish"])
    assert list(lines.order_by("seq").values_list("what", "actor_kind", "actor_id")) == [
        ("check", "account", str(world.cast.officer.pk)), ("confirm", "account", str(world.cast.leader.pk)),
        ("publish", "account", str(world.cast.officer.pk))]


def test_no_job_decides_about_anybody(world: World) -> None:
    decisions = AuditEvent.objects.filter(what__in=["release", "confirm", "publish", "approve", "assign", "transfer", "overrule", "refuse"])
    by_jobs = decisions.filter(actor_kind="job").exclude(actor_id="setup")
    assert (list(by_jobs.values_list("action", "what", "actor_id")), decisions.filter(actor_kind="account").count() > 5) == ([], True)


def test_a_ranking_keeps_why_everybody_stands_where_they_stand(db: None) -> None:
    cast = make_cast()
    ranking = selection.propose(scene.ready_to_rank(cast, 4), by=cast.actor("officer"))
    ranked = set(Application.objects.filter(batch=ranking.batch_id).values_list("pk", flat=True))
    assert {row["id"]: bool(row["why"]) for row in ranking.rows} == dict.fromkeys(ranked, True)


def test_the_way_to_a_human_stands_beside_the_reason(world: World) -> None:
    page = world.client("trainee").get(f"/placement/places/{world['place'].pk}/").content.decode()
    assert "人工复核" in page
    assert f"/placement/places/{world['place'].pk}/review" in page or world["review"].text in page
