"""Under the choices of a province the reasons say what is so by them."""

import pytest

from app.reports.members import members
from app.reports.switches import Switches
from tests.reports.desk import accepted, asked, desk, line, put, resolved

Q3 = ("2023-06-15", "2023-09-14")
JUNE = ("2023-06-01", "2023-06-14")
HANDED = Switches(close_at="hand_over")
BY_DAY = Switches(on_time_until="end_of_due_day")


@pytest.fixture
def db(database_url, tmp_path):
    """One case with a result before the quarter, handed over in it, and one never worked on."""
    made = desk(database_url, tmp_path)
    put(
        made,
        accepted("c", "2023-06-05T08:00"), resolved("c", "2023-06-08T07:00"),
        line("c", "delivered", "2023-06-20T08:00", channel="direct"),
        accepted("o", "2023-06-05T08:00"),
    )  # fmt: skip
    return made


def told(db, days, cell, switches):
    """Event, instant, reason and the other sentence of each case."""
    with db.reading() as connection:
        found = members(connection, asked(*days, switches=switches), cell, None, limit=9)
    return {
        one.case_code: (one.event, f"{one.at:%d/%m %H:%M}", one.reason, one.not_next)
        for one in found
    }


def test_a_result_that_waited_for_its_hand_over_is_carried_as_such(db):
    found = told(db, Q3, "received.carried", HANDED)

    assert found["c"][2] == (
        "Tiếp nhận 05/06/2023 08:00, trước kỳ; đã có kết quả 08/06/2023 07:00, "
        "đến đầu kỳ 15/06/2023 chưa trả cho người nộp"
    )
    assert found["o"][2].endswith("đến đầu kỳ 15/06/2023 chưa giải quyết xong")


def test_what_was_handed_over_in_the_period_was_solved_by_that(db):
    assert told(db, Q3, "solved.total", HANDED) == {
        "c": (
            "delivered",
            "20/06 08:00",
            "Trả cho người nộp 20/06/2023 08:00 trong kỳ (có kết quả 08/06/2023 07:00)",
            "không phải đang giải quyết: đã xong khi kỳ chưa hết (14/09/2023)",
        )
    }


def test_its_class_is_that_of_the_result(db):
    assert told(db, Q3, "solved.on_time", HANDED)["c"][2:] == (
        "Trả cho người nộp 20/06/2023 08:00 trong kỳ; có kết quả 08/06/2023 07:00, "
        "không sau giờ hẹn 08/06/2023 08:00",
        "không phải quá hạn: có kết quả không sau giờ hẹn trả",
    )


def test_papers_given_back_are_no_hand_over_of_a_result(db):
    put(
        db,
        accepted("r", "2023-07-03T08:00"),
        line("r", "returned", "2023-07-04T08:00", reason="không đủ điều kiện"),
    )
    assert told(db, Q3, "solved.total", HANDED)["r"][:3] == (
        "returned", "04/07 08:00", "Trả lại hồ sơ 04/07/2023 08:00 trong kỳ",
    )  # fmt: skip


def test_by_the_day_a_case_is_late_from_the_midnight_after(db):
    assert told(db, JUNE, "open.late", BY_DAY)["o"] == (
        "deadline_missed",
        "09/06 00:00",
        "Đã hết ngày hẹn trả 08/06/2023, đến hết kỳ 14/06/2023 chưa giải quyết xong",
        "không phải trong hạn: đã hết ngày hẹn trả lúc chốt",
    )
    assert told(db, JUNE, "open.late", Switches())["o"][1] == "08/06 08:00"
