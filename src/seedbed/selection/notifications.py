"""Texts that people receive about the selection."""

from typing import Any

from django.urls import reverse

from seedbed.kernel.models import ImportJob
from seedbed.kernel.outbox import Sentence as _
from seedbed.kernel.outbox import Text, post
from seedbed.selection.models import Application, Batch
from seedbed.selection.queries.recipients import account_of, clerks_of, officers_of


def _to_person(application: Application, what: str, subject: Text, body: Text) -> None:
    account = account_of(application)
    if account is not None:
        post(key=f"selection:{what}:{application.pk}:{application.version}", recipient=str(account.pk), subject=subject,
             body=body, url=reverse("selection:mine", args=[application.batch_id]))


def _values(application: Application) -> dict[str, Any]:
    return {"batch": application.batch.name, "number": application.shown_number}


def submitted(application: Application) -> None:
    """Tell the unit's clerks that an application waits for them."""
    for account in clerks_of(application):
        post(key=f"selection:submitted:{application.pk}:{application.version}:{account.pk}", recipient=str(account.pk),
             subject=_("An application waits for your unit's opinion"), body=_("%(batch)s, %(number)s") % _values(application),
             url=reverse("selection:recommendations", args=[application.batch_id]))


def recommended(application: Application) -> None:
    """Tell the person that the unit recommends them."""
    _to_person(application, "recommended", _("Your unit recommends you"), _("%(batch)s, %(number)s") % _values(application))


def returned(application: Application) -> None:
    """Tell the person that the application came back, and why."""
    values = _values(application) | {"reason": application.return_reason}
    _to_person(application, "returned", _("Your application was returned"), _("%(batch)s, %(number)s: %(reason)s") % values)


def released(batch: Batch, application: Application) -> None:
    """Tell the person that the decision is out; the page shows it with its reason."""
    _to_person(application, "released", _("The selection is decided"), _("%(batch)s, %(number)s: see your page for the result and its reason.") % _values(application))


def moved_up(application: Application) -> None:
    """Tell the person that a seat became free and is theirs."""
    _to_person(application, "moved_up", _("You move up from the reserve list"), _("%(batch)s, %(number)s") % _values(application))


def corrections_sent(batch: Batch, job: ImportJob) -> None:
    """Tell the office that a unit's clerk has sent its list corrected."""
    for account in officers_of(batch):
        post(key=f"selection:corrections:{job.pk}:{account.pk}", recipient=str(account.pk), subject=_("A unit has sent its list corrected"),
             body=_("%(batch)s: %(file)s") % {"batch": batch.name, "file": job.file_name}, url=reverse("selection:import", args=[job.pk]))
