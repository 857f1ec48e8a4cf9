"""Numbers and words that identify people and bodies: checked, cleaned, masked. Pure functions, no database.

Every parser answers with a `Reading`: the value in plain JSON and the flaws found on the way.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from stdnum.cn import ric, uscc
from stdnum.exceptions import InvalidChecksum, InvalidFormat, InvalidLength

ERROR, WARNING, NOTE = "error", "warning", "note"

PROVINCES = frozenset("11 12 13 14 15 21 22 23 31 32 33 34 35 36 37 41 42 43 44 45 46 50 51 52 53 54 "
                      "61 62 63 64 65 71 81 82 83".split())


@dataclass(frozen=True)
class Flaw:
    """One thing wrong with a text: a sentence (template and numbers) and, where there is one, the mended text."""

    code: str
    sentence: str | Promise
    params: Mapping[str, Any] = field(default_factory=dict)
    mend: str | None = None
    severity: str = ERROR
    key: str = ""

    @property
    def text(self) -> str:
        """The sentence in the reader's language."""
        return str(self.sentence) % dict(self.params)


@dataclass(frozen=True)
class Reading:
    """What a parser made of a cell: the value (None where nothing usable stands) and the flaws."""

    value: Any = None
    flaws: tuple[Flaw, ...] = ()


@dataclass(frozen=True)
class Identity:
    """A resident identity number that adds up: 18 characters, birth date and sex as the number says them."""

    number: str
    birth: dt.date
    sex: str
    old_form: bool = False


# --- text -----------------------------------------------------------------------------------------------

_WIDE = {wide: wide - 0xFEE0 for block in ((0xFF10, 0xFF1A), (0xFF21, 0xFF3B), (0xFF41, 0xFF5B)) for wide in range(*block)}
_SPACES = dict.fromkeys((0x3000, 0xA0, *range(0x2000, 0x200B), 0x202F, 0x205F), " ")
_INVISIBLE = dict.fromkeys(
    (0xAD, 0xFEFF, 0x180E, *range(0x200B, 0x2010), *range(0x202A, 0x202F), *range(0x2060, 0x2070),
     *(c for c in range(0x20) if c not in (0x09, 0x0A)), *range(0x7F, 0xA0), *range(0xD800, 0xE000), 0xFFFE, 0xFFFF), None)
_CLEANING = {**_WIDE, **_SPACES, **_INVISIBLE}
_UNCLEAN = re.compile("[" + "".join(re.escape(chr(char)) for char in _CLEANING) + "\r]")


def clean_text(text: str) -> str:
    """Full-width digits and Latin letters become plain, invisible and broken characters go, outer spaces go.

    Chinese punctuation and rare characters (𬱖, 㛃, ·) stay as they are. Cleaning twice changes nothing.
    """
    if _UNCLEAN.search(text):
        text = text.replace("\r\n", "\n").replace("\r", "\n").translate(_CLEANING)
    return text.strip()


def _compact(text: str) -> str:
    return re.sub(r"[\s\-—–－_.·,，'’`]", "", clean_text(text))


# --- resident identity number ---------------------------------------------------------------------------

_LOOKALIKES = str.maketrans({"×": "X", "✕": "X", "х": "X", "Х": "X", "O": "0", "I": "1", "L": "1"})


def check_resident_id(text: str, *, today: dt.date | None = None) -> Identity | Flaw:
    """The identity in a text of 18 or 15 digits (GB 11643-1999), or the first flaw.

    County codes are not asked: most of those on cards in use are no longer in the present list.
    Refuses a birth date in the future or more than 120 years ago.
    """
    number = _compact(text).upper().translate(_LOOKALIKES)
    if not number:
        return Flaw("id_empty", _("The ID number is missing."))
    if not re.fullmatch(r"[0-9]+X?", number):
        return Flaw("id_letters", _("The ID number holds characters other than digits and a last X."))
    if len(number) == 15 and number.isdigit():
        return _old_identity(number, today)
    if len(number) != 18:
        return Flaw("id_length", _("The ID number has %(length)d characters instead of 18."), {"length": len(number)})
    return _identity(number, today)


def _old_identity(number: str, today: dt.date | None) -> Identity | Flaw:
    body = number[:6] + "19" + number[6:]
    found = _identity(body + ric.calc_check_digit(body + "0"), today)
    if isinstance(found, Flaw):
        return found
    return Identity(found.number, found.birth, found.sex, old_form=True)


def _identity(number: str, today: dt.date | None) -> Identity | Flaw:
    if number[:2] not in PROVINCES:
        return Flaw("id_province", _("The ID number begins with %(code)s, which is no province."), {"code": number[:2]})
    birth = _birth_date(number[6:14])
    if birth is None:
        return Flaw("id_date", _("The ID number holds a birth date that does not exist."))
    today = today or dt.date.today()
    if not dt.date(today.year - 120, 1, 1) <= birth <= today:
        return Flaw("id_age", _("The ID number gives the year of birth %(year)d, which cannot be."), {"year": birth.year})
    right = ric.calc_check_digit(number)
    if number[-1] != right:
        sentence = _("The ID number does not add up: by the other 17 digits the last one would be %(digit)s. "
                     "Compare it with the identity card.")
        return Flaw("id_check_digit", sentence, {"digit": right}, mend=number[:-1] + right)
    return Identity(number, birth, "male" if int(number[16]) % 2 else "female")


def _birth_date(digits: str) -> dt.date | None:
    try:
        return dt.date(int(digits[:4]), int(digits[4:6]), int(digits[6:8]))
    except ValueError:
        return None


def mask_resident_id(number: str) -> str:
    """`431003**********46`: the region and the last two characters; shorter texts are hidden whole."""
    number = clean_text(number)
    return number[:6] + "*" * (len(number) - 8) + number[-2:] if len(number) >= 15 else "*" * len(number)


# --- telephone ------------------------------------------------------------------------------------------

def check_mobile(text: str) -> str | Flaw:
    """The 11 digits of a mainland mobile number (spaces, dashes, +86 taken away), or the flaw."""
    digits = re.sub(r"^(\+|00)?86(?=1\d{10}$)", "", re.sub(r"[\s\-—–－()（）]", "", clean_text(text)))
    if re.fullmatch(r"1[3-9]\d{9}", digits):
        return digits
    if not digits:
        return Flaw("mobile_empty", _("The telephone number is missing."))
    if re.fullmatch(r"0\d{9,11}", digits):
        return Flaw("mobile_landline", _("This is a landline number; a mobile number is needed."))
    if digits.isdigit() and len(digits) != 11:
        return Flaw("mobile_length", _("The mobile number has %(length)d digits instead of 11."), {"length": len(digits)})
    return Flaw("mobile_form", _("This is no mobile number of 11 digits."))


def mask_mobile(number: str) -> str:
    """`138****8521`; texts of another length are hidden but for the last two characters."""
    number = clean_text(number)
    if len(number) == 11:
        return number[:3] + "****" + number[-4:]
    return "*" * max(len(number) - 2, 0) + number[-2:] if len(number) > 4 else "*" * len(number)


# --- unified social credit code -------------------------------------------------------------------------

def check_uscc(text: str) -> str | Flaw:
    """The 18 characters of a unified social credit code (GB 32100-2015), or the flaw."""
    code = _compact(text).upper()
    if not code:
        return Flaw("uscc_empty", _("The unified social credit code is missing."))
    try:
        return str(uscc.validate(code))
    except InvalidLength:
        sentence = _("The unified social credit code has %(length)d characters instead of 18.")
        return Flaw("uscc_length", sentence, {"length": len(code)})
    except InvalidFormat:
        mend = code.translate(str.maketrans("OIZS", "0125"))
        return Flaw("uscc_form", _("The unified social credit code holds characters that it never has (I, O, S, V, Z)."),
                    mend=mend if uscc.is_valid(mend) else None)
    except InvalidChecksum:
        return Flaw("uscc_check_digit", _("The unified social credit code does not add up. Compare it with the business licence."))


# --- months ---------------------------------------------------------------------------------------------

_NUMERALS = str.maketrans("〇零○一二三四五六七八九．／。", "000123456789./.")
_MONTH_FORMS = (
    re.compile(r"(\d{4})\s*[-./年_—–－、,，\s]\s*(\d{1,2})\s*月?(?:\s*[-./日]?\s*\d{1,2}\s*[日号]?(?:[ T]\d.*)?)?"),
    re.compile(r"(\d{4})(\d{2})(?:\d{2})?"),
)
_SERIAL = range(3_000, 80_000)


def parse_year_month(raw: object, *, epoch1904: bool = False) -> Reading:
    """A month as `"1993-02"` from the ways offices write it, dates, and serial numbers of Excel (1900 and 1904).

    A number such as 1996.1 could be January or October: it is read as January with a warning.
    """
    if isinstance(raw, dt.date):
        return Reading(f"{raw.year:04d}-{raw.month:02d}")
    typed = raw if isinstance(raw, str) else number_text(raw)
    text = clean_text(typed)
    if not text:
        return Reading()
    if isinstance(raw, int | float) and raw in _SERIAL:
        return _noted(_month_of_serial(int(raw), epoch1904), typed)
    year, month = _split_month(text)
    if year is None or month is None:
        return Reading(None, (Flaw("month_form", _("This is no year and month such as 1993-02.")),))
    if not (1900 <= year <= 2100 and 1 <= month <= 12):
        sentence = _("The year %(year)d and the month %(month)d do not exist.")
        return Reading(None, (Flaw("month_range", sentence, {"year": year, "month": month}),))
    if isinstance(raw, float) and month == 1 and text.endswith(".1"):
        sentence = _("Excel dropped the last zero: this may be January or October %(year)d.")
        return Reading(f"{year:04d}-01", (Flaw("month_zero", sentence, {"year": year}, f"{year:04d}-10", WARNING),))
    return _noted(f"{year:04d}-{month:02d}", typed)


def _split_month(text: str) -> tuple[int | None, int | None]:
    plain = re.sub(r"十([1-9])", r"1\1", text.translate(_NUMERALS)).replace("十", "10")
    for form in _MONTH_FORMS:
        found = form.fullmatch(plain)
        if found:
            return int(found[1]), int(found[2])
    return None, None


def _month_of_serial(serial: int, epoch1904: bool) -> str:
    start = dt.date(1904, 1, 1) if epoch1904 else dt.date(1899, 12, 30)
    return (start + dt.timedelta(days=serial)).strftime("%Y-%m")


def _noted(value: str, typed: str) -> Reading:
    if value == typed:
        return Reading(value)
    return Reading(value, (read_as(value),))


def read_as(value: str) -> Flaw:
    """The note that a cell was written otherwise and read as `value` (never for sensitive columns)."""
    return Flaw("read_as", _("Written otherwise; read as %(value)s."), {"value": value}, value, NOTE)


def number_text(raw: object) -> str:
    """A number as a person would have typed it: 3.0 is 3, no exponent; None is empty."""
    if raw is None:
        return ""
    if isinstance(raw, bool):
        return "是" if raw else "否"
    if isinstance(raw, float):
        return f"{raw:.0f}" if raw.is_integer() else f"{raw:.10f}".rstrip("0").rstrip(".")
    return str(raw)


# --- seats ----------------------------------------------------------------------------------------------

_OPEN_SEATS = frozenset("若干 若干人 若干名 待定 不限 面议 另议 待确认 待协商 未定 视情况 不定".split())
_COUNT = str.maketrans({"一": "1", "二": "2", "两": "2", "三": "3", "四": "4", "五": "5", "六": "6", "七": "7",
                        "八": "8", "九": "9"})
_SEATS = re.compile(r"(\d{1,3})(?:(?:人|名|个)?(?:-|~|～|—|–|－|至|到|或)+(\d{1,3}))?(?:人|名|个)?")


def parse_seats(raw: object) -> Reading:
    """Seats as `{"min": 1, "max": 2}`; None where they are to be settled (若干, 待定).

    A date is what Excel made of "1-2": it is refused with the mend.
    """
    if isinstance(raw, dt.date):
        low, high = sorted((raw.month, raw.day))
        sentence = _("Excel turned the number of people into a date; it was probably %(seats)s.")
        return Reading(None, (Flaw("seats_date", sentence, {"seats": f"{low}-{high}"}, f"{low}-{high}"),))
    typed = clean_text(raw if isinstance(raw, str) else number_text(raw))
    text = re.sub(r"\s", "", typed).translate(_COUNT)
    if not text:
        return Reading()
    if text in _OPEN_SEATS:
        sentence = _("No number of people is given; it is kept as “to be settled”.")
        return Reading(None, (Flaw("seats_open", sentence, severity=WARNING),))
    found = _SEATS.fullmatch(text)
    if not found:
        return Reading(None, (Flaw("seats_form", _("This is no number of people such as 2 or 1-2.")),))
    return _seats(int(found[1]), int(found[2] or found[1]), typed)


def _seats(low: int, high: int, typed: str) -> Reading:
    if low > high:
        sentence = _("The smaller number of people stands second.")
        return Reading(None, (Flaw("seats_order", sentence, mend=f"{high}-{low}"),))
    if low < 1:
        return Reading(None, (Flaw("seats_none", _("A post takes at least one person.")),))
    plain = str(low) if low == high else f"{low}-{high}"
    return Reading({"min": low, "max": high}, () if typed == plain else (read_as(plain),))


# --- yes and no -----------------------------------------------------------------------------------------

_WORDS = {
    "yes": frozenset("是 有 对 √ ✓ ✔ ☑ ■ y yes true 1 可 可以 能 提供 需要 愿意 包住 具备".split()),
    "no": frozenset("否 无 没有 不 不是 × ✗ ✘ x ☐ □ n no false 0 不可 不可以 不能 不提供 不需要 不愿意 / - — 未".split()),
    "negotiable": frozenset("可协调 可协商 协调 可以协调 协商 面议 视情况 待定 可安排 可商量 negotiable".split()),
}


def parse_yes_no(raw: object) -> Reading:
    """`"yes"`, `"no"`, `"negotiable"`, or None for an empty cell."""
    text = clean_text(raw if isinstance(raw, str) else number_text(raw)).lower().rstrip("。.")
    if not text:
        return Reading()
    for value, words in _WORDS.items():
        if text in words:
            return Reading(value)
    return Reading(None, (Flaw("yes_no_form", _("Yes (是) or no (否) is needed here.")),))
