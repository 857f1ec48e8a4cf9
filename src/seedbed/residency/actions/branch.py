"""Writes of temporary branches."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, time, timedelta

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from seedbed.directory.models import Person
from seedbed.gatherings import actions as gatherings
from seedbed.gatherings.actions import Plan
from seedbed.gatherings.models import Circle
from seedbed.gatherings.reckoning import first_weekday
from seedbed.kernel.actions import action, add, change, remove, require
from seedbed.kernel.actor import Actor
from seedbed.kernel.workflow import perform
from seedbed.residency import rules
from seedbed.residency.models import BranchPost, BranchRule, ClassMember, TempBranch, TrainingClass
from seedbed.residency.queries import branch as queries
from seedbed.residency.reckoning.branch import FIRST_RULE, digest_of
from seedbed.residency.states.branch import BRANCH_MOVES, BranchState

THEME_WEEKS = 4


@dataclass(frozen=True)
class Weekly:
    """On which weekday (0 is Monday), at what time and for how long one of the weekly sessions is held."""

    weekday: int
    starts: time
    minutes: int


def _rule() -> BranchRule:
    return queries.rule_in_force() or add(BranchRule(
        version=1, at_least=FIRST_RULE.at_least, at_most=FIRST_RULE.at_most, forbidden=list(FIRST_RULE.forbidden), article=FIRST_RULE.article,
        source=FIRST_RULE.source, effective_from=timezone.localdate()))


@action("residency.propose_branch", allow=rules.runs_class, label=gettext_lazy("Propose a temporary Party branch"))
def propose_branch(row: TrainingClass, *, by: Actor, name: str, posts: Mapping[str, ClassMember]) -> TempBranch:
    """Propose a temporary branch with its appointed posts; a secretary is a must.

    Refused: fewer full members than the rule asks for or more members than it allows, somebody who is no
    member of the Party, one person on two posts.
    """
    rule, members = _rule(), queries.party_members(row)
    full = sum(m.person.political_status == "中共党员" for m in members)
    require(queries.branch_of(row) is None, _("This class has a temporary branch already."))
    require(name.strip(), _("The branch needs a name."))
    require(full >= rule.at_least and len(members) <= rule.at_most, _(
        "A branch needs at least %(least)d full members and has at most %(most)d members (%(rule)s); this class has %(full)d and %(all)d.") % {
        "least": rule.at_least, "most": rule.at_most, "rule": rule, "full": full, "all": len(members)})
    branch = add(TempBranch(training_class=row, name=name.strip(), rule=rule, proposed_by_id=by.account_id))
    _appoint(branch, posts)
    return branch


def _appoint(branch: TempBranch, posts: Mapping[str, ClassMember]) -> None:
    known = {m.pk for m in queries.party_members(branch.training_class)}
    require("secretary" in posts, _("Appoint a secretary."))
    require(all(m.pk in known for m in posts.values()), _("Posts of the branch are for its members only."))
    require(len({m.pk for m in posts.values()}) == len(posts), _("One person holds one post."))
    for row in branch.posts.all():
        remove(row)
    for post, member in posts.items():
        add(BranchPost(branch=branch, post=post, member=member))


@action("residency.appoint", allow=rules.runs_branch, label=gettext_lazy("Appoint the posts of a branch"))
def appoint(branch: TempBranch, *, by: Actor, posts: Mapping[str, ClassMember]) -> TempBranch:
    """Appoint the posts anew, as the higher Party organisation decided; nobody is elected."""
    require(branch.state != BranchState.DISSOLVED, _("This branch has dissolved."))
    _appoint(branch, posts)
    if branch.circle is not None:
        _set_members(branch, branch.circle, by)
    return branch


@action("residency.approve_branch", allow=rules.runs_branch, label=gettext_lazy("Record the approval of a branch"))
def approve_branch(branch: TempBranch, *, by: Actor, number: str, issuer: str, on: date) -> TempBranch:
    """Record the higher Party organisation's approval: its number, who gave it, and when. From then on the branch meets."""
    require(number.strip() and issuer.strip(), _("Enter the number of the approval and who gave it."))
    require(on <= timezone.localdate(), _("This day has not come yet."))
    circle = gatherings.open_circle(branch.training_class.batch.unit, by=by, name=branch.name)
    _set_members(branch, circle, by)
    return perform(branch, BRANCH_MOVES, "approve", by=by, approval_number=number.strip(), approval_issuer=issuer.strip(), approved_on=on, circle=circle)


def _set_members(branch: TempBranch, circle: Circle, by: Actor) -> None:
    secretaries = set(branch.posts.filter(post__in=["secretary", "deputy"]).values_list("member__person", flat=True))
    people = {m.person_id: m.person_id in secretaries for m in queries.party_members(branch.training_class)}
    gatherings.set_members(circle, by=by, people=people, on=min(branch.training_class.batch.starts_on, timezone.localdate()))


@action("residency.plan_branch", allow=rules.runs_branch, label=gettext_lazy("Plan the weeks of a branch"))
def plan_branch(branch: TempBranch, *, by: Actor, weekly: Mapping[str, Weekly], whole_class: bool = True, place: str = "") -> TempBranch:
    """Plan, once, the weekly study, sharing and seminar and a theme day every four weeks until the class ends.

    Sharing goes round: each week the next member speaks. The weekly ones are for the whole class or for the
    branch alone; theme days are the branch's own.
    """
    require(branch.state == BranchState.APPROVED and branch.circle is not None, _("Only a branch that is set up plans its weeks."))
    require(branch.planned_at is None, _("The weeks are planned already: move or cancel single sessions."))
    row = branch.training_class
    change(branch, planned_at=timezone.now())
    circle = row.circle if whole_class else branch.circle
    start, last = max(row.batch.starts_on, timezone.localdate()), row.batch.last_day
    titles = {"study": _("Study together"), "sharing": _("Sharing by a member"), "seminar": _("Seminar on a theme"), "theme_day": _("Theme day of the branch")}
    speakers = [m.person for m in queries.people_of(row)] if whole_class else [m.person for m in queries.party_members(row)]
    for kind in ("study", "sharing", "seminar", "theme_day"):
        when, own = weekly[kind], kind == "theme_day"
        leads: list[Person] = speakers if kind == "sharing" else []
        gatherings.plan_series(branch.circle if own else circle, by=by, first_on=first_weekday(start, when.weekday), last_on=last, leads=leads,
                               every_weeks=THEME_WEEKS if own else 1, plan=Plan(kind, titles[kind], when.starts, when.minutes, place))
    return branch


@action("residency.dissolve_branch", allow=rules.dissolves_branch, label=gettext_lazy("Dissolve a branch at the end of its class"))
def dissolve_branch(branch: TempBranch, *, by: Actor) -> TempBranch:
    """Dissolve a branch whose class is over; what is still planned is cancelled, and its file stays with a digest."""
    last = branch.training_class.batch.last_day
    require(last < timezone.localdate(), _("The class is not over yet: the branch dissolves by itself after %(day)s.") % {"day": last})
    record = queries.record_of(branch)
    if branch.circle is not None:
        gatherings.end_circle(branch.circle, by=by, on=last + timedelta(days=1), reason=_("The class has ended."))
    return perform(branch, BRANCH_MOVES, "dissolve", by=by, dissolved_on=last, record=record, digest=digest_of(record))
