"""`seedbed prepare`: everything a site needs after an installation or an upgrade, in one start."""

import time
from argparse import ArgumentParser
from collections.abc import Callable
from pathlib import Path
from typing import Any

from django.apps import apps
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError

from seedbed.kernel import catalogues, rounds
from seedbed.kernel.backups import candidate
from seedbed.kernel.backups.manifest import BackupRefused
from seedbed.kernel.sealed import lookup


def translations() -> None:
    """Compile the message catalogues of every room."""
    for room in apps.get_app_configs():
        if room.name.startswith("seedbed."):
            catalogues.compile_all(Path(room.path))


def database() -> None:
    """Bring the tables and the worker's timetable up to date."""
    call_command("migrate", verbosity=0, interactive=False)
    call_command("createcachetable", verbosity=0)
    rounds.install()


def keys() -> None:
    """Make the keys of the sealed fields on the first day; never beside fields that other keys sealed."""
    lookup("")
    try:
        candidate.require_readable_seals()
    except BackupRefused as refusal:
        raise CommandError(str(refusal))


def static() -> None:
    """Collect and compress the style sheets, scripts and pictures."""
    call_command("collectstatic", verbosity=0, interactive=False)


PARTS: dict[str, Callable[[], None]] = {"translations": translations, "database": database, "keys": keys, "static": static}


class Command(BaseCommand):
    help = "Compile translations, migrate the database, make keys, collect static files; safe to repeat."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--only", choices=sorted(PARTS), help="do one part only")

    def handle(self, *args: Any, only: str | None = None, **options: Any) -> None:
        for name, part in PARTS.items():
            if only in {None, name}:
                begun = time.monotonic()
                part()
                self.stdout.write(f"{name}: {time.monotonic() - begun:.1f} s")
