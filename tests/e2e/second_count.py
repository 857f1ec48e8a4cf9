"""What pages of the workbench have to say, counted a second time: from rows and from the problem as it was stored, apart from the product."""

import json
from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from functools import cached_property, lru_cache
from statistics import NormalDist, median
from typing import Any

import numpy as np
from scipy.optimize import linear_sum_assignment

from seedbed.placement.models import MatchDraft, Post, Wish
from seedbed.selection.models import Application, Batch

Places = Mapping[int, int]
Row = tuple[str, str, float, float, float]
Z = NormalDist().inv_cdf(0.975)
SMALL = 5
TABLES = """() => [...document.querySelectorAll('main table')].map(t => [...t.tBodies].flatMap(b => [...b.rows])
    .map(r => [...r.cells].map(c => c.textContent.replace(/\\s+/g, ' ').trim())))"""


def cents(value: float) -> str:
    """Hundredths as the pages write them."""
    return f"{value / 100:,.2f}"


def signed(value: int, told: str) -> str:
    """A difference as the pages write it; `told` is how its amount is written, and what stands there for none."""
    return f"+{told}" if value > 0 else f"−{told}" if value < 0 else told


@lru_cache(maxsize=2)
def tables_of(data: bytes) -> tuple[Any, ...]:
    """Where people and posts lie, the seats of posts, and of each pair the fit, the wish (0: none) and whether it is open."""
    body = json.loads(data)
    people = {row["id"]: k for k, row in enumerate(body["people"])}
    posts = {row["id"]: k for k, row in enumerate(body["posts"])}
    seats = np.array([row.get("seats", 1) for row in body["posts"]])
    fit, rank, is_open = (np.zeros((len(people), len(posts)), dtype=kind) for kind in (int, int, bool))
    for row in body["pairs"]:
        known = [(body["weights"][name], value) for name, value in row["parts"].items() if value is not None]
        total, weight = 100 * sum(w * v for w, v in known), sum(w for w, _v in known)
        at = people[row["person"]], posts[row["post"]]
        fit[at], rank[at], is_open[at] = (2 * total + weight) // (2 * weight) if weight else 0, row.get("rank", 0), True
    for row in body["exclusions"]:
        is_open[people[row["person"]], posts[row["post"]]] = False
    return people, posts, seats, fit, rank, is_open


class Stored:
    """The pairs as they were stored with a draft, in tables of their own: the best plan, and who would rather have each other."""

    def __init__(self, draft: MatchDraft, *, without_posts: Collection[int] = (), without_people: Collection[int] = ()) -> None:
        self.people, self.posts, self.seats, self.fit, self.rank, everything = tables_of(bytes(draft.run.input))
        self.open = everything.copy()
        self.open[:, [self.posts[f"p{post}"] for post in without_posts]] = False
        self.open[[self.people[f"a{person}"] for person in without_people]] = False
        self.liking = np.where(self.rank > 0, -self.rank, -99) if self.rank.any() else self.fit

    def at(self, person: int, post: int) -> tuple[int, int]:
        """Where a pair lies in the tables."""
        return self.people[f"a{person}"], self.posts[f"p{post}"]

    def blocking(self, places: Places) -> int:
        """How many open pairs would both rather have each other than what they have."""
        content, taken = np.full(len(self.people), -(10**9)), np.zeros(len(self.posts), dtype=int)
        least = np.full(len(self.posts), 10**9)
        for pair in places.items():
            i, j = self.at(*pair)
            content[i], least[j] = self.liking[i, j], min(least[j], self.fit[i, j])
            taken[j] += 1
        least[taken < self.seats] = -1
        return int((self.open & (self.liking > content[:, None]) & (self.fit > least)).sum())

    def best(self, forced: Places | None = None, least: Places | None = None) -> tuple[int, int]:
        """Return (placed, sum of fit) of a best plan, with some people forced to their posts, or nobody below the fit of a place."""
        allowed, each = self.open.copy(), 10_000 * (len(self.people) + 1)
        for pair in (forced or {}).items():
            i, j = self.at(*pair)
            allowed[i] = False
            allowed[i, j] = self.open[i, j]
        for pair in (least or {}).items():
            i, j = self.at(*pair)
            allowed[i] &= self.fit[i] >= self.fit[i, j]
        gain = np.where(allowed, each + self.fit, 0)
        for person in forced or {}:
            gain[self.people[f"a{person}"]] *= 2  # a forced one has to be placed before anybody else
        gain = np.repeat(gain, self.seats, axis=1)
        rows, cols = linear_sum_assignment(gain, maximize=True)
        posts = np.repeat(np.arange(len(self.posts)), self.seats)[cols]
        held = allowed[rows, posts]
        return int(held.sum()), int(self.fit[rows[held], posts[held]].sum())

    @cached_property
    def top(self) -> tuple[int, int]:
        """The best plan of all."""
        return self.best()

    def loss(self, person: int, post: int) -> int:
        """What the sum of fit loses if somebody has to go to a post; everybody stays placed."""
        (placed, fit), (still, less) = self.top, self.best({person: post})
        assert placed == still
        return fit - less


class Rows:
    """What the tables say of a batch: wishes, people with what they are grouped by, posts with their hosts."""

    def __init__(self, batch: Batch) -> None:
        self.wishes = {(w.application_id, w.post_id): w.rank for w in Wish.objects.filter(application__batch=batch)}
        self.wishing = {application for application, _post in self.wishes}
        self.people = {row.pk: row for row in Application.objects.filter(batch=batch).select_related("person", "unit__region")}
        self.posts = {row.pk: row for row in Post.objects.filter(offer__batch=batch).select_related("offer__host__unit__region")}
        self.start = (batch.starts_on.year, batch.starts_on.month)

    def met(self, places: Places) -> tuple[int, int, int, int, int]:
        """How many got their first, second, a later wish, none of theirs, had none."""
        got = Counter(self.wishes.get(pair) for pair in places.items())
        later = sum(n for rank, n in got.items() if rank and rank > 2)
        return got[1], got[2], later, len(self.wishing) - got[1] - got[2] - later, len(self.people) - len(self.wishing)

    def flows(self, places: Places) -> Counter[tuple[str, str]]:
        """From which county to which district how many go."""
        return Counter((self.people[a].unit.region.name, self.posts[p].offer.host.unit.region.name) for a, p in places.items())

    def demand(self, places: Places) -> Counter[tuple[str, int, int, int]]:
        """Of each host: seats, who wishes it, who goes there."""
        offers: dict[int, list[Any]] = {}
        for post in self.posts.values():
            offers.setdefault(post.offer_id, []).append(post)
        found: Counter[tuple[str, int, int, int]] = Counter()
        for posts in offers.values():
            keys = {post.pk for post in posts}
            found[posts[0].offer.host.unit.name, sum(p.seats_max for p in posts), len({a for a, p in self.wishes if p in keys}),
                  sum(p in keys for p in places.values())] += 1
        return found

    def measured(self, places: Places, fits: Places) -> dict[str, dict[int, bool]]:
        """Of each measure: of whom it speaks, and whether it holds."""
        middle = median(fits.values())
        return {
            "selected": {a: row.state == "chosen" for a, row in self.people.items()}, "placed": {a: a in places for a in self.people},
            "first_wish": {a: self.wishes.get((a, places.get(a, 0))) == 1 for a in self.wishing},
            "any_wish": {a: (a, places.get(a, 0)) in self.wishes for a in self.wishing}, "fit": {a: fit >= middle for a, fit in fits.items()},
        }

    def groups(self, people: Iterable[int]) -> list[dict[int, tuple[Any, str]]]:
        """Each trait in turn: everybody's group, and what it is called where it needs no translation."""
        rows = {a: self.people[a] for a in people}
        names = [{a: row.unit.region.name if len(row.unit.region.code) > 4 else "" for a, row in rows.items()}, {a: row.unit.name for a, row in rows.items()},
                 {a: row.person.sex for a, row in rows.items()}, {a: self.age(row) for a, row in rows.items()},
                 {a: row.political_status in ("中共党员", "中共预备党员") for a, row in rows.items()}, {a: row.rank for a, row in rows.items()}]
        spoken = (0, 1, 5)
        return [{a: (group, str(group) if n in spoken else "") for a, group in each.items()} for n, each in enumerate(names)]

    def age(self, row: Application) -> tuple[int, int]:
        """The band of ages in which somebody is when the batch begins."""
        born = row.person.birth_month
        months = 12 * (self.start[0] - born.year) + self.start[1] - born.month
        return next(band for band in ((0, 25), (26, 30), (31, 35), (36, 40), (41, 200)) if months // 12 <= band[1])


def told_rates(groups: Mapping[int, tuple[Any, str]], holds: Mapping[int, bool]) -> list[Row]:
    """The rows of one picture of rates: groups under five stand together, with the smallest other one if they are still too few."""
    tally: dict[tuple[Any, str], list[int]] = {}
    for person, group in groups.items():
        hits_of = tally.setdefault(group, [0, 0])
        hits_of[0] += holds[person]
        hits_of[1] += 1
    order = sorted(tally, key=lambda group: (-tally[group][1], str(group[0])))
    alone = [group for group in order if tally[group][1] >= SMALL]
    folded = [group for group in order if tally[group][1] < SMALL]
    if folded and sum(tally[group][1] for group in folded) < SMALL and alone:
        folded.append(alone.pop())
    rows = [_rate(group[1], *tally[group]) for group in alone]
    together = [sum(tally[group][k] for group in folded) for k in (0, 1)]
    return rows + ([_rate("", *together)] if together[1] >= SMALL else [])


def _rate(name: str, hits: int, count: int) -> Row:
    """A rate with the two rates at which the score test just holds: the roots of (p - share)² = z² p (1 - p) / count."""
    share = hits / count
    low, high = sorted(np.roots([1 + Z * Z / count, -2 * share - Z * Z / count, share * share]).real)
    return name, f"{hits}/{count}", 100 * share, 100 * max(0.0, low), 100 * min(1.0, high)


def shown_rates(table: list[list[str]], names: Collection[str]) -> list[Row]:
    """The rows of a picture of rates as the page shows them; of names only those asked for."""
    rows = []
    for label, rate, interval, _picture in table:
        name, _sep, note = label.rpartition(" ")
        low, high = interval.removesuffix(" %").split("–")
        rows.append((name if name in names else "", note, float(rate.removesuffix(" %")), float(low), float(high)))
    return rows


def same(shown: list[Row], told: list[Row]) -> bool:
    """Whether both say the same, the shown one rounded to a tenth."""
    return len(shown) == len(told) and all(a[:2] == b[:2] and np.allclose(a[2:], b[2:], atol=0.0501, rtol=0)
                                           for a, b in zip(sorted(shown), sorted(told), strict=True))
