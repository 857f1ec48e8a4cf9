"""Writes of visits, supervision, wishes for changes."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from seedbed.directory.models import Site
from seedbed.kernel.actions import action, add, change, require
from seedbed.kernel.actor import Actor
from seedbed.kernel.workflow import perform
from seedbed.placement.actions import placements
from seedbed.placement.models import HostOffer, Post
from seedbed.residency import notifications, rules
from seedbed.residency.models import (
    BurdenRule,
    ChangeWish,
    ClassMember,
    Finding,
    HostWord,
    Rhythm,
    TrainingClass,
    Visit,
)
from seedbed.residency.queries.visits import burden_rule_in_force, members_at
from seedbed.residency.reckoning.burden import FIRST_RULE, MEASURES
from seedbed.residency.states.visits import FINDING_MOVES, WISH_MOVES


@dataclass(frozen=True)
class Found:
    """One thing to be put right: what, by whom, until when."""

    text: str
    owner: str
    due_on: date


@action("residency.record_visit", allow=rules.runs_class, label=gettext_lazy("Record a visit to a host"))
def record_visit(row: TrainingClass, *, by: Actor, offer: HostOffer, kind: str, on: date, visitors: str, met: str, summary: str,
                 words: Mapping[int, str], findings: Sequence[Found] = ()) -> Visit:
    """Record a visit or a supervision with what the host said about each trainee there, and what is to be put right.

    Each trainee is told that there is a word about them and may read it. Refused: a day to come, a host or
    a trainee that does not belong together.
    """
    require(on <= timezone.localdate(), _("This day has not come yet."))
    require(visitors.strip() and summary.strip(), _("Write who went and what was seen."))
    require(offer.batch_id == row.batch_id, _("This host does not take part in this batch."))
    there = {m.pk: m for m in members_at(row, offer)}
    said = {pk: text.strip() for pk, text in words.items() if text.strip()}
    require(set(said) <= set(there), _("Somebody named here is not at this host."))
    visit = add(Visit(training_class=row, offer=offer, kind=kind, on=on, visitors=visitors.strip(), met=met.strip(), summary=summary.strip(), recorded_by=by.account))
    for pk, text in said.items():
        notifications.host_spoke(add(HostWord(visit=visit, member=there[pk], said_by=met.strip()[:40], text=text)))
    for found in findings:
        add(Finding(visit=visit, text=found.text, owner=found.owner, due_on=found.due_on))
    return visit


@action("residency.mend_finding", allow=rules.follows_finding, label=gettext_lazy("Note that a finding is put right"))
def mend_finding(finding: Finding, *, by: Actor, result: str) -> Finding:
    """Note what was done about a finding."""
    return perform(finding, FINDING_MOVES, "mend", by=by, note=result, result=result.strip()[:300])


def burden_rule_or_first() -> BurdenRule:
    """Return the rule of the burden meter in force; its first version is written when it is needed for the first time."""
    return burden_rule_in_force() or add(BurdenRule(
        version=1, limit_minutes=FIRST_RULE.limit_minutes, seconds=dict(FIRST_RULE.seconds), opening=FIRST_RULE.opening, writing=FIRST_RULE.writing,
        article=FIRST_RULE.article, source=FIRST_RULE.source, effective_from=timezone.localdate()))


@action("residency.set_burden_rule", allow=rules.sets_leave_rule, label=gettext_lazy("Set the rule of the burden meter"))
def set_burden_rule(site: Site, *, by: Actor, limit_minutes: int, seconds: Mapping[str, int], opening: int, writing: int, article: str, source: str) -> BurdenRule:
    """Add the next version of the rule, with article and source; a class takes it up when its settings are changed next."""
    require(article.strip() and source.strip(), _("Name article and source of the rule."))
    require(set(seconds) == set(FIRST_RULE.seconds) and all(1 <= n <= 600 for n in [*seconds.values(), opening, writing, limit_minutes]),
            _("Every number goes from 1 to 600."))
    newest = burden_rule_or_first()
    return add(BurdenRule(version=newest.version + 1, limit_minutes=limit_minutes, seconds=dict(seconds), opening=opening, writing=writing,
                          article=article.strip(), source=source.strip(), effective_from=timezone.localdate()))


@action("residency.set_class", allow=rules.runs_class, label=gettext_lazy("Change the settings of a class"))
def set_class(row: TrainingClass, *, by: Actor, journal_every: str, visit_every: int, reason: str = "", version: int | None = None) -> TrainingClass:
    """Set how often a journal is asked for and how often hosts are visited.

    How many minutes the forms then ask of a trainee each week is measured from the forms by the rule in force: above
    its bound the settings are taken only with a reason, which stays on the class together with the rule.
    """
    require(journal_every in Rhythm.values, _("A journal is asked for every week, every two weeks or every working day."))
    rule = burden_rule_or_first()
    minutes = max(measure(journal_every, rule.read) for measure in MEASURES)
    require(minutes <= rule.limit_minutes or reason.strip(), _(
        "This would ask %(minutes)d minutes of form-filling a week; the limit is %(limit)d. Ask for less, or give the reason why it has to be.") % {
        "minutes": minutes, "limit": rule.limit_minutes})
    return change(row, version=version, journal_every=journal_every, visit_every=visit_every, burden_rule_id=rule.pk,
                  burden_reason=reason.strip() if minutes > rule.limit_minutes else "")


# -- changes that somebody asks for ------------------------------------------------------------------------


@action("residency.ask_change", allow=rules.asks_change, label=gettext_lazy("Ask for a change of post or host"))
def ask_change(member: ClassMember, *, by: Actor, side: str, wanted: str, reason: str) -> ChangeWish:
    """Ask for another post, another host or an early end; either side may, and the officers are told.

    Refused while another wish for this member waits for its answer.
    """
    require(reason.strip(), _("Say why in a few words."))
    require(wanted in ChangeWish.Wanted.values and side in ChangeWish.Side.values, _("Choose what is wanted."))
    require(not ChangeWish.objects.filter(member=member, state="asked").exists(), _("A wish for this person waits for its answer already."))
    wish = add(ChangeWish(member=member, side=side, wanted=wanted, reason=reason.strip()))
    notifications.change_asked(wish)
    return wish


@action("residency.order_change", allow=rules.answers_wish, label=gettext_lazy("Answer a wish with a change order"))
def order_change(wish: ChangeWish, *, by: Actor, post: Post, word: str = "") -> ChangeWish:
    """Agree: propose the change order in the same act; a second person approves it as always."""
    reason = _("%(side)s asked: %(reason)s") % {"side": wish.get_side_display(), "reason": wish.reason}
    order = placements.propose_change(wish.member.placement, post, by=by, reason=reason)
    perform(wish, WISH_MOVES, "order", by=by, order=order, answer=word.strip(), answered_by_id=by.account_id, answered_at=timezone.now())
    notifications.change_answered(wish)
    return wish


@action("residency.refuse_change", allow=rules.answers_wish, label=gettext_lazy("Do not agree to a wish for a change"))
def refuse_change(wish: ChangeWish, *, by: Actor, reason: str) -> ChangeWish:
    """Do not agree, with a reason the person reads."""
    perform(wish, WISH_MOVES, "refuse", by=by, note=reason, answer=reason.strip()[:500], answered_by_id=by.account_id, answered_at=timezone.now())
    notifications.change_answered(wish)
    return wish


@action("residency.take_wish_back", allow=rules.takes_wish_back, label=gettext_lazy("Take a wish for a change back"))
def take_wish_back(wish: ChangeWish, *, by: Actor) -> ChangeWish:
    """Take the own wish back before it is answered."""
    return perform(wish, WISH_MOVES, "take_back", by=by, answered_at=timezone.now())
