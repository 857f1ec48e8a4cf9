"""The wishes of a batch as a list that goes out and comes back: one row per person, one column per wish."""

from collections.abc import Sequence
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from seedbed.directory.workbooks import named
from seedbed.kernel.actor import Actor
from seedbed.kernel.workbooks import Column, Sheet, parsers
from seedbed.kernel.workbooks.staging import Taken
from seedbed.kernel.workbooks.trips import Meant, Trip, register
from seedbed.placement import rules
from seedbed.placement.actions.wishes import state_wishes
from seedbed.placement.models import HostOffer, Post
from seedbed.placement.queries import wishes as queries
from seedbed.placement.queries.hosts import batches_decided_by
from seedbed.selection.models import Application, Batch

USUAL = 5  # columns for wishes before a window is set


def _choices(batch: Batch) -> dict[int, Any]:
    window = queries.window_of(batch.pk)
    return {choice.pk: choice for choice in queries.choices_of(window)} if window is not None else {}


def _label(choice: Post | HostOffer) -> str:
    return f"{choice.offer.host.unit.name}·{choice.title}" if isinstance(choice, Post) else choice.host.unit.name


def _most(batch: Batch) -> int:
    window = queries.window_of(batch.pk)
    return window.max_choices if window is not None else USUAL


def _sheet(batch: Batch, by: Actor) -> Sheet:
    labels = {_label(choice): pk for pk, choice in _choices(batch).items()}
    parse = named(labels, gettext_lazy("“%(name)s” cannot be wished for; take it from the list."))
    wishes = (Column(f"wish{n}", gettext_lazy("Wish %(number)d") % {"number": n}, synonyms=(f"志愿{n}", f"第{n}志愿"), parse=parse, choices=tuple(labels), width=34)
              for n in range(1, _most(batch) + 1))
    return Sheet(name="placement.wishes", title=gettext_lazy("Wishes"), columns=(
        Column("number", gettext_lazy("Registered number"), synonyms=("登记号",), parse=parsers.text, width=12),
        Column("name", gettext_lazy("Name"), synonyms=("姓名",), parse=parsers.person_name, required=True, width=10),
        Column("unit", pgettext_lazy("organisation", "unit"), synonyms=("单位",), parse=parsers.text, width=28),
        *wishes,
        Column("paper", gettext_lazy("Number of the signed paper"), synonyms=("志愿表编号", "纸质志愿表编号"), parse=parsers.text, width=16,
               hint=gettext_lazy("Needed where wishes are changed here.")),
    ))


def _stated(application: Application) -> list[int]:
    return [wish.post_id or wish.offer_id or 0 for wish in queries.wishes_of(application)]


def _values(application: Application, most: int) -> dict[str, Any]:
    stated: list[int | None] = [*_stated(application)]
    stated += [None] * most
    return {"_key": str(application.pk), "number": application.shown_number, "name": application.person.name, "unit": application.unit.name} | {
        f"wish{n + 1}": stated[n] for n in range(most)}


def _people(batch: Batch, by: Actor) -> list[Application]:
    return list(queries.people_of_window(by, batch))


def _rows(batch: Batch, by: Actor) -> list[dict[str, Any]]:
    most = _most(batch)
    return [_values(application, most) for application in _people(batch, by)]


def _meant(batch: Batch, by: Actor, rows: Sequence[Taken]) -> list[Meant]:
    people, most = {str(application.pk): application for application in _people(batch, by)}, _most(batch)
    numbers = {application.shown_number: application for application in people.values()}
    found = []
    for row in rows:
        application = people.get(row.key) or numbers.get(row.values.get("number") or "")
        if application is None:
            found.append(Meant(None, {}, _("This person does not state wishes in this batch.")))
            continue
        values = _values(application, most)
        told = {key: values[key] for key in values if key.startswith("wish")}
        same = all(row.values.get(key) == value for key, value in told.items() if key in row.values)
        found.append(Meant(application, told, "" if same or row.values.get("paper") else _("Enter the number of the signed paper.")))
    return found


def _write(batch: Batch, by: Actor, row: Taken, meant: Meant) -> Application:
    """State the wishes from the signed paper, best first; empty cells between wishes are closed up."""
    choices, keys = _choices(batch), [f"wish{n}" for n in range(1, _most(batch) + 1)]
    wanted = [row.values[key] if key in row.values else meant.existing.get(key) for key in keys]
    state_wishes(meant.record, by=by, choices=[choices[pk] for pk in wanted if pk in choices], paper_number=row.values.get("paper") or "")
    application: Application = meant.record
    return application


WISHES = register(Trip(
    name="wishes", title=gettext_lazy("Wishes"), about=gettext_lazy("What each person wishes for, best first; changes need the signed paper."),
    subjects=batches_decided_by, brings=lambda by, batch: bool(rules.enters_batch_wishes(by, batch)), sheet=_sheet, rows=_rows, meant=_meant, write=_write,
    back=lambda batch: reverse("placement:wish_window", args=[batch.pk]), unit=lambda batch: batch.unit_id))
