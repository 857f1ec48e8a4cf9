"""Recusal: whoever has an interest of their own in a case neither sees it nor works on it."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from seedbed.casework import notifications, rules
from seedbed.casework.actions.guarding import lift_rows, take_back_messages
from seedbed.casework.models import Case, CaseRecusal
from seedbed.casework.queries import cases
from seedbed.directory.models import Account
from seedbed.kernel.actions import action, add, remove, require
from seedbed.kernel.actor import Actor


@action("casework.step_aside", allow=rules.steps_aside, label=gettext_lazy("Step aside from a case"))
def step_aside(case: Case, *, by: Actor, reason: str) -> CaseRecusal:
    """Step aside oneself, with the reason: the case is out of one's sight from then on, and the office of the desk is told."""
    row = _recuse(case, by.account, reason)
    notifications.case_recused(row, cases.who_may_see(case, cases.admitted(case) if case.confidential else cases.office_of(case)))
    return row


@action("casework.recuse", allow=rules.guards_case, label=gettext_lazy("Take somebody off for an interest of their own"))
def recuse(case: Case, *, by: Actor, account: Account, reason: str) -> CaseRecusal:
    """Take one person off a case, with the reason; the others of the unit go on."""
    require(account.pk != by.account_id, _("For yourself, choose “Step aside”."))
    return _recuse(case, account, reason)


def _recuse(case: Case, account: Account, reason: str) -> CaseRecusal:
    require(reason.strip(), _("Give a reason: the trail keeps it."))
    require(cases.who_may_see(case, Account.objects.filter(pk=account.pk)), _("This person does not see the case as it is."))
    own = case.access.filter(account=account)
    require(not own or case.access.count() > 1, _("Somebody has to stay on the case."))
    for row in own:
        remove(row)
    recusal = add(CaseRecusal(case=case, account=account), text=reason)
    take_back_messages(case)
    return recusal


@action("casework.lift_recusal", allow=rules.guards_case, label=gettext_lazy("Let somebody back to a case"))
def lift_recusal(case: Case, *, by: Actor, account: Account, reason: str) -> Case:
    """Let a person back to a case, with the reason; on a confidential one they have to be put again."""
    lift_rows(case.recusals.filter(account=account), reason, _("This person has not stepped aside."))
    return case
