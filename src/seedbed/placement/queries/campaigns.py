"""Reads of request campaigns: who was asked, through whom, what came back, and how far the targets are reached."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Count, F, Prefetch, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from seedbed.directory.models import Industry, Unit
from seedbed.directory.queries import reach
from seedbed.kernel import links, workdays
from seedbed.kernel.actor import Actor
from seedbed.kernel.identity import Flaw, Reading, clean_text, number_text
from seedbed.kernel.queries import calendar_table
from seedbed.placement.models import (
    CAMPAIGN_PURPOSE,
    AskedCompany,
    AskedLink,
    AskedPost,
    Campaign,
    CampaignTarget,
    Relay,
)
from seedbed.placement.queries.hosts import KEEPERS
from seedbed.placement.reckoning.campaigns import Offered, Wanted, in_work_hours, reached
from seedbed.placement.states.campaigns import CampaignAnswer, CampaignState
from seedbed.selection.models import Batch

PAUSE = timedelta(days=2)  # between two reminders of the same company


def campaigns_visible_to(actor: Actor) -> QuerySet[Campaign]:
    """Return the campaigns for batches in reach of an officer, leader or service team."""
    return Campaign.objects.filter(batch__unit__in=reach(actor, *KEEPERS)).select_related("batch__plan", "batch__unit")


def companies_visible_to(actor: Actor) -> QuerySet[AskedCompany]:
    """Return the companies asked in visible campaigns."""
    rows = AskedCompany.objects.filter(campaign__batch__unit__in=reach(actor, *KEEPERS))
    return rows.select_related("campaign__batch__unit", "relay__unit", "industry", "host", "earlier_batch")


def relays_visible_to(actor: Actor) -> QuerySet[Relay]:
    """Return the relays of visible campaigns."""
    return Relay.objects.filter(campaign__batch__unit__in=reach(actor, *KEEPERS)).select_related("campaign__batch", "unit", "above__unit")


def targets_visible_to(actor: Actor) -> QuerySet[CampaignTarget]:
    """Return the targets of visible campaigns."""
    return CampaignTarget.objects.filter(campaign__batch__unit__in=reach(actor, *KEEPERS)).select_related("campaign__batch", "industry")


def asked_links_visible_to(actor: Actor) -> QuerySet[AskedLink]:
    """Return the links of companies asked in visible campaigns."""
    rows = AskedLink.objects.filter(company__campaign__batch__unit__in=reach(actor, *KEEPERS))
    return rows.select_related("link", "company__campaign__batch")


def campaigns_of(rows: QuerySet[Campaign], batch: Batch) -> QuerySet[Campaign]:
    """Narrow visible campaigns to a batch, each with how many were asked, answered and are willing."""
    return rows.filter(batch=batch).annotate(
        listed=Count("companies"), answered=Count("companies", filter=~Q(companies__answer="")),
        willing=Count("companies", filter=Q(companies__answer=CampaignAnswer.YES))).order_by("-ordinal")


def with_posts(rows: QuerySet[AskedCompany]) -> QuerySet[AskedCompany]:
    """Load the posts that each company offers."""
    return rows.prefetch_related(Prefetch("posts", AskedPost.objects.order_by("pk")))


def narrowed(rows: QuerySet[AskedCompany], words: str, answer: str, relay: int | None) -> QuerySet[AskedCompany]:
    """Narrow companies by name, by answer (`silent`: asked without one), and by whom they were asked through."""
    for word in words.split():
        rows = rows.filter(Q(name__icontains=word) | Q(uscc=word.upper()))
    if answer:
        rows = silent(rows) if answer == "silent" else rows.filter(answer=answer)
    return rows.filter(relay=relay) if relay else rows


def silent(rows: QuerySet[AskedCompany]) -> QuerySet[AskedCompany]:
    """Narrow companies to those that were asked and have not answered."""
    return rows.filter(answer="", asked_at__isnull=False)


def company_of_token(token: str) -> AskedLink | None:
    """Return the open link of a token, or None: unknown, expired, revoked, locked, or its campaign is over."""
    link = links.find(token, CAMPAIGN_PURPOSE)
    if link is None:
        return None
    rows = AskedLink.objects.filter(link=link, company__campaign__state=CampaignState.OPEN)
    return rows.select_related("link", "company__campaign__batch__unit").first()


def units_that_relay(actor: Actor) -> QuerySet[Unit]:
    """Return the talent groups, chambers and other units through which companies may be asked."""
    kinds = ("talent_group", "chamber", "institution", "government", "park")
    return Unit.objects.filter(Q(kind__in=("talent_group", "chamber")) | Q(pk__in=reach(actor, *KEEPERS)), kind__in=kinds, is_active=True).order_by("sort_key")


# -- how far it is -----------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Reached:
    """One target and what the willing companies bring to it."""

    target: CampaignTarget
    seats: int
    posts: int


def targets_reached(campaign: Campaign) -> list[Reached]:
    """Return each target with what was offered so far."""
    offers = offers_of(campaign)
    found = []
    for target in campaign.targets.select_related("industry").order_by(F("industry").asc(nulls_first=True), "host_kind", "pk"):
        brought = reached(Wanted(target.industry_id or "", target.host_kind, target.seats, target.posts), offers)
        found.append(Reached(target, brought.seats, brought.posts))
    return found


def offers_of(campaign: Campaign) -> list[Offered]:
    """Return what the willing companies of a campaign offer."""
    rows = campaign.companies.filter(answer=CampaignAnswer.YES).annotate(count=Count("posts"))
    return [Offered(row.industry_id or "", row.host_id is not None, row.seats or 0, row.count) for row in rows]


@dataclass(frozen=True)
class Stage:
    """One relay with its companies: when it is due, whether it passed on, how they answered. None: asked directly."""

    relay: Relay | None
    listed: int
    asked: int
    answers: dict[str, int]

    @property
    def answered(self) -> int:
        """How many have answered, whatever they said."""
        return sum(self.answers.values())

    @property
    def silent(self) -> int:
        """How many were asked and have not answered."""
        return self.asked - self.answered

    @property
    def is_late(self) -> bool:
        """Whether the relay should have passed on by now."""
        return self.relay is not None and self.relay.passed_on_at is None and self.relay.due_on < timezone.localdate()


def stages_of(campaign: Campaign) -> list[Stage]:
    """Return the relays of a campaign side by side, with those asked directly last; two queries."""
    counts: dict[int | None, dict[str, int]] = {}
    asked: dict[int | None, int] = {}
    rows = campaign.companies.order_by().values_list("relay", "answer").annotate(
        listed=Count("pk"), asked=Count("pk", filter=Q(asked_at__isnull=False) | ~Q(answer="")))
    for relay, answer, count, were_asked in rows:
        counts.setdefault(relay, {})[answer] = count
        asked[relay] = asked.get(relay, 0) + were_asked
    relays = list(campaign.relays.select_related("unit", "above__unit").order_by("due_on", "pk"))
    direct = [None] if None in counts or not relays else []
    return [_stage(relay, counts, asked) for relay in (*relays, *direct)]


def _stage(relay: Relay | None, counts: dict[int | None, dict[str, int]], asked: dict[int | None, int]) -> Stage:
    key = relay.pk if relay is not None else None
    group = counts.get(key, {})
    return Stage(relay, sum(group.values()), asked.get(key, 0), {answer: count for answer, count in group.items() if answer})


# -- reminders ---------------------------------------------------------------------------------------------


def is_work_time(now: datetime | None = None) -> bool:
    """Whether it is a working day between 8:30 and 17:30 at the site."""
    local = timezone.localtime(now)
    return in_work_hours(local, workdays.works(local.date(), calendar_table(local.date(), local.date())))


def to_remind(campaign: Campaign, now: datetime | None = None) -> QuerySet[AskedCompany]:
    """Return who was asked two days ago or earlier, has not answered, and was not reminded within two days."""
    before = (now or timezone.now()) - PAUSE
    rows = silent(AskedCompany.objects.filter(campaign=campaign, asked_at__lte=before))
    return rows.filter(Q(reminded_at=None) | Q(reminded_at__lte=before)).select_related("relay__unit").order_by("relay_id", "pk")


def interested_in(campaign: Campaign) -> list[AskedCompany]:
    """Return the companies of a campaign that were interested before."""
    return list(campaign.companies.filter(earlier_batch__isnull=False).select_related("earlier_batch").order_by("pk")[:100])


def relays_of(campaign: Campaign) -> QuerySet[Relay]:
    """Return the relays of a visible campaign."""
    return campaign.relays.select_related("unit").order_by("pk")


def industry_code(raw: Any) -> Reading:
    """Read one code of the classification, or a name that only one industry bears."""
    text = clean_text(number_text(raw)).upper()
    if not text:
        return Reading(None)
    found = list(Industry.objects.filter(pk=text)[:1]) or list(Industry.objects.filter(name=text)[:2])
    if len(found) == 1:
        return Reading(found[0].pk)
    return Reading(None, (Flaw("industry_code", _("There is no industry with the code %(code)s."), {"code": text[:20]}),))
