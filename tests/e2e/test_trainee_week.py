"""A trainee's week on a phone: few taps, little time, nothing lost without a network, two hands in one dossier, no red line."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import time, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from seedbed.gatherings import actions as gatherings
from seedbed.gatherings.actions import Plan
from seedbed.gatherings.models import Absence
from seedbed.outcomes.models import LeadShare
from seedbed.placement.models import Placement
from seedbed.residency.models import DossierEntry, Leave, MemberTicket, Work
from seedbed.residency.queries.works import still_to_write
from tests.cast import Cast
from tests.e2e.browsing import PHONE, Visitor
from tests.integration.residency.ground import Ground, open_ground

Arrive = Callable[..., Visitor]
MOST_TAPS, MOST_MINUTES = 40, 15
# How long a person with a phone in one hand takes, on the slow side: to look for the next thing and touch it; to read a page
# that has just come; to write a character.
LOOKING, READING, A_CHARACTER = 4, 12, 1.5
JOURNAL = "本周跟班学习排产。每天晨会十五分钟，当日问题当日定人定时限，晚会销号。想把这个办法带回局里的项目调度会，已记下三个具体步骤。"


class Finger:
    """Touches the page as a thumb would, and counts: taps, pages and characters."""

    def __init__(self, person: Visitor) -> None:
        self.person, self.page = person, person.page
        self.taps = self.pages = self.characters = 0
        self.asked: dict[str, int] = {}

    def tap(self, selector: str) -> None:
        """Touch the first thing that is there by this selector."""
        self.taps += 1
        self.page.locator(f"{selector} >> visible=true").first.click()

    def go(self, selector: str) -> None:
        """Touch what leads to another page, and look at it: it fits the phone, and the complaint link is there."""
        with self.page.expect_navigation(wait_until="load"):
            self.tap(selector)
        self.pages += 1
        assert self.person.is_wider_than_the_screen() is False, self.page.url
        assert self.page.locator(f"a[href='{reverse('portal:complaint')}']").count() >= 1, self.page.url
        assert self.page.locator("input[type=file], input[capture], video").count() == 0, self.page.url

    def menu(self, address: str) -> None:
        """Open the menu and choose a page."""
        self.tap("nav .menu-open")
        self.go(f"nav a[href='{address}']")

    def write(self, selector: str, text: str) -> None:
        """Touch a box and write into it; a day is turned to on a wheel, about as long as six characters."""
        self.taps += 1
        box = self.page.locator(f"main {selector} >> visible=true").first
        self.characters += 6 if box.get_attribute("type") == "date" else len(text)
        box.fill(text)

    @contextmanager
    def form(self, name: str, selector: str) -> Iterator[None]:
        """Note how many boxes the form has that is being filled in."""
        boxes = self.page.locator(f"main form:has({selector}) :is(input:not([type=hidden]), textarea, select)")
        self.asked[name] = boxes.count()
        yield

    @property
    def minutes(self) -> float:
        """How long all that takes a person, in minutes."""
        return (self.taps * LOOKING + self.pages * READING + self.characters * A_CHARACTER) / 60


@pytest.fixture
def ground(cast: Cast) -> Ground:
    """A class in the middle of its stay, with something planned for the evening of tomorrow."""
    made = open_ground(cast)
    plan = Plan("sharing", "学员分享", time(19, 30), 45, "线上会议室")
    gatherings.plan_one(made.row.circle, by=cast.actor("officer"), on=timezone.localdate() + timedelta(days=1), plan=plan)
    return made


def write_the_journal(hand: Finger, ground: Ground) -> None:
    """The journal of the oldest week without one."""
    period = still_to_write(ground.mine)[0]
    hand.go(f"main a[href='{reverse('residency:journal', args=[period.first.isoformat()])}']")
    with hand.form("journal", "[name=body]"):
        hand.write("[name=body]", JOURNAL)
        hand.go("main form:has([name=body]) button.btn-primary")


def add_to_the_dossier(hand: Finger) -> None:
    """One entry about the own company."""
    hand.go("main a[href*='/dossiers/']")
    with hand.form("dossier", "[name=text]"):
        hand.write("[name=text]", "上游为铝锭供应商，共三家，其中两家在清远。")
        hand.go("main form:has([name=text]) button.btn-primary")


def stay_away_once(hand: Finger) -> None:
    """Say that one cannot come to the sharing of tomorrow."""
    hand.go("main a:has-text('学员分享')")
    hand.tap("main summary:has-text('不能参加')")
    with hand.form("excuse", "[name=note]"):
        hand.write("form[action$='/excuse'] [name=note]", "企业夜班")
        hand.go("main form[action$='/excuse'] button:not([data-close])")


def ask_for_leave(hand: Finger) -> None:
    """One day off next week."""
    hand.go(f"main a[href='{reverse('residency:my_leave')}']")
    day = (timezone.localdate() + timedelta(days=7 - timezone.localdate().weekday())).isoformat()
    with hand.form("leave", "[name=first_on]"):
        hand.write("[name=first_on]", day)
        hand.write("[name=last_on]", day)
        hand.write("[name=reason]", "回单位办理交接")
        hand.go("main form:has([name=first_on]) button.btn-primary")


def ask_for_help(hand: Finger) -> None:
    """A ticket about the lodging."""
    hand.go(f"main a[href='{reverse('residency:my_help')}']")
    with hand.form("ticket", "[name=rule]"):
        hand.tap("main label:has-text('住宿')")
        hand.write("[name=text]", "宿舍热水器坏了三天")
        hand.go("main form:has([name=rule]) button.btn-primary")


def register_a_lead(hand: Finger) -> None:
    """A company that thinks of investing."""
    hand.menu(reverse("outcomes:leads"))
    hand.go("main a.btn-primary")
    with hand.form("lead", "[name=company]"):
        hand.write("[name=company]", "佛山市顺心家居有限公司")
        hand.write("[name=wishes]", "寻找木材加工配套园区")
        hand.write("[name=did]", "陪同洽谈")
        hand.go("main form:has([name=company]) button.btn-primary")


def test_a_week_takes_few_taps_and_few_minutes(ground: Ground, arrive: Arrive) -> None:
    person = arrive(ground.cast.applicant, width=PHONE)
    hand, week = Finger(person), reverse("residency:week")
    person.open(reverse("portal:home"))
    hand.menu(week)
    for task in (lambda: write_the_journal(hand, ground), lambda: add_to_the_dossier(hand), lambda: stay_away_once(hand),
                 lambda: ask_for_leave(hand), lambda: ask_for_help(hand)):
        task()
        if not hand.page.url.endswith(week):
            hand.go(f"main a[href='{week}']") if hand.page.locator(f"main a[href='{week}']").count() else hand.menu(week)
    register_a_lead(hand)
    written = (Work.objects.get().state, DossierEntry.objects.count(), Absence.objects.count(), Leave.objects.count(), MemberTicket.objects.count(),
               LeadShare.objects.get().person)
    assert written == ("handed_in", 1, 1, 1, 1, ground.cast.people["applicant"])
    print(f"{hand.taps} taps, {hand.pages} pages, {hand.characters} characters, {hand.minutes:.1f} minutes; boxes {hand.asked}")
    assert (hand.taps < MOST_TAPS, hand.minutes < MOST_MINUTES) == (True, True), (hand.taps, hand.minutes)
    assert hand.asked == {"journal": 1, "dossier": 2, "excuse": 1, "leave": 5, "ticket": 7, "lead": 8}
    assert person.examine() == []


def test_two_hands_in_one_dossier_one_of_them_without_a_network(ground: Ground, arrive: Arrive) -> None:
    Placement.objects.filter(pk=ground.other.placement_id).update(post=ground.mine.placement.post)
    address = reverse("residency:dossier", args=[ground.mine.placement.post.offer_id])
    first, second = arrive(ground.cast.applicant, width=PHONE), arrive(ground.cast.other_applicant, width=PHONE)
    send, box = "form[data-draft] .form-acts button.btn-primary", "textarea[name=text]"
    for person, text in ((first, "甲：上游三家供应商"), (second, "乙：下游两家客户")):
        person.open(address)
        person.page.fill(box, text)
    first.context.set_offline(True)
    first.page.click(send)
    first.page.wait_for_selector(".draft-state:not(:empty)")  # says that there is no network, and keeps what was typed
    second.page.click(send)
    second.page.wait_for_load_state("networkidle")
    assert first.page.input_value(box) == "甲：上游三家供应商"
    first.context.set_offline(False)
    first.open(address)  # even a page that was closed meanwhile gives the text back
    first.page.click("[data-draft-take]")
    assert first.page.input_value(box) == "甲：上游三家供应商"
    with first.page.expect_navigation():
        first.page.click(send)
    entries = DossierEntry.objects.order_by("written_at").values_list("author", "text")
    assert list(entries) == [(ground.other.pk, "乙：下游两家客户"), (ground.mine.pk, "甲：上游三家供应商")]
    for person in (first, second):
        person.open(address)
        read = person.page.inner_text("main")
        assert [read.count(part) for part in ("甲：上游三家供应商", "乙：下游两家客户")] == [1, 1]
        assert [ground.mine.person.name in read, ground.other.person.name in read, f"{timezone.localdate():%Y-%m-%d}" in read] == [True, True, True]
        assert person.page.locator("[data-draft-take] >> visible=true").count() == 0, "what was taken is offered no more"
