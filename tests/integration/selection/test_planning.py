"""Programme, yearly plan, batch, quotas, rule sets."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction
from django.db.models import F

from seedbed.kernel.faults import RuleBroken, Stale
from seedbed.kernel.models import AuditEvent
from seedbed.selection import actions
from seedbed.selection.actions.standards import PRIORITY
from seedbed.selection.models import Application, Batch, RuleSet, UnitQuota
from tests.cast import SETUP, Cast
from tests.integration.selection import scene


def quota(batch: Batch, unit: object) -> tuple[int | None, int, int | None, int]:
    """Limits and counts of a unit's quota."""
    return UnitQuota.objects.values_list("may_recommend", "recommended", "may_be_chosen", "chosen").get(batch=batch, unit=unit)


def test_a_batch_is_named_and_numbered_and_has_the_standard_rules(cast: Cast) -> None:
    plan = scene.make_plan(cast)
    first, second = scene.make_batch(cast, plan=plan), scene.make_batch(cast, plan=plan)
    assert (first.ordinal, second.ordinal, second.code) == (1, 2, "2026-2")
    assert second.name == "年轻干部赴大湾区沉浸式培训2026年第2期"
    assert (first.priority.content, first.priority.number, RuleSet.objects.count()) == (PRIORITY, 1, 2)
    assert (second.priority_id, second.eligibility_id) == (first.priority_id, first.eligibility_id)
    assert second.last_day == second.ends_on - timedelta(days=1)


def test_a_copy_takes_quotas_rules_and_shifted_dates_but_no_people(cast: Cast) -> None:
    batch = scene.released(cast, seats=2)
    Batch.objects.filter(pk=batch.pk).update(state="planning")
    actions.set_quota(Batch.objects.get(pk=batch.pk), by=SETUP, unit=cast.unit_a, may_recommend=9, may_be_chosen=3)
    Batch.objects.filter(pk=batch.pk).update(state="released")
    batch.refresh_from_db()
    later = batch.starts_on + timedelta(days=100)
    copy = actions.copy_batch(batch, by=cast.actor("officer"), plan=batch.plan, starts_on=later)
    shifts = {getattr(copy, n) - getattr(batch, n) for n in ("starts_on", "ends_on", "opens_on", "closes_on")}
    assert shifts == {timedelta(days=100)}
    assert (copy.seats, copy.host_region_id, copy.reserve_size, copy.copied_from_id) == (2, "4406", 1, batch.pk)
    assert (copy.priority_id, copy.eligibility_id, copy.taken, copy.state) == (batch.priority_id, batch.eligibility_id, 0, "planning")
    assert quota(copy, cast.unit_a) == (9, 0, 3, 0)
    assert Application.objects.filter(batch=copy).count() == 0


@pytest.mark.parametrize("wrong", [
    {"ends_on": date(2020, 1, 1)}, {"seats": 0}, {"closes_on": None}, {"opens_on": date(2030, 1, 2), "closes_on": date(2030, 1, 2)}])
def test_dates_and_seats_must_make_sense(cast: Cast, wrong: dict) -> None:
    with pytest.raises(RuleBroken):
        scene.make_batch(cast, **wrong)


def test_years_and_names_are_used_once(cast: Cast) -> None:
    plan = scene.make_plan(cast)
    with pytest.raises(RuleBroken):
        actions.add_plan(plan.programme, by=SETUP, year=2026, target=50)
    with pytest.raises(RuleBroken):
        actions.add_programme(cast.department, by=SETUP, name=" 年轻干部赴大湾区沉浸式培训 ")
    with pytest.raises(RuleBroken):
        actions.add_plan(plan.programme, by=SETUP, year=2027, target=0)


def test_a_stale_form_changes_nothing(cast: Cast) -> None:
    batch = scene.make_batch(cast)
    actions.change_batch(batch, by=cast.actor("officer"), version=1, seats=5)
    with pytest.raises(Stale):
        actions.change_batch(batch, by=cast.actor("officer"), version=1, seats=6)
    assert Batch.objects.get().seats == 5


def test_a_proposed_batch_is_not_changed(cast: Cast) -> None:
    batch = scene.ready_to_rank(cast)
    actions.propose(batch, by=cast.actor("officer"))
    batch = Batch.objects.get()
    for attempt in (lambda: actions.change_batch(batch, by=SETUP, seats=9),
                    lambda: actions.set_quota(batch, by=SETUP, unit=cast.unit_a, may_recommend=1, may_be_chosen=1),
                    lambda: actions.remove_quota(batch, by=SETUP, unit=cast.unit_a)):
        with pytest.raises(RuleBroken):
            attempt()


def test_rules_of_another_kind_are_refused(cast: Cast) -> None:
    batch = scene.make_batch(cast)
    with pytest.raises(RuleBroken):
        actions.change_batch(batch, by=SETUP, priority=batch.eligibility)


def test_the_database_keeps_seats_and_quotas(cast: Cast) -> None:
    batch = scene.make_batch(cast)
    actions.set_quota(batch, by=SETUP, unit=cast.unit_a, may_recommend=1, may_be_chosen=1)
    for rows, column in ((Batch.objects.filter(pk=batch.pk), "taken"), (UnitQuota.objects.all(), "recommended"), (UnitQuota.objects.all(), "chosen")):
        with pytest.raises(IntegrityError), transaction.atomic():
            rows.update(**{column: F(column) + 3})


def test_the_nearest_quota_counts(cast: Cast) -> None:
    batch = scene.open_batch(cast)
    actions.set_quota(batch, by=SETUP, unit=cast.root, may_recommend=5, may_be_chosen=None)
    scene.add_application(batch, cast.people["applicant"])
    scene.add_application(batch, cast.people["other_applicant"])
    actions.set_quota(batch, by=SETUP, unit=cast.unit_a, may_recommend=1, may_be_chosen=None)
    assert (quota(batch, cast.root)[1], quota(batch, cast.unit_a)[1]) == (1, 1)
    actions.remove_quota(batch, by=SETUP, unit=cast.unit_a)
    assert quota(batch, cast.root)[1] == 2


def test_a_quota_below_what_was_recommended_is_refused_and_nothing_changes(cast: Cast) -> None:
    batch = scene.open_batch(cast)
    scene.add_application(batch, cast.people["applicant"])
    with pytest.raises(RuleBroken):
        actions.set_quota(batch, by=SETUP, unit=cast.unit_a, may_recommend=0, may_be_chosen=None)
    assert UnitQuota.objects.count() == 0


def test_versions_of_rules_count_up_and_say_who_decided(cast: Cast) -> None:
    scene.make_batch(cast)
    given = {"kind": "priority", "name": "优先原则", "content": PRIORITY | {"internship_counts": True}, "effective_from": date(2026, 11, 1)}
    second = actions.publish_rules(cast.department, by=cast.actor("officer"), decided_by="部务会2026年第9次", **given)
    assert (second.number, RuleSet.objects.get(kind="priority", number=1).content["internship_counts"]) == (2, False)
    with pytest.raises(RuleBroken):
        actions.publish_rules(cast.department, by=cast.actor("officer"), decided_by=" ", **given)
    with pytest.raises(RuleBroken):
        actions.publish_rules(cast.department, by=cast.actor("officer"), decided_by="x", **(given | {"content": {"rules": []}}))
    assert scene.make_batch(cast, plan=Batch.objects.get().plan).priority_id == second.pk


def test_the_trail_names_the_batch_and_what_changed(cast: Cast) -> None:
    batch = scene.make_batch(cast)
    actions.change_batch(batch, by=cast.actor("officer"), seats=7)
    line = AuditEvent.objects.filter(object_type="selection.Batch").last()
    assert (line.action, line.object_label, line.changes) == ("selection.change_batch", batch.name, {"seats": [2, 7]})
