"""The request to companies by which the invented batch found its hosts, and the one for those who said “next year”."""

from datetime import timedelta

from seedbed.demo.town import City
from seedbed.directory import actions as directory
from seedbed.kernel.actor import of_job
from seedbed.placement.actions import campaigns, canvass
from seedbed.placement.models import Campaign, Host, HostOffer, Relay
from seedbed.placement.queries import whole
from seedbed.placement.states.campaigns import AnsweredBy

LETTER = "为支持年轻干部赴大湾区沉浸式培训，诚邀贵企业接收学员驻企实训三个月。学员人事、工资关系保留在原单位。请于截止日前答复。"
SILENT = ("佛山市云起智能装备有限公司", "佛山市禅城区新岭陶瓷研究院有限公司", "佛山市顺德区山河家居有限公司")
DECLINED = (("佛山市三水区绿源食品有限公司", "next_year", "busy"), ("佛山市高明区恒达塑业有限公司", "not_now", "no_lodging"),
            ("佛山市南海区瑞和金属制品有限公司", "no", "confidential"))


def ask_companies(town: City) -> None:
    """Ask through the talent group and two chambers; the hosts of the batch answered, some declined, some are silent."""
    by, batch = town.officer, town.the_batch
    last = batch.starts_on - timedelta(days=5)
    campaign = campaigns.plan_campaign(batch, by=by, pass_on_by=last - timedelta(days=14), reach_by=last - timedelta(days=10), answer_by=last, letter=LETTER)
    for code, seats, posts in (("", 46, 30), ("C", 30, 20), ("C30", 8, 5), ("C39", 6, 4), ("I", 6, 4)):
        campaigns.set_target(campaign, by=by, industry_code=code, seats=seats, posts=posts)
    relays = _relays(town, campaign)
    campaigns.move_campaign(campaign, by=by, move="open")
    for relay in relays:
        campaigns.note_passed_on(relay, by=by)
    for number, offer in enumerate(HostOffer.objects.filter(batch=batch).select_related("host__unit").order_by("pk")):
        _answered(town, campaign, relays[1 + number % 2], offer.host, offer)
    for name, answer, reason in DECLINED:
        company = canvass.list_company(campaign, by=by, name=name, relay=relays[1])
        canvass.answer_request(company, by=by, answer=answer, reason=reason)
    for name in SILENT:
        canvass.list_company(campaign, by=by, name=name, relay=relays[2], contact_name="行政部")


def _relays(town: City, campaign: Campaign) -> list[Relay]:
    setup, by = of_job("setup"), town.officer
    group = directory.add_unit(None, by=setup, name="郴州人才发展集团", kind="talent_group", region_id="4310")
    first = campaigns.add_relay(campaign, by=by, unit=group, contact_name="曹经理")
    rest = [directory.add_unit(None, by=setup, name=name, kind="chamber", region_id="4406") for name in ("佛山市郴州商会", "佛山市南海区湘商联合会")]
    return [first, *(campaigns.add_relay(campaign, by=by, unit=unit, above=first, contact_name="秘书处") for unit in rest)]


def _answered(town: City, campaign: Campaign, relay: Relay, host: Host, offer: HostOffer) -> None:
    """The hosts of the batch said yes with the posts that are known of them."""
    posts = list(whole.posts_of_batch(campaign.batch).filter(offer=offer))
    seats = sum(post.seats_max or 1 for post in posts) or 1
    company = canvass.list_company(campaign, by=town.officer, name=host.unit.name, uscc=host.unit.uscc or "", relay=relay)
    canvass.answer_request(company, by=town.officer, answer="yes", seats=seats, way=AnsweredBy.WORKBOOK,
                           posts=[(post.title, post.seats_max or 1, "") for post in posts])
