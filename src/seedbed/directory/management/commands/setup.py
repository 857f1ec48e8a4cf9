"""`seedbed setup`: the first hour of a site; prints the officer's log-in and seals three envelopes."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from seedbed.directory.founding import Founding, administrators, found
from seedbed.directory.queries import whole
from seedbed.kernel.actor import of_job
from seedbed.kernel.faults import SeedbedError

QUESTIONS = (
    ("city", "City or county (for example 郴州市)"),
    ("region", "Its code (GB/T 2260, for example 4310)"),
    ("department", "Name of the department (for example 中共郴州市委组织部)"),
    ("officer", "Your name, as the others shall see it"),
)


class Command(BaseCommand):
    help = "Set up the site: city, department, your account, and the three administrators in sealed envelopes."

    def add_arguments(self, parser: ArgumentParser) -> None:
        for name, question in QUESTIONS:
            parser.add_argument(f"--{name}", help=question)
        parser.add_argument("--profile", choices=["small", "full"], default="small",
                            help="small: one officer, second person by signed paper; full: second person in the system")

    def handle(self, *args: Any, **options: Any) -> None:
        answers: dict[str, Any] = {name: options[name] or self._ask(name, question) for name, question in QUESTIONS}
        if not whole.regions().filter(pk=answers["region"]).exists():
            raise CommandError(_("There is no region with the code %(code)s.") % {"code": answers["region"]})
        try:
            made = found(None, by=of_job("setup"), profile=options["profile"], **answers)
        except SeedbedError as fault:
            raise CommandError(str(fault))
        folder = write_envelopes(made, settings.VAR / "envelopes")
        self.stdout.write(_("Log in as “officer” with the first password %(word)s and choose your own.") % {"word": made.passwords["officer"]})
        self.stdout.write(_("The three administrators' passwords lie in %(folder)s: print each, seal it in an envelope, "
                            "give it to the keeper, delete the files.") % {"folder": folder})

    def _ask(self, name: str, question: str) -> str:
        try:
            answer = input(f"{question}: ").strip()
        except EOFError:
            answer = ""
        if not answer:
            raise CommandError(_("Give --%(name)s: %(question)s.") % {"name": name, "question": question})
        return answer


def write_envelopes(made: Founding, folder: Path) -> Path:
    """Write one file per administrator, readable by the owner of the site only."""
    folder.mkdir(parents=True, exist_ok=True)
    for role in administrators():
        path = folder / f"{role.key}.txt"
        path.touch(mode=0o600)
        path.write_text(f"{role.name}\n{role.description}\n\n{role.key.replace('_', '-')}\n{made.passwords[role.key]}\n", encoding="utf-8")
    return folder
