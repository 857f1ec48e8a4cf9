"""The host's link: a code told by voice, few data, nothing before publication and consent, everything in the trail."""

import re
from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from seedbed.directory.actions import give_consent, publish_notice, withdraw_consent
from seedbed.directory.queries import site
from seedbed.kernel.actor import of_link
from seedbed.kernel.faults import Refused, RuleBroken
from seedbed.kernel.models import AuditEvent, SignedLink
from seedbed.placement.actions import links as actions
from seedbed.placement.actions.hosts import decline_offer
from seedbed.placement.models import HostOffer, MatchDraft, MatchRun, Placement, Post, WeightSet
from seedbed.placement.queries import links as queries
from tests.cast import SETUP, Cast
from tests.integration.placement.hosts_ground import (
    START,
    make_application,
    make_batch,
    make_host,
    make_offer,
    make_post,
    post,
)

pytestmark = pytest.mark.django_db


def made(cast: Cast) -> tuple[HostOffer, Any, str, str]:
    """Return an offer with a post, and a link to it with token and code."""
    offer = make_offer(make_host(cast), make_batch(cast))
    make_post(offer)
    return offer, *actions.make_host_link(offer, by=cast.actor("service_team"), given_to="徐先生")


def visit(name: str, token: str, client: Client, **data: Any) -> Any:
    """Open a page of the host, or send one of its forms."""
    address = reverse(f"placement:{name}", args=[token])
    return client.post(address, data) if data else client.get(address)


def opened(token: str, code: str) -> Client:
    """Return a browser that has given the code."""
    client = Client()
    assert visit("host_code", token, client, code=code).status_code == 302
    return client


def place(cast: Cast, offer: HostOffer, *, published: bool = True, consents: tuple[str, ...] = ("applicant",)) -> None:
    """Place both applicants at the host."""
    publish_notice(site(), by=SETUP, purpose=queries.CONSENT, text_zh="驻点企业查看", text_en="Hosts see")
    batch, row = offer.batch, offer.posts.first()
    for number, name in enumerate(("applicant", "other_applicant"), 1):
        application = make_application(cast, batch, name, number=number, state="chosen")
        Placement.objects.create(batch=batch, application=application, person=application.person, state="planned", post=row, placed_at=timezone.now())
        if name in consents:
            give_consent(application.person, by=cast.actor(name), purpose=queries.CONSENT)
    if published:
        weights = WeightSet.objects.create(batch=batch, version=1, values={})
        MatchDraft.objects.create(batch=batch, run=MatchRun.objects.create(batch=batch, weights=weights), number=1, state="published",
                                  confirmed_by=cast.leader, published_at=timezone.now())


def test_link_and_code_are_shown_once_to_the_one_who_made_them(cast: Cast, client) -> None:
    offer = make_offer(make_host(cast), make_batch(cast))
    answer = post(client, cast.service_team, "link_make", offer.pk, data={"given_to": "徐先生", "days": "30"})
    page = client.get(answer["Location"]).content.decode()
    token = re.search(r"/placement/h/([\w-]+)/", page)[1]
    code = re.search(r'<p class="secret">(\d{6})</p>', page)[1]
    again = client.get(answer["Location"]).content.decode()
    assert (token in again, code in again) == (False, False)
    assert opened(token, code).get(reverse("placement:host_page", args=[token])).status_code == 200
    row = SignedLink.objects.get()
    assert (token in row.token_hash, code in row.code_hash) == (False, False)


def test_opening_the_link_shows_nothing_and_changes_nothing(cast: Cast) -> None:
    offer, _link, token, _code = made(cast)
    before = (AuditEvent.objects.count(), SignedLink.objects.values().get(), HostOffer.objects.values().get(pk=offer.pk))
    page = visit("host_page", token, Client()).content.decode()
    assert ("总经理助理" in page, "青禾" in page) == (False, True)
    assert before == (AuditEvent.objects.count(), SignedLink.objects.values().get(), HostOffer.objects.values().get(pk=offer.pk))


def test_a_code_works_once(cast: Cast) -> None:
    _offer, link, token, code = made(cast)
    assert "总经理助理" in visit("host_page", token, opened(token, code)).content.decode()
    assert visit("host_code", token, Client(), code=code).status_code == 422
    fresh = actions.renew_host_code(link, by=cast.actor("service_team"))
    assert "总经理助理" in visit("host_page", token, opened(token, fresh)).content.decode()


def test_wrong_codes_are_counted_and_ten_close_the_link(cast: Cast) -> None:
    _offer, link, token, code = made(cast)
    wrong = "000000" if code != "000000" else "111111"
    for tries in range(1, 10):
        assert visit("host_code", token, Client(), code=wrong).status_code == 422
        assert SignedLink.objects.get().code_failures == tries
    visit("host_code", token, Client(), code=wrong)
    assert visit("host_code", token, Client(), code=code).status_code == 404
    actions.renew_host_code(link, by=cast.actor("officer"))
    assert visit("host_page", token, Client()).status_code == 200


def test_nothing_of_people_before_publication(cast: Cast) -> None:
    offer, _link, token, code = made(cast)
    place(cast, offer, published=False, consents=("applicant", "other_applicant"))
    page = visit("host_page", token, opened(token, code)).content.decode()
    assert ("曾玉兰" in page, "单志强" in page, queries.guests_of(offer), queries.hidden_count(offer)) == (False, False, [], 0)


def test_after_publication_name_post_and_day_of_those_who_consented(cast: Cast) -> None:
    offer, _link, token, code = made(cast)
    place(cast, offer)
    client = opened(token, code)
    page = visit("host_page", token, client).content.decode()
    assert ("曾玉兰" in page, "单志强" in page) == (True, False)
    assert [(g.name, g.post, g.arrives_on) for g in queries.guests_of(offer)] == [("曾玉兰", "总经理助理", START)]
    assert queries.hidden_count(offer) == 1
    for never in ("431003199302133046", "4310", "中共党员", "汉族", "住房和城乡建设局", "四级主任科员", "1390735", "土木工程"):
        assert (never, never in page) == (never, False)
    withdraw_consent(cast.people["applicant"], by=cast.actor("applicant"), purpose=queries.CONSENT)
    assert "曾玉兰" not in visit("host_page", token, client).content.decode()


def test_a_new_version_of_the_notice_asks_for_new_consent(cast: Cast) -> None:
    offer, _link, _token, _code = made(cast)
    place(cast, offer)
    publish_notice(site(), by=SETUP, purpose=queries.CONSENT, text_zh="新版", text_en="new")
    assert queries.guests_of(offer) == []


def test_people_of_another_host_are_never_shown(cast: Cast) -> None:
    offer, _link, _token, _code = made(cast)
    place(cast, offer)
    other = HostOffer.objects.create(host=offer.host, batch=make_batch(cast, ordinal=2), willingness="willing")
    assert queries.guests_of(other) == []


def test_the_host_confirms_seats_declines_and_states_interest_as_the_link(cast: Cast) -> None:
    offer, link, token, code = made(cast)
    row = offer.posts.get()
    client = opened(token, code)
    assert visit("host_seats", token, client, **{f"seats{row.pk}": "2-3"}).status_code == 302
    assert visit("host_next_year", token, client, next_year="maybe").status_code == 302
    assert visit("host_decline", token, client, reason="订单不足").status_code == 302
    offer.refresh_from_db()
    row.refresh_from_db()
    assert (row.seats_min, row.seats_max, offer.next_year, offer.willingness, offer.reason) == (2, 3, "maybe", "declined", "订单不足")
    acted = AuditEvent.objects.filter(actor_kind="link").values_list("action", "actor_id")
    assert set(acted) == {(name, str(link.link_id)) for name in (
        "placement.use_host_code", "placement.confirm_seats", "placement.state_next_year", "placement.decline_offer")}


def test_a_host_that_declined_takes_people_after_all(cast: Cast) -> None:
    offer, _link, token, code = made(cast)
    client = opened(token, code)
    visit("host_decline", token, client, reason="订单不足")
    visit("host_seats", token, client, **{f"seats{offer.posts.get().pk}": "1"})
    offer.refresh_from_db()
    assert (offer.willingness, offer.reason) == ("willing", "")


def test_bad_answers_come_back_with_their_sentence(cast: Cast) -> None:
    offer, _link, token, code = made(cast)
    client = opened(token, code)
    row = offer.posts.get()
    assert visit("host_seats", token, client, **{f"seats{row.pk}": "很多"}).status_code == 422
    Post.objects.filter(pk=row.pk).update(taken=2)
    assert visit("host_seats", token, client, **{f"seats{row.pk}": "1"}).status_code == 422
    assert visit("host_decline", token, client, reason="停产").status_code == 422
    assert visit("host_next_year", token, client, next_year="never").status_code == 422
    offer.refresh_from_db()
    assert (offer.willingness, offer.next_year) == ("willing", "")


def test_without_the_code_no_form_is_taken(cast: Cast) -> None:
    offer, _link, token, _code = made(cast)
    assert visit("host_decline", token, Client(), reason="订单不足").status_code == 302
    offer.refresh_from_db()
    assert offer.willingness == "willing"


@pytest.mark.parametrize("end", ["revoked", "expired"])
def test_a_link_that_is_over_ends_open_pages_too(cast: Cast, end: str) -> None:
    offer, link, token, code = made(cast)
    client = opened(token, code)
    if end == "revoked":
        actions.revoke_host_link(link, by=cast.actor("officer"), reason="换联系人")
    else:
        SignedLink.objects.update(expires_at=timezone.now() - timedelta(seconds=1))
    assert visit("host_page", token, client).status_code == 404
    assert visit("host_decline", token, client, reason="x").status_code == 404
    offer.refresh_from_db()
    assert offer.willingness == "willing"


def test_a_link_opens_only_its_own_host(cast: Cast) -> None:
    offer, link, _token, _code = made(cast)
    other = HostOffer.objects.create(host=offer.host, batch=make_batch(cast, ordinal=2))
    with pytest.raises(Refused):
        decline_offer(other, by=of_link(link.link), reason="x")
    assert visit("host_page", "nonsense", Client()).status_code == 404


@pytest.mark.parametrize("name", ["leader", "clerk_a", "applicant", "system_admin"])
def test_only_officer_and_service_team_make_links(cast: Cast, name: str) -> None:
    offer = make_offer(make_host(cast), make_batch(cast))
    with pytest.raises(Refused):
        actions.make_host_link(offer, by=cast.actor(name), given_to="徐先生")
    assert SignedLink.objects.count() == 0


@pytest.mark.parametrize(("given_to", "days"), [("", 30), ("徐先生", 0), ("徐先生", 181)])
def test_a_link_needs_a_receiver_and_an_end(cast: Cast, given_to: str, days: int) -> None:
    offer = make_offer(make_host(cast), make_batch(cast))
    with pytest.raises(RuleBroken):
        actions.make_host_link(offer, by=cast.actor("officer"), given_to=given_to, days=days)
    assert SignedLink.objects.count() == 0


def test_the_arrival_day_is_the_reported_one_once_it_is_known(cast: Cast) -> None:
    offer, _link, _token, _code = made(cast)
    place(cast, offer)
    Placement.objects.update(state="active", arrived_on=date(2027, 3, 2))
    assert [g.arrives_on for g in queries.guests_of(offer)] == [date(2027, 3, 2)]
