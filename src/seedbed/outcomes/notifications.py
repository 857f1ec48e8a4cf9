"""Texts that people receive about what came of a batch."""

from django.urls import reverse

from seedbed.kernel.outbox import Sentence as _
from seedbed.kernel.outbox import Text, post
from seedbed.outcomes.models import Certificate, CompanyNeed, Lead, LeadReport
from seedbed.outcomes.queries.recipients import answerers_of, finders_of, keepers_of, log_in_of, owners_of


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


def _tell_person(person_id: int, key: str, subject: Text, body: Text, url: str) -> None:
    account = log_in_of(person_id)
    if account is not None:
        post(key=key, recipient=str(account.pk), subject=subject, body=body, url=url)


def certificate_issued(row: Certificate) -> None:
    """Tell a person that the certificate is there."""
    _tell_person(row.person_id, f"outcomes:certificate:{row.pk}", _("Your certificate is issued"), _("Number %(number)s, %(batch)s.") % {"number": row.number, "batch": row.batch},
                 reverse("outcomes:my_hours"))


def certificate_revoked(row: Certificate) -> None:
    """Tell a person that the certificate is revoked, and why."""
    _tell_person(row.person_id, f"outcomes:certificate:{row.pk}:revoked", _("Your certificate was revoked"), _("Number %(number)s. %(why)s") % {"number": row.number, "why": row.revoked_why},
                 reverse("outcomes:my_hours"))


def need_handed_over(row: CompanyNeed) -> None:
    """Tell the clerks of the unit that a company's need waits for their answer."""
    for account in answerers_of(row):
        post(key=f"outcomes:need:{row.pk}:{row.answer_by}:{account.pk}", recipient=str(account.pk), subject=_("A company's need waits for your answer"),
             body=_("%(company)s: answer until %(day)s.") % {"company": row.company, "day": row.answer_by}, url=reverse("outcomes:need", args=[row.pk]))


def need_answered(row: CompanyNeed) -> None:
    """Tell who heard a need what was answered."""
    _tell_person(row.person_id, f"outcomes:need:{row.pk}:answered", _("A company's need is answered"), f"{row.company}: {row.answer[:120]}", reverse("outcomes:need", args=[row.pk]))
