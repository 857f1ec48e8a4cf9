"""Money as whole fen; people write it in yuan or 万元."""

import re
import unicodedata
from decimal import Decimal, InvalidOperation

_UNITS = {"": 100, "元": 100, "万": 1_000_000, "万元": 1_000_000, "亿": 10_000_000_000, "亿元": 10_000_000_000}
_TEXT = re.compile(r"^(\d{1,12}(?:\.\d{1,6})?)\s*(元|万元|亿元|万|亿)?$")
MOST = 10**17


def read_fen(text: str) -> int | None:
    """Return the fen of a text such as `1200万元`, `3.5亿` or `50,000` (yuan); None where it is no whole number of fen above 0."""
    found = _TEXT.match(re.sub(r"[,\s]", "", unicodedata.normalize("NFKC", text)))
    if not found:
        return None
    try:
        fen = Decimal(found[1]) * _UNITS[found[2] or ""]
    except InvalidOperation:
        return None
    return int(fen) if fen == fen.to_integral_value() and 0 < fen <= MOST else None


def write_yuan(fen: int) -> str:
    """Write fen as yuan with groups of three: 120000000 is `1,200,000.00`."""
    return f"{fen // 100:,}.{fen % 100:02d}"


def write_wan(fen: int) -> str:
    """Write fen in 万元, cut at the second digit after the point and without needless zeros."""
    text = f"{Decimal(fen) / 1_000_000:,.2f}"
    return text.rstrip("0").rstrip(".")
