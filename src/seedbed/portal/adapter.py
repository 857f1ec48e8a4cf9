"""What the log-in library may do here: no sign-up by oneself, lock-out by account and address."""

import time
from typing import Any

from allauth.account import app_settings
from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.authentication import get_authentication_records
from allauth.mfa.adapter import DefaultMFAAdapter
from django.http import HttpRequest

from seedbed.directory.actions import change_own_password
from seedbed.kernel import actor as actors
from seedbed.kernel.sealed import seal, unseal


class AccountAdapter(DefaultAccountAdapter):
    """Accounts are opened by the system administrator only."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Nobody signs up by oneself."""
        return False

    def is_reauthentication_required(self, *, app: str, **more: Any) -> bool:
        """Ask for the password again before log-in is changed, but not of somebody who typed it a moment ago."""
        now, records = time.time(), get_authentication_records(self.request, self.request.user)
        return super().is_reauthentication_required(app=app, **more) and not any(
            r["method"] == "password" and now - r["at"] < app_settings.REAUTHENTICATION_TIMEOUT for r in records)

    def set_password(self, user: Any, password: str) -> None:
        """Store the new password and note in the trail that it was changed by its owner."""
        super().set_password(user, password)
        change_own_password(user, by=actors.of_account(user))


class SecondFactorAdapter(DefaultMFAAdapter):
    """Seeds of one-time codes are kept sealed, so that a copy of the database is no second factor."""

    def encrypt(self, text: str) -> str:
        """Seal a seed under the site's key."""
        return seal(text)

    def decrypt(self, encrypted_text: str) -> str:
        """Open a sealed seed."""
        return unseal(encrypted_text)
