"""The pages from the batch's home to publication, as an officer and a leader use them."""

import pytest
from django.urls import reverse

from seedbed.directory.models import Account
from seedbed.placement import tasks
from seedbed.placement.models import ChangeOrder, Lock, MatchDraft, MatchRun, Placement, Post, ReviewRequest
from seedbed.placement.queries.placements import free_posts
from tests.cast import log_in, open_account

pytestmark = pytest.mark.django_db


@pytest.fixture
def officer(client, cast):
    return log_in(client, cast.officer)


@pytest.fixture
def leader(cast):
    from django.test import Client

    return log_in(Client(), cast.leader)


def page(client, name, *args, status=200, **data):
    answer = client.get(reverse(f"placement:{name}", args=args), data)
    assert answer.status_code == status, answer.content.decode()[:2000]
    return answer.content.decode()


def send(client, name, *args, status=302, **data):
    answer = client.post(reverse(f"placement:{name}", args=args), data)
    assert answer.status_code == status, answer.content.decode()[:3000]
    return answer


def test_from_run_to_publication(officer, leader, batch):
    assert "匹配" in page(officer, "batch", batch.pk) or "Match" in page(officer, "batch", batch.pk)
    page(officer, "matching", batch.pk)
    answer = send(officer, "matching", batch.pk, mode="fit", seed="0", max_moves="")
    run = MatchRun.objects.get()
    assert answer.url == reverse("placement:run", args=[run.pk])
    assert "hx-get" in page(officer, "run", run.pk)
    assert "HX-Refresh" not in officer.get(reverse("placement:run_progress", args=[run.pk])).headers
    tasks.match(run.pk)
    assert officer.get(reverse("placement:run_progress", args=[run.pk])).headers["HX-Refresh"] == "true"
    draft = MatchDraft.objects.get()
    assert page(officer, "run", run.pk, status=302) == ""
    body = page(officer, "draft", draft.pk)
    run.refresh_from_db()
    assert f"{run.objective:,}" in body or str(run.objective) in body
    assert page(officer, "draft", draft.pk, show="unplaced", q="资兴") != body
    send(officer, "draft_check", draft.pk)
    assert send(officer, "draft_confirm", draft.pk, status=403).status_code == 403
    send(leader, "draft_confirm", draft.pk)
    send(leader, "draft_publish", draft.pk, status=403)
    send(officer, "draft_publish", draft.pk)
    assert Placement.objects.filter(state="planned").count() == 12
    assert sum(Post.objects.values_list("taken", flat=True)) == 12
    for name in ("batch", "where", "change_orders", "weights", "match_rules", "matching"):
        page(officer, name, batch.pk)


def test_settings_take_effect_in_the_next_run(officer, batch, match):
    first = match(batch)
    place = first.placements.select_related("post").first()
    other = next(int(a["post"][1:]) for a in first.reasons.get(application=place.application_id).data["explanation"]["alternatives"] if a["loss"])
    send(officer, "weights", batch.pk, person_post=50, related_industry=20, similar_work=10, wish=10, made_for=10, host_need=0, reason="试行")
    send(officer, "match_rules", batch.pk, which="rule", **{"rule-kind": "unit_cap", "rule-number": 2, "rule-reason": ""})
    send(officer, "match_rules", batch.pk, which="lock", **{"lock-application": place.application_id, "lock-post": other, "lock-offer": "", "lock-reason": "企业点名"})
    send(officer, "match_rules", batch.pk, which="ban", **{"ban-application": place.application_id, "ban-post": place.post_id, "ban-offer": "", "ban-reason": "不宜"})
    send(officer, "match_rules", batch.pk, which="ban", status=200, **{"ban-application": place.application_id, "ban-post": "", "ban-offer": "", "ban-reason": "不宜"})
    body = page(officer, "match_rules", batch.pk)
    assert "企业点名" in body and "不宜" in body
    second = match(batch)
    assert second.run.weights.version == 2
    assert second.placements.get(application=place.application_id).post_id == other
    assert second.placements.get(application=place.application_id).locked
    page(officer, "compare", second.pk, first.pk)
    send(officer, "lock_remove", Lock.objects.get().pk)
    assert not Lock.objects.exists()


def test_a_move_costs_exactly_what_was_said(officer, batch, match):
    first = match(batch)
    reason = first.reasons.select_related("application").order_by("application__number")[3]
    price = next(a for a in reason.data["explanation"]["alternatives"] if a["possible"] and a["loss"])
    place = first.placements.get(application=reason.application_id)
    body = page(officer, "move", place.pk, post=price["post"][1:])
    assert f"{price['fit_loss'] / 100:,.2f}" in body
    send(officer, "move", place.pk, post=price["post"][1:], reason="工作需要")
    run = MatchRun.objects.latest("pk")
    tasks.match(run.pk)
    run.refresh_from_db()
    assert first.run.objective - run.objective == price["loss"]
    assert run.draft.placements.get(application=reason.application_id).post_id == int(price["post"][1:])


def test_reason_page_for_officer_and_for_the_person(officer, cast, published, client):
    place = published.placements.filter(post__isnull=False).select_related("application__person").first()
    person = place.application.person
    account = open_account("chosen", "trainee", person.unit, person)
    others = [p.application.person.name for p in published.placements.exclude(pk=place.pk).select_related("application__person")]
    assert any(name in page(officer, "reason", place.pk) for name in others)
    from django.test import Client

    own = log_in(Client(), Account.objects.get(pk=account.pk))
    body = page(own, "reason", place.pk)
    assert not any(name in body for name in others)
    assert place.post.offer.host.unit.name in page(own, "own")
    stranger = published.placements.exclude(pk=place.pk).first()
    page(own, "reason", stranger.pk, status=404)
    send(own, "ask_review", place.pk, text="请复核第一志愿")
    send(own, "ask_review", stranger.pk, text="x", status=404)
    row = ReviewRequest.objects.get()
    assert "请复核第一志愿" in page(officer, "reviews")
    send(officer, "answer_review", row.pk, answer="已人工复核，第一志愿岗位已满。")
    assert "已人工复核" in page(own, "reason", place.pk)


def test_change_order_needs_a_second_person(officer, leader, published):
    placement = Placement.objects.order_by("pk").first()
    page(officer, "placement", placement.pk)
    post = free_posts(published.batch).exclude(pk=placement.post_id).first()
    send(officer, "change_propose", placement.pk, status=200, post=post.pk, reason="")
    assert not ChangeOrder.objects.exists()
    send(officer, "change_propose", placement.pk, post=post.pk, reason="企业岗位调整")
    order = ChangeOrder.objects.get()
    assert order.shown_number in page(officer, "change_orders", published.batch_id)
    assert 'name="approval_number"' not in page(officer, "change_order", order.pk)
    send(officer, "change_order", order.pk, status=403)
    send(leader, "change_order", order.pk)
    placement.refresh_from_db()
    assert placement.post_id == post.pk
    page(leader, "placement", placement.pk)


def test_a_change_order_is_refused_with_a_reason(officer, leader, published):
    placement = Placement.objects.order_by("pk").first()
    before = placement.post_id
    send(officer, "change_propose", placement.pk, post=free_posts(published.batch).exclude(pk=before).first().pk, reason="试试")
    order = ChangeOrder.objects.get()
    send(leader, "change_refuse", order.pk, status=409, note="")
    send(leader, "change_refuse", order.pk, note="理由不足")
    order.refresh_from_db()
    placement.refresh_from_db()
    assert (order.state, placement.post_id) == ("refused", before)


def test_strangers_and_other_roles(cast, published):
    from django.test import Client

    place = published.placements.first()
    for name, status in (("clerk_b", 404), ("service_team", 404), ("system_admin", 404), ("other_applicant", 404)):
        client = log_in(Client(), cast.accounts[name])
        page(client, "reason", place.pk, status=status)
    service = log_in(Client(), cast.service_team)
    body = page(service, "where", published.batch_id)
    assert place.application.person.name in body
    assert page(service, "draft", published.pk, status=403)
    row = Placement.objects.get(application=place.application_id)
    send(service, "arrive", row.pk, on="2026-11-23")


def test_release_page_in_a_full_office(cast, client):
    from tests.integration.placement.town import make_batch

    batch = make_batch(cast, people=4, hosts=2, extra=1)
    officer = log_in(client, cast.officer)
    body = page(officer, "release", batch.pk)
    assert 'name="approval_number"' not in body and f'action="{reverse("placement:release", args=[batch.pk])}"' not in body
    send(officer, "release", batch.pk, status=403)
    from django.test import Client

    leader = log_in(Client(), cast.leader)
    assert "4" in page(leader, "release", batch.pk)
    send(leader, "release", batch.pk)
    assert Placement.objects.filter(batch=batch, state="waiting").count() == 4


def test_release_page_in_a_small_office_asks_for_the_paper(small_cast, client):
    from tests.integration.placement.town import make_batch

    batch = make_batch(small_cast, people=4, hosts=2)
    officer = log_in(client, small_cast.officer)
    assert 'name="approval_number"' in page(officer, "release", batch.pk)
    typed = {"approval_number": "郴组〔2026〕9号", "approval_issuer": "", "approval_issued_on": "2026-11-20"}
    assert "郴组〔2026〕9号" in send(officer, "release", batch.pk, status=200, **typed).content.decode()
    assert not Placement.objects.exists()
    send(officer, "release", batch.pk, **(typed | {"approval_issuer": "市委组织部"}))
    assert Placement.objects.filter(batch=batch, state="waiting").count() == 4


def test_lists_ask_the_database_equally_often_however_long(officer, cast, match):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    from seedbed.placement.actions import placements
    from tests.integration.placement.town import make_batch, some_wishes

    batch = make_batch(cast, people=14, hosts=6, extra=2)
    some_wishes(batch)
    placements.take_over(batch, by=cast.actor("leader"))
    draft = match(batch)

    def queries(name, *args, **data):
        with CaptureQueriesContext(connection) as caught:
            page(officer, name, *args, **data)
        return len(caught)

    queries("draft", draft.pk)
    words = draft.placements.select_related("application__person").first().application.person.name
    assert queries("draft", draft.pk, q=words) == queries("draft", draft.pk)
    few = [queries(name, batch.pk) for name in ("matching", "where", "match_rules", "batch")]
    match(batch)
    for person in Placement.objects.filter(batch=batch)[:3]:
        placements.withdraw(person, by=cast.actor("officer"), reason="退出")
    assert [queries(name, batch.pk) for name in ("matching", "where", "match_rules", "batch")] == few


def test_a_contradiction_is_told_in_sentences(officer, cast, batch):
    post = Post.objects.filter(offer__batch=batch, seats_max=1, lodging__in=["any", "arranged"]).first()
    people = [p.application for p in Placement.objects.filter(batch=batch).select_related("application__person")[:2]]
    for person in people:
        send(officer, "match_rules", batch.pk, which="lock", **{"lock-application": person.pk, "lock-post": post.pk, "lock-offer": "", "lock-reason": "点名"})
    send(officer, "matching", batch.pk, mode="fit", seed="0", max_moves="")
    run = MatchRun.objects.get()
    tasks.match(run.pk)
    body = page(officer, "run", run.pk)
    assert all(person.person.name in body for person in people) and post.title in body
