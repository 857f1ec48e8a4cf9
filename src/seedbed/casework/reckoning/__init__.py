"""What is counted and compared about notices, without the database."""

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

FIELDS = ("name", "unit")


@dataclass(frozen=True)
class FirstRule:
    """Days with which a kind of notice starts, before an office sets its own."""

    workdays: int
    reply_workdays: int
    source: str


FIRST_RULE = FirstRule(
    5, 5, "《党政领导干部选拔任用工作条例》(2019) 第四十二条：公示期不少于五个工作日（参照）；答复期限为本单位规定"
)


def snapshot(rows: Iterable[Mapping[str, str]]) -> list[dict[str, str]]:
    """Return the rows of a notice cut to name and unit; anything else given is a programming error."""
    kept = []
    for row in rows:
        if set(row) != set(FIELDS):
            raise ValueError(f"a notice shows {FIELDS}, not {sorted(row)}")
        kept.append({name: str(row[name]).strip() for name in FIELDS})
    return kept


def digest(title: str, text: str, rows: list[dict[str, str]]) -> str:
    """Return the SHA-256 over exactly what the page shows, so that a paper can be compared later."""
    content = json.dumps([title, text, rows], ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(content.encode("utf-8", "surrogatepass")).hexdigest()
