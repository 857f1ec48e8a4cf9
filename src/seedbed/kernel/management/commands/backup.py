"""`seedbed backup [FOLDER]`: the whole site in one file, without its keys."""

import sqlite3
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError
from django.utils.translation import gettext as _

from seedbed.kernel.backups import writing


class Command(BaseCommand):
    help = "Write database and files into one file; the site goes on working. The keys are not inside."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("folder", nargs="?", type=Path, default=settings.BACKUPS, help="where to (the site's own folder, if left out)")
        parser.add_argument("--keep", type=int, default=0, help="how many to keep; older ones are deleted (all, if left out)")

    def handle(self, *args: Any, folder: Path, keep: int, **options: Any) -> None:
        try:
            path = writing.write(folder, keep=keep)
        except (OSError, sqlite3.Error, DatabaseError) as fault:
            raise CommandError(_("No backup was made: %(fault)s.") % {"fault": getattr(fault, "strerror", None) or fault})
        note_place(folder)
        self.stdout.write(str(path))
        self.stderr.write(
            _("Keep the key file %(path)s in another place: without it the sealed fields of this backup cannot be read.")
            % {"path": settings.SEALED_KEY_FILE}
        )


def note_place(folder: Path) -> None:
    """Remember where backups go, so that `seedbed doctor` looks at the right place."""
    (settings.VAR / "backups-are-in").write_text(str(folder.resolve()), encoding="utf-8")
