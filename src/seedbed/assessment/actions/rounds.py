"""Schemes, rounds, assessors and their links."""

from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from seedbed.assessment import notifications, rules
from seedbed.assessment.models import Assessment, Assessor, MarkSheet, Round, Scheme
from seedbed.assessment.queries import LINK_PURPOSE, bars_between, whole
from seedbed.assessment.reckoning import schemes
from seedbed.assessment.states import RoundState
from seedbed.directory.models import Account, Person, Unit
from seedbed.kernel import links
from seedbed.kernel.actions import action, add, change, note, require
from seedbed.kernel.actor import Actor

LONGEST_DAYS = 60


@action("assessment.publish_scheme", allow=rules.sets_schemes, label=gettext_lazy("Publish a scheme of assessment"))
def publish_scheme(unit: Unit, *, by: Actor, code: str, name: str, content: Mapping[str, Any], decided_by: str, source: str = "",
                   effective_from: date | None = None) -> Scheme:
    """Publish the next version of a scheme; earlier rounds keep theirs.

    Refused: weights that do not add up to exactly 100 %, a criterion that rests on anything but evidence of
    the listed kinds, grades out of order, no paper that decided it.
    """
    require(name.strip() and decided_by.strip(), _("Name the scheme and the paper that decided it."))
    found = schemes.faults(content)
    require(not found, " ".join(found))
    newest = whole.newest_scheme(unit.pk, code)
    return add(Scheme(unit=unit, code=code, number=newest.number + 1 if newest else 1, name=name.strip(), content=dict(content), source=source.strip(),
                      decided_by=decided_by.strip(), effective_from=effective_from or timezone.localdate()))


@action("assessment.open_round", allow=rules.opens_rounds, label=gettext_lazy("Open a round of assessment"))
def open_round(desk: Unit, *, by: Actor, scheme: Scheme, title: str, due_on: date, people: Iterable[Person]) -> Round:
    """Open a round for some people by one version of a scheme; assessors are added next.

    Refused without people, and with a day for the marks that is over.
    """
    everybody = list(people)
    require(title.strip() and everybody, _("A round needs a title and people."))
    require(due_on >= timezone.localdate(), _("The day for the marks is over already."))
    row = add(Round(desk=desk, scheme=scheme, title=title.strip(), due_on=due_on))
    for person in everybody:
        add(Assessment(round=row, person=person))
    return row


@action("assessment.add_assessor", allow=rules.runs_round, label=gettext_lazy("Ask somebody to mark"))
def add_assessor(row: Round, *, by: Actor, who: str, account: Account, people: Iterable[Person] | None = None) -> Assessor:
    """Ask an account to mark everybody (or some people) of a round.

    People with whom there is a conflict of interest are left out; refused where nobody is left.
    """
    return _added(row, Assessor(round=row, who=who, account=account, label=account.display_name or account.username), people)


@action("assessment.add_company", allow=rules.runs_round, label=gettext_lazy("Ask a company for its word"))
def add_company(row: Round, *, by: Actor, unit: Unit, people: Iterable[Person]) -> Assessor:
    """Ask a company to mark its own people; it does so by a signed link."""
    return _added(row, Assessor(round=row, who="host", unit=unit, label=unit.name), people)


def _added(row: Round, assessor: Assessor, people: Iterable[Person] | None) -> Assessor:
    require(row.state == RoundState.MARKING, _("The marks of this round are closed."))
    require(assessor.who in row.scheme.read.who, _("Nobody of this kind marks by the scheme."))
    add(assessor)
    wanted = {person.pk for person in people} if people is not None else None
    sheets = 0
    for assessment in whole.assessments_of(row):
        if (wanted is None or assessment.person_id in wanted) and not bars_between(assessor, assessment.person):
            add(MarkSheet(assessment=assessment, assessor=assessor))
            sheets += 1
    require(sheets, _("%(name)s can mark none of these people: a conflict of interest stands against each.") % {"name": assessor.label})
    notifications.asked(assessor, sheets)
    return assessor


@action("assessment.make_link", allow=rules.runs_of_round, label=gettext_lazy("Make a link for the word of a company"))
def make_link(assessor: Assessor, *, by: Actor, given_to: str, days: int = 14) -> tuple[Assessor, str, str]:
    """Make a signed link by which a company gives its word; returns its row, the token and the one-time code.

    Both are shown once: the link is sent, the code is told by voice. An earlier link of the company ends.
    """
    require(assessor.unit_id, _("Only a company marks by link; others use their account."))
    require(given_to.strip() and 1 <= days <= LONGEST_DAYS,
            _("Write down who gets the link; it lasts from 1 to %(days)d days.") % {"days": LONGEST_DAYS})
    if assessor.link is not None and assessor.link.revoked_at is None:
        links.revoke(assessor.link, reason=_("replaced by a new link"))
    link, token, code = links.make(purpose=LINK_PURPOSE, label=f"{assessor.label} {given_to.strip()}"[:120], scope={"assessor": assessor.pk},
                                   expires_at=timezone.now() + timedelta(days=days))
    return change(assessor, link=link), token, code


@action("assessment.use_code", allow=rules.link_itself, label=gettext_lazy("Use the one-time code of a company"))
def use_code(assessor: Assessor, *, by: Actor) -> Assessor:
    """Note that a company opened its page with the right code; the code is used up by that."""
    assert assessor.link is not None
    change(assessor.link, code_hash="")
    note(assessor, "opened")
    return assessor
