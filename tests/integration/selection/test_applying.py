"""An application by the person: draft, receipt, return, opinion, quota, giving up."""

import hashlib
import json
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from seedbed.directory.actions import publish_notice
from seedbed.directory.models import ConsentRecord
from seedbed.directory.queries import notice_in_force, site
from seedbed.kernel.faults import Refused, RuleBroken
from seedbed.kernel.models import AuditEvent, OutboxMessage
from seedbed.kernel.sealed import unseal
from seedbed.selection import actions
from seedbed.selection.models import Application, Batch, UnitQuota
from tests.cast import SETUP, Cast
from tests.integration.selection import scene


def notice_pk() -> int:
    """The version of the notice that is in force."""
    found = notice_in_force("selection")
    assert found is not None
    return found.pk


def test_opening_publishes_the_standard_notice_once(cast: Cast) -> None:
    assert notice_in_force("selection") is None
    batch = scene.open_batch(cast)
    first = notice_pk()
    scene.move(batch, cast, "close_applications", "reopen")
    assert notice_pk() == first


def test_a_draft_is_kept_as_typed_sealed_and_seen_by_nobody_else(cast: Cast, client: Client) -> None:
    batch = scene.open_batch(cast)
    typed = {"post": "科员", "duties": "写到一半", "wishes": ["陶瓷", "新材料"], "in_park": "on"}
    assert scene.post(client, cast.applicant, "apply", batch.pk, draft="1", **typed).status_code == 302
    draft = Application.objects.get()
    assert json.loads(unseal(draft.typed_sealed)) == typed
    assert (draft.state, draft.number, "写到一半" in draft.typed_sealed) == ("draft", None, False)
    page = scene.get(client, cast.applicant, "apply", batch.pk).content.decode()
    assert page.count("写到一半") == 1
    assert [scene.get(client, account, "application", draft.pk).status_code for account in (cast.officer, cast.leader)] == [404, 404]
    assert scene.get(client, cast.clerk_a, "recommendation", draft.pk).status_code == 404
    assert scene.post(client, cast.applicant, "discard_draft", batch.pk).status_code == 302
    assert Application.objects.count() == 0


def test_submitting_gives_number_time_and_a_receipt_over_the_content(cast: Cast) -> None:
    batch = scene.open_batch(cast)
    done = actions.submit(batch, by=cast.actor("applicant"), notice_id=notice_pk(), **scene.ANSWERS)
    facts = scene.ANSWERS | {"bay_experience": "佛山家电企业工作2年", "bay_kind": "work", "bay_corrected": False, "unit_id": cast.unit_a.pk}
    content = json.dumps([batch.pk, 1, done.submitted_at.isoformat(), facts], ensure_ascii=False, sort_keys=True, default=str)
    assert done.receipt == hashlib.sha256(content.encode()).hexdigest()[:12].upper()
    assert (done.state, done.shown_number, done.typed_sealed, done.bay_kind) == ("submitted", "2026-1-001", "", "work")
    assert (done.notice_id, ConsentRecord.objects.get().notice_id) == (notice_pk(), notice_pk())


def test_the_page_shows_the_receipt_and_keeps_a_wrong_form_as_typed(cast: Cast, client: Client) -> None:
    batch = scene.open_batch(cast)
    wrong = scene.post(client, cast.applicant, "apply", batch.pk, notice=notice_pk(), **(scene.FORM | {"duties": "", "statement": "愿到一线学习"}))
    assert (wrong.status_code, wrong.content.decode().count("愿到一线学习"), Application.objects.count()) == (200, 1, 0)
    done = scene.post(client, cast.applicant, "apply", batch.pk, notice=notice_pk(), **scene.FORM)
    assert done.status_code == 302
    application = Application.objects.get()
    page = scene.get(client, cast.applicant, "mine", batch.pk).content.decode()
    assert (application.receipt in page, "2026-1-001" in page, cast.people["applicant"].id_masked in page) == (True, True, True)
    assert (application.wished_industries, application.wished_codes) == ("家居建材", ["C21", "C30"])


@pytest.mark.parametrize("missing", ["agree", "notice"])
def test_without_agreement_to_the_notice_nothing_is_handed_in(cast: Cast, client: Client, missing: str) -> None:
    batch = scene.open_batch(cast)
    form = {k: v for k, v in (scene.FORM | {"notice": notice_pk()}).items() if k != missing}
    assert scene.post(client, cast.applicant, "apply", batch.pk, **form).status_code == 200
    assert Application.objects.count() == 0


def test_a_newer_notice_must_be_read_first(cast: Cast) -> None:
    batch = scene.open_batch(cast)
    old = notice_pk()
    publish_notice(site(), by=SETUP, purpose="selection", text_zh="新", text_en="new")
    with pytest.raises(RuleBroken):
        actions.submit(batch, by=cast.actor("applicant"), notice_id=old, **scene.ANSWERS)
    assert Application.objects.count() == 0


@pytest.mark.parametrize(("opens", "closes", "takes"), [(-1, 1, True), (0, 1, True), (1, 5, False), (-5, 0, False)])
def test_the_window_is_half_open(cast: Cast, opens: int, closes: int, takes: bool) -> None:
    batch, today = scene.open_batch(cast), timezone.localdate()
    Batch.objects.filter(pk=batch.pk).update(opens_on=today + timedelta(days=opens), closes_on=today + timedelta(days=closes))
    batch.refresh_from_db()
    try:
        actions.submit(batch, by=cast.actor("applicant"), notice_id=notice_pk(), **scene.ANSWERS)
    except RuleBroken:
        pass
    assert Application.objects.count() == int(takes)


def test_return_and_resubmission_keep_the_number(cast: Cast) -> None:
    batch = scene.open_batch(cast)
    first = scene.submitted(cast, batch)
    back = actions.return_application(first, by=cast.actor("clerk_a"), reason="请写明主要工作")
    assert (back.state, back.return_reason) == ("returned", "请写明主要工作")
    again = actions.submit(batch, by=cast.actor("applicant"), notice_id=notice_pk(), **(scene.ANSWERS | {"duties": "补充后的主要工作"}))
    assert (again.pk, again.number, again.state, again.duties, again.return_reason) == (first.pk, 1, "submitted", "补充后的主要工作", "")
    assert again.receipt != first.receipt
    steps = AuditEvent.objects.filter(object_type="selection.Application").values_list("what", flat=True).order_by("seq")
    assert list(steps) == ["added", "submit", "return", "submit"]


def test_the_other_side_is_told(cast: Cast) -> None:
    application = scene.submitted(cast, scene.open_batch(cast))
    assert list(OutboxMessage.objects.values_list("recipient", flat=True)) == [str(cast.clerk_a.pk)]
    actions.recommend(application, by=cast.actor("clerk_a"), opinion="同意推荐")
    assert OutboxMessage.objects.filter(recipient=str(cast.applicant.pk)).count() == 1


def test_a_quota_is_kept_and_freed(cast: Cast) -> None:
    batch = scene.open_batch(cast)
    actions.set_quota(batch, by=SETUP, unit=cast.unit_a, may_recommend=1, may_be_chosen=None)
    mine, colleague = scene.submitted(cast, batch), scene.add_application(batch, scene.add_person(cast.unit_a, 1), state="submitted", )
    actions.recommend(mine, by=cast.actor("clerk_a"), opinion="同意推荐")
    with pytest.raises(RuleBroken, match="名额（1 人）已用完"):
        actions.recommend(colleague, by=cast.actor("clerk_a"), opinion="同意推荐")
    colleague.refresh_from_db()
    assert (colleague.state, UnitQuota.objects.get().recommended) == ("submitted", 1)
    actions.return_application(mine, by=cast.actor("clerk_a"), reason="材料有误")
    assert UnitQuota.objects.get().recommended == 0
    actions.recommend(colleague, by=cast.actor("clerk_a"), opinion="同意推荐")
    actions.give_up(colleague, by=cast.actor("officer"), reason="工作调整")
    assert UnitQuota.objects.get().recommended == 0


def test_nobody_recommends_themselves(cast: Cast) -> None:
    batch = scene.open_batch(cast)
    own = scene.add_application(batch, cast.people["clerk_a"], state="submitted")
    with pytest.raises(RuleBroken):
        actions.recommend(own, by=cast.actor("clerk_a"), opinion="同意推荐")


def test_while_decisions_are_drafts_person_and_unit_see_only_that_it_is_reviewed(cast: Cast, client: Client) -> None:
    batch = scene.ready_to_rank(cast, 0 + 3)
    own = scene.add_application(batch, cast.people["applicant"], state="eligible")
    actions.propose(batch, by=cast.actor("officer"))
    own.refresh_from_db()
    for account, name, arg in ((cast.applicant, "mine", batch.pk), (cast.clerk_a, "recommendation", own.pk), (cast.clerk_a, "recommendations", batch.pk)):
        page = scene.get(client, account, name, arg).content.decode()
        assert ("审核中" in page, "拟选" in page, "递补" in page, "未选" in page, "第 4 名" in page) == (True, False, False, False, False)


def test_after_the_release_each_sees_the_own_place_and_nobody_elses_name(cast: Cast, client: Client) -> None:
    batch = scene.ready_to_rank(cast, 3)
    own = scene.add_application(batch, cast.people["applicant"], state="eligible")
    actions.propose(batch, by=cast.actor("officer"))
    actions.release(Batch.objects.get(), by=cast.actor("leader"))
    page = scene.get(client, cast.applicant, "mine", batch.pk).content.decode()
    others = Application.objects.exclude(pk=own.pk).values_list("person__name", flat=True)
    assert ("第 4 名" in page, [name for name in others if name in page]) == (True, [])


def test_a_person_without_a_file_cannot_apply(cast: Cast) -> None:
    batch = scene.open_batch(cast)
    with pytest.raises(Refused):
        actions.save_draft(batch, by=cast.actor("service_team"), typed={})


def test_the_bay_area_is_judged_with_the_text_as_evidence(cast: Cast) -> None:
    batch = scene.open_batch(cast)
    row = scene.add_application(batch, cast.people["applicant"], bay_experience="广州实习半年", bay_kind="internship")
    done = actions.judge_stay(row, by=cast.actor("officer"), kind="work", reason="劳动合同为证")
    assert (done.bay_kind, done.bay_corrected, done.bay_experience) == ("work", True, "广州实习半年")
    done = actions.correct(done, by=cast.actor("officer"), reason="补充", bay_experience="珠海高校就读4年")
    assert (done.bay_kind, done.bay_corrected) == ("study", False)
    assert AuditEvent.objects.filter(note="劳动合同为证").count() == 1
