"""The workbench played on a batch of 46 and on one of 500 with 300 hosts; every number shown is recounted apart from the product."""

import io
import json
import re
from collections import Counter
from collections.abc import Callable, Collection
from typing import Any
from urllib.parse import urlsplit

import numpy as np
import pytest
from django.urls import reverse
from pypdf import PdfReader

from seedbed.placement.actions import placements, settings
from seedbed.placement.models import DraftPlacement, MatchDraft, Trial, Wish
from seedbed.selection.models import Application, Batch
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

    def batch_people(self) -> list[dict[str, Any]]:
        """What the rules of priority count of everybody."""
        return list(Application.objects.filter(batch=self.batch).values("number", "in_park", "in_economic", "is_recruited_talent", "education"))

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


class Stored:
    """The pairs as they were stored with a draft, in tables of their own: who would rather have each other."""

    def __init__(self, draft: MatchDraft, *, without_posts: Collection[int] = (), without_people: Collection[int] = ()) -> None:
        body = json.loads(bytes(draft.run.input))
        self.people = {row["id"]: k for k, row in enumerate(body["people"])}
        self.posts = {row["id"]: k for k, row in enumerate(body["posts"])}
        self.seats = np.array([row.get("seats", 1) for row in body["posts"]])
        self.fit, self.rank = (np.zeros((len(self.people), len(self.posts)), dtype=int) for _ in range(2))
        self.open = np.zeros((len(self.people), len(self.posts)), dtype=bool)
        for row in body["pairs"]:
            known = [(body["weights"][name], value) for name, value in row["parts"].items() if value is not None]
            total, weight = 100 * sum(w * v for w, v in known), sum(w for w, _v in known)
            at = self.people[row["person"]], self.posts[row["post"]]
            self.fit[at], self.rank[at], self.open[at] = (2 * total + weight) // (2 * weight) if weight else 0, row.get("rank", 0), True
        for row in body["exclusions"]:
            self.open[self.people[row["person"]], self.posts[row["post"]]] = False
        self.open[:, [self.posts[f"p{post}"] for post in without_posts]] = False
        self.open[[self.people[f"a{person}"] for person in without_people]] = False
        self.liking = np.where(self.rank > 0, -self.rank, -99) if self.rank.any() else self.fit

    def blocking(self, places: Places) -> int:
        """How many open pairs would both rather have each other than what they have."""
        content, taken = np.full(len(self.people), -(10**9)), np.zeros(len(self.posts), dtype=int)
        least = np.full(len(self.posts), 10**9)
        for person, post in places.items():
            i, j = self.people[f"a{person}"], self.posts[f"p{post}"]
            content[i], least[j] = self.liking[i, j], min(least[j], self.fit[i, j])
            taken[j] += 1
        least[taken < self.seats] = -1
        return int((self.open & (self.liking > content[:, None]) & (self.fit > least)).sum())


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
    a_person_withdraws(bench, second)
    fit_against_wishes(bench, second)
    wishes_and_rates(bench, second)
    yesterdays_allotment(bench, first)
    points_scheme(bench)


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
    """What if a host leaves: nobody is left there, at any stop of the slider."""
    offer = draft.placements.exclude(post=None).order_by("pk")[0].post.offer
    posts = set(offer.posts.values_list("pk", flat=True))

    def choose() -> None:
        bench.page.get_by_text("企业退出", exact=True).click()
        box = bench.page.locator("main [name=close]").first
        if box.evaluate("e => e.tagName") == "SELECT":
            box.select_option(str(offer.pk))
        else:
            bench.page.check(f"main [name=close][value='{offer.pk}']")

    plans = what_if(bench, draft, choose, posts=posts)
    assert [posts & set(after.values()) for after in plans] == [set()] * len(plans)


def a_person_withdraws(bench: Bench, draft: MatchDraft) -> None:
    """What if somebody withdraws: the seat may be taken by others, the person is nowhere."""
    place = draft.placements.exclude(post=None).select_related("application").order_by("-pk")[0]

    def choose() -> None:
        bench.page.get_by_text("有人退出", exact=True).click()
        bench.page.fill("main [name=withdraw]", str(place.application.number))

    plans = what_if(bench, draft, choose, people={place.application_id})
    assert [place.application_id in after for after in plans] == [False] * len(plans)


def what_if(bench: Bench, draft: MatchDraft, choose: Callable[[], None], *, posts: Collection[int] = (), people: Collection[int] = ()) -> list[Places]:
    """Ask; at every stop of the slider the plan is lawful, and its sum, changes, wishes and blocking pairs are those recounted."""
    before, found = {person: post for person, post in bench.places(draft).items() if person not in people}, []
    bench.officer.open(reverse("placement:what_if", args=[draft.pk]))
    choose()
    bench.page.get_by_role("button", name="开始推演").click()
    bench.page.wait_for_selector("#step")
    trial, stored = Trial.objects.filter(kind="what_if").latest("pk"), Stored(draft, without_posts=posts, without_people=people)
    wishes = {(w.application_id, w.post_id): w.rank for w in Wish.objects.filter(application__batch=bench.batch)}
    for step, point in enumerate(trial.answer["points"]):
        after = {person: post for person, post in (before | {m["person"]: m["to"] for m in point["moves"]}).items() if post is not None}
        assert {m["person"]: m["from"] for m in point["moves"]} == {m["person"]: before.get(m["person"]) for m in point["moves"]}
        told = (point["old_fit"], point["placed"], point["first"], point["blocking"])
        assert told == (bench.fit(after, OTHERS), len(after), sum(wishes.get(pair) == 1 for pair in after.items()), stored.blocking(after))
        bench.officer.open(reverse("placement:trial", args=[trial.pk]) + f"?step={step}")
        assert (bench.page.locator("#step tbody tr").count(), cents(point["old_fit"]) in bench.read()) == (len(point["moves"]), True)
        found.append(after)
    return found


def fit_against_wishes(bench: Bench, draft: MatchDraft) -> None:
    """The more people may be placed otherwise, the better the fit, up to the draft's own sum, which is proven best."""
    bench.officer.open(reverse("placement:workbench", args=[bench.batch.pk]))
    bench.page.locator(f"main form[action='{reverse('placement:balance', args=[draft.pk])}'] button").click()
    bench.page.wait_for_selector("main table:not(.figures-table)")
    answer = Trial.objects.get(kind="balance").answer
    fits = [point["fit"] for point in sorted(answer["points"], key=lambda p: p["moved"])]
    assert (fits, max(fits), answer["draft"]["fit"]) == (sorted(fits), draft.run.fit_total, bench.fit(bench.places(draft), OTHERS))
    stored = Stored(draft)
    assert [point["blocking"] for point in answer["points"]] == [stored.blocking({int(a): p for a, p in point["places"].items()}) for point in answer["points"]]
    assert answer["draft"]["blocking"] == stored.blocking(bench.places(draft))
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


def points_scheme(bench: Bench) -> None:
    """A points scheme is written down and its outcome seen beside the fixed order, before anybody decides it."""
    seats = len(bench.batch_people()) * 3 // 5
    Batch.objects.filter(pk=bench.batch.pk).update(seats=seats, taken=0, unit=bench.cast.department)
    bench.officer.open(reverse("selection:draft_rules"))
    bench.page.check("main [name=method][value=points]")
    bench.page.check("main [name=ties][value=number]")
    bench.officer.fill(name="积分办法（草案）", source="试行", most=9, place_park=1, place_economic=2, place_talent=3, place_bay_work=0,
                       points_park=4, points_economic=3, points_talent=1, points_bay_years=0, points_education=2)
    bench.page.check("main [name=order_first]")
    bench.officer.send("name")
    fixed, then = order_by_hand(bench.batch_people(), points=False), order_by_hand(bench.batch_people(), points=True)
    coming = set(then[:seats]) - set(fixed[:seats])
    moved = sum(fixed[n] != then[n] for n in range(len(then)))
    cells = bench.page.locator("main tbody tr", has_text=bench.batch.name).first.locator("td").all_text_contents()
    assert [cell.strip() for cell in cells[1:5]] == [str(n) for n in (len(then), seats, len(coming), moved)]
    bench.officer.open(urlsplit(bench.page.locator("main tbody a", has_text="具体人员").first.get_attribute("href")).path)
    names = dict(Application.objects.filter(batch=bench.batch).values_list("number", "person__name"))
    told = bench.page.locator("main section, main .card").filter(has_text="将会入选").last.locator("li").all_text_contents()
    assert sorted(text.split("（")[0].strip() for text in told) == sorted(names[number] for number in coming)


def order_by_hand(people: list[dict[str, Any]], *, points: bool) -> list[int]:
    """The registered numbers in the order of the rules, or of the points they add up to and then of the rules."""
    steps = {"大学本科": 1, "本科": 1, "硕士研究生": 2, "博士研究生": 3}

    def key(row: dict[str, Any]) -> tuple[int, ...]:
        met = [int(row[name]) for name in ("in_park", "in_economic", "is_recruited_talent")]
        step = steps.get(row["education"], 0)
        total = min(9, 4 * met[0] + 3 * met[1] + met[2] + 2 * step)
        return (-total, *(-n for n in met), -step, row["number"]) if points else (*(-n for n in met), row["number"])

    return [row["number"] for row in sorted(people, key=key)]
