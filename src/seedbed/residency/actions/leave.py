"""Writes of leave. The meter is read under the member's lock, so that two grants never pass the share together."""

from datetime import date

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from seedbed.directory.models import Site
from seedbed.kernel.actions import action, add, require
from seedbed.kernel.actor import Actor
from seedbed.kernel.workflow import perform
from seedbed.residency import notifications, rules
from seedbed.residency.models import ClassMember, Leave, LeaveRule
from seedbed.residency.queries import whole
from seedbed.residency.queries.leave import calendar_of, meter_of, rule_in_force
from seedbed.residency.reckoning.leave import FIRST_RULE, halves, in_days
from seedbed.residency.states.leave import LEAVE_MOVES, LeaveState


def rule_or_first() -> LeaveRule:
    """Return the rule in force; its first version is written when it is needed for the first time."""
    return rule_in_force() or add(LeaveRule(
        version=1, numerator=FIRST_RULE.share.numerator, denominator=FIRST_RULE.share.denominator, warn_percent=FIRST_RULE.warn_percent,
        article=FIRST_RULE.article, source=FIRST_RULE.source, effective_from=timezone.localdate()))


@action("residency.set_leave_rule", allow=rules.sets_leave_rule, label=gettext_lazy("Set the rule of leave"))
def set_leave_rule(site: Site, *, by: Actor, numerator: int, denominator: int, warn_percent: int, article: str, source: str) -> LeaveRule:
    """Add the next version of the rule of leave; classes keep the version they were opened with."""
    require(article.strip() and source.strip(), _("Name article and source of the rule."))
    newest = rule_or_first()
    return add(LeaveRule(version=newest.version + 1, numerator=numerator, denominator=denominator, warn_percent=warn_percent,
                         article=article.strip(), source=source.strip(), effective_from=timezone.localdate()))


@action("residency.ask_leave", allow=rules.asks_leave, label=gettext_lazy("Ask for leave"))
def ask_leave(member: ClassMember, *, by: Actor, first_on: date, last_on: date, reason: str, from_noon: bool = False, to_noon: bool = False) -> Leave:
    """Ask for leave within the course; it is counted in half working days, make-up days included.

    Refused: days outside the course, days on which nobody works, days asked for already.
    """
    batch = member.training_class.batch
    require(reason.strip(), _("Say why in a few words."))
    require(first_on <= last_on, _("The last day lies before the first."))
    require(batch.starts_on <= first_on and last_on <= batch.last_day, _("The course lasts from %(first)s to %(last)s.") % {
        "first": batch.starts_on, "last": batch.last_day})
    count = halves(first_on, last_on, calendar_of(batch), from_noon=from_noon, to_noon=to_noon)
    require(count, _("Nobody works on these days: no leave is needed."))
    whole.locked_member(member.pk)
    taken = member.leaves.filter(state__in=[LeaveState.ASKED, LeaveState.GRANTED], first_on__lte=last_on, last_on__gte=first_on)
    require(not taken.exists(), _("Leave for some of these days is asked for or granted already."))
    leave = add(Leave(member=member, first_on=first_on, from_noon=from_noon, last_on=last_on, to_noon=to_noon, halves=count, reason=reason.strip()))
    notifications.leave_asked(leave)
    return leave


@action("residency.grant_leave", allow=rules.decides_leave, label=gettext_lazy("Grant leave"))
def grant_leave(leave: Leave, *, by: Actor, word: str = "", despite: bool = False) -> Leave:
    """Grant leave. What would pass the share of the rule is granted only with `despite` and a word why:
    by the rule the person then leaves the course, and the office has to decide on it.
    """
    whole.locked_member(leave.member_id)
    meter, rule = meter_of(leave.member), leave.member.training_class.leave_rule
    passes = meter.would_pass(leave.halves)
    require(not passes or (despite and word.strip()), _(
        "With it %(used)s of %(allowed)s working days would be used. By %(article)s of %(source)s whoever is away longer leaves the course. "
        "Refuse it, or grant it all the same with a word why, and decide whether the stay ends.") % {
        "used": in_days(meter.used + leave.halves), "allowed": in_days(meter.allowed), "article": rule.article, "source": rule.source})
    perform(leave, LEAVE_MOVES, "grant", by=by, word=word.strip(), despite=passes, decided_by_id=by.account_id, decided_at=timezone.now())
    notifications.leave_decided(leave)
    return leave


@action("residency.refuse_leave", allow=rules.decides_leave, label=gettext_lazy("Refuse leave"))
def refuse_leave(leave: Leave, *, by: Actor, reason: str) -> Leave:
    """Refuse leave with a reason the person reads."""
    perform(leave, LEAVE_MOVES, "refuse", by=by, note=reason, word=reason.strip()[:300], decided_by_id=by.account_id, decided_at=timezone.now())
    notifications.leave_decided(leave)
    return leave


@action("residency.take_leave_back", allow=rules.takes_leave_back, label=gettext_lazy("Take leave back"))
def take_leave_back(leave: Leave, *, by: Actor) -> Leave:
    """Take leave back that has not begun; the meter gets its days back."""
    require(leave.first_on > timezone.localdate() or leave.state == LeaveState.ASKED, _("It has begun: note the return instead."))
    return perform(leave, LEAVE_MOVES, "take_back", by=by)


@action("residency.note_return", allow=rules.takes_leave_back, label=gettext_lazy("Note an earlier return"))
def note_return(leave: Leave, *, by: Actor, last_on: date) -> Leave:
    """Note that somebody was back earlier (销假): `last_on` was the last day away; only those days count."""
    require(leave.first_on <= last_on <= leave.last_on, _("The return lies outside of the leave."))
    count = halves(leave.first_on, last_on, calendar_of(leave.member.training_class.batch), from_noon=leave.from_noon,
                   to_noon=leave.to_noon and last_on == leave.last_on)
    return perform(leave, LEAVE_MOVES, "return", by=by, last_on=last_on, to_noon=leave.to_noon and last_on == leave.last_on, halves=count)
