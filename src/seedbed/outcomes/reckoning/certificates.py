"""Numbers and check codes of certificates."""

import re
import unicodedata

ALPHABET = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"  # nothing that is read as something else
CODE_LENGTH = 10


def number_of(year: int, unit: int, sequence: int) -> str:
    """Return the number that is printed: year, unit, running number."""
    return f"{year}{unit:03d}{sequence:04d}"


def shown_code(code: str) -> str:
    """Return a check code in two groups, as it is printed."""
    return f"{code[:5]}-{code[5:]}"


def typed(text: str) -> str:
    """Return a number or code as it is stored, however it was typed: full width, lower case, with blanks or dashes."""
    return re.sub(r"[^0-9A-Z]", "", unicodedata.normalize("NFKC", text).upper())


def masked(name: str) -> str:
    """Return a name with all but its first character hidden."""
    return name[:1] + "*" * max(len(name) - 1, 1)
