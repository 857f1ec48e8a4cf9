"""Candidate pairs from texts: for each person the nearest hosts, exactly, by an inverted index.

Texts become weights of their pieces of two and three characters (TF-IDF: Salton and Buckley, 1988), which needs
no word list and so suits Chinese. Likeness is the cosine. Nothing is thrown away on the way: reducing the
weights to a few hundred dense numbers would lose a good part of the true nearest.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from seedmatch.compiled import FAST, compiled
from seedmatch.conditions import Ints

Floats = NDArray[np.float64]
SIZES = (2, 3)
LEVELS = (1, 3, 4, 5)
BITS = 21


@dataclass(frozen=True)
class Index:
    """Weights as rows: entries ``start[k]:start[k + 1]`` are the pieces of text k (or the texts of piece k)."""

    start: Ints
    key: Ints
    weight: Floats


def nearest(people: Sequence[str], hosts: Sequence[str], top: int = 40) -> tuple[Ints, Floats]:
    """Return for each text of ``people`` its ``top`` nearest texts of ``hosts`` and their likeness (0 to 1).

    Best first, among equals the earlier; -1 where fewer have anything in common. Rare pieces weigh more:
    their weight is ``1 + ln((1 + n) / (1 + texts with it))`` over the n texts of ``hosts``.
    """
    where, pieces = _pieces(hosts)
    known = np.unique(pieces)
    rows = _index(where, np.searchsorted(known, pieces), len(hosts))
    scarce = np.log((1 + len(hosts)) / (1 + np.bincount(rows.key, minlength=len(known)))) + 1
    asked_where, asked = _pieces(people)
    at = np.searchsorted(known, asked).clip(max=max(0, len(known) - 1))
    there = known[at] == asked if len(known) else np.zeros(len(asked), dtype=bool)
    questions = _index(asked_where[there], at[there], len(people))
    postings = _turned(_weighted(rows, scarce), len(known))
    search = _by_loop if FAST else _by_counting
    return search(_weighted(questions, scarce), postings, len(hosts), min(top, max(1, len(hosts))))


def shared_levels(one: str, other: str) -> int:
    """Return how many levels two codes of GB/T 4754 share: section, division, group, class (0 to 4).

    Codes are written with the letter of the section first, such as ``C2641``; a shorter code has fewer levels.
    """
    levels = 0
    for length in LEVELS:
        if len(one) < length or len(other) < length or one[:length] != other[:length]:
            break
        levels += 1
    return levels


def _pieces(texts: Sequence[str]) -> tuple[Ints, Ints]:
    """Return (text, piece) of every piece of two or three characters; a piece is one whole number."""
    letters = np.frombuffer("".join(texts).encode("utf-32-le"), dtype=np.uint32).astype(np.int64)
    owner = np.repeat(np.arange(len(texts)), [len(text) for text in texts])
    where, pieces = [], []
    for size in SIZES:
        count = max(0, len(letters) - size + 1)
        inside = owner[:count] == owner[size - 1 :]
        piece = letters[:count].copy()
        for step in range(1, size):
            piece = (piece << BITS) | letters[step : step + count]
        where.append(owner[:count][inside])
        pieces.append(piece[inside])
    return np.concatenate(where), np.concatenate(pieces)


def _index(where: Ints, key: Ints, texts: int) -> Index:
    """Count each piece of each text once, with how often it occurs as its weight."""
    width = int(key.max(initial=0)) + 1
    both, often = np.unique(where * width + key, return_counts=True)
    text, piece = np.divmod(both, width)
    return Index(np.searchsorted(text, np.arange(texts + 1)), piece, often.astype(float))


def _weighted(rows: Index, scarce: Floats) -> Index:
    """Multiply by scarcity and bring every text to length 1."""
    weight = rows.weight * scarce[rows.key]
    text = np.repeat(np.arange(len(rows.start) - 1), np.diff(rows.start))
    length = np.sqrt(np.bincount(text, weights=weight**2, minlength=len(rows.start) - 1))
    return Index(rows.start, rows.key, weight / length[text])


def _turned(rows: Index, pieces: int) -> Index:
    """List the texts of each piece."""
    order = np.argsort(rows.key, kind="stable")
    text = np.repeat(np.arange(len(rows.start) - 1), np.diff(rows.start))
    return Index(np.searchsorted(rows.key[order], np.arange(pieces + 1)), text[order], rows.weight[order])


def _by_counting(questions: Index, postings: Index, hosts: int, top: int) -> tuple[Ints, Floats]:
    """Sum up the postings of one question after the other with numpy."""
    found = np.full((len(questions.start) - 1, top), -1, dtype=np.int64)
    likeness = np.zeros((len(questions.start) - 1, top))
    lengths = np.diff(postings.start)
    for k in range(len(found)):
        part = slice(questions.start[k], questions.start[k + 1])
        pieces = questions.key[part]
        size = lengths[pieces]
        first = np.repeat(postings.start[pieces] - np.concatenate([[0], np.cumsum(size)[:-1]]), size)
        entry = first + np.arange(int(size.sum()))
        weight = np.repeat(questions.weight[part], size) * postings.weight[entry]
        score = np.bincount(postings.key[entry], weights=weight, minlength=hosts)
        best = np.lexsort((np.arange(hosts), -score))[:top]
        best = best[score[best] > 0]
        found[k, : len(best)], likeness[k, : len(best)] = best, score[best]
    return found, likeness


def _by_loop(questions: Index, postings: Index, hosts: int, top: int) -> tuple[Ints, Floats]:
    found = np.full((len(questions.start) - 1, top), -1, dtype=np.int64)
    likeness = np.zeros((len(questions.start) - 1, top))
    search_all(
        questions.start, questions.key, questions.weight, postings.start, postings.key.astype(np.int32), postings.weight,
        np.zeros(hosts), found, likeness,
    )  # fmt: skip
    return found, likeness


@compiled
def search_all(
    start: Ints, key: Ints, weight: Floats, first: Ints, text: Ints, share: Floats, score: Floats, found: Ints, likeness: Floats
) -> None:  # fmt: skip
    """Add up the postings of every question and keep the best in a short sorted list."""
    top = found.shape[1]
    for k in range(len(start) - 1):
        score[:] = 0.0
        for e in range(start[k], start[k + 1]):
            own = weight[e]
            for p in range(first[key[e]], first[key[e] + 1]):
                score[text[p]] += own * share[p]
        size = 0
        for h in range(len(score)):
            value = score[h]
            if value <= 0.0 or (size == top and value <= likeness[k, top - 1]):
                continue
            size = min(size + 1, top)
            at = size - 1
            while at > 0 and likeness[k, at - 1] < value:
                likeness[k, at], found[k, at] = likeness[k, at - 1], found[k, at - 1]
                at -= 1
            likeness[k, at], found[k, at] = value, h
