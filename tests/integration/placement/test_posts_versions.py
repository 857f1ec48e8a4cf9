"""The chamber sends the workbook of posts again: row by row, with what rests on each post, and what it leaves out."""

from typing import Any

from django.utils import timezone

from seedbed.kernel.models import ImportJob
from seedbed.placement.models import Host, Placement, Post
from seedbed.placement.queries import intake
from seedbed.selection.models import Batch
from tests.cast import Cast
from tests.integration.placement.hosts_ground import get, make_application, post
from tests.integration.placement.test_hosts_workbook import ROWS, stage, taken, workbook


def rows(**changes: tuple[int, Any]) -> list[list[Any]]:
    """The rows of the usual workbook with their company in each; `seats=(2, "1")` changes the seats of the third."""
    found = [list(row) for row in ROWS[:4]]
    found[1][1:5] = found[0][1:5]
    places = {"title": 5, "seats": 8, "lodging_note": 10, "mentor": 11}
    for name, (row, value) in changes.items():
        found[row][places[name]] = value
    return found


def seat(cast: Cast, batch: Batch, title: str) -> Placement:
    """Place the applicant of the cast (a woman) on a post."""
    place = Post.objects.get(title=title)
    application = make_application(cast, batch, state="chosen")
    Post.objects.filter(pk=place.pk).update(taken=1)
    return Placement.objects.create(batch=batch, application=application, person=application.person, state="planned", post=place, placed_at=timezone.now())


def outlook(client: Any, cast: Cast, batch: Batch, job: ImportJob) -> Any:
    """What the page of the import says."""
    return get(client, cast.officer, "posts_job", batch.pk, job.pk).context


def test_a_change_names_who_is_placed_there_and_whose_bed_it_takes(cast: Cast, client) -> None:
    batch = taken(client, cast)
    placement = seat(cast, batch, "数字化部专员")
    Post.objects.filter(title="数字化部专员").update(lodging="any", lodging_note="")
    job = stage(client, cast, batch, workbook(rows(mentor=(0, "赵总监"))))
    told = {c["plan"].taken.values["title"]: c["touches"] for c in outlook(client, cast, batch, job)["changes"]}
    name = placement.person.name
    assert told == {"研发中心项目助理": [], "数字化部专员": [f"{name}已安排在此岗位（待报到）。", f"床位将只供异性使用，与{name}不符。"]}


def test_one_row_is_taken_and_the_others_wait(cast: Cast, client) -> None:
    batch = taken(client, cast)
    job = stage(client, cast, batch, workbook(rows(mentor=(0, "赵总监"), seats=(2, 3))))
    row = job.rows.get(number=3)
    assert post(client, cast.officer, "posts_take_row", batch.pk, job.pk, row.pk).status_code == 302
    job.refresh_from_db()
    assert (Post.objects.get(title="研发中心项目助理").mentor, Post.objects.get(title="数字化部专员").seats_max, job.status) == ("赵总监", 2, "staged")
    assert [p.title for p in intake.absent(batch, job, []).posts] == ["总经理助理"]  # the company was named by the row that was taken


def test_fewer_seats_than_are_taken_are_refused_with_the_row(cast: Cast, client) -> None:
    batch = taken(client, cast)
    seat(cast, batch, "数字化部专员")
    Post.objects.filter(title="数字化部专员").update(taken=2)
    job = stage(client, cast, batch, workbook(rows(seats=(2, 1))))
    change = next(c for c in outlook(client, cast, batch, job)["changes"] if c["plan"].post_cells)
    assert (bool(change["button"].disabled_reason), any("2" in t for t in change["touches"])) == (True, True)
    answer = post(client, cast.officer, "posts_take", batch.pk, job.pk)
    assert (answer.status_code, "5" in answer.content.decode(), Post.objects.get(title="数字化部专员").seats_max) == (409, True, 2)


def test_what_the_file_leaves_out_is_told_by_post_and_by_company_and_stays(cast: Cast, client) -> None:
    batch = taken(client, cast)
    job = stage(client, cast, batch, workbook([rows()[0]]))
    context = outlook(client, cast, batch, job)
    assert ([a["post"].title for a in context["absent"]], len(context["absent_hosts"])) == (["总经理助理"], Host.objects.count() - 1)
    post(client, cast.officer, "posts_take", batch.pk, job.pk)
    assert Post.objects.filter(state="open").count() == 4


def test_a_new_post_of_a_known_company_is_told_as_new(cast: Cast, client) -> None:
    batch = taken(client, cast)
    job = stage(client, cast, batch, workbook(rows(title=(3, "审计部助理"))))
    page = get(client, cast.officer, "posts_job", batch.pk, job.pk)
    assert ("新岗位" in page.content.decode(), page.context["new_posts"], page.context["new_hosts"]) == (True, 1, 0)
