"""A second reckoning of everything a reason states, written apart from the product.

It reads the tables itself and uses exact fractions, numpy and scipy; it knows nothing of the product's
reckoning, engine or queries. Constants of the field (ladders, values of nearness) are written down anew.
"""

import csv
import functools
import math
import re
from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, linear_sum_assignment, milp
from scipy.sparse import coo_array

import seedbed.placement
from seedbed.directory.models import Tie, Unit, UnitClosure, UnitIndustry
from seedbed.placement.models import Ban, Lock, MatchRule, Post, Wish
from seedbed.selection.models import Application

DATA = Path(seedbed.placement.__file__).parent / "data"
RANK_LADDER = {"九级职员": 2, "一级科员": 2, "四级主任科员": 3, "三级主任科员": 3, "二级主任科员": 4, "一级主任科员": 4, "副科级": 3, "正科级": 4}
POST_LADDER = [("总经理助理", 5), ("部长助理", 4), ("经理助理", 3), ("主管助理", 2), ("项目助理", 2), ("专员", 2)]


def half_up(value: Fraction) -> int:
    """Round half up."""
    return math.floor(value + Fraction(1, 2))


@functools.cache
def families(text: str) -> frozenset[str]:
    """Return the families of majors a text names; a longer word hides the shorter ones in it."""
    with open(DATA / "majors.csv", encoding="utf-8") as file:
        words = [(w, row["key"]) for row in csv.DictReader(file) for w in row["words"].split(";")]
    spans = [(m.start(), m.end(), key) for w, key in words for m in re.finditer(re.escape(w), text)]
    taken: list[tuple[int, int, str]] = []
    for start, end, key in sorted(spans, key=lambda s: (s[0] - s[1], s[0])):
        if not any(a < end and start < b for a, b, _ in taken):
            taken.append((start, end, key))
    return frozenset(key for _, _, key in taken)


@functools.cache
def neighbours() -> set[frozenset[str]]:
    """Return the pairs of families that lie next to each other."""
    with open(DATA / "majors.csv", encoding="utf-8") as file:
        return {frozenset((row["key"], near)) for row in csv.DictReader(file) for near in row["near"].split(";")}


def major(studied: str, wanted: str) -> int | None:
    """Return 100, 50 or 0 for a major against the wanted ones."""
    mine, theirs = families(studied), families(wanted)
    if not mine or not theirs or "不限" in wanted:
        return None
    if mine & theirs:
        return 100
    return 50 if any(frozenset((a, b)) in neighbours() for a in mine for b in theirs) else 0


def level(rank: str, title: str) -> tuple[int, int, int] | None:
    """Return (value, step of the rank, step of the post)."""
    step = next((s for word, s in POST_LADDER if word in title), None)
    if rank not in RANK_LADDER or step is None:
        return None
    return [100, 75, 50, 25, 0][abs(RANK_LADDER[rank] - step)], RANK_LADDER[rank], step


def near(mine: str, theirs: str) -> int:
    """Return how near a stated industry is to a host's."""
    common = max((n for n in (1, 3, 4, 5) if len(mine) >= n and len(theirs) >= n and mine[:n] == theirs[:n]), default=0)
    wholly = common == len(mine)
    return {0: 0, 1: 25, 3: 80 if wholly else 50, 4: 90 if wholly else 75, 5: 100}[common]


class Likeness:
    """Cosine of 2- and 3-grams over all texts, as a dense matrix."""

    def __init__(self, texts: list[str]) -> None:
        self.index: dict[str, int] = {}
        kept = [t for t in texts if t.strip()]
        for text in kept:
            for gram in self.grams(text):
                self.index.setdefault(gram, len(self.index))
        holds = np.zeros(len(self.index))
        for text in kept:
            for gram in set(self.grams(text)):
                holds[self.index[gram]] += 1
        self.rarity = np.log((1 + len(kept)) / (1 + holds)) + 1

    @staticmethod
    def grams(text: str) -> list[str]:
        """Return the grams of a text, run by run."""
        runs = re.findall(r"[a-z0-9]+|[^\W\da-z_和与及的]+", text.lower())
        return [run[i : i + n] for run in runs for n in (2, 3) for i in range(max(0, len(run) - n + 1))]

    @functools.cache  # noqa: B019 - lives as long as the test
    def vector(self, text: str) -> np.ndarray:
        """Return the weighted vector of a text."""
        found = np.zeros(len(self.index))
        for gram in self.grams(text):
            found[self.index[gram]] += 1
        return found * self.rarity

    def value(self, a: str, b: str) -> int | None:
        """Return 100 times the root of the cosine, rounded half up."""
        x, y = self.vector(a), self.vector(b)
        if not x.any() or not y.any():
            return None
        cosine = min(1.0, max(0.0, float(x @ y) / float(np.sqrt((x @ x) * (y @ y)))))
        return math.floor(round(100 * math.sqrt(cosine), 6) + 0.5)


@dataclass
class Pair:
    """Recounted parts of one person and one post, with the numbers their sentences may state."""

    values: dict[str, int | None]
    numbers: dict[str, list[int]]

    def fit(self, weights: dict[str, int]) -> int:
        """Return the fit in hundredths."""
        total = sum(weights[n] for n, v in self.values.items() if v is not None)
        return half_up(Fraction(100 * sum(weights[n] * v for n, v in self.values.items() if v is not None), total)) if total else 0

    def shares(self, weights: dict[str, int]) -> dict[str, tuple[int, int]]:
        """Return (effective weight, points) of each part, both in hundredths, split by largest remainders."""
        known = {n: v for n, v in self.values.items() if v is not None}
        share = split({n: weights[n] for n in known}, 10000)
        points = split({n: weights[n] * v for n, v in known.items()}, self.fit(weights))
        return {n: (share.get(n, 0), points.get(n, 0)) for n in self.values}


def split(amounts: dict[str, int], whole: int) -> dict[str, int]:
    """Split a whole in proportion; what rounding leaves goes to the largest remainders."""
    total = sum(amounts.values())
    if not total:
        return dict.fromkeys(amounts, 0)
    exact = {n: Fraction(whole * a, total) for n, a in amounts.items()}
    floor = {n: math.floor(x) for n, x in exact.items()}
    for name in sorted(exact, key=lambda n: (floor[n] - exact[n], n))[: whole - sum(floor.values())]:
        floor[name] += 1
    return floor


class Recount:
    """Everything about one batch, recounted."""

    def __init__(self, batch, weights: dict[str, int], *, everything: bool = True) -> None:
        """Recount every pair, or wait for `also`: of 500 people and 300 hosts nobody wants to wait for all."""
        self.weights = weights
        self.people = list(Application.objects.filter(batch=batch, state="chosen").select_related("person", "unit"))
        self.posts = list(Post.objects.filter(offer__batch=batch).select_related("offer__host__unit"))
        self.wishes: dict[int, list[Wish]] = {a.pk: list(Wish.objects.filter(application=a).order_by("rank")) for a in self.people}
        self.ties = list(Tie.objects.filter(ended_at=None).exclude(kind="home_tie"))
        self.bans = list(Ban.objects.filter(batch=batch))
        self.locks = {lock.application_id: lock for lock in Lock.objects.filter(batch=batch)}
        self.like = Likeness([*(a.duties for a in self.people), *(self.work(p) for p in self.posts), *{p.offer_id: p.offer.host.business for p in self.posts}.values()])
        self.pairs: dict[tuple[int, int], Pair] = {}
        self.fits: dict[tuple[int, int], int] = {}
        self.open: dict[tuple[int, int], bool] = {}
        self.caps = {rule.kind: rule.number for rule in MatchRule.objects.filter(batch=batch)}
        if everything:
            self.also((a.pk, p.pk) for a in self.people for p in self.posts)

    def also(self, keys: Iterable[tuple[int, int]]) -> None:
        """Recount these pairs of person and post, if they are not yet."""
        people, posts = {a.pk: a for a in self.people}, {p.pk: p for p in self.posts}
        for key in keys:
            if key not in self.pairs:
                a, p = people[key[0]], posts[key[1]]
                self.pairs[key] = self.pair(a, p)
                self.fits[key], self.open[key] = self.pairs[key].fit(self.weights), self.may(a, p)

    @staticmethod
    def work(post: Post) -> str:
        """Return the text of a post's work."""
        return "。".join(t for t in (post.title, post.duties, post.wanted_experience) if t)

    def pair(self, a: Application, p: Post) -> Pair:
        """Recount the parts of one pair."""
        values: dict[str, int | None] = {}
        numbers: dict[str, list[int]] = {}
        own = sorted(self.codes(p.offer.host.unit, "own"))
        values["person_post"], numbers["person_post"] = self.person_post(a, p, own)
        mine = {"leading": self.leading(a.unit), "serves": self.codes(a.unit, "serves"), "wished": set(a.wished_codes)}
        found = [near(x, y) for codes in mine.values() for x in codes for y in own]
        values["related_industry"] = max(found, default=None)
        likes = [v for text in (self.work(p), p.offer.host.business) if (v := self.like.value(a.duties, text)) is not None]
        values["similar_work"] = max(likes, default=None)
        ranks = [w.rank for w in self.wishes[a.pk] if w.post_id == p.pk or w.offer_id == p.offer_id]
        values["wish"] = None if not self.wishes[a.pk] else max(10, 115 - 15 * min(ranks)) if ranks else 0
        numbers["wish"] = [min(ranks)] if ranks else [len(self.wishes[a.pk])]
        values["made_for"] = 100 if p.made_for_id == a.pk else None
        values["host_need"] = p.need
        for name, value in values.items():
            numbers.setdefault(name, []).extend([] if value is None else [value])
        return Pair(values, numbers)

    def person_post(self, a: Application, p: Post, own: list[str]) -> tuple[int | None, list[int]]:
        """Recount how a person fits a post and the numbers of that sentence."""
        with open(DATA / "bay_words.csv", encoding="utf-8") as file:
            past = {c for row in csv.DictReader(file) if row["word"] in a.bay_experience for c in row["codes"].split(";")}
        known, numbers, steps = [], [], level(a.rank, p.title)
        if (value := major(a.major, p.wanted_majors)) is not None:
            known.append((3, value))
        if steps is not None:
            known.append((1, steps[0]))
            numbers += [steps[1], steps[2], 5]
        if past and own:
            known.append((1, max(near(x, y) for x in past for y in own)))
        numbers += [v for _, v in known]
        if not known:
            return None, numbers
        return half_up(Fraction(sum(w * v for w, v in known), sum(w for w, _ in known))), numbers

    @functools.cache  # noqa: B019 - lives as long as the test
    def codes(self, unit: Unit, relation: str) -> frozenset[str]:
        """Return the industries of a unit."""
        return frozenset(UnitIndustry.objects.filter(unit=unit, relation=relation).values_list("industry", flat=True))

    @functools.cache  # noqa: B019 - lives as long as the test
    def leading(self, unit: Unit) -> frozenset[str]:
        """Return the leading industries of the unit and its county, else of the nearest unit above."""
        areas = Unit.objects.filter(kind="area", region=unit.region_id) if unit.region_id else []
        found = self.codes(unit, "leading").union(*(self.codes(area, "leading") for area in areas))
        for path in UnitClosure.objects.filter(descendant=unit).order_by("depth"):
            found = found or self.codes(path.ancestor, "leading")
        return found

    def may(self, a: Application, p: Post) -> bool:
        """Tell whether nothing forbids this pair: seats, vetting, lodging, ties, bans, locks."""
        if p.state != "open" or p.seats_max is None or p.offer.willingness != "willing" or p.offer.host.state not in ("vetted", "conditional"):
            return False
        if (p.lodging, a.person.sex) in (("men", "female"), ("women", "male")):
            return False
        host, unit = p.offer.host.unit_id, a.person.unit_id
        for tie in self.ties:
            ends = {("u", tie.unit_id), ("u", tie.other_unit_id), ("p", tie.person_id), ("p", tie.other_person_id)}
            if ("u", host) in ends and (("u", unit) in ends or ("p", a.person_id) in ends):
                return False
        if any(b.post_id == p.pk or b.offer_id == p.offer_id for b in self.bans if b.application_id == a.pk):
            return False
        lock = self.locks.get(a.pk)
        return lock is None or lock.post_id == p.pk or lock.offer_id == p.offer_id

    # -- the best plan, found by other solvers ------------------------------------------------------------

    def best(self, forced: tuple[int, int] | None = None) -> tuple[int, int] | None:
        """Return (placed, sum of fit) of a best plan, if wanted with one pair forced; None if there is none."""
        return self._by_assignment(forced) if not self.caps else self._by_program(forced)

    def _by_assignment(self, forced: tuple[int, int] | None) -> tuple[int, int] | None:
        if forced and not self.open[forced]:
            return None
        seats = [p for p in self.posts for _ in range(p.seats_max or 0)]
        people = [a for a in self.people if not forced or a.pk != forced[0]]
        if forced:
            seats.remove(next(p for p in seats if p.pk == forced[1]))
        big = 10000 * (len(self.people) + 1)
        gain = np.array([[big + self.fits[a.pk, p.pk] if self.open[a.pk, p.pk] else 0 for p in seats] for a in people])
        rows, cols = linear_sum_assignment(gain, maximize=True)
        chosen = [(people[i].pk, seats[j].pk) for i, j in zip(rows, cols, strict=True) if gain[i, j]] + ([forced] if forced else [])
        return len(chosen), sum(self.fits[key] for key in chosen)

    def _by_program(self, forced: tuple[int, int] | None) -> tuple[int, int] | None:
        keys = [key for key, may in self.open.items() if may]
        if forced and forced not in keys:
            return None
        posts, units = {p.pk: p for p in self.posts}, {a.pk: a.unit_id for a in self.people}
        groups: dict[object, tuple[list[int], int]] = {}
        for i, (a, p) in enumerate(keys):
            for name, limit in ((("person", a), 1), (("post", p), posts[p].seats_max), (("cap", posts[p].offer_id, units[a]), self.caps["unit_cap"])):
                groups.setdefault(name, ([], limit))[0].append(i)
        rows = [(g, i) for g, (members, _) in enumerate(groups.values()) for i in members]
        matrix = coo_array((np.ones(len(rows)), tuple(np.array(rows).T)), shape=(len(groups), len(keys)))
        big = 10000 * (len(self.people) + 1)
        low = np.array([1.0 if key == forced else 0.0 for key in keys])
        done = milp(-np.array([big + self.fits[key] for key in keys]), integrality=np.ones(len(keys)), bounds=Bounds(low, 1),
                    constraints=LinearConstraint(matrix, ub=[limit for _, limit in groups.values()]), options={"mip_rel_gap": 0})
        if done.status != 0:
            return None
        chosen = [key for key, x in zip(keys, done.x, strict=True) if x > 0.5]
        return len(chosen), sum(self.fits[key] for key in chosen)

    def holds(self, places: dict[int, int]) -> bool:
        """Tell whether a plan keeps seats, exclusions and the cap of units."""
        counts = {p.pk: sum(q == p.pk for q in places.values()) for p in self.posts}
        offers, units = {p.pk: p.offer_id for p in self.posts}, {a.pk: a.unit_id for a in self.people}
        crowd: dict[tuple[int, int], int] = {}
        for a, p in places.items():
            crowd[offers[p], units[a]] = crowd.get((offers[p], units[a]), 0) + 1
        return (all(counts[p.pk] <= (p.seats_max or 0) for p in self.posts) and all(self.open[key] for key in places.items())
                and all(n <= self.caps.get("unit_cap", 99) for n in crowd.values()))
