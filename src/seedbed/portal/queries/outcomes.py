"""What the outcomes put on the first page: leads that wait for a signature, a reply, a hand-over."""

from collections.abc import Iterator

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from seedbed.kernel.actor import Actor
from seedbed.outcomes.queries import leads, needs, practices
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


def follow_ups(actor: Actor) -> Iterator[Item]:
    """Follow-ups that are due, batch by batch."""
    found: dict[int, int] = {}
    for row in practices.follow_ups_due(actor)[:500]:
        found[row.batch_id] = found.get(row.batch_id, 0) + 1
    for batch, count in found.items():
        text = ngettext("%(n)d follow-up is due", "%(n)d follow-ups are due", count) % {"n": count}
        yield Item(text, reverse("outcomes:follow_ups", args=[batch]), count=count)


def needs_to_answer(actor: Actor) -> Iterator[Item]:
    """What companies need and the own unit has to answer."""
    for row in needs.needs_to_answer(actor)[:SHOWN]:
        yield Item(_("Answer what %(company)s needs") % {"company": row.company}, reverse("outcomes:need", args=[row.pk]), row.answer_by)


def needs_to_hand_over(actor: Actor) -> Iterator[Item]:
    """What companies need and nobody has yet."""
    count = needs.needs_to_hand_over(actor).count()
    if count:
        text = ngettext("%(n)d need of a company waits to be handed over", "%(n)d needs of companies wait to be handed over", count) % {"n": count}
        yield Item(text, reverse("outcomes:needs"), count=count)
