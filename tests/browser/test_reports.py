"""A supervisor's quarter in a browser: the table, a number, the signature, and what came after."""

import re

from playwright.sync_api import expect

from tests.browser.days import enter, press, say, told
from tests.browser.looking import axe, shot
from tests.web.reporting import WEEKS, closed_late, corrected

LATE = re.compile("^1: Số lượng hồ sơ đã giải quyết – Quá hạn, TỔNG CỘNG")


def test_sealed_corrected_and_printed_again_it_is_the_same(desk, page):
    code = closed_late(desk.database)
    enter(page, "binh.ld")
    page.goto(f"/reports?{WEEKS}")
    page.get_by_role("link", name="II.06a", exact=True).click()
    expect(page.get_by_text("có thể ký")).to_be_visible()
    page.get_by_role("link", name=LATE).click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("1 hồ sơ")
    expect(page.get_by_role("link", name=code)).to_be_visible()
    page.go_back()
    page.get_by_role("link", name="Ký biểu này…").click()
    expect(page.get_by_text("có thể ký")).to_be_visible()
    shot(page, "reports-seal")
    assert axe(page) == []
    say(page, "Chức danh người ký", "KT. CHỦ TỊCH, PHÓ CHỦ TỊCH")
    press(page, "Ký biểu")
    told(page, "Đã ký biểu II.06a, bản số 1.")
    expect(page.get_by_text("Lập lại hôm nay vẫn ra đúng")).to_be_visible()
    files = [one.get_attribute("href") or "" for one in page.locator("a[download]").all()]
    signed = {file: page.request.get(file).body() for file in files}

    corrected(desk.database, code, now=desk.now())
    page.reload()

    assert len(files) == 5
    assert {file: page.request.get(file).body() for file in files} == signed
    changed = page.locator("table.changes tbody tr")
    expect(changed).to_have_count(1)
    expect(changed).to_contain_text(code)
    expect(changed).to_contain_text("Đính chính thời điểm")
    expect(changed).to_contain_text("Đỗ Thanh Bình duyệt")
    shot(page, "reports-sealed")
    assert axe(page) == []


def test_arrows_go_from_number_to_number_and_a_phone_shows_it_all(desk, window):
    page = window(viewport={"width": 390, "height": 844}, color_scheme="dark")
    code = closed_late(desk.database)
    enter(page, "kiem.soat")
    page.goto(f"/reports/II.06a?{WEEKS}")
    page.get_by_role("link", name=LATE).focus()
    page.keyboard.press("ArrowLeft")
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Enter")

    expect(page.get_by_role("link", name=code)).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0
    assert axe(page) == []
