"""Reads of access tokens: one's own, for the security administrator all, and the one behind a request."""

import hashlib
import hmac
import secrets
from datetime import timedelta

from django.conf import settings
from django.db.models import QuerySet
from django.utils import timezone

from seedbed.directory.models import AccessToken
from seedbed.directory.queries import holds
from seedbed.kernel import actor as actors
from seedbed.kernel.actor import Actor

ROOMS = ("directory", "casework", "gatherings", "assessment", "selection", "placement", "residency", "outcomes", "grassroots")
SCOPES = tuple(f"{way}:{room}" for room in ROOMS for way in ("read", "write"))
LONGEST = timedelta(days=366)
PREFIX = "sbt_"
HINT = 12


def tokens_visible_to(actor: Actor) -> QuerySet[AccessToken]:
    """Return the actor's own tokens; for the security administrator those of everybody."""
    rows = AccessToken.objects.select_related("account")
    return rows if holds(actor, "security_admin") else rows.filter(account=actor.account_id)


def new_secret() -> str:
    """Return a new token: random, and signed, so that nonsense is refused without a look into the database."""
    secret = secrets.token_urlsafe(32)
    return f"{PREFIX}{secret}.{_signature(secret)}"


def _signature(secret: str) -> str:
    return hmac.new(settings.SECRET_KEY.encode(), f"access-token:{secret}".encode(), hashlib.sha256).hexdigest()[:16]


def digest_of(token: str) -> str:
    """Return what is kept of a token."""
    return hashlib.sha256(token.encode("utf-8", "replace")).hexdigest()


def actor_of_token(token: str) -> Actor | None:
    """Return who acts with a token; None where it is unknown, expired, revoked or its account may not sign in.

    The day of its last use is noted once a day, outside of any act.
    """
    secret, _dot, signature = token.removeprefix(PREFIX).rpartition(".")
    if not token.startswith(PREFIX) or not hmac.compare_digest(_signature(secret).encode(), signature.encode("utf-8", "replace")):
        return None
    found = AccessToken.objects.filter(digest=digest_of(token)).select_related("account__person").first()
    if found is None or not found.is_open or not found.account.is_active or found.account.must_change_password:
        return None
    if found.last_used_on != timezone.localdate():
        AccessToken.objects.filter(pk=found.pk).update(last_used_on=timezone.localdate())
    return actors.of_token(found.account, found.label, frozenset(found.scopes))
