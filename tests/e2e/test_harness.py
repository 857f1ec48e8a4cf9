"""The browser itself: it sees our fonts, keeps the content policy, and notices faults."""

from collections.abc import Callable

from tests.cast import Cast
from tests.e2e.browsing import PHONE, Visitor


def test_a_stranger_is_led_to_the_log_in_page(arrive: Callable[..., Visitor]) -> None:
    stranger = arrive()
    answer = stranger.open("/")
    assert (answer.status, "/account/login" in stranger.page.url) == (200, True)
    assert stranger.page.locator("input[name=login]").count() == 1


def test_a_member_of_the_cast_comes_in_at_phone_width(arrive: Callable[..., Visitor], cast: Cast) -> None:
    applicant = arrive(cast.applicant, width=PHONE)
    assert applicant.open("/").status == 200
    assert "/account/login" not in applicant.page.url
    assert applicant.is_wider_than_the_screen() is False


def test_an_inline_script_is_refused_and_noticed(arrive: Callable[..., Visitor]) -> None:
    stranger = arrive()
    stranger.open("/account/login/")
    stranger.page.evaluate(
        "() => { const s = document.createElement('script'); s.textContent = 'window.planted = 1'; document.body.append(s); }"
    )
    assert stranger.page.evaluate("window.planted") is None
    assert [fault for fault in stranger.faults if "Content Security Policy" in fault] == stranger.faults != []
    stranger.faults.clear()


def test_axe_finds_a_planted_fault(arrive: Callable[..., Visitor]) -> None:
    stranger = arrive()
    stranger.open("/account/login/")
    assert stranger.examine() == []
    stranger.page.evaluate("() => { const i = document.createElement('input'); i.id = 'planted'; document.querySelector('form').append(i); }")
    assert [line.split(":")[1].split(" –")[0].strip() for line in stranger.examine()] == ["#planted"]
