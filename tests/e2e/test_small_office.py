"""The main story in a small office: one officer, two messy workbooks, one hour later a published plan and its papers."""

import os
import re
from collections.abc import Callable
from pathlib import Path

import pytest

from seedbed.demo import city, sheets
from seedbed.placement.models import DraftPlacement, Lock, MatchDraft, Placement
from seedbed.selection.models import Application
from tests.cast import Cast
from tests.e2e.browsing import Visitor
from tests.e2e.officer import Officer, in_both_languages

SEATS = 46


@pytest.fixture
def workbooks(tmp_path: Path) -> tuple[Path, Path]:
    """The two workbooks as an office sends them, with their faults; a folder of real ones can be named instead."""
    folder = os.environ.get("SEEDBED_INTAKE")
    if folder:
        return Path(folder) / "报名推荐汇总表.xlsx", Path(folder) / "驻点企业岗位需求表.xlsx"
    people, posts = tmp_path / "报名推荐汇总表.xlsx", tmp_path / "驻点企业岗位需求表.xlsx"
    people.write_bytes(sheets.applicants_workbook(city.applicants(), tidy=False))
    posts.write_bytes(sheets.posts_workbook(city.hosts(), tidy=False))
    return people, posts


def mend_and_take(officer: Officer) -> None:
    """Take every proposed mend, then the good rows; what cannot be mended stays open."""
    page = officer.page
    kinds = page.locator('main form[action$="/mends"]:not(:has([name=row])), main form[action$="/accept"]')
    while kinds.count():
        before = kinds.count()
        kinds.first.locator("button").first.click()
        page.wait_for_load_state("networkidle")
        assert kinds.count() < before
    good = 'form[action$="/take"]:has([name=good_only])'
    officer.press_form(good if page.locator(f"main {good}").count() else 'form[action$="/take"]')


def screen_rank_release(officer: Officer, batch: int) -> None:
    """Screening, ranking, release with the superior's paper."""
    officer.open(f"/selection/batches/{batch}/")
    officer.press("/move/close_applications")
    officer.open(f"/selection/batches/{batch}/screening")
    officer.press("/screening/all")
    in_both_languages(officer, f"/selection/batches/{batch}/screening")
    officer.press("/move/rank")
    officer.open(f"/selection/batches/{batch}/ranking")
    officer.press("/ranking/propose")
    in_both_languages(officer, f"/selection/batches/{batch}/ranking")
    officer.open(f"/placement/batches/{batch}/release")
    officer.paper("郴组批〔2026〕3号")
    assert Application.objects.filter(state="chosen").count() == SEATS == Placement.objects.count()



def match_and_lock(officer: Officer, batch: int) -> MatchDraft:
    """Match with proof, the reason of one person, a lock, a second run; returns the second draft."""
    page = officer.page
    officer.open(f"/placement/batches/{batch}/matching/")
    officer.send("seed")
    draft = MatchDraft.objects.get()
    assert draft.run.proven
    in_both_languages(officer, f"/placement/drafts/{draft.pk}/")
    place = DraftPlacement.objects.filter(draft=draft, post__isnull=False).order_by("pk").first()
    assert place is not None
    in_both_languages(officer, f"/placement/places/{place.pk}/")
    other = page.locator('main a[href*="/move?post="]').first.get_attribute("href")
    assert other
    officer.open(other)
    in_both_languages(officer, other)
    officer.open(other)
    officer.fill(reason="企业点名需要")
    officer.send("reason")
    wanted = int(other.rsplit("=", 1)[1])
    assert [lock.post_id for lock in Lock.objects.all()] == [wanted]
    second = MatchDraft.objects.order_by("-pk").first()
    assert second is not None and second.pk != draft.pk
    assert DraftPlacement.objects.get(draft=second, application=place.application).post_id == wanted
    return second


def publish_and_print(officer: Officer, batch: int, second: MatchDraft) -> None:
    """Check, confirm, publish with the superior's paper in the second person's place; then the papers."""
    page = officer.page
    officer.open(f"/placement/drafts/{second.pk}/")
    officer.press("/check")
    officer.open(f"/placement/drafts/{second.pk}/confirm")
    officer.paper("郴组批〔2026〕4号")
    officer.open(f"/placement/drafts/{second.pk}/publish")
    officer.press_form("form:has(button.btn-primary)")  # the paper that confirmed it stands for the second person here too
    second.refresh_from_db()
    assert second.is_published
    assert Placement.objects.filter(state="planned").count() == DraftPlacement.objects.filter(draft=second, post__isnull=False).count()

    # The papers.
    in_both_languages(officer, f"/placement/batches/{batch}/papers/")
    for link in page.locator('main a[href*="/papers/"]').all():
        address = link.get_attribute("href")
        answer = page.request.get(f"{officer.visitor.home}{address}")
        kind = re.search(r"\.(xlsx|docx|pdf|zip)$", address or "")
        assert (answer.status, bool(kind)) == (200, True), address
        assert answer.body()[:4] == (b"%PDF" if address and address.endswith("pdf") else b"PK\x03\x04"), address
    in_both_languages(officer, f"/placement/batches/{batch}/")


def test_one_officer_from_two_workbooks_to_papers(arrive: Callable[..., Visitor], small_cast: Cast, workbooks: tuple[Path, Path]) -> None:
    officer = Officer(arrive(small_cast.officer, language="en"))
    page = officer.page
    batch = officer.plan_batch(seats=SEATS)

    # The applicants: faults by cell, proposed mends, good rows.
    officer.bring_in(f"/selection/batches/{batch}/intake", workbooks[0])
    staged = page.url.removeprefix(officer.visitor.home)
    in_both_languages(officer, staged)
    mend_and_take(officer)
    in_both_languages(officer, f"/selection/batches/{batch}/applications")
    assert Application.objects.count() > 80

    # Hosts and posts.
    officer.bring_in(f"/placement/batches/{batch}/workbook/", workbooks[1])
    in_both_languages(officer, page.url.removeprefix(officer.visitor.home))
    mend_and_take(officer)
    officer.open(f"/placement/batches/{batch}/hosts/")
    page.locator("main thead input[type=checkbox], main input[name=pick]").first.wait_for()
    for box in page.locator("main input[name=pick]").all():
        box.check()
    page.fill("#vet-note", "实地走访，经营正常")
    page.locator("#vet-many button").click()
    page.wait_for_load_state("networkidle")
    in_both_languages(officer, f"/placement/batches/{batch}/hosts/")

    screen_rank_release(officer, batch)
    publish_and_print(officer, batch, match_and_lock(officer, batch))
