"""Writes of releases: nobody takes data of many people out of the house alone."""

from datetime import timedelta

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from seedbed.directory import notifications, rules
from seedbed.directory.models import ExportRelease
from seedbed.directory.queries import releases as queries
from seedbed.directory.queries import whole
from seedbed.directory.queries.releases import Outgoing
from seedbed.directory.states import RELEASE_MOVES
from seedbed.kernel.actions import action, add, note, require
from seedbed.kernel.actor import Actor
from seedbed.kernel.models import ApprovalPaper
from seedbed.kernel.workbooks.trips import Place
from seedbed.kernel.workflow import perform

LASTS = timedelta(days=7)


@action("directory.ask_release", allow=rules.asks_release, label=gettext_lazy("Ask to take a list out"))
def ask_release(outgoing: Outgoing, *, by: Actor, purpose: str) -> ExportRelease:
    """Ask for the release of a list with data of many people; officers and leaders of its unit are told."""
    require(purpose.strip(), _("Say what the list is for."))
    require(queries.asked_for(outgoing, by) is None, _("You asked for this already; somebody else has to decide."))
    assert by.account_id is not None
    row = add(ExportRelease(what=outgoing.what, subject=outgoing.subject, label=outgoing.label, unit_id=outgoing.unit, people=outgoing.people or 0,
                            purpose=purpose.strip(), asked_by_id=by.account_id))
    accounts = {a.pk: a for role in ("officer", "leader") for a in whole.accounts_holding(role, outgoing.unit) if a.pk != by.account_id}
    notifications.release_asked(row, list(accounts.values()))
    return row


@action("directory.release_export", allow=rules.decides_release, label=gettext_lazy("Release an export"))
def release_export(release: ExportRelease, *, by: Actor, approval: ApprovalPaper | None = None) -> ExportRelease:
    """Let the one who asked take the list out for seven days. Another account than the one who asked, or the superior's paper in a small office."""
    now = timezone.now()
    done = perform(release, RELEASE_MOVES, "release", by=by, approval=approval, decided_by_id=by.account_id, decided_at=now, ends_at=now + LASTS)
    notifications.release_decided(done)
    return done


@action("directory.refuse_export", allow=rules.decides_release, label=gettext_lazy("Refuse an export"))
def refuse_export(release: ExportRelease, *, by: Actor, reason: str) -> ExportRelease:
    """Refuse the release with a reason."""
    done = perform(release, RELEASE_MOVES, "refuse", by=by, note=reason, decided_by_id=by.account_id, decided_at=timezone.now())
    notifications.release_decided(done)
    return done


def require_release(outgoing: Outgoing, by: Actor) -> None:
    """Refuse, with the way to mend it, to let a list of many people out without another person's release; inside an action or a command."""
    require(queries.may_leave(outgoing, by),
            _("“%(what)s” holds data of many people: another officer or leader has to release it first (page “Exports”).") % {"what": outgoing.label})


def outgoing_of(place: Place, by: Actor) -> Outgoing:
    """Return what goes out when a list is handed out."""
    people = len(place.trip.rows(place.subject, by)) if place.trip.personal else 0
    return Outgoing.of(place.trip.name, place.trip.title, place.subject, place.trip.unit(place.subject), people)


@action("directory.hand_out_sheet", allow=rules.brings_sheet, label=gettext_lazy("Take a list out for editing"))
def hand_out(place: Place, *, by: Actor) -> list[dict[str, object]]:
    """Return the rows of a list for its workbook; the trail notes who took it out. Lists of many people need a release."""
    rows = place.trip.rows(place.subject, by)
    require_release(outgoing_of(place, by), by)
    note(place.subject, "handed out", text=f"{place.trip.name} {len(rows)}")
    return rows
