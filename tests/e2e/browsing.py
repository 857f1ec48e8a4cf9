"""A person at a browser: opens pages, is watched for faults, can be photographed and examined."""

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.test import Client
from playwright.sync_api import Browser, BrowserContext, Page, Response

from tests.cast import log_in

ROOT = Path(__file__).resolve().parents[2]
SHOTS = ROOT / "build" / "shots"
AXE = (ROOT / "tests" / "vendor" / "axe.min.js").read_text(encoding="utf-8")
DESK, PHONE = 1366, 390
LANGUAGES = ("zh-hans", "en")
HEIGHT = {DESK: 900, PHONE: 844}
SERIOUS = {"serious", "critical"}


@dataclass
class Visitor:
    """One person with a browser of their own; `faults` gathers what went wrong on the way."""

    context: BrowserContext
    page: Page
    home: str
    faults: list[str] = field(default_factory=list)
    patience: str = "networkidle"  # until when a page is waited for; "load" is half a second quicker

    def open(self, path: str) -> Response:
        """Open a path of the site and wait until nothing more is being fetched."""
        answer = self.page.goto(f"{self.home}{path}", wait_until=self.patience)  # type: ignore[arg-type]
        assert answer is not None
        return answer

    def speak(self, language: str) -> None:
        """Choose the language of the pages from now on."""
        self._keep_cookie(settings.LANGUAGE_COOKIE_NAME, language)

    def sign_in(self, account: Any) -> None:
        """Come in as somebody who has just passed the log-in page and the second factor."""
        client = log_in(Client(), account)
        self._keep_cookie(settings.SESSION_COOKIE_NAME, client.cookies[settings.SESSION_COOKIE_NAME].value)

    def resize(self, width: int) -> None:
        """Look at the pages at another width."""
        self.page.set_viewport_size({"width": width, "height": HEIGHT[width]})

    def is_wider_than_the_screen(self) -> bool:
        """Whether the page has to be pushed sideways to be read."""
        wide: bool = self.page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth")
        return wide

    def photograph(self, name: str) -> Path:
        """Keep a picture of the whole page as build/shots/NAME.png."""
        path = SHOTS / f"{name}.png"
        path.parent.mkdir(parents=True, exist_ok=True)
        self.page.screenshot(path=path, full_page=True)
        return path

    def photograph_everywhere(self, path: str, name: str) -> list[Path]:
        """Open a path at both widths in both languages and keep the four pictures."""
        shots = []
        for language in LANGUAGES:
            self.speak(language)
            for width in (DESK, PHONE):
                self.resize(width)
                self.open(path)
                shots.append(self.photograph(f"{name}-{language}-{width}"))
        self.speak(LANGUAGES[0])
        self.resize(DESK)
        return shots

    def examine(self) -> list[str]:
        """Return what axe finds serious or critical on the open page, one line per place."""
        self.page.evaluate(AXE)
        found = self.page.evaluate("axe.run(document, {resultTypes: ['violations']})")
        return [
            f"{rule['id']} ({rule['impact']}): {', '.join(map(str, node['target']))} – {rule['help']}"
            for rule in found["violations"]
            if rule["impact"] in SERIOUS
            for node in rule["nodes"]
        ]

    def _keep_cookie(self, name: str, value: str) -> None:
        self.context.add_cookies([{"name": name, "value": value, "url": self.home}])


def visitor(browser: Browser, home: str, width: int) -> Visitor:
    """Return a new person with an empty browser; everything a page complains about becomes a fault."""
    context = browser.new_context(viewport={"width": width, "height": HEIGHT[width]}, locale="zh-CN", timezone_id="Asia/Shanghai")
    context.set_default_timeout(60_000)
    person = Visitor(context, context.new_page(), home)
    host = urlsplit(home).netloc
    page = person.page
    page.on("pageerror", lambda error: person.faults.append(f"script: {error}"))
    page.on("console", lambda said: person.faults.append(f"console: {said.text}") if said.type == "error" else None)
    page.on("requestfailed", lambda request: person.faults.append(f"not loaded: {request.url} {request.failure}")
            if "ERR_ABORTED" not in (request.failure or "") else None)
    page.on("response", lambda answer: person.faults.append(f"{answer.status}: {answer.url}") if answer.status >= 500 else None)

    def watch(request: Any) -> None:
        parts = urlsplit(request.url)
        if parts.scheme in {"http", "https", "ws", "wss"} and parts.netloc != host:
            person.faults.append(f"asked another host: {request.url}")

    page.on("request", watch)
    return person
