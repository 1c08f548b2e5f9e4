"""The page of a case in a real browser: readable, with the next act at hand."""

import pytest
from playwright.sync_api import expect

from tests.browser.cases import accepted, appraised, enter
from tests.browser.looking import axe, shot


def test_a_case_opens_with_its_next_act_and_no_grave_violation(desk, page):
    code = appraised(desk)
    enter(page, "hue.tp")
    page.goto(f"/cases/{code}")

    expect(page.get_by_role("heading", level=1)).to_contain_text(code)
    expect(page.get_by_role("link", name="Hoàn thành bước Thụ lý")).to_be_visible()
    page.get_by_text("Vì sao ngày này?").click()
    expect(page.get_by_text("Bắt đầu tính:")).to_be_visible()
    page.get_by_text("Vì sao không có nút khác?").click()
    expect(page.get_by_text("Việc này của lãnh đạo").first).to_be_visible()
    assert axe(page) == []
    shot(page, "case")


@pytest.mark.parametrize(("width", "height"), [(390, 844), (1366, 768)])
def test_a_case_fits_the_screen(desk, window, width, height):
    code, page = accepted(desk), window(viewport={"width": width, "height": height})
    enter(page, "lan.mc")
    page.goto(f"/cases/{code}")

    assert page.evaluate("document.documentElement.scrollWidth") <= width
    shot(page, f"case-{width}")


def test_the_code_can_be_copied(desk, window):
    code, page = accepted(desk), window(permissions=["clipboard-read", "clipboard-write"])
    enter(page, "lan.mc")
    page.goto(f"/cases/{code}")
    page.get_by_role("button", name="Chép mã").click()

    expect(page.get_by_role("button", name="Đã chép")).to_be_visible()
    assert page.evaluate("navigator.clipboard.readText()") == code


def test_the_hand_over_sheet_has_no_grave_violation(desk, page):
    code = appraised(desk)
    enter(page, "lan.mc")
    page.goto(f"/cases/{code}/handover")

    expect(page.get_by_role("cell", name="Trần Thị Huệ")).to_be_visible()
    assert axe(page) == []
    shot(page, "handover")
