"""A bench meeting on the phone: three problems, one solved on the spot, one by the county, one whose root lies with the city; look-back and rates."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from django.urls import reverse

from seedbed.casework.models import Case
from seedbed.grassroots.models import Outing, ProblemClass
from tests.cast import Cast
from tests.e2e.browsing import Visitor
from tests.e2e.officer import Officer, in_both_languages
from tests.e2e.test_trainee_week import Finger
from tests.e2e.township import Township, make_township

Arrive = Callable[..., Visitor]
MOST_SECONDS, MOST_BOXES = 50, 6


@pytest.fixture
def place(cast: Cast, arrive: Arrive) -> Township:
    """The county on the evening of the meeting."""
    return make_township(cast, arrive)


def do(person: Officer, row: Case, act: str, **values: object) -> None:
    """Do one thing to a case through its own page."""
    person.open(reverse("cases:act", args=[row.pk, act]))
    choose(person, **values)


def choose(person: Officer, **values: object) -> None:
    """Fill in the form of the page, tick what is offered as a choice, send it, and be led on."""
    for name, value in values.items():
        choice = person.page.locator(f"main :is([type=radio][value='{value}'], [type=checkbox])[name={name}]")
        if choice.count():
            choice.check()
        else:
            person.fill(**{name: value})
    with person.page.expect_navigation(wait_until="load"):
        person.page.locator("main form .form-acts button").first.click()
    assert person.page.locator("main .wrong, main .form-errors").count() == 0, person.page.locator("main").inner_text()


def the_meeting(place: Township) -> Outing:
    """Plan it and open it on the phone."""
    clerk = place.who("town")
    clerk.open(reverse("grassroots:outing_add"))
    clerk.page.locator("main details summary").last.click()
    choose(clerk, kind="talk", title="石泉村村头板凳会", area=place.village.pk, material=clerk.page.locator("main [name=material] option").nth(1).get_attribute("value"))
    return Outing.objects.get()


def tell(clerk: Officer, outing: Outing, text: str, category: int, **more: object) -> tuple[Case, str]:
    """Register a problem on the bench; its number and secret word are shown once."""
    clerk.open(reverse("grassroots:outing_case", args=[outing.pk]))
    choose(clerk, text=text, category=category, **more)
    if clerk.page.locator("main [name=seen]").count():
        choose(clerk)  # like cases were shown first; this is another lamp
    row, shown = Case.objects.order_by("-pk")[0], clerk.page.locator("main .notice").first.inner_text()
    assert row.number in shown
    return row, shown.split()[-1]


def to_the_end(place: Township, row: Case) -> None:
    """Two reviews by two people, a check on the spot, striking off."""
    office = place.who("county")
    do(office, row, "review", text="")
    do(place.who("second"), row, "approve", text="同意")
    do(office, row, "check", holds="yes", finding="现场核查属实")
    do(office, row, "strike_off")


def what_the_villager_reads(place: Township, number: str, secret: str) -> str:
    """Ask the open page with number and secret word."""
    villager = place.who("villager")
    villager.open(reverse("cases:progress"))
    choose(villager, number=number, secret=secret)
    return villager.page.locator("main").inner_text()


def solved_by_the_county(place: Township, row: Case, secret: str) -> None:
    """The bureau signs, notes and reports; it is reviewed, checked, struck off; the villager follows it and is called back."""
    bureau = place.who("bureau")
    bureau.open(reverse("cases:part", args=[row.assignments.get().pk, "sign"]))
    choose(bureau)
    do(bureau, row, "note", text="已派人到场清淤", public="on")
    before = what_the_villager_reads(place, row.number, secret)
    do(bureau, row, "report", outcome="solved", answer="水渠已疏通，稻田已通水")
    to_the_end(place, row)
    after = what_the_villager_reads(place, row.number, secret)
    assert [("已派人到场清淤" in text, "水渠已疏通" in text) for text in (before, after)] == [(True, False), (True, True)]
    do(place.who("county"), row, "call", reached="yes", solved="yes", satisfied="partly", word="")


def root_above(place: Township, rows: list[Case]) -> ProblemClass:
    """Three like cases become one matter, raised to the city, taken up there, solved: every case gets its answer and its own check."""
    office, city = place.who("county"), place.who("city")
    office.open(reverse("grassroots:classes"))
    office.page.locator("main a[href*='class_add'], main a[href*='/classes/new?']").first.click()
    office.page.wait_for_load_state("load")
    choose(office, name="村道路灯无人管护", cause="建成后没有管护单位", level="city", measure="明确管护单位，列入预算", owner=place.bureau.pk)
    row = ProblemClass.objects.get()
    page = reverse("grassroots:class", args=[row.pk])
    for person, act, values in ((office, "raise", {"to": place.cast.root.pk, "paper": "资呈〔2026〕8号"}),
                                (city, "take_up", {"measure": "列入市级预算", "until": (date.today() + timedelta(days=30)).isoformat()}),
                                (city, "solve", {"result": "市里已建立路灯管护机制并落实经费"})):
        person.open(f"{page}do/{act}")
        choose(person, **values)
    to_the_end(place, rows[-1])
    place.check_and_close(rows[:-1])
    office.open(f"{page}do/close")
    choose(office, finding="三处路灯都亮了")
    return ProblemClass.objects.get()


def test_from_the_bench_to_the_root_and_back(place: Township) -> None:
    for n in range(4):
        place.asked(f"公路边沟第{n}处堵了")
    older = [place.told("村口路灯坏了，晚上走路不安全", "light"), place.told("学校门口路灯不亮，孩子晚上走路不安全", "light")]
    clerk, office, outing = place.who("town"), place.who("county"), the_meeting(place)
    kinds = {name: row.pk for name, row in place.categories.items()}
    spot, _secret = tell(clerk, outing, "进村公路哪天修好", kinds["road"])
    canal, secret = tell(clerk, outing, "三组水渠淤堵，稻田灌不上水", kinds["water"], name="王大爷", phone="13907350001")
    lights, _word = tell(clerk, outing, "一组路灯不亮，晚上走路不安全", kinds["light"])
    clerk.open(reverse("grassroots:matter_act", args=[outing.matters.get(case=spot).pk, "end"]))
    choose(clerk, ending="solved", answer="当场联系施工方，明天复工")
    clerk.open(reverse("grassroots:outing_act", args=[outing.pk, "record"]))
    clerk.page.locator("main details summary").last.click()
    choose(clerk, villagers="23", cadres="4", summary="讲了医保缴费", lesson="先听后讲", groups="一组、三组")
    solved_by_the_county(place, canal, secret)
    row = root_above(place, [*older, lights])
    do(office, canal, "look_back", holds="yes", finding="半个月后再看，水渠通畅")
    found = {case.pk: (case.state, case.outcome, case.rebounds) for case in Case.objects.exclude(category=kinds["road"]) | Case.objects.filter(pk=spot.pk)}
    assert found == {spot.pk: ("ended", "solved", 0)} | {case.pk: ("struck_off", "solved", 0) for case in (canal, *older, lights)}
    office.open(reverse("cases:figures"))
    rates = " ".join(office.page.locator("main .stats").inner_text().split())
    assert (row.state, "100.0 %" in rates, "5/5" in rates) == ("closed", True, True), rates
    in_both_languages(office, reverse("cases:case", args=[canal.pk]))
    in_both_languages(office, reverse("grassroots:class", args=[row.pk]))
    in_both_languages(office, reverse("cases:figures"))
    in_both_languages(place.who("villager"), reverse("cases:progress"))


def test_a_problem_is_on_record_within_a_minute_and_survives_a_dead_spot(place: Township) -> None:
    clerk, outing = place.who("town"), the_meeting(place)
    seconds, boxes = within_a_minute(place, clerk, outing)
    assert (seconds <= MOST_SECONDS, boxes <= MOST_BOXES, clerk.visitor.examine()) == (True, True, []), seconds
    in_a_dead_spot(place, clerk, outing)


def within_a_minute(place: Township, clerk: Officer, outing: Outing) -> tuple[int, int]:
    """From the page of the meeting to the number and the secret word, with one thumb."""
    clerk.open(reverse("grassroots:outing", args=[outing.pk]))
    hand = Finger(clerk.visitor)
    with hand.form("problem", "[name=text]"):
        hand.write("[name=text]", "一组三盏路灯晚上不亮")
        hand.taps += 2  # open the list of categories, touch one
        clerk.page.select_option("main [name=category]", str(place.categories["light"].pk))
        hand.go("main form:has([name=text]) button.btn-primary")
    row, seconds = Case.objects.get(), round(hand.minutes * 60)
    print(f"{hand.taps} taps, {hand.pages} pages, {hand.characters} characters, {seconds} s; boxes {hand.asked}")
    assert row.number in clerk.page.locator("main").inner_text()
    return seconds, hand.asked["problem"]


def in_a_dead_spot(place: Township, clerk: Officer, outing: Outing) -> None:
    """Typed without a network, sent with an answer that gets lost, sent again: nothing is lost and nothing is doubled."""
    page, context, address = clerk.page, clerk.visitor.context, reverse("grassroots:outing_case", args=[outing.pk])
    send = "form[data-draft] .form-acts button.btn-primary"
    clerk.open(address)
    context.set_offline(True)
    clerk.fill(text="三组水渠淤堵", category=place.categories["water"].pk, name="王大爷", phone="13907350001")
    page.click(send)
    page.wait_for_selector(".draft-state:not(:empty)")
    context.set_offline(False)
    clerk.open(address)  # the page was closed meanwhile
    page.click("[data-draft-take]")
    assert [page.input_value(f"main [name={name}]") for name in ("text", "category", "name", "phone")] == [
        "三组水渠淤堵", str(place.categories["water"].pk), "王大爷", "13907350001"]

    def lose_the_answer(route: object) -> None:
        route.fetch(max_redirects=0)  # type: ignore[attr-defined]
        route.abort()  # type: ignore[attr-defined]

    page.route(f"**{address}", lose_the_answer)
    page.click(send)
    page.wait_for_timeout(400)
    page.unroute(f"**{address}")
    context.clear_cookies(name="taken")  # it came with the answer that was lost
    assert Case.objects.count() == 2, "the server has it, the phone does not know"
    clerk.open(address)
    page.click("[data-draft-take]")
    with page.expect_navigation(wait_until="load"):
        page.click(send)
    assert (Case.objects.count(), outing.matters.count(), Case.objects.order_by("-pk")[0].number in page.locator("main").inner_text()) == (2, 2, True)
    clerk.visitor.faults[:] = [fault for fault in clerk.visitor.faults if "ERR_FAILED" not in fault]
