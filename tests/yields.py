"""One of everything that comes out of a batch: leads, visits, assessments."""

from datetime import date, timedelta
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from seedbed.assessment import actions as assessment
from seedbed.outcomes.actions import certificates, coverage, leads, needs, practices, sharing, visits
from seedbed.outcomes.actions.appraisal import assess_batch
from seedbed.outcomes.models import BatchRound, FollowUp, Target
from seedbed.placement.models import Placement
from seedbed.selection.models import Batch
from tests.cast import Cast
from tests.integration.assessment import scene

PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"


def make_yields(cast: Cast, batch: Batch) -> dict[str, Any]:
    """Make what came of a batch in which the two trainees of the cast are placed; unit B follows the leads up."""
    trainee, officer, owner = cast.actor("applicant"), cast.actor("officer"), cast.actor("clerk_b")
    me = cast.people["applicant"]
    lead = leads.add_lead(batch, by=trainee, person=me, did="牵线对接", company="佛山市宏图机械有限公司", uscc="914406047350162223")
    handed = leads.add_lead(batch, by=trainee, person=me, did="走访得知", company="深圳市前海明德科技有限公司")
    for row in (lead, handed):
        leads.hand_over(row, by=officer, owner=cast.unit_b)
    leads.sign_for(lead, by=owner)
    for move in ("talk", "sign"):
        leads.report(lead, by=owner, text="进展顺利", move=move)
    amount = leads.add_amount(lead, by=owner, kind="contract", fen=1_200_000_000, on=timezone.localdate(),
                              upload=SimpleUploadedFile("合同.pdf", PDF, content_type="application/pdf"))
    visit = visits.add_visit(batch, by=trainee, company="佛山市宏图机械有限公司", visited_on=date(2026, 11, 2), learnt="精益生产", people=[me])
    practice = practices.add_practice(batch, by=trainee, person=me, title="看板管理", seen_at="佛山市宏图机械有限公司", what="进度上墙")
    practices.plan_follow_up(batch, by=officer)
    told = sharing.add_sharing(batch, by=trainee, person=me, on=timezone.localdate(), title="跟班学习体会", audience="局机关干部", practices=[practice])
    need = needs.note_need(batch, by=trainee, person=me, company="佛山市宏图机械有限公司", kind="talent", text="缺数控技工三十名")
    needs.hand_over_need(need, by=officer, owner=cast.unit_b)
    target = Target.objects.create(desk=batch.unit, person=me, level="section")
    hours = coverage.add_hours(target.desk, by=cast.actor("officer"), person=me, year=2026, what="党校培训", basis="结业证", days=3)
    followed = FollowUp.objects.get(person=me, months=3)
    return make_assessments(cast, batch) | {
        "target": target, "trained": me, "practice": practice, "sharing": told, "need": need, "follow_up": followed, "lead": lead, "handed": handed, "amount": amount, "visit": visit,
        "company_visit": visit, "hours": hours}


def make_assessments(cast: Cast, batch: Batch) -> dict[str, Any]:
    """A round that takes marks, with a sheet of the officer and the link of a company; and one that is released, with an appeal."""
    officer, leader, me = cast.actor("officer"), cast.actor("leader"), cast.people["applicant"]
    people = [me, cast.people["other_applicant"]]
    taking = assess_batch(batch, by=officer, stage="during", due_on=timezone.localdate() + timedelta(days=9)).round
    team = assessment.add_assessor(taking, by=officer, who="team", account=cast.officer, people=people)
    company = assessment.add_company(taking, by=officer, unit=Placement.objects.get(batch=batch, person=me).post.offer.host.unit, people=[me])
    company, token, _code = assessment.make_link(company, by=officer, given_to="王经理")
    sheet, given = team.sheets.get(assessment__person=me), team.sheets.exclude(assessment__person=me).get()
    scene.give(given, 80, by=officer)
    done = scene.make_round(cast, people, scene.ALONE)
    assessment.add_assessor(done, by=officer, who="group", account=cast.officer)
    scene.give_all(cast, done, {"officer": [90, 80]})
    assessment.close_round(done, by=officer)
    assessment.propose_grades(done, by=officer)
    assessment.release_round(done, by=leader)
    result = done.assessments.get(person=me)
    BatchRound.objects.create(batch=batch, round=done, stage="after")
    (certificate,) = certificates.issue_certificates(batch, by=officer, except_for={cast.people["other_applicant"].pk})
    return {"round": taking, "scheme": taking.scheme, "assessor": company, "word": token, "word_sheet": company.sheets.get(), "sheet": sheet,
            "mark": given.marks.first(), "result": result, "certificate": certificate, "appeal": assessment.appeal(result, by=cast.actor("applicant"), text="请复核")}
