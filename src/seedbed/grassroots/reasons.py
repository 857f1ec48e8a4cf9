"""Stored rows of the line put into words for sheets."""

from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from seedbed.casework.queries.figures import SECTIONS, Section
from seedbed.casework.reckoning.rates import count
from seedbed.grassroots import queries
from seedbed.kernel.actor import Actor

WIDTHS = (3, 1.2, 2.2, 2.2, 1.2, 1.7, 1, 1.2)  # of the columns, in print


def classes_of_problems(actor: Actor, since: datetime, until: datetime) -> Section:
    """Return the classes of problems that were alive within a period, for the figures and the leaders' monthly sheet."""
    rows = queries.classes_alive(actor, since, until)
    return Section(
        _("Classes of problems"),
        (_("Class of problems"), _("Level of the root"), _("Unit that answers for it"), _("Raised to"), pgettext("state", "State"), _("To be solved by"), _("Cases"), pgettext("cases of a class", "closed")),
        tuple((row.name, str(row.get_level_display()), str(row.owner), str(row.raised_to or ""), str(row.get_state_display()), row.until.isoformat() if row.until else "", count(row.all_cases), count(row.closed_cases))
              for row in rows),
        tuple(reverse("grassroots:class", args=[row.pk]) for row in rows), WIDTHS)


SECTIONS.append(classes_of_problems)
