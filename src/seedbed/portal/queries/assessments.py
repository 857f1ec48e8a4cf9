"""What assessments put on the first page: sheets to fill in, grades to release, appeals to answer, results to read."""

from collections.abc import Iterator

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from seedbed.assessment import queries
from seedbed.assessment.states import RoundState, SheetState
from seedbed.kernel.actor import Actor
from seedbed.portal.queries.item import Item

SHOWN = 10


def sheets(actor: Actor) -> Iterator[Item]:
    """Sheets that wait for the own marks, in one line with the first day by which they are due."""
    rows = queries.sheets_to_fill(actor).filter(state=SheetState.OPEN, assessment__round__state=RoundState.MARKING)
    count = rows.count()
    if count:
        first = rows.order_by("assessment__round__due_on").values_list("assessment__round__due_on", flat=True)[0]
        text = ngettext("%(n)d person waits for your mark", "%(n)d people wait for your mark", count) % {"n": count}
        yield Item(text, reverse("assessment:mine"), first, count)


def releases(actor: Actor) -> Iterator[Item]:
    """Rounds whose grades wait for the second person."""
    for row in queries.rounds_visible_to(actor).filter(state=RoundState.PROPOSED).exclude(proposed_by=actor.account_id)[:SHOWN]:
        yield Item(_("Release the grades of %(round)s") % {"round": row.title}, reverse("assessment:round_release", args=[row.pk]))


def appeals(actor: Actor) -> Iterator[Item]:
    """Appeals that wait for an answer."""
    for row in queries.open_appeals(actor)[:SHOWN]:
        yield Item(_("Answer the appeal of %(name)s") % {"name": row.assessment.person.name}, reverse("assessment:result", args=[row.assessment_id]), row.due_on)


def results(actor: Actor) -> Iterator[Item]:
    """The own results against which an appeal is still possible."""
    for row in queries.own_results(actor)[:SHOWN]:
        yield Item(_("Read your result: %(round)s") % {"round": row.round.title}, reverse("assessment:result", args=[row.pk]), row.round.appeal_until, kind="info")
