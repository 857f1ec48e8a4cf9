"""Corrected sheets and a request campaign, played for 46 people and 23 companies and for 500 and 300; each number is recounted from the files."""

import datetime as dt
import io
from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit

import openpyxl
import pytest
from django.urls import reverse
from django.utils.translation import gettext, override

from seedbed.directory import actions as directory
from seedbed.kernel.workbooks import staging
from seedbed.placement.models import AskedCompany, Campaign
from seedbed.selection import actions, workbooks
from seedbed.selection.models import Application
from tests.cast import SETUP, Cast, id_number, make_cast
from tests.e2e.officer import Officer
from tests.integration.selection import scene, workbook

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
COLUMNS = ("企业名称", "行业代码", "主营业务", "转办单位")


class Desk:
    """The officer, with a batch to be filled."""

    def __init__(self, cast: Cast, officer: Officer, people: int, companies: int) -> None:
        self.cast, self.officer, self.page, self.people, self.companies = cast, officer, officer.page, people, companies
        self.batch = scene.make_batch(cast, seats=people)

    def bring(self, data: bytes, name: str = "名单.xlsx") -> None:
        """Upload a workbook on the open page."""
        self.page.set_input_files("main input[type=file]", {"name": name, "mimeType": XLSX, "buffer": data})
        self.page.locator("main form:has(input[type=file]) .form-acts button").first.click()
        self.page.wait_for_load_state("load")

    def figures(self) -> dict[str, int]:
        """The figures at the head of the open page, by their words."""
        labels, values = (self.page.locator(f"main .stats .stat-{part}").all_text_contents() for part in ("label", "value"))
        return {label.strip(): int(value) for label, value in zip(labels, values, strict=True)}

    def row(self, words: str) -> Any:
        """The row of a table that holds these words."""
        return self.page.locator("main tr", has_text=words).first


@pytest.fixture
def desk(live_server: Any, arrive: Callable[..., Any], request: pytest.FixtureRequest) -> Desk:
    """A desk of the size asked for."""
    cast = make_cast()
    visitor = arrive(cast.officer)
    visitor.patience = "load"
    visitor.context.set_default_timeout(120_000)
    return Desk(cast, Officer(visitor), *request.param)


SIZES = pytest.mark.parametrize("desk", [(46, 23), (500, 300)], indirect=True, ids=["46", "500"])


def zh(words: str) -> str:
    """The Chinese words of the page."""
    with override("zh-hans"):
        return gettext(words)


def name(number: int) -> str:
    """An invented name for each number."""
    return "申" + "".join("元亨利贞天地玄黄宇宙"[int(digit)] for digit in f"{number:03}")


def applicant(number: int, unit: str, **more: Any) -> dict[str, Any]:
    """A row of the sheet of applicants; ID numbers are told apart by year and serial."""
    year = 1990 + number // 300
    number_of_id = id_number(number % 300, birth=f"{year}0101")
    return workbook.line(number, name(number), born=f"{year}-01", id_=number_of_id, 工作单位及职务=unit, **more)


@SIZES
def test_a_corrected_sheet_is_taken_row_by_row(desk: Desk) -> None:
    """A unit leaves one out, changes one, adds one: told apart from all others, and only the row taken is written."""
    small, large = "资兴市住房和城乡建设局 科员", "桂阳县教育局 科员"
    rows = [applicant(n, small if n < 6 else large) for n in range(1, desk.people + 1)]
    sheet, by = workbooks.applicants_sheet(desk.batch), desk.cast.actor("officer")
    parcel = staging.read_upload(workbook.upload(workbook.office_file(rows)), sheet)
    job = actions.stage_import(desk.batch, by=by, parcel=parcel, declaration=sheet)
    actions.take_import(desk.batch, by=by, job=job, declaration=sheet)
    assert Application.objects.filter(batch=desk.batch).count() == desk.people
    desk.officer.open(reverse("selection:intake", args=[desk.batch.pk]))
    desk.bring(workbook.office_file([rows[0] | {"职级": "副科级"}, *rows[2:], applicant(desk.people + 1, small)]))
    told = desk.figures()
    assert [told[zh(each)] for each in ("Rows", "With errors", "New people", "Changed", "Missing in this version")] == [desk.people, 0, 1, 1, 1]
    desk.officer.open(f"{urlsplit(desk.page.url).path}?show=changed")
    assert all(words in desk.row(name(1)).inner_text() for words in ("四级主任科员", "副科级"))
    desk.officer.press_form('form[action*="/rows/"][action$="/take"]')
    left = desk.figures()
    assert [left[zh(each)] for each in ("New people", "Changed", "Missing in this version")] == [1, 0, 1]
    people = Application.objects.filter(batch=desk.batch)
    assert (people.count(), people.get(person__name=name(1)).rank) == (desk.people, "副科级")


@SIZES
def test_a_request_campaign_from_the_list_to_the_answers(desk: Desk, arrive: Callable[..., Any]) -> None:
    """Companies come in by a list, half of them through a chamber, go out and come back with what they said; answers stand against the target."""
    officer, page = desk.officer, desk.page
    campaign = planned_with_a_chamber(desk)
    officer.open(reverse("directory:sheet", args=["companies", campaign.pk]))
    desk.bring(companies([f"佛山第{n:03}家企业" for n in range(1, desk.companies + 1)]))
    officer.press("/take")
    assert campaign.companies.count() == desk.companies
    officer.open(reverse("placement:campaign", args=[campaign.pk]))
    page.locator("main summary", has_text="设定目标").click()
    officer.fill(seats=40, posts=20)
    officer.send("posts")
    officer.press_form("form:has([name=move][value=open])")
    chamber = desk.companies // 2
    assert stages(desk) == {"佛山郴州商会": [chamber, 0, 0, 0], "直接征集": [desk.companies - chamber, 0, 0, 0]}
    officer.press("/passed-on")
    assert stages(desk)["佛山郴州商会"] == [chamber, chamber, 0, chamber]
    with page.expect_download() as going:
        officer.open(reverse("directory:sheet", args=["companies", campaign.pk]))
        page.locator("main form[action$='/export'] button").first.click()
    book = openpyxl.load_workbook(io.BytesIO(going.value.path().read_bytes()))
    yes, no = answered(book)
    officer.open(reverse("directory:sheet", args=["companies", campaign.pk]))
    desk.bring(saved(book))
    told = desk.figures()
    assert [told[zh(each)] for each in ("Rows", "Changed", "As before")] == [desk.companies, yes + no, desk.companies - yes - no]
    officer.press("/take")
    answers_by_link(desk, campaign, arrive())
    officer.open(reverse("placement:campaign", args=[campaign.pk]))
    told, rows = desk.figures(), AskedCompany.objects.filter(campaign=campaign)
    assert [told[zh(each)] for each in ("Companies", "Willing")] + [told["已答复"]] == [desk.companies, yes + 1, yes + no + 1]
    assert (rows.filter(answer="yes").count(), rows.filter(answer="no", reason="busy").count()) == (yes + 1, no)
    shown = page.locator("main .divided b").all_text_contents()
    assert [f"40 : {2 * yes + 3}", f"20 : {yes + 2}"] == shown[:2]
    through = [n for n in range(1, desk.companies + 1) if n % 2 == 0]
    said = sum(n % 5 in (1, 2) for n in through) + (LINKED in through)
    assert stages(desk)["佛山郴州商会"] == [chamber, chamber, said, chamber - said]


LINKED = 3  # the company that answers by itself


def planned_with_a_chamber(desk: Desk) -> Campaign:
    """Plan a campaign with its three days, and name the chamber that passes it on."""
    chamber = directory.add_unit(None, by=SETUP, name="佛山郴州商会", kind="chamber")
    desk.officer.open(reverse("placement:campaign_add", args=[desk.batch.pk]))
    days = [desk.batch.starts_on - dt.timedelta(days=n) for n in (30, 20, 10)]
    desk.officer.fill(**dict(zip(("pass_on_by", "reach_by", "answer_by"), (day.isoformat() for day in days), strict=True)))
    desk.officer.send("answer_by")
    campaign = Campaign.objects.get()
    desk.officer.open(reverse("placement:relay_add", args=[campaign.pk]))
    desk.officer.fill(unit=chamber.pk)
    desk.officer.send("unit")
    return campaign


def stages(desk: Desk) -> dict[str, list[int]]:
    """What the open page says of each stage: listed, asked, answered, silent."""
    rows = desk.page.locator("main table:has(th.actions) tbody tr, main .table tbody tr").all()
    cells = [[cell.strip() for cell in row.locator("td").all_text_contents()] for row in rows]
    return {row[0].split()[0]: [int(text) for text in row[3:7]] for row in cells if len(row) == 8}


def answers_by_link(desk: Desk, campaign: Campaign, host: Any) -> None:
    """A company without an account opens its link, gives the code that it was told, and says what it offers."""
    company = campaign.companies.get(name=f"佛山第{LINKED:03}家企业")
    desk.officer.open(reverse("placement:company", args=[company.pk]))
    desk.officer.press("/link")
    address, code = desk.page.locator("main .secret").all_text_contents()
    host.open(urlsplit(address).path)
    host.page.fill("main [name=code]", code.strip())
    host.page.locator("main form:has([name=code]) button.btn-primary").click()
    host.page.wait_for_selector("main [name=seats]")
    host.page.check("main [name=answer][value=yes]")
    for name, value in {"seats": "3", "title0": "工艺助理", "count0": "2", "title1": "市场助理", "count1": "1", "uscc": "91440605MA4UX12Q1N"}.items():
        host.page.fill(f"main [name={name}]", value)
    host.page.locator("main form:has([name=seats]) button.btn-primary").click()
    host.page.wait_for_selector("main .badge-good, main .badge")
    company.refresh_from_db()
    assert (company.answer, company.seats, company.answered_by, host.examine()) == ("yes", 3, "link", [])


def companies(names: list[str]) -> bytes:
    """A list of companies as a chamber sends it; every second one is asked through it."""
    book = openpyxl.Workbook()
    book.active.append(COLUMNS)
    for n, each in enumerate(names, 1):
        book.active.append([each, "C30", "陶瓷生产", "" if n % 2 else "佛山郴州商会"])
    return saved(book)


def answered(book: openpyxl.Workbook) -> tuple[int, int]:
    """Write answers into a list that went out: every fifth company is willing, the one behind it refuses; return how many did."""
    sheet = book.worksheets[0]
    rows = [row for row in range(1, sheet.max_row + 1) if str(sheet.cell(row, 1).value or "").startswith("佛山第")]
    for row in rows[::5]:
        sheet[f"H{row}"], sheet[f"K{row}"], sheet[f"N{row}"] = "愿意", 2, "生产助理×2"
    for row in rows[1::5]:
        sheet[f"H{row}"], sheet[f"I{row}"] = "不愿意", "生产旺季或厂区改造"
    return len(rows[::5]), len(rows[1::5])


def saved(book: openpyxl.Workbook) -> bytes:
    """The bytes of a workbook."""
    data = io.BytesIO()
    book.save(data)
    return data.getvalue()
