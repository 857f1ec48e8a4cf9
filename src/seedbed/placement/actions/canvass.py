"""Writes around one company of a campaign: listing it, its link, its answer, and taking a willing one up as a host."""

from datetime import datetime, time, timedelta
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from seedbed.directory.queries import whole as directory_whole
from seedbed.kernel import links, sealed
from seedbed.kernel.actions import action, add, allowed, change, note, remove, require
from seedbed.kernel.actor import Actor
from seedbed.kernel.identity import Flaw, check_uscc
from seedbed.placement import rules
from seedbed.placement.actions.campaigns import contact_fields, known
from seedbed.placement.actions.hosts import accept_offer, add_host, invite_host, set_host_industries
from seedbed.placement.actions.posts import add_post
from seedbed.placement.models import (
    CAMPAIGN_PURPOSE,
    AskedCompany,
    AskedLink,
    AskedPost,
    Campaign,
    Host,
    HostOffer,
    HostSource,
    Relay,
)
from seedbed.placement.queries import whole
from seedbed.placement.reckoning.campaigns import lodging_of_beds
from seedbed.placement.states.campaigns import (
    AnsweredBy,
    CampaignAnswer,
    CampaignState,
    DeclineReason,
)

FACTS = {"address", "business", "contact_name"}
Offered = list[tuple[str, int, str]]  # title, seats, duties


@action("placement.list_company", allow=rules.keeps_campaign, label=gettext_lazy("List a company in a campaign"))
def list_company(campaign: Campaign, *, by: Actor, name: str, uscc: str = "", industry_code: str = "", relay: Relay | None = None,
                 phone: str = "", **facts: Any) -> AskedCompany:
    """List a company that is to be asked. One that is a host is known by its credit code or name.

    Refused: a company that is listed already, a host that was refused or stopped, a code that does not add up.
    """
    require(campaign.state != CampaignState.CLOSED, _("This campaign is closed."))
    require(relay is None or relay.campaign_id == campaign.pk, _("This relay belongs to another campaign."))
    name, code = name.strip(), _checked(uscc)
    require(name, _("A company needs a name."))
    require(not campaign.companies.filter(name=name).exists() and not (code and campaign.companies.filter(uscc=code).exists()),
            _("%(name)s is listed already.") % {"name": name})
    host = whole.host_called(name, code)
    require(host is None or host.state not in {"refused", "stopped"}, _("%(host)s was refused or stopped.") % {"host": name})
    passed_on = relay is not None and relay.passed_on_at is not None
    return add(AskedCompany(campaign=campaign, name=name, uscc=code or (host.unit.uscc or "" if host else ""), host=host, relay=relay,
                            industry_id=_industry(industry_code) or (directory_whole.own_industry(host.unit) if host else None),
                            asked_at=timezone.now() if passed_on else None, **known(facts, FACTS), **contact_fields(phone)))


def _checked(uscc: str) -> str:
    if not uscc.strip():
        return ""
    code = check_uscc(uscc)
    require(not isinstance(code, Flaw), code.text if isinstance(code, Flaw) else "")
    return str(code)


def _industry(code: str) -> str | None:
    code = code.strip().upper()
    require(not code or directory_whole.industries().filter(pk=code).exists(), _("There is no industry with the code %(code)s.") % {"code": code[:20]})
    return code or None


@action("placement.change_company", allow=rules.keeps_relay, label=gettext_lazy("Change a company of a campaign"))
def change_company(company: AskedCompany, *, by: Actor, version: int | None = None, uscc: str | None = None, industry_code: str | None = None,
                   relay: Relay | None = None, phone: str = "", **facts: Any) -> AskedCompany:
    """Change what is known of a company asked; the telephone stays where none is typed."""
    require(company.offer_id is None, _("This company was taken up as a host; change it there."))
    require(relay is None or relay.campaign_id == company.campaign_id, _("This relay belongs to another campaign."))
    values = known(facts, FACTS) | ({"uscc": _checked(uscc)} if uscc is not None else {}) | ({"relay": relay} if relay is not None else {})
    if industry_code is not None:
        values["industry_id"] = _industry(industry_code)
    if values.get("uscc"):
        require(not company.campaign.companies.filter(uscc=values["uscc"]).exclude(pk=company.pk).exists(), _("Another company of the campaign has this credit code."))
        values["host"] = whole.host_called(company.name, values["uscc"])
    return change(company, version=version, **values, **(contact_fields(phone) if phone else {}))


# -- the link ------------------------------------------------------------------------------------------------


@action("placement.make_company_link", allow=rules.links_company, label=gettext_lazy("Make a link for a company asked"))
def make_company_link(company: AskedCompany, *, by: Actor) -> tuple[AskedLink, str, str]:
    """Make the signed link by which a company answers; older ones end. It lasts to the end of the last day for answers.

    Returns the row, the token and the one-time code; both are shown once. The company counts as asked by that.
    """
    campaign = company.campaign
    require(campaign.state == CampaignState.OPEN, _("The campaign is not under way."))
    end = timezone.make_aware(datetime.combine(campaign.answer_by, time.max))
    require(end > timezone.now(), _("The last day for answers is past. Set a later one first."))
    for old in company.links.filter(link__revoked_at=None).select_related("link"):
        links.revoke(old.link, reason=_("replaced"))
    link, token, code = links.make(purpose=CAMPAIGN_PURPOSE, label=f"{company.name} {company.contact_name}".strip()[:120],
                                   scope={"company": company.pk}, expires_at=end + timedelta(seconds=1))
    if company.asked_at is None:
        change(company, asked_at=timezone.now())
    return add(AskedLink(company=company, link=link, made_by_id=by.account_id)), token, code


@action("placement.make_company_links", allow=rules.links_campaign, label=gettext_lazy("Make links for all companies not yet answered"))
def make_company_links(campaign: Campaign, *, by: Actor) -> list[tuple[AskedCompany, str]]:
    """Make a link for each company that has not answered; returns companies with tokens. Codes are told one by one, by voice."""
    rows = list(campaign.companies.filter(answer="").select_related("campaign", "relay__unit").order_by("relay_id", "pk"))
    require(rows, _("Every company has answered."))
    return [(row, make_company_link(row, by=by)[1]) for row in rows]


@action("placement.renew_company_code", allow=rules.keeps_asked_link, label=gettext_lazy("Make a new one-time code for a company asked"))
def renew_company_code(asked_link: AskedLink, *, by: Actor) -> str:
    """Make a new one-time code for an open link, also one that wrong codes have locked; shown once."""
    link = asked_link.link
    require(link.revoked_at is None and link.expires_at > timezone.now(), _("This link is over. Make a new one."))
    code = links.renew_code(link)
    note(asked_link, "new code")
    return code


@action("placement.use_company_code", allow=rules.asked_link_itself, label=gettext_lazy("Use the one-time code of a request"))
def use_company_code(asked_link: AskedLink, *, by: Actor) -> AskedLink:
    """Note that the company opened its page with the right code; the code is used up by that."""
    links.use_up_code(asked_link.link)
    note(asked_link, "opened")
    return asked_link


# -- the answer ----------------------------------------------------------------------------------------------


@action("placement.answer_request", allow=rules.answers_request, label=gettext_lazy("Answer a request to companies"))
def answer_request(company: AskedCompany, *, by: Actor, answer: str, reason: str = "", words: str = "", seats: int | None = None,
                   beds_women: int | None = None, beds_men: int | None = None, posts: Offered | None = None, uscc: str = "",
                   way: str = AnsweredBy.PHONE, **facts: Any) -> AskedCompany:
    """Take what a company says: given by itself through its link, or written down by the office after a call.

    Willing: with the number of people, beds by sex and posts. Else: with a reason from the list. It may be given
    anew until the campaign closes or the company is taken up. Refused outside of a campaign under way.
    """
    require(company.campaign.state == CampaignState.OPEN, _("The campaign is not under way."))
    require(company.offer_id is None, _("This company was taken up as a host; change its offer there."))
    require(answer in CampaignAnswer.values, _("Choose one of the answers."))
    willing = answer == CampaignAnswer.YES
    require(willing or reason in DeclineReason.values, _("Choose the reason from the list."))
    require(willing or reason != DeclineReason.OTHER or words.strip(), _("Say in a few words what the other reason is."))
    require(not willing or (seats is not None and 1 <= seats <= 200), _("Say for how many people: a number from 1 to 200."))
    require(all(count is None or 0 <= count <= 500 for count in (beds_women, beds_men)), _("Beds are a number from 0 to 500."))
    _replace_posts(company, posts or [] if willing else [], seats or 0)
    code = _checked(uscc)
    firm: dict[str, Any] = {"uscc": code, "host": whole.host_called(company.name, code)} if code else {}
    return change(
        company, answer=answer, reason="" if willing else reason, words=words.strip(), seats=seats if willing else None,
        beds_women=beds_women if willing else None, beds_men=beds_men if willing else None, answered_at=timezone.now(),
        asked_at=company.asked_at or timezone.now(), answered_by=AnsweredBy.LINK if by.link is not None else way,
        **firm, **known(facts, FACTS))


def _replace_posts(company: AskedCompany, posts: Offered, seats: int) -> None:
    titles = [title.strip() for title, _seats, _duties in posts]
    require(all(titles) and len(set(titles)) == len(titles), _("Each post has a title of its own."))
    require(all(1 <= count <= 200 for _title, count, _duties in posts), _("Each post has 1 to 200 seats."))
    require(not posts or sum(count for _title, count, _duties in posts) >= seats, _("The posts together have fewer seats than people are taken."))
    for old in company.posts.all():
        remove(old)
    for (_title, count, duties), title in zip(posts, titles, strict=True):
        add(AskedPost(company=company, title=title[:80], seats=count, duties=duties.strip()))


@action("placement.take_up_company", allow=rules.takes_up, label=gettext_lazy("Take a willing company up as a host"))
def take_up_company(company: AskedCompany, *, by: Actor) -> HostOffer:
    """Make a willing company a host of the office (if it is none yet) with its offer and posts, ready for vetting.

    Nothing is typed anew: name, code, address, business, industry, beds, posts, contact come from its answer.
    """
    require(company.answer == CampaignAnswer.YES, _("This company has not said that it is willing."))
    require(company.offer_id is None, _("This company was taken up before."))
    require(company.uscc, _("The unified social credit code is missing; ask for it and write it down first."))
    batch, lodging = company.campaign.batch, lodging_of_beds(company.beds_women, company.beds_men)
    host = whole.host_called(company.name, company.uscc) or _new_host(company, by, lodging)
    offer = HostOffer.objects.filter(host=host, batch=batch).first() or invite_host(host, by=by, batch=batch)
    if offer.willingness != "willing":
        accept_offer(offer, by=by)
    for post in company.posts.exclude(title__in=offer.posts.values("title")):
        add_post(offer, by=by, title=post.title, seats=(post.seats, post.seats), duties=post.duties, lodging=lodging,
                 lodging_note=_beds_text(company), contact_name=company.contact_name, phone=sealed.unseal(company.contact_phone_sealed))
    change(company, host=host, offer=offer)
    return offer


def _new_host(company: AskedCompany, by: Actor, lodging: str) -> Host:
    relay = company.relay
    source = {"talent_group": HostSource.TALENT_GROUP, "chamber": HostSource.CHAMBER}.get(relay.unit.kind if relay else "", HostSource.DEPARTMENT)
    host = add_host(company.campaign.batch.unit, by=by, name=company.name, uscc=company.uscc, region_id=company.campaign.batch.host_region_id,
                    address=company.address, business=company.business, lodging=lodging, source=source)
    may_set = allowed("directory.set_industries", by, host.unit)
    if company.industry_id is not None and may_set and directory_whole.own_industry(host.unit) is None:
        set_host_industries(host, by=by, codes=[company.industry_id])
    return host


def _beds_text(company: AskedCompany) -> str:
    if company.beds_women is None and company.beds_men is None:
        return ""
    return _("beds: %(women)d for women, %(men)d for men") % {"women": company.beds_women or 0, "men": company.beds_men or 0}
