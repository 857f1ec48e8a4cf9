"""A batch whose people are at their posts, written straight into the tables, and leads found there."""

from datetime import date
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from seedbed.directory import actions as directory
from seedbed.directory.models import Unit
from seedbed.outcomes.actions import leads
from seedbed.outcomes.models import Lead
from seedbed.placement.models import Placement
from seedbed.selection.models import Batch
from tests.cast import SETUP, Cast, log_in, open_account
from tests.integration.placement.hosts_ground import (
    make_application,
    make_batch,
    make_host,
    make_offer,
    make_post,
)

CODE = "91440606735002285T"
OTHER_CODE = "914406047350162223"
PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"


def batch_at_work(cast: Cast) -> Batch:
    """A batch of the department: the applicant and the other applicant are at one host."""
    batch = make_batch(cast)
    post = make_post(make_offer(make_host(cast), batch))
    for number, name in ((1, "applicant"), (2, "other_applicant")):
        application = make_application(cast, batch, name, number=number, state="chosen")
        Placement.objects.create(batch=batch, application=application, person=application.person, state="active", post=post,
                                 placed_at=timezone.now(), arrived_on=date(2026, 10, 9))
    return batch


def command_office(cast: Cast) -> Unit:
    """The joint command office for investment, with a clerk called `investor`."""
    unit = directory.add_unit(cast.root, by=SETUP, name="郴州市招商引资联合指挥部办公室", kind="government", region_id="4310")
    cast.accounts["investor"] = open_account("investor", "clerk", unit)
    return unit


def make_lead(cast: Cast, batch: Batch, *, company: str = "佛山市宏图机械有限公司", uscc: str = OTHER_CODE, name: str = "applicant", **facts: Any) -> Lead:
    """Register a lead as a trainee."""
    return leads.add_lead(batch, by=cast.actor(name), person=cast.people[name], did="牵线对接", company=company, uscc=uscc, **facts)


def followed_lead(cast: Cast, batch: Batch, **facts: Any) -> Lead:
    """A lead that the joint command office has signed for."""
    lead = leads.hand_over(make_lead(cast, batch, **facts), by=cast.actor("officer"), owner=command_office(cast))
    return leads.sign_for(lead, by=cast.actor("investor"))


def document() -> SimpleUploadedFile:
    """A small PDF as a browser sends it."""
    return SimpleUploadedFile("合同.pdf", PDF, content_type="application/pdf")


def get(client: Any, account: Any, name: str, *args: Any, **query: str) -> Any:
    """Open a page as somebody."""
    return log_in(client, account).get(reverse(f"outcomes:{name}", args=args), query)


def post(client: Any, account: Any, name: str, *args: Any, data: Any = None) -> Any:
    """Send a form as somebody."""
    return log_in(client, account).post(reverse(f"outcomes:{name}", args=args), data or {})
