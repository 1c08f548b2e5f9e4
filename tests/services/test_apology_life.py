"""An apology from the day before the deadline to the public page, and no second one."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from io import BytesIO
from pathlib import Path

import pytest
from pypdf import PdfReader
from sqlalchemy import select

from app.errors import Refused
from app.services.apology import apology_page, draft, issue
from app.services.record import record_all
from app.store.engine import Database
from app.store.files import place_of
from app.store.notices import NOTICES
from tests.services.apologising import (
    AGAIN,
    CENTRE,
    DUE,
    LAST_DAY,
    PUBLIC,
    TU,
    VAN,
    drafted,
    issued,
    late_case,
    march,
    public,
    signed,
    ward,
    words,
)  # fmt: skip
from tests.services.hands import HUNG, LAN, MINH, press
from tests.store import desk
from workflows.commands import CompleteStep, IssueApology, ResolveCase


@pytest.fixture
def opened(database_url: str) -> Database:
    return ward(database_url)


def bells(opened: Database, word: str) -> list[str]:
    """Whose bells hold a line with a word in its text."""
    with opened.reading() as connection:
        rows = connection.execute(select(NOTICES.c.login, NOTICES.c.text))
        return sorted(row.login for row in rows if word in row.text)


def test_one_is_owed_and_proposed_before_anybody_writes_it(opened: Database) -> None:
    page = apology_page(opened, MINH, late_case(opened), now=LAST_DAY)
    assert page.stage == "owed"
    assert page.proposal is not None
    assert (page.proposal.due_at, page.proposal.officer) == (DUE, "minh")
    assert page.proposal.new_due_at > DUE
    assert page.acts["draft_apology"].allowed
    assert not page.acts["sign_apology"].allowed


def test_a_draft_waits_for_the_leader(opened: Database) -> None:
    code = late_case(opened)
    number = drafted(opened, code)
    page = apology_page(opened, HUNG, code, now=LAST_DAY)
    assert page.stage == "drafted"
    assert page.drafted is not None
    assert (page.drafted.version, page.drafted.by) == (number, "minh")
    assert (page.title, page.acts["sign_apology"].allowed) == ("CHỦ TỊCH", True)
    assert bells(opened, "chờ ký") == ["hung"]


def test_what_is_signed_waits_for_its_number(opened: Database, tmp_path: Path) -> None:
    code = late_case(opened)
    signed(opened, tmp_path, code, drafted(opened, code))
    page = apology_page(opened, VAN, code, now=LAST_DAY)
    assert (page.stage, page.as_signed) == ("signed", True)
    assert page.signed is not None
    assert (page.signed.by, page.who("hung")) == ("hung", "Hung")
    assert bells(opened, "chờ cấp số") == ["van"]


def test_it_goes_out_by_every_channel_with_its_number(opened: Database, tmp_path: Path) -> None:
    code = late_case(opened)
    letter = issued(opened, tmp_path, code)
    page = apology_page(opened, VAN, code, now=LAST_DAY)
    assert (letter.number, page.stage, page.letter) == ("01/PXL", "issued", letter)
    assert page.proposal is None
    assert {one.channel: one.message and one.message.state for one in page.channels} == {
        "zalo": "waiting", "sms": "waiting", "mail": "waiting",
    }  # fmt: skip
    assert bells(opened, "chờ đăng công khai") == ["van"]


def test_a_way_the_applicant_has_not_is_told_apart(opened: Database, tmp_path: Path) -> None:
    code = late_case(opened, applicant=replace(TU, email=None))
    issued(opened, tmp_path, code)
    ways = {one.channel: one for one in apology_page(opened, VAN, code, now=LAST_DAY).channels}
    assert (ways["mail"].reached, ways["mail"].message) == (False, None)
    assert ways["sms"].reached
    assert ways["sms"].served


def test_published_it_stands_until_its_new_date_passes(opened: Database, tmp_path: Path) -> None:
    code = late_case(opened)
    public(opened, tmp_path, code)
    page = apology_page(opened, VAN, code, now=LAST_DAY)
    assert (page.stage, page.is_public) == ("published", True)
    assert page.case.apology is not None
    assert (page.case.apology.new_due_at, page.case.apology.public_reason) == (AGAIN, PUBLIC)
    assert apology_page(opened, VAN, code, now=march(13, "08:00")).stage == "exhausted"


def test_the_page_opens_whatever_the_case_has_come_to(opened: Database) -> None:
    sent = desk.opened_case(opened, desk.submission()).code
    page = apology_page(opened, LAN, sent, now=LAST_DAY)
    assert (page.stage, page.owed_since, page.proposal, page.title) == ("none", None, None, "")
    late = late_case(opened)
    at = march(8, "08:00")
    closed = [CompleteStep(at=at, step="appraise"), ResolveCase(at=at, outcome="rejected")]
    record_all(opened, late, closed, by="hung", now=at)
    page = apology_page(opened, HUNG, late, now=at)
    assert (page.stage, page.proposal, page.may_be_drafted) == ("owed", None, False)
    told = late_case(opened)
    apology = IssueApology(at=LAST_DAY, reason="r", new_due_at=AGAIN, signed_by="Ông A")
    record_all(opened, told, [apology], by=None, now=LAST_DAY)
    page = apology_page(opened, HUNG, told, now=LAST_DAY)
    assert (page.stage, page.letters, page.letter) == ("issued", (), None)


def test_two_clerks_at_once_issue_one_letter(opened: Database, tmp_path: Path) -> None:
    code = late_case(opened)
    signed(opened, tmp_path, code, drafted(opened, code))

    def attempt(_: int) -> str:
        try:
            return issue(opened, tmp_path, press(VAN, LAST_DAY), code).number
        except Refused as refused:
            return str(refused)

    with ThreadPoolExecutor(4) as pool:
        said = sorted(pool.map(attempt, range(4)))
    assert said[0] == "01/PXL"
    assert all("không được hẹn lại lần nữa" in each for each in said[1:])
    page = apology_page(opened, VAN, code, now=LAST_DAY)
    assert [letter.number for letter in page.letters] == ["01/PXL"]
    other = late_case(opened)
    assert issued(opened, tmp_path, other).number == "02/PXL"


def test_the_letter_says_what_was_signed(opened: Database, tmp_path: Path) -> None:
    letter = issued(opened, tmp_path, late_case(opened))
    content = place_of(tmp_path, letter.file).read_bytes()
    text = " ".join(PdfReader(BytesIO(content)).pages[0].extract_text().split())
    for told in (
        "01/PXL",
        "Nguyễn Thị Tư",
        "Bước thụ lý kéo dài, phải xác minh thêm của bà Nguyễn Thị Tư",
        "09 giờ 00 phút, ngày 07 tháng 3 năm 2024",
        "17 giờ 30 phút, ngày 12 tháng 3 năm 2024",
        "Hung",
        "CHỦ TỊCH",
        "Đã ký trên hệ thống lúc 15:00 ngày 06/03/2024",
    ):
        assert told in text


def test_a_second_one_is_refused_at_every_step_and_rings_once(
    opened: Database, tmp_path: Path
) -> None:
    code = late_case(opened)
    letter = public(opened, tmp_path, code)
    later = march(13, "08:00")
    for attempt in (
        lambda: draft(opened, press(MINH, later), code, words(new_due_at=march(20, "17:30"))),
        lambda: signed(opened, tmp_path, code, 3, at=later),
        lambda: issue(opened, tmp_path, press(VAN, later), code),
        lambda: issue(opened, tmp_path, press(VAN, later), code),
    ):
        with pytest.raises(Refused, match="không được hẹn lại lần nữa"):
            attempt()
    assert bells(opened, "không được hẹn lại lần nữa") == ["chi", "hung"]
    page = apology_page(opened, CENTRE, code, now=later)
    assert page.letters == (page.letter,)
    assert page.letter is not None
    assert page.letter.number == letter.number


def test_whoever_may_not_apologise_rings_nobody(opened: Database, tmp_path: Path) -> None:
    code = late_case(opened)
    public(opened, tmp_path, code)
    with pytest.raises(Refused, match="việc này của"):
        issue(opened, tmp_path, press(LAN, march(13, "08:00")), code)
    assert bells(opened, "không được hẹn lại lần nữa") == []


def test_the_same_press_issues_one_letter(opened: Database, tmp_path: Path) -> None:
    code = late_case(opened)
    signed(opened, tmp_path, code, drafted(opened, code))
    once = press(VAN, LAST_DAY)
    first = issue(opened, tmp_path, once, code)
    assert issue(opened, tmp_path, once, code) == first
    assert bells(opened, "không được hẹn lại lần nữa") == []
