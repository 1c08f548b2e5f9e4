"""Cases and officers for the browser tests of the case page."""

from datetime import timedelta

from playwright.sync_api import Page

from app.sample import MORNING, ONE_FOR_ALL
from app.services.record import open_case, record
from tests.browser.desk import Desk
from workflows import commands as cmd
from workflows.events import Applicant, Paper

MINUTE = timedelta(minutes=1)
TU = Applicant(name="Bà Tư", id_no="000123456789", phone="0900000777", address="Tổ 4")


def enter(page: Page, login: str) -> None:
    """Sign in as somebody of the sample."""
    page.goto("/sign-in")
    page.get_by_label("Tên đăng nhập").fill(login)
    page.get_by_label("Mật khẩu").fill(ONE_FOR_ALL)
    page.get_by_role("button", name="Đăng nhập").click()


def accepted(desk: Desk) -> str:
    """A case brought to the desk an hour before MORNING."""
    at = MORNING - 60 * MINUTE
    command = cmd.AcceptCase(
        at=at,
        agency="H32.PL",
        procedure="1.004873",
        channel="direct",
        applicant=TU,
        papers=(Paper(name="Tờ khai", kind="original", count=1),),
        fee=15_000,
    )
    return open_case(desk.database, command, by="lan.mc", now=at).code


def appraised(desk: Desk) -> str:
    """The same with its appraisal in somebody's hands."""
    code = accepted(desk)
    begun = cmd.StartStep(at=MORNING - 30 * MINUTE, step="appraise", assignee="hue.tp")
    record(desk.database, code, begun, by="lan.mc", now=MORNING)
    return code
