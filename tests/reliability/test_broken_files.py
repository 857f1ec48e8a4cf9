"""Whatever file comes in by a page is answered with a sentence on that page: nothing is kept of it, and the site goes on."""

import io
import tempfile
from collections.abc import Callable
from typing import Any

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile, UploadedFile

from seedbed.demo import city, sheets
from seedbed.kernel.files import strays
from seedbed.kernel.models import ImportJob, StagedRow, StoredFile
from seedbed.kernel.workbooks import WorkbookRefused, staging
from seedbed.placement.workbooks import POSTS
from seedbed.selection.models import Application
from tests.unit.kernel.test_workbook_refusals import CASES
from tests.world import World, address

DOORS = ("selection:intake", "placement:posts_import")
# Of the corpus of the reader those that differ for a page; the rest is refused by the same words before it.
KINDS = ("empty", "program", "pdf", "picture", "zip of something", "web page", "truncated", "broken inside", "binary workbook", "locked",
         "over 20 MB", "small bomb", "lying directory", "1,000 nested zips", "billion laughs", "100,000 rows", "10,000 columns",
         "100,000 rows of csv", "csv of strange bytes", "ods of repeated rows", "headings only", "empty sheet", "text without headings")


def kept() -> tuple[int, ...]:
    """What is there of imports, files and applications."""
    return (*(model.objects.count() for model in (ImportJob, StagedRow, StoredFile, Application)), len(strays()))


def other_table() -> bytes:
    """A good workbook about something else."""
    book, out = openpyxl.Workbook(), io.BytesIO()
    for row in (["品名", "数量"], ["纸", 3]):
        book.active.append(row)
    book.save(out)
    return out.getvalue()


FILES: dict[str, Callable[[], bytes]] = {name: CASES[name][0] for name in KINDS} | {"another table": other_table}


def test_every_broken_file_is_answered_on_its_page_and_leaves_nothing(world: World) -> None:
    officer, before, wrong = world.client("officer"), kept(), []
    for name, make in FILES.items():
        data = make()
        for door in DOORS:
            answer = officer.post(address(world, door), {"file": SimpleUploadedFile("文件.xlsx", data)})
            sentences = answer.context["form"].errors.get("file", []) if answer.status_code == 200 else []
            if len(sentences) != 1 or "%(" in sentences[0] or sentences[0] not in answer.content.decode():
                wrong.append((name, door, answer.status_code, sentences))
    assert (wrong, kept(), officer.get("/").status_code) == ([], before, 200)
    assert len(FILES) >= 20


def test_two_hundred_megabytes_are_refused_unread() -> None:
    class Unread(UploadedFile):
        """A file that says so when somebody begins to read it."""

        def chunks(self, chunk_size: int | None = None) -> Any:
            raise AssertionError("it was read")

    with tempfile.TemporaryFile() as file, pytest.raises(WorkbookRefused) as refusal:
        file.truncate(200 << 20)
        staging.read_upload(Unread(file, "大.xlsx", size=200 << 20), POSTS)
    assert refusal.value.code == "too_big"
    assert "200" in str(refusal.value)


def test_formulas_come_in_as_their_results_and_are_told(world: World) -> None:
    book, out = openpyxl.load_workbook(io.BytesIO(sheets.posts_workbook(city.hosts()[5:7], tidy=True))), io.BytesIO()
    place = next(cell for row in book.active.iter_rows() for cell in row if cell.value == "岗位职责")
    book.active.cell(place.row + 1, place.column).value = '=HYPERLINK("http://x.cn","点")'
    book.save(out)
    answer = world.client("officer").post(address(world, "placement:posts_import"), {"file": SimpleUploadedFile("岗位.xlsx", out.getvalue())})
    job = ImportJob.objects.latest("pk")
    told = [(fault["code"], fault["cell"]) for row in job.rows.all() for fault in row.faults if "formula" in fault["code"]]
    assert (answer.status_code, told) == (302, [("formula_empty", place.coordinate.replace(str(place.row), str(place.row + 1)))])
