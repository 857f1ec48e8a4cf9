"""Finds the headings of a sheet and says which declared column each of them is."""

from __future__ import annotations

import difflib
import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext_lazy as _

from seedbed.kernel.identity import clean_text, number_text
from seedbed.kernel.workbooks.declaration import Sheet, WorkbookRefused, letter
from seedbed.kernel.workbooks.grid import Grid

SURE, UNSURE = 0.86, 0.5
KEY_HEADING = "seedbed-key"
SEARCHED = 40
ALWAYS_IGNORED = ("序号", "编号", "行号", "原文件行号", "no", "#", "Row in your file")
FORBIDDEN = re.compile(
    "家庭(成员|情况|关系|主要)|社会关系|配偶(姓名|单位|情况)|父母|父亲|母亲|子女|婚姻|生育|政审|政治审查|档案|宗教|信仰|病史|既往病|健康|体检|"
    "残疾|血型|基因|指纹|人脸|涉密|密级|处分|违纪|犯罪|family members|religio|health|politicalvetting|personnelfile")
PERMITTED = re.compile("回避|利益冲突|conflict")


@dataclass(frozen=True)
class Question:
    """A heading about which somebody must say which column it is (or a declared column without a heading)."""

    letter: str
    heading: str
    kind: str
    candidates: tuple[str, ...] = ()
    samples: tuple[str, ...] = ()


@dataclass
class Layout:
    """Where the table stands in the grid: first line of data, headings by position, key by position."""

    first: int
    headings: dict[int, str]
    keys: dict[int, str] = field(default_factory=dict)
    key_column: int | None = None
    left_out: list[int] = field(default_factory=list)
    refused: list[int] = field(default_factory=list)
    questions: list[Question] = field(default_factory=list)


def normal(heading: str) -> str:
    """A heading without spaces, punctuation, marks and case, so that spellings compare."""
    text = unicodedata.normalize("NFKC", clean_text(heading)).lower()
    return re.sub(r"[\W_]", "", text)


def bare(heading: str) -> str:
    """As `normal`, also without what stands in brackets."""
    return normal(re.sub(r"[(（\[【〔].*?[)）\]】〕]", "", clean_text(heading))) or normal(heading)


def likeness(heading: str, name: str) -> float:
    """How alike two normalised headings are, 0 to 1; one that holds the other whole counts at least 0.6."""
    if not set(heading) & set(name):
        return 0.0
    ratio = difflib.SequenceMatcher(None, heading, name).ratio()
    if len(heading) > 1 < len(name) and (name in heading or heading in name):
        return max(ratio, 0.6)
    return ratio


class Vocabulary:
    """The names of a declaration's columns, what is always left out, and the answers given before."""

    def __init__(self, declaration: Sheet, mapping: Mapping[str, str]) -> None:
        self.declaration = declaration
        self.answers = {normal(heading): key for heading, key in mapping.items()}
        self.ignored = {normal(name) for name in (*declaration.ignored, *ALWAYS_IGNORED)}
        self.names: dict[str, str] = {}
        for column in declaration.columns:
            for name in column.names():
                self.names.setdefault(normal(name), column.key)

    def exact(self, heading: str) -> str | None:
        """The key whose name a heading is, "" for one that is left out, None for neither."""
        form = normal(heading)
        if form in self.answers:
            return self.answers[form]
        key = self.names.get(form) or self.names.get(bare(heading))
        return key or ("" if form in self.ignored else None)

    def guess(self, heading: str) -> list[tuple[float, str]]:
        """Keys in the order of likeness to a heading, best first, each with its figure; exact is 1.0."""
        best: dict[str, float] = {}
        for form in {normal(heading), bare(heading)}:
            for name, key in self.names.items():
                best[key] = max(best.get(key, 0.0), 1.0 if form == name else min(likeness(form, name), 0.99))
        return sorted(((score, key) for key, score in best.items()), key=lambda pair: (-pair[0], pair[1]))


# --- where the headings stand ---------------------------------------------------------------------------


def find_layout(declaration: Sheet, grid: Grid, mapping: Mapping[str, str]) -> Layout:
    """The layout of the sheet. Raises `WorkbookRefused` where no line holds headings of this declaration."""
    words = Vocabulary(declaration, mapping)
    lines = [_filled(grid, row) for row in range(min(len(grid.rows), SEARCHED))]
    scores = [len({words.exact(text) for text in line if text} - {None}) for line in lines]
    if max(scores, default=0) < 3:
        scores = [score + _near(words, line) for score, line in zip(scores, lines, strict=True)]
    best = max(scores, default=0)
    line = scores.index(best) if scores else 0
    if best < min(2, len(declaration.columns)) or not _enough(words, lines[line]):
        expected = "、".join(str(column.title) for column in declaration.columns[:6])
        sentence = _("No line with the headings of “%(title)s” was found in this sheet. Expected are headings such as: %(expected)s.")
        raise WorkbookRefused("no_headings", sentence, title=declaration.title, expected=expected)
    while line + 1 < len(lines) and scores[line + 1] >= best and _joined(grid, line):
        line += 1
    first, below = line + 1, {}
    if _is_second_level(grid, line):
        below, first = {c: _text(cell) for c, cell in enumerate(grid.rows[line + 1]) if _text(cell)}, line + 2
    return _map(words, grid, Layout(first, _headings(grid, lines, line, below)))


def _text(cell: Any) -> str:
    return clean_text(number_text(cell)).replace("\n", "") if cell is not None else ""


def _filled(grid: Grid, row: int) -> list[str]:
    """The texts of a line, merged ranges repeated in every cell they cover."""
    texts = [_text(cell) for cell in grid.rows[row]]
    for (top, left), (bottom, right) in grid.merged:
        if top <= row <= bottom:
            texts[left:right + 1] = [_text(grid.cell(top, left))] * (min(right + 1, len(texts)) - left)
    return texts


def _near(words: Vocabulary, texts: list[str]) -> int:
    """How many further texts of a line look like headings; asked only where hardly any is known."""
    strange = {text for text in texts if text and len(text) <= 20 and words.exact(text) is None}
    return len({words.guess(text)[0][1] for text in strange if words.guess(text)[0][0] >= UNSURE})


def _enough(words: Vocabulary, texts: list[str]) -> bool:
    """Whether at least half of the required columns show up in a line; keeps other tables out."""
    found = {words.exact(text) for text in texts}
    for text in {text for text in texts if text and words.exact(text) is None}:
        score, key = words.guess(text)[0]
        found |= {key} if score >= UNSURE else set()
    required = {column.key for column in words.declaration.columns if column.required}
    return len(found & required) * 2 >= len(required)


def _joined(grid: Grid, row: int) -> bool:
    return any(top <= row < bottom for (top, _left), (bottom, _right) in grid.merged)


def _is_second_level(grid: Grid, row: int) -> bool:
    """Whether the next line holds sub-headings only: text just where a merged or blank heading stands above."""
    if row + 1 >= len(grid.rows):
        return False
    wide = {c for (top, left), (bottom, right) in grid.merged if top <= row <= bottom == row and right > left for c in range(left, right + 1)}
    places = [c for c, cell in enumerate(grid.rows[row + 1]) if _text(cell)]
    return bool(wide) and len(places) >= 2 and set(places) <= wide


def _headings(grid: Grid, lines: list[list[str]], line: int, below: Mapping[int, str]) -> dict[int, str]:
    """Heading by position: the group above and the own text, joined by a slash where they differ."""
    above = lines[line - 1] if line and len(set(filter(None, lines[line - 1]))) > 1 else []
    headings = {}
    for column, own in enumerate(lines[line]):
        group = above[column] if column < len(above) else ""
        parts = [part for part in (group, own, below.get(column, "")) if part]
        text = "/".join(dict.fromkeys(parts))
        if text:
            headings[column] = text
        elif any(column < len(row) and _text(row[column]) for row in grid.rows[line + 1:]):
            headings[column] = ""
    return headings


# --- which column is which ------------------------------------------------------------------------------


@dataclass
class _Claims:
    """Who wants which column: places by key with their figure, and places nobody is sure of."""

    sure: dict[str, list[tuple[float, int]]] = field(default_factory=dict)
    doubtful: list[tuple[int, str, tuple[str, ...]]] = field(default_factory=list)


def _map(words: Vocabulary, grid: Grid, layout: Layout) -> Layout:
    claims = _Claims()
    for place, heading in layout.headings.items():
        own = heading.rsplit("/", 1)[-1]
        if FORBIDDEN.search(normal(heading)) and not PERMITTED.search(normal(heading)):
            layout.refused.append(place)
        elif normal(own) == normal(KEY_HEADING):
            layout.key_column = place
        else:
            _place(words, layout, claims, place, heading, own)
    _settle(grid, layout, claims)
    _ask(words.declaration, grid, layout, claims)
    return layout


def _place(words: Vocabulary, layout: Layout, claims: _Claims, place: int, heading: str, own: str) -> None:
    for text in (heading, own):
        answer = words.answers.get(normal(text))
        if answer:
            claims.sure.setdefault(answer, []).append((2.0, place))
        if answer is not None:
            return None if answer else layout.left_out.append(place)
    if words.exact(own) == "":
        return layout.left_out.append(place)
    whole, part = words.guess(heading), words.guess(own)
    ranked = whole if whole[0][0] >= part[0][0] else part
    score, key = ranked[0]
    clear = score - (ranked[1][0] if len(ranked) > 1 else 0.0) >= 0.05
    if score == 1.0 or (score >= SURE and clear):
        claims.sure.setdefault(key, []).append((score, place))
        return None
    near = tuple(key for score, key in ranked[:3] if score >= UNSURE)
    return claims.doubtful.append((place, "unsure" if near else "unknown", near))


def _settle(grid: Grid, layout: Layout, claims: _Claims) -> None:
    """One place per key: the surest and leftmost; further places with other content are asked about."""
    for key, places in claims.sure.items():
        places.sort(key=lambda claim: (-claim[0], claim[1]))
        layout.keys[places[0][1]] = key
        for _score, place in places[1:]:
            if _repeats(grid, layout.first, place, places[0][1]):
                layout.left_out.append(place)
            else:
                claims.doubtful.append((place, "twice", (key,)))


def _repeats(grid: Grid, first: int, place: int, other: int) -> bool:
    return all(_text(grid.cell(row, place)) in ("", _text(grid.cell(row, other))) for row in range(first, len(grid.rows)))


def _ask(declaration: Sheet, grid: Grid, layout: Layout, claims: _Claims) -> None:
    for place, kind, near in sorted(claims.doubtful):
        texts = (_text(grid.cell(row, place)) for row in range(layout.first, len(grid.rows)))
        samples = tuple(re.sub(r"\d{5,}", "…", text[:40]) for text in dict.fromkeys(filter(None, texts)))[:3]
        if samples:
            heading = layout.headings[place] or letter(place)
            layout.questions.append(Question(letter(place), heading, kind, near, samples))
    missing = [column.key for column in declaration.columns if column.required and column.key not in layout.keys.values()]
    layout.questions.extend(Question("", "", "missing", (key,)) for key in missing)
