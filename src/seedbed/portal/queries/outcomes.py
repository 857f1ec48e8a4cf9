"""What the outcomes put on the first page: leads that wait for a signature, a reply, a hand-over."""

from collections.abc import Iterator

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from seedbed.kernel.actor import Actor
from seedbed.outcomes.queries import leads
from seedbed.portal.queries.item import Item

SHOWN = 10


def signatures(actor: Actor) -> Iterator[Item]:
    """Leads that the own unit has to sign for."""
    for lead in leads.to_sign_for(actor)[:SHOWN]:
        yield Item(_("Sign for the lead %(company)s") % {"company": lead.company}, reverse("outcomes:lead", args=[lead.pk]), lead.sign_by)


def replies(actor: Actor) -> Iterator[Item]:
    """Leads to which the own unit has to reply."""
    for lead in leads.to_reply(actor)[:SHOWN]:
        yield Item(_("Reply to the lead %(company)s") % {"company": lead.company}, reverse("outcomes:lead", args=[lead.pk]), lead.reply_by)


def hand_overs(actor: Actor) -> Iterator[Item]:
    """Leads that nobody follows up yet."""
    count = leads.to_hand_over(actor).count()
    if count:
        text = ngettext("%(n)d lead waits to be handed over", "%(n)d leads wait to be handed over", count) % {"n": count}
        yield Item(text, reverse("outcomes:leads") + "?state=found", count=count)
