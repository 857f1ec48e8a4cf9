"""Reads what people write about time in the Guangdong-Hong Kong-Macao Greater Bay Area."""

import re
from dataclasses import dataclass

# The nine cities of Guangdong and the two special administrative regions (development plan of 2019-02-18).
CITIES = ("广州", "深圳", "珠海", "佛山", "惠州", "东莞", "中山", "江门", "肇庆", "香港", "澳门")
PLACE = re.compile("|".join((*CITIES, "大湾区", "珠三角")))
STUDY = re.compile("就读|读书|求学|上学|读研|读博|在读|攻读|本科|大专|学习|留学|毕业")
INTERNSHIP = re.compile("实习|见习|顶岗")
WORK = re.compile("工作|任职|就职|上班|挂职|从业|创业|务工|打工|供职|任教|入职|跟岗|驻点|借调")
NONE = frozenset({"", "无", "没有", "否", "/", "-", "—", "暂无"})
KINDS = ("none", "work", "internship", "study", "unclear")
_STRENGTH = ("work", "internship", "unclear", "study", "none")
_NUMERALS = {"一": 1, "二": 2, "两": 2, "三": 3, "四": 4, "五": 5, "六": 6, "七": 7, "八": 8, "九": 9, "十": 10}
_YEARS = re.compile(r"(\d+(?:\.\d+)?|[一二两三四五六七八九十])\s*(?:年|载)(半)?")
_MONTHS = re.compile(r"(\d+|[一二两三四五六七八九十])\s*个?月")


@dataclass(frozen=True)
class Stay:
    """What a text says: the kind, months where stated, and the words it was read from."""

    kind: str
    months: int | None = None
    words: str = ""


def read_stay(text: str) -> Stay:
    """Return the strongest stay a text states: work before internship before study.

    A text without a place of the Bay Area, or without a word for what was done there, is unclear: an
    officer looks at it.
    """
    text = re.sub(r"\s+", "", text)
    if text in NONE:
        return Stay("none")
    parts = [_read_part(part) for part in re.split(r"[、,，;；。\n]", text) if part] or [Stay("unclear", words=text)]
    return min(parts, key=lambda stay: _STRENGTH.index(stay.kind))


def _read_part(part: str) -> Stay:
    months = _months(part)
    if not PLACE.search(part):
        return Stay("unclear", months, part)
    for kind, words in (("internship", INTERNSHIP), ("work", WORK), ("study", STUDY)):
        if words.search(part):
            return Stay(kind, months, part)
    return Stay("unclear", months, part)


def _number(text: str) -> float:
    return float(_NUMERALS[text]) if text in _NUMERALS else float(text)


def _months(part: str) -> int | None:
    years = _YEARS.search(part)
    if years and len(years[1]) < 4:
        return round(_number(years[1]) * 12) + (6 if years[2] else 0)
    if "半年" in part:
        return 6
    months = _MONTHS.search(part)
    return round(_number(months[1])) if months else None


def counts(kind: str, months: int | None, *, internship_counts: bool, least_months: int = 0) -> bool:
    """Tell whether a stay counts as work experience in the Bay Area under the settings of a rule set.

    Study never counts. Internship counts where the rule says so. Where a least length is set, a stay
    without a stated length does not count.
    """
    if kind != "work" and not (kind == "internship" and internship_counts):
        return False
    return least_months == 0 or (months is not None and months >= least_months)
