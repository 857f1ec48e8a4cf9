"""Sets papers as PDF with typst; the fonts are ours, so the bytes are the same everywhere."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from pathlib import Path

import typst

from seedbed.kernel.papers.paper import Paper, as_data

HERE = Path(__file__).parent
FONTS = HERE / "fonts"
TEMPLATE = HERE / "paper.typ"
_PAGE = re.compile(rb"/Type\s*/Page\b(?!s)")


def render_pdf(papers: Paper | Sequence[Paper]) -> bytes:
    """One PDF of a paper, or of several one after the other, each with its own page numbers. Same content, same bytes."""
    several = [papers] if isinstance(papers, Paper) else list(papers)
    data = json.dumps([as_data(paper) for paper in several], ensure_ascii=False, sort_keys=True)
    made = typst.compile(str(TEMPLATE), root=str(HERE), font_paths=[str(FONTS)], ignore_system_fonts=True,
                         format="pdf", sys_inputs={"papers": data}, timestamp=0)
    return bytes(made)


def pages_in(pdf: bytes) -> int:
    """How many pages a PDF of ours has."""
    return len(_PAGE.findall(pdf))
