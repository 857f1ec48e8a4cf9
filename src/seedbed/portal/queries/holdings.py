"""What the site holds about people, table by table: for what, how long, what is erased then, and what the person gets as a copy.

A test walks over all tables and fails on one that leads to a person and is neither here nor in `LEFT_OUT`.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.conf import settings
from django.db.models import Model, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from seedbed.assessment.models import Appeal, Assessment, Evidence, Mark, MarkChange, MarkSheet
from seedbed.casework.models import Case, Ticket, TicketStep
from seedbed.directory.models import Person
from seedbed.gatherings import models as gatherings
from seedbed.grassroots import models as grassroots
from seedbed.outcomes import models as outcomes
from seedbed.outcomes.reckoning.hours import months_before
from seedbed.placement import models as placement
from seedbed.portal.models import Erasure
from seedbed.residency import models as residency
from seedbed.selection.models import Application, Sounding

ERASED = "—"  # stands where a text was erased; a table that asks for some text still has one
DELETE: Mapping[str, Any] = {}  # the whole row goes


@dataclass(frozen=True)
class Holding:
    """One table about people.

    `path` leads from a row to the person ("" where no person of the register is meant), `ends` to the day from which `months` run; then `erased` fields get the
    values given (`DELETE`: the row goes; None: it stays with the file of the batch). `line` is the one it is kept for. `only` narrows what the
    person gets before a decision is released; `hidden` fields are no part of the copy; `sealed` are given in clear.
    `law` says why rows are blocked instead of erased when the person asks for erasure; `also` is erased then, beyond
    what the calendar erases.
    """

    model: type[Model]
    path: str
    purpose: Any
    months: int
    ends: str = ""
    erased: Mapping[str, Any] | None = None
    only: Mapping[str, Any] = field(default_factory=dict)
    hidden: tuple[str, ...] = ()
    sealed: tuple[str, ...] = ()
    line: str = "training"
    law: Any = ""
    also: Mapping[str, Any] = field(default_factory=dict)

    @property
    def key(self) -> str:
        """The name of the table, by which the rule of retention knows it."""
        return self.model._meta.label_lower

    @property
    def name(self) -> str:
        """What people call the table."""
        return str(self.model._meta.verbose_name_plural)

    @property
    def goes(self) -> bool:
        """Whether the whole row is deleted, not only its texts."""
        return self.erased is not None and not self.erased

    @property
    def texts(self) -> Mapping[str, Any]:
        """What is put in the place of texts when the person asks for erasure."""
        return {**(self.erased or {}), **self.also}

    @property
    def fields(self) -> list[Any]:
        """The columns the person gets: all but keys of accounts, digests, masks, and what is hidden."""
        return [column for column in self.model._meta.concrete_fields
                if column.name not in (*self.hidden, "version", "id") and not column.name.endswith(("_lookup", "_masked", "_digest"))
                and (column.related_model is None or column.related_model._meta.label_lower != "directory.account")]

    def rows_of(self, person: Person) -> QuerySet[Any]:
        """Return the rows about one person that they may have."""
        return self.model._default_manager.filter(**{self.path: person}, **self.only).order_by("pk") if self.path else self.model._default_manager.none()


SELECTING, PLACING, TRAINING = _("choosing people for training"), _("placing people with companies"), _("carrying out the training")
CARING, ASSESSING, RESULTS = _("care for trainees in the companies"), _("assessing the training"), _("following up what came of the training")
GOING_DOWN = _("going to the grass roots and settling what was raised")
SETTLING = _("answering who told something: name and telephone lie sealed and go when the matter is long closed")
# Why something is blocked, not erased, at a person's request (PIPL art. 47, last paragraph).
REGISTERED = _("Civil Servants Law art. 68: training is registered, and its results count in assessment and appointment")
ACCOUNTED = _("the Accounting Law and the rules on accounting files: vouchers are kept for their years")
DECLARED = _("gifts and money handed in are on record with discipline inspection")
OF_THE_PARTY = _("file of the temporary branch, handed to the Party organisation that approved it")
OF_BATCH, OF_CLASS, OF_MEMBER = "batch__ends_on", "training_class__batch__ends_on", "member__training_class__batch__ends_on"

HOLDINGS: tuple[Holding, ...] = (
    Holding(Application, "person", SELECTING, 36, OF_BATCH, {"statement": "", "remark": "", "declared_conflict": "", "bay_experience": ERASED},
            hidden=("typed_sealed", "screened_with", "overruled", "position", "decision_note", "sheet_said", "state"), sealed=(),
            also={"typed_sealed": "", "sheet_said": {}, "opinion": "", "duties": "", "school": "", "major": "", "education": "", "political_status": "", "post": "", "rank": ""}),
    Holding(placement.Wish, "application__person", PLACING, 36, "application__batch__ends_on"),
    Holding(placement.WishReceipt, "application__person", PLACING, 36, "application__batch__ends_on"),
    Holding(placement.Placement, "person", PLACING, 120, OF_BATCH, law=REGISTERED),
    Holding(placement.DraftPlacement, "application__person", PLACING, 36, "draft__batch__ends_on", only={"draft__state": "published"}),
    Holding(placement.DraftReason, "application__person", PLACING, 36, "draft__batch__ends_on", only={"draft__state": "published"}),
    Holding(placement.ReviewRequest, "application__person", PLACING, 36, "draft__batch__ends_on", {"text": ERASED}),
    Holding(placement.ChangeOrder, "placement__person", PLACING, 36, OF_BATCH, {"reason": ERASED}, only={"state__in": ["approved", "refused"]}),
    Holding(residency.ClassMember, "person", TRAINING, 120, OF_CLASS, law=REGISTERED),
    Holding(residency.BranchPost, "member__person", TRAINING, 120, OF_MEMBER, law=OF_THE_PARTY),
    Holding(residency.Leave, "member__person", TRAINING, 12, OF_MEMBER, {"reason": ERASED, "word": ""}),
    Holding(residency.Work, "member__person", TRAINING, 36, OF_MEMBER, {"body": ERASED}),
    Holding(residency.WorkVersion, "work__member__person", TRAINING, 12, f"work__{OF_MEMBER}", {"body": ERASED}),
    Holding(residency.WorkComment, "work__member__person", TRAINING, 36, f"work__{OF_MEMBER}", {"text": ERASED}),
    Holding(residency.DossierEntry, "author__person", TRAINING, 120, OF_CLASS),
    Holding(residency.DossierComment, "entry__author__person", TRAINING, 120, f"entry__{OF_CLASS}"),
    Holding(residency.EmergencyContact, "member__person", CARING, 1, OF_MEMBER, DELETE, sealed=("name_sealed", "phone_sealed")),
    Holding(residency.Insurance, "member__person", CARING, 36, OF_CLASS, hidden=("document",)),
    Holding(residency.Agreement, "member__person", TRAINING, 36, OF_CLASS, hidden=("document",)),
    Holding(residency.Expense, "member__person", CARING, 120, OF_CLASS, hidden=("document",), law=ACCOUNTED),
    Holding(residency.Gift, "member__person", TRAINING, 60, OF_CLASS, hidden=("document",), law=DECLARED),
    Holding(residency.HostWord, "member__person", ASSESSING, 36, OF_MEMBER, {"text": ERASED, "said_by": ""}),
    Holding(residency.ChangeWish, "member__person", CARING, 12, OF_MEMBER, {"reason": ERASED, "answer": ""}),
    Holding(residency.MemberTicket, "member__person", CARING, 36, OF_MEMBER),
    Holding(Ticket, "reporter", CARING, 12, "solved_at__date", {"text": "", "text_sealed": "", "solution": ERASED, "word": ""}, sealed=("text_sealed",)),
    Holding(TicketStep, "ticket__reporter", CARING, 12, "ticket__solved_at__date", {"text": ERASED}),
    Holding(gatherings.CircleMember, "person", TRAINING, 36, "until"),
    Holding(gatherings.Absence, "person", TRAINING, 12, "gathering__ends_at__date", {"remark": ""}),
    Holding(gatherings.ActionItem, "owner", TRAINING, 36, "gathering__ends_at__date"),
    Holding(gatherings.Gathering, "lead", TRAINING, 36, "ends_at__date"),
    Holding(Assessment, "person", ASSESSING, 120, only={"round__state": "released"}, law=REGISTERED),
    Holding(Appeal, "assessment__person", ASSESSING, 36),
    Holding(outcomes.Certificate, "person", RESULTS, 120, OF_BATCH, sealed=("code_sealed",), law=REGISTERED),
    Holding(outcomes.LeadShare, "person", RESULTS, 120, "lead__batch__ends_on"),
    Holding(outcomes.VisitMember, "person", RESULTS, 36, "visit__batch__ends_on"),
    Holding(outcomes.Practice, "person", RESULTS, 120, OF_BATCH),
    Holding(outcomes.SharingSession, "person", RESULTS, 60, OF_BATCH),
    Holding(outcomes.CompanyNeed, "person", RESULTS, 60, OF_BATCH),
    Holding(outcomes.FollowUp, "person", RESULTS, 60, OF_BATCH),
    Holding(outcomes.HoursEntry, "person", RESULTS, 120, law=REGISTERED),
    Holding(outcomes.Target, "person", _("planning who is trained next"), 60),
    Holding(grassroots.OutingMember, "person", GOING_DOWN, 36, "outing__on", line="grassroots"),
    Holding(grassroots.Outing, "receives", GOING_DOWN, 60, "on", line="grassroots"),
    Holding(grassroots.Project, "lead", GOING_DOWN, 60, "due_on", line="grassroots"),
    Holding(grassroots.Charge, "leader", GOING_DOWN, 60, "ended_at__date", line="grassroots"),
    Holding(Case, "", SETTLING, 24, "closed_at__date", {"caller_sealed": "", "wants_reply": False}, line="grassroots"),
    Holding(Erasure, "person", _("answering requests of people about their data"), 36, "decided_at__date", {"paper": ERASED, "word": ""}, hidden=("kept_sealed",)),
    Holding(Sounding, "application__person", SELECTING, 12, "application__batch__ends_on", DELETE),
)
# Tables that lead to a person and are no part of the copy, each with the reason that the person is told.
LEFT_OUT: Mapping[type[Model], Any] = {
    Case: _("Who told something is found by nobody's name: only who handles the matter opens the name, with a reason."),
    Sounding: _("Confidential: what others told the officer is protected; it is deleted a year after the batch."),
    MarkSheet: _("Shown with the result, where single voices stay protected."), Mark: _("Shown with the result, where single voices stay protected."),
    Evidence: _("Shown with the result, where single voices stay protected."), MarkChange: _("Shown with the result, where single voices stay protected."),
    placement.Lock: _("Planning of the office; the published placement and its reasons are in the copy."),
    placement.Ban: _("Planning of the office; the published placement and its reasons are in the copy."),
    placement.Pair: _("Planning of the office; the published placement and its reasons are in the copy."),
    placement.Post: _("A post of a company; that it was made for the person stands on the placement."),
    outcomes.PracticeTaken: _("What another unit did with a practice; it stands on the page of the practice."),
    outcomes.SharedPractice: _("A link between two lines that are both in the copy."),
    outcomes.WordUsed: _("A link between two lines that are both in the copy."),
}


def in_use() -> list[Holding]:
    """Return the tables of the lines that this site runs: only these are listed and asked about."""
    return [holding for holding in HOLDINGS if holding.line in settings.LINES]


def copied() -> list[Holding]:
    """Return the tables that are part of a person's copy."""
    return [holding for holding in HOLDINGS if holding.model not in LEFT_OUT]


def overdue(holding: Holding, months: int, today: date) -> QuerySet[Any]:
    """Return the rows of a table whose time is over and that still hold what is to be erased, the oldest first."""
    rows = holding.model._default_manager.filter(**{f"{holding.ends}__lt": months_before(today, months)}) if holding.ends and holding.erased is not None else None
    if rows is None:
        return holding.model._default_manager.none()
    still_there = Q()
    for name, value in (holding.erased or {}).items():
        still_there |= ~Q(**{name: value})
    return rows.filter(still_there).order_by("pk")


def erasable() -> Iterator[Holding]:
    """Yield the tables of which something is erased when the time is over."""
    return (holding for holding in HOLDINGS if holding.erased is not None)
