"""Writes of request campaigns: planning, targets, relays, opening and closing, reminders."""

from datetime import date
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from seedbed.directory.models import Unit
from seedbed.directory.queries import whole as directory_whole
from seedbed.kernel import sealed
from seedbed.kernel.actions import action, add, change, note, remove, require
from seedbed.kernel.actor import Actor
from seedbed.kernel.identity import mask_mobile
from seedbed.kernel.workflow import perform
from seedbed.placement import notifications, rules
from seedbed.placement.models import AskedCompany, Campaign, CampaignTarget, Relay
from seedbed.placement.queries import campaigns as queries
from seedbed.placement.queries import whole
from seedbed.placement.states.campaigns import CAMPAIGN_MOVES, CampaignState, HostKind
from seedbed.selection.models import Batch

MOST = 2000  # of seats or posts in one target


@action("placement.plan_campaign", allow=rules.plans_campaign, label=gettext_lazy("Plan a request campaign"))
def plan_campaign(batch: Batch, *, by: Actor, pass_on_by: date, reach_by: date, answer_by: date, letter: str = "") -> Campaign:
    """Plan the request of a batch to companies, with a deadline for each stage.

    Who said “next year” before is listed at once: companies of earlier campaigns, hosts of earlier batches.
    Refused while another campaign of the batch is not closed, and for deadlines out of order or after the start.
    """
    whole.locked_batch(batch)
    require(not Campaign.objects.filter(batch=batch).exclude(state=CampaignState.CLOSED).exists(),
            _("A campaign of this batch is not closed yet. Close it first."))
    _in_order(batch, pass_on_by, reach_by, answer_by)
    campaign = add(Campaign(batch=batch, ordinal=whole.next_campaign_number(batch), pass_on_by=pass_on_by, reach_by=reach_by, answer_by=answer_by,
                            letter=letter.strip(), created_by_id=by.account_id))
    _carry_over(campaign)
    return campaign


def _in_order(batch: Batch, pass_on_by: date, reach_by: date, answer_by: date) -> None:
    require(pass_on_by <= reach_by <= answer_by, _("The deadlines follow each other: pass on, reach the companies, answer."))
    require(answer_by < batch.starts_on, _("The companies have to answer before the batch begins on %(day)s.") % {"day": batch.starts_on})


def _carry_over(campaign: Campaign) -> None:
    """List whoever was interested before, with what is known of them; nothing is typed anew."""
    listed: set[int | None] = set()
    for offer in whole.interested_hosts(campaign.batch):
        unit = offer.host.unit
        listed.add(offer.host_id)
        add(AskedCompany(campaign=campaign, host=offer.host, earlier_batch=offer.batch, name=unit.name, uscc=unit.uscc or "",
                         address=offer.host.address, business=offer.host.business, industry_id=directory_whole.own_industry(unit)))
    for row in whole.interested_companies(campaign.batch):
        if row.host_id is None or row.host_id not in listed:
            add(AskedCompany(campaign=campaign, host=row.host, earlier_batch=row.campaign.batch, **{name: getattr(row, name) for name in (
                "name", "uscc", "address", "business", "industry_id", "contact_name", "contact_phone_sealed", "contact_phone_masked")}))


@action("placement.change_campaign", allow=rules.keeps_campaign, label=gettext_lazy("Change a request campaign"))
def change_campaign(campaign: Campaign, *, by: Actor, pass_on_by: date, reach_by: date, answer_by: date, letter: str = "",
                    version: int | None = None) -> Campaign:
    """Change deadlines and words of a campaign that is not closed; relays keep the days they were given."""
    _not_closed(campaign)
    _in_order(campaign.batch, pass_on_by, reach_by, answer_by)
    return change(campaign, version=version, pass_on_by=pass_on_by, reach_by=reach_by, answer_by=answer_by, letter=letter.strip())


def _not_closed(campaign: Campaign) -> None:
    require(campaign.state != CampaignState.CLOSED, _("This campaign is closed."))


@action("placement.move_campaign", allow=rules.keeps_campaign, label=gettext_lazy("Open or close a request campaign"))
def move_campaign(campaign: Campaign, *, by: Actor, move: str, reason: str = "") -> Campaign:
    """Open, close, or open again with a reason. Closing ends every link of its companies."""
    require(move in {entry.name for entry in CAMPAIGN_MOVES}, _("There is no such step."))
    if move == "open":
        require(campaign.targets.exists(), _("Set at least one target first."))
        require(campaign.companies.exists() or campaign.relays.exists(), _("Name at least one company or one relay first."))
    now = timezone.now()
    times: dict[str, dict[str, Any]] = {"open": {"opened_at": now}, "close": {"closed_at": now}, "open_again": {"closed_at": None}}
    return perform(campaign, CAMPAIGN_MOVES, move, by=by, note=reason, **times[move])


@action("placement.set_campaign_target", allow=rules.keeps_campaign, label=gettext_lazy("Set a target of a campaign"))
def set_target(campaign: Campaign, *, by: Actor, seats: int, posts: int = 0, industry_code: str = "", host_kind: str = "") -> Campaign:
    """Ask for so many seats and posts from one industry (empty: all) and one kind of host; 0 and 0 take the target out."""
    _not_closed(campaign)
    require(host_kind in HostKind.values, _("There is no such kind of host."))
    require(0 <= seats <= MOST and 0 <= posts <= MOST, _("This is a number from 0 to %(most)d.") % {"most": MOST})
    code = industry_code.strip().upper()
    require(not code or directory_whole.industries().filter(pk=code).exists(), _("There is no industry with the code %(code)s.") % {"code": code[:20]})
    old = CampaignTarget.objects.filter(campaign=campaign, industry=code or None, host_kind=host_kind).first()
    if seats or posts:
        values: dict[str, Any] = {"seats": seats, "posts": posts}
        change(old, **values) if old else add(CampaignTarget(campaign=campaign, industry_id=code or None, host_kind=host_kind, **values))
    else:
        require(old, _("There is no such target."))
        remove(old)  # type: ignore[arg-type]  # required above
    note(campaign, "target")
    return campaign


@action("placement.add_relay", allow=rules.keeps_campaign, label=gettext_lazy("Name a relay of a campaign"))
def add_relay(campaign: Campaign, *, by: Actor, unit: Unit, above: Relay | None = None, contact_name: str = "", phone: str = "",
              due_on: date | None = None) -> Relay:
    """Name a unit that passes the request on. Without a day of its own the talent group has the first deadline, who stands below it the second."""
    _not_closed(campaign)
    require(above is None or above.campaign_id == campaign.pk, _("This relay belongs to another campaign."))
    require(not campaign.relays.filter(unit=unit).exists(), _("%(unit)s passes this request on already.") % {"unit": unit})
    day = due_on or (campaign.reach_by if above is not None or unit.kind != "talent_group" else campaign.pass_on_by)
    require(day <= campaign.answer_by, _("This is after the last day for answers."))
    return add(Relay(campaign=campaign, unit=unit, above=above, contact_name=contact_name.strip(), due_on=day, **contact_fields(phone)))


def contact_fields(phone: str) -> dict[str, str]:
    """Return the columns of a contact's telephone: sealed, and masked for the screen."""
    return {"contact_phone_sealed": sealed.seal(phone), "contact_phone_masked": mask_mobile(phone)}


@action("placement.note_passed_on", allow=rules.keeps_relay, label=gettext_lazy("Note that the request was passed on"))
def note_passed_on(relay: Relay, *, by: Actor) -> Relay:
    """Note that a relay has passed the request on; its companies count as asked from now on."""
    require(relay.campaign.state == CampaignState.OPEN, _("The campaign is not under way."))
    require(relay.passed_on_at is None, _("This was noted before."))
    now = timezone.now()
    for company in relay.companies.filter(asked_at=None):
        change(company, asked_at=now)
    return change(relay, passed_on_at=now)


@action("placement.drop_relay", allow=rules.keeps_relay, label=gettext_lazy("Take a relay out of a campaign"))
def drop_relay(relay: Relay, *, by: Actor) -> None:
    """Take out a relay through which nobody was asked."""
    require(not relay.companies.exists() and not relay.below.exists(), _("Companies or other relays are asked through it. Change them first."))
    remove(relay)


@action("placement.remind_companies", allow=rules.reminds, label=gettext_lazy("Remind the companies that have not answered"))
def remind_companies(campaign: Campaign, *, by: Actor) -> int:
    """Put every company that is silent for two days on today's list of calls and tell those who keep the campaign.

    Only who has not answered, only on working days from 8:30 to 17:30, nobody twice within two days. Returns how many.
    """
    require(campaign.state == CampaignState.OPEN, _("The campaign is not under way."))
    require(queries.is_work_time(), _("Reminders leave on working days from 8:30 to 17:30 only. Try again then."))
    rows = list(queries.to_remind(campaign))
    require(rows, _("Nobody is to be reminded: all have answered, or were asked or reminded within two days."))
    now = timezone.now()
    for row in rows:
        change(row, reminded_at=now)
    accounts = {account.pk: account for role in ("officer", "service_team") for account in directory_whole.accounts_holding(role, campaign.batch.unit_id)}
    notifications.companies_silent(campaign, rows, list(accounts.values()))
    return len(rows)


def known(fields: dict[str, Any], names: set[str]) -> dict[str, Any]:
    """Return the fields if all of them may be set; another name is a programming error."""
    unknown = fields.keys() - names
    if unknown:
        raise TypeError(f"not to be changed here: {', '.join(sorted(unknown))}")
    return fields
