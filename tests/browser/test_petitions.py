"""Petitions in a browser: the desk takes one in, a leader answers it on a phone in the dark."""

import re

from playwright.sync_api import expect

from tests.browser.cases import enter
from tests.browser.looking import axe

PHONE = {"width": 390, "height": 844}


def test_a_petition_is_taken_in_and_answered(page, window):
    enter(page, "lan.mc")
    page.goto("/petitions")
    page.get_by_role("link", name="Vào sổ", exact=True).click()
    page.get_by_label("Tiếp nhận qua").select_option("phone")
    page.get_by_label("về quy định hành chính").check()
    page.get_by_label("Tóm tắt").fill("Chờ lâu ở bàn số 2")
    page.get_by_label("Người gửi").fill("Bà Tư")
    page.get_by_role("button", name="Vào sổ").click()
    expect(page).to_have_url(re.compile(r"/petitions/PAKN-H32\.PL-2024-0001$"))
    expect(page.get_by_text("Bà Tư")).to_be_visible()
    assert axe(page) == []

    leader = window(viewport=PHONE, color_scheme="dark")
    enter(leader, "binh.ld")
    leader.goto("/petitions")
    assert axe(leader) == []
    leader.get_by_role("link", name="PAKN-H32.PL-2024-0001").click()
    leader.get_by_role("link", name="Trả lời").click()
    leader.get_by_label("Nội dung trả lời").fill("Đã thêm một người ở bàn số 2")
    leader.get_by_role("button", name="Ghi", exact=True).click()
    expect(leader.get_by_text("đã trả lời", exact=True)).to_be_visible()
    assert leader.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0
    assert axe(leader) == []
