"""`seedbed setup`: the first hour of a site; prints the officer's log-in and seals three envelopes."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from seedbed.directory.founding import Founding, administrators, found
from seedbed.directory.queries import whole
from seedbed.kernel.actor import of_job
from seedbed.kernel.faults import SeedbedError

QUESTIONS = (
    ("city", gettext_lazy("City or county (for example 郴州市)")),
    ("region", gettext_lazy("Its code (GB/T 2260, for example 4310)")),
    ("department", gettext_lazy("Name of the department (for example 中共郴州市委组织部)")),
    ("officer", gettext_lazy("Your name, as the others shall see it")),
)


class Command(BaseCommand):
    help = "Set up the site: city, department, your account, and the three administrators in sealed envelopes."

    def add_arguments(self, parser: ArgumentParser) -> None:
        for name, question in QUESTIONS:
            parser.add_argument(f"--{name}", help=str(question))
        parser.add_argument("--profile", choices=["small", "full"], default="small",
                            help="small: one officer, second person by signed paper; full: second person in the system")

    def handle(self, *args: Any, **options: Any) -> None:
        answers: dict[str, Any] = {}
        for name, question in QUESTIONS:
            answers[name] = options[name] or self._ask(name, question, proposed=code_of(answers["city"]) if name == "region" else "")
            while name == "region" and not whole.regions().filter(pk=answers[name]).exists():
                fault = _("There is no region with the code %(code)s.") % {"code": answers[name]}
                if options[name]:
                    raise CommandError(fault)
                self.stdout.write(fault)
                answers[name] = self._ask(name, question, proposed=code_of(answers["city"]))
        try:
            made = found(None, by=of_job("setup"), profile=options["profile"], **answers)
        except SeedbedError as fault:
            raise CommandError(str(fault))
        folder = write_envelopes(made, settings.VAR / "envelopes")
        self.stdout.write(_("Log in as “officer” with the first password %(word)s and choose your own.") % {"word": made.passwords["officer"]})
        self.stdout.write(_("The three administrators' passwords lie in %(folder)s: print each, seal it in an envelope, "
                            "give it to the keeper, delete the files.") % {"folder": folder})

    def _ask(self, name: str, question: Any, *, proposed: str) -> str:
        """Ask at the terminal; Enter takes what is proposed."""
        try:
            answer = input(f"{question}{f' [{proposed}]' if proposed else ''}: ").strip() or proposed
        except EOFError:
            answer = ""
        if not answer:
            raise CommandError(_("Give --%(name)s: %(question)s.") % {"name": name, "question": question})
        return answer


def code_of(city: str) -> str:
    """Return the code of the only region of this name, "" where none or several have it."""
    codes = list(whole.regions().filter(name=city).values_list("pk", flat=True)[:2])
    return str(codes[0]) if len(codes) == 1 else ""


def write_envelopes(made: Founding, folder: Path) -> Path:
    """Write one file per administrator, readable by the owner of the site only."""
    folder.mkdir(parents=True, exist_ok=True)
    for role in administrators():
        path = folder / f"{role.key}.txt"
        path.touch(mode=0o600)
        path.write_text(f"{role.name}\n{role.description}\n\n{role.key.replace('_', '-')}\n{made.passwords[role.key]}\n", encoding="utf-8")
    return folder
