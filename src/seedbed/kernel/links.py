"""Signed links: made once, kept as hashes, opened by token and, before personal data, by a one-time code."""

import hashlib
import secrets
from datetime import datetime
from typing import Any

from django.contrib.auth.hashers import check_password, make_password
from django.db.models import F
from django.utils import timezone

from seedbed.kernel.actions import add, change, current
from seedbed.kernel.models import SignedLink

CODE_DIGITS = 6


def make(*, purpose: str, label: str, scope: dict[str, Any], expires_at: datetime) -> tuple[SignedLink, str, str]:
    """Create a link inside an action; return its row, its token and its one-time code.

    Token and code are shown once to the one who made the link and are told to the other side by two
    different ways (the code by voice); only their hashes are kept.
    """
    current()
    token = secrets.token_urlsafe(32)
    code = _code()
    link = SignedLink(
        token_hash=_hash(token), code_hash=make_password(code), purpose=purpose, label=label, scope=scope,
        expires_at=expires_at,
    )
    return add(link), token, code


def renew_code(link: SignedLink) -> str:
    """Give a link a new one-time code, inside an action, also one that wrong codes have locked; shown once."""
    code = _code()
    change(link, code_hash=make_password(code), code_failures=0)
    return code


def use_up_code(link: SignedLink) -> None:
    """Let the code open nothing more, inside an action."""
    change(link, code_hash="")


def find(token: str, purpose: str) -> SignedLink | None:
    """Return the open link of a token, or None if it is unknown, expired, revoked, locked or for another purpose."""
    link = SignedLink.objects.filter(token_hash=_hash(token), purpose=purpose).first()
    return link if link is not None and link.is_open else None


def code_is_right(link: SignedLink, code: str) -> bool:
    """Check the one-time code; ten wrong ones close the link.

    A wrong code is counted outside of any act on purpose: it must stay counted when the page refuses.
    """
    claimed = SignedLink.objects.filter(pk=link.pk, code_failures__lt=10).update(code_failures=F("code_failures") + 1)
    if not claimed or not check_password(code.strip(), link.code_hash):
        return False
    SignedLink.objects.filter(pk=link.pk).update(code_failures=0, last_used_at=timezone.now())
    return True


def revoke(link: SignedLink, *, reason: str) -> SignedLink:
    """Close a link for good, inside an action."""
    return change(link, revoked_at=timezone.now(), text=reason)


def _code() -> str:
    return f"{secrets.randbelow(10**CODE_DIGITS):0{CODE_DIGITS}d}"


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
