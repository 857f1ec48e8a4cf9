"""Impact assessments (PIPL arts 55 and 56): recorded by the office with all three points, never changed."""

import pytest
from django.test import Client
from django.urls import reverse

from seedbed.directory.queries import site
from seedbed.kernel.faults import Refused, RuleBroken
from seedbed.portal import actions
from seedbed.portal.models import ImpactAssessment
from seedbed.portal.queries.impact import newest_assessments
from tests.cast import Cast, log_in

FOUND = {"lawful": "为选派所必需", "effects": "可能影响本人选派", "measures": "人工复核、留痕", "paper": "郴组评〔2026〕1号"}


def test_the_newest_of_each_case_counts_and_earlier_ones_stay(cast: Cast) -> None:
    for paper in ("郴组评〔2026〕1号", "郴组评〔2026〕2号"):
        actions.record_assessment(site(), by=cast.actor("officer"), occasion="machine", **FOUND | {"paper": paper})
    assert [(occasion, row and row.paper) for occasion, _label, row in newest_assessments()] == [
        ("sensitive", None), ("machine", "郴组评〔2026〕2号"), ("entrusted", None)]
    assert list(ImpactAssessment.objects.values_list("number", "paper")) == [(2, "郴组评〔2026〕2号"), (1, "郴组评〔2026〕1号")]


@pytest.mark.parametrize("missing", sorted(FOUND))
def test_all_three_points_and_the_paper_are_wanted(cast: Cast, missing: str) -> None:
    with pytest.raises(RuleBroken):
        actions.record_assessment(site(), by=cast.actor("officer"), occasion="machine", **FOUND | {missing: " "})
    assert not ImpactAssessment.objects.exists()


def test_trainees_and_clerks_record_none(cast: Cast) -> None:
    for name in ("applicant", "clerk_a", "service_team"):
        with pytest.raises(Refused):
            actions.record_assessment(site(), by=cast.actor(name), occasion="machine", **FOUND)


def test_the_page_begins_with_what_the_program_does_and_the_list_says_what_is_missing(cast: Cast) -> None:
    officer = log_in(Client(), cast.officer)
    listed = reverse("portal:data_list")
    assert officer.get(listed).content.decode().count("尚未登记") == 3
    page = officer.get(reverse("portal:assess"), {"occasion": "machine"})
    assert page.context["form"]["lawful"].value().startswith("排序与匹配")
    assert officer.post(reverse("portal:assess"), {"occasion": "machine", **FOUND}).status_code == 302
    assert officer.get(listed).content.decode().count("尚未登记") == 2
    assert "为选派所必需" in officer.get(reverse("portal:assess")).content.decode()
    assert "尚未登记" not in log_in(Client(), cast.applicant).get(listed).content.decode()
