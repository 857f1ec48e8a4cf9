"""Hosts, offers and posts: who sees and changes what, vetting, seats, industries, ties."""

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from seedbed.directory.actions import declare_tie
from seedbed.directory.models import PrivacyNotice, Tie, Unit, UnitIndustry
from seedbed.directory.queries import conflict_between
from seedbed.kernel.faults import Refused, RuleBroken, Stale
from seedbed.kernel.models import AuditEvent
from seedbed.placement.actions import hosts as actions
from seedbed.placement.actions import posts as post_actions
from seedbed.placement.models import Host, HostOffer, Post
from seedbed.placement.queries import hosts as queries
from seedbed.placement.queries import industries
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


def test_a_host_is_added_with_its_code_and_begins_as_candidate(cast: Cast) -> None:
    host = actions.add_host(cast.department, by=cast.actor("officer"), name="佛山市得心斋食品有限公司", uscc="914406047350162223")
    assert (host.state, host.unit.kind, host.unit.name, host.keeper) == ("candidate", "company", "佛山市得心斋食品有限公司", cast.department)


@pytest.mark.parametrize("code", ["914406047350162224", "91440604735016222", ""])
def test_a_code_that_does_not_add_up_is_refused(cast: Cast, code: str) -> None:
    with pytest.raises(RuleBroken) as refusal:
        actions.add_host(cast.department, by=cast.actor("officer"), name="某公司", uscc=code)
    assert "统一社会信用代码" in str(refusal.value)
    assert Host.objects.count() == 0


def test_the_first_host_publishes_what_hosts_see_and_the_second_does_not(cast: Cast) -> None:
    make_host(cast)
    actions.add_host(cast.department, by=SETUP, name="佛山市得心斋食品有限公司", uscc="914406047350162223")
    assert list(PrivacyNotice.objects.filter(purpose="host_sees_file").values_list("version", flat=True)) == [1]


def test_a_company_is_a_host_once_and_a_government_organ_never(cast: Cast) -> None:
    make_host(cast)
    with pytest.raises(RuleBroken):
        make_host(cast)
    cast.unit_a.uscc = "914406047350162223"
    cast.unit_a.save()
    with pytest.raises(RuleBroken):
        actions.add_host(cast.department, by=SETUP, name="资兴", uscc="914406047350162223")
    assert Host.objects.count() == 1


def test_vetting_needs_a_reason_and_conditions_their_text(cast: Cast) -> None:
    host, officer = make_host(cast, vetted=False), cast.actor("officer")
    with pytest.raises(RuleBroken):
        actions.vet_host(host, by=officer, move="vet", reason=" ")
    with pytest.raises(RuleBroken):
        actions.vet_host(host, by=officer, move="vet_on_conditions", reason="可接收", conditions="")
    actions.vet_host(host, by=officer, move="vet_on_conditions", reason="可接收", conditions="先签保密承诺")
    host.refresh_from_db()
    assert (host.state, host.conditions, host.vetted_by_id, host.is_usable) == ("conditional", "先签保密承诺", cast.officer.pk, True)
    actions.vet_host(host, by=officer, move="stop", reason="安全事故")
    assert (host.state, host.conditions, host.is_usable) == ("stopped", "", False)


def test_several_hosts_are_accepted_at_once_or_none(cast: Cast) -> None:
    batch, host = make_batch(cast), make_host(cast, vetted=False)
    other = actions.add_host(cast.department, by=SETUP, name="佛山市得心斋食品有限公司", uscc="914406047350162223")
    actions.vet_host(other, by=SETUP, move="vet", reason="好")
    with pytest.raises(RuleBroken):
        actions.vet_hosts(batch, by=cast.actor("officer"), hosts=[host, other], reason="好")
    host.refresh_from_db()
    assert host.state == "candidate"
    assert actions.vet_hosts(batch, by=cast.actor("officer"), hosts=[host], reason="材料齐全") == 1


def test_seats_are_a_range_or_open_and_never_fall_below_those_taken(cast: Cast) -> None:
    offer, officer = make_offer(make_host(cast), make_batch(cast)), cast.actor("officer")
    row = make_post(offer, seats=(None, None))
    assert (row.seats_are_settled, queries.why_left_out(row) != "") == (False, True)
    post_actions.change_post(row, by=officer, seats=(1, 2))
    assert (row.seats_min, row.seats_max, queries.why_left_out(row)) == (1, 2, "")
    Post.objects.filter(pk=row.pk).update(taken=2)
    row.refresh_from_db()
    for seats in ((1, 1), (None, None)):
        with pytest.raises(RuleBroken):
            post_actions.change_post(row, by=officer, seats=seats)
    with pytest.raises(IntegrityError), transaction.atomic():
        Post.objects.filter(pk=row.pk).update(taken=3)
    with pytest.raises(RuleBroken):
        post_actions.close_post(row, by=officer, reason="不再需要")
    with pytest.raises(RuleBroken):
        actions.decline_offer(offer, by=officer, reason="停产")


@pytest.mark.parametrize("seats", [(0, 1), (3, 2), (1, None), (1, 201)])
def test_nonsense_seats_are_refused(cast: Cast, seats: tuple[int, int | None]) -> None:
    offer = make_offer(make_host(cast), make_batch(cast))
    with pytest.raises(RuleBroken):
        make_post(offer, seats=seats)
    assert offer.posts.count() == 0


def test_left_out_posts_say_why_in_one_sentence_each(cast: Cast) -> None:
    batch, host = make_batch(cast), make_host(cast)
    offer = make_offer(host, batch)
    good, closed, unsettled = make_post(offer, "甲"), make_post(offer, "乙"), make_post(offer, "丙", seats=(None, None))
    post_actions.close_post(closed, by=SETUP, reason="撤岗")
    assert [p.pk for p in queries.matchable_posts(batch)] == [good.pk]
    assert [p.pk for p, _s in queries.left_out_posts(batch)] == [closed.pk, unsettled.pk]
    assert len({sentence for _p, sentence in queries.left_out_posts(batch)}) == 2
    actions.vet_host(host, by=SETUP, move="stop", reason="停产")
    assert list(queries.matchable_posts(batch)) == []


def test_figures_of_a_batch_count_usable_seats_only(cast: Cast) -> None:
    batch, host = make_batch(cast), make_host(cast)
    offer = make_offer(host, batch)
    make_post(offer, "甲", seats=(1, 3))
    make_post(offer, "乙", seats=(2, 2))
    make_post(offer, "丙", seats=(None, None))
    figures = queries.seat_figures(batch)
    assert (figures.hosts, figures.usable, figures.posts, figures.seats_min, figures.seats_max, figures.unsettled) == (1, 1, 3, 3, 5, 1)


def test_telephones_are_sealed_and_shown_once_with_a_reason(cast: Cast, client) -> None:
    row = make_post(make_offer(make_host(cast), make_batch(cast)), contact_name="徐先生", phone="13868528521")
    assert ("13868528521" in row.contact_phone_sealed, row.contact_phone_masked) == (False, "138****8521")
    assert post(client, cast.service_team, "post_contact", row.pk, data={"reason": ""}).status_code == 409
    answer = post(client, cast.service_team, "post_contact", row.pk, data={"reason": "联系报到"})
    assert answer.status_code == 302
    assert "13868528521" in client.get(answer["Location"]).content.decode()
    assert "13868528521" not in client.get(answer["Location"]).content.decode()
    line = AuditEvent.objects.get(action="placement.reveal_contact")
    assert (line.note, line.object_id, "13868528521" in str(line.changes)) == ("联系报到", str(row.pk), False)


def test_an_empty_telephone_in_the_form_keeps_the_stored_one(cast: Cast, client) -> None:
    row = make_post(make_offer(make_host(cast), make_batch(cast)), phone="13868528521")
    data = {"title": "总经理助理", "seats": "1-2", "need": "80", "lodging": "men", "phone": "", "version": row.version}
    assert post(client, cast.officer, "post_edit", row.pk, data=data).status_code == 302
    row.refresh_from_db()
    assert (row.contact_phone_masked, row.need, row.lodging) == ("138****8521", 80, "men")


def test_a_stale_form_is_answered_with_the_conflict_page(cast: Cast, client) -> None:
    row = make_post(make_offer(make_host(cast), make_batch(cast)))
    post_actions.change_post(row, by=SETUP, mentor="曹总监")
    with pytest.raises(Stale):
        post_actions.change_post(row, by=cast.actor("officer"), version=1, mentor="朱总监")
    data = {"title": "总经理助理", "seats": "2", "need": "50", "lodging": "any", "version": 1}
    assert post(client, cast.officer, "post_edit", row.pk, data=data).status_code == 409
    row.refresh_from_db()
    assert row.mentor == "曹总监"


def test_a_post_is_made_for_an_applicant_of_its_batch_only(cast: Cast, client) -> None:
    batch, later = make_batch(cast), make_batch(cast, ordinal=2)
    row = make_post(make_offer(make_host(cast), batch))
    mine, other = make_application(cast, batch), make_application(cast, later, "other_applicant")
    officer = cast.actor("officer")
    with pytest.raises(RuleBroken):
        post_actions.make_post_for(row, by=officer, application=other, made_by="host", reason="指定")
    with pytest.raises(RuleBroken):
        post_actions.make_post_for(row, by=officer, application=mine, made_by="host", reason="")
    with pytest.raises(Refused):
        post_actions.make_post_for(row, by=cast.actor("service_team"), application=mine, made_by="host", reason="指定")
    data = {"application": mine.pk, "made_by": "host", "reason": "企业点名"}
    assert post(client, cast.officer, "post_for", row.pk, data=data).status_code == 302
    row.refresh_from_db()
    assert (row.made_for_id, row.made_by, row.made_for_reason) == (mine.pk, "host", "企业点名")
    assert "曾玉兰" in get(client, cast.officer, "post", row.pk).content.decode()
    assert "曾玉兰" not in get(client, cast.service_team, "post", row.pk).content.decode()


def test_industries_are_searched_proposed_and_only_taken_when_ticked(cast: Cast, client) -> None:
    host = make_host(cast)
    page = get(client, cast.officer, "host_industries", host.pk, q="卫生陶瓷").content.decode()
    assert ("C3072" in page, "制造业" in page) == (True, True)
    assert [i.code for i in industries.search_industries("3072")] == ["C3072"]
    assert next(i.code for i in industries.proposed(host)) == "C3072"
    assert UnitIndustry.objects.filter(unit=host.unit).count() == 0
    assert post(client, cast.officer, "host_industries", host.pk, data={"add": ["C3072", "C3351"]}).status_code == 302
    assert [i.code for i in industries.industries_of(host)] == ["C3072", "C3351"]
    assert [i.code for i in industries.place_of(industries.industries_of(host)[0])] == ["C", "C30", "C307"]
    post(client, cast.officer, "host_industries", host.pk, data={"keep": ["C3351"]})
    assert [i.code for i in industries.industries_of(host)] == ["C3351"]
    assert post(client, cast.officer, "host_industries", host.pk, data={"add": ["Z9999"]}).status_code == 409


def test_ties_count_as_conflicts_and_a_home_tie_does_not(cast: Cast, client) -> None:
    host = make_host(cast)
    data = {"unit": cast.unit_a.name, "kind": "subsidises", "source": "企业申报"}
    assert post(client, cast.officer, "host_tie", host.pk, data=data).status_code == 302
    post(client, cast.officer, "host_tie", host.pk, data={"unit": cast.root.name, "kind": "home_tie", "source": "郴商商会"})
    assert [c.kind for c in conflict_between(cast.people["applicant"], host.unit)] == ["subsidises"]
    page = get(client, cast.officer, "host", host.pk).content.decode()
    assert ("资兴市住房和城乡建设局" in page, "郴商商会" in page) == (True, True)
    assert "资兴市住房和城乡建设局" not in get(client, cast.service_team, "host", host.pk).content.decode()
    tie = Tie.objects.get(kind="subsidises")
    assert post(client, cast.officer, "host_tie_end", host.pk, tie.pk, data={"note": "合同到期"}).status_code == 302
    assert conflict_between(cast.people["applicant"], host.unit) == []


def test_a_tie_of_another_host_cannot_be_ended_here(cast: Cast, client) -> None:
    host = make_host(cast)
    other = actions.add_host(cast.department, by=SETUP, name="佛山市得心斋食品有限公司", uscc="914406047350162223")
    tie = declare_tie(cast.unit_a, by=SETUP, kind="supervises", other=other.unit)
    assert post(client, cast.officer, "host_tie_end", host.pk, tie.pk, data={"note": "x"}).status_code == 404


def test_a_host_is_listed_once_per_batch_and_asked(cast: Cast, client) -> None:
    batch, host = make_batch(cast), make_host(cast)
    assert post(client, cast.officer, "offer_add", batch.pk, data={"hosts": [host.pk]}).status_code == 302
    offer = HostOffer.objects.get(host=host)
    assert post(client, cast.officer, "offer_add", batch.pk, data={"hosts": [host.pk]}).status_code == 200
    for step, state in (("offer_ask", "asked"), ("offer_accept", "willing")):
        assert post(client, cast.service_team, step, offer.pk).status_code == 302
        offer.refresh_from_db()
        assert offer.willingness == state
    assert post(client, cast.service_team, "offer_decline", offer.pk, data={"note": ""}).status_code == 409
    post(client, cast.service_team, "offer_decline", offer.pk, data={"note": "订单不足"})
    offer.refresh_from_db()
    assert (offer.willingness, offer.reason) == ("declined", "订单不足")


def test_seats_are_settled_for_all_posts_at_once(cast: Cast, client) -> None:
    offer = make_offer(make_host(cast), make_batch(cast))
    first, second = make_post(offer, "甲", seats=(None, None)), make_post(offer, "乙")
    page = post(client, cast.service_team, "offer_seats", offer.pk, data={f"seats{first.pk}": "若干", f"seats{second.pk}": "2"})
    assert page.status_code == 200
    assert post(client, cast.service_team, "offer_seats", offer.pk, data={f"seats{first.pk}": "1-3", f"seats{second.pk}": "2人"}).status_code == 302
    assert sorted(Post.objects.values_list("title", "seats_min", "seats_max")) == [("乙", 2, 2), ("甲", 1, 3)]
    offer.refresh_from_db()
    assert offer.seats_confirmed_at is not None


PAGES = ("hosts", "host", "host_edit", "host_industries", "offers", "offer", "offer_seats", "post", "post_edit", "posts_import", "wish_window", "host_add", "offer_add")


@pytest.mark.parametrize(("name", "seen"), [
    ("officer", set(PAGES)), ("leader", set(PAGES) - {"host_industries"}),
    ("service_team", {"hosts", "host", "host_edit", "offers", "offer", "offer_seats", "post", "post_edit", "offer_add"}),
])
def test_those_who_keep_hosts_see_their_pages(cast: Cast, client, name: str, seen: set[str]) -> None:
    args = _args(cast)
    statuses = {page: get(client, getattr(cast, name), page, *args[page]).status_code for page in PAGES}
    assert {page for page, status in statuses.items() if status == 200} == seen
    assert set(statuses.values()) <= {200, 403, 404}


@pytest.mark.parametrize("name", ["applicant", "clerk_a", "clerk_b", "system_admin", "security_admin", "audit_admin"])
def test_strangers_find_nothing(cast: Cast, client, name: str) -> None:
    args = _args(cast)
    for page in set(PAGES) - {"hosts", "host_add"}:
        assert (page, get(client, getattr(cast, name), page, *args[page]).status_code) == (page, 404)
    assert "青禾" not in get(client, getattr(cast, name), "hosts").content.decode()


def _args(cast: Cast) -> dict[str, list[int]]:
    batch, host = make_batch(cast), make_host(cast)
    offer = make_offer(host, batch)
    row = make_post(offer)
    by_kind = {"host": host.pk, "host_edit": host.pk, "host_industries": host.pk, "offers": batch.pk, "offer": offer.pk, "offer_seats": offer.pk,
               "post": row.pk, "post_edit": row.pk, "posts_import": batch.pk, "wish_window": batch.pk, "offer_add": batch.pk}
    return {page: [by_kind[page]] if page in by_kind else [] for page in PAGES}


def test_without_log_in_every_page_asks_for_it(cast: Cast, client) -> None:
    args = _args(cast)
    for page in PAGES:
        answer = client.get(reverse(f"placement:{page}", args=args[page]))
        assert (page, answer.status_code, answer["Location"].startswith(reverse("account_login"))) == (page, 302, True)


def test_the_service_team_vets_nobody_and_brings_nothing_in(cast: Cast, client) -> None:
    batch, host = make_batch(cast), make_host(cast, vetted=False)
    assert post(client, cast.service_team, "host_vet", host.pk, data={"move": "vet", "reason": "好"}).status_code == 403
    assert post(client, cast.service_team, "host_industries", host.pk, data={"add": ["C3072"]}).status_code == 403
    assert post(client, cast.service_team, "host_tie", host.pk, data={"unit": "x", "kind": "supervises"}).status_code == 403
    assert get(client, cast.service_team, "posts_import", batch.pk).status_code == 403
    host.refresh_from_db()
    assert host.state == "candidate"


@pytest.mark.parametrize("page", ["hosts", "offers", "offer"])
def test_lists_need_the_same_number_of_queries_for_one_and_for_many(cast: Cast, client, page: str) -> None:
    batch = make_batch(cast)
    offer = make_offer(make_host(cast), batch)
    make_post(offer, "岗0")
    arg = {"hosts": [], "offers": [batch.pk], "offer": [offer.pk]}[page]
    log_in(client, cast.officer)
    address = reverse(f"placement:{page}", args=arg)
    client.get(address)
    counts = []
    for size in (1, 3, 40):
        _fill(cast, batch, offer, size)
        with CaptureQueriesContext(connection) as queries_made:
            assert client.get(address).status_code == 200
        counts.append(len(queries_made))
    assert counts[0] == counts[1] == counts[2]


def _fill(cast: Cast, batch, offer: HostOffer, size: int) -> None:
    for number in range(Host.objects.count(), size):
        unit = Unit.objects.create(name=f"企业{number}", sort_key=f"qiye{number:03d}", kind="company")
        host = Host.objects.create(unit=unit, keeper=cast.department)
        Post.objects.create(offer=HostOffer.objects.create(host=host, batch=batch), title="总经理助理", seats_min=1, seats_max=1)
    for number in range(offer.posts.count(), size):
        Post.objects.create(offer=offer, title=f"岗{number}", seats_min=1, seats_max=1)
