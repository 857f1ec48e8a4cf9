"""Ready parsers for the cells offices send. Each gives a `Reading`: a plain JSON value and flaws with mends."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Mapping
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext

from seedbed.kernel import identity
from seedbed.kernel.identity import NOTE, WARNING, Flaw, Reading, clean_text, number_text, read_as
from seedbed.kernel.workbooks.declaration import Parser, plain_text

Alert = tuple[str, str, "str | Promise"]
MOST_WHOLE = 1_000_000_000


def _typed(raw: Any) -> str:
    return clean_text(number_text(raw))


def _read_text(raw: Any) -> Reading:
    text = re.sub(r"\s*\n\s*", "", _typed(raw))
    return Reading(text or None)


def _read_long(raw: Any) -> Reading:
    typed = _typed(raw)
    text = typed.replace("〓", "\n").strip()
    text = re.sub(r"\n{2,}", "\n", text)
    if "〓" not in typed:
        return Reading(text or None)
    return Reading(text or None, (Flaw("geta", _("The sign 〓 stands for a line break that was lost; it was taken out."), mend=text, severity=NOTE),))


# --- people ---------------------------------------------------------------------------------------------

_HAN = r"\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff〇"
_NAME = re.compile(rf"[{_HAN}]+(?:·[{_HAN}]+)*|[A-Za-zÀ-ž][A-Za-zÀ-ž'’.\- ]*")
_PADDED = re.compile(rf"(?<=[{_HAN}])\s+(?=[{_HAN}])")


def _read_name(raw: Any) -> Reading:
    typed = number_text(raw)
    name = re.sub(r"[•・‧∙．·]", "·", re.sub(r"\s+", " ", clean_text(typed)))
    tight = _PADDED.sub("", name)
    if not _NAME.fullmatch(tight):
        sentence = _("A name holds Chinese characters (with · between parts) or Latin letters only.")
        return Reading(tight or None, (Flaw("name_form", sentence, mend=_letters_only(tight)),))
    if len(tight) == 1 or len(tight) > 40:
        return Reading(tight, (Flaw("name_length", _("This name is too short or too long to be whole."), severity=WARNING),))
    if tight == typed.strip():
        return Reading(tight)
    return Reading(tight, (Flaw("padding", _("The name was written with spaces; read as %(value)s."), {"value": tight}, tight, NOTE),))


def _letters_only(name: str) -> str | None:
    rest = re.sub(r"[（(].*?[)）]", "", name)
    rest = re.sub(rf"[^{_HAN}·A-Za-z ]", "", rest).strip()
    return rest if rest and rest != name else None


def _read_resident_id(raw: Any) -> Reading:
    if isinstance(raw, int | float) and abs(raw) >= 1e15:
        sentence = _("Excel has rounded this ID number because the cell is a number: the last digits are lost. Type it anew as text.")
        return Reading(None, (Flaw("id_rounded", sentence),))
    typed = number_text(raw)
    found = identity.check_resident_id(typed)
    if isinstance(found, Flaw):
        return Reading(None, (found,))
    if found.old_form:
        sentence = _("This is an old ID number of 15 digits; it was brought into the form of 18.")
        return Reading(found.number, (Flaw("id_old", sentence, mend=found.number, severity=WARNING),))
    return Reading(found.number, _rewritten(typed, found.number))


def _rewritten(typed: str, value: str) -> tuple[Flaw, ...]:
    """The note for sensitive cells: says that the writing was tidied, not what stands there."""
    if typed == value:
        return ()
    if typed.strip() == value:
        return (Flaw("outer_spaces", _("There were spaces around it; they were taken away."), mend=value, severity=NOTE),)
    return (Flaw("rewritten", _("Full-width characters, spaces or small letters were tidied."), mend=value, severity=NOTE),)


def _read_mobile(raw: Any) -> Reading:
    typed = number_text(raw)
    found = identity.check_mobile(typed)
    return Reading(None, (found,)) if isinstance(found, Flaw) else Reading(found, _rewritten(typed, found))


_PHONE_INSIDE = re.compile(r"(?:(?:\+|00)?86[\s-]?)?1[3-9](?:[\s-]?\d){9}(?!\d)|0\d{2,3}[\s-]?\d{7,8}(?!\d)")


def _read_contact(raw: Any) -> Reading:
    typed = _typed(raw)
    found = _PHONE_INSIDE.search(typed)
    name = re.sub(r"[\s,，、:：;；/()（）]+", " ", typed.replace(found[0], " ") if found else typed).strip()
    if not found:
        sentence = _("No whole telephone number stands in the cell; write name and number, such as 徐先生 138××××8521.")
        return Reading({"name": name or None, "phone": None}, (Flaw("contact_phone", sentence, severity=WARNING),))
    digits = re.sub(r"[\s-]", "", found[0])
    phone = identity.check_mobile(digits)
    value = {"name": re.sub(r"\d{2,}", "", name).strip() or None, "phone": digits if isinstance(phone, Flaw) else phone}
    plain = _show_contact(value)
    if not value["name"]:
        return Reading(value, (Flaw("contact_name", _("Only a telephone number stands in the cell; the name is missing."), severity=WARNING),))
    if typed == plain:
        return Reading(value, (Flaw("contact_split", _("Name and telephone stand in one cell; they were told apart."), severity=NOTE),))
    return Reading(value, (Flaw("contact_split", _("Name and telephone stand in one cell; they were told apart."), mend=plain, severity=NOTE),))


def _show_contact(value: Mapping[str, Any]) -> str:
    return " ".join(filter(None, (value.get("name"), value.get("phone"))))


_PEOPLES = frozenset(
    "汉 蒙古 回 藏 维吾尔 苗 彝 壮 布依 朝鲜 满 侗 瑶 白 土家 哈尼 哈萨克 傣 黎 傈僳 佤 畲 高山 拉祜 水 东乡 纳西 景颇 柯尔克孜 土 "
    "达斡尔 仫佬 羌 布朗 撒拉 毛南 仡佬 锡伯 阿昌 普米 塔吉克 怒 乌孜别克 俄罗斯 鄂温克 德昂 保安 裕固 京 塔塔尔 独龙 鄂伦春 赫哲 门巴 珞巴 基诺".split())


def _read_ethnicity(raw: Any) -> Reading:
    typed = _typed(raw)
    name = re.sub(r"\s", "", typed).removesuffix("族")
    if name not in _PEOPLES:
        return Reading(None, (Flaw("ethnicity_form", _("This is not one of the 56 ethnic groups.")),))
    full = name + "族"
    return Reading(full, () if typed == full else (read_as(full),))


# --- bodies, numbers, dates -----------------------------------------------------------------------------


def _read_uscc(raw: Any) -> Reading:
    typed = number_text(raw)
    found = identity.check_uscc(typed)
    if isinstance(found, Flaw):
        return Reading(None, (found,))
    return Reading(found, () if typed == found else (read_as(found),))


def _read_date(raw: Any) -> Reading:
    if isinstance(raw, dt.date):
        return Reading(f"{raw.year:04d}-{raw.month:02d}-{raw.day:02d}")
    typed = _typed(raw)
    found = _date_of(raw, typed)
    if not found:
        return Reading(None, (Flaw("date_form", _("This is no date such as 2023-10-09.")),))
    return Reading(found.isoformat(), () if typed == found.isoformat() else (read_as(found.isoformat()),))


def _date_of(raw: Any, typed: str) -> dt.date | None:
    if isinstance(raw, int) and 3_000 <= raw < 80_000:
        return dt.date(1899, 12, 30) + dt.timedelta(days=raw)
    parts = re.fullmatch(r"(\d{4})\D{0,2}?(\d{1,2})\D{0,2}?(\d{1,2})日?(?:[ T].*)?", typed)
    try:
        return dt.date(*map(int, parts.groups())) if parts else None
    except ValueError:
        return None


def _read_whole(raw: Any) -> Reading:
    text = re.sub(r"[,，\s]|(人|名|个|元|分)$", "", _typed(raw))
    if not re.fullmatch(r"-?\d+", text) or abs(int(text)) > MOST_WHOLE:
        return Reading(None, (Flaw("whole_form", _("A whole number is needed here.")),))
    return Reading(int(text))


def _show_seats(value: Mapping[str, int]) -> str:
    return str(value["min"]) if value["min"] == value["max"] else f"{value['min']}-{value['max']}"


def _show_yes_no(value: str) -> str:
    words = {"yes": pgettext("cell", "yes"), "no": pgettext("cell", "no"), "negotiable": pgettext("cell", "negotiable")}
    return words.get(value, value)


def _read_flag(raw: Any) -> Reading:
    reading = identity.parse_yes_no(raw)
    if reading.value == "negotiable":
        return Reading(None, (Flaw("yes_no_form", _("Yes (是) or no (否) is needed here.")),))
    return Reading(None if reading.value is None else reading.value == "yes", reading.flaws)


def _read_listing(raw: Any) -> Reading:
    parts = [part.strip() for part in re.split(r"[、,，;；/\n|]+", _typed(raw))]
    return Reading(list(dict.fromkeys(filter(None, parts))) or None)


text = Parser(_read_text)
long_text = Parser(_read_long)
person_name = Parser(_read_name)
resident_id = Parser(_read_resident_id)
mobile = Parser(_read_mobile)
contact = Parser(_read_contact, _show_contact)
ethnicity = Parser(_read_ethnicity)
uscc = Parser(_read_uscc)
year_month = Parser(identity.parse_year_month, dates=True)
date = Parser(_read_date, dates=True)
whole_number = Parser(_read_whole)
seats = Parser(identity.parse_seats, _show_seats)
yes_no = Parser(identity.parse_yes_no, _show_yes_no)
flag = Parser(_read_flag, lambda value: "是" if value else "否")
listing = Parser(_read_listing, plain_text)


def choice(words: Mapping[str, Iterable[str]], *, otherwise: str | None = None) -> Parser:
    """A parser for a closed list: value → the words for it (the first is written out).

    A cell that is none of them is refused with the nearest word as mend, or read as `otherwise`.
    """
    known = {clean_text(word).lower(): value for value, synonyms in words.items() for word in (value, *synonyms)}
    first = {value: next(iter(synonyms), value) for value, synonyms in words.items()}

    def read(raw: Any) -> Reading:
        typed = _typed(raw)
        value = known.get(re.sub(r"\s", "", typed).lower()) or known.get(typed.lower())
        if value is not None:
            return Reading(value)
        if otherwise is not None:
            return Reading(otherwise)
        inside = [word for word in first.values() if word in typed or typed in word]
        allowed = "、".join(first.values())
        sentence = _("This is not one of: %(allowed)s.")
        return Reading(None, (Flaw("choice", sentence, {"allowed": allowed}, inside[0] if len(inside) == 1 else None),))

    return Parser(read, lambda value: first.get(value, str(value)))


_HEALTH = r"身体|健康|疾病|患病|生病|手术|复查|住院|治疗|康复|怀孕|孕期|产假|残疾|抑郁|慢性病|病史"
_SECRETS = r"绝密|机密|秘密级|涉密|内部文件"
_FAMILY = r"(父亲|母亲|妻子|丈夫|儿子|女儿|爱人|岳父|岳母|公公|婆婆)[^,，。;；]{0,6}[:：叫名]"


def remark(alerts: Iterable[Alert] = ()) -> Parser:
    """A parser for free remarks that warns of what should not stand there, and of the room's own alerts.

    An alert is (pattern, code, sentence). Health data, secrets and family members are watched for always.
    """
    watched: tuple[Alert, ...] = (
        (_HEALTH, "health_data", _("This speaks of a person's health. Keep it only if the person agreed and it is needed; better write what help is needed.")),
        (_SECRETS, "secrets", _("This speaks of secrets. State and work secrets must not be entered here.")),
        (_FAMILY, "family_data", _("This names members of the family. Keep no more than the declared conflict of interest.")),
        *alerts,
    )

    def read(raw: Any) -> Reading:
        words = _typed(raw)
        flaws = tuple(Flaw(code, sentence, severity=WARNING) for pattern, code, sentence in watched if re.search(pattern, words))
        return Reading(words or None, flaws)

    return Parser(read)
