"""Texts that people receive about what came of a batch."""

from django.urls import reverse

from seedbed.kernel.outbox import Sentence as _
from seedbed.kernel.outbox import Text, post
from seedbed.outcomes.models import Lead, LeadReport
from seedbed.outcomes.queries.recipients import finders_of, keepers_of, owners_of


def _url(lead: Lead) -> str:
    return reverse("outcomes:lead", args=[lead.pk])


def handed_over(lead: Lead) -> None:
    """Tell the clerks of the unit that follows up that a lead waits for their signature."""
    for account in owners_of(lead):
        post(key=f"outcomes:handed:{lead.pk}:{lead.version}:{account.pk}", recipient=str(account.pk), subject=_("A lead waits for your signature"),
             body=_("%(company)s: sign for it until %(day)s.") % {"company": lead.company, "day": lead.sign_by}, url=_url(lead))


def _tell_finders(lead: Lead, key: str, subject: Text, body: Text) -> None:
    for account in finders_of(lead):
        post(key=f"{key}:{account.pk}", recipient=str(account.pk), subject=subject, body=body, url=_url(lead))


def signed_for(lead: Lead) -> None:
    """Tell those who found a lead who follows it up and until when they hear more."""
    _tell_finders(lead, f"outcomes:signed_for:{lead.pk}:{lead.version}", _("Your lead was signed for"),
                  _("%(company)s: %(owner)s replies until %(day)s.") % {"company": lead.company, "owner": lead.owner, "day": lead.reply_by})


def reported(report: LeadReport) -> None:
    """Tell those who found a lead how it goes."""
    _tell_finders(report.lead, f"outcomes:report:{report.pk}", _("News of your lead"), f"{report.lead.company}: {report.text[:120]}")


def sent_back(lead: Lead, reason: str) -> None:
    """Tell the officers of the office that a lead came back unsigned, and why."""
    for account in keepers_of(lead):
        post(key=f"outcomes:sent_back:{lead.pk}:{lead.version}:{account.pk}", recipient=str(account.pk), subject=_("A lead was sent back"),
             body=f"{lead.company}: {reason[:120]}", url=_url(lead))
