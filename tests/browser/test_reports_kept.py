"""A number of a signed table in a browser: it opens what was signed, whatever happened since."""

from playwright.sync_api import expect

from tests.browser.days import enter, press, say
from tests.browser.looking import axe
from tests.browser.test_reports import LATE
from tests.web.reporting import WEEKS, closed_late, corrected


def test_a_signed_number_opens_what_was_signed(desk, window):
    page = window(viewport={"width": 390, "height": 844}, color_scheme="dark")
    code = closed_late(desk.database)
    enter(page, "binh.ld")
    page.goto(f"/reports/II.06a/seal?{WEEKS}")
    say(page, "Chức danh người ký", "CHỦ TỊCH")
    press(page, "Ký biểu")
    corrected(desk.database, code, now=desk.now())

    page.get_by_role("link", name=LATE).click()

    expect(page.get_by_role("heading", level=1)).to_contain_text("1 hồ sơ đã ký")
    expect(page.get_by_role("link", name=code)).to_be_visible()
    assert axe(page) == []
    assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0
    page.emulate_media(color_scheme="light")
    page.set_viewport_size({"width": 1366, "height": 768})
    assert axe(page) == []
