"""The desk takes a person in: search, form, promise, number; by keyboard, in a real browser."""

import re

import pytest
from playwright.sync_api import Page, expect
from sqlalchemy import select

from app.projections.rows import CASES
from app.sample import AGENCY, ONE_FOR_ALL
from tests.browser.looking import axe, shot
from tests.services import papers

PHONE = {"width": 390, "height": 844}


@pytest.fixture
def lan(window) -> Page:
    # Colours that fade are measured half-way.
    page: Page = window(reduced_motion="reduce")
    page.goto("/sign-in")
    page.get_by_label("Tên đăng nhập").fill("lan.mc")
    page.get_by_label("Mật khẩu").fill(ONE_FOR_ALL)
    page.get_by_role("button", name="Đăng nhập").click()
    expect(page.get_by_role("link", name="Tiếp nhận", exact=True)).to_be_visible()
    return page


@pytest.fixture
def known(desk) -> tuple[str, str]:
    """Identity number and name of somebody the ward has met."""
    query = select(CASES.c.id_no, CASES.c.applicant).where(
        CASES.c.agency == AGENCY, CASES.c.id_no.is_not(None)
    )
    with desk.database.reading() as connection:
        number, name = connection.execute(query.order_by(CASES.c.code)).first()
    return number, name


def test_a_person_is_taken_in_from_search_to_number(lan):
    lan.keyboard.press("g")
    lan.keyboard.press("m")
    search = lan.get_by_label("Thủ tục", exact=True)
    expect(search).to_be_focused()
    shot(lan, "intake-choose")
    search.fill("chung thuc chu ky")
    expect(lan.get_by_text("1 thủ tục khớp")).to_be_visible()
    search.press("Enter")

    number = lan.get_by_label("Số định danh").first
    expect(number).to_be_focused()
    number.fill("079188001234")
    number.press("Enter")
    lan.get_by_label("Họ và tên, hoặc tên tổ chức").fill("Bùi <b>Thị</b> Bưởi 🌸")
    lan.get_by_label("Họ và tên, hoặc tên tổ chức").press("Enter")
    expect(lan.get_by_role("heading", name="Tiếp nhận: Chứng thực chữ ký")).to_be_visible()
    lan.get_by_label("Đã nhận đủ mọi giấy tờ").check()
    expect(lan.get_by_text("Nếu thiếu giấy tờ bắt buộc")).to_be_hidden()
    expect(lan.locator(".due-at")).to_contain_text("17:30 hôm nay")
    lan.set_input_files(
        "#f-files", {"name": "don.pdf", "mimeType": "application/pdf", "buffer": papers.pdf()}
    )
    shot(lan, "intake-form")
    lan.keyboard.press("Control+Enter")

    expect(lan.get_by_role("heading", level=1)).to_contain_text("Bùi <b>Thị</b> Bưởi 🌸")
    expect(lan.locator(".big-code")).to_have_text(re.compile(r"H32\.PL-240124-\d{4}"))
    shot(lan, "intake-done")
    assert axe(lan) == []


def test_the_promise_follows_what_is_chosen(lan):
    lan.goto("/intake/2.000815")

    lan.get_by_label("Yêu cầu bổ sung ngay").check()
    expect(lan.locator("#due")).to_contain_text("Nếu công dân bổ sung")
    lan.get_by_label("Trực tuyến (nhập từ Cổng DVC)").check()
    expect(lan.locator("#due")).to_contain_text("phải trả lời chậm nhất")
    expect(lan.get_by_label("Công dân nộp trên Cổng lúc")).to_be_visible()
    expect(lan.get_by_label("Ghi chú")).to_be_hidden()
    assert axe(lan) == []


def test_an_intake_of_long_ago_goes_to_a_leader_from_the_same_form(lan):
    lan.goto("/intake/2.000815")
    lan.get_by_label("Họ và tên, hoặc tên tổ chức").fill("Bùi Thị Bưởi")
    lan.get_by_label("Đã nhận đủ mọi giấy tờ").check()
    lan.get_by_label("Lúc khác").check()
    lan.get_by_label("Tiếp nhận lúc").fill("2024-01-22T09:00")
    lan.keyboard.press("Control+Enter")

    expect(lan.locator(".late-intake")).to_contain_text("hẹn trả 17:30 thứ Hai 22/01/2024")
    expect(lan.get_by_label("Họ và tên, hoặc tên tổ chức")).to_have_value("Bùi Thị Bưởi")
    assert axe(lan) == []
    lan.get_by_label("Vì sao bây giờ mới ghi").fill("Mất mạng cả buổi")
    lan.get_by_label("Căn cứ của thời điểm").fill("Biên nhận giấy số 12")
    lan.get_by_role("button", name="Gửi lãnh đạo duyệt").click()

    expect(lan.get_by_text("Chưa có gì được ghi")).to_be_visible()
    expect(lan.get_by_text("17:30 22/01")).to_be_visible()


def test_earlier_data_is_taken_by_one_button(lan, known):
    lan.goto("/intake/2.000815")
    lan.get_by_label("Họ và tên, hoặc tên tổ chức").fill("Ai đó")
    lan.get_by_label("Ghi chú").fill("còn đây")
    lan.get_by_label("Số định danh").first.fill(known[0])
    lan.get_by_role("button", name="Tìm dữ liệu cũ").click()
    lan.get_by_role("button", name="Lấy dữ liệu này").first.click()

    expect(lan.get_by_label("Họ và tên, hoặc tên tổ chức")).to_have_value(known[1])
    expect(lan.get_by_label("Họ và tên, hoặc tên tổ chức")).to_be_focused()
    expect(lan.get_by_label("Ghi chú")).to_have_value("còn đây")


def test_several_procedures_are_ticked_and_searched_on(lan):
    lan.goto("/intake")
    assert axe(lan) == []
    lan.get_by_label("Chọn Chứng thực chữ ký").check()
    lan.get_by_label("Thủ tục", exact=True).fill("ket hon")
    expect(lan.get_by_text("đã đánh dấu 1")).to_be_visible()
    lan.get_by_label("Chọn Đăng ký kết hôn").check()
    lan.get_by_role("button", name="Tiếp nhận lần lượt").click()

    expect(lan.get_by_text("hồ sơ 1/2")).to_be_visible()


def test_without_script_and_on_a_phone_the_form_works(window, known):
    page = window(java_script_enabled=False, viewport=PHONE)
    page.goto("/sign-in")
    page.get_by_label("Tên đăng nhập").fill("lan.mc")
    page.get_by_label("Mật khẩu").fill(ONE_FOR_ALL)
    page.get_by_role("button", name="Đăng nhập").click()
    page.goto("/intake/2.000815")
    page.get_by_label("Số định danh").first.fill(known[0])
    page.get_by_role("button", name="Tìm dữ liệu cũ").click()
    page.get_by_role("button", name="Lấy dữ liệu này").first.click()
    page.get_by_label("Bản chính giấy tờ, văn bản", exact=True).check()
    page.get_by_role("button", name="Tiếp nhận hồ sơ").click()

    expect(page.locator(".big-code")).to_be_visible()
    expect(page.get_by_role("heading", level=1)).to_contain_text(known[1])
