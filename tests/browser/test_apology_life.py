"""A case goes late, and says sorry: drafted, signed, numbered, sent, published; and only once."""

import re
from collections.abc import Callable
from datetime import date

from playwright.sync_api import Page, expect

from app.notices.delivery import deliver
from app.reports.ii06a import report
from app.reports.period import Period
from app.services.public_letters import public_letters
from app.services.record import open_case, record_all
from app.store.channels import announce
from app.store.files import place_of
from app.store.letters import IssuedRow, of_case
from app.store.scope import Scope
from config import Config
from sla.zone import later
from tests.browser.days import badge, enter, open_list, press, row_of, say, told
from tests.browser.desk import Desk
from tests.browser.looking import axe
from tests.notices.mail_servers import Post, open_post
from workflows import commands as cmd
from workflows.events import Applicant

MAIL = "ba.tu.tre@example.com"
LATE = Applicant(name="Bà Tư Trễ", email=MAIL, address="Tổ 4, phường Phước Long")
PUBLIC = "Bước thụ lý kéo dài do thiếu nhân sự."
QUARTER = Period(first=date(2023, 12, 15), last=date(2024, 3, 14))
WARD = Scope(agency="H32.PL")


def in_hand(desk: Desk) -> str:
    """A case of this moment, promised for this evening, in the hands of Huệ."""
    at = desk.now()
    with desk.database.writing() as connection:
        announce(connection, ("mail",), now=at)
    accept = cmd.AcceptCase(
        at=at, agency="H32.PL", procedure="2.000635", channel="direct", applicant=LATE
    )
    start = cmd.StartStep(at=at, step="appraise", assignee="hue.tp")
    return open_case(desk.database, accept, by="lan.mc", now=at, following=[start]).code


def finished(desk: Desk, code: str) -> None:
    """The result is there at last, within the date promised anew."""
    at = desk.now()
    done: list[cmd.Command] = [cmd.CompleteStep(at=at, step="appraise")]
    for step in ("sign", "issue"):
        done += [cmd.StartStep(at=at, step=step), cmd.CompleteStep(at=at, step=step)]
    record_all(
        desk.database, code, [*done, cmd.ResolveCase(at=at, outcome="granted")], by="tam.vt", now=at
    )


def late_in_the_table(desk: Desk) -> int:
    with desk.database.reading() as connection:
        return report(connection, WARD, QUARTER, now=desk.now()).total["solved.late"]


def until_next_morning(page: Page) -> None:
    """Press the button of the demonstration's clock, which records what became due."""
    page.goto("/demo/clock")
    page.get_by_role("button", name=re.compile("^Sang 07:30")).click()
    expect(page.locator(".told")).to_contain_text("Chuông của bạn có")


def open_apology(page: Page, title: str, code: str) -> None:
    """From a list by way of the case to its apology."""
    open_list(page, title)
    row_of(page, code).locator("a.code").click()
    page.get_by_role("link", name="Mở thư xin lỗi").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Thư xin lỗi")


def letter_of(desk: Desk, code: str) -> IssuedRow:
    with desk.database.reading() as connection:
        (letter,) = of_case(connection, code)
    return letter


def delivered(desk: Desk, config: Config, server: Post) -> None:
    """What the scheduler does with what waits; one message of a case to an address at a time."""
    for minutes in (1, 61, 121):
        channel = server.channel(files=config.files_dir)
        deliver(desk.database, channel, now=later(desk.now(), minutes=minutes), limit=50)


def refused_a_second_time(stale: Page, page: Page, code: str) -> None:
    """From a form opened before the first one, and from the page as it stands now."""
    press(stale, "Ghi dự thảo, trình ký")
    expect(stale.get_by_role("alert")).to_contain_text("Hồ sơ đã có thư xin lỗi")
    expect(stale.get_by_role("button", name="Ghi dự thảo, trình ký")).to_have_count(0)
    page.goto(f"/cases/{code}/acts/draft_apology")
    expect(page.get_by_text("Chỉ được xin lỗi, hẹn lại một lần")).to_be_visible()
    press(page, "Báo lãnh đạo và trung tâm")
    told(page, "Đã báo lãnh đạo và trung tâm")


def drafts(page: Page, code: str) -> Page:
    """The officer completes what is filled in; a second window stays behind with the old form."""
    open_apology(page, "Cần thư xin lỗi", code)
    reason = page.get_by_label("Lý do, gửi người nộp")
    expect(reason).to_have_value(re.compile("^Bước “Thụ lý” tại .* kéo dài hơn thời gian quy định"))
    expect(page.locator("img.letter-page")).to_be_visible()
    stale = page.context.new_page()
    stale.goto(page.url)
    say(page, "Lý do, đăng công khai", PUBLIC)
    assert axe(page) == []
    press(page, "Ghi dự thảo, trình ký")
    told(page, "Đã ghi dự thảo")
    return stale


def signs(page: Page, code: str) -> str:
    """The leader reads it and signs; the hash that was shown."""
    open_apology(page, "Chờ ký thư xin lỗi", code)
    expect(page.locator("img.letter-page")).to_be_visible()
    # The ward has two leaders, so nobody is taken for its head.
    expect(page.get_by_label("Chức danh in trên thư")).to_have_value("")
    say(page, "Chức danh in trên thư", "CHỦ TỊCH")
    shown = page.locator("code.hash").inner_text()
    assert axe(page) == []
    press(page, "Ký thư xin lỗi")
    told(page, "Đã ký thư xin lỗi")
    return shown


def numbers(page: Page, desk: Desk, code: str, signed: str) -> IssuedRow:
    """The clerk gives it a number and sends it."""
    open_apology(page, "Chờ cấp số, phát hành thư xin lỗi", code)
    expect(page.locator("code.hash")).to_have_text(signed)
    press(page, "Cấp số, phát hành và gửi")
    letter = letter_of(desk, code)
    told(page, f"Đã phát hành thư xin lỗi số {letter.number}")
    expect(page.get_by_role("row", name=re.compile("Thư điện tử"))).to_contain_text("chờ gửi")
    return letter


def arrives(page: Page, desk: Desk, config: Config, letter: IssuedRow) -> None:
    """The test's mail server has the very letter, and the page knows."""
    with open_post() as server:
        delivered(desk, config, server)
    parts = [part for mail in server.mails for part in mail.iter_attachments()]
    kept = place_of(config.files_dir, letter.file).read_bytes()
    assert [part.get_content() for part in parts] == [kept]
    page.reload()
    expect(page.get_by_role("row", name=re.compile("Thư điện tử"))).to_contain_text("đã gửi")


def is_published(page: Page, desk: Desk, letter: IssuedRow) -> None:
    press(page, "Đăng công khai")
    told(page, "Đã đăng công khai")
    assert axe(page) == []
    month = public_letters(desk.database, date(2024, 1, 1))
    assert [(one.number, one.reason) for one in month.letters] == [(letter.number, PUBLIC)]


def everybody_reads(page: Page, letter: IssuedRow) -> None:
    """Nobody has signed in here; what stands there tells of no person and no case."""
    page.goto("/apologies/2024-01")
    main = page.get_by_role("main")
    expect(main).to_contain_text(letter.number)
    expect(main).to_contain_text(PUBLIC)
    expect(main).not_to_contain_text(letter.case_code)
    expect(main).not_to_contain_text(LATE.name)


def test_a_case_goes_late_and_its_apology_reaches_citizen_and_public(
    desk: Desk, config: Config, window: Callable[..., Page]
) -> None:
    officer, leader, clerk = window(), window(), window()
    for page, login in ((officer, "hue.tp"), (leader, "binh.ld"), (clerk, "tam.vt")):
        enter(page, login)
    code, before = in_hand(desk), late_in_the_table(desk)
    until_next_morning(leader)

    stale = drafts(officer, code)
    letter = numbers(clerk, desk, code, signs(leader, code))
    arrives(clerk, desk, config, letter)
    is_published(clerk, desk, letter)
    everybody_reads(window(), letter)
    refused_a_second_time(stale, officer, code)

    finished(desk, code)
    assert late_in_the_table(desk) == before + 1


def test_the_ledger_leads_to_the_cases_behind_a_number(desk: Desk, page: Page) -> None:
    enter(page, "binh.ld")
    waiting = badge(page, "Cần thư xin lỗi")
    page.locator("summary", has_text="Văn bản").click()
    page.get_by_role("link", name="Thư xin lỗi", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Quý I năm 2024")
    assert axe(page) == []

    page.get_by_role("link", name=re.compile("^Còn phải làm")).click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Còn phải làm")
    expect(page.locator("table.cases tbody tr")).to_have_count(waiting)
    assert axe(page) == []
    page.get_by_role("link", name="← Sổ theo dõi thư xin lỗi").click()
    expect(page.get_by_role("table")).to_be_visible()
