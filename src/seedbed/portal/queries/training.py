"""What the training line puts on the first page: batches with their way, and what waits for each role."""

from collections.abc import Iterator

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from seedbed.kernel.actor import Actor
from seedbed.placement.queries import matching, wishes
from seedbed.placement.states.matching import DraftState
from seedbed.portal.queries.item import Item
from seedbed.selection import queries as selection
from seedbed.selection.models import Batch
from seedbed.selection.queries.own import is_open_today
from seedbed.selection.states import ApplicationState, BatchState

ENDED = (BatchState.CLOSED, BatchState.CALLED_OFF)
SHOWN = 6  # batches that ask for something
STEPS = 3  # batches with their way on the first page; the rest are one link away


def releases(actor: Actor) -> Iterator[Item]:
    """Batches whose proposed decisions wait for release."""
    for batch in matching.batches_matched_by(actor).filter(state=BatchState.PROPOSED)[:SHOWN]:
        yield Item(_("Release the decisions of %(batch)s") % {"batch": batch.name}, reverse("placement:release", args=[batch.pk]), batch.starts_on)


def drafts(actor: Actor) -> Iterator[Item]:
    """The newest plan of each batch that waits for the next signature; none where a plan is published."""
    words = {DraftState.DRAFT: _("Check draft %(number)s of %(batch)s"), DraftState.CHECKED: _("Confirm draft %(number)s of %(batch)s"),
             DraftState.CONFIRMED: _("Publish draft %(number)s of %(batch)s")}
    rows = matching.drafts_visible_to(actor)
    done = rows.filter(state=DraftState.PUBLISHED).values("batch")
    waiting = rows.exclude(batch__in=done).exclude(batch__state__in=ENDED).select_related("batch").order_by("batch", "-number")
    newest = {draft.batch_id: draft for draft in reversed(waiting)}
    for draft in list(newest.values())[:SHOWN]:
        sentence = words[DraftState(draft.state)] % {"number": draft.number, "batch": draft.batch.name}
        yield Item(sentence, reverse("placement:draft", args=[draft.pk]), draft.batch.starts_on)


def recommendations(actor: Actor) -> Iterator[Item]:
    """Applications of the own unit that wait for an opinion."""
    for batch in selection.batches_visible_to(actor).filter(state=BatchState.OPEN)[:SHOWN]:
        count = selection.clerk_applications(actor, batch).filter(state=ApplicationState.SUBMITTED).count()
        if count:
            text = ngettext("%(n)d application waits for your unit's opinion", "%(n)d applications wait for your unit's opinion", count)
            yield Item(text % {"n": count}, reverse("selection:recommendations", args=[batch.pk]), batch.closes_on, count)


def own_steps(actor: Actor) -> Iterator[Item]:
    """What a trainee can do now: apply, complete, state wishes, read the own reason."""
    own = {a.batch_id: a for a in selection.own_applications(actor).select_related("batch")}
    for batch in selection.batches_visible_to(actor).filter(state=BatchState.OPEN)[:SHOWN]:
        mine = own.get(batch.pk)
        if mine is None and is_open_today(batch):
            yield Item(_("Apply for %(batch)s") % {"batch": batch.name}, reverse("selection:mine", args=[batch.pk]), batch.closes_on)
        elif mine is not None and mine.state in (ApplicationState.DRAFT, ApplicationState.RETURNED):
            yield Item(_("Complete and hand in your application"), reverse("selection:mine", args=[batch.pk]), batch.closes_on)
    for application in own.values():
        window = wishes.window_of(application.batch_id)
        if window is not None and wishes.is_open(window) and wishes.may_wish(application):
            yield Item(_("State your wishes"), reverse("placement:wishes", args=[application.pk]), timezone.localtime(window.closes_at).date())
    for place in matching.own_places(actor)[:SHOWN]:
        yield Item(_("Read where you are placed and why"), reverse("placement:reason", args=[place.pk]), kind="info")


def reviews(actor: Actor) -> Iterator[Item]:
    """Requests for a human review of a placement."""
    count = matching.requests_visible_to(actor).filter(state="open").count()
    if count:
        text = ngettext("%(n)d person asks for a human review", "%(n)d people ask for a human review", count) % {"n": count}
        yield Item(text, reverse("placement:reviews"), count=count)


def batches_under_way(actor: Actor) -> list[Batch]:
    """Return the first batches that an officer or leader runs now, the next to begin first, and one more where there are others."""
    return list(matching.batches_matched_by(actor).exclude(state__in=ENDED).order_by("starts_on")[: STEPS + 1])
