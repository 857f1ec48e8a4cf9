"""What life in the company puts on the first page: leave to decide, records to write, what was agreed."""

from collections.abc import Iterator, Mapping
from datetime import date

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from seedbed.casework import queries as casework
from seedbed.gatherings import queries as gatherings
from seedbed.kernel.actor import Actor
from seedbed.portal.queries.item import Item
from seedbed.residency.queries import leave, registers, visits, works
from seedbed.residency.queries.classes import classes_visible_to, own_memberships

SHOWN = 6


def leaves(actor: Actor) -> Iterator[Item]:
    """Leave that waits for a decision, the next to begin first."""
    for name, training_class, first in leave.named(leave.waiting(leave.leaves_visible_to(actor)))[:SHOWN]:
        yield Item(_("Decide on the leave of %(name)s") % {"name": name}, reverse("residency:leaves", args=[training_class]), first)


def records(actor: Actor) -> Iterator[Item]:
    """Gatherings that are over and have no record yet, for those who write it."""
    rows = gatherings.unrecorded(gatherings.recorded_by(actor))
    count = rows.count()
    if count:
        first = rows[0]
        text = ngettext("Record %(n)d gathering: “%(title)s”", "Record %(n)d gatherings, first “%(title)s”", count) % {"n": count, "title": first.title}
        yield Item(text, reverse("gatherings:gathering", args=[first.pk]), timezone.localtime(first.ends_at).date(), count)


def agreed(actor: Actor) -> Iterator[Item]:
    """What was agreed for the own person and is still open."""
    for item in gatherings.own_open_items(actor)[:SHOWN]:
        yield Item(_("Agreed: %(text)s") % {"text": item.text}, reverse("gatherings:gathering", args=[item.gathering_id]), item.due_on)


def tickets(actor: Actor) -> Iterator[Item]:
    """Service tickets in the actor's hands or open to them, the most urgent first."""
    for row in casework.handled_by(actor)[:SHOWN]:
        yield Item(_("Ticket %(number)s: %(kind)s") % {"number": row.number, "kind": row.rule}, reverse("casework:ticket", args=[row.pk]), row.due)


def answers(actor: Actor) -> Iterator[Item]:
    """Own tickets that are reported as solved: say whether it helped."""
    for row in casework.own_tickets(actor).filter(state="solved")[:SHOWN]:
        yield Item(_("Did it help? Ticket %(number)s") % {"number": row.number}, reverse("casework:ticket", args=[row.pk]))


def journals(actor: Actor) -> Iterator[Item]:
    """Journals of the own class that are still to be written, and texts that came back."""
    member = own_memberships(actor).first()
    if member is None:
        return
    for period in works.still_to_write(member)[:SHOWN]:
        text = _("Write the journal %(first)s – %(last)s") % {"first": f"{period.first:%m-%d}", "last": f"{period.last:%m-%d}"}
        yield Item(text, reverse("residency:journal", args=[period.first.isoformat()]), period.due)


def classes(actor: Actor) -> Iterator[Item]:
    """What waits in the classes of the office that are under way: texts to read, wishes to answer, hosts due for a visit, classes to be closed.

    Each kind is one line however many classes there are; it leads into the class, or to the list of classes where several wait.
    """
    rows = list(classes_visible_to(actor).filter(closed_on=None))
    to_read = works.counted_to_read(works.works_visible_to(actor), rows)
    asked = visits.counted_wishes(visits.wishes_visible_to(actor), rows)
    late = visits.counted_late(rows)
    if to_read:
        n = sum(to_read.values())
        yield _of_classes(ngettext("%(n)d text waits to be read", "%(n)d texts wait to be read", n) % {"n": n}, "residency:works", to_read, n)
    if asked:
        n = sum(asked.values())
        yield _of_classes(ngettext("%(n)d person asks for another post or host", "%(n)d people ask for another post or host", n) % {"n": n}, "residency:wishes", asked, n)
    if late:
        n = sum(count for count, _due in late.values())
        yield _of_classes(ngettext("%(n)d host is due for a visit", "%(n)d hosts are due for a visit", n) % {"n": n}, "residency:visits", late, n, min(due for _count, due in late.values()))
    for row in [row for row in rows if row.batch.ends_on <= timezone.localdate()][:SHOWN]:
        yield Item(_("Close the class of %(batch)s: its last day is over") % {"batch": row.batch.name}, reverse("residency:class", args=[row.pk]), row.batch.ends_on)


def _of_classes(text: str, page: str, found: Mapping[int, object], count: int, due: date | None = None) -> Item:
    if len(found) == 1:
        return Item(text, reverse(page, args=list(found)), due, count)
    words = ngettext("%(what)s, in %(n)d class", "%(what)s, in %(n)d classes", len(found))
    return Item(words % {"what": text, "n": len(found)}, reverse("residency:classes"), due, count)


def lines(actor: Actor) -> Iterator[Item]:
    """Expenses that wait for the actor as second person, and gifts on which nothing is decided, the oldest first."""
    spent = registers.expenses_to_approve(actor)
    count = spent.count()
    if count:
        text = ngettext("%(n)d expense waits for the second person", "%(n)d expenses wait for the second person", count) % {"n": count}
        yield Item(text, reverse("residency:register", args=[spent[0].training_class_id, "expenses"]), count=count)
    offered = registers.gifts_to_decide(actor)
    count = offered.count()
    if count:
        text = ngettext("%(n)d declared gift is to be decided on", "%(n)d declared gifts are to be decided on", count) % {"n": count}
        yield Item(text, reverse("residency:register", args=[offered[0].training_class_id, "gifts"]), count=count)
