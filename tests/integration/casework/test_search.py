"""Searching cases: two characters, one surname, numbers, places with all below them; sealed words are not found; lists read in parts."""

import pytest
from django.conf import settings
from django.test import override_settings
from django.urls import reverse

from seedbed.casework.actions import cases, guarding
from seedbed.casework.models import Case
from seedbed.casework.queries import cases as queries
from seedbed.casework.queries.clocks import clock_rule
from seedbed.directory.models import Account
from seedbed.kernel import search
from seedbed.kernel.actor import of_account
from tests.cast import log_in
from tests.county import make_county

pytestmark = pytest.mark.django_db


@pytest.fixture
def county(cast):
    return make_county(cast)


def found(county, text, who="officer"):
    return set(queries.found(queries.cases_visible_to(county.cast.actor(who)), text))


def test_words_of_any_length_numbers_and_places_are_found(county):
    lamp, water = county.case(external="GZ-2026-0815"), county.case(text="曾家屋场水井发臭，联系村支书𰻝某", place="曾家屋场", area=county.town, category=county.water)
    asked = {"路灯": {lamp}, "灯": {lamp}, "曾": {water}, "曾家屋场": {water}, "𰻝": {water}, "水井 发臭": {water}, "灯路": set(), "不亮晚": set(), "石泉村": {lamp}, "清江镇": {lamp, water},
             lamp.number: {lamp}, lamp.number.lower(): {lamp}, "GZ-2026-0815": {lamp}, "gz20260815": {lamp}, "2026": set(), "……": set(), "路灯' OR 1=1 --": set(), '"路灯" NOT': set()}
    assert {text: found(county, text) for text in asked} == asked


def test_what_is_sealed_is_not_found_and_what_is_taken_out_of_the_table_leaves_the_index(county):
    hidden, case = county.case("leader", confidential=True), county.case()
    assert (found(county, "路灯", "leader"), hidden.signs) == ({case}, "")
    guarding.make_confidential(case, by=county.cast.actor("leader"), reason="涉及隐私")
    assert (found(county, "路灯", "leader"), found(county, case.former_number, "leader"), Case.objects.get(pk=case.pk).signs) == (set(), set(), "")


def test_the_index_is_put_in_place_again_after_a_table_was_rebuilt(county):
    case = county.case()
    search.install()
    assert (search.searched(), found(county, "路灯")) == ([Case], {case})


def test_a_list_read_in_parts_is_the_list_of_what_one_sees(county, client):
    """The clerk of unit A sees what the unit leads, what it assists, what the clerk entered, what is confidential and hers."""
    cast, officer = county.cast, county.cast.actor("officer")
    led, entered, secret = county.given(), county.case("clerk_a", text="桥面开裂"), county.case("clerk_a", confidential=True)
    helped = cases.assign(county.case(text="水渠淤堵"), by=officer, lead=cast.unit_b, assists=[(cast.unit_a, clock_rule("workdays_5"))])
    barred = county.given(text="招标不公")
    guarding.bar_unit(county.case("clerk_a", text="反映本局"), by=officer, unit=cast.unit_a, reason="回避")
    seen = {row for part in queries.shelves(cast.actor("clerk_a")) for row in part}
    assert seen == {led, entered, secret, helped, barred} == set(queries.cases_visible_to(cast.actor("clerk_a")))
    log_in(client, cast.clerk_a)
    shown = client.get(reverse("cases:cases")).content.decode()
    assert sorted(case.number in shown for case in (led, entered, secret, helped, barred)) == [True] * 5


@override_settings(CACHES={**settings.CACHES, "figures": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "LOCATION": "figures of a test"}})
def test_figures_are_kept_for_a_minute_and_reckoned_anew_when_a_case_is_hidden(county, client):
    """What was reckoned is shown again, to the same person with the same rights only; a case that becomes confidential leaves the figures at once."""
    log_in(client, county.cast.officer)
    page, case = reverse("cases:figures"), county.case()
    def shown(): return client.get(page).context["stats"][0].value
    before = shown()
    county.case()
    kept = shown()
    guarding.make_confidential(case, by=county.cast.actor("officer"), reason="涉及隐私")
    assert (before, kept, shown()) == (1, 1, 1)
    log_in(client, county.cast.leader)
    county.case()
    assert shown() == 2


def test_of_very_many_places_only_those_with_a_desk_are_offered(county, monkeypatch):
    assert set(queries.places_to_filter_by(county.cast.actor("officer"))) == {county.cast.root, county.town, county.village}
    monkeypatch.setattr(queries, "MANY", 2)
    assert set(queries.places_to_filter_by(county.cast.actor("officer"))) == {county.cast.root}
    assert set(queries.places_to_filter_by(county.cast.actor("officer"), str(county.town.pk))) == {county.cast.root, county.town}


def test_who_is_told_is_who_sees(county):
    """One question over many accounts gives the same as asking each what it sees."""
    cast, officer = county.cast, county.cast.actor("officer")
    plain, led, entered = county.case(), county.given(), county.case("clerk_b")
    helped = cases.assign(county.case(), by=officer, lead=cast.unit_b, assists=[(cast.unit_a, clock_rule("workdays_5"))])
    secret, barred, from_above = county.case("clerk_a", confidential=True), county.given(), county.case()
    guarding.bar_unit(barred, by=officer, unit=cast.unit_b, reason="回避")
    guarding.bar_unit(from_above, by=cast.actor("leader"), unit=cast.department, reason="回避")
    everybody = Account.objects.order_by("pk")
    for case in (plain, led, entered, helped, secret, barred, from_above):
        case.refresh_from_db()
        assert queries.who_may_see(case, everybody) == [account for account in everybody if queries.handles(of_account(account), case)]
    assert [len(queries.who_may_see(case, everybody)) for case in (plain, led, secret)] == [2, 3, 1]
