"""Looks through what a page or a file gives away."""

import re
import zipfile
from io import BytesIO
from typing import Any

import pypdf
from django.apps import apps
from django.db import connection
from pypdf.errors import PyPdfError

from seedbed.kernel.identity import Identity, check_resident_id

# Not inside a word of letters and digits: keys of forms and digests hold long runs of digits by chance.
ID_LIKE = re.compile(r"(?<![0-9A-Za-z])[1-9][0-9]{16}[0-9Xx](?![0-9A-Za-z])")
MOBILE_LIKE = re.compile(r"(?<![0-9A-Za-z])1[3-9][0-9]{9}(?![0-9A-Za-z])")
CARD_LIKE = re.compile(r"(?<![0-9A-Za-z])62[0-9]{14,17}(?![0-9A-Za-z])")

TAG = re.compile(r"<[^>]*>")


def numbers_in(text: str) -> list[str]:
    """Return every ID number that adds up, every mobile number and every bank card number in a text."""
    ids = [hit for hit in ID_LIKE.findall(text) if isinstance(check_resident_id(hit), Identity)]
    return ids + MOBILE_LIKE.findall(text) + [hit for hit in CARD_LIKE.findall(text) if adds_up(hit)]


def adds_up(card: str) -> bool:
    """Tell whether the check digit of a bank card fits (ISO/IEC 7812)."""
    digits = [int(digit) for digit in reversed(card)]
    return (sum(digits[::2]) + sum(sum(divmod(2 * digit, 10)) for digit in digits[1::2])) % 10 == 0


def body_of(answer: Any) -> str:
    """Return what an answer shows, unpacking office files and archives of them."""
    raw = b"".join(answer.streaming_content) if answer.streaming else answer.content
    return _unpacked(raw)


def _unpacked(raw: bytes) -> str:
    if raw[:5] == b"%PDF-":
        return _printed(raw)
    if raw[:2] != b"PK":
        return raw.decode("utf-8", "replace")
    with zipfile.ZipFile(BytesIO(raw)) as parts:
        return "\n".join(_written(_unpacked(parts.read(name))) for name in parts.namelist())


def _printed(raw: bytes) -> str:
    """Return the text of a PDF, once by lines and once in one piece: a narrow column breaks long numbers."""
    try:
        lines = [page.extract_text() for page in pypdf.PdfReader(BytesIO(raw)).pages]
    except (PyPdfError, ValueError):  # what somebody uploaded need not be one
        return raw.decode("utf-8", "replace")
    return "\n".join([*lines, *("".join(text.split()) for text in lines)])


def _written(part: str) -> str:
    """Return a part of an office file, and again what is read in it: one number may lie in several runs of letters."""
    return part + "".join("\n" + "".join(TAG.split(piece)) for piece in re.split(r"</w:p>|</si>|</row>", part)) if "<?xml" in part[:60] else part


def everything_stored() -> dict[str, str]:
    """Return the whole database as text, by table; Unicode that was written as escapes is read back."""
    found = {}
    with connection.cursor() as cursor:
        for name in [model._meta.db_table for model in apps.get_models(include_auto_created=True)]:
            cursor.execute(f'SELECT * FROM "{name}"')
            text = "\n".join(str(value) for row in cursor.fetchall() for value in row)
            found[name] = re.sub(r"\\u([0-9a-f]{4})", lambda hit: chr(int(hit[1], 16)), text)
    return found
