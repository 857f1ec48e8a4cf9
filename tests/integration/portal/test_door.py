"""The front door: how often one may err, what a wrong answer betrays, how a session begins and ends."""

import re
from typing import Any

import pytest
from allauth.mfa.totp.internal.auth import hotp_value, yield_hotp_counters_from_time
from django.contrib.auth.hashers import MD5PasswordHasher
from django.contrib.sessions.models import Session
from django.test import Client
from django.urls import reverse

from seedbed.directory import actions as directory
from tests.cast import PASSWORD, TOTP_SEED, Cast, log_in

WRONG = "Not-the-word-2026!"


def knock(client: Client, name: str, password: str) -> Any:
    """Try a name and a password."""
    return client.post(reverse("account_login"), {"login": name, "password": password})


def came_in(answer: Any) -> bool:
    """Whether the answer leads into the house."""
    return answer.status_code == 302 and answer["Location"] == "/"


def test_after_five_wrong_passwords_the_right_one_is_refused_too(cast: Cast) -> None:
    name = cast.applicant.username
    for _n in range(5):
        assert not came_in(knock(Client(), name, WRONG))
    locked = knock(Client(), name, PASSWORD)
    assert (locked.status_code, "sessionid" in locked.cookies) == (200, False)
    assert came_in(knock(Client(), cast.other_applicant.username, PASSWORD))


def test_four_wrong_passwords_lock_nobody_out(cast: Cast) -> None:
    for _n in range(4):
        knock(Client(), cast.applicant.username, WRONG)
    assert came_in(knock(Client(), cast.applicant.username, PASSWORD))


def test_fifty_failures_close_the_address_to_everybody(cast: Cast) -> None:
    for n in range(50):
        knock(Client(), f"nobody-{n}", WRONG)
    assert not came_in(knock(Client(), cast.applicant.username, PASSWORD))
    elsewhere = Client(REMOTE_ADDR="10.0.0.7")
    assert came_in(knock(elsewhere, cast.applicant.username, PASSWORD))


def test_a_wrong_password_and_an_unknown_name_look_the_same(cast: Cast) -> None:
    known, unknown = (knock(Client(), name, WRONG) for name in (cast.applicant.username, "nobody-here"))
    assert known.status_code == unknown.status_code == 200
    assert _plain(known, cast.applicant.username) == _plain(unknown, "nobody-here")


def _plain(answer: Any, name: str) -> str:
    text = answer.content.decode().replace(name, "…")
    return re.sub(r'(nonce|value)="[^"]*"', "", text)


def test_an_unknown_name_costs_a_password_check_too(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    checked: list[str] = []
    encode = MD5PasswordHasher.encode
    monkeypatch.setattr(MD5PasswordHasher, "encode", lambda self, password, salt: checked.append(salt) or encode(self, password, salt))
    counts = []
    for name in (cast.applicant.username, "nobody-here"):
        checked.clear()
        knock(Client(), name, WRONG)
        counts.append(len(checked))
    assert counts == [1, 1]


def test_coming_in_gives_a_new_session(cast: Cast) -> None:
    client = Client()
    client.get(reverse("account_login"))
    session = client.session
    session["before"] = 1
    session.save()
    before = session.session_key
    client.cookies["sessionid"] = before
    assert came_in(knock(client, cast.applicant.username, PASSWORD))
    assert client.session.session_key != before
    assert not Session.objects.filter(session_key=before).exists()


def test_an_officer_comes_in_with_the_one_time_code_only(cast: Cast) -> None:
    client = Client()
    answer = knock(client, cast.officer.username, PASSWORD)
    assert answer["Location"] == reverse("mfa_authenticate")
    assert client.get("/")["Location"].startswith(reverse("account_login"))
    assert client.post(reverse("mfa_authenticate"), {"code": "000000"}).status_code == 200
    code = f"{hotp_value(TOTP_SEED, next(iter(yield_hotp_counters_from_time()))):06d}"
    assert came_in(client.post(reverse("mfa_authenticate"), {"code": code}))
    assert client.get("/").status_code == 200


@pytest.mark.parametrize(("minutes", "asked"), [(1, False), (6, True)])
def test_the_password_is_asked_again_only_some_time_after_the_log_in(cast: Cast, minutes: int, asked: bool) -> None:
    client = Client()
    knock(client, cast.clerk_a.username, PASSWORD)
    session = client.session
    session["account_authentication_methods"][0]["at"] -= minutes * 60
    session.save()
    answer = client.get(reverse("mfa_activate_totp"))
    assert (answer.status_code == 302 and answer["Location"].startswith(reverse("account_reauthenticate"))) is asked


@pytest.mark.parametrize(("began", "seen", "stays"), [(0, 29, True), (0, 31, False), (11 * 60, 1, True), (12 * 60 + 1, 1, False)])
def test_a_session_ends_after_30_idle_minutes_or_12_hours(cast: Cast, began: int, seen: int, stays: bool) -> None:
    client = log_in(Client(), cast.applicant)
    client.get("/")
    session = client.session
    session["began"] -= began * 60
    session["seen"] -= seen * 60
    session.save()
    assert (client.get("/").status_code == 200) is stays
    assert Session.objects.filter(session_key=session.session_key).exists() is stays


def test_typing_for_long_leads_back_to_the_page(cast: Cast) -> None:
    client = log_in(Client(), cast.applicant)
    client.get("/")
    session = client.session
    session["seen"] -= 31 * 60
    session.save()
    assert client.get("/inbox")["Location"] == f"{reverse('account_login')}?next=/inbox"


def test_a_closed_account_has_no_session_left(cast: Cast) -> None:
    client = log_in(Client(), cast.applicant)
    assert client.get("/").status_code == 200
    directory.close_account(cast.applicant, by=cast.actor("system_admin"), reason="离职")
    assert client.get("/").status_code == 302
    assert not came_in(knock(Client(), cast.applicant.username, PASSWORD))


def test_a_new_password_ends_the_other_sessions(cast: Cast) -> None:
    here, there = log_in(Client(), cast.applicant), log_in(Client(), cast.applicant)
    new = "Another-season-2027!"
    here.post(reverse("account_change_password"), {"oldpassword": PASSWORD, "password1": new, "password2": new})
    assert (here.get("/").status_code, there.get("/").status_code) == (200, 302)


def test_an_old_code_opens_nothing_twice(cast: Cast) -> None:
    code = f"{hotp_value(TOTP_SEED, next(iter(yield_hotp_counters_from_time()))):06d}"
    went = []
    for _n in range(2):
        client = Client()
        knock(client, cast.officer.username, PASSWORD)
        went.append(came_in(client.post(reverse("mfa_authenticate"), {"code": code})))
    assert went == [True, False]
