"""`seedbed archive write|check|lay`: a batch as one file with digests, which proves itself in an empty site."""

import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from django.utils.translation import gettext as _

import seedbed
from seedbed.kernel.actor import of_job
from seedbed.kernel.archives import packing
from seedbed.kernel.archives.gathering import gather
from seedbed.kernel.faults import RuleBroken
from seedbed.portal import actions
from seedbed.portal.queries.named import actor_named, batch_named
from seedbed.portal.workbooks import files_of


class Command(BaseCommand):
    help = "Write a batch into an archive, examine one, or put one into an empty site and compare."

    def add_arguments(self, parser: ArgumentParser) -> None:
        verbs = parser.add_subparsers(dest="verb", required=True)
        write = verbs.add_parser("write", help="write a batch with its papers; the key goes into a file of its own")
        write.add_argument("file", type=Path)
        write.add_argument("--as", dest="account", required=True, metavar="ACCOUNT", help="log-in name of the account that acts")
        write.add_argument("--batch", required=True, metavar="CODE", help="code of the batch, such as 2026-2")
        write.add_argument("--key", type=Path, required=True, help="file for the new key; keep it apart from the archive")
        check = verbs.add_parser("check", help="compare every file with its digest; needs no key")
        check.add_argument("file", type=Path)
        lay = verbs.add_parser("lay", help="put it into a site that is empty, and prove that nothing differs")
        lay.add_argument("file", type=Path)
        lay.add_argument("--key", type=Path, required=True, help="file with the archive's key")

    def handle(self, *args: Any, verb: str, file: Path, **options: Any) -> None:
        try:
            {"write": self.write, "check": self.examine, "lay": self.lay}[verb](file, **options)
        except RuleBroken as fault:
            raise CommandError(str(fault))

    def write(self, file: Path, *, account: str, batch: str, key: Path, **_options: Any) -> None:
        """Gather, pack, and tell what is in it."""
        for path in (file, key):
            if path.exists():
                raise CommandError(_("%(path)s is there already; choose another name.") % {"path": path})
        by = actor_named(account)
        found = batch_named(by, batch)
        rows, secret = actions.archive_batch(found, by=by), packing.new_key()
        about = {"batch": found.pk, "code": found.code, "name": found.name, "by": account, "at": timezone.now().isoformat(), "seedbed": seedbed.__version__}
        manifest = packing.pack(file, rows, files_of(found, by), about, secret)
        key.touch(mode=0o600)
        key.write_text(secret + "\n", encoding="ascii")
        self.stdout.write(_("%(rows)d rows of %(tables)d tables and %(files)d papers.") % {
            "rows": sum(manifest["rows"].values()), "tables": len(manifest["rows"]), "files": sum(n.startswith("files/") for n in manifest["sha256"])})

    def examine(self, file: Path, **_options: Any) -> None:
        """Examine an archive without its key."""
        manifest = packing.check(file)
        self.stdout.write(json.dumps({name: manifest[name] for name in ("code", "name", "by", "at", "seedbed", "rows")}, ensure_ascii=False, indent=1))
        self.stdout.write(_("%(count)d files are as they were written.") % {"count": len(manifest["sha256"])})

    def lay(self, file: Path, *, key: Path, **_options: Any) -> None:
        """Put an archive into an empty site; then gather again and compare the digests."""
        if not key.is_file():
            raise CommandError(_("There is no file %(path)s.") % {"path": key})
        secret = key.read_text(encoding="ascii").strip()
        archive = packing.read(file, secret)
        batch = actions.lay_archive(archive, by=of_job("archive"))
        now = packing.digests(gather(batch), secret)
        differing = sorted(name for name in now.keys() | archive.manifest["digests"].keys() if now.get(name) != archive.manifest["digests"].get(name))
        if differing:
            raise CommandError(_("These differ: %(names)s.") % {"names": "、".join(differing)})
        self.stdout.write(_("%(count)d tables are equal to the archive, sealed texts included.") % {"count": len(now) - 1})
