"""Accounts and roles: three separated administrators, first passwords shown once, rights that end at once."""

import re

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse

from seedbed.directory import actions
from seedbed.directory.models import Account, Grant
from seedbed.kernel.faults import Refused, RuleBroken
from seedbed.kernel.models import OnceKey
from tests.cast import PASSWORD, SETUP, Cast, log_in, open_account

ADMINISTRATORS = ("system_admin", "security_admin", "audit_admin")
BUSINESS = ("trainee", "clerk", "officer", "leader", "service_team")


def newcomer(cast: Cast) -> Account:
    """An account without a role."""
    return actions.open_account(None, by=cast.actor("system_admin"), username="newcomer", display_name="新同志", password="Fresh-start-2026!")


@pytest.mark.parametrize("first", ADMINISTRATORS)
@pytest.mark.parametrize("second", [*ADMINISTRATORS, *BUSINESS])
def test_an_administrator_holds_nothing_else(cast: Cast, first: str, second: str) -> None:
    account, by = newcomer(cast), cast.actor("system_admin")
    actions.propose_grant(account, by=by, role=first, unit=None)
    with pytest.raises(RuleBroken):
        actions.propose_grant(account, by=by, role=second, unit=None if second in ADMINISTRATORS else cast.unit_a)
    assert account.grants.count() == 1


@pytest.mark.parametrize("first", BUSINESS)
@pytest.mark.parametrize("second", ADMINISTRATORS)
def test_people_of_the_business_become_no_administrator(cast: Cast, first: str, second: str) -> None:
    account, by = newcomer(cast), cast.actor("system_admin")
    actions.propose_grant(account, by=by, role=first, unit=cast.unit_a)
    with pytest.raises(RuleBroken):
        actions.propose_grant(account, by=by, role=second, unit=None)
    assert account.grants.count() == 1


def test_the_database_too_refuses_a_second_administrator_role(cast: Cast) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        Grant.objects.create(account=cast.system_admin, role="audit_admin", state="proposed")
    assert Grant.objects.filter(account=cast.system_admin).count() == 1


@pytest.mark.parametrize("who", ADMINISTRATORS)
def test_nobody_proposes_for_oneself(cast: Cast, who: str) -> None:
    with pytest.raises((Refused, RuleBroken)):
        actions.propose_grant(cast.accounts[who], by=cast.actor(who), role="officer", unit=cast.root)
    assert Grant.objects.filter(account=cast.accounts[who], role="officer").count() == 0


@pytest.mark.parametrize(("who", "may"), [("system_admin", False), ("security_admin", True), ("audit_admin", False), ("officer", False), ("leader", False)])
def test_only_the_security_administrator_puts_a_role_into_force(cast: Cast, who: str, may: bool) -> None:
    grant = actions.propose_grant(newcomer(cast), by=cast.actor("system_admin"), role="clerk", unit=cast.unit_b)
    if may:
        actions.approve_grant(grant, by=cast.actor(who))
    else:
        with pytest.raises(Refused):
            actions.approve_grant(grant, by=cast.actor(who))
    grant.refresh_from_db()
    assert grant.state == ("active" if may else "proposed")


def test_the_last_security_administrator_stays(cast: Cast) -> None:
    first, second = (Grant.objects.get(account=cast.accounts[who]) for who in ("security_admin", "second_security_admin"))
    actions.end_grant(first, by=cast.actor("second_security_admin"), reason="轮岗")
    with pytest.raises((RuleBroken, Refused)):
        actions.end_grant(second, by=SETUP, reason="轮岗")
    with pytest.raises(RuleBroken):
        actions.close_account(cast.second_security_admin, by=cast.actor("system_admin"), reason="离岗")
    assert Grant.objects.filter(role="security_admin", state="active").count() == 1


def test_a_right_taken_away_ends_with_the_next_request(cast: Cast) -> None:
    client = log_in(Client(), cast.clerk_a)
    page = reverse("directory:person", args=[cast.people["applicant"].pk])
    assert client.get(page).status_code == 200
    actions.end_grant(Grant.objects.get(account=cast.clerk_a), by=cast.actor("security_admin"), reason="调离")
    assert client.get(page).status_code == 404


def test_a_closed_account_is_out_at_once(cast: Cast) -> None:
    client = log_in(Client(), cast.officer)
    assert client.get(reverse("directory:people")).status_code == 200
    actions.close_account(cast.officer, by=cast.actor("system_admin"), reason="离岗")
    answer = client.get(reverse("directory:people"))
    assert (answer.status_code, answer["Location"].startswith(reverse("account_login"))) == (302, True)


def test_a_first_password_is_shown_once_and_stored_nowhere(cast: Cast) -> None:
    client = log_in(Client(), cast.system_admin)
    form = {"username": "li-gong", "display_name": "李工", "person": "", "_once": "k1"}
    page = client.post(reverse("directory:open_account"), form, follow=True).content.decode()
    password = re.search(r"<code>((?:\w{5}-){3}\w{5})</code>", page)
    assert password is not None
    account = Account.objects.get(username="li-gong")
    assert (account.check_password(password[1]), account.must_change_password) == (True, True)
    again = client.get(reverse("directory:account", args=[account.pk])).content.decode()
    kept = str(list(OnceKey.objects.values()))
    assert (password[1] in again, password[1] in kept) == (False, False)


def test_the_same_form_opens_one_account(cast: Cast) -> None:
    client = log_in(Client(), cast.system_admin)
    form = {"username": "li-gong", "display_name": "李工", "person": "", "_once": "k1"}
    answers = [client.post(reverse("directory:open_account"), form) for _n in range(5)]
    assert {(a.status_code, a["Location"]) for a in answers} == {(302, reverse("directory:account", args=[Account.objects.get(username="li-gong").pk]))}


def test_whoever_must_change_the_password_gets_no_further(cast: Cast) -> None:
    account = actions.open_account(None, by=SETUP, username="fresh", display_name="新人", password=PASSWORD)
    client = log_in(Client(), account)
    answer = client.get(reverse("portal:home"))
    assert (answer.status_code, answer["Location"]) == (302, reverse("account_change_password"))


def test_an_officer_without_a_second_factor_gets_no_further(cast: Cast) -> None:
    account = open_account("late", "clerk", cast.unit_a)
    actions.approve_grant(actions.propose_grant(account, by=SETUP, role="officer", unit=cast.root), by=SETUP)
    client = log_in(Client(), account)
    answer = client.get(reverse("directory:people"))
    assert (answer.status_code, answer["Location"]) == (302, reverse("mfa_activate_totp"))


def test_the_roles_page_leads_through_a_decision(cast: Cast) -> None:
    account = newcomer(cast)
    log_in(Client(), cast.system_admin).post(reverse("directory:propose_grant", args=[account.pk]), {"role": "clerk", "unit": cast.unit_b.name})
    grant = account.grants.get()
    answer = log_in(Client(), cast.security_admin).post(reverse("directory:approve_grant", args=[grant.pk]))
    grant.refresh_from_db()
    assert (answer.status_code, grant.state, grant.unit) == (302, "active", cast.unit_b)


def test_a_role_for_an_unknown_unit_comes_back_with_a_sentence(cast: Cast) -> None:
    answer = log_in(Client(), cast.system_admin).post(
        reverse("directory:propose_grant", args=[newcomer(cast).pk]), {"role": "clerk", "unit": "没有这个单位"})
    assert (answer.status_code, "没有这个单位" in answer.content.decode(), Grant.objects.filter(state="proposed").count()) == (200, True, 0)
