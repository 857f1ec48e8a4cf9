"""The line of the grass roots alone: the site starts, its pages open, and none of them speaks of training."""

import os
import re
import subprocess
import sys

from tests.architecture.reading import ROOT

CRAWL = """
import os, re
import django
from tests import migrated
from tests import settings as chosen
django.setup()
from django.conf import settings
from django.core.management import call_command
from django.test import Client
from django.test.utils import setup_test_environment
setup_test_environment()
file = chosen.FOLDER / "alone.sqlite3"
laid = migrated.lay(file)
settings.DATABASES["default"]["NAME"] = str(file)
if not laid:
    call_command("migrate", verbosity=0)
from tests.cast import log_in, make_cast
from seedbed.directory.models import Grant
from tests.county import make_cases
from tests.outings import make_outings
cast = make_cast()
made = make_cases(cast)
made |= make_outings(cast, made["county"], made["case"])
Grant.objects.filter(role__in=("trainee", "service_team")).delete()  # nobody holds what the line does not offer
found = {}
for who, languages in ((None, ("zh-hans", "en")), ("clerk_a", ("zh-hans", "en")), ("officer", ("zh-hans", "en")), ("leader", ("en",)), ("system_admin", ("zh-hans",)),
                       ("security_admin", ("zh-hans",)), ("audit_admin", ("zh-hans",))):
    for language in languages:
        client = Client(); client.cookies["django_language"] = language
        if who:
            log_in(client, cast.accounts[who])
        todo, seen = ["/", "/cases/ask", "/cases/progress", "/grassroots/receptions/", "/complaint", "/account/login/", "/api/openapi.json"], set()
        while todo:
            path = todo.pop()
            if path in seen or path.startswith(("/static", "/language", "/account/logout")) or "." in path.rsplit("/", 1)[-1] and "openapi" not in path:
                continue
            seen.add(path)
            answer = client.get(path)
            text = (b"".join(answer.streaming_content) if answer.streaming else answer.content).decode(errors="ignore")
            if answer.status_code == 200:
                words = re.findall(r"[Tt]rainee|[Tt]raining|学员|培训|实训|驻点|选派", re.sub(r"<[^>]*>", " ", text))
                if words:
                    found[f"{who} {path} {language}"] = words[:3]
                todo += [link.split("?")[0].split("#")[0] for link in re.findall(r'href="(/[^"]*)"', text)]
            elif answer.status_code not in (302, 401, 403, 404, 405):
                found[f"{who} {path}"] = answer.status_code
print("SEEN", len(seen)); print("FOUND", found)
"""


def test_no_page_of_the_line_alone_speaks_of_training() -> None:
    environment = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"} | {"DJANGO_SETTINGS_MODULE": "tests.settings", "TEST_LINES": "grassroots", "PYTHONPATH": str(ROOT)}
    run = subprocess.run([sys.executable, "-c", CRAWL], cwd=ROOT, env=environment, capture_output=True, text=True, timeout=400, check=False)
    assert (run.stderr[-2000:] if run.returncode else "", re.findall(r"FOUND (.*)", run.stdout)) == ("", ["{}"])
