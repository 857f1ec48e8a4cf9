"""The workbench played on a batch of 46 and on one of 500 with 300 hosts; every number shown is recounted apart from the product."""

import datetime as dt
import io
import re
from collections import Counter
from collections.abc import Callable, Collection
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.urls import reverse
from pypdf import PdfReader

from seedbed.directory.models import Person
from seedbed.placement.actions import placements, settings
from seedbed.placement.models import DraftPlacement, MatchDraft, Trial
from seedbed.selection.models import Application, Batch
from tests.cast import Cast, make_cast
from tests.e2e.officer import Officer
from tests.e2e.second_count import TABLES, Places, Rows, Stored, cents, same, shown_rates, signed, told_rates
from tests.integration.placement.recount import Recount
from tests.integration.placement.town import allotment_book, make_large

WEIGHTS = {"person_post": 30, "related_industry": 25, "similar_work": 15, "wish": 15, "made_for": 30, "host_need": 5}
OTHERS = WEIGHTS | {"related_industry": 60}
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


class Bench:
    """The officer at the workbench of one batch, and the second reckoning beside it."""

    def __init__(self, cast: Cast, batch: Batch, officer: Officer) -> None:
        self.cast, self.batch, self.officer, self.page = cast, batch, officer, officer.page
        self.counts: list[Recount] = []
        self.rows = Rows(batch)

    def open(self, name: str, *args: Any, query: str = "") -> None:
        """Open a page of the workbench."""
        self.officer.open(reverse(f"placement:{name}", args=args) + query)

    def read(self) -> str:
        """What the open page says, without the hidden table of names."""
        return self.page.inner_text("main")

    def tables(self) -> list[list[list[str]]]:
        """The tables of the open page, row by row, folded ones too."""
        return self.page.evaluate(TABLES)

    def stats(self, of: str = "main") -> list[list[str]]:
        """The figures at the head of the page, each with the line below it."""
        boxes = self.page.locator(f"{of} .stat")
        return [[text.strip() for text in box.locator(".stat-value, .stat-sub").all_text_contents()] for box in boxes.all()]

    def batch_people(self) -> list[dict[str, Any]]:
        """What the rules of priority count of everybody."""
        return list(Application.objects.filter(batch=self.batch).values("number", "in_park", "in_economic", "is_recruited_talent", "education"))

    def match(self) -> MatchDraft:
        """Run the match through the page; a run may take a while."""
        self.open("matching", self.batch.pk)
        self.officer.send("seed")
        return MatchDraft.objects.order_by("-pk")[0]

    def places(self, draft: MatchDraft) -> dict[int, int]:
        """Who is where in a draft."""
        return dict(DraftPlacement.objects.filter(draft=draft, post__isnull=False).values_list("application", "post"))

    def fits(self, places: Places, weights: dict[str, int]) -> dict[int, int]:
        """The fit of everybody in a plan, recounted; the plan must keep seats, lodging, ties and bans."""
        if weights not in [count.weights for count in self.counts]:
            self.counts.append(Recount(self.batch, weights, everything=False))
        count = next(count for count in self.counts if count.weights == weights)
        count.also(places.items())
        assert count.holds(dict(places)) is True
        return {person: count.fits[person, post] for person, post in places.items()}

    def fit(self, places: Places, weights: dict[str, int]) -> int:
        """The sum of fit of a plan, recounted."""
        return sum(self.fits(places, weights).values())


@pytest.fixture
def bench(live_server: Any, arrive: Callable[..., Any], request: pytest.FixtureRequest) -> Bench:
    """A batch of the size asked for, taken over, wishes and months of birth stated."""
    people, hosts = request.param
    cast = make_cast()
    batch = placements.take_over(make_large(cast, people=people, hosts=hosts), by=cast.actor("leader"))
    persons = list(Person.objects.filter(pk__in=Application.objects.filter(batch=batch).values("person")))
    for n, person in enumerate(persons):
        person.birth_month = dt.date(1983 + n * 7 % 20, 1 + n % 12, 1)
    Person.objects.bulk_update(persons, ["birth_month"], batch_size=100)
    visitor = arrive(cast.officer)
    visitor.patience = "load"
    visitor.context.set_default_timeout(120_000)
    return Bench(cast, batch, Officer(visitor))


@pytest.mark.parametrize("bench", [(46, 23), (500, 300)], indirect=True, ids=["46", "500"])
def test_the_workbench_answers_with_numbers_that_can_be_recounted(bench: Bench) -> None:
    first = bench.match()
    assert bench.fit(bench.places(first), WEIGHTS) == first.run.fit_total
    settings.set_weights(bench.batch, by=bench.cast.actor("officer"), values=OTHERS, reason="试行")
    second = bench.match()
    places = bench.places(second)
    assert Stored(second).best() == (len(places), bench.fit(places, OTHERS)) == (second.run.placed, second.run.fit_total)
    drafts_side_by_side(bench, first, second)
    the_board(bench, second)
    a_host_leaves(bench, second)
    a_person_withdraws(bench, second)
    fit_against_wishes(bench, second)
    pictures(bench, second)
    rates(bench, second)
    yesterdays_allotment(bench, first, second)
    points_scheme(bench)


def drafts_side_by_side(bench: Bench, first: MatchDraft, second: MatchDraft) -> None:
    """All figures of both, who differs and what the other place would have cost, and the leader's sheet on one page."""
    bench.open("side_by_side", bench.batch.pk, query="?d=1&d=2")
    places, tables = [bench.places(draft) for draft in (second, first)], bench.tables()
    fits = [bench.fit(each, weights) for each, weights in zip(places, (OTHERS, WEIGHTS), strict=True)]
    met = [bench.rows.met(each) for each in places]
    people, wishing = len(bench.rows.people), len(bench.rows.wishing)
    told = [
        [f"{len(each)} / {people}" for each in places], [cents(fit) for fit in fits],
        [cents(int(fit / len(each) + 0.5)) for fit, each in zip(fits, places, strict=True)], [f"{one[0]} / {wishing}" for one in met],
        [f"{sum(one[:3])} / {wishing}" for one in met], ["0", "0"],
        [str(Stored(draft).blocking(each)) for draft, each in zip((second, first), places, strict=True)],
    ]
    assert [row[1:] for row in tables[0][: len(told)]] == told
    differ = [a for a in places[0].keys() | places[1].keys() if places[0].get(a) != places[1].get(a)]
    shown = {row[0]: row[1] for row in tables[1]}
    assert (len(shown), f"其余{people - len(differ)}人" in bench.read()) == (len(differ), True)
    stored, own = Stored(second), bench.rows.people
    for a in sorted(differ)[:4]:
        cell = next(text for name, text in shown.items() if name.startswith(own[a].person.name + own[a].unit.name) or name == own[a].person.name)
        assert cost_of(stored.loss(a, places[1][a])) in cell
    answer = bench.page.request.get(f"{bench.officer.visitor.home}{reverse('placement:comparison', args=[bench.batch.pk, 'pdf'])}?d=1&d=2")
    pages = PdfReader(io.BytesIO(answer.body())).pages
    text = "".join(pages[0].extract_text().split())
    assert (len(pages), [value for row in told[:5] for value in row if value.replace(" ", "") not in text]) == (1, [])


def cost_of(loss: int) -> str:
    """What a place costs, as the pages say it."""
    return f"总匹配度减少{cents(loss)}" if loss else "同样好"


def the_board(bench: Bench, draft: MatchDraft) -> None:
    """Somebody is picked up by key and by mouse; every price that a post then shows is that of another solver."""
    page, stored = bench.page, Stored(draft)
    bench.open("board", draft.pk)
    assert sum(int(text.split("·")[-1].split("/")[0]) for text in page.locator(".lane-post").all_text_contents()) == draft.run.placed
    card = page.locator(".lane .person-card[draggable=true]").first
    key = urlsplit(card.get_attribute("data-prices")).path.strip("/").split("/")[-2]
    place = DraftPlacement.objects.get(pk=int(re.sub(r"\D", "", key)), draft=draft)
    card.focus()
    card.press("m")
    page.wait_for_selector(".lane.cheap, .lane.dear")
    lanes = {int(lane): text for lane, text in page.eval_on_selector_all(
        ".lane.cheap, .lane.dear", "all => all.map(e => [e.dataset.post, e.querySelector('.lane-price').textContent])")}
    assert [post for post, text in lanes.items() if not text.startswith(cost_of(stored.loss(place.application_id, post)))] == []
    unpriced = page.locator(".lane.open")
    assert (unpriced.count() > 0) == (len(bench.rows.people) > 46)
    here = page.locator(f".lane[data-post='{place.post_id}']")
    page.keyboard.press("ArrowRight")
    target = page.locator(".lane.target")
    assert (target.count(), target.get_attribute("data-post") != here.get_attribute("data-post")) == (1, True)
    assert target.get_attribute("data-name") in page.inner_text("#board-said")
    moved_to(bench, lambda: page.keyboard.press("Enter"), place, int(target.get_attribute("data-post")))
    bench.open("board", draft.pk)
    dearest = max(lanes, key=lambda post: stored.loss(place.application_id, post))
    lane = page.locator(f".lane[data-post='{dearest}']")
    moved_to(bench, lambda: drag(bench, lane), place, dearest)
    assert cents(stored.loss(place.application_id, dearest)) in bench.read()
    what_the_reason_says(bench, place, stored)
    if len(bench.rows.people) > 46:
        a_price_worked_out_on_request(bench, place, stored, set(lanes))


def drag(bench: Bench, lane: Any) -> None:
    """Drag the first person of the board to a post; prices are there before it is let go."""
    mouse = bench.page.mouse
    bench.page.locator(".lane .person-card[draggable=true]").first.hover()
    mouse.down()
    bench.page.locator(".lane[data-post]").nth(1).hover()
    bench.page.wait_for_selector(".lane.cheap, .lane.dear")
    lane.hover()
    lane.hover()
    mouse.up()


def moved_to(bench: Bench, put_down: Callable[[], Any], place: DraftPlacement, post: int) -> None:
    """Putting down leads to the page of the move with that post chosen, which asks for the reason."""
    put_down()
    bench.page.wait_for_url(f"**{reverse('placement:move', args=[place.pk])}?post={post}", timeout=20_000)
    assert bench.page.locator("textarea[name=reason]").count() == 1


def what_the_reason_says(bench: Bench, place: DraftPlacement, stored: Stored) -> None:
    """The page of the reason: fit, parts with what they count, demand of the first wish, losses of other places."""
    a, p = place.application_id, place.post_id
    bench.open("reason", place.pk)
    count = next(count for count in bench.counts if count.weights == OTHERS)
    read, pair = bench.read(), count.pairs[a, p]
    shares = {name: share for name, share in pair.shares(OTHERS).items() if pair.values[name] is not None}
    told = [cents(count.fits[a, p]), *(cents(number) for share in shares.values() for number in share)]
    others = {row[2].split("。")[0]: row for row in bench.tables()[0]}
    assert [number for number in told if number not in read] == []
    assert {row[1] for row in others.values()} <= {cents(int(stored.fit[stored.at(a, post)])) for post in bench.rows.posts}


def a_price_worked_out_on_request(bench: Bench, place: DraftPlacement, stored: Stored, priced: set[int]) -> None:
    """In a large batch a place that was not priced in advance is priced when somebody is put there."""
    a = place.application_id
    post = next(p for p in bench.rows.posts if p not in priced and p != place.post_id and stored.open[stored.at(a, p)])
    bench.officer.open(reverse("placement:move", args=[place.pk]) + f"?post={post}")
    bench.page.locator("main button[name=price]").click()
    bench.page.wait_for_selector("#step")
    point = Trial.objects.latest("pk").answer["points"][-1]
    assert stored.top[1] - stored.loss(a, post) == point["fit"]
    assert cents(point["fit"]) in bench.read()


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


def what_if(bench: Bench, draft: MatchDraft, choose: Callable[[], None], *, posts: Collection[int] = (), people: Collection[int] = ()) -> list[dict[int, int]]:
    """Ask; at every stop of the slider the plan is lawful, and all it shows is recounted; free, it is the best of all."""
    whole, found = bench.places(draft), []
    before = {person: post for person, post in whole.items() if person not in people}
    bench.open("what_if", draft.pk)
    choose()
    bench.page.get_by_role("button", name="开始推演").click()
    bench.page.wait_for_selector("#step")
    trial, stored = Trial.objects.filter(kind="what_if").latest("pk"), Stored(draft, without_posts=posts, without_people=people)
    for step, point in enumerate(trial.answer["points"]):
        after = {person: post for person, post in (before | {m["person"]: m["to"] for m in point["moves"]}).items() if post is not None}
        assert {m["person"]: m["from"] for m in point["moves"]} == {m["person"]: before.get(m["person"]) for m in point["moves"]}
        assert (point["old_fit"], point["blocking"]) == (bench.fit(after, OTHERS), stored.blocking(after))
        bench.open("trial", trial.pk, query=f"?step={step}")
        a_stop_of_the_slider(bench, whole, before, after)
        found.append(after)
    assert (len(found[-1]), bench.fit(found[-1], OTHERS)) == stored.best()
    return found


def a_stop_of_the_slider(bench: Bench, whole: Places, before: Places, after: Places) -> None:
    """What one stop shows: its figures with their differences, everybody who changes, whose letters are to be rewritten."""
    rows, moved = bench.rows, [a for a in bench.rows.people if (a in before or a in after) and before.get(a) != after.get(a)]
    old, new, fits = rows.met(whole), rows.met(after), [bench.fits(each, OTHERS) for each in (whole, after)]
    gain, better = sum(fits[1].values()) - sum(fits[0].values()), [new[0] - old[0], sum(new[:3]) - sum(old[:3])]
    counts = [signed(n, str(abs(n))) if n else "±0" for n in (len(after) - len(whole), *better)]
    people = len(rows.people) - (len(whole) - len(before))
    assert bench.stats("#step") == [[str(len(moved))], [f"{len(after)} / {people}", counts[0]], [cents(sum(fits[1].values())), signed(gain, cents(abs(gain)))],
                                    [str(new[0]), counts[1]], [str(sum(new[:3])), counts[2]]]
    lines = [line for line in bench.tables()[-1] if len(line) == 7]
    told = [(rows.people[a].person.name, cents(fits[0][a]) if a in before else "–", cents(fits[1][a]) if a in after else "–", *(
        str(rows.wishes.get((a, each.get(a, 0)), "–")) for each in (before, after))) for a in sorted(moved, key=lambda a: rows.people[a].number)]
    seen = [(line[0].split()[0], *line[4].split(" → "), *(line[5].split(" → ") if line[5] else ("–", "–"))) for line in lines]
    assert seen == told
    hosts = {rows.posts[each[a]].offer_id for a in moved for each in (before, after) if a in each}
    letters = [len(moved), len({rows.people[a].unit_id for a in moved}), len(hosts)]
    card = bench.page.locator("#step .card p").all_text_contents()
    assert [int(re.sub(r"\D", "", text.partition("份")[0])) for text in card[:3]] == letters


def fit_against_wishes(bench: Bench, draft: MatchDraft) -> None:
    """From the fewest pairs who would rather have each other to the best fit: every row is recounted, and both ends are ends."""
    bench.open("workbench", bench.batch.pk)
    bench.page.locator(f"main form[action='{reverse('placement:balance', args=[draft.pk])}'] button").click()
    bench.page.wait_for_selector("main table:not(.figures-table)")
    points, stored = Trial.objects.get(kind="balance").answer["points"], Stored(draft)
    plans = [{int(a): p for a, p in point["places"].items()} for point in points]
    told = [[str(sum(plans[0].get(a) != plan.get(a) for a in bench.rows.people)), *row_of_curve(bench, stored, plan)] for plan in plans]
    *rows, own = bench.tables()[-1]
    assert [row[:6] for row in rows] == told
    assert own[1:6] == row_of_curve(bench, stored, bench.places(draft))
    assert (told[0][3], told[-1][2], stored.top[1]) == ("0", cents(stored.top[1]), draft.run.fit_total)


def row_of_curve(bench: Bench, stored: Stored, plan: Places) -> list[str]:
    """What the curve says of a plan: placed, sum of fit, pairs who would rather have each other, first wishes, any wishes."""
    met = bench.rows.met(plan)
    return [str(len(plan)), cents(bench.fit(plan, OTHERS)), str(stored.blocking(plan)), str(met[0]), str(sum(met[:3]))]


def pictures(bench: Bench, draft: MatchDraft) -> None:
    """Each picture has a table; each table says what the rows say."""
    places, rows = bench.places(draft), bench.rows
    bench.open("pictures", draft.pk)
    flows, fits, wishes, demand = bench.tables()
    assert {(row[0], row[1]): int(row[2]) for row in flows} == dict(rows.flows(places))
    tens = Counter(min(9, fit // 1000) for fit in bench.fits(places, OTHERS).values())
    assert [int(row[1]) for row in fits] == [tens[n] for n in range(10)]
    assert [int(text) for text in wishes[0][1:]] == [*rows.met(places), len(rows.people)]
    assert Counter((row[0], int(row[1]), int(row[2]), int(re.sub(r"\D", "", row[3]))) for row in demand) == rows.demand(places)


def rates(bench: Bench, draft: MatchDraft) -> None:
    """Every rate of every group under every measure, with its interval; small groups stand together or nowhere."""
    places, rows = bench.places(draft), bench.rows
    for measure, holds in rows.measured(places, bench.fits(places, OTHERS)).items():
        bench.open("fairness", draft.pk, query=f"?measure={measure}")
        groups = rows.groups(holds)
        names = {name for each in groups for _group, name in each.values() if name}
        wrong = [n for n, (table, each) in enumerate(zip(bench.tables(), groups, strict=True)) if not same(shown_rates(table, names), told_rates(each, holds))]
        assert (measure, wrong) == (measure, [])
        assert f"{sum(holds.values())}" in bench.page.inner_text("main .notice")


def yesterdays_allotment(bench: Bench, first: MatchDraft, second: MatchDraft) -> None:
    """The first draft as a sheet from outside, three of it fixed beforehand: read without faults, judged against the best under today's weights."""
    places, stored, rows = bench.places(first), Stored(second), bench.rows
    fixed = tuple(sorted(places)[:3])
    bench.open("allotment", bench.batch.pk)
    bench.page.set_input_files("main input[type=file]", {"name": "分配表.xlsx", "mimeType": XLSX, "buffer": allotment_book(places, fixed=fixed, short=False)})
    bench.officer.send("file")
    bench.officer.press("/judge")
    bench.page.wait_for_selector("#main .stat, #main .stats")
    trial = Trial.objects.get(kind="allotment")
    bench.open("trial", trial.pk)
    fits, met, answer, read = bench.fits(places, OTHERS), rows.met(places), trial.answer, bench.read()
    total, last = sum(fits.values()), places | {m["person"]: m["to"] for m in answer["points"][-1]["moves"]}
    assert (len(last), bench.fit(last, OTHERS), stored.top) == (len(places), stored.top[1], (len(places), stored.top[1]))
    figures = bench.stats()
    assert [figure[0] for figure in figures] == [str(len(places)), cents(round(total / len(places))), cents(total), cents(stored.top[1]), str(met[0]), str(sum(met[:3]))]
    assert figures[3][1] == signed(stored.top[1] - total, cents(stored.top[1] - total))
    told = [cents(stored.best(least=places)[1] - total), cents(stored.top[1] - stored.best({a: places[a] for a in fixed})[1])]
    assert [number for number in told if number not in read] == []
    tables = bench.tables()
    tens = Counter(min(9, fit // 1000) for fit in fits.values())
    assert [int(row[1]) for row in tables[1]] == [tens[n] for n in range(10)]
    alone = {rows.people[a].person.name: stored.loss(a, places[a]) for a in fixed}
    shown = {row[0]: row[2] for table in tables for row in table if row and row[0] in alone and len(row) == 3}
    assert {name: cents(loss) in shown[name] or not loss for name, loss in alone.items()} == dict.fromkeys(alone, True)


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
