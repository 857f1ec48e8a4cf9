"""The workbench in a browser on a batch of 46: a question and its slider, the board by keys, drafts side by side."""

import re

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from seedbed.placement import tasks
from seedbed.placement.actions import matching, placements, settings
from seedbed.placement.models import DraftPlacement, MatchDraft, Trial
from seedbed.selection.models import RuleDraft
from seedbed.selection.reckoning.priority import RULES
from tests.cast import Cast, make_cast
from tests.e2e.browsing import DESK, PHONE
from tests.integration.placement.town import allotment_book, make_batch, some_wishes

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
WEIGHTS = {"person_post": 10, "related_industry": 60, "similar_work": 5, "wish": 5, "made_for": 30, "host_need": 5}


@pytest.fixture
def bench(live_server) -> tuple[Cast, MatchDraft, MatchDraft]:
    """A batch of 46 people and 23 hosts with two drafts that were weighed differently."""
    cast = make_cast()
    by = cast.actor("officer")
    batch = make_batch(cast)
    some_wishes(batch)
    placements.take_over(batch, by=cast.actor("leader"))
    drafts = []
    for weights in (None, WEIGHTS):
        if weights:
            settings.set_weights(batch, by=by, values=weights, reason="试行")
        run = matching.start_match(batch, by=by)
        tasks.match(run.pk)
        drafts.append(MatchDraft.objects.get(run=run))
    return cast, drafts[0], drafts[1]


def test_an_officer_plays_the_workbench(bench, arrive):
    cast, first, second = bench
    officer = arrive(cast.officer)
    page, places = officer.page, list(DraftPlacement.objects.values("pk", "post", "fit"))
    ask_what_if(officer, second)
    move_by_keys(officer, second)
    move_by_mouse(officer, second)
    officer.open(reverse("placement:workbench", args=[second.batch_id]))
    page.get_by_role("button", name="对比").click()
    page.wait_for_url("**/side-by-side/**")
    assert "权重：" in page.inner_text("main") and page.locator("table").count() >= 3
    assert list(DraftPlacement.objects.values("pk", "post", "fit")) == places, "looking changes nothing"
    judge_yesterday(officer, second)
    try_points(officer)
    assert list(DraftPlacement.objects.values("pk", "post", "fit")) == places, "judging and drafting rules change nothing"
    look_at_everything(officer, first, second)


def ask_what_if(officer, draft):
    """Let a host leave, and move the slider from fewest changes to free; each stop shows its own people at once."""
    page = officer.page
    officer.open(reverse("placement:what_if", args=[draft.pk]))
    page.get_by_text("企业退出", exact=True).click()
    offer = draft.placements.exclude(post=None).first().post.offer_id
    page.check(f"input[name=close][value='{offer}']")
    page.get_by_role("button", name="开始推演").click()
    page.wait_for_url("**/trials/**")
    page.wait_for_selector("#step")
    points = Trial.objects.get().answer["points"]
    slider = page.locator("#slide")
    assert int(slider.get_attribute("max")) == len(points) - 1 > 0
    slider.focus()
    slider.press("Home")
    expect(page.locator("#step tbody tr")).to_have_count(len(points[0]["moves"]))
    slider.press("End")
    expect(page.locator("#step tbody tr")).to_have_count(len(points[-1]["moves"]))
    assert f"{points[-1]['old_fit'] / 100:,.2f}" in page.inner_text("#step")
    officer.photograph("bench-what-if")
    assert officer.examine() == []


def move_by_keys(officer, draft):
    """Pick a person up by key, read the price at another post, put down there: the page of the move asks for the reason."""
    page = officer.page
    officer.open(reverse("placement:board", args=[draft.pk]))
    card = page.locator(".person-card[draggable=true]").first
    card.focus()
    card.press("m")
    page.wait_for_selector(".lane.cheap, .lane.dear")
    for _ in range(3):
        page.keyboard.press("ArrowRight")
        if page.locator(".lane.target.cheap, .lane.target.dear").count():
            break
    target = page.locator(".lane.target")
    price, post = target.locator(".lane-price").inner_text(), target.get_attribute("data-post")
    assert price and price in page.locator("#board-said").inner_text()
    officer.photograph("bench-board")
    page.keyboard.press("Enter")
    page.wait_for_url(f"**/move?post={post}")
    assert page.locator("textarea[name=reason]").count() == 1


def move_by_mouse(officer, draft):
    """Drag a person to another post: dropping leads to the page of the move with that post chosen."""
    page = officer.page
    officer.open(reverse("placement:board", args=[draft.pk]))
    card = page.locator(".person-card[draggable=true]").first
    here = card.locator("xpath=ancestor::*[@data-post][1]").get_attribute("data-post")
    card.hover()
    page.mouse.down()
    page.locator(".lane[data-post]").nth(1).hover()
    page.wait_for_selector(".lane.cheap, .lane.dear")
    lane = page.locator(f".lane.cheap:not([data-post='{here}']), .lane.dear:not([data-post='{here}'])").first
    post = lane.get_attribute("data-post")
    lane.hover()
    lane.hover()
    page.mouse.up()
    page.wait_for_url(f"**/move?post={post}")
    assert page.locator("textarea[name=reason]").count() == 1


def judge_yesterday(officer, draft):
    """Drop in a finished allotment of the 46 in the office's own words and read its judgement."""
    page = officer.page
    places = dict(draft.placements.exclude(post=None).values_list("application", "post"))
    officer.open(reverse("placement:allotment", args=[draft.batch_id]))
    page.set_input_files("input[type=file]", {"name": "分配表.xlsx", "mimeType": XLSX, "buffer": allotment_book(places)})
    page.get_by_role("button", name="读取文件").click()
    page.wait_for_url("**/allotment/*/")
    page.get_by_role("button", name="评估这个方案").click()
    page.wait_for_url("**/trials/**")
    trial = Trial.objects.filter(kind="allotment").latest("pk")
    assert (trial.state, trial.answer != {}) == ("done", True)
    officer.photograph("bench-judged")
    assert officer.examine() == []


def try_points(officer):
    """Write a points scheme down as a draft and see its effect on the batch beside the fixed order."""
    page = officer.page
    officer.open(reverse("selection:draft_rules"))
    page.fill("input[name=name]", "积分办法（草案）")
    page.fill("input[name=source]", "试行方案")
    page.check("input[name=method][value=points]")
    page.check("input[name=ties][value=number]")
    for place, key in enumerate(RULES, 1):
        page.select_option(f"select[name=place_{key}]", str(place))
    page.get_by_role("button", name="保存").click()
    page.wait_for_url(re.compile(r"/drafts/\d+/$"))
    assert ("积分办法（草案）" in page.inner_text("main"), RuleDraft.objects.get().state) == (True, "open")
    officer.photograph("bench-points")
    assert officer.examine() == []


def look_at_everything(officer, first, second):
    """Every page of the workbench fits both widths and has no serious fault of access."""
    pages = {
        "workbench": reverse("placement:workbench", args=[second.batch_id]), "compare": reverse("placement:compare", args=[second.pk, first.pk]),
        "board": reverse("placement:board", args=[second.pk]), "pictures": reverse("placement:pictures", args=[second.pk]),
        "fairness": reverse("placement:fairness", args=[second.pk]), "allotment": reverse("placement:allotment", args=[second.batch_id]),
    }
    for name, path in pages.items():
        for width in (DESK, PHONE):
            officer.resize(width)
            officer.open(path)
            officer.photograph(f"bench-{name}-{width}")
            assert not officer.is_wider_than_the_screen(), (name, width)
        assert officer.examine() == [], name
    officer.resize(DESK)
