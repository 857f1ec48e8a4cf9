"""Reads of casework. Lists for a person start from a `…_visible_to`; the public page has its own two doors."""

from django.db.models import QuerySet
from django.utils import timezone

from seedbed.casework.models import NoticeRule, Objection, PublicNotice
from seedbed.casework.states import NoticeState, ObjectionState
from seedbed.directory.queries import reach
from seedbed.kernel import sealed
from seedbed.kernel.actor import Actor


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
