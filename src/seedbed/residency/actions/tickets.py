"""Writes of service tickets of a class: casework keeps the ticket, this room the link to its member."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from seedbed.casework import actions as casework
from seedbed.casework.models import TicketRule
from seedbed.casework.queries import ticket_rules
from seedbed.kernel.actions import action, add, change, require
from seedbed.kernel.actor import Actor
from seedbed.placement.actions import hosts
from seedbed.residency import rules
from seedbed.residency.models import ClassMember, MemberTicket, TrainingClass
from seedbed.residency.reckoning.tickets import FIRST_KINDS, SOURCE


def seed_ticket_rules(row: TrainingClass, by: Actor) -> None:
    """Write the first limits of every kind of ticket that the office has not set yet."""
    known = {rule.kind for rule in ticket_rules()}
    for kind in FIRST_KINDS:
        if kind.key not in known:
            casework.set_ticket_rule(row.batch.unit, by=by, kind=kind.key, names=(kind.name_zh, kind.name_en), take_workdays=kind.take_workdays,
                                     solve_workdays=kind.solve_workdays, source=SOURCE)


@action("residency.ask_help", allow=rules.asks_help, label=gettext_lazy("Ask for help with a service ticket"))
def ask_help(member: ClassMember, *, by: Actor, rule: TicketRule, text: str, confidential: bool = False) -> MemberTicket:
    """Open a service ticket for a member: board, lodging, training, research, rights. A confidential one is read by the department only."""
    ticket = casework.open_ticket(member.training_class.batch.unit, by=by, rule=rule, reporter=member.person, text=text, confidential=confidential)
    return add(MemberTicket(member=member, ticket=ticket))


@action("residency.carry_lesson", allow=rules.carries_lesson, label=gettext_lazy("Make a ticket's cause a condition for the host"))
def carry_lesson(link: MemberTicket, *, by: Actor, lesson: str) -> MemberTicket:
    """Make what the host should do differently next time a condition on the host's sheet: it is accepted on that condition from now on."""
    require(lesson.strip(), _("Write the condition."))
    post = link.member.placement.post
    require(post is not None, _("This person has no host."))
    assert post is not None
    line = _("From ticket %(number)s: %(lesson)s") % {"number": link.ticket.number, "lesson": lesson.strip()}
    hosts.add_condition(post.offer.host, by=by, condition=line, reason=_("Cause of ticket %(number)s") % {"number": link.ticket.number})
    return change(link, lesson=lesson.strip()[:300])
