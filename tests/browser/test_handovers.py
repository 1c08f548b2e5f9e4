"""Hand-over lists and the register in a browser: a list from desk to desk, a book by its days."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.cases import appraised, enter
from tests.browser.looking import axe

PHONE = {"width": 390, "height": 844}


def too_wide(page):
    return page.evaluate("document.documentElement.scrollWidth - innerWidth")


def test_a_list_is_made_at_one_desk_and_awaits_the_next(desk, page, window):
    code = appraised(desk)
    enter(page, "lan.mc")
    page.locator("summary", has_text="Văn bản").click()
    page.get_by_role("navigation", name="Chính").get_by_role("link", name="Bàn giao").click()
    form = page.locator("section", has=page.get_by_label(f"Chọn {code}"))
    expect(form.get_by_label(f"Chọn {code}")).to_be_checked()
    expect(form.get_by_label("Người nhận")).to_have_value("hue.tp")
    form.get_by_label("Chọn tất cả hồ sơ của nhóm này").check()
    form.get_by_role("button", name="Lập danh sách").click()

    expect(page.get_by_text("Đã lập danh sách 01/BGHS")).to_be_visible()
    printed = page.get_by_role("link", name="Mở để in")
    expect(printed).to_be_focused()
    paper = page.request.get(printed.get_attribute("href"))
    assert paper.body().startswith(b"%PDF")
    expect(page.get_by_label(f"Chọn {code}")).to_have_count(0)
    assert axe(page) == []

    other = window(viewport=PHONE, color_scheme="dark")
    enter(other, "hue.tp")
    other.goto("/handovers")
    awaiting = other.get_by_role("table", name="Danh sách giao cho bạn")
    expect(awaiting.get_by_text("01/BGHS", exact=True)).to_be_visible()
    assert too_wide(other) <= 0


@pytest.mark.parametrize("viewport", [{"width": 1366, "height": 768}, PHONE])
def test_the_book_is_opened_by_its_days(desk, window, viewport):
    code = appraised(desk)
    page = window(viewport=viewport)
    enter(page, "lan.mc")
    page.goto("/register")
    expect(page.get_by_role("link", name="Tháng này")).to_have_attribute("aria-current", "true")
    page.get_by_label("Nhận từ ngày").fill("2024-01-24")
    page.get_by_role("button", name="Mở sổ").click()

    expect(page).to_have_url(re.compile("from=2024-01-24"))
    expect(page.get_by_role("link", name=code)).to_be_visible()
    assert too_wide(page) <= 0
    assert axe(page) == []
