"""Texts that people receive about their place."""

from django.urls import reverse

from seedbed.directory.models import Account
from seedbed.kernel.outbox import Sentence as _
from seedbed.kernel.outbox import Text, post
from seedbed.placement.models import (
    AskedCompany,
    Campaign,
    ChangeOrder,
    MatchDraft,
    Placement,
    ReviewRequest,
)
from seedbed.selection.models import Application
from seedbed.selection.queries.recipients import account_of


def _tell(application: Application, key: str, subject: Text, body: Text) -> None:
    account = account_of(application)
    if account is not None:
        post(key=key, recipient=str(account.pk), subject=subject, body=body, url=reverse("placement:own"))


def published(draft: MatchDraft, placements: list[Placement]) -> None:
    """Tell everybody in a published plan where they go and that the reason can be read."""
    for placement in placements:
        _tell(placement.application, f"placement:published:{draft.pk}:{placement.pk}", _("Your place is published"),
              _("%(batch)s: you can read where you go and why.") % {"batch": draft.batch.name})


def changed(order: ChangeOrder) -> None:
    """Tell a person that an approved change order gives them another post."""
    _tell(order.placement.application, f"placement:changed:{order.pk}", _("Your place has changed"),
          _("%(batch)s: you go to %(post)s.") % {"batch": order.batch.name, "post": f"{order.to_post.offer.host} · {order.to_post}"})


def answered(row: ReviewRequest) -> None:
    """Tell a person that the request for a human review is answered."""
    _tell(row.application, f"placement:answered:{row.pk}", _("Your request for a review is answered"),
          _("%(batch)s: the answer stands beside the reason of your place.") % {"batch": row.draft.batch.name})


def companies_silent(campaign: Campaign, companies: list[AskedCompany], accounts: list[Account]) -> None:
    """Tell those who keep a campaign which companies have not answered and are to be called today."""
    names, url = "、".join(row.name for row in companies[:10]), reverse("placement:companies", args=[campaign.pk]) + "?answer=silent"
    key = f"placement:silent:{campaign.pk}:{max(row.reminded_at for row in companies if row.reminded_at):%Y%m%d%H%M}"
    for account in accounts:
        post(key=f"{key}:{account.pk}", recipient=str(account.pk), subject=_("Companies that have not answered"), url=url,
             body=_("%(batch)s: %(count)d companies have not answered yet (last day %(day)s): %(names)s.") % {
                 "batch": campaign.batch.name, "count": len(companies), "day": campaign.answer_by, "names": names})
