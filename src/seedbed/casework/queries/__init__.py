"""Reads of casework. Lists for a person start from a `…_visible_to`; the public page has its own two doors."""

from datetime import datetime, timedelta
from itertools import pairwise

from django.db.models import Count, Q, QuerySet
from django.utils import timezone

from seedbed.casework.models import NoticeRule, Objection, PublicNotice, Ticket, TicketRule
from seedbed.casework.states import NoticeState, ObjectionState, TicketState
from seedbed.directory.models import Account
from seedbed.directory.queries import reach
from seedbed.directory.queries.whole import accounts_holding
from seedbed.kernel import sealed
from seedbed.kernel.actor import Actor

AGES = (2, 5, 10)  # days; where the bars of a picture of open tickets begin


def notices_visible_to(actor: Actor) -> QuerySet[PublicNotice]:
    """Return the notices of desks that the actor reaches as officer or leader."""
    return PublicNotice.objects.filter(desk__in=reach(actor, "officer", "leader"))


def objections_visible_to(actor: Actor) -> QuerySet[Objection]:
    """Return the objections at desks that the actor reaches as officer or leader."""
    return Objection.objects.filter(desk__in=reach(actor, "officer", "leader")).select_related("notice")


def open_objections_visible_to(actor: Actor) -> QuerySet[Objection]:
    """Return the objections that still wait for an answer, the most urgent first."""
    return objections_visible_to(actor).exclude(state=ObjectionState.ANSWERED).order_by("due_on", "pk")


def drafts_visible_to(actor: Actor) -> QuerySet[PublicNotice]:
    """Return the notices that wait to be published."""
    return notices_visible_to(actor).filter(state=NoticeState.DRAFT)


def open_objections(notice: PublicNotice) -> int:
    """Return how many objections to a notice wait for an answer; the room of its origin asks before it goes on."""
    return Objection.objects.filter(notice=notice).exclude(state=ObjectionState.ANSWERED).count()


def public_notice(number: str) -> PublicNotice | None:
    """Return what everybody may see under a number: published now or over; drafts do not exist for the public."""
    found = PublicNotice.objects.filter(number=number, published_at__isnull=False)
    return found.select_related("desk", "rule").first()


def is_open(notice: PublicNotice) -> bool:
    """Tell whether the notice's page shows names and takes objections today; the last day counts whole."""
    today = timezone.localdate()
    return notice.state == NoticeState.PUBLISHED and notice.ends_on is not None and today <= notice.ends_on


def objection_by_receipt(number: str, secret: str) -> Objection | None:
    """Return the objection of a receipt, only with its secret word."""
    digest = sealed.lookup(f"objection:{secret.strip()}")
    return Objection.objects.filter(number=number.strip(), secret_digest=digest).select_related("notice").first()


def rule_in_force(kind: str) -> NoticeRule | None:
    """Return the rule of a kind of notice that holds today, or None before its first use."""
    rules = NoticeRule.objects.filter(kind=kind, effective_from__lte=timezone.localdate())
    return rules.order_by("-effective_from", "-version").first()


# -- service tickets ---------------------------------------------------------------------------------------


def tickets_visible_to(actor: Actor) -> QuerySet[Ticket]:
    """Return the tickets the actor may see: office of the desk all, its service team those that are not confidential, and the own."""
    person = actor.account.person_id if actor.account is not None else None
    rows = Ticket.objects.filter(
        Q(desk__in=reach(actor, "officer", "leader")) | Q(desk__in=reach(actor, "service_team"), confidential=False)
        | Q(reporter=person, reporter__isnull=False))
    return rows.select_related("rule", "reporter", "holder", "desk")


def open_tickets(rows: QuerySet[Ticket]) -> QuerySet[Ticket]:
    """Narrow to what is not solved, the most urgent first."""
    return rows.filter(state__in=[TicketState.RECEIVED, TicketState.TAKEN]).order_by("solve_by", "pk")


def handled_by(actor: Actor) -> QuerySet[Ticket]:
    """Return the open tickets that the actor may work on, the most urgent first."""
    rows = Ticket.objects.filter(Q(desk__in=reach(actor, "officer", "leader"), confidential=True) | Q(desk__in=reach(actor, "service_team"), confidential=False))
    return open_tickets(rows).select_related("rule")


def own_tickets(actor: Actor) -> QuerySet[Ticket]:
    """Return what the actor's own person has asked, the newest first."""
    person = actor.account.person_id if actor.account is not None else None
    return Ticket.objects.filter(reporter=person, reporter__isnull=False).select_related("rule", "holder").order_by("-pk")


def ticket_rules() -> list[TicketRule]:
    """Return the rule in force of every kind of ticket, in the order in which the kinds were first set."""
    newest: dict[str, TicketRule] = {}
    for rule in TicketRule.objects.filter(effective_from__lte=timezone.localdate()).order_by("version", "pk"):
        newest[rule.kind] = rule
    return list(newest.values())


def ticket_figures(rows: QuerySet[Ticket]) -> dict[str, int]:
    """Return how many tickets are open, late, closed, and how many of those closed were answered with content."""
    today = timezone.localdate()
    late = Q(state=TicketState.RECEIVED, take_by__lt=today) | Q(state=TicketState.TAKEN, solve_by__lt=today)
    return rows.order_by().aggregate(
        open=Count("pk", filter=Q(state__in=[TicketState.RECEIVED, TicketState.TAKEN])), late=Count("pk", filter=late),
        closed=Count("pk", filter=Q(state=TicketState.CLOSED)), content=Count("pk", filter=Q(state=TicketState.CLOSED, satisfaction=Ticket.Satisfaction.CONTENT)))


def may_hold(ticket: Ticket) -> QuerySet[Account]:
    """Return the accounts to which a ticket may be handed: the desk's officers and, unless confidential, its service team."""
    held = accounts_holding("officer", ticket.desk_id)
    return held if ticket.confidential else held | accounts_holding("service_team", ticket.desk_id)


def ticket_ages(rows: QuerySet[Ticket], now: datetime) -> list[int]:
    """Return how many open tickets are younger than two days, than five, than ten, and older, in one query."""
    edges = [now - timedelta(days=days) for days in AGES]
    between = [Q(received_at__gt=edges[0]), *(Q(received_at__lte=later, received_at__gt=earlier) for later, earlier in pairwise(edges)), Q(received_at__lte=edges[-1])]
    found = open_tickets(rows).order_by().aggregate(**{f"age{n}": Count("pk", filter=test) for n, test in enumerate(between)})
    return [found[f"age{n}"] for n in range(len(between))]
