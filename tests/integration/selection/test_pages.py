"""Every page of the room: who may open it, who does not know it, what it answers to nonsense; and how many queries it takes."""

from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from seedbed.directory import actions as directory
from seedbed.directory.actions import releases
from seedbed.directory.models import Person
from seedbed.kernel.models import ImportJob
from seedbed.selection import actions
from seedbed.selection.actions.standards import PRIORITY
from seedbed.selection.models import Application, Batch, Ranking
from seedbed.selection.queries.outgoing import list_of
from seedbed.selection.urls import urlpatterns
from tests.cast import SETUP, Cast, log_in, open_account
from tests.integration.selection import scene, workbook

PEOPLE = ("officer", "leader", "clerk_a", "clerk_b", "applicant", "other_applicant", "service_team", "system_admin", "audit_admin", "stranger")
OFFICE_ALSO_LEADER = {"officer": 200, "leader": 200, "clerk_a": 403, "clerk_b": 403, "applicant": 403, "other_applicant": 403, "service_team": 403,
                      "system_admin": 404, "audit_admin": 404, "stranger": 404}
OFFICE_LIST = OFFICE_ALSO_LEADER | {"stranger": 200}
OFFICER = OFFICE_ALSO_LEADER | {"leader": 403}
OFFICER_LIST = OFFICER | {"stranger": 200}
TRAINEE = dict.fromkeys(PEOPLE, 403) | {"applicant": 200, "other_applicant": 302, "system_admin": 404, "audit_admin": 404}
CLERK = dict.fromkeys(PEOPLE, 403) | {"clerk_a": 200, "clerk_b": 200, "system_admin": 404, "audit_admin": 404}
GETS: dict[str, tuple[str, dict[str, int]]] = {
    "batches": ("", dict.fromkeys(PEOPLE, 200) | {"service_team": 403, "system_admin": 404, "audit_admin": 404}),
    "programmes": ("", OFFICE_LIST), "add_programme": ("", OFFICER_LIST), "rules": ("", OFFICE_LIST), "next_rules": ("kind", OFFICER_LIST),
    "change_programme": ("programme", OFFICER), "add_plan": ("programme", OFFICER), "change_plan": ("plan", OFFICER), "add_batch": ("plan", OFFICER),
    **dict.fromkeys(("settings", "applications", "corrections_file", "screening", "screening_file", "ranking", "compare", "ranking_file"), ("batch", OFFICE_ALSO_LEADER)),
    **dict.fromkeys(("change_batch", "copy_batch", "set_quota", "intake", "template"), ("batch", OFFICER)),
    "list_file": ("recipient", OFFICE_ALSO_LEADER), "paper": ("paper", OFFICE_ALSO_LEADER), "rule_set": ("rules", OFFICE_ALSO_LEADER),
    "application": ("application", OFFICE_ALSO_LEADER), "correct": ("application", OFFICER), "sounding": ("application", OFFICE_ALSO_LEADER),
    "import": ("import", OFFICE_ALSO_LEADER), "edit_row": ("row", OFFICER), "import_errors": ("import", OFFICER),
    "draft_rules": ("", OFFICER_LIST), "rule_draft": ("draft", OFFICE_ALSO_LEADER), "compare_draft": ("compared", OFFICE_ALSO_LEADER),
    "mine": ("batch", TRAINEE), "apply": ("batch", TRAINEE | {"applicant": 302, "other_applicant": 200}),
    "recommendations": ("batch", CLERK), "unit_file": ("batch", CLERK), "unit_corrections": ("batch", CLERK), "unit_sheet": ("batch", CLERK), "recommendation": ("application", CLERK | {"clerk_b": 404}),
}
# Forms sent with nothing in them: they come back (200) or a rule answers with a sentence (409).
POSTS: dict[str, tuple[str, dict[str, int]]] = {
    "add_programme": ("", OFFICER_LIST), "next_rules": ("kind", OFFICER_LIST), "change_programme": ("programme", OFFICER), "add_plan": ("programme", OFFICER),
    "change_plan": ("plan", OFFICER), "add_batch": ("plan", OFFICER), "change_batch": ("batch", OFFICER), "copy_batch": ("batch", OFFICER),
    "set_quota": ("batch", OFFICER), "intake": ("batch", OFFICER), "move_batch": ("move", OFFICER | {"officer": 409}),
    "remove_quota": ("quota", OFFICER | {"officer": 302}), "screen_all": ("batch", OFFICER | {"officer": 302}), "propose": ("batch", OFFICER | {"officer": 409}),
    "screen": ("application", OFFICER | {"officer": 302}), "correct": ("application", OFFICER),
    **dict.fromkeys(("overrule", "judge_stay", "declare_conflict", "decide", "send_back", "reveal"), ("application", OFFICER)),
    "give_up": ("application", OFFICE_ALSO_LEADER), "sounding": ("application", OFFICER),
    "answer": ("import", OFFICER | {"officer": 302}), "accept_mends": ("import", OFFICER | {"officer": 302}), "edit_row": ("row", OFFICER | {"officer": 302}),
    "leave_row": ("row", OFFICER | {"officer": 302}), "take_row": ("row", OFFICER | {"officer": 409}),
    "give_up_missing": ("missing", OFFICER | {"officer": 404}), "take_import": ("import", OFFICER | {"officer": 409}), "discard_import": ("import", OFFICER | {"officer": 302}),
    "apply": ("batch", TRAINEE | {"applicant": 302, "other_applicant": 200}), "discard_draft": ("batch", TRAINEE | {"applicant": 409, "other_applicant": 302}),
    "withdraw": ("batch", TRAINEE | {"other_applicant": 404}), "recommend": ("application", CLERK | {"clerk_b": 404}),
    "return_to_person": ("application", CLERK | {"clerk_b": 404}),
    "draft_rules": ("", OFFICER_LIST), "decide_rules": ("draft", OFFICER), "drop_rules": ("draft", OFFICER | {"officer": 409}),
}


class Undo(Exception):
    """Takes back what a form changed."""


@pytest.fixture
def everything(cast: Cast) -> dict[str, tuple[Any, ...]]:
    """One of everything, open for applications, and the officer of another city as a stranger."""
    batch = scene.open_batch(cast)
    actions.set_quota(batch, by=SETUP, unit=cast.unit_a, may_recommend=5, may_be_chosen=None)
    application = scene.submitted(cast, batch)
    sheet_file = workbook.upload(workbook.office_file([workbook.line(1, "王大"), workbook.line(2, None)]))
    scene.post(Client(), cast.officer, "intake", batch.pk, file=sheet_file)
    job = ImportJob.objects.get()
    Ranking.objects.create(batch=batch, rule_set=batch.priority, seats=2, people=0, rows=[])
    elsewhere = directory.add_unit(None, by=SETUP, name="衡阳市", kind="area")
    cast.accounts["stranger"] = open_account("stranger", "officer", elsewhere)
    row = job.rows.get(number=5)
    draft = actions.draft_rules(batch.unit, by=SETUP, name="积分办法", content=PRIORITY | {"method": "points"})
    return {"": (), "kind": ("priority",), "programme": (batch.plan.programme_id,), "plan": (batch.plan_id,), "batch": (batch.pk,), "paper": (batch.pk, "docx"),
            "recipient": (batch.pk, "unit"), "rules": (batch.priority_id,), "application": (application.pk,), "import": (job.pk,), "row": (job.pk, row.pk), "missing": (job.pk, application.pk),
            "move": (batch.pk, "reopen"), "quota": (batch.pk, cast.unit_a.pk), "draft": (draft.pk,), "compared": (batch.pk, draft.pk)}


def answers(cast: Cast, everything: dict[str, tuple[Any, ...]], table: dict[str, tuple[str, dict[str, int]]], person: str, method: str) -> dict[str, int]:
    """What a person gets from every page of a table; whatever a form changed is taken back."""
    client, found = log_in(Client(), cast.accounts[person]), {}
    for name, (kind, _expected) in table.items():
        address = reverse(f"selection:{name}", args=everything[kind])
        try:
            with transaction.atomic():
                answer = client.get(address) if method == "GET" else client.post(address, {"sent": "1"})
                found[name] = answer.status_code
                raise Undo
        except Undo:
            pass
    return found


@pytest.mark.parametrize("person", PEOPLE)
def test_each_page_opens_for_whom_it_is_meant(cast: Cast, everything: dict[str, tuple[Any, ...]], person: str) -> None:
    assert answers(cast, everything, GETS, person, "GET") == {name: expected[person] for name, (_kind, expected) in GETS.items()}


@pytest.mark.parametrize("person", PEOPLE)
def test_each_form_answers_whom_it_is_meant_for_even_to_nonsense(cast: Cast, everything: dict[str, tuple[Any, ...]], person: str) -> None:
    assert answers(cast, everything, POSTS, person, "POST") == {name: expected[person] for name, (_kind, expected) in POSTS.items()}


def test_every_address_of_the_room_is_in_the_tables() -> None:
    assert {p.name for p in urlpatterns} == set(GETS) | set(POSTS)


def test_nobody_comes_in_without_signing_in(everything: dict[str, tuple[Any, ...]]) -> None:
    client = Client()
    led = {name: client.get(reverse(f"selection:{name}", args=everything[kind])).headers.get("Location", "").split("?")[0]
           for name, (kind, _expected) in GETS.items()}
    assert set(led.values()) == {reverse("account_login")}


@pytest.mark.parametrize("query", ["q=%F0%9F%98%80", "state=nonsense", "sort=-nonsense", "page=abc", "page=999999", "q=" + "长" * 500, "claim=x&source=y", "rules=abc"])
def test_nonsense_in_the_address_is_not_an_error(cast: Cast, client: Client, query: str) -> None:
    batch = scene.open_batch(cast)
    scene.add_application(batch, cast.people["applicant"])
    log_in(client, cast.officer)
    for name in ("applications", "screening", "compare", "ranking", "settings"):
        assert client.get(reverse(f"selection:{name}", args=[batch.pk]) + "?" + query).status_code == 200


# -- lists ---------------------------------------------------------------------------------------------------


def names_on(page: str, batch: Batch) -> list[str]:
    """The names of the batch's people in the order in which a page shows them."""
    names = Application.objects.filter(batch=batch).values_list("person__name", flat=True)
    return sorted((n for n in names if f">{n}<" in page), key=lambda n: page.index(f">{n}<"))


def test_the_list_is_searched_filtered_and_sorted(cast: Cast, client: Client) -> None:
    batch = scene.open_batch(cast)
    people = [scene.add_person(unit, n, name=name) for n, (unit, name) in enumerate(
        ((cast.unit_a, "曾甲"), (cast.unit_b, "单乙"), (cast.unit_a, "欧阳丙")))]
    scene.add_application(batch, people[0], in_park=True)
    scene.add_application(batch, people[1], state="submitted", bay_kind="study", bay_experience="珠海高校就读4年")
    scene.add_application(batch, people[2], state="eligible", is_recruited_talent=True, declared_conflict="分管某企业项目审批")
    shown = lambda **query: names_on(scene.get(client, cast.officer, "applications", batch.pk, **query).content.decode(), batch)  # noqa: E731
    assert shown() == ["曾甲", "单乙", "欧阳丙"]
    assert shown(sort="name") == ["欧阳丙", "单乙", "曾甲"]  # ouyang, shan, zeng
    assert shown(sort="-number") == ["欧阳丙", "单乙", "曾甲"]
    assert [shown(q=q) for q in ("曾", "桂阳", "2026-1-003", "没有")] == [["曾甲"], ["单乙"], ["欧阳丙"], []]
    assert [shown(claim=c) for c in ("park", "bay", "talent", "conflict")] == [["曾甲"], ["单乙"], ["欧阳丙"], ["欧阳丙"]]
    assert [shown(state=s) for s in ("submitted", "eligible", "chosen")] == [["单乙"], ["欧阳丙"], []]


LISTS: dict[str, Callable[[Batch], tuple[str, str, tuple[Any, ...]]]] = {
    "applications": lambda b: ("officer", "applications", (b.pk,)), "screening": lambda b: ("officer", "screening", (b.pk,)),
    "ranking": lambda b: ("officer", "ranking", (b.pk,)), "compare": lambda b: ("officer", "compare", (b.pk,)),
    "recommendations": lambda b: ("clerk_a", "recommendations", (b.pk,)), "batches": lambda b: ("officer", "batches", ()),
    "batches of a trainee": lambda b: ("applicant", "batches", ()), "programmes": lambda b: ("officer", "programmes", ()),
    "settings": lambda b: ("officer", "settings", (b.pk,)), "list file": lambda b: ("officer", "list_file", (b.pk, "office")),
    "corrections file": lambda b: ("officer", "corrections_file", (b.pk,)), "ranking file": lambda b: ("officer", "ranking_file", (b.pk,)),
}


def crowd(cast: Cast, batch: Batch, start: int, count: int) -> None:
    """Many applicants at once, straight into the tables."""
    now = timezone.now()
    people = Person.objects.bulk_create([
        Person(name=f"人{n}", sort_key=f"ren {n:05d}", unit=cast.unit_a if n % 2 else cast.unit_b, sex="male", id_lookup=f"crowd{n}", id_sealed="x") for n in range(start, start + count)])
    Application.objects.bulk_create([
        Application(batch=batch, person=p, unit_id=p.unit_id, number=start + n + 1, state="proposed", position=start + n + 1, submitted_at=now, opinion="同意")
        for n, p in enumerate(people)])
    rows = [{"id": a.pk, "position": a.position, "meets": [], "points": 0, "outcome": "proposed", "why": "seat", "behind": None, "before": None, "reserve": 0,
             "quota": None, "quota_used_by": []} for a in Application.objects.filter(batch=batch).order_by("position")]
    Ranking.objects.update_or_create(batch=batch, defaults={"rule_set": batch.priority, "seats": batch.seats, "people": len(rows), "rows": rows})


def queries_of(client: Client, address: str) -> int:
    """How many questions a page asks the database."""
    with CaptureQueriesContext(connection) as caught:
        assert client.get(address).status_code == 200
    return len(caught)


def test_lists_ask_as_many_questions_for_1_3_and_1000_rows(cast: Cast) -> None:
    batch = scene.open_batch(cast)
    Batch.objects.filter(pk=batch.pk).update(state="proposed", seats=2000)
    batch.refresh_from_db()
    for what in ("applicants", "corrections", "ranking"):
        asked = releases.ask_release(list_of(batch, what, 1000), by=cast.actor("officer"), purpose="核对")
        releases.release_export(asked, by=cast.actor("leader"))
    counts: dict[str, list[int]] = {name: [] for name in LISTS}
    for start, count in ((0, 1), (1, 2), (3, 997)):
        crowd(cast, batch, start, count)
        for name, make in LISTS.items():
            person, page, args = make(batch)
            client, address = log_in(Client(), cast.accounts[person]), reverse(f"selection:{page}", args=args)
            queries_of(client, address)  # the first page of a session writes it
            counts[name].append(queries_of(client, address))
    assert {name: found for name, found in counts.items() if len(set(found)) > 1} == {}


def test_the_import_page_asks_as_many_questions_for_few_and_many_rows(cast: Cast) -> None:
    batch, found = scene.open_batch(cast), []
    for count in (1, 3, 49):
        rows = [workbook.line(n, "王大", id_=f"{n}") for n in range(1, count + 1)]
        scene.post(Client(), cast.officer, "intake", batch.pk, file=workbook.upload(workbook.office_file(rows)))
        client = log_in(Client(), cast.officer)
        address = reverse("selection:import", args=[ImportJob.objects.order_by("-pk").first().pk])
        queries_of(client, address)
        found.append(queries_of(client, address))
    assert len(set(found)) == 1


def test_numbers_are_masked_and_opened_with_a_reason_only(cast: Cast, client: Client) -> None:
    batch = scene.open_batch(cast)
    row = scene.submitted(cast, batch)
    page = scene.get(client, cast.officer, "application", row.pk).content.decode()
    assert (row.person.id_masked in page, "431003199302133046" in page) == (True, False)
    assert scene.post(client, cast.officer, "reveal", row.pk, field="id", reason="").status_code == 200
    assert scene.post(client, cast.officer, "reveal", row.pk, field="id", reason="核对身份").status_code == 302
    assert "431003199302133046" in scene.get(client, cast.officer, "application", row.pk).content.decode()
    assert "431003199302133046" not in scene.get(client, cast.officer, "application", row.pk).content.decode()
