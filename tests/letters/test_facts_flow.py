"""The control sheet: each time the file changed hands, judged by the quota of the step it ended."""

from dataclasses import replace

import pytest

from tests.builders import ask, case_of, clock_at, correct
from tests.letters.lettered import OFFICE, one_of_each, recorded, referred, taken_in, told
from tests.people import HUNG, LAN, MINH, OTHER

LAN_, MINH_, HUNG_ = (
    f"{OFFICE.name}: {name}" for name in ("Trần Thị Lan", "Lê Quang Minh", "Phạm Văn Hùng")
)
DESK = f"{OFFICE.name}: bộ phận một cửa"
DONE = (
    ask("step_started", clock_at(60)),
    ask("step_completed", clock_at(120)),
    ask("step_started", clock_at(121), step="sign", assignee=HUNG.login),
)


# Who records each event of the case that went through everybody's hands.
EACH = (LAN, LAN, LAN, MINH, MINH, HUNG, LAN)


def passed(case, *by, **more):
    lines = recorded(case, *by) if by else ()
    rows = told(case, lines=lines, **more).lists["hand_overs"]
    return [(row["giver"], row["taker"], row["result"], row["note"]) for row in rows]


def test_every_hand_over_has_giver_taker_and_result():
    case = one_of_each()["control"]

    assert passed(case, *(one.login for one in EACH)) == [
        ("Nguyễn Thị Tư", LAN_, "–", "Tiếp nhận hồ sơ"),
        (LAN_, MINH_, "–", "Thụ lý"),
        (MINH_, HUNG_, "Trước hạn", "Xong Thụ lý → Ký duyệt"),
        (HUNG_, LAN_, "–", "Xong Ký duyệt → Có kết quả số 12/KS"),
        (LAN_, "Nguyễn Thị Tư", "Trước hạn", "Trả kết quả trực tiếp; có kết quả trước hạn"),
    ]


def test_it_is_told_when_and_between_whom():
    row = told(one_of_each()["control"]).lists["hand_overs"][1]

    assert row["at"] == "09 giờ 00 phút, ngày 15 tháng 6 năm 2023"
    assert (row["no"], row["taker_name"]) == ("2", "Lê Quang Minh")


def test_without_the_recorders_the_desk_stands_for_them():
    assert passed(one_of_each()["control"])[:2] == [
        ("Nguyễn Thị Tư", DESK, "–", "Tiếp nhận hồ sơ"),
        (DESK, MINH_, "–", "Thụ lý"),
    ]


@pytest.mark.parametrize(
    ("minutes", "result"), [(479 + 930, "Trước hạn"), (60 + 1_440, "Đúng hạn"), (1_501, "Quá hạn")]
)
def test_a_step_is_judged_by_its_quota_of_eight_hours(minutes, result):
    case = case_of(
        taken_in(),
        ask("step_started", clock_at(60)),
        ask("step_completed", clock_at(minutes)),
        ask("step_started", clock_at(minutes + 1), step="sign", assignee=HUNG.login),
    )

    assert passed(case, LAN.login)[-1][2] == result


def test_work_sent_back_says_why():
    case = case_of(
        taken_in(),
        *DONE,
        ask("step_returned", clock_at(130)),
        ask("step_started", clock_at(140)),
    )

    by = (LAN, LAN, MINH, MINH, HUNG, HUNG)
    assert passed(case, *(one.login for one in by))[-1] == (
        HUNG_,
        MINH_,
        "–",
        "Ký duyệt trả lại → Thụ lý: làm lại vì sai số định danh",
    )


def test_who_stood_in_for_somebody_gives_the_file_on_and_says_so():
    case = case_of(taken_in(), *DONE)
    by = (LAN.login, LAN.login, "thay", "thay")

    rows = passed(case, *by)
    assert rows[1][1] == MINH_
    assert rows[2][:3] == (f"{OFFICE.name}: thay (thay Lê Quang Minh)", HUNG_, "Trước hạn")


def test_a_step_of_nobody_is_given_on_by_whoever_did_it():
    case = case_of(
        taken_in(),
        ask("step_started", clock_at(60), assignee=None),
        *DONE[1:],
    )

    assert passed(case, LAN.login, LAN.login, MINH.login)[-1][0] == MINH_


def test_work_sent_back_by_two_offices_and_a_substitute_is_told_row_by_row():
    inside = referred()
    case = case_of(
        taken_in(),
        ask("step_started", clock_at(5), step="intake", assignee=LAN.login),
        ask("step_completed", clock_at(9), step="intake"),
        ask("step_started", clock_at(10), assignee="cong-an"),
        ask("step_returned", clock_at(60), step="intake"),
        ask("step_started", clock_at(70), step="intake", assignee=LAN.login),
        ask("step_completed", clock_at(80), step="intake"),
        ask("step_started", clock_at(90), assignee="cong-an"),
        on=inside,
    )
    by = (*[LAN.login] * 4, "pho", LAN.login, MINH.login)

    found = passed(case, *by, on=inside, offices=(OTHER,))
    police = f"{OTHER.name}: cong-an"
    assert [row[:2] for row in found] == [
        ("Nguyễn Thị Tư", LAN_),
        (LAN_, police),
        (f"{OTHER.name}: pho (thay cong-an)", LAN_),
        (f"{OFFICE.name}: Lê Quang Minh (thay Trần Thị Lan)", police),
    ]
    assert found[2][3] == "Xác minh trả lại → Tiếp nhận: làm lại vì sai số định danh"


def test_a_step_beside_another_is_given_out_by_whoever_gave_that_one():
    case = case_of(
        taken_in(),
        ask("step_started", clock_at(60)),
        ask("step_started", clock_at(61), step="intake", assignee=HUNG.login),
        ask("step_completed", clock_at(90)),
        ask("step_started", clock_at(100), step="sign", assignee=HUNG.login),
    )

    assert [row[:2] for row in passed(case, LAN.login, LAN.login, LAN.login, MINH.login)][1:] == [
        (LAN_, MINH_),
        (LAN_, HUNG_),
        (MINH_, HUNG_),
    ]


def test_each_end_of_a_reopened_case_is_judged_by_its_own_closing():
    case = case_of(
        taken_in(),
        ask("step_started", clock_at(60)),
        ask("resolved", clock_at(180)),
        ask("delivered", clock_at(200)),
        ask("reopened", clock_at(300)),
        ask("step_started", clock_at(400)),
        ask("resolved", clock_at(9_000)),
        ask("delivered", clock_at(9_010)),
    )

    rows = passed(case, LAN.login)
    ends = [row for row in rows if row[3].startswith("Trả kết quả")]
    assert [row[2] for row in ends] == ["Trước hạn", "Quá hạn"]
    assert [row[3].partition("; ")[2] for row in ends] == [
        "có kết quả trước hạn",
        "có kết quả quá hạn",
    ]
    back = rows.index(ends[0]) + 1
    assert rows[back] == ("Nguyễn Thị Tư", LAN_, "–", "Mở lại hồ sơ: kết quả in sai")
    assert rows[back + 1][:2] == (LAN_, MINH_)


def test_a_case_reopened_before_its_result_was_fetched_comes_back_to_the_desk():
    case = case_of(
        taken_in(),
        ask("step_started", clock_at(60)),
        ask("resolved", clock_at(180)),
        ask("reopened", clock_at(300)),
    )

    assert passed(case, LAN.login)[-1] == (LAN_, LAN_, "–", "Mở lại hồ sơ: kết quả in sai")


def test_who_records_the_result_of_anothers_work_has_taken_it():
    case = case_of(
        taken_in(),
        ask("step_started", clock_at(60)),
        ask("step_completed", clock_at(120)),
        ask("resolved", clock_at(180)),
        ask("delivered", clock_at(200)),
    )

    by = (LAN.login, LAN.login, MINH.login, HUNG.login, LAN.login)
    assert [row[:2] for row in passed(case, *by)][-2:] == [
        (MINH_, HUNG_),
        (LAN_, "Nguyễn Thị Tư"),
    ]


def test_a_correction_moves_the_hand_over():
    case = case_of(taken_in(), *DONE, correct(2, 30, 200))

    assert told(case).lists["hand_overs"][1]["at"].startswith("08 giờ 30 phút")


def test_a_step_given_to_somebody_else_is_a_hand_over():
    case = case_of(
        taken_in(), ask("step_started", clock_at(60)), ask("step_assigned", clock_at(70))
    )

    assert passed(case, LAN.login)[-1] == (MINH_, LAN_, "–", "Thụ lý: giao lại vì nghỉ phép")


def test_one_who_goes_on_alone_hands_nothing_over_until_a_step_is_judged():
    first = (taken_in(), ask("step_started", clock_at(1), step="intake", assignee=LAN.login))
    assert len(passed(case_of(*first), LAN.login)) == 1

    second = (
        ask("step_completed", clock_at(9), step="intake"),
        ask("step_started", clock_at(10), assignee=LAN.login),
    )
    last = passed(case_of(*first, *second), LAN.login)[-1]
    assert last == (LAN_, LAN_, "Trước hạn", "Xong Tiếp nhận → Thụ lý")


@pytest.mark.parametrize(
    ("event", "note"),
    [
        ("withdrawn", "Rút hồ sơ: công dân đổi ý"),
        ("returned", "Trả lại hồ sơ: không đủ điều kiện"),
    ],
)
def test_a_file_that_goes_back_ends_the_sheet(event, note):
    case = case_of(taken_in(), ask("step_started", clock_at(60)), ask(event, clock_at(70)))

    assert passed(case, LAN.login)[-1] == (MINH_, "Nguyễn Thị Tư", "Trước hạn", note)


def test_another_office_is_named_and_takes_part():
    inside = referred()
    case = case_of(taken_in(), ask("step_started", clock_at(60), assignee="cong-an"), on=inside)
    facts = told(case, on=inside, offices=(OTHER,))

    assert facts.lists["hand_overs"][-1]["taker"] == f"{OTHER.name}: cong-an"
    assert facts.values["partners"] == OTHER.name
    assert told(one_of_each()["control"]).values["partners"] == "không có"


def test_who_was_not_named_is_called_by_role():
    case = case_of(taken_in(), ask("step_started", clock_at(60), assignee=None))

    assert passed(case)[-1][1] == f"{OFFICE.name}: công chức chuyên môn"


def test_a_case_that_was_not_accepted_has_no_hand_over():
    assert passed(one_of_each()["refusal"]) == []


def test_an_office_nobody_loaded_is_named_by_its_level():
    inside = referred()
    steps = (
        replace(step, refer_to=step.refer_to and "vertical") for step in inside.procedure.steps
    )
    above = replace(inside, procedure=replace(inside.procedure, steps=tuple(steps)))
    case = case_of(taken_in(), ask("step_started", clock_at(60)), on=above)

    assert told(case, on=above).values["partners"] == "cơ quan ngành dọc"


def test_desk_or_duty_stands_beside_the_office():
    rows = told(one_of_each()["control"]).lists["hand_overs"]

    assert [(row["giver_unit"], row["taker_unit"]) for row in rows[:2]] == [
        ("Nguyễn Thị Tư", f"{OFFICE.name} (bộ phận một cửa)"),
        (f"{OFFICE.name} (bộ phận một cửa)", f"{OFFICE.name} (công chức chuyên môn)"),
    ]
