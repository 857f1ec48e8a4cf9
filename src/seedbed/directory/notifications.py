"""Texts that people receive about exports."""

from django.urls import reverse

from seedbed.directory.models import Account, ExportRelease
from seedbed.kernel.outbox import Sentence as _
from seedbed.kernel.outbox import post


def release_asked(release: ExportRelease, accounts: list[Account]) -> None:
    """Tell those who may decide that somebody wants to take a list out."""
    for account in accounts:
        post(key=f"directory:release:{release.pk}:{account.pk}", recipient=str(account.pk), subject=_("A list is to be released"),
             body=_("%(who)s asks to take out “%(what)s”: %(purpose)s") % {"who": release.asked_by, "what": release.label, "purpose": release.purpose},
             url=reverse("directory:release", args=[release.pk]))


def release_decided(release: ExportRelease) -> None:
    """Tell the one who asked what was decided."""
    subject = _("The list is released") if release.state == "released" else _("The list is not released")
    post(key=f"directory:release:{release.pk}:decided", recipient=str(release.asked_by_id), subject=subject, body=_("“%(what)s”") % {"what": release.label},
         url=reverse("directory:release", args=[release.pk]))
