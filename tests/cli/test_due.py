import json


def test_a_deadline_is_told_so_that_a_person_can_do_it_again(world):
    ran = world(
        "due", "--procedure", "9.000002", "--agency", "T", "--at", "2023-06-15T09:10",
        "--pause", "2023-06-16T10:00/2023-06-21T14:00",
    )  # fmt: skip
    assert (ran.status, ran.err) == (0, "")
    assert "15 giờ 10 phút" in ran.out
    assert ran.out.splitlines()[-1] == "Hạn cuối: thứ Sáu 23/06/2023 11:10."


def test_json_holds_the_date_and_the_lines(world):
    ran = world(
        "due", "--procedure", "9.000001", "--agency", "T.H0.X1", "--at", "2024-02-07T16:30",
        "--json",
    )  # fmt: skip
    document = json.loads(ran.out)
    assert document["due"] == document["explanation"][-1]["at"]
    assert document["limit"] == "8 working_hours"
    assert document["calendar"] == "short@1"


def test_beyond_the_calendar_is_an_error_not_a_guess(world):
    ran = world("due", "--procedure", "9.000002", "--agency", "T", "--at", "2026-12-31T09:10")
    assert (ran.status, ran.out) == (2, "")
    assert "2022–2026" in ran.err


def test_a_pause_without_an_end_is_explained(world):
    ran = world(
        "due", "--procedure", "9.000002", "--agency", "T", "--at", "2023-06-15T09:10",
        "--pause", "2023-06-16",
    )  # fmt: skip
    assert ran.status == 2
    assert "--pause: 2023-06-16: phải có dạng TỪ/ĐẾN" in ran.err
    backwards = world(
        "due", "--procedure", "9.000002", "--agency", "T", "--at", "2023-06-15T09:10",
        "--pause", "2023-06-17/2023-06-16",
    )  # fmt: skip
    assert backwards.status == 2
    assert "kết thúc trước khi bắt đầu" in backwards.err


def test_help_tells_that_pauses_may_be_many(motcua):
    shown = " ".join(motcua("due", "--help").out.split())
    assert shown.startswith("Cách dùng: motcua due [TÙY CHỌN]")
    assert "--pause TỪ/ĐẾN Khoảng tạm dừng, dạng TỪ/ĐẾN, ghi được nhiều lần." in shown
