"""Ready checks of rows and sheets, for use in declarations."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from seedbed.kernel.identity import Identity, check_resident_id
from seedbed.kernel.workbooks.declaration import ERROR, WARNING, Flaw, Row, RowCheck, SheetCheck


def _identity(row: Row, key: str) -> Identity | None:
    number = row.values.get(key)
    found = check_resident_id(number) if isinstance(number, str) else None
    return found if isinstance(found, Identity) else None


def birth_agrees(id_key: str, birth_key: str, *, severity: str = ERROR) -> RowCheck:
    """The month of birth must be that of the ID number; the mend is the ID number's month."""

    def check(row: Row) -> Iterable[Flaw]:
        person, month = _identity(row, id_key), row.values.get(birth_key)
        if person and month and str(month)[:7] != f"{person.birth:%Y-%m}":
            sentence = _("The month of birth is %(month)s, but the ID number says %(by_id)s.")
            by_id = f"{person.birth:%Y-%m}"
            yield Flaw("birth_differs", sentence, {"month": month, "by_id": by_id}, by_id, severity, birth_key)

    return check


def sex_agrees(id_key: str, sex_key: str, *, male: str = "male", female: str = "female", words: tuple[str, str] = ("男", "女")) -> RowCheck:
    """The sex must be that of the ID number; `male` and `female` are the values, `words` what a cell would say."""

    def check(row: Row) -> Iterable[Flaw]:
        person, sex = _identity(row, id_key), row.values.get(sex_key)
        if person and sex and sex != (male if person.sex == "male" else female):
            mend = words[0] if person.sex == "male" else words[1]
            yield Flaw("sex_differs", _("The sex written here is not that of the ID number."), mend=mend, key=sex_key)

    return check


def unique(key: str, code: str, sentence: str | Promise, *, severity: str = ERROR, at: str = "",
           identify: Callable[[Row], object] | None = None) -> SheetCheck:
    """No two rows may have the same value of `key` (or of `identify(row)`); every one of them gets the flaw at `at`.

    The sentence may use %(row)s: the numbers of the other rows.
    """

    def check(rows: Sequence[Row]) -> Iterator[tuple[Row, Flaw]]:
        groups: dict[object, list[Row]] = {}
        for row in rows:
            value = identify(row) if identify else row.values.get(key)
            if value not in (None, ""):
                groups.setdefault(value, []).append(row)
        for group in groups.values():
            for row in group if len(group) > 1 else ():
                others = "、".join(str(other.number) for other in group if other is not row)
                yield row, Flaw(code, sentence, {"row": others}, severity=severity, key=at or key)

    return check


_CITY = re.compile(r"^(?:[^市区县]{2,8}?(?:省|自治区))?([^省市区县]{2,8}市)([^市区县]{1,6}[区县])")
_DISTRICT = re.compile(r"^([^市区县]{1,6}[区县])")


def city_from_others(key: str) -> SheetCheck:
    """An address that begins with a district gets the city as mend that other rows name for that district."""

    def check(rows: Sequence[Row]) -> Iterator[tuple[Row, Flaw]]:
        cities = Counter(found.groups() for row in rows if (found := _CITY.match(str(row.values.get(key) or ""))))
        for row in rows:
            address = str(row.values.get(key) or "")
            district = None if _CITY.match(address) else _DISTRICT.match(address)
            city = next((c for (c, d), _n in cities.most_common() if district and d == district[1]), None)
            if district and city:
                sentence = _("The address lacks the city; other rows place %(district)s in %(city)s.")
                params = {"district": district[1], "city": city}
                yield row, Flaw("city_lacking", sentence, params, city + address, WARNING, key)

    return check
