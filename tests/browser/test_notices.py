"""Notices in a browser: read by mouse and keyboard, further ones below, chosen, on a phone."""

import re
from datetime import timedelta

import pytest
from playwright.sync_api import Page, ViewportSize, expect

from app.sample import MORNING
from app.store.channels import announce
from tests.browser.days import enter, press, told
from tests.browser.looking import axe, shot

WIDE: ViewportSize = {"width": 1366, "height": 768}
PHONE: ViewportSize = {"width": 390, "height": 844}


@pytest.fixture
def ringing(desk):
    """The ward two days on: whatever waited has rung, and mail and SMS are sent."""
    desk.move_to(MORNING + timedelta(hours=25))
    with desk.database.writing() as connection:
        announce(connection, ["mail", "sms"], now=desk.now())
    return desk


def unread(page: Page) -> int:
    return int(page.locator("#bell").get_attribute("data-unread") or 0)


def looked_at(page: Page, name: str) -> None:
    """Readable by everybody, nothing beside the screen; kept on pictures when these are asked."""
    page.emulate_media(reduced_motion="reduce")
    assert axe(page) == []
    shot(page, name)
    page.emulate_media(color_scheme="dark", reduced_motion="reduce")
    shot(page, f"{name}-dark")
    page.emulate_media(color_scheme="null", reduced_motion="reduce")
    for size in (WIDE, PHONE):
        page.set_viewport_size(size)
        assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0
    shot(page, f"{name}-phone")
    page.set_viewport_size(WIDE)
    page.emulate_media(reduced_motion="null")


def test_notices_are_read_one_by_one_and_together(ringing, page):
    enter(page, "lan.mc")
    before = unread(page)
    assert before > 30

    page.keyboard.press("g")
    page.keyboard.press("c")
    expect(page).to_have_url(re.compile("/notices$"))
    looked_at(page, "notices")
    first = page.locator("tr.unread").first
    number = first.get_attribute("id")
    first.get_by_role("button", name=re.compile("^Đánh dấu đã đọc")).click()
    expect(page.locator(f"#{number}")).to_contain_text("đã đọc")
    expect(page.locator("#bell")).to_have_attribute("data-unread", str(before - 1))

    page.get_by_role("link", name="Xem thêm").click()
    expect(page.locator("table.notices tbody tr[data-href]")).to_have_count(min(60, before))
    press(page, "Đánh dấu đã đọc tất cả")
    told(page, f"Đã đánh dấu đã đọc {before - 1} thông báo.")
    expect(page.locator("tr.unread")).to_have_count(0)
    page.get_by_role("link", name="Chưa đọc").click()
    expect(page.get_by_text("Không còn thông báo nào chưa đọc.")).to_be_visible()


def test_a_case_is_opened_from_its_notice_without_a_mouse(ringing, page):
    enter(page, "lan.mc")
    before = unread(page)
    page.goto("/notices")

    page.keyboard.press("j")
    page.keyboard.press("j")
    second = page.locator("table.notices a.code").nth(1)
    expect(second).to_be_focused()
    second_code, where = second.inner_text(), second.get_attribute("href")
    page.keyboard.press("Enter")

    # What rings for a deadline leads to the case, or to the letter that is owed for it.
    assert where in {f"/cases/{second_code}", f"/cases/{second_code}/apology"}
    expect(page).to_have_url(re.compile(f"{where}$"))
    assert unread(page) == before - 1


def test_without_script_everything_can_be_done(ringing, window):
    page = window(java_script_enabled=False)
    enter(page, "lan.mc")
    before = unread(page)
    page.get_by_role("link", name=re.compile("^Thông báo")).click()

    page.get_by_role("button", name=re.compile("^Đánh dấu đã đọc: ")).first.click()
    assert unread(page) == before - 1
    page.get_by_role("link", name="Xem thêm").click()
    expect(page.get_by_role("link", name="Về trang đầu")).to_be_visible()
    page.locator("table.notices a.code").first.click()
    expect(page).to_have_url(re.compile("/cases/"))


def test_a_session_that_ends_leaves_the_form_as_it_was(ringing, page):
    page.clock.install()
    enter(page, "lan.mc")
    page.goto("/notices/choices")
    page.get_by_label("Số di động").fill("0912 345")
    page.context.clear_cookies()

    page.clock.fast_forward(61_000)

    expect(page.locator("#bell")).to_contain_text("Phiên đã kết thúc")
    expect(page.get_by_label("Số di động")).to_have_value("0912 345")


def test_what_is_told_by_which_way_is_chosen(ringing, page):
    enter(page, "hue.tp")
    page.goto("/notices/choices")
    looked_at(page, "notices-choices")

    page.get_by_label("Số di động").fill("0251 382")
    page.get_by_label("Hạn của từng bước, Tin nhắn SMS").select_option("Gửi ngay tin khẩn")
    press(page, "Lưu")
    expect(page.get_by_role("alert")).to_contain_text("Số di động")
    assert axe(page) == []
    page.get_by_label("Số di động").fill("0912 345 678")
    press(page, "Lưu")

    told(page, "Đã lưu cách nhận thông báo.")
    expect(page.get_by_label("Số di động")).to_have_value("0912345678")
    chosen = page.get_by_label("Hạn của từng bước, Tin nhắn SMS")
    expect(chosen).to_have_value("urgent")
