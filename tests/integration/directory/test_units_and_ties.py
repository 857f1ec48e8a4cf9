"""Units with their industries, and ties that count as conflicts."""

import pytest
from django.test import Client
from django.urls import reverse

from seedbed.directory import actions
from seedbed.directory.models import Tie, Unit
from seedbed.directory.queries import conflict_between, units_visible_to
from seedbed.kernel.faults import RuleBroken
from tests.cast import SETUP, Cast, log_in


def test_the_officer_adds_a_unit_below_another(cast: Cast) -> None:
    client = log_in(Client(), cast.officer)
    answer = client.post(reverse("directory:add_unit"), {"name": "嘉禾县工业园区", "kind": "park", "parent": cast.root.name, "region": "431024"})
    unit = Unit.objects.get(name="嘉禾县工业园区")
    assert (answer.status_code, unit.parent, unit.region_id) == (302, cast.root, "431024")


@pytest.mark.parametrize(("field", "value"), [("uscc", "91440606735002285X"), ("region", "火星"), ("parent", "没有"), ("name", "")])
def test_a_wrong_field_comes_back_with_what_was_typed(cast: Cast, field: str, value: str) -> None:
    form = {"name": "测试单位", "kind": "park", "parent": cast.root.name, "region": "431024"} | {field: value}
    answer = log_in(Client(), cast.officer).post(reverse("directory:add_unit"), form)
    assert (answer.status_code, Unit.objects.filter(name="测试单位").count(), value in answer.content.decode()) == (200, 0, True)


def test_industries_are_set_by_code_with_or_without_the_letter(cast: Cast) -> None:
    client = log_in(Client(), cast.officer)
    url = reverse("directory:industries_of", args=[cast.unit_a.pk])
    assert client.post(url, {"leading": "C30、2110 c31"}).status_code == 302
    links = cast.unit_a.industry_links.order_by("industry_id").values_list("industry_id", "relation")
    assert list(links) == [("C2110", "leading"), ("C30", "leading"), ("C31", "leading")]
    answer = client.post(url, {"leading": "C30 Z99"})
    assert (answer.status_code, "Z99" in answer.content.decode(), cast.unit_a.industry_links.count()) == (200, True, 3)


def test_a_clerk_sees_the_own_unit_only(cast: Cast) -> None:
    assert set(units_visible_to(cast.actor("clerk_a"))) == {cast.unit_a}


def test_a_person_declares_an_own_tie(cast: Cast) -> None:
    client = log_in(Client(), cast.applicant)
    form = {"kind": "relative_works", "other_unit": cast.company.name}
    assert client.post(reverse("directory:declare_tie"), form).status_code == 302
    conflicts = conflict_between(cast.people["applicant"], cast.company)
    assert [c.kind for c in conflicts] == ["relative_works"]


def test_a_person_cannot_declare_for_somebody_else(cast: Cast) -> None:
    form = {"kind": "relative", "unit": cast.unit_b.name, "person": "单志强", "other_unit": cast.company.name, "source": "听说"}
    log_in(Client(), cast.applicant).post(reverse("directory:declare_tie"), form)
    assert list(Tie.objects.filter(person=cast.people["other_applicant"])) == []


def test_the_office_registers_and_ends_a_tie(cast: Cast) -> None:
    client = log_in(Client(), cast.officer)
    form = {"kind": "supervises", "unit": cast.unit_a.name, "other_unit": cast.company.name, "source": "三定方案"}
    assert client.post(reverse("directory:declare_tie"), form).status_code == 302
    tie = Tie.objects.get()
    assert [c.kind for c in conflict_between(cast.people["applicant"], cast.company)] == ["supervises"]
    assert client.post(reverse("directory:end_tie", args=[tie.pk]), {"note": ""}).status_code == 409
    assert client.post(reverse("directory:end_tie", args=[tie.pk]), {"note": "职能划转"}).status_code == 302
    assert conflict_between(cast.people["applicant"], cast.company) == []


def test_a_home_tie_is_no_conflict(cast: Cast) -> None:
    actions.declare_tie(cast.company, by=cast.actor("officer"), kind="home_tie", other=cast.root)
    assert conflict_between(cast.root, cast.company) == []


def test_others_see_their_own_ties_only(cast: Cast) -> None:
    actions.declare_tie(cast.people["applicant"], by=cast.actor("applicant"), kind="relative_works", other=cast.company)
    seen = {who: cast.company.name in log_in(Client(), cast.accounts[who]).get(reverse("directory:ties")).content.decode()
            for who in ("applicant", "other_applicant", "clerk_b", "officer")}
    assert seen == {"applicant": True, "other_applicant": False, "clerk_b": False, "officer": True}


@pytest.mark.parametrize("code", ["Z9999", "C2110-too-long"])
def test_an_unknown_industry_is_refused_with_its_code(cast: Cast, code: str) -> None:
    with pytest.raises(RuleBroken, match=code):
        actions.set_industries(cast.unit_a, by=SETUP, relation="serves", codes=["C2110", code])
    assert not cast.unit_a.industry_links.filter(relation="serves").exists()
