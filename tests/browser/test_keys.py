"""Keys without a field: shortcuts of one letter that can be switched off, and a barcode scanner."""

import re

import pytest
from playwright.sync_api import Page, expect

from app.sample import ONE_FOR_ALL
from tests.browser.looking import axe

# A scanner is a keyboard without pauses; Playwright alone cannot promise to be as fast.
_SCAN = """([text, gap]) => text.split("").concat("Enter").forEach((key, place) =>
    setTimeout(() => document.activeElement.dispatchEvent(
        new KeyboardEvent("keydown", { key, bubbles: true, cancelable: true })), place * gap))"""
_AT = "table.list tr.at"


@pytest.fixture
def lan(window) -> Page:
    page: Page = window(reduced_motion="reduce")
    page.goto("/sign-in")
    page.get_by_label("Tên đăng nhập").fill("lan.mc")
    page.get_by_label("Mật khẩu").fill(ONE_FOR_ALL)
    page.get_by_role("button", name="Đăng nhập").click()
    page.goto("/lists/accepted_today")
    return page


def test_shortcuts_of_one_letter_can_be_switched_off_and_on(lan):
    lan.keyboard.press("j")
    expect(lan.locator(_AT)).to_have_count(1)
    lan.keyboard.press("?")
    box = lan.get_by_label("Dùng phím tắt một chữ")
    expect(box).to_be_checked()
    assert axe(lan) == []
    box.uncheck()
    lan.reload()

    for key in ("j", "/", "?", "g", "m"):
        lan.keyboard.press(key, delay=10)
        lan.wait_for_timeout(90)
    expect(lan.locator(_AT)).to_have_count(0)
    expect(lan.locator("#q")).not_to_be_focused()
    expect(lan.locator("#keys")).to_be_hidden()
    expect(lan).to_have_url(re.compile("/lists/accepted_today$"))

    lan.locator("details.user-menu summary").click()
    lan.get_by_role("button", name="Phím tắt (?)").click()
    expect(box).not_to_be_checked()
    box.check()
    lan.keyboard.press("Escape")
    lan.reload()
    lan.keyboard.press("j")
    expect(lan.locator(_AT)).to_have_count(1)


def test_without_letters_control_and_enter_still_send(lan):
    lan.evaluate("localStorage.setItem('letters', 'off')")
    lan.goto("/intake/2.000815")
    lan.get_by_label("Họ và tên, hoặc tên tổ chức").fill("Bùi Thị Bưởi")
    lan.get_by_label("Đã nhận đủ mọi giấy tờ").check()
    lan.keyboard.press("Control+Enter")

    expect(lan.locator(".big-code")).to_be_visible()


@pytest.mark.parametrize("letters", ["on", "off"])
def test_a_scanned_code_opens_its_case_wherever_the_focus_is(lan, letters):
    lan.evaluate("letters => localStorage.setItem('letters', letters)", letters)
    code = lan.locator("table.list tr[data-href] a").first.inner_text()
    assert re.search("[jkxg?/]", code) is None
    # Letters that would be shortcuts go the same way as any others.
    lan.evaluate(_SCAN, ["jxgmkxgd12", 5])
    expect(lan).to_have_url(re.compile(r"/search\?q=jxgmkxgd12"))
    lan.locator("h1").click()
    lan.evaluate("document.activeElement.blur()")
    lan.evaluate(_SCAN, [code, 5])

    expect(lan).to_have_url(re.compile(f"/cases/{re.escape(code)}$"))


def test_slow_or_short_typing_is_no_scan(lan):
    lan.evaluate(_SCAN, ["HHHHHHHHHH", 130])
    lan.wait_for_timeout(1700)
    expect(lan).to_have_url(re.compile("/lists/accepted_today$"))

    lan.evaluate(_SCAN, ["jj", 5])
    expect(lan).to_have_url(re.compile("/cases/"))
