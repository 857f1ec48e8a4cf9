"""Reads of temporary branches."""

from datetime import date
from typing import Any

from django.db.models import Q, QuerySet
from django.utils import timezone

from seedbed.directory.queries import reach
from seedbed.gatherings.models import Gathering
from seedbed.gatherings.states import GatheringState
from seedbed.kernel.actor import Actor
from seedbed.residency.models import BranchRule, ClassMember, TempBranch, TrainingClass
from seedbed.residency.queries.classes import OFFICE, own_memberships, people_of
from seedbed.residency.states.branch import BranchState


def branches_visible_to(actor: Actor) -> QuerySet[TempBranch]:
    """Return the branches of classes the actor runs or belongs to; the service team sees none."""
    mine = own_memberships(actor).order_by().values("training_class")
    rows = TempBranch.objects.filter(Q(training_class__batch__unit__in=reach(actor, *OFFICE)) | Q(training_class__in=mine))
    return rows.select_related("training_class__batch__unit", "training_class__batch__plan", "circle", "rule")


def branch_of(row: TrainingClass) -> TempBranch | None:
    """Return the branch of a visible class, or None before it is proposed."""
    return TempBranch.objects.filter(training_class=row).select_related("training_class__batch__unit", "circle", "rule").first()


def party_members(row: TrainingClass) -> list[ClassMember]:
    """Return the members of the Party in a class, full ones and probationers."""
    return [m for m in people_of(row) if m.person.is_party_member]


def rule_in_force() -> BranchRule | None:
    """Return the newest rule of temporary branches."""
    return BranchRule.objects.order_by("-version").first()


def over(today: date) -> QuerySet[TempBranch]:
    """Return the branches whose class is over: its day after the last has come."""
    return TempBranch.objects.filter(state=BranchState.APPROVED, training_class__batch__ends_on__lte=today)


def sessions_of(branch: TempBranch) -> QuerySet[Gathering]:
    """Return the sessions of a branch: those of its own circle, and the weekly ones it planned for the whole class."""
    own = Q(circle=branch.circle_id)
    weekly = Q(circle=branch.training_class.circle_id, kind__in=("study", "sharing", "seminar"), starts_at__gte=branch.planned_at or timezone.now())
    return Gathering.objects.filter((own | weekly) if branch.planned_at else own).select_related("lead").order_by("starts_at", "pk")


def record_of(branch: TempBranch) -> dict[str, Any]:
    """Return the file a branch leaves: approval, posts, members, every session held with its minutes and what was agreed."""
    held = sessions_of(branch).filter(state=GatheringState.HELD).prefetch_related("absences", "items__owner")
    return {
        "name": branch.name, "approval": [branch.approval_issuer, branch.approval_number, str(branch.approved_on)],
        "posts": [[post.post, post.member.person.name] for post in branch.posts.select_related("member__person")],
        "members": sorted(m.person.name for m in party_members(branch.training_class)),
        "sessions": [{
            "kind": g.kind, "title": g.title, "at": timezone.localtime(g.starts_at).isoformat(timespec="minutes"), "lead": g.lead.name if g.lead else "",
            "minutes": g.minutes, "missing": g.absences.count(), "agreed": [[i.text, i.owner.name, str(i.due_on), i.state, i.result] for i in g.items.all()],
        } for g in held],
    }
