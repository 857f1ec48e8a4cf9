"""Reads array problems from files: npz, OR-Library, hospitals/residents text, DIMACS."""

from __future__ import annotations

import hashlib
import zipfile
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np

from seedmatch.arrays import ArrayProblem
from seedmatch.conditions import Ints
from seedmatch.errors import BadFile

FORMATS = ("json", "npz", "orlib", "hr", "dimacs")
MOST_BYTES = 2_000_000_000


def read_arrays(path: Path, form: str, *, minimize: bool) -> ArrayProblem:
    """Read a file of the given format; refuses with ``BadFile`` what does not follow it."""
    digest = _digest(path)
    if form == "npz":
        return _npz(path, digest, minimize)
    words = _Words(path)
    if form == "orlib":
        return _orlib(words, digest, minimize)
    if form == "hr":
        return _hr(path, digest)
    return _dimacs(path, digest, minimize)


def _digest(path: Path) -> str:
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError as error:
        raise BadFile(f"The file {path} cannot be opened: {error.strerror}.") from error


def _text(path: Path) -> str:
    try:
        if path.stat().st_size > MOST_BYTES:
            raise BadFile(f"The file {path} is larger than {MOST_BYTES} bytes.")
        return path.read_text(encoding="utf-8")
    except UnicodeDecodeError as error:
        raise BadFile(f"The file {path} is not text.") from error


class _Words:
    """The whole numbers of a text file, one after the other."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def numbers(self) -> Ints:
        words = _text(self.path).split()
        try:
            return np.array(words, dtype=np.int64)
        except (ValueError, OverflowError) as error:
            raise BadFile(f"The file {self.path} holds something that is no whole number.") from error


def _assemble(
    people: int, seats: Ints, person: Ints, post: Ints, worth: Ints, *, sign: int, place_value: int, digest: str,
    liking: np.ndarray | None = None, priority: np.ndarray | None = None,
) -> ArrayProblem:  # fmt: skip
    """Sort the pairs and refuse doubled ones; without preferences the worth is what both sides like."""
    order = np.lexsort((post, person))
    person, post, worth = person[order], post[order], worth[order]
    if ((person[1:] == person[:-1]) & (post[1:] == post[:-1])).any():
        raise BadFile("The file names a pair twice; keep one of them.")
    start = np.searchsorted(person, np.arange(people + 1)).astype(np.int64)
    liked = sign * worth.astype(float) if liking is None else liking[order]
    wanted = sign * worth.astype(float) if priority is None else priority[order]
    return ArrayProblem(seats, start, post, worth, sign, place_value, liked, wanted, digest)


def _npz(path: Path, digest: str, minimize: bool) -> ArrayProblem:
    """N, M, caps, indptr, idx, fit, and u, v (liking of people and posts); 1000 per placement plus fit."""
    try:
        with np.load(path, allow_pickle=False) as data:
            people, posts = int(data["N"]), int(data["M"])
            caps, indptr, idx, fit = (
                np.asarray(data[name], dtype=np.int64) for name in ("caps", "indptr", "idx", "fit")
            )
            liking, priority = (np.asarray(data[k], dtype=float) if k in data else None for k in ("u", "v"))
    except (OSError, ValueError, KeyError, TypeError, zipfile.BadZipFile) as error:
        raise BadFile(
            f"The file {path} is not an npz file with N, M, caps, indptr, idx and fit: {error}."
        ) from error
    if (
        len(caps) != posts
        or len(indptr) != people + 1
        or len(idx) != len(fit)
        or indptr[-1:].tolist() != [len(idx)]
    ):
        raise BadFile(f"The arrays of {path} do not fit together in length.")
    if (
        (np.diff(indptr) < 0).any()
        or (caps < 0).any()
        or (len(idx) and (idx.min() < 0 or idx.max() >= posts))
    ):
        raise BadFile(f"The arrays of {path} name a post that does not exist, or seats below 0.")
    if minimize:
        raise BadFile("An npz file holds fits, which are maximised; leave out --minimize.")
    person = np.repeat(np.arange(people), np.diff(indptr))
    return _assemble(
        people,
        caps,
        person,
        idx,
        1000 + fit,
        sign=1,
        place_value=0,
        digest=digest,
        liking=liking,
        priority=priority,
    )


def _orlib(words: _Words, digest: str, minimize: bool) -> ArrayProblem:
    """n, then n rows of n costs (Beasley, 1990): everybody gets exactly one."""
    numbers = words.numbers()
    n = int(numbers[0]) if len(numbers) else 0
    if n < 1 or len(numbers) != 1 + n * n:
        raise BadFile(f"The file {words.path} must hold n and then n times n costs.")
    worth = numbers[1:]
    _bounded(worth)
    person, post = np.divmod(np.arange(n * n), n)
    place_value = int(np.abs(worth).max()) * 2 + 1
    sign = -1 if minimize else 1
    return _assemble(
        n, np.ones(n, dtype=np.int64), person, post, worth, sign=sign, place_value=place_value, digest=digest
    )


def _bounded(worth: Ints) -> None:
    if len(worth) and int(np.abs(worth).max()) > 10**9:
        raise BadFile("Costs must lie between -1000000000 and 1000000000.")


def _hr(path: Path, digest: str) -> ArrayProblem:
    """Residents and hospitals with preference lists; see the README for the dialect."""
    lines = [line for raw in _text(path).splitlines() if (line := raw.split("#")[0].strip())]
    head = lines[0].split() if lines else []
    if len(head) < 2 or not all(word.isdigit() for word in head[:2]):
        raise BadFile(f"The first line of {path} must hold the numbers of residents and hospitals.")
    residents, hospitals = int(head[0]), int(head[1])
    if len(lines) != 1 + residents + hospitals:
        raise BadFile(
            f"The file {path} must have {1 + residents + hospitals} lines besides comments, not {len(lines)}."
        )
    wishes = [_ranked(line, k + 1, 0, hospitals) for k, line in enumerate(lines[1 : 1 + residents])]
    likes = [_ranked(line, k + 1, 1, residents) for k, line in enumerate(lines[1 + residents :])]
    seats = np.array([capacity[0] for capacity, _ in likes], dtype=np.int64)
    rows = [
        (i, j, rank, likes[j][1][i])
        for i, (_, list_) in enumerate(wishes)
        for j, rank in list_.items()
        if i in likes[j][1]
    ]
    table = np.array(rows, dtype=np.int64).reshape(-1, 4)
    worst = int(table[:, 2].max(initial=0)) + 1
    return _assemble(
        residents, seats, table[:, 0], table[:, 1], worst - table[:, 2], sign=1, place_value=worst * (residents + 1),
        digest=digest, liking=-table[:, 2].astype(float), priority=-table[:, 3].astype(float),
    )  # fmt: skip


def _ranked(line: str, number: int, plain: int, most: int) -> tuple[list[int], dict[int, int]]:
    """Return (numbers before the list, rank of each listed index from 0); people in brackets are tied."""
    words = line.replace(":", " ").replace("(", " ( ").replace(")", " ) ").split()
    try:
        head = [int(word) for word in words[: 1 + plain]]
        if len(head) != 1 + plain or head[0] != number or min(head) < 0:
            raise ValueError
        ranks: dict[int, int] = {}
        rank, inside = 0, False
        for word in words[1 + plain :]:
            if word in "()":
                inside = word == "("
                rank += inside
                continue
            rank += not inside
            key = int(word) - 1
            if key in ranks or not 0 <= key < most:
                raise ValueError
            ranks[key] = rank
    except ValueError as error:
        raise BadFile(
            f"Line '{line[:60]}' must be its number {number}, {'its seats, ' * plain}then a list of different numbers from 1 to {most}."
        ) from error
    return head[1:], ranks


def _dimacs(path: Path, digest: str, minimize: bool) -> ArrayProblem:
    """``p asn`` (assignment) or ``p min`` (transport with supplies of 1); see the README for the dialect."""
    kind, nodes, supplies, arcs = "", 0, dict[int, int](), list[tuple[int, ...]]()
    for line, words in _dimacs_lines(path):
        try:
            if words[0] == "p" and not kind:
                kind, nodes = words[1], int(words[2])
            elif words[0] == "n":
                supplies[int(words[1])] = int(words[2]) if kind == "min" else 1
            elif words[0] == "a":
                arcs.append(tuple(int(word) for word in words[1:]))
            else:
                raise ValueError
        except (ValueError, IndexError) as error:
            raise BadFile(f"Line {line} of {path} does not follow the DIMACS format.") from error
    if kind not in ("asn", "min") or len({len(arc) for arc in arcs} | {3 if kind == "asn" else 5}) > 1:
        raise BadFile(f"The file {path} must be a DIMACS problem of kind asn or min with full arc lines.")
    return _bipartite(kind, nodes, supplies, arcs, digest, minimize or kind == "min")


def _dimacs_lines(path: Path) -> Iterator[tuple[int, list[str]]]:
    for number, line in enumerate(_text(path).splitlines(), 1):
        words = line.split()
        if words and words[0] != "c":
            yield number, words


def _bipartite(
    kind: str,
    nodes: int,
    supplies: dict[int, int],
    arcs: Sequence[tuple[int, ...]],
    digest: str,
    minimize: bool,
) -> ArrayProblem:
    people = sorted(node for node, supply in supplies.items() if supply > 0)
    if kind == "asn":
        seats = {node: 1 for node in range(1, nodes + 1) if node not in supplies}
    else:
        seats = {node: -supply for node, supply in supplies.items() if supply < 0}
    posts = sorted(seats)
    person_at, post_at = ({node: k for k, node in enumerate(side)} for side in (people, posts))
    if any(supplies[node] != 1 for node in people) or any(
        a[0] not in person_at or a[1] not in post_at for a in arcs
    ):
        raise BadFile("Every arc must lead from a node with a supply of 1 to a node with seats.")
    if kind == "min" and any(arc[2] != 0 or arc[3] < 1 for arc in arcs):
        raise BadFile("Every arc must have the lower limit 0 and an upper limit of at least 1.")
    table = np.array([(person_at[a[0]], post_at[a[1]], a[-1]) for a in arcs], dtype=np.int64).reshape(-1, 3)
    worth = table[:, 2]
    _bounded(worth)
    place_value = (2 * int(np.abs(worth).max(initial=0)) + 1) * max(1, len(people))
    return _assemble(
        len(people), np.array([seats[node] for node in posts], dtype=np.int64), table[:, 0], table[:, 1], worth,
        sign=-1 if minimize else 1, place_value=place_value, digest=digest,
    )  # fmt: skip
