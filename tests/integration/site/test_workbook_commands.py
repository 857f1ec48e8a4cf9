"""`seedbed import` and `seedbed export`: the same rules as on the pages, in the name of an account."""

import io
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from seedbed.kernel.models import AuditEvent, ImportJob
from seedbed.placement.models import Post
from seedbed.selection.models import Application, Batch
from tests.cast import Cast
from tests.integration.placement import test_hosts_workbook as hosts
from tests.integration.selection import scene, workbook

ROWS = [workbook.line(1, "王大"), workbook.line(2, "李二")]


def run(name: str, *words: Any, **options: Any) -> tuple[str, str]:
    """Run a command; return what it said on both ways."""
    out, err = io.StringIO(), io.StringIO()
    call_command(name, *map(str, words), stdout=out, stderr=err, **options)
    return out.getvalue(), err.getvalue()


@pytest.fixture
def batch(cast: Cast) -> Batch:
    """A batch in planning, called 2026-1."""
    return scene.make_batch(cast)


def written(folder: Path, data: bytes, name: str = "报名.xlsx") -> Path:
    """A file on disk."""
    path = folder / name
    path.write_bytes(data)
    return path


def test_a_workbook_comes_in_and_its_file_stays_as_it_was(cast: Cast, batch: Batch, tmp_path: Path) -> None:
    data = workbook.office_file(ROWS)
    path = written(tmp_path, data)
    said, _err = run("import", path, "--as", "officer", "--batch", "2026-1")
    assert ("added 2" in said, Application.objects.filter(batch=batch).count(), path.read_bytes() == data) == (True, 2, True)
    event = AuditEvent.objects.filter(action="selection.take_import").latest("seq")
    assert (event.actor_kind, event.actor_id) == ("account", str(cast.officer.pk))


def test_faults_are_told_by_cell_and_nothing_is_taken(cast: Cast, batch: Batch, tmp_path: Path) -> None:
    path, faults = written(tmp_path, workbook.office_file()), tmp_path / "问题.xlsx"
    out, err = io.StringIO(), io.StringIO()
    with pytest.raises(CommandError, match="10 行"):
        call_command("import", str(path), "--as", "officer", "--batch", "2026-1", "--faults", str(faults), stdout=out, stderr=err)
    assert ("E8 " in err.getvalue(), faults.read_bytes()[:2], Application.objects.count()) == (True, b"PK", 0)
    said, _err = run("import", path, "--as", "officer", "--batch", "2026-1", "--good-only")
    assert ("added 10" in said, Application.objects.count()) == (True, 10)


def test_looking_takes_nothing(cast: Cast, batch: Batch, tmp_path: Path) -> None:
    run("import", written(tmp_path, workbook.office_file(ROWS)), "--as", "officer", "--batch", "2026-1", "--look")
    assert (Application.objects.count(), ImportJob.objects.get().status) == (0, "staged")


@pytest.mark.parametrize(("account", "code", "sentence"), [
    ("nobody", "2026-1", "nobody"), ("officer", "2031-9", "2031-9"), ("officer", "x", "x"), ("clerk-a", "2026-1", "2026-1"),
])
def test_who_may_not_gets_a_sentence(cast: Cast, batch: Batch, tmp_path: Path, account: str, code: str, sentence: str) -> None:
    with pytest.raises(CommandError, match=sentence):
        run("import", written(tmp_path, workbook.office_file(ROWS)), "--as", account, "--batch", code)
    assert ImportJob.objects.count() == 0


def test_every_list_goes_out_and_those_that_can_be_edited_come_back(cast: Cast, batch: Batch, tmp_path: Path) -> None:
    run("import", written(tmp_path, workbook.office_file(ROWS)), "--as", "officer", "--batch", "2026-1")
    posts = written(tmp_path, hosts.workbook().read(), "岗位.xlsx")
    run("import", posts, "--as", "officer", "--batch", "2026-1", "--kind", "posts")
    for kind in ("applicants", "meeting", "screening", "corrections", "posts"):
        run("export", kind, "--as", "officer", "--batch", "2026-1", "--out", tmp_path / f"{kind}.xlsx")
    said, _err = run("import", tmp_path / "corrections.xlsx", "--as", "officer", "--batch", "2026-1", "--kind", "corrections")
    assert "changed 0, same 2" in said
    before = list(Post.objects.order_by("pk").values())
    run("import", tmp_path / "posts.xlsx", "--as", "officer", "--batch", "2026-1", "--kind", "posts")
    assert list(Post.objects.order_by("pk").values()) == before


def test_a_file_that_is_there_is_not_overwritten(cast: Cast, batch: Batch, tmp_path: Path) -> None:
    path = written(tmp_path, b"mine", "x.xlsx")
    with pytest.raises(CommandError):
        run("export", "corrections", "--as", "officer", "--batch", "2026-1", "--out", path)
    with pytest.raises(CommandError, match="排序"):
        run("export", "ranking", "--as", "officer", "--batch", "2026-1", "--out", tmp_path / "y.xlsx")
    assert path.read_bytes() == b"mine"
