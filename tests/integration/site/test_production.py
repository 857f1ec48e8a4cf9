"""The site as an office runs it: the real web server, https in front, the settings of production."""

import http.client
import json
import os
import re
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.integration.site.sites import ROOT, Site, copy_of, drop_database

NAME = "miaopu.example.gov.cn"
BEHIND_HTTPS = {"Host": NAME, "X-Forwarded-Proto": "https"}


@dataclass
class Office:
    """A site with the settings of production."""

    site: Site
    settings: dict[str, str]

    @property
    def env(self) -> dict[str, str]:
        """The environment of its processes."""
        return {**{k: v for k, v in self.site.env.items() if k != "SEEDBED_TESTING"}, **self.settings}

    def run(self, *arguments: str) -> subprocess.CompletedProcess:
        """Run `seedbed ARGUMENTS`."""
        return subprocess.run([sys.executable, "-m", "seedbed.config.command", *arguments], env=self.env, cwd=self.site.var,
                              capture_output=True, text=True)


PRODUCTION = {"SEEDBED_HOSTS": NAME, "SEEDBED_HTTPS": "1"}


@pytest.fixture
def office(site: Site) -> Office:
    return Office(site, dict(PRODUCTION))


@dataclass
class Server:
    """The web server of an office."""

    port: int

    def get(self, path: str, **headers: str) -> http.client.HTTPResponse:
        """Ask for a page and return the answer, read."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=120)
        connection.request("GET", path, headers={**headers})
        answer = connection.getresponse()
        answer.body = answer.read()
        connection.close()
        return answer


@pytest.fixture(scope="module")
def server(prepared: Site, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """The server, started as the service file does; these tests only look at its pages."""
    office = Office(copy_of(prepared, tmp_path_factory.mktemp("served") / "var"), dict(PRODUCTION))
    done = office.run("prepare", "--only", "static")
    assert done.returncode == 0, done.stderr
    with socket.create_server(("127.0.0.1", 0)) as port:
        command = [sys.executable, "-m", "gunicorn", "-c", str(ROOT / "deploy/gunicorn.conf.py"), "--bind", f"fd://{port.fileno()}",
                   "--workers", "1", "--timeout", "120", "seedbed.config.wsgi"]
        process = subprocess.Popen(command, env=office.env, cwd=office.site.var, pass_fds=[port.fileno()], stdout=subprocess.DEVNULL,
                                   stderr=subprocess.DEVNULL)
        try:
            yield Server(port.getsockname()[1])
        finally:
            process.terminate()
            process.wait(30)
            drop_database(office.site.database)


def test_django_finds_nothing_to_complain_about(office: Office) -> None:
    done = office.run("check", "--deploy", "--fail-level", "WARNING")
    assert (done.returncode, done.stderr.strip(), done.stdout.strip()) == (0, "", "System check identified no issues (0 silenced).")


def test_the_page_is_served_by_https_with_every_protection(server: Server) -> None:
    answer = server.get("/account/login/", **BEHIND_HTTPS)
    assert answer.status == 200
    headers = {name: answer.headers[name] for name in ("X-Content-Type-Options", "X-Frame-Options", "Referrer-Policy")}
    assert headers == {"X-Content-Type-Options": "nosniff", "X-Frame-Options": "DENY", "Referrer-Policy": "same-origin"}
    assert int(re.match(r"max-age=(\d+)", answer.headers["Strict-Transport-Security"])[1]) >= 365 * 24 * 3600
    policy = dict(part.strip().split(" ", 1) for part in answer.headers["Content-Security-Policy"].split(";"))
    assert (policy["default-src"], policy["frame-ancestors"], policy["object-src"]) == ("'self'", "'none'", "'none'")
    assert "unsafe" not in answer.headers["Content-Security-Policy"]
    for cookie in answer.headers.get_all("Set-Cookie"):
        assert re.match(r"__Host-\w+=", cookie)
        assert {"Secure", "HttpOnly", "SameSite=Lax", "Path=/"} <= {part.strip() for part in cookie.split(";")}


def test_without_https_one_is_sent_there(server: Server) -> None:
    answer = server.get("/account/login/", Host=NAME)
    assert (answer.status, answer.headers["Location"]) == (301, f"https://{NAME}/account/login/")


def test_health_is_told_to_the_machine_itself_without_https(server: Server) -> None:
    answer = server.get("/healthz")
    assert (answer.status, json.loads(answer.body)) == (200, {"ok": True})


def test_another_name_is_not_answered(server: Server) -> None:
    assert server.get("/account/login/", **{**BEHIND_HTTPS, "Host": "elsewhere.example.org"}).status == 400


def test_an_error_shows_nothing_of_the_inside(server: Server) -> None:
    answer = server.get("/no-such-page/", **BEHIND_HTTPS)
    assert answer.status == 404
    assert [word for word in (b"Traceback", b"seedbed.config", b"urlpatterns", b"DEBUG = ") if word in answer.body] == []


def test_style_and_scripts_are_packed_and_kept_by_the_browser(server: Server) -> None:
    page = server.get("/account/login/", **BEHIND_HTTPS).body.decode()
    assets = re.findall(r'(?:href|src)="(/static/[^"]+\.(?:css|js))"', page)
    assert assets != []
    packed = 0
    for path in assets:
        answer = server.get(path, **BEHIND_HTTPS, **{"Accept-Encoding": "gzip"})
        assert (answer.status, "immutable" in answer.headers["Cache-Control"]) == (200, True)
        packed += len(answer.body)
    assert packed <= 200_000
    assert len(page.encode()) <= 60_000


def test_evaluation_mode_is_refused_on_the_network(office: Office) -> None:
    office.settings["SEEDBED_EVALUATION"] = "1"
    done = office.run("check")
    assert (done.returncode, "SEEDBED_EVALUATION is for this machine only" in done.stderr) == (1, True)


def test_the_folder_and_the_secrets_are_for_the_sites_account_only(tmp_path: Path) -> None:
    fresh = Site(tmp_path / "fresh")
    program = "from seedbed.config import settings; from seedbed.kernel.sealed import lookup; import django; django.setup(); lookup('')"
    subprocess.run([sys.executable, "-c", program], env=fresh.env, check=True)
    modes = {path.name: oct(path.stat().st_mode & 0o777) for path in [fresh.var, fresh.var / "secret_key", fresh.var / "sealed_keys.json"]}
    assert modes == {"fresh": "0o700", "secret_key": "0o600", "sealed_keys.json": "0o600"}


def test_prepare_is_safe_to_repeat_and_makes_no_new_keys(office: Office) -> None:
    keys = (office.site.var / "sealed_keys.json").read_bytes()
    before = office.site.contents()
    done = office.run("prepare")
    assert (done.returncode, [line.split(":")[0] for line in done.stdout.splitlines()]) == (0, ["translations", "database", "keys", "static"])
    assert (office.site.var / "sealed_keys.json").read_bytes() == keys
    assert office.site.contents() == before


def test_prepare_refuses_a_site_whose_keys_are_lost(office: Office) -> None:
    (office.site.var / "sealed_keys.json").unlink()
    done = office.run("prepare", "--only", "keys")
    assert (done.returncode, done.stderr.startswith("CommandError: ")) == (1, True)


def test_the_certificate_is_kept_until_a_name_is_new_or_it_runs_out(office: Office) -> None:
    first, same, other = (office.run("certificate", *names) for names in (["10.0.0.8"], ["10.0.0.8"], ["10.0.0.8", NAME]))
    certificate, key, fingerprint = first.stdout.splitlines()
    assert (same.stdout, other.stdout == first.stdout) == (first.stdout, False)
    assert (os.stat(key).st_mode & 0o777, fingerprint.startswith("SHA-256 ")) == (0o600, True)
    assert Path(certificate).read_text().startswith("-----BEGIN CERTIFICATE-----")


def test_a_worker_takes_jobs_and_says_that_it_lives(office: Office) -> None:
    log = office.site.var / "worker.log"
    with open(log, "wb") as file:
        worker = subprocess.Popen([sys.executable, "-m", "seedbed.config.command", "qcluster"], env=office.env, cwd=office.site.var,
                                  stdout=file, stderr=file, start_new_session=True)
        try:
            limit = time.monotonic() + 120
            while "worker" in unwell(office) and time.monotonic() < limit:
                time.sleep(1)
            assert "worker" not in unwell(office), log.read_text()
        finally:
            worker.terminate()
            worker.wait(60)


def unwell(office: Office) -> set[str]:
    """Return the names of the checks that find something bad."""
    done = office.run("doctor", "--json")
    assert done.stdout, done.stderr
    return {finding["check"] for finding in json.loads(done.stdout) if finding["state"] == "bad"}
