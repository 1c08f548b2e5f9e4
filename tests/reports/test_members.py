"""Each number opens its cases, and each case says why it stands there and not beside it."""

import pytest

from app.errors import BadInput
from app.reports.members import case_ids, members
from app.reports.switches import Switches
from tests.reports.desk import accepted, asked, desk, line, put, quarter, resolved

Q3 = ("2023-06-15", "2023-09-14")


@pytest.fixture
def db(database_url, tmp_path):
    return desk(database_url, tmp_path)


def opened(db, question, cell, field="HT", **page):
    with db.reading() as connection:
        return members(connection, question, cell, field, **{"limit": 50, **page})


def told(db, question, cell):
    """Case, event, day, reason and the sentence about the column beside it."""
    return [
        (one.case_code, one.event, f"{one.at:%d/%m %H:%M}", one.reason, one.not_next)
        for one in opened(db, question, cell)
    ]


@pytest.fixture
def synthetic(db):
    put(db, quarter())
    return db


@pytest.mark.parametrize(
    ("cell", "wanted"),
    [
        ("received.total", ["c1", "c11", "c2", "c3", "c4", "c5", "c6", "c7"]),
        ("received.online", ["c1", "c11", "c5", "c7"]),
        ("received.direct", ["c2", "c3", "c6"]),
        ("received.carried", ["c4"]),
        ("solved.total", ["c1", "c11", "c2", "c3", "c4"]),
        ("solved.early", ["c1", "c11", "c4"]),
        ("solved.on_time", ["c2"]),
        ("solved.late", ["c3"]),
        ("open.total", ["c5", "c6", "c7"]),
        ("open.in_time", ["c5", "c7"]),
        ("open.late", ["c6"]),
        ("open.paused", ["c7"]),
        ("voided", ["c9"]),
    ],
)
def test_the_cases_behind_each_number_of_the_synthetic_quarter(synthetic, cell, wanted):
    found = opened(synthetic, asked(*Q3), cell)

    assert [one.case_code for one in found] == wanted
    assert {(one.agency, one.field, one.cell) for one in found} == {("P.X", "HT", cell)}
    with synthetic.reading() as connection:
        assert list(case_ids(connection, asked(*Q3))["HT", cell]) == wanted


def test_the_total_has_the_cases_of_every_row_and_another_field_is_none(synthetic):
    assert len(opened(synthetic, asked(*Q3), "received.total", None)) == 8
    with pytest.raises(BadInput, match="không có dòng “XX”"):
        opened(synthetic, asked(*Q3), "received.total", "XX")


def test_a_page_begins_after_the_last_case_of_the_page_before(synthetic):
    first = opened(synthetic, asked(*Q3), "received.total", limit=3)
    second = opened(synthetic, asked(*Q3), "received.total", after="c2", limit=3)

    assert [one.case_code for one in first] == ["c1", "c11", "c2"]
    assert [one.case_code for one in second] == ["c3", "c4", "c5"]


@pytest.mark.parametrize(
    ("cell", "first"),
    [
        (
            "received.online",
            (
                "c1", "accepted", "20/06 09:00",
                "Tiếp nhận trực tuyến 20/06/2023 09:00 trong kỳ",
                "không phải trực tiếp, dịch vụ bưu chính: hồ sơ nộp trực tuyến",
            ),
        ),
        (
            "received.carried",
            (
                "c4", "accepted", "13/06 16:00",
                "Tiếp nhận 13/06/2023 16:00, trước kỳ; đến đầu kỳ 15/06/2023 chưa giải quyết xong",
                "không phải tiếp nhận trong kỳ: tiếp nhận trước ngày đầu kỳ 15/06/2023",
            ),
        ),
        (
            "solved.early",
            (
                "c1", "resolved", "22/06 16:00",
                "Có kết quả 22/06/2023 16:00, trước ngày hẹn 23/06/2023",
                "không phải đúng hạn: kết thúc trước ngày hẹn trả",
            ),
        ),
        (
            "solved.on_time",
            (
                "c2", "resolved", "23/06 09:30",
                "Có kết quả 23/06/2023 09:30, không sau giờ hẹn 23/06/2023 10:00",
                "không phải quá hạn: kết thúc không sau giờ hẹn trả",
            ),
        ),
        (
            "solved.late",
            (
                "c3", "resolved", "07/07 15:00",
                "Có kết quả 07/07/2023 15:00, sau giờ hẹn 06/07/2023 08:00",
                "không phải đúng hạn: kết thúc khi đã qua giờ hẹn trả",
            ),
        ),
        (
            "open.in_time",
            (
                "c5", "accepted", "13/09 09:00",
                "Tiếp nhận 13/09/2023 09:00; hẹn trả 18/09/2023 09:00, "
                "đến hết kỳ 14/09/2023 chưa giải quyết xong",
                "không phải quá hạn: chưa qua giờ hẹn trả lúc chốt 15/09/2023 00:00",
            ),
        ),
        (
            "open.late",
            (
                "c6", "deadline_missed", "13/09 09:00",
                "Qua giờ hẹn trả 13/09/2023 09:00, đến hết kỳ 14/09/2023 chưa giải quyết xong",
                "không phải trong hạn: đã qua giờ hẹn trả lúc chốt",
            ),
        ),
        (
            "open.paused",
            (
                "c7", "paused", "12/09 09:00",
                "Tạm dừng từ 12/09/2023 09:00, đến hết kỳ 14/09/2023 chưa tiếp tục",
                "không phải đang chạy thời hạn: chưa tiếp tục giải quyết",
            ),
        ),
        (
            "voided",
            (
                "c9", "voided", "02/08 09:00",
                "Hủy 02/08/2023 09:00 trong kỳ",
                "không đếm ở cột nào khác: hồ sơ đã hủy",
            ),
        ),
    ],
)  # fmt: skip
def test_each_case_says_why_it_stands_there_and_not_beside_it(synthetic, cell, first):
    assert told(synthetic, asked(*Q3), cell)[0] == first


def test_a_case_opened_again_in_the_period_says_so(db):
    put(
        db,
        accepted("c", "2023-06-01T08:00"), resolved("c", "2023-06-02T08:00"),
        line("c", "reopened", "2023-07-03T08:00", reason="sai sót", approved_by="hung"),
    )  # fmt: skip
    (found,) = told(db, asked(*Q3), "received.carried")

    assert found[1:4] == (
        "reopened",
        "03/07 08:00",
        "Tiếp nhận 01/06/2023 08:00, trước kỳ, đã kết thúc rồi mở lại 03/07/2023 08:00 trong kỳ",
    )


def test_a_case_closed_while_it_stood_says_when_it_was_judged(db):
    put(
        db,
        accepted("c", "2023-07-03T08:00"),
        line("c", "paused", "2023-07-04T08:00", reason="payment"),
        line("c", "returned", "2023-08-01T08:00", reason="không đóng tiền"),
    )
    (found,) = told(db, asked(*Q3), "solved.early")

    assert found[3] == (
        "Trả lại hồ sơ 01/08/2023 08:00 (xét tại lúc bắt đầu tạm dừng 04/07/2023 08:00), "
        "trước ngày hẹn 06/07/2023"
    )


def test_the_choices_of_the_province_are_told_too(synthetic):
    on_time = asked(*Q3, switches=Switches(returned_in="on_time"))
    separate = asked(*Q3, switches=Switches(returned_in="separate"))
    handed = asked(*Q3, switches=Switches(close_at="hand_over", on_time_until="end_of_due_day"))

    assert told(synthetic, on_time, "solved.on_time")[0][3:] == (
        "Công dân rút hồ sơ 14/08/2023 10:00 trong kỳ; hồ sơ trả lại, rút được tính đúng hạn",
        "không phải quá hạn: hồ sơ trả lại, rút không xét theo ngày hẹn trả",
    )
    assert told(synthetic, separate, "solved.returned")[0][3] == (
        "Công dân rút hồ sơ 14/08/2023 10:00 trong kỳ"
    )
    assert [found[3] for found in told(synthetic, handed, "open.late") if found[0] == "c3"] == [
        "Có kết quả 07/07/2023 15:00, đến hết kỳ chưa trả cho người nộp; "
        "có kết quả khi đã hết ngày hẹn 06/07/2023"
    ]


def test_a_cell_the_table_does_not_have_is_refused(db):
    with pytest.raises(BadInput, match=r"biểu không có ô này"):
        opened(db, asked(*Q3), "solved.returned")
