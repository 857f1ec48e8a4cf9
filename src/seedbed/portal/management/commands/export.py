"""`seedbed export KIND --as ACCOUNT --batch CODE --out FILE`: a workbook goes out as on the page."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from seedbed.kernel.faults import RuleBroken
from seedbed.portal.queries.named import actor_named, batch_named
from seedbed.portal.workbooks import EXPORTS, written


class Command(BaseCommand):
    help = "Write a list of a batch as a workbook, with what the account may see."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("kind", choices=sorted(EXPORTS), help="which list; corrections and posts can be edited and brought back")
        parser.add_argument("--as", dest="account", required=True, metavar="ACCOUNT", help="log-in name of the account that acts")
        parser.add_argument("--batch", required=True, metavar="CODE", help="code of the batch, such as 2026-2")
        parser.add_argument("--out", type=Path, required=True, help="file to write; one that is there is not touched")

    def handle(self, *args: Any, kind: str, account: str, batch: str, out: Path, **options: Any) -> None:
        if out.exists():
            raise CommandError(_("%(path)s is there already; choose another name.") % {"path": out})
        try:
            by = actor_named(account)
            out.write_bytes(written(kind, batch_named(by, batch), by))
        except RuleBroken as fault:
            raise CommandError(str(fault))
        self.stdout.write(str(out))
