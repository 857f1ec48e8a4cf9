"""Writes around the links of hosts."""

from datetime import timedelta

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from seedbed.kernel import links
from seedbed.kernel.actions import action, add, note, require
from seedbed.kernel.actor import Actor
from seedbed.placement import rules
from seedbed.placement.models import LINK_PURPOSE, HostLink, HostOffer

LONGEST_DAYS = 180


@action("placement.make_host_link", allow=rules.links_offer, label=gettext_lazy("Make a link for the host"))
def make_host_link(offer: HostOffer, *, by: Actor, given_to: str, days: int = 30) -> tuple[HostLink, str, str]:
    """Make a signed link for the host's contact; returns its row, the token and the one-time code.

    Both are shown once: the link is sent, the code is told by voice. Refused for hosts that were refused
    or stopped, and for more than 180 days.
    """
    require(given_to.strip(), _("Write down who gets the link."))
    require(1 <= days <= LONGEST_DAYS, _("A link lasts from 1 to %(days)d days.") % {"days": LONGEST_DAYS})
    require(offer.host.state not in {"refused", "stopped"}, _("%(host)s was refused or stopped.") % {"host": offer.host})
    link, token, code = links.make(
        purpose=LINK_PURPOSE, label=f"{offer.host.unit.name} {given_to.strip()}"[:120], scope={"offer": offer.pk},
        expires_at=timezone.now() + timedelta(days=days),
    )
    return add(HostLink(offer=offer, link=link, made_by_id=by.account_id)), token, code


@action("placement.renew_host_code", allow=rules.keeps_link, label=gettext_lazy("Make a new one-time code"))
def renew_host_code(host_link: HostLink, *, by: Actor) -> str:
    """Make a new one-time code for an open link, also one that wrong codes have locked; shown once."""
    link = host_link.link
    require(link.revoked_at is None and link.expires_at > timezone.now(), _("This link is over. Make a new one."))
    code = links.renew_code(link)
    note(host_link, "new code")
    return code


@action("placement.use_host_code", allow=rules.link_itself, label=gettext_lazy("Use the one-time code"))
def use_host_code(host_link: HostLink, *, by: Actor) -> HostLink:
    """Note that the host opened its page with the right code; the code is used up by that."""
    links.use_up_code(host_link.link)
    note(host_link, "opened")
    return host_link


@action("placement.revoke_host_link", allow=rules.keeps_link, label=gettext_lazy("Revoke the link"))
def revoke_host_link(host_link: HostLink, *, by: Actor, reason: str) -> HostLink:
    """Close a link for good, with the reason; pages that are open end at their next request."""
    require(reason.strip(), _("Give a reason: the trail keeps it."))
    require(host_link.link.revoked_at is None, _("This link was revoked before."))
    links.revoke(host_link.link, reason=reason)
    note(host_link, "revoked", text=reason)
    return host_link
