"""What can be done to a case, a part, a clock, an extension, a call-back: each act with its form, its words and its action."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.forms import BaseForm, Form
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from seedbed.casework.actions import cases, clocks, guarding, recusing
from seedbed.casework.forms import cases as forms
from seedbed.casework.models import Case
from seedbed.casework.queries import cases as queries
from seedbed.casework.queries.clocks import handling_rules
from seedbed.casework.states import AssignmentState, CaseState
from seedbed.kernel.actions import allowed
from seedbed.kernel.actor import Actor
from seedbed.kernel.faults import RuleBroken
from seedbed.kernel.models import ApprovalPaper

S = CaseState


@dataclass(frozen=True)
class Act:
    """One thing that can be done: the words of its button, the action that is asked, its form, how the form is run.

    `states` says when it makes sense; `first` names the field of the person who may take it only with a paper.
    """

    label: Any
    action: str
    form: Callable[..., BaseForm]
    run: Callable[..., Any]
    states: tuple[str, ...] = ()
    kind: str = "plain"
    first: str = ""
    text: Any = ""
    fits: Callable[[Any], bool] = lambda row: True

    def open_to(self, by: Actor, row: Any, state: str) -> bool:
        """Whether the act makes sense now and the actor may take it."""
        return (not self.states or state in self.states) and self.fits(row) and allowed(self.action, by, row)


def plain(form: type[Form]) -> Callable[..., BaseForm]:
    """A form that needs to know nothing of the row."""
    return lambda data, row, by: form(data)


def _units(form: type[Any]) -> Callable[..., BaseForm]:
    return lambda data, row, by: form(data, units=queries.units_that_work(), rules=handling_rules())


def _assign(row: Case, by: Actor, form: Any, paper: ApprovalPaper | None) -> Any:
    return cases.assign(row, by=by, lead=form.cleaned_data["lead"], rule=form.cleaned_data["rule"], assists=form.assists())


def _link(row: Case, by: Actor, form: Any, paper: ApprovalPaper | None) -> Any:
    other = queries.numbered(by, form.cleaned_data["number"])
    if other is None:
        raise RuleBroken(gettext("There is no case with this number among those you see."))
    return guarding.link(row, by=by, other=other, kind=form.cleaned_data["kind"])


def _values(action: Callable[..., Any], *, paper: bool = False) -> Callable[..., Any]:
    """Run an action with what the form holds."""

    def run(row: Any, by: Actor, form: Any, approval: ApprovalPaper | None) -> Any:
        return action(row, by=by, **form.cleaned_data, **({"approval": approval} if paper else {}))

    return run


def _yes(action: Callable[..., Any], name: str, *, paper: bool = False) -> Callable[..., Any]:
    """Run an action whose form asks one question with yes and no."""

    def run(row: Any, by: Actor, form: Any, approval: ApprovalPaper | None) -> Any:
        kept = form.cleaned_data | {name: form.cleaned_data[name] == "yes"}
        return action(row, by=by, **kept, **({"approval": approval} if paper else {}))

    return run


CASE_ACTS: Mapping[str, Act] = {
    "assign": Act(_("Give it to a unit"), "casework.assign_case", _units(forms.UnitsForm), _assign, (S.REGISTERED,), "primary"),
    "end": Act(_("End it without a unit"), "casework.end_case", lambda data, row, by: forms.EndForm(data, desk=allowed("casework.assign_case", by, row)),
               _values(cases.end), (S.REGISTERED,)),
    "report": Act(_("Report what came of it"), "casework.report_case", plain(forms.ReportForm), _values(cases.report), (S.WORKING,), "primary"),
    "review": Act(_("First review"), "casework.review_case", plain(forms.WordForm), _values(cases.review, paper=True), (S.REPORTED,), "primary", "reported_by_id"),
    "approve": Act(_("Second review"), "casework.approve_case", plain(forms.WordForm), _values(cases.approve, paper=True), (S.REVIEWED,), "primary", "reviewed_by_id"),
    "check": Act(_("Record the check"), "casework.check_case", plain(forms.FindingForm), _yes(cases.check, "holds", paper=True), (S.APPROVED,), "primary", "reported_by_id"),
    "strike_off": Act(_("Strike it off"), "casework.strike_off", plain(Form), _values(cases.strike_off), (S.CHECKED,), "primary",
                      text=_("The case is closed, its clocks stop, and the answer stands on the progress page.")),
    "rework": Act(_("Return for more work"), "casework.rework_case", plain(forms.ReasonForm), _values(cases.rework), (S.REPORTED, S.REVIEWED, S.APPROVED)),
    "note": Act(_("Note a step"), "casework.add_step", plain(forms.CaseStepForm), _values(cases.add_step)),
    "attach": Act(_("Attach a picture or paper"), "casework.attach_file", plain(forms.AttachForm), _values(guarding.attach_file)),
    "assist": Act(_("Ask another unit to assist"), "casework.add_assistant", _units(forms.AssistantForm), _values(cases.add_assistant), (S.ASSIGNED, S.WORKING)),
    "call": Act(_("Record a call-back"), "casework.call_back", plain(forms.CallForm), _yes(guarding.call_back, "reached"), (S.STRUCK_OFF, S.ENDED), "primary",
                fits=lambda row: bool(row.caller_sealed)),
    "look_back": Act(_("Look back"), "casework.look_back", plain(forms.LookBackForm), _yes(cases.look_back, "holds"), (S.STRUCK_OFF, S.ENDED)),
    "reopen": Act(_("Open it again"), "casework.reopen_case", plain(forms.ReasonForm), _values(cases.reopen), (S.STRUCK_OFF, S.ENDED)),
    "follow": Act(_("Follow it"), "casework.follow_case", plain(Form), _values(guarding.follow), fits=lambda row: not row.followed,
                  text=_("Each step of the case is told to your inbox, as long as you may see it.")),
    "leave": Act(_("Follow it no longer"), "casework.leave_case", plain(Form), _values(guarding.unfollow), fits=lambda row: row.followed),
    "link": Act(_("Link another case"), "casework.link_cases", plain(forms.LinkForm), _link, fits=lambda row: not row.confidential),
    "caller": Act(_("See who asked"), "casework.read_caller", plain(forms.ReasonForm), _values(guarding.read_caller), fits=lambda row: bool(row.caller_sealed)),
    "read": Act(_("Read the sealed words"), "casework.read_case", plain(Form), _values(guarding.read_case), fits=lambda row: row.confidential,
                text=_("That you read them is recorded.")),
    "confidential": Act(_("Make it confidential"), "casework.make_confidential", plain(forms.ReasonForm), _values(guarding.make_confidential),
                        fits=lambda row: not row.confidential),
    "admit": Act(_("Put somebody on the case"), "casework.admit", lambda data, row, by: forms.AdmitForm(data, accounts=queries.may_be_admitted(row)),
                 _values(guarding.admit), fits=lambda row: row.confidential),
    "dismiss": Act(_("Take somebody off the case"), "casework.dismiss", lambda data, row, by: forms.AdmitForm(data, accounts=queries.admitted(row)),
                   _values(guarding.dismiss), fits=lambda row: row.confidential),
    "bar": Act(_("Bar a unit"), "casework.bar_unit", lambda data, row, by: forms.BarForm(data, units=queries.units_to_bar(row)), _values(guarding.bar_unit)),
    "lift": Act(_("Lift the bar of a unit"), "casework.lift_bar", lambda data, row, by: forms.BarForm(data, units=queries.units_barred(row)),
                _values(guarding.lift_bar), fits=lambda row: row.bars.exists()),
    "aside": Act(_("Step aside: I have an interest"), "casework.step_aside", plain(forms.AsideForm), _values(recusing.step_aside),
                 text=_("The case goes out of your sight; the others go on with it.")),
    "recuse": Act(_("Take somebody off for an interest"), "casework.recuse", lambda data, row, by: forms.RecusalForm(data, accounts=queries.may_be_recused(by, row)), _values(recusing.recuse)),
    "back": Act(_("Let somebody back to the case"), "casework.lift_recusal", lambda data, row, by: forms.RecusalForm(data, accounts=queries.recused_from(row)),
                _values(recusing.lift_recusal), fits=lambda row: row.recusals.exists()),
}
FOLDED = ("note", "attach", "assist", "follow", "leave", "link", "reopen", "look_back", "rework", "confidential", "admit", "dismiss", "bar", "lift", "aside", "recuse", "back")  # below the first ones

PART_ACTS: Mapping[str, Act] = {
    "sign": Act(_("Sign for it"), "casework.sign_for_part", plain(Form), _values(cases.sign_for), (AssignmentState.GIVEN,), "primary"),
    "back": Act(_("Send it back"), "casework.send_back_part", plain(forms.ReasonForm), _values(cases.send_back), (AssignmentState.GIVEN, AssignmentState.SIGNED),
                text=_("Give the reason and say to which unit it belongs. The desk reads it and decides anew.")),
    "finish": Act(_("Report the part as done"), "casework.finish_part", plain(forms.TextForm), _values(cases.finish_part), (AssignmentState.SIGNED,), "primary",
                  fits=lambda row: row.kind == "assist"),
}

CLOCK_ACTS: Mapping[str, Act] = {
    "pause": Act(_("Let it stand still"), "casework.pause_clock", lambda data, row, by: forms.PauseForm(data, allowed=row.rule.pauses), _values(clocks.pause_clock),
                 ("running",), fits=lambda row: bool(row.rule.pauses)),
    "resume": Act(_("Let it run again"), "casework.resume_clock", plain(Form), _values(clocks.resume_clock), ("paused",), "primary"),
    "extend": Act(_("Ask for more time"), "casework.ask_extension", plain(forms.MoreTimeForm), _values(clocks.ask_extension), ("running",),
                  fits=lambda row: row.rule.extension_cap > 0 and not row.extended),
}
EXTENSION_ACTS: Mapping[str, Act] = {
    "decide": Act(_("Decide"), "casework.decide_extension", plain(forms.DecideForm), _yes(clocks.decide_extension, "grant", paper=True), ("asked",), "primary", "asked_by_id"),
}
CALL_ACTS: Mapping[str, Act] = {
    "exclude": Act(_("Ask to leave it out of the rates"), "casework.ask_exclusion", plain(forms.ReasonForm), _values(guarding.ask_exclusion), ("none",)),
    "agree": Act(_("Leave it out"), "casework.decide_exclusion", plain(Form), lambda row, by, form, paper: guarding.decide_exclusion(row, by=by, exclude=True, approval=paper),
                 ("asked",), first="exclusion_by_id"),
    "count": Act(_("Count it"), "casework.decide_exclusion", plain(forms.ReasonForm), lambda row, by, form, paper: guarding.decide_exclusion(row, by=by, exclude=False, **form.cleaned_data),
                 ("asked", "excluded")),
}
FILE_ACTS: Mapping[str, Act] = {"drop": Act(_("Take it off"), "casework.drop_file", plain(forms.ReasonForm), _values(guarding.drop_file))}
LINK_ACTS: Mapping[str, Act] = {"undo": Act(_("Take apart"), "casework.unlink_cases", plain(forms.ReasonForm), _values(guarding.unlink))}
