"""Identity numbers, telephones, codes, months, seats: every kind of writing is classified right."""

import datetime as dt
import random
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st
from stdnum.cn import uscc as stdnum_uscc

from seedbed.kernel.identity import (
    PROVINCES,
    Flaw,
    Identity,
    check_mobile,
    check_resident_id,
    check_uscc,
    clean_text,
    mask_mobile,
    mask_resident_id,
    parse_seats,
    parse_year_month,
    parse_yes_no,
)
from tests.cast import check_digit

TODAY = dt.date(2026, 11, 23)
WIDE = str.maketrans("0123456789Xx", "０１２３４５６７８９Ｘｘ")


def invented(random_: random.Random) -> tuple[str, dt.date]:
    """An ID number that adds up, with its birth date."""
    birth = dt.date(1940, 1, 1) + dt.timedelta(days=random_.randrange(26_000))
    first17 = f"{random_.choice(sorted(PROVINCES))}{random_.randrange(10_000):04d}{birth:%Y%m%d}{random_.randrange(1000):03d}"
    return first17 + check_digit(first17), birth


def spoil(number: str, how: str, random_: random.Random) -> str:
    """The number made wrong in one way."""
    if how == "id_check_digit":
        place = random_.randrange(14, 17)
        return number[:place] + str((int(number[place]) + random_.randrange(1, 10)) % 10) + number[place + 1:]
    if how == "id_length":
        return random_.choice([number[:-1], number[:17] + "11", number[:14], number[:16]])
    if how == "id_date":
        return number[:10] + random_.choice(["0230", "1301", "0000", "0431"]) + number[14:]
    if how == "id_age":
        return number[:6] + random_.choice(["1820", "1905", "2027", "2099"]) + number[10:]
    if how == "id_province":
        return random_.choice(["00", "16", "49", "99"]) + number[2:]
    return number[:5] + random_.choice("A京*") + number[6:]


def dress(number: str, random_: random.Random) -> str:
    """The same number as people type it."""
    return random_.choice([number, number.lower(), f" {number}　", number.translate(WIDE), f"{number[:6]} {number[6:14]} {number[14:]}", "\u200b" + number])


def test_ten_thousand_numbers_are_classified_right() -> None:
    random_ = random.Random(7)
    faults = ["id_check_digit", "id_length", "id_date", "id_age", "id_province", "id_letters"]
    wrong = []
    for turn in range(10_000):
        number, birth = invented(random_)
        expected = random_.choice(["good", "old", *faults])
        if expected == "good":
            text, want = dress(number, random_), (number, birth)
        elif expected == "old":
            birth = birth.replace(year=birth.year if birth.year < 2000 else 1999, day=1)
            old = f"{number[:6]}{birth:%y%m%d}{number[14:17]}"
            first17 = f"{old[:6]}19{old[6:]}"
            text, want = dress(old, random_), (first17 + check_digit(first17), birth)
        else:
            text, want = spoil(number, expected, random_), expected
        found = check_resident_id(text, today=TODAY)
        if (found.code if isinstance(found, Flaw) else (found.number, found.birth)) != want:
            wrong.append((turn, text, want, found))
    assert wrong == []


def test_sex_is_the_parity_of_the_17th_digit() -> None:
    assert [check_resident_id(first + check_digit(first)).sex for first in ("43100319930213304", "43100319930213305")] == ["female", "male"]  # type: ignore[union-attr]


def test_the_mend_of_a_wrong_check_digit_adds_up() -> None:
    found = check_resident_id("431003199302133041")
    assert isinstance(found, Flaw)
    assert found.mend == "431003199302133046"
    assert isinstance(check_resident_id(found.mend), Identity)


@pytest.mark.parametrize("text", ["", "  ", "131", "0" * 18, "𝟙" * 18, "一二三", "4" * 100_000])
def test_odd_texts_are_refused_and_never_crash(text: str) -> None:
    assert isinstance(check_resident_id(text), Flaw)


def test_numbers_are_masked_but_for_region_and_end() -> None:
    assert mask_resident_id("431003199302133046") == "431003**********46"
    assert mask_resident_id("12345") == "*****"
    assert [mask_mobile(n) for n in ("13868528521", "0735-2368888", "12")] == ["138****8521", "**********88", "**"]


@pytest.mark.parametrize(("text", "found"), [
    ("13868528521", "13868528521"), ("１３９９２２５４４０７", "13992254407"), ("151 6757 6823", "15167576823"), ("+86 138-6852-8521", "13868528521"),
    ("008613868528521", "13868528521"), ("1387351", "mobile_length"), ("138685285211", "mobile_length"), ("0735-2368888", "mobile_landline"),
    ("12868528521", "mobile_form"), ("", "mobile_empty"), ("手机", "mobile_form"),
])
def test_mobile_numbers(text: str, found: str) -> None:
    answer = check_mobile(text)
    assert (answer.code if isinstance(answer, Flaw) else answer) == found


def test_ten_thousand_mobile_numbers_and_codes_are_classified_right() -> None:
    random_ = random.Random(11)
    wrong = []
    for _turn in range(5_000):
        number = f"1{random_.randrange(3, 10)}{random_.randrange(10**9):09d}"
        short = number[:random_.randrange(3, 11)]
        wrong += [n for n, good in ((number, True), (short, False)) if isinstance(check_mobile(n), Flaw) == good]
        body = "91" + f"{random_.randrange(10**6):06d}" + "".join(random_.choice("0123456789ABCDEFGHJKLMNPQRTUWXY") for _place in range(9))
        code = body + stdnum_uscc.calc_check_digit(body)
        other = body + random_.choice([c for c in "0123456789ABCDEFGHJKLMNPQRTUWXY" if c != code[-1]])
        wrong += [c for c, good in ((code, True), (code.lower(), True), (other, False), (code[:-1], False)) if isinstance(check_uscc(c), Flaw) == good]
    assert wrong == []


def test_a_code_with_the_letter_o_for_a_zero_is_mended() -> None:
    found = check_uscc("9144O606735002285T")
    assert isinstance(found, Flaw)
    assert (found.code, found.mend) == ("uscc_form", "91440606735002285T")


@pytest.mark.parametrize(("raw", "month", "codes"), [
    ("1993-02", "1993-02", []), ("1993.02", "1993-02", ["read_as"]), ("199302", "1993-02", ["read_as"]), ("1996年8月", "1996-08", ["read_as"]),
    ("1996.2", "1996-02", ["read_as"]), ("１９９３．０２", "1993-02", ["read_as"]), ("1996/8/12", "1996-08", ["read_as"]),
    ("19960812", "1996-08", ["read_as"]), ("一九九六年十二月", "1996-12", ["read_as"]), (dt.date(1992, 4, 28), "1992-04", []),
    (dt.datetime(1992, 4, 28), "1992-04", []), (199307, "1993-07", ["read_as"]), (1996.2, "1996-02", ["read_as"]),
    (1996.1, "1996-01", ["month_zero"]), (33970, "1993-01", ["read_as"]), ("", None, []), (None, None, []),
    ("85.11", None, ["month_form"]), ("1993-13", None, ["month_range"]), ("1996", None, ["month_form"]), ("不详", None, ["month_form"]),
    ("1850-01", None, ["month_range"]),
])
def test_months(raw: object, month: str | None, codes: list[str]) -> None:
    reading = parse_year_month(raw)
    assert (reading.value, [flaw.code for flaw in reading.flaws]) == (month, codes)


def test_a_serial_date_depends_on_the_epoch_of_the_workbook() -> None:
    assert parse_year_month(32508, epoch1904=True).value == parse_year_month(33970).value == "1993-01"


@pytest.mark.parametrize(("raw", "value", "codes", "mend"), [
    (2, {"min": 2, "max": 2}, [], None), ("1-2", {"min": 1, "max": 2}, [], None), ("1～2人", {"min": 1, "max": 2}, ["read_as"], "1-2"),
    ("2人", {"min": 2, "max": 2}, ["read_as"], "2"), ("１-２人", {"min": 1, "max": 2}, ["read_as"], "1-2"), ("两名", {"min": 2, "max": 2}, ["read_as"], "2"),
    ("若干", None, ["seats_open"], None), ("待定", None, ["seats_open"], None), (dt.date(2026, 1, 2), None, ["seats_date"], "1-2"),
    ("3-1", None, ["seats_order"], "1-3"), ("0", None, ["seats_none"], None), ("很多", None, ["seats_form"], None), ("", None, [], None),
])
def test_seats(raw: object, value: object, codes: list[str], mend: str | None) -> None:
    reading = parse_seats(raw)
    assert (reading.value, [flaw.code for flaw in reading.flaws]) == (value, codes)
    assert [flaw.mend for flaw in reading.flaws] == ([mend] if codes else [])


@pytest.mark.parametrize(("raw", "value"), [("是", "yes"), ("√", "yes"), ("有", "yes"), (True, "yes"), (1, "yes"), ("否", "no"), ("无", "no"), ("×", "no"),
                                            (0, "no"), ("可协调", "negotiable"), ("", None), ("也许", None)])
def test_yes_and_no(raw: object, value: str | None) -> None:
    assert parse_yes_no(raw).value == value


def test_rare_characters_and_chinese_punctuation_stay() -> None:
    text = "李𬱖、㛃·买买提（“某”）：①〔2026〕１２号"
    assert clean_text(f"\ufeff {text}\u200b\x00\ud800　") == "李𬱖、㛃·买买提（“某”）：①〔2026〕12号"


@given(st.text())
def test_cleaning_twice_changes_nothing_and_leaves_no_broken_character(text: str) -> None:
    once = clean_text(text)
    assert clean_text(once) == once
    assert [c for c in once if unicodedata.category(c) == "Cs" or c == "\x00"] == []
