"""`seedbed restore FILE`: examine a backup beside the live data, then put it in their place."""

from argparse import SUPPRESS, ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from seedbed.kernel.backups import candidate, restoring
from seedbed.kernel.backups.manifest import BackupRefused


class Command(BaseCommand):
    help = "Restore a backup. It is examined first; the live data stay untouched until it has passed."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", nargs="?", type=Path, help="the backup")
        parser.add_argument("--verify", action="store_true", help="only examine the backup")
        parser.add_argument("--candidate", type=Path, help=SUPPRESS)

    def handle(self, *args: Any, file: Path | None, verify: bool, candidate: Path | None, **options: Any) -> None:
        try:
            self.run(file, verify, candidate)
        except BackupRefused as refusal:
            raise CommandError(str(refusal))

    def run(self, file: Path | None, verify: bool, unpacked: Path | None) -> None:
        """Examine, restore, or (called by ourselves) build what is examined."""
        if unpacked is not None:
            candidate.build(unpacked)
            return
        if file is None:
            raise CommandError(_("Name the backup to restore."))
        manifest = restoring.verify(file) if verify else restoring.restore(file)
        rows = sum(manifest.rows.values())
        facts = {"time": manifest.made_at, "rows": rows, "files": len(manifest.members), "line": manifest.head[0]}
        self.stdout.write(_("Backup of %(time)s: %(rows)s rows, %(files)s files, trail up to line %(line)s, all sound.") % facts)
        if not verify:
            self.stdout.write(_("It is now in place. The data from before are kept beside it; start the site again."))
