"""Papers of residency: the file a temporary branch leaves."""

from typing import Any

from django.utils import timezone
from django.utils.translation import get_language, pgettext
from django.utils.translation import gettext as _

from seedbed.gatherings.models import GatheringKind
from seedbed.gatherings.states import ItemState
from seedbed.kernel.papers import Heading, Paper, Table
from seedbed.residency.models import BranchPost, TempBranch


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
