"""What the line of the grass roots puts on the first page."""

from collections.abc import Iterator

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from seedbed.casework.queries import cases
from seedbed.casework.queries.clocks import asked_extensions
from seedbed.casework.reckoning.clocks import last_day
from seedbed.grassroots.queries import classes_visible_to, planned_matters, waiting_for_record
from seedbed.grassroots.rules import takes_up_class
from seedbed.kernel.actor import Actor
from seedbed.portal.queries.item import Item

SHOWN = 20


def parts(actor: Actor) -> Iterator[Item]:
    """Cases that wait for the actor's unit: to be signed for, to be worked on."""
    for part in cases.waits_for_unit(actor)[:SHOWN]:
        words = _("Sign for case %(number)s: %(what)s") if part.state == "given" else _("Work on case %(number)s: %(what)s")
        yield Item(words % {"number": part.case.number, "what": part.case.heading}, reverse("cases:case", args=[part.case_id]),
                   last_day(part.case.due_at) if part.case.due_at else None)


def desk(actor: Actor) -> Iterator[Item]:
    """How many cases wait at the actor's desk, step by step."""
    words = {"registered": _("to be given to a unit"), "reported": _("for the first review"), "reviewed": _("for the second review"), "approved": _("for a check on the spot"),
             "checked": _("to be struck off")}
    for state, count in cases.waits_for_desk(actor).items():
        text = ngettext("%(n)d case waits %(what)s", "%(n)d cases wait %(what)s", count) % {"n": count, "what": words[state]}
        yield Item(text, f"{reverse('cases:cases')}?state={state}", count=count)


def extensions(actor: Actor) -> Iterator[Item]:
    """Extensions that wait for a decision, before the time is over."""
    for row in asked_extensions(cases.cases_visible_to(actor))[:SHOWN]:
        if row.asked_by_id != actor.account_id:
            yield Item(_("Decide on more time for case %(number)s") % {"number": row.clock.case.number}, reverse("cases:case", args=[row.clock.case_id]), last_day(row.clock.legal_at))


def records(actor: Actor) -> Iterator[Item]:
    """Outings that are over and have no record yet."""
    for row in waiting_for_record(actor)[:SHOWN]:
        yield Item(_("Record the outing “%(title)s”") % {"title": row.title}, reverse("grassroots:outing", args=[row.pk]), row.on)


def again(actor: Actor) -> Iterator[Item]:
    """Planned cases whose day of looking again has come."""
    for row in cases.looked_at_again(actor, timezone.localdate())[:SHOWN]:
        yield Item(_("Look again at case %(number)s: %(what)s") % {"number": row.number, "what": row.heading}, reverse("cases:case", args=[row.pk]), row.review_on)


def planned(actor: Actor) -> Iterator[Item]:
    """Planned matters of outings whose day of looking again has come."""
    for row in planned_matters(actor, timezone.localdate())[:SHOWN]:
        yield Item(_("Look again at “%(what)s”") % {"what": row}, reverse("grassroots:outing", args=[row.outing_id]), row.until)


def classes(actor: Actor) -> Iterator[Item]:
    """Classes of problems that were raised to a unit of the actor."""
    for row in classes_visible_to(actor).filter(state="raised")[:SHOWN]:
        if takes_up_class(actor, row):
            yield Item(_("Take up the class of problems “%(name)s”") % {"name": row.name}, reverse("grassroots:class", args=[row.pk]), row.until)
