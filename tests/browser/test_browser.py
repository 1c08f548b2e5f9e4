"""The ground the browser tests stand on: it opens pages, and it notices what it must."""

import pytest
from playwright.sync_api import expect

from app.sample import MORNING, ONE_FOR_ALL
from tests.browser.desk import Desk
from tests.browser.looking import axe
from tests.browser.watching import Watch

PALE = """() => {
  const words = document.querySelector('main').appendChild(document.createElement('p'));
  words.textContent = 'Không ai đọc được dòng này';
  words.style.color = '#999';
  words.style.backgroundColor = '#aaa';
}"""


def watched(chromium, desk, act):
    """What a watch says of an act on the sign-in page."""
    context = chromium.new_context(base_url=desk.url)
    watch = Watch(context, desk.url)
    page = context.new_page()
    page.goto("/sign-in")
    act(page)
    context.close()
    return watch.complaints


def test_the_sign_in_page_opens_and_has_no_grave_violation(page):
    page.goto("/sign-in")

    expect(page.get_by_label("Tên đăng nhập")).to_be_focused()
    assert axe(page) == []


def test_a_page_nobody_can_read_is_a_grave_violation_in_light_and_dark(page):
    page.goto("/sign-in")
    page.evaluate(PALE)

    found = axe(page)

    assert [words.partition(":")[0] for words in found] == ["light", "dark"]
    assert "color-contrast" in found[0]


def test_an_officer_of_the_sample_signs_in(page):
    page.goto("/sign-in")
    page.get_by_label("Tên đăng nhập").fill("lan.mc")
    page.get_by_label("Mật khẩu").fill(ONE_FOR_ALL)
    page.get_by_role("button", name="Đăng nhập").click()

    expect(page.get_by_label("Tên đăng nhập")).to_have_count(0)


@pytest.mark.parametrize("ward_url", ["postgresql"], indirect=True)
def test_the_ward_can_stand_on_postgresql(desk, page):
    assert page.goto("/sign-in").ok
    assert desk.database.engine.dialect.name == "postgresql"


def test_a_second_officer_has_a_window_of_their_own(window):
    first, second = window(), window(color_scheme="dark")
    first.goto("/sign-in")
    second.goto("/sign-in")

    assert first.context.cookies() != second.context.cookies()
    assert second.locator("html").get_attribute("data-bs-theme") == "dark"


def test_the_clock_of_the_desk_stands_at_the_morning_and_can_be_moved(desk: Desk, page):
    assert 0 <= (desk.now() - MORNING).total_seconds() < 60
    desk.move_to(MORNING.replace(hour=16))
    page.goto("/sign-in")

    expect(page.get_by_role("note")).to_contain_text("16:3")


def test_a_quiet_page_gives_no_complaint(chromium, desk):
    assert watched(chromium, desk, lambda page: page.reload()) == []


def test_an_error_on_the_console_is_noticed(chromium, desk):
    said = watched(chromium, desk, lambda page: page.evaluate("console.error('hỏng')"))

    assert said == ["console: hỏng"]


def test_a_script_that_fails_is_noticed(chromium, desk):
    def act(page):
        with page.expect_event("pageerror"):
            page.evaluate("setTimeout(() => { throw new Error('gãy') }, 0)")

    assert watched(chromium, desk, act) == ["script: gãy"]


def test_what_the_policy_of_the_pages_stops_is_noticed(chromium, desk):
    def act(page):
        page.evaluate("fetch('http://127.0.0.2:9/x').catch(() => null)")

    assert "Content Security Policy" in watched(chromium, desk, act)[0]


def test_what_is_asked_of_another_host_is_noticed(chromium, desk):
    def act(page):
        with page.expect_request("http://127.0.0.2:9/x"):
            page.evaluate("location.href = 'http://127.0.0.2:9/x'")

    assert watched(chromium, desk, act) == ["another host: http://127.0.0.2:9/x"]
