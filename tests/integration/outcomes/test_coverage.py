"""Coverage: lists, counties, the forecast's page, the ledger of hours."""

from datetime import date
from random import Random

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django.utils.crypto import get_random_string

from seedbed.directory.models import Person
from seedbed.kernel.faults import Refused, RuleBroken
from seedbed.kernel.models import ImportJob
from seedbed.kernel.workbooks import Column, Sheet, writing
from seedbed.kernel.workbooks.staging import Taken
from seedbed.outcomes.actions import coverage as actions
from seedbed.outcomes.models import HoursEntry, Target
from seedbed.outcomes.queries import coverage as reads
from seedbed.outcomes.workbooks.targets import TARGETS
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
    heads = {"name": "姓名", "unit": "单位", "level": "层级", "one_sided": "三门干部", "covered_year": "已培训年份", "covered_basis": "培训依据"}
    sheet = Sheet(name="list", title="应训对象", columns=tuple(Column(key, head) for key, head in heads.items()))
    return SimpleUploadedFile("应训对象.xlsx", writing.write_sheet(sheet, rows), content_type="application/octet-stream")


def bring_in(client: Client, cast: Cast, *rows: dict[str, object]) -> ImportJob:
    """Bring a list in as the officer; nothing is taken yet."""
    answer = log_in(client, cast.officer).post(reverse("directory:sheet", args=["targets", cast.department.pk]), {"_once": get_random_string(9), "file": book(*rows)})
    assert answer.status_code == 302
    return ImportJob.objects.latest("pk")


def test_a_list_is_staged_its_faults_shown_by_cell_and_nothing_half_taken(cast: Cast, client: Client) -> None:
    batch_at_work(cast)
    good = {"name": "新同志", "unit": cast.unit_b.name, "level": "县处级", "one_sided": "是"}
    job = bring_in(client, cast, good, good | {"name": "另一人", "level": "皇帝"}, good | {"name": "第三人", "covered_year": 2023})
    where = [cast.department.pk, job.pk]
    page = client.get(reverse("directory:sheet_job", args=["targets", *where])).content.decode()
    assert ["皇帝" in page, "此前培训须注明依据文件。" in page, Target.objects.count()] == [True, True, 0]
    assert client.post(reverse("directory:sheet_take", args=["targets", *where]), {"_once": "a"}).status_code == 409
    rows = {row.number: row for row in job.rows.all()}
    assert client.post(reverse("directory:sheet_take_row", args=["targets", *where, rows[min(rows)].pk]), {"_once": "b"}).status_code == 302
    assert list(Target.objects.values_list("person__name", "level", "one_sided")) == [("新同志", "division", True)]


def test_a_list_that_comes_back_changes_what_differs_and_renames_nobody(cast: Cast, client: Client) -> None:
    take(cast, line("曾玉兰", cast.unit_a.name), line("新同志", cast.unit_b.name))
    job = bring_in(client, cast, {"name": "曾玉兰", "unit": cast.unit_a.name, "level": "县处级"}, {"name": "新同志", "unit": cast.unit_b.name, "level": "乡科级"},
                   {"name": "增添者", "unit": cast.unit_b.name, "level": "乡科级", "covered_year": 2022, "covered_basis": "名册"})
    client.post(reverse("directory:sheet_take", args=["targets", cast.department.pk, job.pk]), {"_once": "a"})
    found = set(Target.objects.values_list("person__name", "level", "covered_year"))
    assert found == {("曾玉兰", "division", None), ("新同志", "section", None), ("增添者", "section", 2022)}
    moved = Taken(1, str(Target.objects.get(person__name="曾玉兰").pk), {"name": "曾玉兰", "unit": cast.unit_b.pk, "level": "section"})
    assert str(TARGETS.meant(cast.department, cast.actor("officer"), [moved])[0].hindrance) != ""
    assert log_in(client, cast.clerk_a).get(reverse("directory:sheet", args=["targets", cast.department.pk])).status_code == 404


def test_the_database_counts_who_meets_the_norm_as_the_reckoning_does(cast: Cast) -> None:
    content, _named = reads.standard_in_force(cast.department.pk, "hours")
    levels = ("division", "section")
    people = take_many(cast, [(f"人{n}", levels[n % 2]) for n in range(24)])
    dice = Random(5)
    for person in people:
        for _n in range(dice.randrange(3)):
            HoursEntry.objects.create(desk=cast.department, person=person, year=2026 - dice.randrange(7), what="培训", basis="证书", months=dice.randrange(4),
                                      days=dice.randrange(14), tenths=1 + dice.choice([0, 299, 899, 5499]))
        HoursEntry.objects.create(desk=cast.department, person=person, year=2026, what="网络培训", basis="证书", tenths=6000, online=True)
    counted = {level: [reads.norms_of(one.person_id, level, 2026, content)[0].met for one in Target.objects.filter(level=level)] for level in levels}
    assert reads.behind_norm(cast.actor("officer"), 2026, content) == {level: (sum(met), len(met)) for level, met in counted.items()}
    assert all(0 < sum(met) < len(met) for met in counted.values())


def take_many(cast: Cast, named: list[tuple[str, str]]) -> list[Person]:
    """Enter people to be covered and return them."""
    take(cast, *(line(name, cast.unit_a.name, level=level) for name, level in named))
    return list(Person.objects.filter(name__in=[name for name, _level in named]).order_by("pk"))


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
