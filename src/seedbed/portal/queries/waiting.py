"""What waits for a person, by role: each item with its page and the day by which it is due."""

from collections.abc import Callable, Iterator
from datetime import date
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from seedbed.casework.queries import drafts_visible_to, open_objections_visible_to
from seedbed.directory.queries import grants_visible_to
from seedbed.directory.queries.releases import releases_to_decide
from seedbed.kernel.actor import Actor
from seedbed.kernel.queries import unread_count
from seedbed.portal.queries import (
    assessments,
    cases,
    complaints_visible_to,
    last_checkpoint,
    outcomes,
    staying,
    training,
)
from seedbed.portal.queries.erasing import erasures_to_decide
from seedbed.portal.queries.item import Item
from seedbed.portal.queries.retention import retention_in_force
from seedbed.selection.queries import batches_run_by


def waiting_for(actor: Actor, roles: set[str]) -> list[Item]:
    """Return what waits for the actor, what is due first on top; messages last."""
    sources = [*SOURCES, *(source for line, own in OF_LINES.items() if line in settings.LINES for source in own)]
    found = [item for source, wanted in sources for item in (source(actor) if wanted & roles else ())]
    found.sort(key=lambda item: (item.due is None, item.due or date.max))
    return [*found, *_messages(actor)]


def _messages(actor: Actor) -> Iterator[Item]:
    count = unread_count(actor.account_id or 0)
    if count:
        yield Item(ngettext("%(n)d unread message", "%(n)d unread messages", count) % {"n": count}, reverse("portal:inbox"), count=count,
                   kind="info")


def _objections(actor: Actor) -> Iterator[Item]:
    for objection in open_objections_visible_to(actor)[:20]:
        yield Item(_("Answer objection %(number)s") % {"number": objection.number},
                   reverse("casework:objection", args=[objection.pk]), objection.due_on)


def _drafts(actor: Actor) -> Iterator[Item]:
    for notice in drafts_visible_to(actor)[:20]:
        yield Item(_("Publish the notice “%(title)s”") % {"title": notice.title}, reverse("casework:notice_file", args=[notice.pk]))


def _complaints(actor: Actor) -> Iterator[Item]:
    count = complaints_visible_to(actor).filter(state="received").count()
    if count:
        text = ngettext("%(n)d complaint or suggestion to answer", "%(n)d complaints or suggestions to answer", count) % {"n": count}
        yield Item(text, reverse("portal:complaints"), count=count)


def _grants(actor: Actor) -> Iterator[Item]:
    for grant in grants_visible_to(actor).filter(state="proposed").exclude(account=actor.account_id)[:20]:
        yield Item(_("Decide on the role “%(role)s” for %(account)s") % {"role": grant.get_role_display(), "account": grant.account},
                   reverse("directory:account", args=[grant.account_id]))


def _exports(actor: Actor) -> Iterator[Item]:
    for release in releases_to_decide(actor)[:20]:
        yield Item(_("Decide on the export “%(what)s”") % {"what": release.label}, reverse("directory:release", args=[release.pk]))


def _erasures(actor: Actor) -> Iterator[Item]:
    for row in erasures_to_decide(actor)[:20]:
        words = _("Examine the request for erasure %(number)s") if row.state == "asked" else _("Carry out the erasure %(number)s")
        yield Item(words % {"number": row}, reverse("portal:erasure", args=[row.pk]))


def _retention(actor: Actor) -> Iterator[Item]:
    """Nothing is erased before the office has set how long things are kept; from the first batch that is over it is asked to."""
    if retention_in_force() is None and batches_run_by(actor).filter(ends_on__lt=timezone.localdate()).exists():
        yield Item(_("Set how long personal data are kept: nothing is erased until then"), reverse("portal:retention"))


def _check(actor: Actor) -> Iterator[Item]:
    checkpoint = last_checkpoint()
    if checkpoint is None:
        yield Item(_("Check the trail: it has not been checked yet"), reverse("portal:trail"))


SOURCES: tuple[tuple[Callable[[Actor], Iterator[Any]], set[str]], ...] = (
    (_objections, {"officer"}),
    (_drafts, {"officer", "leader"}),
    (_complaints, {"officer"}),
    (_exports, {"officer", "leader"}),
    (_erasures, {"officer", "leader"}),
    (_retention, {"officer"}),
    (_grants, {"security_admin"}),
    (_check, {"audit_admin"}),
)

TRAINING: tuple[tuple[Callable[[Actor], Iterator[Item]], set[str]], ...] = (
    (training.releases, {"leader", "officer"}),
    (training.drafts, {"leader", "officer"}),
    (training.reviews, {"officer", "leader"}),
    (training.recommendations, {"clerk"}),
    (training.own_steps, {"trainee"}),
    (outcomes.signatures, {"clerk"}),
    (outcomes.replies, {"clerk"}),
    (outcomes.hand_overs, {"officer"}),
    (outcomes.follow_ups, {"officer"}),
    (outcomes.needs_to_answer, {"clerk"}),
    (outcomes.needs_to_hand_over, {"officer"}),
    (staying.leaves, {"officer", "leader"}),
    (staying.records, {"officer", "leader", "trainee"}),
    (staying.agreed, {"officer", "leader", "trainee"}),
    (staying.tickets, {"service_team", "officer"}),
    (staying.answers, {"trainee"}),
    (staying.journals, {"trainee"}),
    (staying.classes, {"officer", "leader"}),
    (staying.lines, {"officer", "leader"}),
    (assessments.appeals, {"officer", "leader"}),
    (assessments.releases, {"officer", "leader"}),
    (assessments.sheets, {"officer", "leader", "clerk", "trainee"}),
    (assessments.results, {"trainee"}),
)
GRASSROOTS: tuple[tuple[Callable[[Actor], Iterator[Item]], set[str]], ...] = (
    (cases.parts, {"clerk"}),
    (cases.desk, {"officer", "leader"}),
    (cases.extensions, {"officer", "leader"}),
    (cases.records, {"clerk"}),
    (cases.planned, {"clerk"}),
    (cases.again, {"officer", "leader"}),
    (cases.classes, {"officer", "leader"}),
)
OF_LINES = {"training": TRAINING, "grassroots": GRASSROOTS}
