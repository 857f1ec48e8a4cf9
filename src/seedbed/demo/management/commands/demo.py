"""`seedbed demo`: an invented city at a chosen stage; prints its log-ins."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from seedbed.demo import city, sheets, stages
from seedbed.directory.queries import site
from seedbed.directory.roles import BY_KEY

LOG_INS = "demo-log-ins.txt"


class Command(BaseCommand):
    help = "Load an invented city at a stage: " + ", ".join(f"{n} ({(s.__doc__ or '').splitlines()[0]})" for n, s in stages.STAGES.items())

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--stage", choices=list(stages.STAGES), default="matched")

    def handle(self, *args: Any, stage: str, **options: Any) -> None:
        here, kept = site(), settings.VAR / LOG_INS
        if here is not None and not here.is_demo:
            raise CommandError(_("This site holds real data; the demo is loaded into an empty site only."))
        if here is None:
            with translation.override("zh-hans"), transaction.atomic():
                town = stages.build(stage)
            _write_logins(kept, stage, town.founding.passwords)
            if "training" in settings.LINES:
                _write_samples(settings.VAR / "samples")
        self.stdout.write(kept.read_text(encoding="utf-8"))


def _write_logins(path: Path, stage: str, passwords: dict[str, str]) -> None:
    path.touch(mode=0o600)
    width = max(len(role) for role in passwords)
    lines = [f"  {role.replace('_', '-'):<{width}}  {password}  {BY_KEY.get(role, BY_KEY['clerk']).name}" for role, password in passwords.items()]
    path.write_text(f"Log-ins of the demo (stage “{stage}”):\n" + "\n".join(lines) + "\n"
                    f"Workbooks to try the import with: {path.parent / 'samples'}\n", encoding="utf-8")


def _write_samples(folder: Path) -> None:
    """Write the two workbooks with planted faults, as an office would send them."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "报名推荐汇总表.xlsx").write_bytes(sheets.applicants_workbook(city.applicants(city.SEED + 7), tidy=False))
    (folder / "驻点企业岗位需求表.xlsx").write_bytes(sheets.posts_workbook(city.hosts(city.SEED + 7), tidy=False))
