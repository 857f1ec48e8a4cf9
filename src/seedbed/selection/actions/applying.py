"""Applications: by the person, recommended or returned by the unit, corrected and given up."""

import hashlib
import json
from collections.abc import Mapping
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from seedbed.directory.actions import declare_tie, give_consent
from seedbed.directory.models import Person, Tie, Unit
from seedbed.directory.queries import has_consented, notice_in_force
from seedbed.kernel import sealed
from seedbed.kernel.actions import action, add, change, remove, require
from seedbed.kernel.actor import Actor
from seedbed.kernel.workflow import perform
from seedbed.selection import notifications, rules
from seedbed.selection.actions.counting import count, lock, next_number
from seedbed.selection.models import Application, Batch
from seedbed.selection.queries import NOTICE
from seedbed.selection.queries.facts import read_bay
from seedbed.selection.queries.whole import application_of_person
from seedbed.selection.states import APPLICATION_MOVES, ApplicationState, BatchState, BayKind

SNAPSHOT = ("post", "rank", "political_status", "education", "school", "major")
CORRECTABLE = frozenset({*SNAPSHOT, "duties", "bay_experience", "in_park", "in_economic", "is_recruited_talent",
                         "wished_industries", "wished_codes", "declared_conflict", "remark", "opinion"})
UNFROZEN = (BatchState.PLANNING, BatchState.OPEN, BatchState.SCREENING, BatchState.RANKING)


def _own_person(by: Actor) -> Person:
    person = by.account.person if by.account is not None else None
    require(person, _("Your account is not tied to a person; ask your office."))
    return person  # type: ignore[return-value]


def _check_window(batch: Batch) -> None:
    today = timezone.localdate()
    require(batch.state == BatchState.OPEN, _("This batch does not take applications now."))
    require(batch.opens_on and batch.opens_on <= today, _("Applications begin on %(day)s.") % {"day": batch.opens_on})
    require(batch.closes_on and today < batch.closes_on, _("The time for applications is over."))


@action("selection.save_draft", allow=rules.may_apply, label=gettext_lazy("Save a draft"))
def save_draft(batch: Batch, *, by: Actor, typed: Mapping[str, Any]) -> Application:
    """Keep the person's form as typed, complete or not; nobody else sees it. A returned form is kept likewise."""
    _check_window(batch)
    person = _own_person(by)
    kept: dict[str, Any] = {"typed_sealed": sealed.seal(json.dumps(dict(typed), ensure_ascii=False)), "typed_at": timezone.now()}
    application = application_of_person(batch, person.pk)
    if application is None:
        return add(Application(batch=batch, person=person, unit=person.unit, **kept))
    require(application.state in (ApplicationState.DRAFT, ApplicationState.RETURNED),
            _("You have submitted this application; it can be changed only when your unit returns it."))
    return change(application, **kept)


@action("selection.discard_draft", allow=rules.is_own, label=gettext_lazy("Discard a draft"))
def discard_draft(application: Application, *, by: Actor) -> None:
    """Erase a draft that was never submitted."""
    require(application.state == ApplicationState.DRAFT, _("Only a draft can be discarded; a submitted application is given up."))
    remove(application)


@action("selection.submit", allow=rules.may_apply, label=gettext_lazy("Submit an application"))
def submit(batch: Batch, *, by: Actor, notice_id: int | None, **values: Any) -> Application:
    """Hand in the own application, first or again after a return, and give its receipt.

    Needs agreement to the newest privacy notice (`notice_id` is the version that was shown). The number
    stays through returns; the receipt is a digest over number, time and content.
    """
    _check_window(batch)
    person = _own_person(by)
    notice = notice_in_force(NOTICE)
    require(notice is not None, _("The office has not published its privacy notice yet."))
    require(notice is not None and notice_id == notice.pk, _("The privacy notice was changed meanwhile; read the new one and agree to it."))
    application = application_of_person(batch, person.pk)
    if application is None:
        application = add(Application(batch=batch, person=person, unit=person.unit))
    if not has_consented(person.pk, NOTICE):
        give_consent(person, by=by, purpose=NOTICE)
    number, now = application.number or next_number(batch), timezone.now()
    facts = values | read_bay(values.get("bay_experience", "")) | {"unit_id": person.unit_id}
    receipt = _receipt(batch, number, now.isoformat(), facts)
    perform(application, APPLICATION_MOVES, "submit", by=by, number=number, submitted_at=now, receipt=receipt,
            notice_id=notice_id, typed_sealed="", return_reason="", **facts)
    notifications.submitted(application)
    return application


def _receipt(batch: Batch, number: int, at: str, facts: Mapping[str, Any]) -> str:
    content = json.dumps([batch.pk, number, at, facts], ensure_ascii=False, sort_keys=True, default=str)
    return hashlib.sha256(content.encode()).hexdigest()[:12].upper()


@action("selection.recommend", allow=rules.speaks_for_unit, label=gettext_lazy("Recommend an applicant"))
def recommend(application: Application, *, by: Actor, opinion: str) -> Application:
    """Recommend an applicant of the own unit with the unit's opinion, within its quota, while the batch is open or in screening."""
    require(application.batch.state in (BatchState.OPEN, BatchState.SCREENING), _("This batch takes no recommendations now."))
    require(opinion.strip(), _("Write the unit's opinion."))
    require(not rules.is_own(by, application), _("Nobody recommends themselves; a colleague does it."))
    lock(application.batch)
    perform(application, APPLICATION_MOVES, "recommend", by=by, opinion=opinion.strip(), recommended_by_id=by.account_id,
            recommended_at=timezone.now())
    count(application, "recommended", 1)
    notifications.recommended(application)
    return application


@action("selection.return_application", allow=rules.returns, label=gettext_lazy("Return an application"))
def return_application(application: Application, *, by: Actor, reason: str) -> Application:
    """Send an application back to the person with the reason; it may be completed and submitted again while the batch is open.

    A recommendation given before is void and its place in the quota is free again.
    """
    require(application.batch.state == BatchState.OPEN, _("Applications are over; a returned one could not be submitted again."))
    lock(application.batch)
    was_recommended = application.state == ApplicationState.RECOMMENDED
    perform(application, APPLICATION_MOVES, "return", by=by, note=reason, return_reason=reason.strip(), opinion="",
            recommended_by_id=None, recommended_at=None)
    if was_recommended:
        count(application, "recommended", -1)
    notifications.returned(application)
    return application


@action("selection.correct", allow=rules.runs_application, label=gettext_lazy("Correct an application"))
def correct(application: Application, *, by: Actor, version: int | None = None, reason: str, **fields: Any) -> Application:
    """Correct facts of an application before decisions are proposed, with the reason; its text on the Bay Area is read anew."""
    require(set(fields) <= CORRECTABLE, _("One of these fields cannot be corrected here."))
    require(reason.strip(), _("Give a reason: the trail keeps it."))
    require(application.batch.state in UNFROZEN, _("Decisions are proposed or released; take the proposal back first."))
    if fields.get("bay_experience", application.bay_experience) != application.bay_experience:
        fields |= read_bay(fields["bay_experience"])
    return change(application, version=version, text=reason, **fields)


@action("selection.judge_stay", allow=rules.runs_application, label=gettext_lazy("Judge the time in the Bay Area"))
def judge_stay(application: Application, *, by: Actor, kind: str, reason: str) -> Application:
    """Correct what the machine read from the text about the Bay Area; the text itself stays as evidence."""
    require(kind in BayKind.values, _("There is no such kind."))
    require(reason.strip(), _("Give a reason: the trail keeps it."))
    require(application.batch.state in UNFROZEN, _("Decisions are proposed or released; take the proposal back first."))
    return change(application, bay_kind=BayKind(kind), bay_corrected=True, text=reason)


@action("selection.declare_conflict", allow=rules.runs_application, label=gettext_lazy("Register a declared conflict"))
def declare_conflict(application: Application, *, by: Actor, kind: str, unit: Unit) -> Tie:
    """Register the conflict that an applicant declared as a tie to a named unit; the matching then keeps them apart."""
    return declare_tie(application.person, by=by, kind=kind, other=unit, source=application.declared_conflict or by.label)


@action("selection.give_up", allow=rules.gives_up, label=gettext_lazy("Give up"))
def give_up(application: Application, *, by: Actor, reason: str) -> Application:
    """Take an application out, by the person or the office, before or after the release; frees its quota and its seat."""
    batch = lock(application.batch)
    application.refresh_from_db(fields=["state", "recommended_at"])
    before = application.state
    perform(application, APPLICATION_MOVES, "give_up", by=by, note=reason, decision_note=reason.strip())
    if application.recommended_at:
        count(application, "recommended", -1)
    if before == ApplicationState.CHOSEN:
        count(application, "chosen", -1)
        change(batch, taken=batch.taken - 1)
    return application
