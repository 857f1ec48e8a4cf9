"""`seedbed trail verify`: is the trail whole? `seedbed trail head`: write its head to the file outside."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from seedbed.kernel import heads


class Command(BaseCommand):
    help = "Check the tamper-evident trail, or note its head outside of the database."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        verbs = parser.add_subparsers(dest="verb", required=True)
        verify = verbs.add_parser("verify", help="find changed, deleted and cut-off lines")
        verify.add_argument("--head", type=Path, help="a file of heads kept elsewhere (the site's own, if left out)")
        verify.add_argument("--resume", action="store_true", help="begin at the last line that was found whole")
        verbs.add_parser("head", help="append the present head to the site's file and print it")

    def handle(self, *args: Any, verb: str, **options: Any) -> None:
        if verb == "head":
            seq, digest = heads.note()
            self.stdout.write(f"{seq} {digest}")
            return
        self.verify(options["head"], options["resume"])

    def verify(self, path: Path | None, resume: bool) -> None:
        """Print the result; a trail that is not whole ends the command with exit code 1."""
        if path is not None and not path.exists():
            raise CommandError(_("There is no file %(path)s.") % {"path": path})
        try:
            last, faults = heads.verify(heads=path, resume=resume)
        except ValueError as place:
            raise CommandError(_("%(place)s is no line of a file of heads.") % {"place": place})
        for fault in faults:
            self.stderr.write(f"#{fault.seq}: {fault.label}")
        if faults:
            raise CommandError(_("The trail is not whole: %(count)s faults. Keep this machine as it is and tell the auditor.")
                               % {"count": len(faults)})
        self.stdout.write(_("The trail is whole up to line %(last)s.") % {"last": last})
