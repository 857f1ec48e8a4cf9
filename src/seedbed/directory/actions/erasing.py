"""Emptying the file of one person at their lawful request."""

from typing import Any

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from seedbed.directory import rules
from seedbed.directory.actions import end_sessions, sort_key
from seedbed.directory.models import AccessToken, Account, Person, Tie
from seedbed.directory.roles import ADMINISTRATORS
from seedbed.kernel.actions import action, change, remove, require
from seedbed.kernel.actor import Actor

EMPTY: dict[str, Any] = {"sex": "", "birth_month": None, "ethnicity": "", "political_status": "", "id_sealed": "", "id_lookup": None, "id_masked": "", "mobile_sealed": "",
                         "mobile_masked": "", "education": "", "school": "", "major": "", "post": "", "rank": "", "is_active": False}


@action("directory.erase_person", allow=rules.role_for_unit("officer", "leader"), label=gettext_lazy("Empty a person's file"))
def erase_person(person: Person, *, by: Actor) -> Person:
    """Take everything out of a person's file that says who it is; ties go, the account is closed and loses its name.

    The row stays, so that numbers add up and the lines of the trail have what they point to. Refused for the own file,
    and for an administrator, whose role is handed over first.
    """
    account = Account.objects.filter(person=person).first()
    if account is not None:
        require(account.pk != by.account_id, _("Nobody closes the own account."))
        require(not account.grants.filter(role__in=ADMINISTRATORS, state="active").exists(), _("This person is an administrator of the site; hand the role over first."))
        _erase_account(account)
    for tie in Tie.objects.filter(Q(person=person) | Q(other_person=person)):
        remove(tie)
    name = _("erased person %(number)d") % {"number": person.pk}
    return change(person, name=name, sort_key=sort_key(name), **EMPTY)


def _erase_account(account: Account) -> None:
    for grant in account.grants.filter(state__in=["proposed", "active"]):
        change(grant, state="ended", ended_at=timezone.now())
    for token in AccessToken.objects.filter(account=account, revoked_at=None):
        change(token, revoked_at=timezone.now())
    account.set_unusable_password()
    change(account, username=f"erased-{account.pk}", display_name=_("erased account %(number)d") % {"number": account.pk}, password=account.password, is_active=False)
    end_sessions(account)
