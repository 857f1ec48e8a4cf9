"""Journals, essays and dossiers: drafts, versions, revision, several hands; and who never sees them."""

from datetime import timedelta

import pytest
from django.urls import reverse

from seedbed.kernel import trail
from seedbed.kernel.faults import Refused, RuleBroken, Stale
from seedbed.kernel.models import OutboxMessage
from seedbed.placement.models import Placement
from seedbed.residency.actions import works as actions
from seedbed.residency.models import ClassMember, DossierEntry, Work, WorkVersion
from seedbed.residency.queries import works as queries
from tests.cast import log_in

pytestmark = pytest.mark.django_db


def first_week(ground):
    return ground.row.batch.starts_on


def journal(ground, body="本周跟班学习排产"):
    return actions.begin_work(ground.mine, by=ground.cast.actor("applicant"), kind="journal", first_on=first_week(ground), body=body)


def test_a_journal_goes_back_and_forth_and_keeps_every_version(ground):
    me, officer, work = ground.cast.actor("applicant"), ground.cast.actor("officer"), journal(ground)
    actions.hand_in(work, by=me)
    with pytest.raises(RuleBroken):
        actions.save_work(work, by=me, body="改")
    with pytest.raises(RuleBroken):
        actions.return_work(work, by=officer, text=" ")
    actions.return_work(work, by=officer, text="请补充一个具体做法")
    actions.save_work(work, by=me, body="本周跟班学习排产，看板管理值得借鉴")
    actions.hand_in(work, by=me)
    actions.accept_work(work, by=ground.cast.actor("leader"), text="写得实")
    assert [v.body for v in WorkVersion.objects.order_by("number")] == ["本周跟班学习排产", "本周跟班学习排产，看板管理值得借鉴"]
    assert [c.text for c in work.comments.all()] == ["请补充一个具体做法", "写得实"]
    assert OutboxMessage.objects.filter(key__startswith=f"work:{work.pk}", recipient=str(ground.cast.applicant.pk)).count() == 2
    assert (work.state, list(trail.verify())) == ("accepted", [])


def test_one_journal_per_period_and_only_for_periods_that_began(ground):
    journal(ground)
    with pytest.raises(RuleBroken):
        journal(ground)
    with pytest.raises(RuleBroken):
        actions.begin_work(ground.mine, by=ground.cast.actor("applicant"), kind="journal", first_on=first_week(ground) + timedelta(days=1))
    with pytest.raises(RuleBroken):
        actions.begin_work(ground.mine, by=ground.cast.actor("applicant"), kind="journal", first_on=queries.journal_periods(ground.row)[-1].first)
    assert Work.objects.count() == 1


def test_an_essay_needs_the_statement_of_own_work(ground):
    me = ground.cast.actor("applicant")
    essay = actions.begin_work(ground.mine, by=me, kind="essay", title="驻企心得", body="体会")
    with pytest.raises(RuleBroken):
        actions.hand_in(essay, by=me)
    actions.hand_in(essay, by=me, own_work=True)
    assert essay.own_work_at == essay.handed_in_at


def test_nobody_but_author_and_office_reads_it_and_drafts_are_the_authors(ground):
    work = journal(ground)
    seen = {name: queries.works_visible_to(ground.cast.actor(name)).count() for name in ("applicant", "other_applicant", "officer", "service_team", "clerk_a", "system_admin")}
    assert seen == {"applicant": 1, "other_applicant": 0, "officer": 0, "service_team": 0, "clerk_a": 0, "system_admin": 0}
    actions.hand_in(work, by=ground.cast.actor("applicant"))
    assert queries.works_visible_to(ground.cast.actor("officer")).count() == 1
    for name in ("other_applicant", "service_team", "clerk_a"):
        with pytest.raises(Refused):
            actions.comment_work(work, by=ground.cast.actor(name), text="看看")
    with pytest.raises(Refused):
        actions.save_work(work, by=ground.cast.actor("officer"), body="代改")


def test_two_windows_of_one_author_do_not_overwrite(ground):
    work = journal(ground)
    version = work.version
    actions.save_work(work, by=ground.cast.actor("applicant"), body="第一个窗口", version=version)
    with pytest.raises(Stale):
        actions.save_work(Work.objects.get(), by=ground.cast.actor("applicant"), body="第二个窗口", version=version)
    assert Work.objects.get().body == "第一个窗口"


def test_the_week_is_written_in_one_form_with_its_draft_kept(ground, client):
    log_in(client, ground.cast.applicant)
    address = reverse("residency:journal", args=[first_week(ground).isoformat()])
    page = client.get(address).content.decode()
    assert f'data-draft="residency.journal.{first_week(ground)}"' in page
    assert address in client.get(reverse("residency:week")).content.decode()
    client.post(address, {"body": "先存着", "keep": "1"})
    work = Work.objects.get()
    assert (work.state, client.get(address).status_code) == ("draft", 302)
    client.post(reverse("residency:work", args=[work.pk]), {"body": "写好了", "version": work.version})
    work.refresh_from_db()
    assert (work.state, work.body) == ("handed_in", "写好了")
    assert address not in client.get(reverse("residency:week")).content.decode()


def test_the_office_reads_one_after_the_other_and_names_who_is_missing(ground, client):
    for member, name in ((ground.mine, "applicant"), (ground.other, "other_applicant")):
        work = actions.begin_work(member, by=ground.cast.actor(name), kind="journal", first_on=first_week(ground), body="日志")
        actions.hand_in(work, by=ground.cast.actor(name))
    log_in(client, ground.cast.officer)
    first, second = Work.objects.order_by("pk")
    assert client.post(reverse("residency:work_accept", args=[first.pk]))["Location"] == reverse("residency:work", args=[second.pk])
    period = queries.journal_periods(ground.row)[0]
    assert set(queries.without_journal(ground.row, period)) == set(ClassMember.objects.exclude(pk__in=[ground.mine.pk, ground.other.pk]))
    page = client.get(reverse("residency:works", args=[ground.row.pk]) + "?all=1").content.decode()
    assert page.count("已阅") >= 1


def test_several_hands_write_one_dossier_and_nothing_is_lost(ground, client):
    post = ground.mine.placement.post
    Placement.objects.filter(pk=ground.other.placement_id).update(post=post)
    ground.other.placement.refresh_from_db()
    offer = post.offer
    for member, name, text in ((ground.mine, "applicant", "上游为铝锭供应商"), (ground.other, "other_applicant", "下游为家电企业")):
        actions.write_entry(member, by=ground.cast.actor(name), offer=offer, question="chain", text=text)
    assert [(e.author_id, e.text) for e in queries.entries_of(offer)["chain"]] == [(ground.mine.pk, "上游为铝锭供应商"), (ground.other.pk, "下游为家电企业")]
    first = DossierEntry.objects.order_by("pk").first()
    with pytest.raises(Refused):
        actions.revise_entry(first, by=ground.cast.actor("other_applicant"), text="改别人的")
    actions.revise_entry(first, by=ground.cast.actor("applicant"), text="上游为铝锭供应商，共三家")
    with pytest.raises(RuleBroken):
        actions.revise_entry(first, by=ground.cast.actor("applicant"), text="另一个窗口")
    assert ({e.text for e in queries.entries_of(offer)["chain"]}, DossierEntry.objects.count()) == ({"上游为铝锭供应商，共三家", "下游为家电企业"}, 3)
    actions.comment_entry(first, by=ground.cast.actor("officer"), text="可写成招商线索")
    assert OutboxMessage.objects.filter(key__startswith="entry:").count() == 1
    assert queries.entry_counts(ground.row)[offer.pk] == (2, 1)


def test_who_works_elsewhere_reads_but_does_not_write(ground, client):
    offer = ground.mine.placement.post.offer
    stranger = next(m for m in ClassMember.objects.select_related("placement__post") if m.placement.post.offer_id != offer.pk)
    with pytest.raises(Refused):
        actions.write_entry(stranger, by=ground.cast.actor("applicant"), offer=offer, question="risk", text="代写")
    with pytest.raises(RuleBroken):
        actions.write_entry(ground.mine, by=ground.cast.actor("applicant"), offer=stranger.placement.post.offer, question="risk", text="写别家")
    log_in(client, ground.cast.applicant)
    answers = [client.get(reverse("residency:dossier", args=[pk])).content.decode().count("写一条") for pk in (offer.pk, stranger.placement.post.offer_id)]
    assert answers == [1, 0]
    log_in(client, ground.cast.service_team)
    assert client.get(reverse("residency:dossier", args=[offer.pk])).status_code == 403
