"""Papers of residency: the class book by groups, and the file a temporary branch leaves."""

from collections.abc import Sequence
from typing import Any

from django.utils import timezone
from django.utils.translation import get_language, pgettext
from django.utils.translation import gettext as _

from seedbed.gatherings.models import GatheringKind
from seedbed.gatherings.states import ItemState
from seedbed.kernel.papers import Heading, Paper, Table
from seedbed.residency.models import BranchPost, ClassMember, TempBranch, TrainingClass


def class_book(row: TrainingClass, members: Sequence[ClassMember]) -> Paper:
    """Return the class book: the class committee, then group by group with its leader, unit and host; no ID number, no telephone."""
    committee = [f"{m.get_duty_display()}：{m.person.name}" for m in members if m.duty]
    body: list[str | Heading | Table] = [Heading(_("Class committee")), *(committee or [_("Nobody yet.")])]
    groups: dict[str, list[ClassMember]] = {}
    for member in members:
        groups.setdefault(str(member.group) if member.group else _("Without a group"), []).append(member)
    for name, people in groups.items():
        leader = next((m.person.name for m in people if m.leads_group), "")
        body += [Heading(f"{name}（{_('leader')}：{leader}）" if leader else name), _group(people)]
    return Paper(title=_("Class book of %(batch)s") % {"batch": row.batch.name}, paragraphs=body, signature=row.batch.unit.name, date=timezone.localdate(),
                 landscape=True, language="en" if get_language() == "en" else "zh")


def _group(people: Sequence[ClassMember]) -> Table:
    lines = []
    for n, m in enumerate(people, 1):
        post = m.placement.post
        host = post.offer.host.unit if post else None
        lines.append([n, m.person.name, f"{m.placement.application.unit.name} {m.person.post}".strip(), host.name if host else "",
                      host.region.name if host and host.region else "", post.title if post else ""])
    return Table(columns=[pgettext("number in a list", "No."), _("Name"), _("Unit and post"), _("Host"), _("District"), _("Training post")], rows=lines,
                 widths=[1, 2, 6, 6, 2, 4])


def branch_file(branch: TempBranch, record: dict[str, Any]) -> Paper:
    """Return the file of a branch: approval, posts, members, sessions with minutes, what was agreed."""
    issuer, number, day = record["approval"]
    body: list[str | Heading | Table] = [
        _("Set up by %(issuer)s, %(number)s, on %(day)s.") % {"issuer": issuer, "number": number, "day": day},
        Heading(_("Posts")), *(f"{BranchPost.Post(post).label}：{name}" for post, name in record["posts"]),
        Heading(_("Members")), "、".join(record["members"]),
        Heading(_("Sessions held")), _sessions(record["sessions"]),
        Heading(_("Minutes")), *(line for session in record["sessions"] if session["minutes"] for line in _minutes(session)),
    ]
    if branch.digest:
        body.append(_("Digest of this file: %(digest)s") % {"digest": branch.digest})
    return Paper(title=_("File of %(name)s") % {"name": record["name"]}, paragraphs=body, signature=branch.training_class.batch.unit.name,
                 date=branch.dissolved_on or timezone.localdate(), language="en" if get_language() == "en" else "zh")


def _sessions(rows: list[dict[str, Any]]) -> Table:
    lines = [[n, row["at"].replace("T", " "), GatheringKind(row["kind"]).label, row["title"], row["lead"], row["missing"]] for n, row in enumerate(rows, 1)]
    return Table(columns=[pgettext("number in a list", "No."), _("When"), pgettext("gathering", "Kind"), _("Title"), _("Speaks or leads"), _("Missing")],
                 rows=lines, widths=[1, 3, 2.5, 5, 2, 1])


def _minutes(session: dict[str, Any]) -> list[str]:
    agreed = [f"{text}（{owner}，{due}，{ItemState(state).label}）{result}" for text, owner, due, state, result in session["agreed"]]
    return [f"{session['at'].replace('T', ' ')} {session['title']}", session["minutes"], *agreed]
