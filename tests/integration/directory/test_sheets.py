"""Lists go out, are edited in Excel, and come back: what changed is shown cell by cell and taken row by row."""

import io
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from seedbed.directory import workbooks
from seedbed.directory.actions import sheets as actions
from seedbed.directory.models import Person, Unit
from seedbed.kernel.faults import Refused, RuleBroken
from seedbed.kernel.models import AuditEvent, ImportJob
from seedbed.kernel.workbooks import staging
from seedbed.kernel.workbooks.trips import Coming, Place, Trip, coming
from seedbed.kernel.workbooks.writing import write_sheet
from seedbed.placement.actions import campaigns, canvass, wishes
from seedbed.placement.models import AskedCompany, Wish
from seedbed.placement.workbooks import COMPANIES, WISHES
from seedbed.selection.models import UnitQuota
from seedbed.selection.workbooks import QUOTAS
from tests.cast import Cast, id_number, log_in
from tests.integration.placement.hosts_ground import (
    make_application,
    make_batch,
    make_host,
    make_offer,
    make_post,
)
from tests.integration.placement.test_campaigns import opened
from tests.integration.selection import scene

pytestmark = pytest.mark.django_db
Edit = Callable[[dict[str, Any], list[list[Any]]], None]


def edited(trip: Trip, subject: Any, by: Any, edit: Edit) -> bytes:
    """Take a list out and edit it as somebody would in Excel: `edit` gets the place of each column by key and the rows of cells."""
    book = openpyxl.load_workbook(io.BytesIO(write_sheet(trip.sheet(subject, by), trip.rows(subject, by))))
    sheet = book.worksheets[0]
    rows = [[cell.value for cell in row] for row in sheet.iter_rows(min_row=2)]
    heads = {column.key: place for place, column in enumerate(trip.sheet(subject, by).columns)}
    body = rows[1:]
    edit(heads, body)
    for number, row in enumerate(body, 3):
        for place, value in enumerate(row, 1):
            sheet.cell(number, place).value = value
    found = io.BytesIO()
    book.save(found)
    return found.getvalue()


def back(trip: Trip, subject: Any, by: Any, edit: Edit, *more: list[Any]) -> tuple[Place, ImportJob, list[Coming]]:
    """Bring an edited list back and look at what it would change."""
    place = Place(trip, subject)
    sheet = trip.sheet(subject, by)
    data = edited(trip, subject, by, edit)
    job = actions.stage_sheet(place, by=by, parcel=staging.read_upload(SimpleUploadedFile("清单.xlsx", data), sheet))
    return place, job, coming(place, job, by, sheet)


def setting(heading: str, value: Any, row: int = 0) -> Edit:
    """Write one cell."""

    def edit(heads: dict[str, Any], rows: list[list[Any]]) -> None:
        rows[row][heads[heading]] = value

    return edit


def test_an_untouched_list_changes_nothing(cast: Cast) -> None:
    by = cast.actor("officer")
    place, job, rows = back(workbooks.PEOPLE, cast.root, by, lambda heads, rows: None)
    assert ([row.differs for row in rows], actions.take_sheet(place, by=by, job=job)) == ([False] * 6, actions.Tally(0, 0, 6))
    place, job, rows = back(workbooks.UNITS, cast.root, by, lambda heads, rows: None)
    assert [row.differs for row in rows] == [False] * 4


def test_a_changed_cell_is_shown_and_taken_alone(cast: Cast) -> None:
    by = cast.actor("clerk_a")

    def edit(heads: dict[str, Any], rows: list[list[Any]]) -> None:
        for row in rows:
            row[heads["post"]] = "科长"

    place, job, rows = back(workbooks.PEOPLE, cast.unit_a, by, edit)
    shown = sorted((str(row.meant.record), [(c.old, c.new) for c in row.changes]) for row in rows)
    assert shown == [("曾玉兰", [("科员", "科长")]), ("李文书", [("科员", "科长")])]
    first = next(row for row in rows if str(row.meant.record) == "曾玉兰")
    actions.take_sheet(place, by=by, job=job, numbers=[first.taken.number])
    job.refresh_from_db()
    assert (dict(Person.objects.filter(unit=cast.unit_a).values_list("name", "post")), job.status, job.rows.count()) == (
        {"曾玉兰": "科长", "李文书": "科员"}, "staged", 1)
    assert AuditEvent.objects.filter(action="directory.take_sheet", object_type="directory.Person", object_id=str(first.meant.record.pk), what="changed").count() == 1


def test_numbers_stay_here_and_new_people_need_one(cast: Cast) -> None:
    by = cast.actor("officer")
    book = openpyxl.load_workbook(io.BytesIO(edited(workbooks.PEOPLE, cast.root, by, lambda heads, rows: None)))
    text = " ".join(str(cell.value) for sheet in book for row in sheet.iter_rows() for cell in row)
    assert ("1390735" in text, "431003" in text, book["_lists"].sheet_state) == (False, False, "hidden")
    number = id_number(77)

    def edit(heads: dict[str, Any], rows: list[list[Any]]) -> None:
        for name, id_text in (("新同志", number), ("无号者", None)):
            row = [None] * len(rows[0])
            row[heads["name"]], row[heads["unit"]], row[heads["id_number"]] = name, cast.unit_b.name, id_text
            rows.append(row)

    place, job, rows = back(workbooks.PEOPLE, cast.root, by, edit)
    new = {row.taken.values["name"]: bool(row.meant.hindrance) for row in rows if row.is_new}
    assert new == {"新同志": False, "无号者": True}
    with pytest.raises(RuleBroken):
        actions.take_sheet(place, by=by, job=job)
    good = [row.taken.number for row in rows if row.taken.values["name"] == "新同志"]
    actions.take_sheet(place, by=by, job=job, numbers=good)
    assert list(Person.objects.filter(name__in=new).values_list("name", "unit")) == [("新同志", cast.unit_b.pk)]


def test_a_clerk_brings_in_the_own_unit_only(cast: Cast) -> None:
    place = Place(workbooks.PEOPLE, cast.unit_b)
    sheet = workbooks.PEOPLE.sheet(cast.unit_b, cast.actor("officer"))
    parcel = staging.read_upload(SimpleUploadedFile("清单.xlsx", edited(workbooks.PEOPLE, cast.unit_b, cast.actor("officer"), lambda heads, rows: None)), sheet)
    with pytest.raises(Refused):
        actions.stage_sheet(place, by=cast.actor("clerk_a"), parcel=parcel)
    assert ImportJob.objects.count() == 0


def test_units_get_their_industries_and_new_ones_their_place(cast: Cast) -> None:
    by = cast.actor("officer")

    def edit(heads: dict[str, Any], rows: list[list[Any]]) -> None:
        line = next(row for row in rows if row[heads["name"]] == cast.unit_a.name)
        line[heads["serves"]] = "C30、c39"
        row = [None] * len(rows[0])
        row[heads["name"]], row[heads["kind"]], row[heads["parent"]] = "资兴市质量站", "事业单位", cast.unit_a.name
        rows.append(row)

    place, job, _rows = back(workbooks.UNITS, cast.root, by, edit)
    assert actions.take_sheet(place, by=by, job=job) == actions.Tally(1, 1, 3)
    made = Unit.objects.get(name="资兴市质量站")
    assert (made.parent_id, made.kind, sorted(cast.unit_a.industry_links.values_list("industry_id", "relation"))) == (
        cast.unit_a.pk, "institution", [("C30", "serves"), ("C39", "serves")])


def test_quotas_are_set_changed_and_removed(cast: Cast) -> None:
    by, batch = cast.actor("officer"), scene.make_batch(cast)
    for unit, number in ((cast.unit_a, 3), (cast.unit_b, 2)):
        scene.actions.set_quota(batch, by=by, unit=unit, may_recommend=number, may_be_chosen=None)

    def edit(heads: dict[str, Any], rows: list[list[Any]]) -> None:
        for row in rows:
            row[heads["may_recommend"]] = 5 if row[heads["unit"]] == cast.unit_a.name else None

    place, job, rows = back(QUOTAS, batch, by, edit)
    assert sorted((c.old, c.new) for row in rows for c in row.changes) == [("2", ""), ("3", "5")]
    actions.take_sheet(place, by=by, job=job)
    assert list(UnitQuota.objects.values_list("unit", "may_recommend")) == [(cast.unit_a.pk, 5)]


def test_wishes_come_back_with_the_signed_paper(cast: Cast) -> None:
    batch, by = make_batch(cast), cast.actor("officer")
    offer = make_offer(make_host(cast), batch)
    first, second = make_post(offer, "甲岗"), make_post(offer, "乙岗")
    application = make_application(cast, batch)
    now = timezone.now()
    wishes.set_wish_window(batch, by=by, opens_at=now, closes_at=now + timedelta(days=3), max_choices=2)
    wishes.state_wishes(application, by=cast.actor("applicant"), choices=[first])
    label = f"{cast.company.name}·乙岗"
    _place, _job, rows = back(WISHES, batch, by, setting("wish1", label))
    assert ([(c.old, c.new) for c in rows[0].changes], bool(rows[0].meant.hindrance)) == ([(f"{cast.company.name}·甲岗", label)], True)

    def edit(heads: dict[str, Any], rows: list[list[Any]]) -> None:
        rows[0][heads["wish1"]], rows[0][heads["paper"]] = label, "志愿表07"

    place, job, _rows = back(WISHES, batch, by, edit)
    actions.take_sheet(place, by=by, job=job)
    assert list(Wish.objects.filter(application=application).values_list("rank", "post")) == [(1, second.pk)]


def test_companies_come_in_and_answers_of_calls_come_back(cast: Cast) -> None:
    campaign, (first,) = opened(cast, "甲公司")
    by = cast.actor("service_team")
    canvass.change_company(first, by=by, contact_name="徐先生", phone="13927712345")

    def edit(heads: dict[str, Any], rows: list[list[Any]]) -> None:
        rows[0][heads["answer"]], rows[0][heads["seats"]], rows[0][heads["posts"]], rows[0][heads["beds_women"]] = "愿意", 3, "生产助理×2；市场助理", 1
        row = [None] * len(rows[0])
        row[heads["name"]], row[heads["answer"]], row[heads["reason"]] = "乙公司", "明年", "生产旺季或厂区改造"
        rows.append(row)

    place, job, rows = back(COMPANIES, campaign, by, edit)
    assert ([row.is_new for row in rows], "13927712345" in str(job.rows.values_list("values", flat=True))) == ([False, True], False)
    actions.take_sheet(place, by=by, job=job)
    found = AskedCompany.objects.order_by("pk").values_list("name", "answer", "reason", "seats", "beds_women", "answered_by", "contact_phone_masked")
    assert list(found) == [("甲公司", "yes", "", 3, 1, "workbook", "139****2345"), ("乙公司", "next_year", "busy", None, None, "workbook", "")]
    assert list(first.posts.values_list("title", "seats")) == [("生产助理", 2), ("市场助理", 1)]
    _place, _job, rows = back(COMPANIES, campaign, by, lambda heads, rows: None)
    assert [row.differs for row in rows] == [False, False]


def test_a_closed_campaign_takes_no_list(cast: Cast) -> None:
    campaign, _rows = opened(cast, "甲公司")
    campaigns.move_campaign(campaign, by=cast.actor("officer"), move="close")
    place, job, _rows = back(COMPANIES, campaign, cast.actor("officer"), setting("answer", "不愿意"))
    with pytest.raises(RuleBroken):
        actions.take_sheet(place, by=cast.actor("officer"), job=job)
    assert AskedCompany.objects.get().answer == ""


def test_a_clerk_sends_the_own_list_corrected_and_the_office_takes_it(cast: Cast, client: Client) -> None:
    batch = scene.open_batch(cast)
    own = scene.add_application(batch, cast.people["applicant"], state="submitted")
    scene.add_application(batch, cast.people["other_applicant"], state="submitted")
    log_in(client, cast.clerk_a)
    book = openpyxl.load_workbook(io.BytesIO(client.get(reverse("selection:unit_corrections", args=[batch.pk])).content))
    sheet = book.worksheets[0]
    heads = {cell.value: cell.column for cell in next(row for row in sheet.iter_rows() if any(cell.value == "姓名" for cell in row))}
    line = next(row[0].row for row in sheet.iter_rows() if own.person.name in [cell.value for cell in row])
    sheet.cell(line, heads["职务"], "副科长")
    data = io.BytesIO()
    book.save(data)
    page = reverse("selection:unit_sheet", args=[batch.pk])
    assert client.post(page, {"file": SimpleUploadedFile("本单位.xlsx", data.getvalue())}).status_code == 302
    text = client.get(page).content.decode()
    assert ("副科长" in text, cast.people["other_applicant"].name in text) == (True, False)
    job = ImportJob.objects.get()
    stranger = log_in(Client(), cast.clerk_b)
    refused = stranger.post(page, {"file": SimpleUploadedFile("本单位.xlsx", data.getvalue())})
    assert (refused.status_code, ImportJob.objects.count()) == (200, 1)
    assert "副科长" in log_in(Client(), cast.officer).get(reverse("selection:import", args=[job.pk])).content.decode()
