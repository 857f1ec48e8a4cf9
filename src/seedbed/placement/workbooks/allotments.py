"""A finished allotment as offices keep it (人员分配表): who went where, in whatever words."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from seedbed.kernel.workbooks import NOTE, WARNING, Column, Flaw, Row, Sheet, parsers
from seedbed.placement.queries.allotments import KIND, known_of
from seedbed.placement.reckoning.allotments import Found, Known
from seedbed.selection.models import Batch

SENTENCES: dict[str, Any] = {
    "person_unknown": _("Nobody of this batch has this name."),
    "person_several": _("Several people have this name (%(options)s): write the unit or the registered number too."),
    "host_unknown": _("No host of this batch has this name."),
    "host_several": _("Several hosts fit this name (%(options)s): write the whole name."),
    "post_unknown": _("This host has no such post; it has: %(options)s."),
    "post_missing": _("This host has several posts (%(options)s): write which one."),
}
KEYS = {"person": "person", "host": "host", "post": "title"}
fixed = parsers.choice({"yes": ("是", "指定", "固定", "锁定", "领导指定", "已定", "√", "yes", "y", "1"), "no": ("否", "不", "no", "n", "0")}, otherwise="no")


def allotment_sheet(batch: Batch) -> Sheet:
    """Return the declaration of an allotment whose rows are understood by the people and posts of a batch."""
    known = known_of(batch)

    def understood(row: Row) -> Iterable[Flaw]:
        return _flaws(row, known)

    def once(rows: Sequence[Row]) -> Iterator[tuple[Row, Flaw]]:
        return _repeated(rows, known)

    return Sheet(
        name=KIND, title=_("Finished allotment"),
        columns=(
            Column("person", _("Name"), synonyms=("姓名", "学员姓名", "学员", "干部姓名", "人员姓名", "人员"), required=True, width=12),
            Column("number", _("Registered number"), synonyms=("登记号", "编号", "报名编号"), width=14),
            Column("unit", pgettext_lazy("organisation", "Unit"), synonyms=("单位", "工作单位", "所在单位", "推荐单位", "单位及职务"), width=28),
            Column("host", _("Company"), synonyms=("企业名称", "驻点企业", "接收企业", "实训企业", "分配企业", "公司", "接收单位", "驻点单位"), required=True, width=30),
            Column("title", pgettext_lazy("training", "Post"), synonyms=("实训岗位", "岗位", "岗位名称", "驻点岗位", "分配岗位"), width=22),
            Column("fixed", _("Fixed beforehand"), synonyms=("是否指定", "指定", "固定", "是否固定", "锁定", "是否锁定", "领导指定"), parse=fixed, choices=("是", "否"),
                   hint=_("Yes where the place was settled before the allotment was made.")),
        ),
        carry_down=("host", "title"), row_checks=(understood,), sheet_checks=(once,),
        ignored=("序号", "备注", "性别", "职务", "联系电话", "联系方式", "匹配度", "志愿"),
    )


def _flaws(row: Row, known: Known) -> Iterator[Flaw]:
    """What is not understood of a row, or was understood otherwise than written."""
    values = row.values
    if values.get("person"):
        yield from _flaw("person", known.person(values["person"], values.get("unit"), values.get("number")))
    if values.get("host"):
        host = known.host(values["host"])
        yield from _flaw("host", host)
        if host.id is not None:
            yield from _flaw("post", known.post(host.id, values.get("title")))


def _flaw(what: str, found: Found) -> Iterator[Flaw]:
    if found.code:
        yield Flaw(found.code, SENTENCES[found.code], {"options": "、".join(found.options)}, mend=found.mend, key=KEYS[what])
    elif found.read_as:
        yield Flaw(f"{what}_read_as", _("Read as “%(name)s”."), {"name": found.read_as}, severity=NOTE, key=KEYS[what])


def _repeated(rows: Sequence[Row], known: Known) -> Iterator[tuple[Row, Flaw]]:
    """A person stands once; more people on a post than it has seats are taken, and told later as what the allotment breaks."""
    first: dict[int, int] = {}
    for row in rows:
        person, _post = known.place(row.values)
        if person is None:
            continue
        if person in first:
            yield row, Flaw("person_again", _("This person stands in row %(row)d already."), {"row": first[person]}, key="person")
        first.setdefault(person, row.number)
    crowd = Counter(post for row in rows if (post := known.place(row.values)[1]) is not None)
    seats = {place.id: place.seats for place in known.places}
    for row in rows:
        post = known.place(row.values)[1]
        if post is not None and seats[post] is not None and crowd[post] > (seats[post] or 0):
            told = {"count": crowd[post], "seats": seats[post]}
            yield row, Flaw("too_many", _("%(count)d people stand on this post, which has %(seats)d seats."), told, severity=WARNING, key="title")
