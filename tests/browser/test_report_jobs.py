"""A province's table, asked for and made here, and a schedule, put and ended, in a browser."""

from playwright.sync_api import expect

from app.services.report_jobs import carry_on
from tests.browser.days import enter, press, told
from tests.browser.looking import axe, shot
from tests.web.reporting import ABOVE, province, scheduled

ASKS = "agency=H32&first=2023-12-15&last=2024-03-14"


def test_a_province_is_made_where_no_scheduler_runs_and_found_again(desk, page, tmp_path):
    province(desk.database, tmp_path)
    # All rows in sight: what its scrolling hides by half would be too small to press.
    page.set_viewport_size({"width": 1366, "height": 1400})
    enter(page, ABOVE)
    page.goto(f"/reports/II.06c?{ASKS}")
    press(page, "Lập nền PDF, DOCX, XLSX")
    expect(page.get_by_text("bộ hẹn giờ không chạy")).to_be_visible()
    assert axe(page) == []

    page.goto("/reports")
    page.get_by_role("link", name="II.06c UBND tỉnh Khánh Hòa").click()
    press(page, "Lập ngay tại đây")
    expect(page.get_by_role("region", name="Biểu II.06c")).to_be_visible()
    files = [one.get_attribute("href") or "" for one in page.locator("a[download]").all()]
    assert page.request.get(files[0]).body().startswith(b"%PDF")
    shot(page, "reports-job")
    assert axe(page) == []


def test_a_schedule_is_made_and_ended(desk, page):
    enter(page, "binh.ld")
    page.goto("/reports/schedules")
    press(page, "Xếp lịch")
    told(page, "Đã xếp lịch")
    expect(page.get_by_text("00:00 ngày 15/03/2024")).to_be_visible()
    shot(page, "reports-schedules")
    assert axe(page) == []
    page.get_by_role("button", name="Dừng lịch biểu II.06a").click()
    told(page, "Đã dừng lịch")


def test_the_page_that_waits_turns_into_the_table_by_itself(desk, page, tmp_path, config):
    province(desk.database, tmp_path)
    scheduled(desk.database)
    enter(page, ABOVE)
    page.goto(f"/reports/II.06c?{ASKS}")
    press(page, "Lập nền PDF, DOCX, XLSX")
    expect(page.get_by_text("Có thể rời trang này")).to_be_visible()

    carry_on(desk.database, config.files_dir, now=desk.now())

    expect(page.get_by_role("region", name="Biểu II.06c")).to_be_visible()
