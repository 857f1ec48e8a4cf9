"""Papers: what stands in each, what never does, from when on, and by whom they can be had."""

import io
import zipfile
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override
from docx import Document
from openpyxl import load_workbook

from seedbed.directory.actions import give_consent, publish_notice
from seedbed.directory.queries import site
from seedbed.kernel.papers.paper import as_data
from seedbed.placement.models import DraftPlacement, MatchDraft, MatchRun, Placement, Post, WeightSet
from seedbed.placement.papers import BY_NAME, KINDS
from seedbed.placement.papers.letters import host_letters, reason_sheets
from seedbed.placement.queries.papers import Outcome, outcome_of
from seedbed.placement.reasons import hundredths
from seedbed.placement.views.papers import archive
from seedbed.selection.models import Batch
from tests.cast import SETUP, Cast, log_in
from tests.integration.placement.conftest import Match
from tests.integration.placement.hosts_ground import (
    get,
    make_application,
    make_batch,
    make_host,
    make_offer,
    make_post,
)

pytestmark = pytest.mark.django_db
NEVER = ("431003199302133046", "13868528521", "1390735")


def drafted(cast: Cast) -> Batch:
    """Return a batch with a draft that places the applicant and finds no post for the other one."""
    batch = make_batch(cast)
    post = make_post(make_offer(make_host(cast), batch), mentor="曹总监", phone="13868528521", lodging="any")
    weights = WeightSet.objects.create(batch=batch, version=1, values={"person_post": 30, "wish": 10, "host_need": 0})
    run = MatchRun.objects.create(batch=batch, weights=weights, fit_total=8123, proven=True)
    draft = MatchDraft.objects.create(batch=batch, run=run, number=1)
    for number, name in enumerate(("applicant", "other_applicant"), 1):
        application = make_application(cast, batch, name, number=number, state="chosen")
        placed = {"post": post, "fit": 8123, "wish_rank": 1} if name == "applicant" else {}
        DraftPlacement.objects.create(draft=draft, application=application, **placed)
    return batch


def published(cast: Cast) -> Batch:
    """Return the same batch after publication, the applicant's consent given."""
    batch = drafted(cast)
    MatchDraft.objects.update(state="published", confirmed_by=cast.leader, published_at=timezone.now())
    for place in DraftPlacement.objects.all():
        seat = {"state": "planned", "post": place.post, "placed_at": timezone.now()} if place.post else {"state": "waiting"}
        Placement.objects.create(batch=batch, application=place.application, person=place.application.person, **seat)
    publish_notice(site(), by=SETUP, purpose="host_sees_file", text_zh="企业查看", text_en="hosts see")
    return batch


def outcome(batch: Batch) -> Outcome:
    """Return the outcome of a batch that has one."""
    found = outcome_of(batch)
    assert found is not None
    return found


def text_of(answer: Any) -> str:
    """Return every word of a Word file."""
    document = Document(io.BytesIO(b"".join(answer.streaming_content)))
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return "\n".join([p.text for p in document.paragraphs] + cells)


def word(client: Any, cast: Cast, batch: Batch, name: str) -> str:
    """Download a paper as the officer and return its words."""
    return text_of(get(client, cast.officer, "paper", batch.pk, name, "docx"))


def test_without_a_draft_there_is_no_paper(cast: Cast, client) -> None:
    batch = make_batch(cast)
    assert get(client, cast.officer, "papers", batch.pk).status_code == 200
    assert get(client, cast.officer, "paper", batch.pk, "meeting", "docx").status_code == 302
    assert get(client, cast.officer, "papers_zip", batch.pk).status_code == 302


def test_the_meetings_paper_holds_plan_weights_proof_and_those_without_a_post(cast: Cast, client) -> None:
    text = word(client, cast, drafted(cast), "meeting")
    for part in ("2027年第1期", "曾玉兰", "单志强", "81.23", "佛山市青禾建材有限公司", "总经理助理", "中共郴州市委组织部"):
        assert (part, part in text) == (part, True)
    assert [n for n in NEVER if n in text] == []


def test_the_public_notice_holds_name_unit_and_host_only(cast: Cast, client) -> None:
    text = word(client, cast, drafted(cast), "notice")
    for part in ("曾玉兰", "资兴市住房和城乡建设局", "佛山市青禾建材有限公司"):
        assert (part, part in text) == (part, True)
    for part in (*NEVER, "单志强", "81.23", "总经理助理", "中共党员", "科员", "1993"):
        assert (part, part in text) == (part, False)


@pytest.mark.parametrize("name", ["unit_letters", "host_letters", "class_book"])
def test_letters_and_class_book_wait_for_the_publication(cast: Cast, client, name: str) -> None:
    assert get(client, cast.officer, "paper", drafted(cast).pk, name, "docx").status_code == 302


def test_each_unit_reads_of_its_own_people_only(cast: Cast, client) -> None:
    text = word(client, cast, published(cast), "unit_letters")
    for part in ("曾玉兰", "资兴市住房和城乡建设局：", "曹总监", "佛山市三水区"):
        assert (part, part in text) == (part, True)
    assert [n for n in (*NEVER, "单志强", "桂阳县教育局", "81.23") if n in text] == []


def test_a_host_reads_a_name_only_after_consent(cast: Cast, client) -> None:
    batch = published(cast)
    assert "曾玉兰" not in word(client, cast, batch, "host_letters")
    give_consent(cast.people["applicant"], by=cast.actor("applicant"), purpose="host_sees_file")
    text = word(client, cast, batch, "host_letters")
    for part in ("曾玉兰", "佛山市青禾建材有限公司：", "总经理助理"):
        assert (part, part in text) == (part, True)
    for part in (*NEVER, "资兴", "中共党员", "科员", "1993", "土木工程"):
        assert (part, part in text) == (part, False)


def test_the_class_book_lists_everybody(cast: Cast, client) -> None:
    text = word(client, cast, published(cast), "class_book")
    assert [part for part in ("曾玉兰", "单志强", "佛山市青禾建材有限公司", "1993-02") if part not in text] == []
    assert [n for n in NEVER if n in text] == []


def test_change_orders_show_in_the_papers_after_publication(cast: Cast, client) -> None:
    batch = published(cast)
    other = make_post(Post.objects.get().offer, "财务部助理")
    Placement.objects.filter(post__isnull=False).update(post=other)
    assert "财务部助理" in word(client, cast, batch, "unit_letters")
    assert [(s.post.title, s.fit) for s in outcome(batch).placed] == [("财务部助理", None)]


@pytest.mark.parametrize("name", ["by_host", "by_unit"])
def test_workbooks_hold_one_line_per_person_and_no_formula(cast: Cast, client, name: str) -> None:
    batch = drafted(cast)
    Post.objects.update(title="=1+1")
    answer = get(client, cast.officer, "paper", batch.pk, name, "xlsx")
    sheet = load_workbook(io.BytesIO(b"".join(answer.streaming_content))).worksheets[0]
    cells = [cell for row in sheet.iter_rows() for cell in row if cell.value is not None]
    assert [cell.value for cell in cells if cell.data_type == "f"] == []
    assert sum(cell.value in {"曾玉兰", "单志强"} for cell in cells) == 2


def test_every_paper_comes_as_word_and_pdf_in_both_languages(cast: Cast) -> None:
    found = outcome(published(cast))
    for language in ("zh-hans", "en"):
        with override(language):
            names = zipfile.ZipFile(io.BytesIO(archive(found))).namelist()
        forms = [name.rsplit(".", 1)[-1] for name in names]
        assert (forms.count("docx"), forms.count("pdf"), forms.count("xlsx")) == (6, 6, 2)


def test_the_same_papers_give_the_same_bytes(cast: Cast) -> None:
    found = outcome(drafted(cast))
    assert archive(found) == archive(found)


def test_reason_sheets_name_their_person_the_parts_and_nobody_else(batch: Batch, match: Match) -> None:
    match(batch)
    found = outcome(batch)
    sheets = reason_sheets(found)
    names = [seat.application.person.name for seat in found.seats]
    assert [sheet.title.split("：")[-1].split(": ")[-1] for sheet in sheets] == names
    for sheet, own in zip(sheets, names, strict=True):
        text = str(as_data(sheet))
        assert (own, [name for name in names if name != own and name in text]) == (own, [])
    for seat, sheet in zip(found.seats, sheets, strict=True):
        assert hundredths(seat.fit or 0) in str(as_data(sheet))
    with CaptureQueriesContext(connection) as made:
        reason_sheets(found)
    assert len(made) <= 7


@pytest.mark.parametrize(("name", "status"), [
    ("officer", 200), ("leader", 200), ("service_team", 404), ("applicant", 404), ("clerk_a", 404), ("system_admin", 404), ("audit_admin", 404),
])
def test_papers_are_for_officers_and_leaders(cast: Cast, client, name: str, status: int) -> None:
    batch = published(cast)
    assert get(client, getattr(cast, name), "papers", batch.pk).status_code == status
    assert get(client, getattr(cast, name), "paper", batch.pk, "class_book", "pdf").status_code == status
    assert get(client, getattr(cast, name), "papers_zip", batch.pk).status_code == status


@pytest.mark.parametrize(("kind", "form"), [("nothing", "pdf"), ("by_host", "pdf"), ("meeting", "xlsx")])
def test_a_paper_that_does_not_exist_is_not_found(cast: Cast, client, kind: str, form: str) -> None:
    assert get(client, cast.officer, "paper", drafted(cast).pk, kind, form).status_code == 404


def test_names_of_papers_are_single(cast: Cast) -> None:
    assert sorted(BY_NAME) == sorted(kind.name for kind in KINDS)
    assert host_letters(outcome(drafted(cast)))[0].title != ""


def test_the_page_costs_the_same_for_few_and_many_people(cast: Cast, client) -> None:
    batch = published(cast)
    log_in(client, cast.officer)
    address = reverse("placement:papers", args=[batch.pk])
    client.get(address)
    with CaptureQueriesContext(connection) as few:
        client.get(address)
    draft, post = MatchDraft.objects.get(), Post.objects.get()
    Post.objects.update(seats_max=100)
    for number in range(30):
        person = cast.people["applicant"].__class__.objects.create(name=f"人{number}", sort_key=f"ren{number}", unit=cast.unit_a)
        application = make_application_of(batch, person, 10 + number)
        DraftPlacement.objects.create(draft=draft, application=application, post=post, fit=1)
        Placement.objects.create(batch=batch, application=application, person=person, state="planned", post=post, placed_at=timezone.now())
    with CaptureQueriesContext(connection) as many:
        client.get(address)
    assert len(few) == len(many)


def make_application_of(batch: Batch, person: Any, number: int) -> Any:
    """Register an application of one person."""
    return batch.applications.create(person=person, unit=person.unit, number=number, state="chosen")
