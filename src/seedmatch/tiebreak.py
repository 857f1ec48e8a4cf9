"""Whole-number weights that pick one plan among equally good ones, by ids and seed alone."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from seedmatch.conditions import Ints
from seedmatch.model import Model

BITS = 20
ROUNDS = 2


def tie_weights(model: Model, seed: int) -> list[Ints]:
    """Return weights for successive tie-breaks: random-looking, independent of the order of rows.

    By the isolation lemma (Mulmuley, Vazirani and Vazirani, 1987) such weights leave a single best
    plan in all but about one of 2**20 cases per thousand tied pairs; the second round covers those.
    """
    people, posts = _hashes("person", model.people), _hashes("post", model.posts)
    weights = []
    for turn in range(ROUNDS):
        salt = np.uint64(
            int.from_bytes(hashlib.blake2b(f"{seed}/{turn}".encode(), digest_size=8).digest(), "big")
        )
        mixed = _mix(_mix(people[model.person] ^ salt) ^ posts[model.post])
        weights.append((mixed >> np.uint64(64 - BITS)).astype(np.int64))
    return weights


def _hashes(kind: str, ids: Sequence[str]) -> NDArray[np.uint64]:
    digests = (hashlib.blake2b(f"{kind}/{key}".encode(), digest_size=8).digest() for key in ids)
    return np.array([int.from_bytes(digest, "big") for digest in digests], dtype=np.uint64)


def _mix(state: NDArray[np.uint64]) -> NDArray[np.uint64]:
    """Finish of splitmix64 (Steele, Lea and Flood, 2014)."""
    with np.errstate(over="ignore"):
        state = state + np.uint64(0x9E3779B97F4A7C15)
        state = (state ^ (state >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
        state = (state ^ (state >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
        return state ^ (state >> np.uint64(31))
