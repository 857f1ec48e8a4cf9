"""The same work done by other libraries, as their manuals say; none of them is needed by the engine."""

from __future__ import annotations

from collections.abc import Callable
from importlib.util import find_spec
from typing import Any

import numpy as np

from seedmatch.bench.instances import Instance

Task = Callable[[], int]


def available(module: str) -> bool:
    """Whether a library is installed."""
    return find_spec(module) is not None


def min_cost_flow(given: Instance) -> Task:
    """OR-Tools: cost-scaling push-relabel; an arc past all firms lets people stay unplaced."""
    from ortools.graph.python import min_cost_flow as ortools  # optional dependency

    people, hosts = len(given.start) - 1, len(given.seats)
    person = np.repeat(np.arange(people), np.diff(given.start))
    sink = people + hosts
    tail = np.concatenate([person, people + np.arange(hosts), np.arange(people)])
    head = np.concatenate([people + given.post, np.full(hosts + people, sink)])
    room = np.concatenate([np.ones(len(person)), given.seats, np.ones(people)]).astype(np.int64)
    cost = np.concatenate([-given.value, np.zeros(hosts + people, dtype=np.int64)])

    def run() -> int:
        solver: Any = ortools.SimpleMinCostFlow()
        solver.add_arcs_with_capacity_and_unit_cost(tail, head, room, cost)
        solver.set_nodes_supplies(
            np.append(np.arange(people), sink), np.append(np.ones(people, dtype=np.int64), -people)
        )
        solver.solve()
        return -int(solver.optimal_cost())

    return run


def sparse_assignment(given: Instance) -> Task:
    """SciPy: sparse LAPJVsp with a column for each seat and one more per person for no seat."""
    from scipy.sparse import csr_array  # optional dependency
    from scipy.sparse.csgraph import min_weight_full_bipartite_matching  # optional dependency

    people, seats = len(given.start) - 1, int(given.seats.sum())
    slot = np.concatenate([[0], np.cumsum(given.seats)])
    person = np.repeat(np.arange(people), np.diff(given.start))
    times = given.seats[given.post]
    first = np.repeat(slot[given.post] - np.concatenate([[0], np.cumsum(times)[:-1]]), times)
    rows = np.concatenate([np.repeat(person, times), np.arange(people)])
    cols = np.concatenate([first + np.arange(int(times.sum())), seats + np.arange(people)])
    worth = np.concatenate([np.repeat(given.value, times), np.zeros(people)]) + 1.0
    matrix = csr_array((worth, (rows, cols)), shape=(people, seats + people))

    def run() -> int:
        found, where = min_weight_full_bipartite_matching(matrix, maximize=True)
        return int(np.asarray(matrix[found, where]).sum()) - people

    return run


def sparse_products(people: list[str], hosts: list[str], top: int) -> Task:
    """scikit-learn and SciPy: TF-IDF, a sparse product, the best of every row."""
    from sklearn.feature_extraction.text import TfidfVectorizer  # optional dependency

    def run() -> int:
        weigh = TfidfVectorizer(analyzer="char", ngram_range=(2, 3))
        there = weigh.fit_transform(hosts)
        product = weigh.transform(people) @ there.T
        found = 0
        for k in range(product.shape[0]):
            row = product.data[product.indptr[k] : product.indptr[k + 1]]
            found += len(np.argpartition(-row, top)[:top] if len(row) > top else row)
        return found

    return run


def edit_likeness(people: list[str], hosts: list[str], top: int) -> Task:
    """RapidFuzz: the edit likeness of every pair, the best of every row."""
    from rapidfuzz import fuzz, process  # optional dependency

    def run() -> int:
        return int(
            np.argpartition(-process.cdist(people, hosts, scorer=fuzz.ratio), top, axis=1)[:, :top].size
        )

    return run


def hospital_resident(given: Instance) -> Task:
    """The package ``matching``: objects with lists of preferences."""
    from matching.games import HospitalResident  # optional dependency

    people, hosts = len(given.start) - 1, len(given.seats)
    person = np.repeat(np.arange(people), np.diff(given.start))
    wishes = {
        k: given.post[part][np.argsort(-given.liking[part])].tolist()
        for k in range(people)
        for part in [slice(int(given.start[k]), int(given.start[k + 1]))]
    }
    likes: dict[int, list[int]] = {h: [] for h in range(hosts)}
    for pair in np.argsort(-given.priority).tolist():
        likes[int(given.post[pair])].append(int(person[pair]))
    listed = {h: one for h, one in likes.items() if one and given.seats[h]}

    def run() -> int:
        game = HospitalResident.create_from_dictionaries(
            {k: [h for h in wish if h in listed] for k, wish in wishes.items()},
            listed,
            {h: int(given.seats[h]) for h in listed},
        )
        return sum(len(matched) for matched in game.solve().values())

    return run
