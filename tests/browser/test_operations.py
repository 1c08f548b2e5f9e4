"""The page of operations in a browser: from the line above the first page to all mended."""

import re

from playwright.sync_api import expect

from tests.browser.cases import enter
from tests.browser.looking import axe
from tests.web.operating import CASE, beaten, troubled

PHONE = {"width": 390, "height": 844}


def test_an_admin_goes_from_the_alarm_to_the_page_and_mends_what_can_be_mended(desk, page):
    troubled(desk.database)
    enter(page, "quantri.pl")
    page.get_by_role("complementary", name="Vận hành").get_by_role("link").click()
    expect(page).to_have_url(re.compile("/operations$"))
    assert axe(page) == []

    page.get_by_role("button", name=f"Thử lại ngay hồ sơ {CASE}").click()
    expect(page.get_by_role("status")).to_contain_text(f"Hồ sơ {CASE} sẽ được thử lại")
    page.get_by_role("table", name="Tin không gửi được").get_by_role(
        "link", name="Bỏ"
    ).first.click()
    page.get_by_label("Vì sao bỏ").fill("hộp thư đã đóng")
    page.get_by_role("button", name="Bỏ tin").click()
    expect(page.get_by_role("status")).to_contain_text("Đã bỏ tin")
    page.get_by_role("button", name="Gửi lại 1 tin").click()
    expect(page.get_by_role("status")).to_contain_text("1 tin sẽ được gửi lại")

    expect(page.get_by_role("region", name="Tin không gửi được")).to_contain_text(
        "Không có tin nào"
    )


def test_a_leader_reads_that_deadlines_are_not_told(desk, window):
    beaten(desk.database, "tick", 400)
    page = window(viewport=PHONE, color_scheme="dark")
    enter(page, "binh.ld")

    line = page.get_by_role("complementary", name="Vận hành")
    expect(line).to_contain_text("Bộ hẹn giờ không chạy từ")
    expect(line).to_contain_text("Hãy báo quản trị viên.")
    expect(line.get_by_role("link")).to_have_count(0)
    assert axe(page) == []


def test_the_texts_change_with_the_level(page):
    enter(page, "quantri.pl")
    page.goto("/operations/templates")
    page.get_by_label("Cơ quan cấp").select_option(label="Tỉnh, thành phố")

    expect(page).to_have_url(re.compile("level=province"))
    received = page.locator("details").filter(has_text="citizen.received")
    received.locator("summary").click()
    expect(received.get_by_text("Trung tâm Phục vụ hành chính công").first).to_be_visible()


def test_on_a_phone_each_line_is_a_card_that_fits(desk, window):
    troubled(desk.database)
    page = window(viewport=PHONE)
    enter(page, "quantri.pl")
    for path in ("/operations", "/operations/messages"):
        page.goto(path)
        expect(page.get_by_text("Gửi đến").first).to_be_hidden()
        assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0
        assert axe(page) == []
