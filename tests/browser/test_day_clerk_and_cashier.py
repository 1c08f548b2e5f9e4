"""Tâm seals and sends out, Yến takes the money."""

from playwright.sync_api import expect

from tests.browser.days import act, badge, enter, open_row, press, row_of, say, timeline, told
from tests.web.test_files import PDF


def test_a_result_is_issued_with_its_number_and_its_file(desk, page, window):
    enter(page, "tam.vt")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Chờ phát hành, đóng dấu")
    code = open_row(page, "Bùi Quốc Vinh")
    act(page, "Có kết quả")
    say(page, "Số, ký hiệu kết quả", "118/TLKS-BS")
    page.get_by_label("Tệp kết quả").set_input_files(
        files=[{"name": "Trích lục.pdf", "mimeType": "application/pdf", "buffer": PDF}]
    )
    press(page, "Có kết quả")
    told(page, "Đã ghi")
    expect(timeline(page)).to_contain_text("118/TLKS-BS")
    expect(page.get_by_role("link", name="Trích lục.pdf")).to_be_visible()
    page.goto("/")
    expect(row_of(page, code)).to_have_count(0)

    counter = window()
    enter(counter, "lan.mc")
    counter.goto(f"/cases/{code}")
    expect(counter.locator(".case-acts").get_by_role("link", name="Trả kết quả")).to_be_visible()


def test_a_fee_is_taken_with_its_receipt_and_the_case_is_owed_nothing(desk, page):
    enter(page, "yen.kt")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Chờ thu phí")
    owing = badge(page, "Chờ thu phí")
    code = open_row(page, "Trần Ngọc Sương")
    act(page, "Thu phí, lệ phí")
    expect(page.get_by_label("Số tiền đã thu")).to_have_value("20000")
    page.get_by_label("Tiền mặt").check()
    say(page, "Số biên lai", "BL 0001234")
    press(page, "Thu phí, lệ phí")

    told(page, "Đã ghi")
    expect(page.get_by_role("main")).to_contain_text("BL 0001234")
    page.goto("/")
    assert badge(page, "Chờ thu phí") == owing - 1
    expect(row_of(page, code)).to_have_count(0)
