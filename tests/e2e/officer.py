"""An officer at the browser: the steps of a batch, taken only through the pages."""

import re
from datetime import date, timedelta
from pathlib import Path

from tests.e2e.browsing import Visitor


class Officer:
    """Acts through forms and buttons of the pages; `paper` fills in the superior's paper where it is asked for."""

    def __init__(self, visitor: Visitor) -> None:
        self.visitor, self.page = visitor, visitor.page

    def open(self, path: str) -> None:
        """Open a page that must be there."""
        assert self.visitor.open(path).status == 200, path

    def fill(self, **values: object) -> None:
        """Fill in fields of the page's form by their names."""
        for name, value in values.items():
            box = self.page.locator(f"main [name={name}]").first
            if box.evaluate("e => e.tagName") == "SELECT":
                box.select_option(str(value))
            else:
                box.fill(str(value))

    def send(self, name: str) -> None:
        """Send the form that holds the named field."""
        self.page.locator(f"main form:has([name={name}]) .form-acts button").first.click()
        self.page.wait_for_load_state(self.visitor.patience)

    def press(self, ending: str, *, note: str = "") -> None:
        """Press the button whose form leads to an address with this ending; a panel that asks is opened and filled in."""
        self.press_form(f'form[action$="{ending}"]', note=note)

    def press_form(self, form: str, *, note: str = "") -> None:
        """Press the button of the first form that fits a selector."""
        found = self.page.locator(f"main {form}").first
        panel = self.page.locator("main details.ask").filter(has=self.page.locator(form))
        if panel.count():
            panel.first.locator("summary").click()
        if note:
            found.locator("[name=note]").fill(note)
        with self.page.expect_response(lambda answer: answer.request.method == "POST") as sent:
            found.locator("button:not([data-close])").first.click()
        self.page.wait_for_load_state(self.visitor.patience)
        assert sent.value.status < 400, self.page.locator("main").inner_text()

    def paper(self, number: str) -> None:
        """Enter the superior's signed paper and go on."""
        self.fill(approval_number=number, approval_issuer="王部长", approval_issued_on=date.today().isoformat())
        self.send("approval_number")

    def bring_in(self, path: str, file: Path) -> None:
        """Upload a workbook."""
        self.open(path)
        self.page.set_input_files("main input[type=file]", str(file))
        self.page.locator("main form:has(input[type=file]) .form-acts button").click()
        self.page.wait_for_load_state(self.visitor.patience)

    def plan_batch(self, *, seats: int) -> int:
        """Make programme, yearly plan and batch; return the batch's number in the address."""
        start = date.today() + timedelta(days=30)
        self.open("/selection/programmes/add")
        self.fill(name="年轻干部赴大湾区沉浸式培训")
        self.send("name")
        self.page.locator('main a[href$="/plan"]').first.click()
        self.fill(year=date.today().year, target=100)
        self.send("year")
        self.page.locator('main a[href$="/batch"]').first.click()
        self.fill(host_region="佛山市", starts_on=start.isoformat(), last_day=(start + timedelta(days=91)).isoformat(), seats=seats, reserve_size=8)
        self.send("seats")
        found = re.search(r"/selection/batches/(\d+)/", self.page.url)
        assert found, self.page.url
        return int(found[1])


def in_both_languages(officer: Officer, path: str) -> None:
    """The page reads in Chinese and in English, fits a phone, and has no serious fault of access."""
    texts = []
    for language in ("zh-hans", "en"):
        officer.visitor.speak(language)
        officer.open(path)
        texts.append(officer.page.locator("main").inner_text())
        for width in (1366, 390):
            officer.visitor.resize(width)
            assert officer.visitor.is_wider_than_the_screen() is False, (path, width)
        assert officer.visitor.examine() == [], path
        officer.visitor.resize(1366)
    assert texts[0] != texts[1], path
