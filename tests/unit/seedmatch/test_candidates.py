"""Candidate pairs from texts are exactly the nearest, and codes of industries compare level by level."""

from __future__ import annotations

from collections import Counter
from math import log, sqrt

import numpy as np
import pytest

from seedmatch import candidates
from seedmatch.bench.instances import texts
from seedmatch.candidates import nearest, shared_levels


def pieces(text: str) -> Counter[str]:
    return Counter(text[k : k + size] for size in (2, 3) for k in range(len(text) - size + 1))


def likeness(people: list[str], hosts: list[str]) -> np.ndarray:
    """The cosine of every pair of texts, the slow and obvious way."""
    spread = Counter(piece for host in hosts for piece in pieces(host))
    weight = {piece: 1 + log((1 + len(hosts)) / (1 + count)) for piece, count in spread.items()}

    def vector(text: str) -> dict[str, float]:
        found = {piece: count * weight[piece] for piece, count in pieces(text).items() if piece in weight}
        length = sqrt(sum(value**2 for value in found.values())) or 1.0
        return {piece: value / length for piece, value in found.items()}

    there = [vector(host) for host in hosts]
    rows = [vector(person) for person in people]
    return np.array(
        [
            [sum(value * host.get(piece, 0.0) for piece, value in row.items()) for host in there]
            for row in rows
        ]
    )


def test_the_nearest_are_exactly_those_of_comparing_every_pair() -> None:
    people, hosts = texts(30, 6, 1), texts(50, 9, 2)
    found, value = nearest(people, hosts, 7)
    wanted = likeness(people, hosts)
    assert np.allclose(value, -np.sort(-wanted, axis=1)[:, :7])
    assert np.allclose(np.take_along_axis(wanted, found, axis=1), value)


def test_both_ways_of_searching_give_the_same() -> None:
    people, hosts = texts(20, 6, 3), texts(40, 9, 4)
    found = {way: [] for way in (candidates._by_loop, candidates._by_counting)}
    for way, results in found.items():
        for row in way(*_rows(people, hosts), len(hosts), 5):
            results.append(row.tolist())
    assert found[candidates._by_loop] == found[candidates._by_counting]


def _rows(people: list[str], hosts: list[str]) -> tuple[candidates.Index, candidates.Index]:
    where, keys = candidates._pieces(hosts)
    known = np.unique(keys)
    rows = candidates._index(where, np.searchsorted(known, keys), len(hosts))
    asked_where, asked = candidates._pieces(people)
    there = np.isin(asked, known)
    questions = candidates._index(asked_where[there], np.searchsorted(known, asked[there]), len(people))
    return questions, candidates._turned(rows, len(known))


def test_empty_texts_have_no_neighbours() -> None:
    assert nearest(["涂料"], [], 1)[0].tolist() == [[-1]]
    assert nearest([], ["涂料"], 1)[0].tolist() == []
    assert nearest(["", "家具"], ["涂料", "家具厂"], 2)[0].tolist() == [[-1, -1], [1, -1]]


@pytest.mark.parametrize(
    ("one", "other", "levels"),
    [("C2641", "C2641", 4), ("C2641", "C2642", 3), ("C2641", "C2651", 2), ("C2641", "C27", 1), ("C26", "A01", 0),
     ("C26", "C26", 2), ("C", "C26", 1), ("", "C26", 0)],
)  # fmt: skip
def test_industries_share_levels_from_the_section_down(one: str, other: str, levels: int) -> None:
    assert (shared_levels(one, other), shared_levels(other, one)) == (levels, levels)
