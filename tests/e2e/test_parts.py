"""The parts that every screen is made of, in a real browser: typed text is kept, questions ask, keys work."""

import datetime as dt
import re
from collections.abc import Callable
from typing import Any
from urllib.parse import parse_qs

import pytest
from django import forms
from django.template import engines
from django.test import RequestFactory
from django.utils import translation
from playwright.sync_api import Route

from seedbed.kernel import actor as actors
from seedbed.kernel.paging import Slice
from seedbed.kernel.screen import ActionButton, Bar, Column, Event, Stat, Step, Tab
from tests.cast import Cast
from tests.e2e.browsing import DESK, PHONE, Visitor

Arrive = Callable[..., Visitor]
OURS = re.compile(r"/(parts(/return)?|account/logout/?)$")  # answered here, all else by the site
PAGE = """{% extends "base.html" %}{% block title %}Parts{% endblock %}
{% block secrets %}{% secrets_banner %}{% endblock %}
{% block content %}
{% page_head title="Parts" sub="All of them" crumbs=crumbs %}{% actions_bar buttons %}{% endpage_head %}
{% steps steps %}{% stats stats %}{% tabs tabs %}{% filter_form filters %}
{% table columns rows=rows caption="People" select="bulk" %}{% for name, fit in rows %}<tr data-id="{{ forloop.counter }}"><td><a href="#{{ name }}">{{ name }}</a></td><td>{% meter fit %}</td><td>{% state_badge "returned" kind="bad" %}</td><td>{% action buttons.0 %}</td></tr>{% endfor %}{% endtable %}
{% columns %}{% card title="Reasons" %}{% meter 92 label="Industry" weight="30%" sentence="C38 and C39 are near." %}{% endcard %}
{% card title="Facts" kind="warn" %}{% facts columns=2 %}{% fact "Unit" %}A{% endfact %}{% endfacts %}{% fold "More" %}<p>More.</p>{% endfold %}
{% dialog id="why" title="Why" trigger="Show why" url="/why" %}<p>Because.</p>{% enddialog %}{% endcard %}
{% card %}{% time_line events %}{% endcard %}{% card %}{% bars bars unit="people" caption="Counties" %}{% endcard %}{% endcolumns %}
{% notice kind="info" title="Note" %}<p>Text</p>{% endnotice %}{% notice kind="good" %}Text{% endnotice %}
{% notice kind="warn" %}Text{% endnotice %}{% notice kind="danger" %}Text{% endnotice %}
{% progress url="/parts/job" done=3 total=9 text="Working" state="done" %}{% empty "Nothing" text="yet" %}{% endempty %}
<p>{% for kind in kinds %}{% state_badge kind kind=kind %} {% endfor %}</p>
{% form form draft="parts.1" id="story" submit="Send" %}{% endform %}
{% endblock %}"""


class Story(forms.Form):
    text = forms.CharField(label="What happened", widget=forms.Textarea, help_text="In your own words.")
    day = forms.DateField(label="Day", required=False)
    way = forms.ChoiceField(label="Lodging", choices=[("a", "Dormitory"), ("b", "Own")], widget=forms.RadioSelect)
    agreed = forms.BooleanField(label="I agree")
    word = forms.CharField(label="Password", widget=forms.PasswordInput, required=False)
    sheet = forms.FileField(label="Workbook", required=False)


class Filters(forms.Form):
    q = forms.CharField(label="Search", required=False)
    state = forms.ChoiceField(label="State", choices=[("", "All"), ("a", "Open")], required=False)


def parts_page(account: Any, language: str = "en", data: dict[str, str] | None = None) -> str:
    """Render the page of all parts as `account` would get it."""
    request = RequestFactory().get("/parts")
    request.user, request.actor = account, actors.of_account(account)
    buttons = [
        ActionButton("Return", "/parts/return", kind="danger", confirm="It goes back.", note="required", approval=True),
        ActionButton("Release", "/x", disabled_reason="A second person does."),
        ActionButton("Import", "/i", method="get", kind="primary", icon="upload"),
    ]
    with translation.override(language):
        return engines["django"].from_string(PAGE).render({
            "crumbs": [("Home", "/")], "buttons": buttons, "steps": [Step("One", "done", "/1"), Step("Two", "now"), Step("Three", "blocked", note="why")],
            "stats": [Stat("Hosts", 23, "companies", "of 30", "/h", "good")], "tabs": [Tab("All", "/parts", True, 2), Tab("Open", "/o")],
            "filters": Filters({}), "columns": [Column("Name", sort="name", kind="main"), Column("Fit"), Column("State"), Column("", kind="actions")],
            "rows": Slice([("Zeng", 86), ("Shan", None)], older="?after=x", total=92), "bars": [Bar("Guiyang", 31), Bar("Linwu", 9, "4 left")],
            "events": [Event(dt.date(2023, 9, 1), "Call opened", "Li", "By paper 18", "good")],
            "kinds": ["neutral", "waiting", "good", "warn", "bad", "info", "done"], "form": Story(data),
        }, request)


@pytest.fixture
def at_parts(arrive: Arrive, cast: Cast) -> Callable[..., tuple[Visitor, list[str]]]:
    """Give a function that opens the page of parts as the applicant; what it posts is gathered, not served."""

    def come(account: Any = None, **options: Any) -> tuple[Visitor, list[str]]:
        account = account or cast.applicant
        person, posted = arrive(account, language="en", **options), []
        policy = person.open("/privacy").headers["content-security-policy"]

        def answer(route: Route) -> None:
            if route.request.method == "POST":
                posted.append(route.request.post_data or "")
            route.fulfill(body=parts_page(account), content_type="text/html; charset=utf-8", headers={"Content-Security-Policy": policy})

        person.context.route(OURS, answer)
        person.open("/parts")
        return person, posted

    return come


def write(person: Visitor, text: str) -> None:
    """Type a story and wait until the page says that it is kept."""
    person.page.fill("#id_text", text)
    person.page.check("#id_way_1")
    person.page.fill("#id_word", "hunter2")
    person.page.wait_for_selector(".draft-state:not(:empty)")


STORED = """async () => {
  const db = await new Promise((ok) => { const o = indexedDB.open("seedbed-drafts", 1); o.onsuccess = () => ok(o.result); });
  const all = (name) => new Promise((ok) => { const q = db.transaction(name).objectStore(name).getAll(); q.onsuccess = () => ok(q.result); });
  if (!db.objectStoreNames.contains("drafts")) { db.close(); return { count: 0 }; }
  const [drafts, keys] = [await all("drafts"), await all("keys")];
  db.close();
  return { count: drafts.length, text: drafts.map((d) => new TextDecoder().decode(d.data)).join(), open: keys.some((k) => k.extractable) };
}"""


def test_typed_text_is_offered_again(at_parts):
    person, _posted = at_parts()
    write(person, "Three years in a park")
    person.open("/privacy")
    person.open("/parts")
    person.page.click("[data-draft-take]")
    assert person.page.input_value("#id_text") == "Three years in a park"
    assert person.page.is_checked("#id_way_1")
    assert person.page.input_value("#id_word") == ""


def test_what_is_kept_cannot_be_read(at_parts):
    person, _posted = at_parts()
    write(person, "Three years in a park")
    stored = person.page.evaluate(STORED)
    assert (stored["count"], stored["open"]) == (1, False)
    assert "park" not in stored["text"]


def test_log_out_leaves_nothing(at_parts):
    person, posted = at_parts()
    write(person, "Three years in a park")
    person.page.click(".account summary")
    with person.page.expect_navigation():
        person.page.click("form[data-wipe-drafts] button")
    assert len(posted) == 1
    assert person.page.evaluate(STORED)["count"] == 0


def test_another_account_finds_nothing(at_parts, cast, live_server):
    person, _posted = at_parts()
    write(person, "Three years in a park")
    person.context.unroute_all()
    person.sign_in(cast.clerk_a)
    person.context.route(OURS, lambda route: route.fulfill(body=parts_page(cast.clerk_a), content_type="text/html"))
    person.open("/parts")
    person.page.wait_for_timeout(300)
    assert person.page.is_hidden(".draft-offer")
    assert person.page.evaluate(STORED)["count"] == 0


def test_a_form_that_was_taken_is_forgotten(at_parts):
    person, posted = at_parts()
    write(person, "Three years in a park")
    person.page.check("#id_agreed")
    with person.page.expect_navigation():
        person.page.click("#story .form-acts button")
    once = re.search(r'name="_once"\s+([0-9a-f-]{36})', posted[0])
    assert once is not None
    person.context.add_cookies([{"name": "taken", "value": once[1], "url": person.home}])
    person.open("/parts")
    person.page.wait_for_timeout(300)
    assert person.page.evaluate(STORED)["count"] == 0


def test_the_same_content_goes_out_under_the_same_key(at_parts):
    person, posted = at_parts()
    write(person, "Three years in a park")
    person.page.check("#id_agreed")
    for text in (None, "Four years in a park"):
        with person.page.expect_navigation():
            person.page.click("#story .form-acts button")
        person.open("/parts")
        person.page.click("[data-draft-take]")
        if text:
            person.page.fill("#id_text", text)
    with person.page.expect_navigation():
        person.page.click("#story .form-acts button")
    keys = [re.search(r'name="_once"\s+([0-9a-f-]{36})', body)[1] for body in posted]
    assert keys[0] == keys[1] != keys[2]


def test_without_network_nothing_is_lost(at_parts):
    person, posted = at_parts()
    write(person, "Three years in a park")
    person.page.check("#id_agreed")
    person.context.set_offline(True)
    person.page.click("#story .form-acts button")
    person.page.wait_for_selector(".draft-state:has-text('No network')")
    assert posted == []
    assert person.page.input_value("#id_text") == "Three years in a park"
    person.context.set_offline(False)
    with person.page.expect_navigation():
        person.page.click("#story .form-acts button")
    assert len(posted) == 1


def test_a_question_is_asked_once_and_can_be_declined(at_parts):
    person, posted = at_parts()
    page = person.page
    page.click(".page-acts summary:has-text('Return')")
    assert page.is_visible(".page-acts .ask-panel:has-text('It goes back.')")
    page.keyboard.press("Escape")
    assert page.locator("details.ask[open]").count() == 0
    page.click(".page-acts summary:has-text('Return')")
    page.fill(".page-acts textarea[name=note]", "wrong page")
    with page.expect_navigation():
        page.click(".page-acts .ask-panel .btn-danger")
    sent = parse_qs(posted[0])
    assert sent["note"] == ["wrong page"]
    assert len(sent["_once"][0]) == 36


def test_a_second_click_sends_nothing(at_parts):
    person, posted = at_parts()
    person.page.evaluate("""() => {
      const form = document.querySelector(".page-acts form"); form.note.value = "x";
      form.addEventListener("submit", (e) => { window.sent = (window.sent || 0) + (e.defaultPrevented ? 0 : 1); });
      document.addEventListener("submit", (e) => { window.stopped = (window.stopped || 0) + (e.defaultPrevented ? 1 : 0); e.preventDefault(); });
      form.requestSubmit(); form.requestSubmit();
    }""")
    assert (person.page.evaluate("window.sent"), person.page.evaluate("window.stopped")) == (2, 1)
    assert posted == []


def test_keys_lead_through_the_page(at_parts):
    person, _posted = at_parts()
    page = person.page
    page.keyboard.press("j")
    page.keyboard.press("j")
    assert page.evaluate("document.activeElement.textContent") == "Shan"
    page.keyboard.press("k")
    page.keyboard.press("Enter")
    assert page.url.endswith("#Zeng")
    page.keyboard.press("/")
    assert page.evaluate("document.activeElement.name") == "q"
    page.keyboard.press("?")
    assert page.input_value("#id_q") == "?"
    page.evaluate("document.activeElement.blur()")
    page.keyboard.press("?")
    assert page.is_visible("#keys")


def test_a_link_opens_its_dialog(at_parts):
    person, _posted = at_parts()
    person.page.click("text=Show why")
    assert person.page.is_visible("dialog#why:has-text('Because.')")
    assert person.page.url.endswith("/parts")


@pytest.mark.parametrize("width", [DESK, PHONE])
@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_every_part_can_be_used_by_everybody(arrive, cast, width, language):
    person = arrive(cast.applicant, width=width, language=language)
    html = parts_page(cast.applicant, language, {"text": ""})
    person.context.route(OURS, lambda route: route.fulfill(body=html, content_type="text/html"))
    person.open("/parts")
    assert person.examine() == []
    assert person.is_wider_than_the_screen() is False


def test_without_javascript_a_question_still_asks(browser, cast, live_server):
    context = browser.new_context(java_script_enabled=False, viewport={"width": PHONE, "height": 844})
    page = context.new_page()
    page.route(OURS, lambda route: route.fulfill(body=parts_page(cast.applicant), content_type="text/html"))
    page.goto(f"{live_server.url}/parts")
    button = page.locator(".page-acts .ask-panel .btn-danger")
    assert button.is_hidden()
    page.click(".page-acts summary:has-text('Return')")
    assert button.is_visible()
    page.mouse.click(200, 40)
    assert button.is_hidden()
    page.check(".menu-open")
    assert page.is_visible(".side-in")
    context.close()
