"""The rule of temporary branches as it is seeded, and the digest of the file one leaves."""

import hashlib
import json
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class RuleText:
    """From how many members on, up to how many, what it may not do, and where that stands."""

    at_least: int
    at_most: int
    forbidden: tuple[str, ...]
    article: str
    source: str


FIRST_RULE = RuleText(3, 50, ("recruit", "discipline", "dues", "delegates", "reelect"), "第四条、第八条", "《中国共产党支部工作条例（试行）》（2018年）")


def digest_of(record: Any) -> str:
    """Return the SHA-256 of a file as it is kept, whatever the order of its keys."""
    return hashlib.sha256(json.dumps(record, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()).hexdigest()
