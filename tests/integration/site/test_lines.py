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
from tests.county import make_county
cast = make_cast()
county = make_county(cast)
Grant.objects.filter(role__in=("trainee", "service_team")).delete()  # nobody holds what the line does not offer
county.struck_off(name="王大爷")
found = {}
for who, languages in (("clerk_a", ("zh-hans", "en")), ("officer", ("zh-hans", "en")), ("security_admin", ("zh-hans",)), ("audit_admin", ("zh-hans",))):
    for language in languages:
        client = Client(); log_in(client, cast.accounts[who]); client.cookies["django_language"] = language
        todo, seen = ["/"], set()
        while todo:
            path = todo.pop()
            if path in seen or path.startswith(("/static", "/api", "/account", "/language")) or "." in path.rsplit("/", 1)[-1]:
                continue
            seen.add(path)
            answer = client.get(path)
            text = answer.content.decode()
            if answer.status_code == 200:
                words = re.findall(r"[Tt]rainee|[Tt]raining|学员|培训|实训|驻点|选派", re.sub(r"<[^>]*>", " ", text))
                if words:
                    found[f"{who} {path} {language}"] = words[:3]
                todo += [link.split("?")[0].split("#")[0] for link in re.findall(r'href="(/[^"]*)"', text)]
            elif answer.status_code not in (302, 403, 404):
                found[f"{who} {path}"] = answer.status_code
print("SEEN", len(seen)); print("FOUND", found)
"""


def test_no_page_of_the_line_alone_speaks_of_training() -> None:
    environment = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"} | {"DJANGO_SETTINGS_MODULE": "tests.settings", "TEST_LINES": "grassroots", "PYTHONPATH": str(ROOT)}
    run = subprocess.run([sys.executable, "-c", CRAWL], cwd=ROOT, env=environment, capture_output=True, text=True, timeout=400, check=False)
    assert (run.stderr[-2000:] if run.returncode else "", re.findall(r"FOUND (.*)", run.stdout)) == ("", ["{}"])
