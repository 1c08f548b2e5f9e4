"""When citizens are told, and what of deadlines: late, moved, held to the hours of the office."""

import pytest

from app.deadlines.tick import tick
from tests.notices.telling import (
    FOOT,
    MORNING,
    STARTED,
    accepted,
    did,
    keys,
    march,
    outbox,
    text,
    ward,
)
from tests.store import desk
from workflows import commands as do


@pytest.mark.parametrize(
    ("at", "opens"),
    [
        (march(4, "09:00"), march(4, "09:00")),
        (march(4, "12:00"), march(4, "13:30")),
        (march(4, "19:00"), march(5, "07:30")),
        (march(8, "17:31"), march(11, "07:30")),
    ],
)
def test_nothing_leaves_while_the_office_is_closed(sqlite_url, at, opens):
    opened = ward(sqlite_url)

    accepted(opened, at)

    assert {message.not_before for message in outbox(opened)} == {opens}


def test_a_new_day_off_of_the_office_holds_messages_too(sqlite_url):
    opened = ward(sqlite_url)
    code = accepted(opened)
    desk.load(opened, desk.TUESDAY_OFF)

    did(opened, code, STARTED, do.ResolveCase(at=march(5, "09:00"), outcome="granted"))

    assert {message.not_before for message in outbox(opened)} == {MORNING, march(6, "07:30")}


def test_a_case_recorded_days_late_is_told_all_the_same(database_url):
    opened = ward(database_url)

    code = accepted(opened, MORNING, now=march(7, "15:00"))

    (sms,) = outbox(opened, channel="sms")
    assert sms.key == f"citizen:{code}:1:received:sms"
    assert sms.not_before == march(7, "15:00")


def test_a_late_case_is_apologised_for_once(database_url):
    opened = ward(database_url)
    code = accepted(opened)

    for hour in ("09:00", "10:00", "19:00"):
        tick(opened, until=march(7, hour), now=march(7, hour))
    tick(opened, until=march(8, "09:00"), now=march(8, "09:00"))

    assert [key for key in keys(opened, channel="sms") if "late" in key] != []
    assert text(opened, "sms", "late") == (
        f"Hồ sơ {code} đã quá hẹn thứ Năm 07/03/2024 09:00, vẫn đang được giải quyết. "
        f"Xin lỗi Ông/Bà. Liên hệ: {FOOT}"
    )


def test_after_days_without_power_only_who_still_waits_is_apologised_to(database_url):
    opened = ward(database_url)
    waits, closed, moved = (accepted(opened) for _ in range(3))
    did(opened, closed, STARTED, do.ResolveCase(at=march(8, "09:00"), outcome="granted"))
    decision = do.AdjustDeadline(
        at=march(8, "09:00"), new_due_at=march(13, "09:00"), reason="QĐ 1", approved_by="Hùng"
    )
    did(opened, moved, decision)

    tick(opened, until=march(11, "08:00"), now=march(11, "08:00"))

    late = [message for message in outbox(opened, channel="sms") if ":late:" in message.key]
    assert [message.case_code for message in late] == [waits]


def test_a_moved_appointment_tells_the_old_one_and_the_new_one(database_url):
    opened = ward(database_url)
    code = accepted(opened)
    decision = do.AdjustDeadline(
        at=march(5, "09:00"),
        new_due_at=march(8, "09:00"),
        reason="Quyết định 12/QĐ-UBND",
        approved_by="Hùng",
    )

    did(opened, code, decision)

    letter = text(opened, "mail", "moved")
    assert "\nHẹn trước đây: thứ Năm 07/03/2024 09:00.\n" in letter
    assert "\nHẹn mới: thứ Sáu 08/03/2024 09:00.\n" in letter
    assert "\nTheo quyết định: Quyết định 12/QĐ-UBND.\n" in letter
    assert "từ thứ Năm 07/03/2024 09:00 sang thứ Sáu 08/03/2024 09:00." in (
        text(opened, "sms", "moved")
    )


def test_a_decision_that_leaves_the_appointment_where_it_was_is_no_news(sqlite_url):
    opened = ward(sqlite_url)
    code = accepted(opened)
    same = do.AdjustDeadline(
        at=march(5, "09:00"), new_due_at=march(7, "09:00"), reason="QĐ 1", approved_by="Hùng"
    )

    did(opened, code, same)

    assert keys(opened, channel="sms") == ["1:received:sms"]


def test_an_act_does_not_fail_for_a_calendar_that_ends(sqlite_url):
    """The office's hours of the new year are not known yet; the citizen is told at once."""
    opened = ward(sqlite_url, ["sms"])
    code = accepted(opened, desk.MONDAY.replace(year=2025, month=12, day=22))
    after = march(6, "20:00").replace(year=2026, month=1)

    did(opened, code, do.ReturnCase(at=after, reason="không đủ điều kiện"))

    assert keys(opened) == ["1:received:sms", "2:returned:sms"]
    assert outbox(opened)[-1].not_before == after
