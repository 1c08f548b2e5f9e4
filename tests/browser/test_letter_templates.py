"""A leader takes the built-in form, uploads it changed, looks at what it makes, and goes back."""

from pathlib import Path

from playwright.sync_api import expect

from tests.browser.cases import enter
from tests.browser.looking import axe, shot
from tests.browser.test_looks import PHONE, too_wide
from tests.letters.docxes import said, template

RECEIPT = "giấy tiếp nhận hồ sơ và hẹn trả kết quả"


def upload(page, content):
    page.get_by_label("Loại giấy tờ", exact=True).select_option("receipt")
    given = {"name": "Mẫu nhà.docx", "mimeType": "application/octet-stream", "buffer": content}
    page.get_by_label("Tệp mẫu").set_input_files(files=[given])
    page.get_by_role("button", name="Thử và dùng mẫu này").click()


def fetched(page, name):
    with page.expect_download() as loading:
        page.get_by_role("link", name=name).click()
    return Path(loading.value.path()).read_bytes()


def test_a_template_goes_from_the_form_to_use_and_back(page):
    enter(page, "binh.ld")
    page.locator("summary", has_text="Quản trị").click()
    page.get_by_role("link", name="Mẫu giấy tờ").click()
    form = fetched(page, f"Tải tệp để sửa: {RECEIPT}")

    upload(page, template("{{ nobody }}"))
    expect(page.get_by_role("alert")).to_contain_text("giá trị “nobody” không có")
    assert axe(page) == []
    upload(page, form)
    expect(page.get_by_role("status")).to_contain_text("Đã dùng mẫu riêng, bản 1")
    expect(page.get_by_role("table", name="Mẫu của từng loại")).to_contain_text("Mẫu nhà.docx")
    assert "Nguyễn Văn Mẫu" in said(fetched(page, f"Xem thử: {RECEIPT}"))
    assert axe(page) == []

    page.get_by_role("button", name=f"Tắt mẫu riêng: {RECEIPT}").click()
    expect(page.get_by_role("status")).to_contain_text("in theo mẫu dựng sẵn")


def test_on_a_phone_in_the_dark_it_fits_and_reads(window):
    page = window(viewport=PHONE, color_scheme="dark")
    enter(page, "quantri.pl")
    page.goto("/letters/templates")
    page.get_by_text("Các giá trị và danh sách dùng được").click()

    shot(page, "letter-templates-values-phone")
    assert too_wide(page) <= 0
    assert axe(page) == []
