"""The public pages in a browser: the square code of a receipt, no script at all, the letters."""

import re

from playwright.sync_api import Page, expect

from app.sample import MORNING
from app.services.record import record
from app.store.engine import Database
from tests.browser.cases import appraised
from tests.browser.looking import axe
from tests.browser.pages import Look
from tests.browser.test_looks import PHONE, looked_at
from tests.web.public import AGAIN, REASON, apologised, receipt
from workflows.commands import RequestSupplement


def asked_for_papers(database: Database, case: str) -> None:
    """A paper is missing and the clock stands still."""
    ask = RequestSupplement(
        at=MORNING, items=("Bản sao giấy khai sinh",), reason="thiếu", until=AGAIN
    )
    record(database, case, ask, by="hue.tp", now=MORNING)


def look(page: Page, name: str) -> list[str]:
    """What is wrong with the page that is open; wide and narrow, light and dark."""
    return looked_at(page, Look(name=name, path="", kept=("dark", "phone")))


def test_the_square_code_of_a_receipt_fills_the_form_and_leaves_the_address(desk, page):
    case = appraised(desk)
    asked_for_papers(desk.database, case)
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    code = receipt(desk.database, case)

    page.goto(f"/track#{case}.{code}")

    expect(page.get_by_label("Mã hồ sơ")).to_have_value(case)
    expect(page.get_by_label("Mã tra cứu")).to_have_value(code)
    expect(page.get_by_role("status")).to_contain_text("bấm Tra cứu")
    expect(page).to_have_url(re.compile(r"/track$"))
    page.keyboard.press("Enter")  # The button has the focus.
    expect(page.get_by_role("heading", level=1)).to_contain_text("đang tạm dừng giải quyết")
    expect(page.get_by_role("region", name="Cần bổ sung")).to_contain_text("Bản sao giấy khai sinh")
    page.get_by_text("Vì sao là ngày này?").click()
    expect(page.get_by_text("Hạn cuối:")).to_be_visible()
    expect(page).to_have_url(re.compile(r"/track$"))
    assert look(page, "track-case") == []
    assert [url for url in asked if code in url.partition("#")[0]] == []


def test_a_second_receipt_is_held_before_the_same_window(desk, page):
    case = appraised(desk)
    page.goto(f"/track#{case}.{receipt(desk.database, case)}")
    page.get_by_role("button", name="Tra cứu").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("đang được giải quyết")

    page.goto("/track#H32.PL-240124-9999.ZZZZZZZZ")

    expect(page.get_by_label("Mã tra cứu")).to_have_value("ZZZZZZZZ")
    expect(page).to_have_url(re.compile(r"/track$"))
    page.get_by_role("button", name="Tra cứu").click()
    expect(page.get_by_role("alert")).to_contain_text("Không có hồ sơ nào")
    assert look(page, "track-wrong") == []


def test_an_old_telephone_without_script_gets_its_answer_too(desk, window):
    case = appraised(desk)
    code = receipt(desk.database, case)
    page = window(viewport=PHONE, java_script_enabled=False)

    page.goto("/sign-in")
    page.get_by_role("link", name="Tra cứu hồ sơ").click()
    page.get_by_label("Mã hồ sơ").fill(case.lower())
    page.get_by_label("Mã tra cứu").fill(f"{code[:4]} {code[4:]}".lower())
    page.get_by_role("button", name="Tra cứu").click()

    expect(page.get_by_role("heading", level=1)).to_contain_text("đang được giải quyết")
    expect(page.get_by_role("link", name="0258 000 0000")).to_be_visible()


def test_the_letters_of_a_month_are_read_by_everybody(desk, page):
    for number in range(1, 4):
        letter = f"{number}/PXL"
        apologised(desk.database, appraised(desk), at=MORNING, again=AGAIN, number=letter)

    page.goto("/track")
    page.get_by_role("link", name="Thư xin lỗi").click()

    expect(page.get_by_role("table", name="3 thư")).to_contain_text(REASON)
    expect(page.get_by_role("link", name="Tháng 1 (3 thư)")).to_have_attribute(
        "aria-current", "page"
    )
    assert look(page, "apologies-month") == []
    page.goto("/apologies/2023-05")
    expect(page.get_by_text("không có thư xin lỗi nào")).to_be_visible()
    assert axe(page) == []
