"""Wishes: a window, ranked choices until it closes, receipts, demand without names, entry from paper."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from seedbed.directory.models import Person
from seedbed.kernel.faults import Refused, RuleBroken
from seedbed.placement.actions import wishes as actions
from seedbed.placement.models import MatchDraft, MatchRun, Post, WeightSet, Wish, WishReceipt, WishWindow
from seedbed.placement.queries import wishes as queries
from seedbed.selection.models import Application, Batch
from tests.cast import SETUP, Cast, log_in
from tests.integration.placement.hosts_ground import (
    get,
    make_application,
    make_batch,
    make_host,
    make_offer,
    make_post,
    post,
)

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)


def open_window(batch: Batch, **changes: Any) -> WishWindow:
    """Set a window that is open now."""
    now = timezone.now()
    return actions.set_wish_window(batch, by=SETUP, **({"opens_at": now - HOUR, "closes_at": now + HOUR, "max_choices": 3} | changes))


def ground(cast: Cast) -> tuple[Batch, list[Post], Application]:
    """Return a batch with three posts and the applicant's application."""
    batch = make_batch(cast)
    offer = make_offer(make_host(cast), batch)
    rows = [make_post(offer, title) for title in ("甲", "乙", "丙")]
    return batch, rows, make_application(cast, batch)


def close_window(batch: Batch) -> None:
    """Let the window end in the past."""
    WishWindow.objects.filter(batch=batch).update(opens_at=timezone.now() - 2 * HOUR, closes_at=timezone.now() - HOUR)


def test_a_person_ranks_posts_and_gets_a_receipt_that_can_be_recomputed(cast: Cast, client) -> None:
    batch, rows, mine = ground(cast)
    open_window(batch)
    data = {"wish1": rows[2].pk, "wish3": rows[0].pk}
    assert post(client, cast.applicant, "wishes", mine.pk, data=data).status_code == 302
    assert [(w.rank, w.post.title) for w in queries.wishes_of(mine)] == [(1, "丙"), (2, "甲")]
    receipt = WishReceipt.objects.get()
    assert (receipt.count, receipt.way) == (2, "screen")
    assert receipt.digest == actions.digest_of(mine, [rows[2], rows[0]], receipt.handed_in_at)
    assert receipt.shown_digest.replace(" ", "") == receipt.digest
    assert receipt.shown_digest in get(client, cast.applicant, "wishes", mine.pk).content.decode()


def test_wishes_change_until_the_window_closes_and_not_after(cast: Cast, client) -> None:
    batch, rows, mine = ground(cast)
    open_window(batch)
    post(client, cast.applicant, "wishes", mine.pk, data={"wish1": rows[0].pk})
    post(client, cast.applicant, "wishes", mine.pk, data={"wish1": rows[1].pk, "wish2": rows[0].pk})
    close_window(batch)
    post(client, cast.applicant, "wishes", mine.pk, data={"wish1": rows[2].pk})
    assert [w.post.title for w in queries.wishes_of(mine)] == ["乙", "甲"]
    assert WishReceipt.objects.count() == 2
    with pytest.raises(RuleBroken):
        actions.state_wishes(mine, by=cast.actor("applicant"), choices=[rows[2]])


def test_the_closing_moment_itself_is_outside(cast: Cast) -> None:
    batch, _rows, _mine = ground(cast)
    window = open_window(batch)
    assert (queries.is_open(window, window.opens_at), queries.is_open(window, window.closes_at)) == (True, False)


@pytest.mark.parametrize("wanted", [[], [0, 0], [0, 1, 2, 0]])
def test_nothing_twice_too_many_or_none_is_refused(cast: Cast, wanted: list[int]) -> None:
    batch, rows, mine = ground(cast)
    open_window(batch, max_choices=2)
    with pytest.raises(RuleBroken):
        actions.state_wishes(mine, by=cast.actor("applicant"), choices=[rows[i] for i in wanted])
    assert Wish.objects.count() == 0


def test_the_same_wish_twice_comes_back_with_what_was_chosen(cast: Cast, client) -> None:
    batch, rows, mine = ground(cast)
    open_window(batch)
    answer = post(client, cast.applicant, "wishes", mine.pk, data={"wish1": rows[0].pk, "wish2": rows[0].pk})
    assert (answer.status_code, list(answer.context["form"].errors)) == (200, ["wish2"])
    assert answer.context["form"]["wish1"].value() == str(rows[0].pk)


def test_a_closed_post_or_one_of_another_batch_cannot_be_wished_for(cast: Cast) -> None:
    batch, rows, mine = ground(cast)
    open_window(batch)
    Post.objects.filter(pk=rows[0].pk).update(state="closed")
    foreign = make_post(make_offer(rows[0].offer.host, make_batch(cast, ordinal=2)), "外")
    for choice in (rows[0], foreign, rows[0].offer):
        with pytest.raises(RuleBroken):
            actions.state_wishes(mine, by=cast.actor("applicant"), choices=[choice])
    assert Wish.objects.count() == 0


def test_hosts_may_be_wished_for_instead_of_posts(cast: Cast, client) -> None:
    batch, rows, mine = ground(cast)
    open_window(batch, wish_for="host")
    assert post(client, cast.applicant, "wishes", mine.pk, data={"wish1": rows[0].offer.pk}).status_code == 302
    assert [(w.post_id, w.offer_id) for w in queries.wishes_of(mine)] == [(None, rows[0].offer.pk)]


def test_demand_counts_first_and_all_wishes_without_names(cast: Cast, client) -> None:
    batch, rows, mine = ground(cast)
    window = open_window(batch)
    other = make_application(cast, batch, "other_applicant", number=2)
    actions.state_wishes(mine, by=cast.actor("applicant"), choices=[rows[0], rows[1]])
    actions.state_wishes(other, by=cast.actor("other_applicant"), choices=[rows[0]])
    assert queries.demand(window) == {rows[0].pk: queries.Demand(2, 2), rows[1].pk: queries.Demand(0, 1)}
    page = get(client, cast.applicant, "wishes", mine.pk).content.decode()
    assert ("单志强" in page, "桂阳县教育局" in page) == (False, False)


def test_a_person_sees_only_the_own_wishes(cast: Cast, client) -> None:
    batch, rows, mine = ground(cast)
    open_window(batch)
    for name in ("other_applicant", "clerk_a", "service_team", "system_admin", "leader", "officer"):
        assert (name, get(client, getattr(cast, name), "wishes", mine.pk).status_code) == (name, 404)
    for name in ("service_team", "clerk_a", "applicant", "audit_admin"):
        assert (name, get(client, getattr(cast, name), "wish_window", batch.pk).status_code) == (name, 404)
        assert (name, get(client, getattr(cast, name), "wishes_on_paper", mine.pk).status_code) == (name, 404)
    with pytest.raises(Refused):
        actions.state_wishes(mine, by=cast.actor("other_applicant"), choices=[rows[0]])


def test_the_officer_enters_wishes_from_paper_also_after_the_close(cast: Cast, client) -> None:
    batch, rows, mine = ground(cast)
    open_window(batch)
    close_window(batch)
    answer = post(client, cast.officer, "wishes_on_paper", mine.pk, data={"wish1": rows[1].pk})
    assert (answer.status_code, list(answer.context["form"].errors)) == (200, ["paper_number"])
    assert post(client, cast.officer, "wishes_on_paper", mine.pk, data={"wish1": rows[1].pk, "paper_number": "志愿表12号"}).status_code == 302
    receipt = WishReceipt.objects.get()
    assert (receipt.way, receipt.paper_number, receipt.entered_by_id, receipt.count) == ("paper", "志愿表12号", cast.officer.pk, 1)


def test_a_published_plan_closes_the_window_for_paper_too(cast: Cast) -> None:
    batch, rows, mine = ground(cast)
    open_window(batch)
    weights = WeightSet.objects.create(batch=batch, version=1, values={})
    draft = MatchDraft.objects.create(batch=batch, run=MatchRun.objects.create(batch=batch, weights=weights), number=1, state="confirmed",
                                      confirmed_by=cast.leader)
    assert queries.is_open(queries.window_of(batch.pk))
    MatchDraft.objects.filter(pk=draft.pk).update(state="published", published_at=timezone.now())
    assert not queries.is_open(queries.window_of(batch.pk))
    with pytest.raises(RuleBroken):
        actions.state_wishes(mine, by=cast.actor("officer"), choices=[rows[1]], paper_number="志愿表12号")
    assert not WishReceipt.objects.exists()


def test_draft_decisions_are_not_betrayed_and_after_the_release_only_the_chosen_wish(cast: Cast) -> None:
    batch, _rows, mine = ground(cast)
    for state in ("eligible", "proposed", "reserve", "not_chosen"):
        mine.state = state
        assert (state, queries.may_wish(mine)) == (state, True)
    batch.state = "released"
    for state, may in (("reserve", False), ("not_chosen", False), ("chosen", True)):
        mine.state, mine.batch = state, batch
        assert (state, queries.may_wish(mine)) == (state, may)


def test_the_window_keeps_its_subject_and_size_once_wishes_were_stated(cast: Cast, client) -> None:
    batch, rows, mine = ground(cast)
    window = open_window(batch)
    actions.state_wishes(mine, by=cast.actor("applicant"), choices=rows[:2])
    with pytest.raises(RuleBroken):
        open_window(batch, wish_for="host")
    with pytest.raises(RuleBroken):
        open_window(batch, max_choices=1)
    data = {"opens_at": "2027-01-01T08:00", "closes_at": "2027-01-05T18:00", "max_choices": "4", "wish_for": "post", "version": window.version}
    assert post(client, cast.officer, "wish_window", batch.pk, data=data).status_code == 302
    window.refresh_from_db()
    assert (window.max_choices, timezone.localtime(window.closes_at).strftime("%Y-%m-%d %H:%M")) == (4, "2027-01-05 18:00")


def test_a_window_closes_after_it_opens(cast: Cast) -> None:
    batch = make_batch(cast)
    now = timezone.now()
    with pytest.raises(RuleBroken):
        actions.set_wish_window(batch, by=cast.actor("officer"), opens_at=now, closes_at=now)
    with pytest.raises(IntegrityError), transaction.atomic():
        WishWindow.objects.create(batch=batch, opens_at=now, closes_at=now)


def test_my_wishes_leads_to_the_only_window(cast: Cast, client) -> None:
    batch, _rows, mine = ground(cast)
    assert get(client, cast.applicant, "my_wishes").status_code == 200
    open_window(batch)
    assert get(client, cast.applicant, "my_wishes")["Location"] == reverse("placement:wishes", args=[mine.pk])


def test_the_page_of_a_person_costs_the_same_for_few_and_many_posts(cast: Cast, client) -> None:
    batch, rows, mine = ground(cast)
    open_window(batch)
    log_in(client, cast.applicant)
    counts = [_cost(client, reverse("placement:wishes", args=[mine.pk]))]
    for number in range(60):
        Post.objects.create(offer=rows[0].offer, title=f"岗{number}", seats_min=1, seats_max=1)
    counts.append(_cost(client, reverse("placement:wishes", args=[mine.pk])))
    assert counts[0] == counts[1]


def test_the_officers_list_costs_the_same_for_few_and_many_people(cast: Cast, client) -> None:
    batch, rows, _mine = ground(cast)
    open_window(batch)
    log_in(client, cast.officer)
    counts = [_cost(client, reverse("placement:wish_window", args=[batch.pk]))]
    for number in range(40):
        person = Person.objects.create(name=f"人{number}", sort_key=f"ren{number}", unit=cast.unit_a)
        row = Application.objects.create(batch=batch, person=person, unit=cast.unit_a, number=10 + number, state="eligible")
        Wish.objects.create(application=row, post=rows[0], rank=1)
    counts.append(_cost(client, reverse("placement:wish_window", args=[batch.pk])))
    assert counts[0] == counts[1]


def _cost(client: Any, address: str) -> int:
    client.get(address)
    with CaptureQueriesContext(connection) as made:
        assert client.get(address).status_code == 200
    return len(made)
