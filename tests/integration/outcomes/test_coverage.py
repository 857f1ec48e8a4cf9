"""Coverage: lists, counties, the forecast's page, the ledger of hours."""

from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from seedbed.directory.models import Person
from seedbed.kernel.faults import Refused, RuleBroken
from seedbed.kernel.workbooks import writing
from seedbed.outcomes.actions import coverage as actions
from seedbed.outcomes.models import HoursEntry, Target
from seedbed.outcomes.queries import coverage as reads
from seedbed.outcomes.workbooks import TARGETS
from seedbed.placement.models import Placement
from seedbed.selection.models import Batch, UnitQuota
from tests.cast import Cast, log_in
from tests.integration.outcomes.scene import batch_at_work, get, post

pytestmark = pytest.mark.django_db


def line(name: str, unit: str, **facts: object) -> dict[str, object]:
    """One row of a list."""
    return {"name": name, "unit": unit, "level": "section", "one_sided": False, "covered_year": None, "covered_basis": ""} | facts


def take(cast: Cast, *rows: dict[str, object]) -> actions.Tally:
    """Take a list as the officer."""
    return actions.set_targets(cast.department, by=cast.actor("officer"), rows=rows)


def test_a_list_finds_known_people_and_enters_new_ones_once(cast: Cast) -> None:
    rows = [line("曾玉兰", cast.unit_a.name), line("新同志", cast.unit_b.name, one_sided=True)]
    assert take(cast, *rows) == actions.Tally(2, 0, 0)
    assert take(cast, *rows) == actions.Tally(0, 0, 2)
    assert take(cast, rows[0] | {"level": "division"}, rows[1]) == actions.Tally(0, 1, 1)
    assert (Person.objects.filter(name="新同志").count(), Target.objects.get(person=cast.people["applicant"]).level) == (1, "division")


def test_a_list_with_an_unknown_unit_takes_nothing(cast: Cast) -> None:
    with pytest.raises(RuleBroken) as refusal:
        take(cast, line("新同志", cast.unit_b.name), line("另一人", "没有的单位"))
    assert ("没有的单位" in str(refusal.value), Target.objects.count(), Person.objects.filter(name="新同志").count()) == (True, 0, 0)
    with pytest.raises(Refused):
        actions.set_targets(cast.department, by=cast.actor("clerk_a"), rows=[line("新同志", cast.unit_b.name)])


def test_counties_count_covered_in_training_and_not(cast: Cast) -> None:
    batch_at_work(cast)
    Placement.objects.filter(person=cast.people["applicant"]).update(state="completed", ended_at=timezone.now())
    take(cast, line("曾玉兰", cast.unit_a.name), line("单志强", cast.unit_b.name), line("甲", cast.unit_b.name, one_sided=True),
         line("乙", cast.unit_b.name, covered_year=2023, covered_basis="郴组发〔2023〕9号"), line("丙", cast.unit_a.name))
    actions.change_target(Target.objects.get(person__name="丙"), by=cast.actor("officer"), level="section", one_sided=False, covered_year=None, covered_basis="",
                          left_on=date(2026, 11, 1), left_why="退休")
    found = {county.name: (county.total, county.covered, county.training, county.open, county.one_sided) for county in reads.by_county(reads.targets_visible_to(cast.actor("officer")))}
    assert found == {"资兴市": (1, 1, 0, 0, 0), "桂阳县": (3, 1, 1, 1, 1)}
    assert reads.targets_visible_to(cast.actor("clerk_a")).count() == 0


def test_applicants_join_the_list_once(cast: Cast) -> None:
    batch_at_work(cast)
    assert [actions.targets_from_batches(cast.department, by=cast.actor("officer")).added for _again in range(2)] == [2, 0]


def test_a_batch_is_entered_into_the_ledger_once_and_after_its_end(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    batch, officer = batch_at_work(cast), cast.actor("officer")
    with pytest.raises(RuleBroken):
        actions.credit_batch(batch, by=officer)
    Batch.objects.filter(pk=batch.pk).update(starts_on=date(2023, 10, 9), ends_on=date(2024, 1, 9))
    Placement.objects.filter(batch=batch).update(arrived_on=date(2023, 10, 9))
    batch.refresh_from_db()
    assert [actions.credit_batch(batch, by=officer) for _again in range(2)] == [2, 0]
    # 66 weekdays without New Year's Day
    assert set(HoursEntry.objects.values_list("year", "months", "days")) == {(2024, 3, 65)}


def test_hours_need_a_paper_and_a_quantity(cast: Cast) -> None:
    officer, me = cast.actor("officer"), cast.people["applicant"]
    given = {"person": me, "year": 2026, "what": "党校培训", "basis": "结业证书"}
    for wrong in ({}, {"days": 3, "basis": " "}, {"days": 3, "online": True}, {"tenths": 10, "year": 2099}):
        with pytest.raises(RuleBroken):
            actions.add_hours(cast.department, by=officer, **(given | wrong))
    actions.add_hours(cast.department, by=officer, days=12, **given)
    content, _named = reads.standard_in_force(cast.department.pk, "hours")
    assert [n.met for n in reads.norms_of(me.pk, "section", 2026, content)] == [True, False]
    assert [reads.hours_visible_to(cast.actor(name)).count() for name in ("applicant", "other_applicant", "officer")] == [1, 0, 1]


# -- pages -----------------------------------------------------------------------------------------------


def book(*rows: dict[str, object]) -> SimpleUploadedFile:
    """A list as an office sends it."""
    return SimpleUploadedFile("应训对象.xlsx", writing.write_sheet(TARGETS, rows), content_type="application/octet-stream")


def test_a_workbook_is_taken_whole_or_its_faults_are_shown_by_cell(cast: Cast, client: Client) -> None:
    batch_at_work(cast)
    good = {"name": "新同志", "unit": cast.unit_b.name, "level": "division", "one_sided": "yes"}
    answer = post(client, cast.officer, "targets_list", data={"file": book(good, good | {"name": "另一人", "level": "皇帝"})})
    assert (answer.status_code, "皇帝" in answer.content.decode(), Target.objects.count()) == (200, True, 0)
    assert post(client, cast.officer, "targets_list", data={"file": book(good)}).status_code == 302
    assert Target.objects.filter(level="division", one_sided=True).count() == 1
    assert post(client, cast.officer, "targets_list", data={"file": SimpleUploadedFile("x.xlsx", b"no")}).status_code == 200


def test_the_page_prints_its_assumptions_and_the_quotas_add_up(cast: Cast, client: Client) -> None:
    batch_at_work(cast)
    take(cast, *(line(f"人{i}", cast.unit_a.name) for i in range(7)), *(line(f"员{i}", cast.unit_b.name, one_sided=True) for i in range(7)))
    page = get(client, cast.officer, "coverage", seats="9")
    assert [bar.value for bar in page.context["quotas"]] == [6, 3]
    assert "万分之 9000" in page.content.decode()
    assert get(client, cast.officer, "targets").status_code == 200


def test_the_office_sets_a_standard_and_a_person_reads_the_own_hours(cast: Cast, client: Client) -> None:
    batch_at_work(cast)
    form = get(client, cast.officer, "standard_next", "coverage").context["form"]
    data = {name: form[name].value() or "" for name in form.fields} | {"source": "郴组发〔2026〕5号", "seats": "150"}
    assert post(client, cast.officer, "standard_next", "coverage", data=data | {"seats": "0"}).status_code == 200
    assert post(client, cast.officer, "standard_next", "coverage", data=data).status_code == 302
    assert reads.standard_in_force(cast.department.pk, "coverage")[0]["seats"] == 150
    assert "干部教育培训工作条例" in get(client, cast.applicant, "my_hours").content.decode()
    assert post(client, cast.officer, "hours_add", cast.people["applicant"].pk, data={"year": "2026", "what": "党校", "basis": "证书", "months": "0", "days": "5", "hours": "0"}).status_code == 302
    assert "党校" in get(client, cast.applicant, "my_hours").content.decode()


def test_proposed_quotas_are_written_into_the_next_batch_on_confirmation(cast: Cast, client: Client) -> None:
    batch = batch_at_work(cast)
    Batch.objects.filter(pk=batch.pk).update(state="planning")
    take(cast, line("单志强", cast.unit_b.name), line("甲", cast.unit_b.name, one_sided=True), line("丙", cast.unit_a.name))
    Placement.objects.all().delete()
    lines = {row.unit: (row.open, row.one_sided) for row in reads.by_unit(reads.targets_visible_to(cast.actor("officer")))}
    assert lines == {cast.unit_a: (1, 0), cast.unit_b: (2, 1)}
    log_in(client, cast.officer)
    page = reverse("outcomes:quotas")
    assert client.get(page + "?seats=2").status_code == 200
    typed = {"batch": batch.pk, f"unit_{cast.unit_a.pk}": 0, f"unit_{cast.unit_b.pk}": 2}
    assert client.post(page, typed | {f"unit_{cast.unit_b.pk}": "-1"}).status_code == 200
    assert client.post(page, typed).status_code == 302
    assert list(UnitQuota.objects.values_list("unit", "may_recommend")) == [(cast.unit_b.pk, 2)]
    with pytest.raises(RuleBroken):
        actions.write_quotas(batch, by=cast.actor("officer"), quotas={cast.unit_a: 0})
    with pytest.raises(Refused):
        actions.write_quotas(batch, by=cast.actor("clerk_a"), quotas={cast.unit_a: 1})
