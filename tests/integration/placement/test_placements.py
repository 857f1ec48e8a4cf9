"""Taking over, publishing, changing and withdrawing: seats, second persons, one act each."""

from datetime import date

import pytest
from django.urls import reverse

from seedbed.directory.actions import declare_tie, file_approval
from seedbed.directory.models import Site
from seedbed.kernel import trail
from seedbed.kernel.actor import of_account
from seedbed.kernel.faults import Refused, RuleBroken, SecondPersonNeeded
from seedbed.kernel.models import AuditEvent, OutboxMessage
from seedbed.placement import instance, tasks
from seedbed.placement.actions import matching, placements, settings
from seedbed.placement.models import DraftPlacement, MatchDraft, MatchRun, Placement, Post
from seedbed.placement.queries import placements as queries
from seedbed.selection.models import Application
from tests.cast import SETUP, open_account
from tests.integration.placement.town import make_batch

pytestmark = pytest.mark.django_db


def seats_agree(batch):
    """Every post counts exactly the people who sit on it."""
    for post in Post.objects.filter(offer__batch=batch):
        assert post.taken == Placement.objects.filter(post=post, state__in=["planned", "active"]).count()


def test_take_over_makes_one_waiting_placement_per_chosen(cast):
    batch = make_batch(cast, people=5, hosts=3, extra=2)
    with pytest.raises(SecondPersonNeeded):
        placements.take_over(batch, by=cast.actor("officer"))
    assert Application.objects.filter(state="proposed").count() == 5
    placements.take_over(batch, by=cast.actor("leader"))
    chosen = Application.objects.filter(state="chosen")
    assert set(Placement.objects.filter(state="waiting").values_list("application", flat=True)) == set(chosen.values_list("pk", flat=True))
    assert chosen.count() == 5
    assert list(trail.verify()) == []


def test_take_over_is_all_or_nothing(cast):
    batch = make_batch(cast, people=5, hosts=3)
    last = Application.objects.filter(batch=batch).order_by("-number").first()
    elsewhere = Application.objects.get(pk=last.pk)
    Placement.objects.create(batch=batch, application=elsewhere, person=last.person)
    with pytest.raises(RuleBroken, match=last.person.name):
        placements.take_over(batch, by=cast.actor("leader"))
    batch.refresh_from_db()
    assert (batch.state, Placement.objects.count(), Application.objects.filter(state="proposed").count()) == ("proposed", 1, 5)


def test_publication_seats_everybody_and_freezes(cast, published, match):
    batch = published.batch
    seats_agree(batch)
    assert Placement.objects.filter(state="planned", draft=published).count() == 12
    for place in published.placements.all():
        assert Placement.objects.get(application=place.application_id).post_id == place.post_id
    with pytest.raises(RuleBroken):
        matching.reopen_draft(published, by=cast.actor("leader"), reason="反悔")
    again = match(batch)
    with pytest.raises(RuleBroken):
        matching.check_draft(again, by=cast.actor("officer"))
    person = Application.objects.filter(batch=batch, state="chosen").first()
    with pytest.raises(RuleBroken):
        matching.move_person(person, by=cast.actor("officer"), post=Post.objects.first(), reason="调整")
    assert list(trail.verify()) == []


def test_steps_are_taken_in_order_by_two_people(cast, batch, match):
    draft = match(batch)
    officer, leader = cast.actor("officer"), cast.actor("leader")
    for step in (matching.confirm_draft, matching.publish_draft):
        with pytest.raises(RuleBroken):
            step(draft, by=leader)
    matching.check_draft(draft, by=officer)
    with pytest.raises(SecondPersonNeeded):
        matching.confirm_draft(draft, by=officer)
    matching.confirm_draft(draft, by=leader)
    with pytest.raises(SecondPersonNeeded):
        matching.publish_draft(draft, by=leader)
    for name in ("clerk_a", "service_team", "applicant", "system_admin"):
        with pytest.raises(Refused):
            matching.publish_draft(draft, by=cast.actor(name))
    assert not Placement.objects.exclude(state="waiting").exists()
    matching.publish_draft(draft, by=officer)
    draft.refresh_from_db()
    assert (draft.checked_by, draft.confirmed_by, draft.published_by) == (cast.officer, cast.leader, cast.officer)


def test_small_office_uses_the_signed_paper(cast, batch, match):
    Site.objects.update(profile="small")
    officer = cast.actor("officer")
    draft = matching.check_draft(match(batch), by=officer)
    with pytest.raises(SecondPersonNeeded):
        matching.confirm_draft(draft, by=officer)
    paper = file_approval(Site.objects.get(), by=officer, number="郴组〔2026〕12号", issuer="市委组织部分管领导", issued_on=date(2026, 11, 20), purpose="匹配方案")
    matching.confirm_draft(draft, by=officer, approval=paper)
    matching.publish_draft(draft, by=officer)
    line = AuditEvent.objects.filter(action="placement.publish_draft", what="publish").get()
    assert "郴组〔2026〕12号" in line.note


def test_a_draft_that_lost_somebody_is_not_confirmed(cast, batch, match):
    draft = match(batch)
    gone = Placement.objects.filter(batch=batch).first()
    placements.withdraw(gone, by=cast.actor("officer"), reason="单位工作需要")
    with pytest.raises(RuleBroken):
        matching.check_draft(draft, by=cast.actor("officer"))
    newer = match(batch)
    assert newer.number == draft.number + 1
    matching.check_draft(newer, by=cast.actor("officer"))


def test_withdrawal_frees_the_seat_and_moves_the_reserve_up(cast, published):
    batch, officer = published.batch, cast.actor("officer")
    placement = Placement.objects.filter(batch=batch).first()
    post, first = placement.post, Application.objects.filter(batch=batch, state="reserve").order_by("position").first()
    taken = post.taken
    waiting = placements.withdraw(placement, by=officer, reason="家庭原因")
    post.refresh_from_db()
    placement.refresh_from_db()
    assert (placement.state, post.taken, placement.application.state) == ("withdrawn", taken - 1, "given_up")
    assert (waiting.application_id, waiting.state) == (first.pk, "waiting")
    seats_agree(batch)
    with pytest.raises(RuleBroken):
        placements.withdraw(placement, by=officer, reason="再来一次")
    order = placements.propose_change(waiting, post, by=officer, reason="递补")
    placements.approve_change(order, by=cast.actor("leader"))
    waiting.refresh_from_db()
    assert (waiting.state, waiting.post_id) == ("planned", post.pk)
    seats_agree(batch)


def test_withdrawal_without_reserve_leaves_the_seat_free(cast, published):
    for _ in range(4):
        placement = Placement.objects.filter(batch=published.batch, state__in=["waiting", "planned"]).first()
        found = placements.withdraw(placement, by=cast.actor("officer"), reason="退出")
    assert found is None
    seats_agree(published.batch)


def test_a_full_post_takes_nobody(cast, published):
    batch, officer, leader = published.batch, cast.actor("officer"), cast.actor("leader")
    full = Post.objects.filter(offer__batch=batch, taken__gt=0, seats_max=1).first()
    placement = Placement.objects.filter(batch=batch).exclude(post=full).first()
    before = placement.post_id
    order = placements.propose_change(placement, full, by=officer, reason="换岗")
    with pytest.raises(RuleBroken, match=full.title):
        placements.approve_change(order, by=leader)
    placement.refresh_from_db()
    order.refresh_from_db()
    assert (placement.post_id, order.state) == (before, "proposed")
    seats_agree(batch)


def test_people_are_placed_only_under_a_decision(cast, batch, match):
    draft = match(batch)
    placement, post = Placement.objects.filter(batch=batch).first(), Post.objects.first()
    with pytest.raises(RuleBroken):
        placements.assign(placement, post, by=cast.actor("officer"), under=draft)
    with pytest.raises(RuleBroken):
        placements.propose_change(placement, post, by=cast.actor("officer"), reason="先行安排")


def test_arrival_and_early_end(cast, published):
    placement = Placement.objects.filter(batch=published.batch).first()
    post, taken = placement.post, placement.post.taken
    with pytest.raises(RuleBroken):
        placements.arrive(placement, by=cast.actor("service_team"), on=date(2099, 1, 1))
    placements.arrive(placement, by=cast.actor("service_team"), on=date(2026, 11, 20))
    with pytest.raises(RuleBroken):
        placements.withdraw(placement, by=cast.actor("officer"), reason="太晚")
    placements.end_early(placement, by=cast.actor("officer"), reason="组织安排")
    post.refresh_from_db()
    assert (placement.state, post.taken) == ("ended_early", taken - 1)


def test_who_sees_which_placements(cast, published):
    def seen(name):
        return queries.placements_visible_to(cast.actor(name)).filter(batch=published.batch).count()

    assert (seen("officer"), seen("leader"), seen("service_team"), seen("clerk_b"), seen("system_admin")) == (12, 12, 12, 0, 0)
    of_a = Placement.objects.filter(batch=published.batch, application__unit=cast.unit_a).count()
    assert (seen("clerk_a"), of_a > 0) == (of_a, True)


def test_the_same_batch_gives_the_same_bytes(batch, match):
    first, second = match(batch), match(batch)
    assert (first.run.input_digest, first.run.plan_digest) == (second.run.input_digest, second.run.plan_digest)
    assert bytes(first.run.plan) == bytes(second.run.plan)


def test_few_may_change_against_the_draft_before(cast, batch, match):
    first = match(batch)
    place = first.placements.order_by("application__number").first()
    settings.ban(place.application, by=cast.actor("officer"), post=place.post, reason="不宜")
    second = match(batch, previous=first, max_moves=2)
    moved = [p for p in second.placements.all() if p.post_id != first.placements.get(application=p.application_id).post_id]
    assert place.application_id in {p.application_id for p in moved}
    assert len(moved) <= 3


def test_contradicting_settings_are_named(cast, batch, match):
    officer = cast.actor("officer")
    post = next(p for p in Post.objects.filter(offer__batch=batch, lodging__in=["any", "arranged"]) if p.seats_max == 1)
    people = list(Application.objects.filter(batch=batch, state="chosen")[:2])
    for person in people:
        settings.lock(person, by=officer, post=post, reason="企业点名")
    run = matching.start_match(batch, by=officer)
    tasks.match(run.pk)
    run.refresh_from_db()
    assert (run.state, run.fault["code"], MatchDraft.objects.count()) == ("failed", "infeasible", 0)
    assert {f"lock:a{p.pk}" for p in people} < set(run.fault["rules"])


def test_too_few_seats_leave_somebody_with_the_reason(cast, batch, match):
    keep = list(Post.objects.filter(offer__batch=batch).values_list("pk", flat=True)[:3])
    Post.objects.filter(offer__batch=batch).exclude(pk__in=keep).update(state="closed")
    Post.objects.filter(pk__in=keep).update(seats_min=1, seats_max=2, lodging="any")
    draft = match(batch)
    assert (draft.run.placed, draft.run.unplaced) == (6, 6)
    unplaced = draft.reasons.filter(application__in=draft.placements.filter(post=None).values("application")).first()
    told = unplaced.data["explanation"]["unplaced"]
    assert (told["code"], told["numbers"]["seats"], told["numbers"]["people"]) == ("too_few_seats", 6, len(told["people"]))
    assert f"a{unplaced.application_id}" in told["people"] and len(told["people"]) > 6


def test_conflicts_lodging_and_unsettled_seats_keep_people_away(cast, batch, match):
    first = match(batch)
    place = first.placements.select_related("application__person__unit", "post__offer__host__unit").first()
    host = place.post.offer.host
    declare_tie(place.application.person.unit, by=SETUP, kind="supervises", other=host.unit)
    open_post = Post.objects.filter(offer__batch=batch).exclude(offer__host=host).first()
    Post.objects.filter(pk=open_post.pk).update(seats_min=None, seats_max=None)
    second = match(batch)
    closed = {row["post"]: row["detail"] for row in second.reasons.get(application=place.application_id).data["explanation"]["closed"]}
    assert {closed[f"p{post.pk}"] for post in host.offers.get(batch=batch).posts.all()} == {"tie_supervises"}
    assert closed[f"p{open_post.pk}"] == "seats_open"
    assert not second.placements.filter(post=open_post).exists()
    for row in second.placements.filter(post__lodging="men").select_related("application__person"):
        assert row.application.person.sex == "male"
    with pytest.raises(RuleBroken, match=host.unit.name):
        settings.lock(place.application, by=cast.actor("officer"), post=place.post, reason="坚持")


def test_a_stored_draft_that_was_altered_is_found(cast, batch, match):
    draft = match(batch)
    row = matching.order_check(draft, by=cast.actor("officer"))
    tasks.check(row.pk)
    row.refresh_from_db()
    assert (row.state, row.people, row.faults) == ("done", 12, [])
    assert row.numbers > 500
    DraftPlacement.objects.filter(pk=draft.placements.first().pk).update(fit=9999)
    reason = draft.reasons.order_by("-application").first()
    price = next(p for p in reason.data["explanation"]["alternatives"] if p["possible"])
    price["loss"] = price["fit_loss"] = price["fit_loss"] + 1
    reason.save()
    second = matching.order_check(draft, by=cast.actor("officer"))
    tasks.check(second.pk)
    second.refresh_from_db()
    assert second.faults_found >= 2


def test_weights_make_versions_and_results_keep_theirs(cast, batch, match):
    first = match(batch)
    values = dict(first.run.weights.values) | {"wish": 60}
    settings.set_weights(batch, by=cast.actor("officer"), values=values, reason="突出志愿")
    second = match(batch)
    assert (MatchRun.objects.get(pk=first.run.pk).weights.version, second.run.weights.version) == (1, 2)
    for bad in ({}, dict.fromkeys(values, 0), values | {"wish": 101}, values):
        with pytest.raises(RuleBroken):
            settings.set_weights(batch, by=cast.actor("officer"), values=bad)


def test_the_people_are_told(cast, published):
    place = published.placements.select_related("application__person__unit").first()
    person = place.application.person
    account = open_account("chosen", "trainee", person.unit, person)
    placement = Placement.objects.get(application=place.application_id)
    post = queries.free_posts(published.batch).exclude(pk=placement.post_id).first()
    order = placements.propose_change(placement, post, by=cast.actor("officer"), reason="岗位调整")
    placements.approve_change(order, by=cast.actor("leader"))
    request = matching.ask_review(place, by=of_account(account), text="请复核")
    matching.answer_review(request, by=cast.actor("officer"), answer="已复核")
    keys = OutboxMessage.objects.filter(recipient=str(account.pk)).values_list("key", flat=True)
    assert set(keys) == {f"placement:changed:{order.pk}", f"placement:answered:{request.pk}"}


def test_publication_tells_everybody_with_an_account(cast, batch, match):
    person = Application.objects.filter(batch=batch, state="chosen").select_related("person__unit").first().person
    account = open_account("chosen", "trainee", person.unit, person)
    draft = matching.check_draft(match(batch), by=cast.actor("officer"))
    matching.confirm_draft(draft, by=cast.actor("leader"))
    assert not OutboxMessage.objects.filter(key__startswith="placement:").exists()
    matching.publish_draft(draft, by=cast.actor("officer"))
    message = OutboxMessage.objects.get(key__startswith="placement:published")
    assert (message.recipient, message.url) == (str(account.pk), reverse("placement:own"))


def test_a_run_whose_program_fails_ends_and_can_be_started_again(cast, batch, monkeypatch):
    run = matching.start_match(batch, by=cast.actor("officer"))
    monkeypatch.setattr(instance, "solve", lambda run, problem: 1 // 0)
    with pytest.raises(ZeroDivisionError):
        tasks.match(run.pk)
    run.refresh_from_db()
    assert (run.state, run.fault) == ("failed", {"code": "crashed"})
    monkeypatch.undo()
    again = matching.start_match(batch, by=cast.actor("officer"))
    tasks.match(again.pk)
    again.refresh_from_db()
    assert again.state == "done"
