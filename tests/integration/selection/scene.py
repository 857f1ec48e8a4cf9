"""A batch with applicants, made through the same actions as in real life."""

from datetime import date, timedelta
from typing import Any

from django.test import Client
from django.urls import reverse
from django.utils import timezone

from seedbed.directory import actions as directory
from seedbed.directory.models import Person, Unit
from seedbed.directory.queries import notice_in_force
from seedbed.selection import actions
from seedbed.selection.models import Application, Batch, YearPlan
from tests.cast import SETUP, Cast, id_number, log_in

FIRST, SECOND = "甲乙丙丁戊己庚辛壬癸", "元亨利贞天地玄黄宇宙"
ANSWERS: dict[str, Any] = {
    "post": "科员", "rank": "四级主任科员", "political_status": "中共党员", "education": "大学本科", "school": "中南大学", "major": "土木工程",
    "duties": "工程建设管理和家居产业园配套", "bay_experience": "佛山家电企业工作2年", "in_park": False, "in_economic": True,
    "is_recruited_talent": False, "statement": "", "declared_conflict": "", "wished_industries": "家居建材", "wished_codes": ["C21", "C30"],
}
FORM = {k: v for k, v in ANSWERS.items() if k not in {"wished_industries", "wished_codes", "in_park"}} | {
    "in_economic": "on", "wishes": ["家居建材"], "agree": "on"}


def make_plan(cast: Cast, *, unit: Unit | None = None) -> YearPlan:
    """A programme of the department with the plan of this year."""
    programme = actions.add_programme(unit or cast.department, by=SETUP, name="年轻干部赴大湾区沉浸式培训")
    return actions.add_plan(programme, by=SETUP, year=2026, target=100)


def make_batch(cast: Cast, *, plan: YearPlan | None = None, **more: Any) -> Batch:
    """A batch of two seats in Foshan, in planning; applications are possible from yesterday on."""
    today = timezone.localdate()
    given: dict[str, Any] = {"starts_on": today + timedelta(days=60), "ends_on": today + timedelta(days=150), "host_region_id": "4406", "seats": 2,
                             "reserve_size": 1, "opens_on": today - timedelta(days=1), "closes_on": today + timedelta(days=20)} | more
    return actions.add_batch(plan or make_plan(cast), by=SETUP, **given)


def open_batch(cast: Cast, **more: Any) -> Batch:
    """A batch that takes applications today."""
    return actions.move_batch(make_batch(cast, **more), by=cast.actor("officer"), move="open")


def add_person(unit: Unit, serial: int, *, name: str = "", birth: str = "19900101") -> Person:
    """A registered person of a unit."""
    born = date(int(birth[:4]), int(birth[4:6]), 1)
    return directory.add_person(unit, by=SETUP, name=name or f"张{FIRST[serial % 10]}{SECOND[serial // 10 % 10]}", id_number=id_number(100 + serial, birth=birth),
                                birth_month=born, sex="male", rank="四级主任科员", post="科员")


def add_application(batch: Batch, person: Person, *, state: str = "recommended", **facts: Any) -> Application:
    """An application as an import leaves it: recommended by the unit, numbered."""
    batch.refresh_from_db()
    batch.last_number += 1
    batch.save(update_fields=["last_number"])
    recommended = state not in {"submitted", "returned", "draft"}
    given: dict[str, Any] = {"rank": "四级主任科员", "post": "科员", "opinion": "同意推荐" if recommended else "",
                             "recommended_at": timezone.now() if recommended else None, "submitted_at": timezone.now()} | facts
    return Application.objects.create(batch=batch, person=person, unit=person.unit, number=batch.last_number, source="import", state=state, **given)


def submitted(cast: Cast, batch: Batch) -> Application:
    """The applicant's own application, handed in."""
    notice = notice_in_force("selection")
    return actions.submit(batch, by=cast.actor("applicant"), notice_id=notice.pk if notice else None, **ANSWERS)


def move(batch: Batch, cast: Cast, *names: str) -> Batch:
    """Take a batch through several steps by the officer."""
    for name in names:
        batch = actions.move_batch(Batch.objects.get(pk=batch.pk), by=cast.actor("officer"), move=name, note="按计划推进")
    return Batch.objects.get(pk=batch.pk)


def ready_to_rank(cast: Cast, count: int = 5, **more: Any) -> Batch:
    """A batch in ranking with `count` eligible people of one unit, each younger than the one before."""
    batch = move(make_batch(cast, **more), cast, "close_applications")
    for n in range(count):
        add_application(batch, add_person(cast.unit_a, n, birth=f"{1985 + n % 14}{1 + n // 14:02d}01"), in_economic=True)
    actions.screen_batch(batch, by=cast.actor("officer"))
    return move(batch, cast, "rank")


def released(cast: Cast, count: int = 5, **more: Any) -> Batch:
    """A released batch of two seats."""
    batch = ready_to_rank(cast, count, **more)
    actions.propose(batch, by=cast.actor("officer"))
    return actions.release(Batch.objects.get(pk=batch.pk), by=cast.actor("leader"))


def get(client: Client, account: Any, name: str, /, *args: Any, **query: str) -> Any:
    """Open a page as somebody."""
    return log_in(client, account).get(reverse(f"selection:{name}", args=args), query)


def post(client: Client, account: Any, name: str, /, *args: Any, **data: Any) -> Any:
    """Send a form as somebody."""
    return log_in(client, account).post(reverse(f"selection:{name}", args=args), data)
