"""Letters at the desk: a receipt by one key, one that replaces another, a batch to the printer."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.cases import accepted, enter
from tests.browser.desk import Desk
from tests.browser.looking import axe, shot
from tests.browser.test_looks import PHONE, too_wide


@pytest.fixture
def lan(window) -> Page:
    page: Page = window(reduced_motion="reduce")
    enter(page, "lan.mc")
    return page


def fetched(page: Page, path: str) -> bytes:
    """What an address answers to this browser."""
    answer = page.request.get(path)
    assert answer.ok, answer.status
    return answer.body()


def test_enter_after_the_intake_issues_the_receipt_and_opens_it(lan):
    lan.goto("/intake/2.000815")
    lan.get_by_label("Họ và tên, hoặc tên tổ chức").fill("Bùi Thị Bưởi")
    lan.get_by_label("Đã nhận đủ mọi giấy tờ").check()
    lan.keyboard.press("Control+Enter")
    button = lan.get_by_role("button", name="In giấy tiếp nhận")
    expect(button).to_be_focused()
    assert axe(lan) == []
    shot(lan, "letters-intake-done")

    context = lan.context
    with context.expect_event("response", lambda one: one.url.endswith("1.pdf")) as answered:
        lan.keyboard.press("Enter")

    response = answered.value
    assert response.status == 200
    assert re.search(r"/letters/H32\.PL/receipt/2024/1\.pdf$", response.url)
    assert fetched(lan, response.url).startswith(b"%PDF")


def test_a_letter_is_issued_from_the_case_and_replaced(desk: Desk, lan):
    code = accepted(desk)
    lan.goto(f"/cases/{code}")
    lan.get_by_role("button", name="Phát hành giấy tiếp nhận hồ sơ").click()
    expect(lan.get_by_role("status").first).to_contain_text("Đã cấp giấy tiếp nhận")
    listed = lan.get_by_role("list", name="Giấy tờ đã phát hành")
    expect(listed.get_by_role("link", name=re.compile("mở để xem")).first).to_be_focused()
    assert axe(lan) == []
    shot(lan, "letters-case")

    lan.get_by_role("link", name=re.compile("Thay bằng văn bản mới")).click()
    expect(lan.get_by_role("heading", level=1)).to_contain_text("Thay giấy tiếp nhận")
    assert axe(lan) == []
    shot(lan, "letters-replace")
    lan.get_by_label("Vì sao thay").fill("Ghi sai tên đường")
    lan.get_by_role("button", name="Cấp bản thay").click()
    expect(listed).to_contain_text("thay cho")

    lan.keyboard.press("g")
    lan.keyboard.press("n")
    expect(lan.get_by_role("heading", level=1)).to_contain_text("2 văn bản")
    assert axe(lan) == []
    shot(lan, "letters")


def test_a_batch_runs_by_itself_and_ends_at_the_printer(desk: Desk, lan):
    for _ in range(3):
        accepted(desk)
    lan.goto("/letters/batch")
    assert axe(lan) == []
    shot(lan, "letters-batch")
    lan.get_by_role("button", name="Cấp giấy tiếp nhận cho các hồ sơ đã chọn").click()

    link = lan.get_by_role("link", name=re.compile("để in"))
    expect(link).to_be_focused()
    expect(lan.get_by_text("đã cấp")).to_be_visible()
    assert axe(lan) == []
    shot(lan, "letters-run")
    assert fetched(lan, link.get_attribute("href")).startswith(b"%PDF")


def test_on_a_phone_and_without_script_it_works(desk: Desk, window):
    code = accepted(desk)
    page = window(viewport=PHONE, java_script_enabled=False, color_scheme="dark")
    enter(page, "lan.mc")
    page.goto(f"/cases/{code}")
    page.get_by_role("button", name="Phát hành giấy tiếp nhận hồ sơ").click()
    expect(page.get_by_role("list", name="Giấy tờ đã phát hành")).to_be_visible()
    shot(page, "letters-case-phone")
    accepted(desk)
    page.goto("/letters/batch")
    page.get_by_role("button", name="Cấp giấy tiếp nhận cho các hồ sơ đã chọn").click()
    page.get_by_role("button", name="Làm tiếp").click()
    expect(page.get_by_role("link", name=re.compile("để in"))).to_be_visible()
    shot(page, "letters-run-phone")
    for path in ("/letters", "/letters/batch", f"/cases/{code}"):
        page.goto(path)
        assert too_wide(page) <= 0, path
