"""The temporary branch: approved, appointed, planned, switched off where it must be, and gone by itself."""

from datetime import time, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from seedbed.directory.models import Person
from seedbed.gatherings import actions as gatherings
from seedbed.gatherings.models import Gathering
from seedbed.kernel import jobs, trail
from seedbed.kernel.faults import Refused, RuleBroken
from seedbed.residency import tasks
from seedbed.residency.actions import branch as actions
from seedbed.residency.actions.branch import Weekly
from seedbed.residency.models import ClassMember, TempBranch
from seedbed.residency.queries import branch as queries
from seedbed.residency.reckoning.branch import digest_of
from seedbed.selection.models import Batch
from tests.cast import log_in

pytestmark = pytest.mark.django_db
WEEKLY = {"study": Weekly(0, time(19, 30), 60), "sharing": Weekly(2, time(19, 30), 45), "seminar": Weekly(3, time(19, 30), 60), "theme_day": Weekly(5, time(9), 180)}


@pytest.fixture
def members(ground):
    """Four of the six are full members of the Party."""
    found = list(ClassMember.objects.order_by("pk"))
    Person.objects.filter(pk__in=[m.person_id for m in found]).update(political_status="群众")
    Person.objects.filter(pk__in=[m.person_id for m in found[:4]]).update(political_status="中共党员")
    return list(ClassMember.objects.select_related("person").order_by("pk"))


@pytest.fixture
def branch(ground, members):
    """Set up by approval, with secretary and one committee member."""
    officer = ground.cast.actor("officer")
    made = actions.propose_branch(ground.row, by=officer, name="第一期临时党支部", posts={"secretary": members[0], "organisation": members[1]})
    return actions.approve_branch(made, by=officer, number="郴直工〔2026〕8号", issuer="中共郴州市委直属机关工委", on=timezone.localdate())


def test_it_needs_three_full_members_a_secretary_and_members_on_its_posts(ground, members):
    officer, (a, b, _c, _d, outsider, *_rest) = ground.cast.actor("officer"), members
    for posts in ({}, {"deputy": a}, {"secretary": outsider}, {"secretary": a, "deputy": a}):
        with pytest.raises(RuleBroken):
            actions.propose_branch(ground.row, by=officer, name="临时党支部", posts=posts)
    Person.objects.filter(pk__in=[a.person_id, b.person_id]).update(political_status="中共预备党员")
    with pytest.raises(RuleBroken, match="正式党员"):
        actions.propose_branch(ground.row, by=officer, name="临时党支部", posts={"secretary": a})
    assert TempBranch.objects.count() == 0


def test_it_is_set_up_only_by_a_recorded_approval(ground, members):
    officer = ground.cast.actor("officer")
    made = actions.propose_branch(ground.row, by=officer, name="临时党支部", posts={"secretary": members[0]})
    with pytest.raises(RuleBroken):
        actions.plan_branch(made, by=officer, weekly=WEEKLY)
    for number, issuer, on in (("", "机关工委", timezone.localdate()), ("1号", " ", timezone.localdate()), ("1号", "机关工委", timezone.localdate() + timedelta(days=1))):
        with pytest.raises(RuleBroken):
            actions.approve_branch(made, by=officer, number=number, issuer=issuer, on=on)
    for name in ("applicant", "service_team", "clerk_a"):
        with pytest.raises(Refused):
            actions.approve_branch(made, by=ground.cast.actor(name), number="1号", issuer="机关工委", on=timezone.localdate())
    made.refresh_from_db()
    assert (made.state, made.circle) == ("proposed", None)


def test_the_weeks_are_planned_until_the_class_ends(ground, branch):
    Batch.objects.filter(pk=ground.row.batch_id).update(starts_on=timezone.localdate(), ends_on=timezone.localdate() + timedelta(days=91))
    branch.training_class.batch.refresh_from_db()
    actions.plan_branch(branch, by=ground.cast.actor("officer"), weekly=WEEKLY)
    kinds = [g.kind for g in queries.sessions_of(branch)]
    assert {kind: kinds.count(kind) for kind in set(kinds)} in ({"study": n, "sharing": m, "seminar": k, "theme_day": t}
                                                               for n in (12, 13) for m in (12, 13) for k in (12, 13) for t in (3, 4))
    sharing = list(Gathering.objects.filter(kind="sharing").order_by("starts_at").values_list("lead", flat=True))
    assert (len(set(sharing[:6])), sharing[6]) == (6, sharing[0])
    assert set(Gathering.objects.filter(kind="theme_day").values_list("circle", flat=True)) == {branch.circle_id}
    assert set(Gathering.objects.filter(kind="study").values_list("circle", flat=True)) == {ground.row.circle_id}
    with pytest.raises(RuleBroken):
        actions.plan_branch(branch, by=ground.cast.actor("officer"), weekly=WEEKLY)


def test_what_it_may_not_do_is_shown_switched_off_with_the_reason(ground, branch, client):
    log_in(client, ground.cast.applicant)
    page = client.get(reverse("residency:branch", args=[ground.row.pk])).content.decode()
    for word in ("发展党员", "纪律处分", "收缴党费", "选举党代表大会代表", "选举或换届", "支部工作条例"):
        assert word in page
    log_in(client, ground.cast.service_team)
    assert client.get(reverse("residency:branch", args=[ground.row.pk])).status_code == 403


def test_it_dissolves_itself_and_leaves_its_file(ground, branch):
    officer = ground.cast.actor("officer")
    held = gatherings.plan_one(branch.circle, by=officer, on=timezone.localdate() - timedelta(days=7), plan=gatherings.Plan("theme_day", "主题党日", time(9), 60))
    gatherings.record(held, by=officer, minutes="重温入党誓词", missing={})
    later = gatherings.plan_one(branch.circle, by=officer, on=timezone.localdate() + timedelta(days=7), plan=gatherings.Plan("theme_day", "主题党日", time(9), 60))
    with pytest.raises(RuleBroken):
        actions.dissolve_branch(branch, by=officer)
    assert list(jobs.REGISTER["residency.dissolve"].waiting()) == []
    Batch.objects.filter(pk=ground.row.batch_id).update(ends_on=timezone.localdate())
    assert list(jobs.REGISTER["residency.dissolve"].waiting()) == [branch.pk]
    tasks.dissolve(branch.pk)
    tasks.dissolve(branch.pk)
    branch.refresh_from_db()
    later.refresh_from_db()
    assert (branch.state, later.state, branch.digest) == ("dissolved", "cancelled", digest_of(branch.record))
    assert [s["minutes"] for s in branch.record["sessions"]] == ["重温入党誓词"]
    assert branch.record["approval"][1] == "郴直工〔2026〕8号"
    with pytest.raises(RuleBroken):
        actions.appoint(branch, by=officer, posts={"secretary": ClassMember.objects.first()})
    assert list(trail.verify()) == []


def test_its_file_is_handed_out_as_word_and_pdf(ground, branch, client):
    log_in(client, ground.cast.officer)
    starts = [b"".join(client.get(reverse("residency:branch_file", args=[ground.row.pk, form])).streaming_content)[:4] for form in ("docx", "pdf")]
    assert starts == [b"PK\x03\x04", b"%PDF"]
    assert client.get(reverse("residency:branch_file", args=[ground.row.pk, "exe"])).status_code == 404
