"""`seedbed doctor`: how the site is, in sentences; exit code 1 if something is wrong."""

import json
from argparse import ArgumentParser
from dataclasses import asdict
from typing import Any

from django.core.management.base import BaseCommand
from django.utils.translation import pgettext

from seedbed.kernel import health


class Command(BaseCommand):
    help = "Examine backup, trail, disk, clock, https, secrets, keys, tables and worker."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--json", action="store_true", help="print for a monitoring program")

    def handle(self, *args: Any, **options: Any) -> None:
        findings = health.examine()
        if options["json"]:
            self.stdout.write(json.dumps([asdict(finding) for finding in findings], ensure_ascii=False))
        else:
            words = {"good": pgettext("state", "good"), "warn": pgettext("state", "look"), "bad": pgettext("state", "bad")}
            for finding in findings:
                self.stdout.write(f"{words[finding.state]}\t{finding.check}\t{finding.sentence}")
        if any(finding.state == "bad" for finding in findings):
            raise SystemExit(1)
