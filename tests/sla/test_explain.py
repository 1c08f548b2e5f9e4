"""The explanation of a deadline: complete, true, and enough to count it again."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from sla.calendar import WorkingCalendar
from sla.clock import Adjustment, Clock
from sla.explain import LineKind, explain
from sla.spec import Season
from sla.words import duration_in_words, instant_in_words
from tests.sla.builders import MORNING, at, calendar, clock, off, pause, spec, work
from tests.sla.oracle import read_and_count

NAMED = calendar(off("2023-09-01", "Quốc khánh"), off("2023-09-04"), work("2023-09-09", like=0))
PAUSED = pause("Fri 2023-06-16 10:00", "Wed 2023-06-21 14:00")
RESTARTED = pause("Fri 2023-06-16 10:00", "Sat 2023-06-24 14:00", restarts=True)


def told(running: Clock, kind: LineKind | None = None) -> list[str]:
    return [line.text for line in explain(running) if kind in (None, line.kind)]


def test_a_pause_is_told_from_the_start_to_the_deadline():
    assert told(clock("3 working_days", "Thu 2023-06-15 09:10", PAUSED)) == [
        "Bắt đầu tính: thứ Năm 15/06/2023 09:10.",
        "Giờ làm việc từ thứ Năm 15/06/2023: thứ Hai đến thứ Sáu 07:30–11:30, 13:30–17:30; "
        "thứ Bảy đến Chủ nhật nghỉ.",
        "Thời hạn 3 ngày làm việc: ngày làm việc thứ 3 sau ngày bắt đầu, giữ nguyên giờ.",
        "Thứ Bảy 17/06/2023 đến Chủ nhật 18/06/2023: ngày nghỉ hằng tuần, không tính.",
        "Tính ra hạn: thứ Ba 20/06/2023 09:10.",
        "Tạm dừng từ thứ Sáu 16/06/2023 10:00 đến thứ Tư 21/06/2023 14:00, "
        "lúc tạm dừng còn lại 15 giờ 10 phút làm việc.",
        "Tính tiếp từ thứ Tư 21/06/2023 14:00: cộng 15 giờ 10 phút làm việc.",
        "Hạn mới: thứ Sáu 23/06/2023 11:10.",
        "Hạn cuối: thứ Sáu 23/06/2023 11:10.",
    ]


@pytest.mark.parametrize(
    ("start", "why"),
    [
        ("Fri 2023-09-01 10:00", "Thứ Sáu 01/09/2023 10:00 là ngày nghỉ (Quốc khánh), nên tính từ"),
        ("Mon 2023-09-04 10:00", "là ngày nghỉ theo lịch của cơ quan, nên tính từ thứ Ba 05/09"),
        ("Sat 2023-09-16 10:00", "là ngày nghỉ hằng tuần, nên tính từ thứ Hai 18/09/2023 07:30"),
        ("Thu 2023-09-14 06:00", "là trước giờ làm việc, nên tính từ thứ Năm 14/09/2023 07:30"),
        ("Thu 2023-09-14 12:00", "là giờ nghỉ trưa, nên tính từ thứ Năm 14/09/2023 13:30"),
        ("Thu 2023-09-14 17:30", "là sau giờ làm việc, nên tính từ thứ Sáu 15/09/2023 07:30"),
    ],
)
def test_a_start_outside_working_time_says_why_it_moved(start, why):
    assert why in told(clock("8 working_hours", start, on=NAMED), LineKind.START)[1]


def test_rest_days_are_named_and_make_up_days_counted():
    assert told(clock("6 working_days", "Thu 2023-08-31 10:00", on=NAMED), LineKind.DAY) == [
        "Thứ Sáu 01/09/2023: ngày nghỉ (Quốc khánh), không tính.",
        "Thứ Bảy 02/09/2023 đến Chủ nhật 03/09/2023: ngày nghỉ hằng tuần, không tính.",
        "Thứ Hai 04/09/2023: ngày nghỉ theo lịch của cơ quan, không tính.",
        "Thứ Bảy 09/09/2023: ngày làm việc riêng, 07:30–11:30, 13:30–17:30, có tính.",
        "Chủ nhật 10/09/2023: ngày nghỉ hằng tuần, không tính.",
    ]


def test_a_day_not_yet_announced_is_called_provisional():
    announced = replace(off("2023-06-16", "Ngày Văn hóa Việt Nam"), status="provisional")
    running = clock("1 working_days", "Thu 2023-06-15 10:00", on=calendar(announced))

    assert "(Ngày Văn hóa Việt Nam, tạm tính)" in told(running, LineKind.DAY)[0]


def test_a_change_of_season_tells_the_new_hours():
    summer = Season(first=date(2023, 6, 16), last=date(2023, 6, 30), week=(MORNING,) * 7)
    office = WorkingCalendar(replace(spec(), seasons=(summer,)))
    running = clock("8 working_hours", "Thu 2023-06-15 14:00", on=office)

    assert told(running, LineKind.HOURS)[1:] == [
        "Giờ làm việc từ thứ Sáu 16/06/2023: thứ Hai đến Chủ nhật 07:30–11:30."
    ]


@pytest.mark.parametrize(
    ("limit", "rule"),
    [
        ("8 working_hours", "8 giờ làm việc: chỉ cộng giờ trong khung giờ làm việc."),
        ("1.5 working_days", "giữ nguyên giờ, rồi cộng một nửa thời gian làm việc của ngày đó."),
        ("0.5 working_days", "0,5 ngày làm việc: cộng một nửa thời gian làm việc của ngày đó."),
        ("15 calendar_days", "rơi vào ngày nghỉ thì sang ngày làm việc tiếp theo."),
        ("same_day", "bắt đầu chậm nhất 15:00 thì hạn là cuối ngày làm việc đó, muộn hơn thì"),
    ],
)
def test_every_kind_of_limit_tells_its_rule(limit, rule):
    assert rule in told(clock(limit, "Thu 2023-06-15 10:00"), LineKind.LIMIT)[0]


def test_calendar_days_tell_only_the_rest_days_they_would_end_on():
    assert told(clock("10 calendar_days", "Wed 2023-06-14 10:00"), LineKind.DAY) == [
        "Thứ Bảy 24/06/2023 đến Chủ nhật 25/06/2023: ngày nghỉ hằng tuần, không tính."
    ]


def test_calendar_days_tell_how_far_a_pause_moved_them():
    running = clock("10 calendar_days", "Tue 2023-06-13 10:00", PAUSED)

    assert "còn lại 168 giờ tính cả ngoài giờ làm việc." in told(running, LineKind.PAUSE)[0]
    assert "Hạn lùi đúng 124 giờ đã tạm dừng" in told(running, LineKind.RESUME)[0]


def test_a_restart_tells_the_limit_again():
    running = clock("3 working_days", "Thu 2023-06-15 09:10", RESTARTED)

    assert told(running, LineKind.RESUME) == ["Tính lại từ đầu: thứ Bảy 24/06/2023 14:00."]
    assert len(told(running, LineKind.LIMIT)) == 2
    assert "là ngày nghỉ hằng tuần" in told(running, LineKind.START)[1]


def test_a_pause_still_open_says_that_the_deadline_will_be_counted_again():
    running = clock("3 working_days", "Thu 2023-06-15 09:10", pause("Fri 2023-06-16 10:00"))

    assert told(running, LineKind.PAUSE) == [
        "Đang tạm dừng từ thứ Sáu 16/06/2023 10:00, còn lại 15 giờ 10 phút làm việc; "
        "hạn được tính lại khi tiếp tục."
    ]


def test_a_pause_after_the_deadline_says_that_it_changes_nothing():
    late = pause("Fri 2023-06-30 10:00", "Mon 2023-07-03 10:00")

    assert (
        "bắt đầu sau hạn nên không làm hạn thay đổi."
        in told(clock("3 working_days", "Thu 2023-06-15 09:10", late), LineKind.PAUSE)[0]
    )


def test_a_pause_that_leaves_nothing_says_so():
    last = pause("Fri 2023-06-16 09:10", "Mon 2023-06-19 10:00")

    assert told(clock("8 working_hours", "Thu 2023-06-15 09:10", last), LineKind.RESUME) == [
        "Không còn thời gian: hạn là lúc làm việc đầu tiên từ khi tính tiếp."
    ]


def test_a_published_decision_is_told_with_its_day():
    decided = Adjustment(at("Fri 2023-06-16 08:00"), at("Mon 2023-06-26 17:00"))
    running = clock("3 working_days", "Thu 2023-06-15 09:10", adjustments=(decided,))

    assert told(running, LineKind.ADJUSTED) == [
        "Hạn được điều chỉnh theo quyết định lúc thứ Sáu 16/06/2023 08:00: "
        "thứ Hai 26/06/2023 17:00."
    ]


@pytest.mark.parametrize(
    ("limit", "words"),
    [
        (None, "Ngày hẹn trả đã ghi: thứ Sáu 30/06/2023 17:00."),
        ("3 working_days", "17:00 (thời hạn của thủ tục: 3 ngày làm việc)."),
    ],
)
def test_a_promise_is_told_as_given(limit, words):
    promised = clock(limit, "Thu 2023-06-15 09:10", promise=at("Fri 2023-06-30 17:00"))

    assert words in told(promised, LineKind.LIMIT)[0]


def test_a_promise_alone_tells_that_it_starts_afresh():
    promised = clock(None, "Thu 2023-06-15 09:10", RESTARTED, promise=at("Tue 2023-06-20 09:10"))

    assert told(promised, LineKind.LIMIT)[1] == (
        "Thời gian làm việc đã hẹn ban đầu được tính lại từ đầu."
    )


def test_a_promise_in_years_the_calendar_does_not_know_is_still_told():
    promised = clock(None, "Thu 2026-12-31 09:10", promise=at("Thu 2027-01-07 09:10"))

    assert explain(promised)[-1].at == promised.due()


def test_an_explanation_can_be_asked_as_things_were_known():
    running = clock("3 working_days", "Thu 2023-06-15 09:10", PAUSED)

    assert explain(running, at("Mon 2023-06-19 09:00"))[-1].at == at("Tue 2023-06-20 09:10")


@pytest.mark.parametrize(
    "running",
    [
        clock("8 working_hours", "Fri 2024-05-03 12:15"),
        clock("24 working_hours", "Wed 2024-02-07 17:45"),
        clock("24 working_hours", "Thu 2023-06-15 09:10", PAUSED),
        clock(
            "40 working_hours",
            "Wed 2024-04-24 15:00",
            pause("Thu 2024-04-25 12:00", "Sun 2024-04-28 09:00"),
            pause("Fri 2024-05-03 08:15", "Fri 2024-05-03 16:00"),
        ),
        clock("24 working_hours", "Thu 2023-06-15 09:10", RESTARTED),
        clock(
            "8 working_hours",
            "Thu 2023-06-15 09:10",
            pause("Fri 2023-06-16 09:10", "Sat 2023-06-24 09:00"),
        ),
    ],
)
def test_who_has_only_the_explanation_counts_the_same_deadline(running):
    assert read_and_count(explain(running)) == running.due()


@pytest.mark.parametrize(
    ("seconds", "words"),
    [(0, "0 phút"), (60, "1 phút"), (3600, "1 giờ"), (3661, "1 giờ 1 phút 1 giây")],
)
def test_durations_are_said_in_hours_minutes_and_seconds(seconds, words):
    assert duration_in_words(timedelta(seconds=seconds)) == words


def test_seconds_are_written_where_there_are_any():
    assert instant_in_words(at("Thu 2023-06-15 09:10:05")) == "thứ Năm 15/06/2023 09:10:05"
