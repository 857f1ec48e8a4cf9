"""A batch is assessed: schemes written down at first use, companies asked about those who agreed."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from seedbed.assessment.models import Assessor, Mark, MarkSheet, Scheme
from seedbed.directory.actions import declare_tie, give_consent
from seedbed.kernel.faults import Refused, RuleBroken
from seedbed.outcomes.actions.appraisal import assess_batch, mark_from_words
from seedbed.outcomes.models import WordUsed
from seedbed.outcomes.queries import appraisal as reads
from seedbed.outcomes.reckoning.schemes import FIRST
from seedbed.residency.actions import classes, visits
from tests.cast import SETUP, Cast, log_in
from tests.integration.outcomes.scene import batch_at_work, get, post

pytestmark = pytest.mark.django_db
SOON = timedelta(days=14)


def test_a_batch_is_assessed_once_per_stage_by_a_version_that_is_kept(cast: Cast) -> None:
    batch, officer, due = batch_at_work(cast), cast.actor("officer"), timezone.localdate() + SOON
    row = assess_batch(batch, by=officer, stage="after", due_on=due)
    assert (row.round.assessments.count(), row.round.scheme.number, row.round.scheme.content) == (2, 1, FIRST["after"][1])
    with pytest.raises(RuleBroken):
        assess_batch(batch, by=officer, stage="after", due_on=due)
    with pytest.raises(Refused):
        assess_batch(batch, by=cast.actor("applicant"), stage="during", due_on=due)
    assert Scheme.objects.count() == 1


def test_a_company_is_asked_only_about_those_who_agreed_and_have_no_tie_to_it(cast: Cast) -> None:
    batch = batch_at_work(cast)
    for name in ("applicant", "other_applicant"):
        give_consent(cast.people[name], by=cast.actor(name), purpose="host_sees_file")
    declare_tie(cast.people["other_applicant"], by=SETUP, kind="relative_works", other=cast.company)
    assess_batch(batch, by=cast.actor("officer"), stage="during", due_on=timezone.localdate() + SOON)
    company = Assessor.objects.get()
    assert (company.unit, [s.assessment.person for s in MarkSheet.objects.all()]) == (cast.company, [cast.people["applicant"]])


def test_the_page_of_a_batch_opens_its_assessment(cast: Cast, client: Client) -> None:
    batch = batch_at_work(cast)
    assert post(client, cast.officer, "assess", batch.pk, data={"stage": "during", "due_on": "2020-01-01"}).status_code == 200
    due = f"{timezone.localdate() + SOON:%Y-%m-%d}"
    assert post(client, cast.officer, "assess", batch.pk, data={"stage": "during", "due_on": due}).status_code == 302
    assert "培训期间量化评分" in get(client, cast.officer, "batch", batch.pk).content.decode()


def test_what_a_company_said_at_a_visit_becomes_the_evidence_of_its_mark(cast: Cast, client: Client) -> None:
    batch, officer, me = batch_at_work(cast), cast.actor("officer"), cast.people["applicant"]
    give_consent(me, by=cast.actor("applicant"), purpose="host_sees_file")
    row = classes.open_class(batch, by=officer)
    member = row.members.get(person=me)
    offer = member.placement.post.offer
    visit = visits.record_visit(row, by=officer, offer=offer, kind="visit", on=timezone.localdate(), visitors="专班", met="王部长", summary="正常",
                                words={member.pk: "肯学肯问", row.members.exclude(pk=member.pk).get().pk: "踏实"})
    assess_batch(batch, by=officer, stage="during", due_on=timezone.localdate())
    sheet = reads.company_sheets(batch).get(assessment__person=me)
    foreign = visit.words.exclude(member=member).get()
    for words in ([], [foreign]):
        with pytest.raises(RuleBroken):
            mark_from_words(batch, by=officer, sheet=sheet, words=words, points={"host": 9000})
    with pytest.raises(Refused):
        mark_from_words(batch, by=cast.actor("service_team"), sheet=sheet, words=[visit.words.get(member=member)], points={"host": 9000})
    log_in(client, cast.officer)
    assert client.get(reverse("outcomes:words", args=[batch.pk])).status_code == 200
    word = visit.words.get(member=member)
    assert client.post(reverse("outcomes:word_marks", args=[batch.pk, sheet.pk]), {"words": [word.pk], "host_points": "90"}).status_code == 302
    mark = Mark.objects.get(sheet=sheet)
    assert (mark.points, "肯学肯问" in mark.evidence.get().text, WordUsed.objects.get().word) == (9000, True, word)
    assert reads.company_sheets(batch).filter(pk=sheet.pk).exists() is False
