"""The register with its fifteen columns, and the list of files handed over."""

from dataclasses import replace
from datetime import date

import pytest

from app.letters.facts_lists import handover_facts
from app.letters.facts_register import entries, register_facts, register_rows
from app.letters.filling import sheet_of
from app.letters.forms import form_for
from app.letters.sheet import Table, Text
from tests.builders import ask, case_of, clock_at, correct, grown
from tests.letters.lettered import (
    ISSUE,
    OFFICE,
    apologetic,
    one_of_each,
    receipt,
    referred,
    surroundings,
    taken_in,
)

DAYS = (date(2023, 6, 1), date(2023, 6, 30))


def row(case, on=None):
    _, setup = surroundings(on)
    (found,) = register_rows(entries([case], setup))
    return found


def test_a_case_with_everything_fills_every_column():
    case = grown(one_of_each()["result"], receipt(12))

    assert list(row(case).values()) == [
        "1",
        "12",
        "H32.PL-230615-0001",
        "12/TNHS",
        "Đăng ký khai sinh",
        "01",
        "Nguyễn Thị Tư",
        "Tổ 4; 0900000004",
        OFFICE.name,
        "15/06/2023\n08:00",
        "20/06/2023\n08:00",
        "15/06/2023\n09:00",
        "15/06/2023\n11:00",
        "15/06/2023\n11:20",
        "trực tiếp",
        "Nguyễn Thị Tư",
        "–",
    ]


def test_what_has_not_happened_is_a_dash_and_no_hole():
    found = row(case_of(taken_in()))

    names = ("forwarded", "resolved", "delivered", "method", "signed", "note")
    assert [found[name] for name in names] == ["–"] * 6
    assert (found["entry"], found["receipt"]) == ("–", "")


def test_the_place_in_the_book_is_what_the_receipt_says_and_names_another_years_book():
    accepted = case_of(taken_in())

    assert row(grown(accepted, receipt(5), receipt(9)))["entry"] == "05"
    assert row(grown(accepted, receipt(1, 2024)))["entry"] == "01 (2024)"
    assert row(grown(accepted, receipt(1, 2024)))["receipt"] == "01/TNHS (2024)"


@pytest.mark.parametrize(
    ("given", "method", "signed"),
    [
        ({"channel": "direct", "collected_by": "Lê Thị Tám"}, "trực tiếp", "Lê Thị Tám"),
        ({"channel": "direct"}, "trực tiếp", ""),
        ({"channel": "online"}, "trực tuyến", "điện tử"),
        ({"channel": "post", "proof": "RR1"}, "qua bưu chính công ích", "bưu chính"),
    ],
)
def test_only_who_comes_to_the_desk_signs_by_hand(given, method, signed):
    case = case_of(
        taken_in(),
        ask("step_started", clock_at(60)),
        ask("resolved", clock_at(180)),
        ask("delivered", clock_at(200), **given),
    )
    (one,) = entries([case], surroundings()[1])

    found = row(case)
    assert (found["method"], found["signed"]) == (method, signed)
    assert one.by_hand is (given["channel"] == "direct")


def test_a_result_that_was_taken_back_is_none():
    done = (
        taken_in(),
        ask("step_started", clock_at(60)),
        ask("resolved", clock_at(180)),
        ask("delivered", clock_at(200)),
        ask("reopened", clock_at(300)),
    )
    found = row(case_of(*done))
    assert [found[name] for name in ("resolved", "delivered", "signed")] == ["–"] * 3
    assert found["note"] == "Mở lại: kết quả in sai; Trả lần đầu 15/06/2023 11:20"

    again = ask("resolved", clock_at(400))
    assert row(case_of(*done, again))["resolved"] == "15/06/2023\n14:40"


def test_a_correction_shows_the_true_time():
    case = case_of(taken_in(), ask("step_started", clock_at(60)), correct(2, 45, 90))

    assert row(case)["forwarded"] == "15/06/2023\n08:45"


def test_what_was_struck_out_stays_with_its_number_and_says_so():
    case = grown(case_of(taken_in()), receipt(7))
    struck = grown(case, *case_of(taken_in(), ask("voided", clock_at(90))).log[1:])

    found = row(struck)
    assert (found["entry"], found["note"]) == ("07", "Đã hủy: nhập trùng")


def test_the_file_leaves_the_desk_with_the_first_step_that_is_not_the_desks():
    inside = referred()
    case = case_of(
        taken_in(),
        ask("step_started", clock_at(5), step="intake"),
        ask("step_completed", clock_at(9), step="intake"),
        ask("step_started", clock_at(30)),
        on=inside,
    )

    assert row(case, inside)["forwarded"] == "15/06/2023\n08:30"


def test_what_is_out_of_the_ordinary_is_noted():
    assert row(case_of(*apologetic()))["note"] == "Xin lỗi, hẹn lại 21/06/2023"
    assert row(one_of_each()["stop"])["note"] == "Công dân rút: công dân đổi ý"
    assert row(one_of_each()["supplement"])["note"] == "Tạm dừng"


def test_the_register_is_a_sheet_of_fifteen_columns():
    _, setup = surroundings()
    cases = [case_of(taken_in()), one_of_each()["result"]]
    plain = replace(ISSUE, number=None)
    facts = register_facts(OFFICE, entries(cases, setup), setup, issue=plain, days=DAYS)
    for day in (DAYS[0], date(2026, 1, 5)):
        sheet = sheet_of(form_for("register", day), facts)
        table, total = sheet.blocks

        assert isinstance(table, Table)
        assert (len(table.columns), len(table.rows), table.numbered) == (15, 2, True)
        assert [cells[0] for cells in table.rows] == ["1", "2"]
        assert isinstance(total, Text)
        assert "Tổng số: 02 hồ sơ" in total.text
        assert sheet.landscape
        assert sheet.subtitle == "Quyển số 2023, từ ngày 01/06/2023 đến ngày 30/06/2023"


def test_a_part_and_a_field_stand_under_the_title():
    _, setup = surroundings()
    issue = replace(ISSUE, number=None, extra={"field": "Hộ tịch", "part": "phần 2/3"})
    told = entries([case_of(taken_in())], setup)
    facts = register_facts(OFFICE, told, setup, issue=issue, days=DAYS, since=201)

    sheet = sheet_of(form_for("register", DAYS[0]), facts)
    assert (sheet.subtitle or "").endswith("30/06/2023, lĩnh vực Hộ tịch, phần 2/3")
    assert facts.lists["register"][0]["no"] == "201"


def test_an_empty_register_says_so():
    _, setup = surroundings()
    facts = register_facts(OFFICE, [], setup, issue=ISSUE, days=DAYS)

    sheet = sheet_of(form_for("register", DAYS[0]), facts)
    assert sheet.blocks[0] == Text(text="Không có hồ sơ nào trong thời gian này.")


def test_a_hand_over_list_names_both_sides_and_counts():
    _, setup = surroundings()
    issue = replace(ISSUE, extra={"taker": "Công chức Tư pháp", "taker_name": "Lê Quang Minh"})
    facts = handover_facts(OFFICE, [case_of(taken_in())], setup, issue=issue)

    assert facts.values["giver"] == "Bộ phận Tiếp nhận và Trả kết quả"
    assert (facts.values["giver_name"], facts.values["count"]) == ("Trần Thị Lan", "01")
    assert [tuple(one.values()) for one in facts.lists["handed"]] == [
        (
            "1",
            "H32.PL-230615-0001",
            "Đăng ký khai sinh",
            "Nguyễn Thị Tư",
            "03",
            "20/06/2023\n08:00",
            "–",
        ),
    ]
    sheet = sheet_of(form_for("handover", DAYS[0]), facts)
    assert [one.name for one in sheet.signatures] == ["Trần Thị Lan", "Lê Quang Minh"]
