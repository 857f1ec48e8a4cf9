"""`seedbed import FILE --as ACCOUNT --batch CODE`: a workbook comes in as on the page, for scripts and large files."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from seedbed.kernel.faults import RuleBroken
from seedbed.kernel.workbooks import staging
from seedbed.portal.queries.named import actor_named, batch_named
from seedbed.portal.workbooks import IMPORTS, Brought, faults_file


class Command(BaseCommand):
    help = "Bring a workbook into a batch in the name of an account; nothing is taken while a row has an error."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, help="the workbook as it was sent; it is only read")
        parser.add_argument("--as", dest="account", required=True, metavar="ACCOUNT", help="log-in name of the account that acts")
        parser.add_argument("--batch", required=True, metavar="CODE", help="code of the batch, such as 2026-2")
        parser.add_argument("--kind", choices=sorted(IMPORTS), default="applicants", help="kind of sheet (applicants)")
        parser.add_argument("--look", action="store_true", help="stage and tell only; take it later on the page")
        parser.add_argument("--good-only", action="store_true", help="take the rows without errors; the others stay open")
        parser.add_argument("--faults", type=Path, help="write the rows with their faults marked into this file")

    def handle(self, *args: Any, file: Path, account: str, batch: str, kind: str, **options: Any) -> None:
        if not file.is_file():
            raise CommandError(_("There is no file %(path)s.") % {"path": file})
        try:
            by = actor_named(account)
            brought = IMPORTS[kind](batch_named(by, batch), file, by)
            self.tell(brought)
            if options["faults"]:
                options["faults"].write_bytes(faults_file(brought))
            if not options["look"]:
                done = brought.take(options["good_only"])
                self.stdout.write(", ".join(f"{name} {count}" for name, count in done.items()))
        except RuleBroken as fault:
            raise CommandError(str(fault))

    def tell(self, brought: Brought) -> None:
        """Print the counts, what was noticed, and each fault with its cell."""
        self.stdout.write(_("%(rows)d rows, %(bad)d with errors.") % {
            "rows": brought.job.counts["rows"], "bad": brought.job.counts["with_errors"]})
        for remark in staging.remarks(brought.job):
            self.stdout.write(remark)
        for line in staging.preview(brought.job, brought.sheet):
            for fault in line.faults:
                if fault.severity != "note":
                    self.stderr.write(f"{fault.cell} {fault.text}")
