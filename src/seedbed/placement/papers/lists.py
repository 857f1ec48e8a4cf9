"""Lists: placements by host and by unit as workbooks, and the class book (花名册) to be printed."""

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext, pgettext_lazy

from seedbed.kernel.papers import Paper, Table
from seedbed.kernel.workbooks import Column, Sheet, writing
from seedbed.placement.papers.words import day, host_of, last_day, lodging_of, signed, unit_and_job
from seedbed.placement.queries.papers import Outcome, Seat

PERSON = (
    Column("name", gettext_lazy("Name"), ("姓名",)), Column("sex", gettext_lazy("Sex"), ("性别",)),
    Column("unit", pgettext_lazy("organisation", "Unit"), ("单位",), width=30), Column("job", pgettext_lazy("job", "Post"), ("职务",), width=16),
)
PLACE = (
    Column("host", gettext_lazy("Host"), ("驻点企业",), width=30), Column("address", gettext_lazy("Address"), ("企业地址",), width=34),
    Column("post", gettext_lazy("Training post"), ("实训岗位",), width=20), Column("mentor", gettext_lazy("Mentor"), ("企业导师",)),
    Column("lodging", gettext_lazy("Lodging"), ("住宿",), width=18),
)
BY_HOST = Sheet(name="placement.by_host", title=gettext_lazy("Placements by host"), columns=(*PLACE[:3], *PERSON, *PLACE[3:]))
BY_UNIT = Sheet(name="placement.by_unit", title=gettext_lazy("Placements by unit"), columns=(PERSON[2], PERSON[0], PERSON[1], PERSON[3], *PLACE))


def _row(seat: Seat) -> dict[str, Any]:
    person, post = seat.application.person, seat.post
    cells = {"name": person.name, "sex": person.get_sex_display() if person.sex else "", "unit": seat.application.unit.name, "job": seat.application.post,
             "host": host_of(post)}
    if post is None:
        return cells
    return cells | {"address": post.offer.host.address, "post": post.title, "mentor": post.mentor, "lodging": lodging_of(post)}


def by_host(outcome: Outcome) -> bytes:
    """Return the workbook of placements in the order of hosts; those without a post stand last."""
    rows = [_row(seat) for seat in [*outcome.placed, *outcome.without]]
    return writing.write_sheet(BY_HOST, rows, title=f"{outcome.batch.name} {_('Placements by host')}")


def by_unit(outcome: Outcome) -> bytes:
    """Return the workbook of placements in the order of units; those without a post stand last."""
    rows = [_row(seat) for seats in outcome.by_unit().values() for seat in seats] + [_row(seat) for seat in outcome.without]
    return writing.write_sheet(BY_UNIT, rows, title=f"{outcome.batch.name} {_('Placements by unit')}")


def class_book(outcome: Outcome) -> Sequence[Paper]:
    """Return the class book: everybody with unit, host and post; no ID number, no telephone."""
    batch = outcome.batch
    columns = [pgettext("number in a list", "No."), _("Name"), _("Sex"), _("Born"), _("Political status"), _("Education"), _("Unit and post"), _("Rank"), _("Host"), _("Training post")]
    rows = [_line(n, seat) for n, seat in enumerate(outcome.seats, 1)]
    table = Table(columns=columns, rows=rows, widths=[1, 2, 1, 2, 2.5, 2.5, 6, 3, 5, 4])
    text = _("%(people)d people, from %(first)s to %(last)s, in %(city)s.") % {
        "people": len(rows), "first": day(batch.starts_on), "last": day(last_day(batch)), "city": batch.host_region.name}
    return [signed(batch, title=_("Class book of %(batch)s") % {"batch": batch.name}, paragraphs=[text, table], landscape=True)]


def _line(number: int, seat: Seat) -> list[Any]:
    a = seat.application
    born = f"{a.person.birth_month:%Y-%m}" if a.person.birth_month else ""
    return [number, a.person.name, a.person.get_sex_display() if a.person.sex else "", born, a.political_status, a.education, unit_and_job(seat), a.rank,
            host_of(seat.post), seat.post.title if seat.post else ""]
