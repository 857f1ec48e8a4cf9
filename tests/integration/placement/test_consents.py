"""Consents on signed paper: the office enters them for people without an account, and the host then sees these people."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from seedbed.directory.actions import publish_notice
from seedbed.directory.models import ConsentRecord
from seedbed.directory.queries import site
from seedbed.kernel.faults import Refused, RuleBroken
from seedbed.placement.actions import consents, placements
from seedbed.placement.models import Placement
from seedbed.placement.queries.consents import people_to_ask
from seedbed.placement.queries.links import CONSENT
from tests.cast import Cast, log_in
from tests.integration.placement.town import make_batch

pytestmark = pytest.mark.django_db
NUMBER = "郴组同意〔2026〕1号"


@pytest.fixture
def batch(cast: Cast) -> Any:
    """Three chosen people who wait for a post, a host, and the notice of what it sees."""
    publish_notice(site(), by=cast.actor("officer"), purpose=CONSENT, text_zh="向企业提供姓名、岗位、报到时间。", text_en="Name, post and arrival.")
    return placements.take_over(make_batch(cast, people=3, hosts=1), by=cast.actor("leader"))


def test_the_officer_enters_the_papers_of_those_who_signed(cast: Cast, batch: Any) -> None:
    first, second, third = people_to_ask(cast.actor("officer"), batch)
    officer, page = log_in(Client(), cast.officer), reverse("placement:consents", args=[batch.pk])
    assert third.person.name in officer.get(page).content.decode()
    answer = officer.post(page, {"paper_number": NUMBER, "pick": [first.person_id, second.person_id]})
    assert answer["Location"] == page
    assert sorted(ConsentRecord.objects.values_list("person", "way", "paper_number")) == sorted(
        (row.person_id, "paper", NUMBER) for row in (first, second))
    assert people_to_ask(cast.actor("officer"), batch) == [third]


def test_what_is_incomplete_comes_back_with_what_was_typed(cast: Cast, batch: Any) -> None:
    answer = log_in(Client(), cast.officer).post(reverse("placement:consents", args=[batch.pk]), {"paper_number": NUMBER})
    assert (answer.status_code, NUMBER in answer.content.decode(), ConsentRecord.objects.count()) == (200, True, 0)


def test_nobody_else_and_for_nobody_else(cast: Cast, batch: Any) -> None:
    inside = Placement.objects.filter(batch=batch).first()
    assert inside is not None
    with pytest.raises(Refused):
        consents.record_consents(batch, by=cast.actor("service_team"), pick=[inside.person_id], paper_number=NUMBER)
    for pick in ([], [inside.person_id, cast.people["clerk_a"].pk]):
        with pytest.raises(RuleBroken):
            consents.record_consents(batch, by=cast.actor("officer"), pick=pick, paper_number=NUMBER)
    assert ConsentRecord.objects.count() == 0
