"""One of everything that comes out of a batch: leads, visits."""

from datetime import date
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from seedbed.outcomes.actions import leads, visits
from seedbed.selection.models import Batch
from tests.cast import Cast

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
    return {"lead": lead, "handed": handed, "amount": amount, "visit": visit}
