"""The workbench played on a batch of 46 and on one of 500 with 300 hosts; every number shown is recounted apart from the product."""

import io
import re
from collections import Counter
from collections.abc import Callable
from typing import Any

import pytest
from django.urls import reverse
from pypdf import PdfReader

from seedbed.placement.actions import placements, settings
from seedbed.placement.models import DraftPlacement, MatchDraft, Trial, Wish
from seedbed.selection.models import Batch
from tests.cast import Cast, make_cast
from tests.e2e.officer import Officer
from tests.integration.placement.recount import Recount
from tests.integration.placement.town import allotment_book, make_large

WEIGHTS = {"person_post": 30, "related_industry": 25, "similar_work": 15, "wish": 15, "made_for": 30, "host_need": 5}
OTHERS = WEIGHTS | {"related_industry": 60}
Places = dict[int, int]


class Bench:
    """The officer at the workbench of one batch, and the second reckoning beside it."""

    def __init__(self, cast: Cast, batch: Batch, officer: Officer) -> None:
        self.cast, self.batch, self.officer, self.page = cast, batch, officer, officer.page
        self.counts: list[Recount] = []

    def read(self) -> str:
        """What the open page says, without the hidden table of names."""
        return self.page.inner_text("main")

    def match(self) -> MatchDraft:
        """Run the match through the page; a run may take a while."""
        self.officer.open(reverse("placement:matching", args=[self.batch.pk]))
        self.officer.send("seed")
        return MatchDraft.objects.order_by("-pk")[0]

    def places(self, draft: MatchDraft) -> Places:
        """Who is where in a draft."""
        return dict(DraftPlacement.objects.filter(draft=draft, post__isnull=False).values_list("application", "post"))

    def fit(self, places: Places, weights: dict[str, int]) -> int:
        """The sum of fit of a plan, recounted; the plan must keep seats, lodging, ties and bans."""
        if weights not in [count.weights for count in self.counts]:
            self.counts.append(Recount(self.batch, weights, everything=False))
        count = next(count for count in self.counts if count.weights == weights)
        count.also(places.items())
        assert count.holds(places) is True
        return sum(count.fits[pair] for pair in places.items())


def cents(value: int) -> str:
    """Hundredths as the pages write them."""
    return f"{value / 100:,.2f}"


@pytest.fixture
def bench(live_server: Any, arrive: Callable[..., Any], request: pytest.FixtureRequest) -> Bench:
    """A batch of the size asked for, taken over, wishes stated."""
    people, hosts = request.param
    cast = make_cast()
    batch = placements.take_over(make_large(cast, people=people, hosts=hosts), by=cast.actor("leader"))
    visitor = arrive(cast.officer)
    visitor.patience = "load"
    visitor.context.set_default_timeout(300_000)
    return Bench(cast, batch, Officer(visitor))


@pytest.mark.parametrize("bench", [(46, 23), (500, 300)], indirect=True, ids=["46", "500"])
def test_the_workbench_answers_with_numbers_that_can_be_recounted(bench: Bench) -> None:
    first = bench.match()
    assert bench.fit(bench.places(first), WEIGHTS) == first.run.fit_total
    settings.set_weights(bench.batch, by=bench.cast.actor("officer"), values=OTHERS, reason="试行")
    second = bench.match()
    assert bench.fit(bench.places(second), OTHERS) == second.run.fit_total
    drafts_side_by_side(bench, first, second)
    a_host_leaves(bench, second)
    fit_against_wishes(bench, second)
    wishes_and_rates(bench, second)
    yesterdays_allotment(bench, first)


def drafts_side_by_side(bench: Bench, first: MatchDraft, second: MatchDraft) -> None:
    """Who differs, both sums, and the leader's sheet on one page."""
    bench.officer.open(reverse("placement:side_by_side", args=[bench.batch.pk]) + "?d=1&d=2")
    a, b = bench.places(first), bench.places(second)
    same = sum(a.get(k) == b.get(k) for k in a.keys() | b.keys())
    read = bench.read()
    assert [f"其余{same}人" in read, cents(first.run.fit_total) in read, cents(second.run.fit_total) in read] == [True] * 3
    answer = bench.page.request.get(f"{bench.officer.visitor.home}{reverse('placement:comparison', args=[bench.batch.pk, 'pdf'])}?d=1&d=2")
    pages = PdfReader(io.BytesIO(answer.body())).pages
    text = "".join(pages[0].extract_text().split())
    assert (len(pages), cents(first.run.fit_total) in text, cents(second.run.fit_total) in text) == (1, True, True)


def a_host_leaves(bench: Bench, draft: MatchDraft) -> None:
    """What if a host leaves: at every stop of the slider the plan is lawful, and its sum, changes and wishes are those recounted."""
    before = bench.places(draft)
    offer = draft.placements.exclude(post=None).order_by("pk")[0].post.offer
    bench.officer.open(reverse("placement:what_if", args=[draft.pk]))
    bench.page.get_by_text("企业退出", exact=True).click()
    box = bench.page.locator("main [name=close]").first
    if box.evaluate("e => e.tagName") == "SELECT":
        box.select_option(str(offer.pk))
    else:
        bench.page.check(f"main [name=close][value='{offer.pk}']")
    bench.page.get_by_role("button", name="开始推演").click()
    bench.page.wait_for_selector("#step")
    answer = Trial.objects.get(kind="what_if").answer
    wishes = {(w.application_id, w.post_id): w.rank for w in Wish.objects.filter(application__batch=bench.batch)}
    for step, point in enumerate(answer["points"]):
        after = {person: post for person, post in (before | {m["person"]: m["to"] for m in point["moves"]}).items() if post is not None}
        assert {m["person"]: m["from"] for m in point["moves"]} == {m["person"]: before.get(m["person"]) for m in point["moves"]}
        assert offer.pk not in set(DraftPlacement.objects.filter(post__in=after.values()).values_list("post__offer", flat=True)) & {offer.pk} or not after
        assert (bench.fit(after, OTHERS), len(after), sum(wishes.get(pair) == 1 for pair in after.items())) == (point["old_fit"], point["placed"], point["first"])
        bench.officer.open(reverse("placement:trial", args=[Trial.objects.get(kind="what_if").pk]) + f"?step={step}")
        assert (bench.page.locator("#step tbody tr").count(), cents(point["old_fit"]) in bench.read()) == (len(point["moves"]), True)


def fit_against_wishes(bench: Bench, draft: MatchDraft) -> None:
    """The more people may be placed otherwise, the better the fit, up to the draft's own sum, which is proven best."""
    bench.officer.open(reverse("placement:workbench", args=[bench.batch.pk]))
    bench.page.locator(f"main form[action='{reverse('placement:balance', args=[draft.pk])}'] button").click()
    bench.page.wait_for_selector("main table:not(.figures-table)")
    answer = Trial.objects.get(kind="balance").answer
    fits = [point["fit"] for point in sorted(answer["points"], key=lambda p: p["moved"])]
    assert (fits, max(fits), answer["draft"]["fit"]) == (sorted(fits), draft.run.fit_total, bench.fit(bench.places(draft), OTHERS))
    assert [cents(fit) in bench.read() for fit in {*fits, draft.run.fit_total}] == [True] * len({*fits, draft.run.fit_total})


def wishes_and_rates(bench: Bench, draft: MatchDraft) -> None:
    """Pictures and rates show what the rows say."""
    wishes = {(w.application_id, w.post_id): w.rank for w in Wish.objects.filter(application__batch=bench.batch)}
    places, wishing = bench.places(draft), {a for a, _post in wishes}
    ranks = Counter(wishes.get(pair) for pair in places.items())
    bench.officer.open(reverse("placement:pictures", args=[draft.pk]))
    shown = "".join(bench.page.locator("main").text_content().split())
    flows = Counter(draft.placements.exclude(post=None).values_list("application__unit__region__name", "post__offer__host__unit__region__name"))
    assert [f"{home}{away}{n}" in shown for (home, away), n in flows.items()] == [True] * len(flows)
    assert str(ranks[1]) in shown
    bench.officer.open(reverse("placement:fairness", args=[draft.pk]) + "?measure=first_wish")
    assert re.search(rf"{ranks[1]}\s*/\s*{len(wishing)}|{100 * ranks[1] / len(wishing):.1f}", bench.page.inner_text("main")) is not None


def yesterdays_allotment(bench: Bench, draft: MatchDraft) -> None:
    """The first draft as a sheet from outside: read without faults, and judged at its own worth."""
    places = bench.places(draft)
    bench.officer.open(reverse("placement:allotment", args=[bench.batch.pk]))
    bench.page.set_input_files("main input[type=file]", {
        "name": "分配表.xlsx", "mimeType": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "buffer": allotment_book(places, short=False)})
    bench.officer.send("file")
    bench.officer.press("/judge")
    bench.page.wait_for_selector("#main .stat, #main .stats")
    trial = Trial.objects.get(kind="allotment")
    bench.officer.open(reverse("placement:trial", args=[trial.pk]))
    assert (trial.state, cents(bench.fit(places, OTHERS)) in bench.read()) == ("done", True)
