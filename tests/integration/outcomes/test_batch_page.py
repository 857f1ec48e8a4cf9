"""The page of a batch for leaders, its report, the list for awards and the lines for the files."""

import io
import zipfile

import pytest
from django.test import Client

from seedbed.assessment import actions as assessment
from seedbed.kernel.workbooks import read
from seedbed.outcomes.actions import leads
from seedbed.outcomes.actions.appraisal import assess_batch
from seedbed.outcomes.queries import batch as figures
from seedbed.outcomes.workbooks import REGISTRATION
from seedbed.selection.models import Batch
from tests.cast import SETUP, Cast, open_account
from tests.integration.assessment.scene import give_all
from tests.integration.outcomes.scene import (
    batch_at_work,
    document,
    followed_lead,
    get,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def batch(cast: Cast) -> Batch:
    """A batch with a signed lead and a released assessment after the course: one of two has the best mark, and no cap lets it be the best grade."""
    made = batch_at_work(cast)
    lead, investor = followed_lead(cast, made), cast.actor("investor")
    for move in ("talk", "sign"):
        leads.report(lead, by=investor, text="进展", move=move)
    leads.add_amount(lead, by=investor, kind="contract", fen=1_200_000_000, on=lead.found_on, upload=document())
    row = assess_batch(made, by=cast.actor("officer"), stage="after", due_on=made.starts_on).round
    for name, points in (("officer", [90, 70]), ("second", [94, 74])):
        if name not in cast.accounts:
            cast.accounts[name] = open_account(name, "officer", cast.department)
        assessment.add_assessor(row, by=SETUP, who="group", account=cast.accounts[name])
        give_all(cast, row, {name: points})
    assessment.close_round(row, by=cast.actor("officer"))
    assessment.propose_grades(row, by=cast.actor("officer"))
    assessment.release_round(row, by=cast.actor("leader"))
    return made


def words(data: bytes) -> str:
    """The text of a Word file."""
    return zipfile.ZipFile(io.BytesIO(data)).read("word/document.xml").decode()


def test_the_figures_are_those_of_the_rows(cast: Cast, batch: Batch) -> None:
    found = figures.figures_of(cast.actor("leader"), batch)
    assert (found.people, found.hosts, found.lead_count, found.fen, found.visits) == (2, 1, 1, {"contract": 1_200_000_000}, 0)
    assert [(label, n) for label, n in found.leads if n] == [("已签约", 1)]
    # 20 % of two people is nobody: 92 points stay “good”.
    assert found.grades == [("培训结束后考核", [("优秀", 0), ("良好", 1), ("合格", 1), ("不合格", 0)])]


def test_the_page_shows_charts_with_their_figures(cast: Cast, batch: Batch, client: Client) -> None:
    page = get(client, cast.leader, "batch", batch.pk).content.decode()
    assert [word in page for word in ("已签约", "12,000,000.00", "培训结束后考核", "曾玉兰")] == [True, True, True, False]


def test_the_report_names_companies_and_money_but_nobody(cast: Cast, batch: Batch, client: Client) -> None:
    text = words(get(client, cast.leader, "paper", batch.pk, "report", "docx").content)
    assert ["1,200" in text, "佛山市宏图机械有限公司" in text, "曾玉兰" in text, "单志强" in text] == [True, True, False, False]
    assert get(client, cast.leader, "paper", batch.pk, "report", "pdf").content[:5] == b"%PDF-"
    assert get(client, cast.leader, "paper", batch.pk, "report", "xlsx").status_code == 404
    assert get(client, cast.applicant, "paper", batch.pk, "report", "pdf").status_code == 403


def test_the_list_for_awards_rests_on_grades_and_evidence(cast: Cast, batch: Batch, client: Client) -> None:
    assert figures.honours_of(batch) == []
    best = batch_best(cast, batch)
    text = words(get(client, cast.leader, "paper", batch.pk, "honours", "docx").content)
    assert [one.person for one in figures.honours_of(batch)] == [best]
    assert ["不作为评优或任用的承诺" in text, "佛山市宏图机械有限公司" in text] == [True, True]


def batch_best(cast: Cast, batch: Batch) -> object:
    """Give the applicant the best grade, as an answered appeal would where the caps allow it."""
    result = figures.released_results(batch).get(person=cast.people["applicant"])
    type(result).objects.filter(pk=result.pk).update(grade="excellent")
    return result.person


def test_the_lines_for_the_files_hold_what_each_form_asks(cast: Cast, batch: Batch, client: Client) -> None:
    data = get(client, cast.officer, "paper", batch.pk, "registration", "xlsx").content
    rows = read(REGISTRATION, data, "x.xlsx").rows
    assert [row.values["name"] for row in rows] == ["单志强", "曾玉兰"]
    assert {row.values["appointment"] == row.values["yearly"] for row in rows} == {True}  # from October to May: more than two months
    assert "2026.10—2027.05" in rows[0].values["yearly"]
