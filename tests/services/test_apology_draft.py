"""Drafts: when one may be made, what it may promise, and what may not be read by everybody."""

from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from app.errors import BadInput, CaseChangedMeanwhile, MotcuaError, Refused, Unknown
from app.services.apology import apology_page, draft
from app.services.apology_privacy import personal_in
from app.store.engine import Database
from tests import builders
from tests.services.apologising import (
    AGAIN,
    AGENT,
    DUE,
    LAST_DAY,
    PUBLIC,
    TU,
    drafted,
    late_case,
    march,
    signed,
    ward,
    words,
)  # fmt: skip
from tests.services.hands import HUNG, LAN, MINH, SON, YEN, press
from tests.store import desk

CASE = builders.case_of(builders.desk(applicant=TU, agent=AGENT))


@pytest.fixture
def opened(database_url: str) -> Database:
    return ward(database_url)


def refused(opened: Database, code: str, **changes: Any) -> MotcuaError:
    with pytest.raises((BadInput, Refused)) as told:
        drafted(opened, code, **changes)
    return told.value


def test_not_while_the_case_can_still_be_in_time(opened: Database) -> None:
    code = desk.opened_case(opened, desk.acceptance()).code
    told = refused(opened, code, by=LAN, at=desk.MONDAY)
    assert "chưa phải xin lỗi" in str(told)
    assert drafted(opened, code, by=LAN, at=LAST_DAY)


def test_as_soon_as_the_forecast_says_it_will_be_missed(opened: Database) -> None:
    # A day and a half before the deadline nobody has begun the three days of work.
    code = desk.opened_case(opened, desk.acceptance()).code
    page = apology_page(opened, LAN, code, now=march(5, "15:00"))
    assert page.seen is not None
    assert (page.seen.prospect, page.may_be_drafted) == ("will_miss", True)
    assert drafted(opened, code, by=LAN, at=march(5, "15:00"))


def test_whoever_works_on_it_may_draft(opened: Database) -> None:
    code = late_case(opened)
    for by in (LAN, MINH, HUNG):
        assert drafted(opened, code, by=by)


def test_nobody_else_may(opened: Database) -> None:
    code = late_case(opened)
    assert "việc này của" in str(refused(opened, code, by=YEN))
    with pytest.raises(Unknown, match="không có hồ sơ"):
        drafted(opened, code, by=SON)


def test_the_new_date_is_one_that_can_be_kept(opened: Database) -> None:
    code = late_case(opened)
    for again, why in (
        (DUE, "phải sau hạn trả"),
        (march(7, "08:00"), "phải sau hạn trả"),
        (march(10, "09:00"), "không phải giờ làm việc"),
        (march(12, "12:00"), "không phải giờ làm việc"),
        (march(12, "17:31"), "không phải giờ làm việc"),
        (datetime.fromisoformat("2026-03-12T09:00+07:00"), "2026"),
    ):
        assert why in str(refused(opened, code, new_due_at=again))


def test_the_new_date_lies_ahead(opened: Database) -> None:
    told = refused(opened, late_case(opened), at=march(13, "08:00"))
    assert "phải sau lúc này" in str(told)


@pytest.mark.parametrize(
    ("public_reason", "what"),
    [
        ("Chờ xác minh của bà Nguyễn Thị Tư", "họ tên"),
        ("cho xac minh NGUYEN  THI-TU", "họ tên"),
        ("Giấy tờ 0000 0000 0004 chưa rõ", "số giấy tờ"),
        ("Gọi 0900.000.004 không được", "số điện thoại"),
        ("Gọi +84 900 000 004 không được", "số điện thoại"),
        ("Thư BA.TU@EXAMPLE.COM bị trả lại", "thư điện tử"),
        ("Đã đến 12 đường Hoa Mẫu nhưng vắng", "địa chỉ"),
        ("Phải hỏi ông Lê Văn Mẫu", "họ tên"),
        ("Gọi 0900 000 005 không được", "số điện thoại"),
    ],
)
def test_the_public_reason_names_nobody(public_reason: str, what: str) -> None:
    found = personal_in(CASE, public_reason)
    assert found is not None
    assert found.startswith(what)


def test_what_names_somebody_is_not_drafted(opened: Database) -> None:
    told = refused(opened, late_case(opened), public_reason="Chờ xác minh của bà Nguyễn Thị Tư")
    assert isinstance(told, BadInput)
    assert told.field == "public_reason"
    assert "không được có họ tên người nộp hồ sơ" in str(told)


def test_nor_the_case(opened: Database) -> None:
    code = late_case(opened)
    told = refused(opened, code, public_reason=f"Hồ sơ {code.lower()} chờ xác minh")
    assert "mã hồ sơ" in str(told)


@pytest.mark.parametrize(
    "harmless",
    [
        PUBLIC,
        "Chờ cơ quan thuế phường Phước Long trả lời công văn 12/CV",
        "Hệ thống hỏng từ 8 giờ đến 17 giờ ngày 04/3/2024",
        "Bộ phận một cửa thiếu người từ thứ Tư",
    ],
)
def test_an_honest_reason_passes(harmless: str) -> None:
    assert personal_in(CASE, harmless) is None


def test_a_reason_is_written_and_fits(opened: Database) -> None:
    code = late_case(opened)
    for field in ("reason", "public_reason"):
        for text in ("", " \n\t ", "dài " * 400):
            told = refused(opened, code, **{field: text})
            assert isinstance(told, BadInput)
            assert told.field == field


def test_reasons_become_one_line_of_text(opened: Database) -> None:
    code = late_case(opened)
    drafted(opened, code, reason="#panic(1)\n{{ 7*7 }}\x00\u202e  <b>", public_reason="a\nb")
    draft_of = apology_page(opened, MINH, code, now=LAST_DAY).case.draft
    assert draft_of is not None
    assert draft_of.reason == "#panic(1) {{ 7*7 }} <b>"
    assert draft_of.public_reason == "a b"


def test_a_new_draft_takes_the_signature_away(opened: Database, tmp_path: Path) -> None:
    code = late_case(opened)
    number = drafted(opened, code)
    signed(opened, tmp_path, code, number)
    drafted(opened, code, reason="Lý do khác")
    page = apology_page(opened, HUNG, code, now=LAST_DAY)
    assert (page.stage, page.signed, page.as_signed) == ("drafted", None, None)


def test_a_page_that_is_out_of_date_is_told_so(opened: Database) -> None:
    code = late_case(opened)
    version = apology_page(opened, MINH, code, now=LAST_DAY).version
    drafted(opened, code)
    with pytest.raises(CaseChangedMeanwhile):
        draft(opened, press(MINH, LAST_DAY), code, words(), expected_version=version)


def test_the_same_press_drafts_once(opened: Database) -> None:
    code, once = late_case(opened), press(MINH, LAST_DAY)
    first = draft(opened, once, code, words())
    again = draft(opened, once, code, words())
    assert (again.version, again.repeated) == (first.version, True)
    assert again.events == first.events
    assert first.events[0].at == LAST_DAY
    assert AGAIN > DUE
