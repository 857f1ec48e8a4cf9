"""Signed links: only hashes are kept, they end, and wrong codes close them."""

from datetime import timedelta

import pytest
from django.utils import timezone

from seedbed.kernel import links
from seedbed.kernel.actions import REGISTER, action
from seedbed.kernel.actor import Actor, of_job
from seedbed.kernel.models import AuditEvent, SignedLink

JOB = of_job("test")


@action("test.make_link", allow=lambda by, subject: True, label="make")
def make(subject: None, *, by: Actor, days: int = 7) -> tuple[SignedLink, str, str]:
    """Make a link for a host."""
    return links.make(purpose="host", label="青禾建材 王经理", scope={"host": 1}, expires_at=timezone.now() + timedelta(days=days))


@action("test.revoke_link", allow=lambda by, subject: True, label="revoke")
def revoke(subject: SignedLink, *, by: Actor) -> None:
    """Close a link."""
    links.revoke(subject, reason="换人")


REGISTER.pop("test.make_link")
REGISTER.pop("test.revoke_link")


@pytest.mark.django_db
def test_token_and_code_are_nowhere_in_clear() -> None:
    link, token, code = make(None, by=JOB)
    stored = str(SignedLink.objects.filter(pk=link.pk).values().get()) + str(list(AuditEvent.objects.values()))
    assert (token in stored, code in stored, len(token) >= 43, len(code)) == (False, False, True, 6)


@pytest.mark.django_db
def test_a_link_opens_for_its_purpose_only() -> None:
    link, token, _code = make(None, by=JOB)
    assert (links.find(token, "host"), links.find(token, "other"), links.find(token + "x", "host")) == (link, None, None)


@pytest.mark.django_db
def test_an_expired_or_revoked_link_opens_nothing() -> None:
    link, token, _code = make(None, by=JOB)
    SignedLink.objects.filter(pk=link.pk).update(expires_at=timezone.now())
    assert links.find(token, "host") is None
    link, token, _code = make(None, by=JOB)
    revoke(link, by=JOB)
    assert links.find(token, "host") is None


@pytest.mark.django_db
def test_the_right_code_opens_and_forgets_the_wrong_ones() -> None:
    link, _token, code = make(None, by=JOB)
    assert (links.code_is_right(link, "000000" if code != "000000" else "1"), links.code_is_right(link, f" {code} ")) == (False, True)
    link.refresh_from_db()
    assert (link.code_failures, link.last_used_at is not None) == (0, True)


@pytest.mark.django_db
def test_ten_wrong_codes_close_the_link_for_good() -> None:
    link, token, code = make(None, by=JOB)
    wrong = [links.code_is_right(link, "wrong") for _n in range(10)]
    assert (any(wrong), links.code_is_right(link, code), links.find(token, "host")) == (False, False, None)
