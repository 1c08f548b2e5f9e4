"""Acts in a real browser: effect beforehand, handing on, a late tick, two officers at once."""

from playwright.sync_api import expect

from tests.browser.cases import appraised, enter
from tests.browser.looking import axe, shot
from tests.web.test_files import PDF


def test_a_step_is_finished_and_handed_on(desk, page):
    code = appraised(desk)
    enter(page, "hue.tp")
    page.goto(f"/cases/{code}")
    page.get_by_role("link", name="Hoàn thành bước Thụ lý").click()
    page.get_by_label("Giao bước tiếp theo cho").select_option(label="Ký duyệt → Đỗ Thanh Bình")
    assert axe(page) == []
    shot(page, "act-complete")
    page.get_by_role("button", name="Hoàn thành bước").click()

    expect(page).to_have_url(f"{desk.url}/cases/{code}")
    expect(page.get_by_role("status")).to_contain_text("Đã ghi: Hoàn thành bước Thụ lý")
    expect(page.locator("table.steps tr", has_text="Ký duyệt")).to_contain_text("đang làm")


def test_before_a_pause_the_due_dates_are_there_and_follow_the_time_said(desk, page):
    code = appraised(desk)
    enter(page, "hue.tp")
    page.goto(f"/cases/{code}/acts/pause")
    effect = page.locator("#effect")
    expect(effect).to_contain_text("Nếu tiếp tục vào")
    expect(page.get_by_label("Xảy ra lúc")).to_be_hidden()
    page.get_by_label("Lúc khác").check()
    page.get_by_label("Xảy ra lúc").fill("2024-01-24T08:10")
    page.get_by_label("Xảy ra lúc").blur()

    expect(effect).to_contain_text("Đồng hồ dừng từ thứ Tư 24/01/2024 08:10")
    assert axe(page) == []
    shot(page, "act-pause")


def test_what_happened_yesterday_is_proposed_with_its_effect_shown_first(desk, page):
    code = appraised(desk)
    enter(page, "hue.tp")
    page.goto(f"/cases/{code}/acts/correct")
    page.get_by_label("Việc đã ghi sai thời điểm").select_option(index=1)
    page.get_by_label("Thật ra xảy ra lúc").fill("2024-01-24T07:45")
    page.get_by_label("Lý do").fill("gõ nhầm giờ")
    page.get_by_label("Căn cứ").fill("sổ giao nhận trang 5")
    page.get_by_role("button", name="Xem hiệu lực").click()
    expect(page.locator("#effect")).to_contain_text("Nếu được duyệt")
    assert axe(page) == []
    shot(page, "act-correct")
    page.get_by_role("button", name="Gửi đề nghị").click()

    expect(page.get_by_text("Đang chờ duyệt:")).to_be_visible()
    expect(page.get_by_role("status")).to_contain_text("Chưa có gì được ghi")


def test_two_officers_press_at_once_and_the_second_is_told_who_was_first(desk, window):
    code, first, second = appraised(desk), window(), window()
    for page, login in ((first, "hue.tp"), (second, "binh.ld")):
        enter(page, login)
        page.goto(f"/cases/{code}/acts/pause")
        page.get_by_label("Căn cứ").first.select_option("payment")
    second.get_by_label("Ghi rõ").fill("chờ thông báo thuế")
    first.get_by_role("button", name="Tạm dừng").click()
    expect(first).to_have_url(f"{desk.url}/cases/{code}")
    second.get_by_role("button", name="Tạm dừng").click()

    expect(second.get_by_role("alert")).to_contain_text("hồ sơ vừa thay đổi")
    expect(second.get_by_role("alert")).to_contain_text("Tạm dừng")
    expect(second.get_by_label("Ghi rõ")).to_have_value("chờ thông báo thuế")
    assert axe(second) == []


def test_a_scan_is_attached_and_opened(desk, page):
    code = appraised(desk)
    enter(page, "lan.mc")
    page.goto(f"/cases/{code}")
    page.get_by_text("Thêm tệp").click()
    page.locator("#f-file").set_input_files(
        files=[{"name": "Tờ khai.pdf", "mimeType": "application/pdf", "buffer": PDF}]
    )
    page.get_by_label("Đã ký số").check()
    page.get_by_role("button", name="Đính kèm").click()

    expect(page.get_by_role("link", name="Tờ khai.pdf")).to_be_visible()
    expect(page.get_by_text("đã ký số", exact=True)).to_be_visible()
    assert axe(page) == []
