"""Lists as files, campaigns and wishes over the API: the same rules as on the pages."""

import base64
import io
from datetime import timedelta
from typing import Any

import openpyxl
import pytest
from django.utils import timezone

from seedbed.directory.models import Person
from seedbed.directory.workbooks import PEOPLE
from seedbed.placement.actions import wishes
from seedbed.placement.models import AskedCompany
from tests.cast import Cast
from tests.integration.directory.test_sheets import edited
from tests.integration.placement.hosts_ground import (
    make_application,
    make_batch,
    make_host,
    make_offer,
    make_post,
)
from tests.integration.placement.test_campaigns import opened
from tests.integration.site.test_api import ask, tell, token_of

pytestmark = pytest.mark.django_db


def sent(cast: Cast, post: str) -> dict[str, Any]:
    """The people of unit A with another post each, as a program sends them."""

    def edit(heads: dict[str, int], rows: list[list[Any]]) -> None:
        for row in rows:
            row[heads["post"]] = post

    data = edited(PEOPLE, cast.unit_a, cast.actor("clerk_a"), edit)
    assert openpyxl.load_workbook(io.BytesIO(data)).sheetnames == ["人员", "_lists"]
    return {"file_name": "人员.xlsx", "content": base64.b64encode(data).decode()}


def test_a_list_is_brought_in_looked_at_and_taken_row_by_row(cast: Cast) -> None:
    token, path = token_of(cast, "clerk_a"), f"directory/lists/people/{cast.unit_a.pk}/imports"
    job = tell(token, path, sent(cast, "科长")).json()
    assert [(row["is_new"], row["changes"]) for row in job["rows"]] == [(False, [{"key": "post", "old": "科员", "new": "科长"}])] * 2
    first = job["rows"][0]["number"]
    assert tell(token, f"{path}/{job['id']}/take", {"numbers": [first]}).json() == {"added": 0, "changed": 1, "same": 0}
    assert (len(ask(token, f"{path}/{job['id']}").json()["rows"]), Person.objects.filter(post="科长").count()) == (1, 1)


@pytest.mark.parametrize(("name", "list_name", "body", "status"), [
    ("clerk_b", "people", {}, 404), ("clerk_a", "nothing", {}, 404), ("clerk_a", "units", {}, 403), ("clerk_a", "people", {"content": "abc"}, 409),
    ("clerk_a", "people", {"content": "YWJj"}, 409), ("clerk_a", "people", {"content": "*"}, 422),
])
def test_strange_lists_and_broken_files_change_nothing(cast: Cast, name: str, list_name: str, body: dict[str, str], status: int) -> None:
    answer = tell(token_of(cast, name), f"directory/lists/{list_name}/{cast.unit_a.pk}/imports", sent(cast, "科长") | body)
    assert (answer.status_code, Person.objects.filter(post="科长").count()) == (status, 0)


def test_a_campaign_is_answered_over_the_api(cast: Cast) -> None:
    _campaign, (company,) = opened(cast, "甲公司")
    token = token_of(cast, "service_team")
    refused = tell(token, f"placement/companies/{company.pk}/answer-request", {"answer": "not_now"})
    done = tell(token, f"placement/companies/{company.pk}/answer-request", {"answer": "yes", "seats": 2, "posts": [["助理", 2, ""]]})
    assert (refused.status_code, done.status_code, AskedCompany.objects.get().answered_by) == (409, 200, "phone")
    assert ask(token, f"placement/companies/{company.pk}").json()["seats"] == 2


def test_wishes_are_stated_in_their_order_by_the_person_alone(cast: Cast) -> None:
    batch, now = make_batch(cast), timezone.now()
    offer = make_offer(make_host(cast), batch)
    posts = [make_post(offer, title) for title in ("甲岗", "乙岗")]
    application = make_application(cast, batch)
    wishes.set_wish_window(batch, by=cast.actor("officer"), opens_at=now, closes_at=now + timedelta(days=3), max_choices=2)
    path, body = f"placement/wished-applications/{application.pk}/state-wishes", {"choices_id": [posts[1].pk, posts[0].pk]}
    assert [tell(token_of(cast, name), path, body).status_code for name in ("other_applicant", "applicant", "officer")] == [404, 404, 409]
