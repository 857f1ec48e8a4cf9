"""A person's file: masked, opened with a reason, readable by the person with who opened it."""

import pytest
from django.test import Client
from django.urls import reverse

from seedbed.directory.models import Person
from seedbed.kernel.models import AuditEvent, OnceKey
from tests.cast import ID_OF_APPLICANT, Cast, id_number, log_in

REASON = "核对报名材料"


def page(cast: Cast, who: str, name: str = "applicant") -> str:
    """What somebody sees of a file."""
    return log_in(Client(), cast.accounts[who]).get(reverse("directory:person", args=[cast.people[name].pk])).content.decode()


def test_a_file_shows_masked_numbers_only(cast: Cast) -> None:
    for who in ("applicant", "clerk_a", "officer", "leader"):
        seen = page(cast, who)
        assert (ID_OF_APPLICANT in seen, "13907350000" in seen, "139****0000" in seen) == (False, False, True), who


def test_opening_a_number_needs_a_reason_and_shows_it_once(cast: Cast) -> None:
    client = log_in(Client(), cast.officer)
    person = cast.people["applicant"]
    url = reverse("directory:reveal", args=[person.pk])
    assert ID_OF_APPLICANT not in client.post(url, {"field": "id", "reason": ""}).content.decode()
    assert AuditEvent.objects.filter(action="directory.reveal").count() == 0
    shown = client.post(url, {"field": "id", "reason": REASON, "_once": "k"}, follow=True).content.decode()
    later = client.get(reverse("directory:person", args=[person.pk])).content.decode()
    line = AuditEvent.objects.get(action="directory.reveal")
    assert (ID_OF_APPLICANT in shown, ID_OF_APPLICANT in later, line.note, line.actor_id) == (True, False, REASON, str(cast.officer.pk))
    assert ID_OF_APPLICANT not in str(list(OnceKey.objects.values()))


@pytest.mark.parametrize(("who", "status"), [("applicant", 403), ("leader", 403), ("clerk_b", 404), ("service_team", 404), ("system_admin", 404)])
def test_others_open_no_number(cast: Cast, who: str, status: int) -> None:
    answer = log_in(Client(), cast.accounts[who]).post(
        reverse("directory:reveal", args=[cast.people["applicant"].pk]), {"field": "id", "reason": REASON})
    assert (answer.status_code, AuditEvent.objects.filter(action="directory.reveal").count()) == (status, 0)


def test_the_person_reads_who_opened_the_file(cast: Cast) -> None:
    page(cast, "officer")
    page(cast, "officer")  # within half an hour: the same opening
    log_in(Client(), cast.officer).post(reverse("directory:reveal", args=[cast.people["applicant"].pk]), {"field": "id", "reason": REASON})
    seen = page(cast, "applicant")
    assert (AuditEvent.objects.filter(action="directory.note_opened").count(), "何干事" in seen, REASON in seen) == (1, True, True)


def test_reading_the_own_file_leaves_no_line(cast: Cast) -> None:
    page(cast, "applicant")
    assert AuditEvent.objects.filter(action="directory.note_opened").count() == 0


def test_a_person_is_added_with_a_checked_number(cast: Cast) -> None:
    client = log_in(Client(), cast.clerk_a)
    form = {"name": "黎明", "unit": cast.unit_a.name, "id_number": "431003199302133047", "birth_month": "1993-02-13"}
    assert client.post(reverse("directory:add_person"), form).status_code == 200  # the check digit is wrong
    assert client.post(reverse("directory:add_person"), form | {"id_number": id_number(77)}).status_code == 302
    person = Person.objects.get(name="黎明")
    masked = f"{id_number(77)[:6]}**********{id_number(77)[-2:]}"
    assert (person.unit, str(person.birth_month), person.id_masked) == (cast.unit_a, "1993-02-01", masked)


def test_a_clerk_adds_nobody_to_another_unit(cast: Cast) -> None:
    answer = log_in(Client(), cast.clerk_a).post(reverse("directory:add_person"), {"name": "黎明", "unit": cast.unit_b.name})
    assert (answer.status_code, Person.objects.filter(name="黎明").count()) == (403, 0)


def test_one_person_once(cast: Cast) -> None:
    answer = log_in(Client(), cast.officer).post(
        reverse("directory:add_person"), {"name": "重复", "unit": cast.unit_b.name, "id_number": ID_OF_APPLICANT})
    assert (answer.status_code, "重复" in answer.content.decode(), Person.objects.filter(name="重复").count()) == (200, True, 0)


def test_changing_keeps_the_sealed_number(cast: Cast) -> None:
    person = cast.people["applicant"]
    sealed = person.id_sealed
    client = log_in(Client(), cast.officer)
    form = {"name": person.name, "post": "副科长", "version": person.version}
    assert client.post(reverse("directory:change_person", args=[person.pk]), form).status_code == 302
    person.refresh_from_db()
    assert (person.post, person.id_sealed) == ("副科长", sealed)


def test_two_who_change_the_same_file_one_gets_the_conflict_page(cast: Cast) -> None:
    person = cast.people["applicant"]
    url = reverse("directory:change_person", args=[person.pk])
    form = {"name": person.name, "version": person.version}
    first = log_in(Client(), cast.officer).post(url, form | {"post": "甲"})
    second = log_in(Client(), cast.leader).post(url, form | {"post": "乙"})
    person.refresh_from_db()
    assert (first.status_code, second.status_code, "乙" in second.content.decode(), person.post) == (302, 409, True, "甲")


@pytest.mark.parametrize(("text", "found"), [("曾", 1), ("玉兰", 1), ("zeng", 1), ("没有", 0)])
def test_people_are_found_by_name_and_reading(cast: Cast, text: str, found: int) -> None:
    seen = log_in(Client(), cast.officer).get(reverse("directory:people"), {"q": text}).content.decode()
    assert seen.count("曾玉兰") == found


@pytest.mark.parametrize("count", [1, 3, 1000])
def test_the_list_asks_the_same_number_of_questions(cast: Cast, count: int, django_assert_num_queries: object) -> None:
    Person.objects.bulk_create(Person(unit=cast.unit_a, name=f"张{n}", sort_key=f"zhang {n:04d}") for n in range(count))
    client = log_in(Client(), cast.officer)
    client.get(reverse("directory:people"))
    with django_assert_num_queries(QUESTIONS):  # type: ignore[operator]
        client.get(reverse("directory:people"))


QUESTIONS = 7
