"""Where: among many places one types part of a name; what is meant by several names is asked, with and without JavaScript."""

import pytest
from django.urls import reverse

from seedbed.casework.forms.places import MANY
from seedbed.casework.models import Case
from seedbed.casework.queries.cases import areas
from seedbed.casework.queries.places import full_name, places_called
from seedbed.directory import actions as directory
from tests.cast import SETUP, log_in
from tests.county import make_county

pytestmark = pytest.mark.django_db


@pytest.fixture
def county(cast):
    """A county with more villages than a list can hold; two of them have one name."""
    made = make_county(cast)
    other = directory.add_unit(cast.root, by=SETUP, name="白沙镇", kind="area", region_id="431021")
    made.twin = directory.add_unit(other, by=SETUP, name=made.village.name, kind="area", region_id="431021")
    for n in range(MANY):
        directory.add_unit(other, by=SETUP, name=f"山口{n}村", kind="area", region_id="431021")
    return made


def typed(county, where, **more):
    return {"text": "村口路灯不亮，晚上走路不安全", "area": where, "category": county.road.pk, "name": "", "phone": "", **more}


def test_a_place_is_known_by_part_of_its_name_by_the_town_before_it_or_written_in_one(county):
    def meant(text):
        return [row.pk for row in places_called(areas(), text)]

    own, twin = county.village.pk, county.twin.pk
    assert [meant(text) for text in ("石泉村", "清江 石泉", "白沙镇石泉村", "清江镇·石泉村", "石泉村 白沙", "  ")] == [[own, twin], [own], [twin], [own], [], []]
    assert (full_name(county.twin).split()[-2:], meant(full_name(county.twin)), len(meant("山口")), len(meant("山口7村"))) == (["白沙镇", "石泉村"], [twin], 9, 1)


def test_the_box_for_many_places_offers_what_was_meant_and_keeps_what_was_typed(county, client):
    log_in(client, county.cast.accounts["officer"])
    page = client.get(reverse("cases:register")).content.decode()
    asked = client.post(reverse("cases:register"), typed(county, "石泉村")).content.decode()
    nowhere = client.post(reverse("cases:register"), typed(county, "无此村")).content.decode()
    assert (len(page) < 30_000, 'data-find="/cases/places"' in page, "山口7村" in page, "村口路灯不亮" in asked, asked.count('name="area-pick"'), nowhere.count('name="area-pick"')) == (
        True, True, False, True, 2, 0)
    sent = {"area-pick": county.twin.pk, "area-for": "石泉村"}
    ways = (("石泉村", sent), ("山口7村", sent), ("清江镇 石泉村", {}), (county.village.pk, {}))
    assert [client.post(reverse("cases:register"), typed(county, where, seen="1", **more)).status_code for where, more in ways] == [302] * 4
    assert [row.area.name + row.area.parent.name[:2] for row in Case.objects.order_by("pk")] == ["石泉村白沙", "山口7村白沙", "石泉村清江", "石泉村清江"]


def test_names_are_found_as_one_types_by_everybody_among_the_own_places(county, client):
    found = client.get(reverse("cases:places"), {"q": "石泉"}).json()["places"]
    log_in(client, county.cast.accounts["clerk_a"])
    assert ([place["name"] for place in found], [place["above"].split()[-1] for place in found], client.get(reverse("cases:places")).json()) == (
        ["石泉村", "石泉村"], ["清江镇", "白沙镇"], {"places": []})
