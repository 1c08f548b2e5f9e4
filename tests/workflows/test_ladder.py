"""Ladders: what the file says, what it may not say, and that no gap in it keeps a clock silent."""

from dataclasses import replace
from datetime import date
from fractions import Fraction

import pytest

from sla.clock import Clock
from sla.law import law_on
from sla.limits import TimeLimit
from tests.builders import START
from tests.sla.builders import OFFICE, at
from workflows import events as ev
from workflows.clocks import RunningClock
from workflows.ladder import DUE, ladder_from, ladder_on, rung_of
from workflows.ladder_file import read_ladders
from workflows.problems import BadPack
from workflows.rungs import reached

DAY = date(2023, 6, 15)
CLOCKS = ("intake", "step", "case")

PLAIN = """\
- clock: case
  valid_from: 2023-01-01
  valid_to: 2023-12-31
  near_share: "0.6"
  source: "quyết định của thử nghiệm"
  confidence: chosen
  rungs:
    - {code: near, name: "Đã dùng {amount}", share: near, tell: [holder], level: warn}
    - {code: due, name: "Quá hạn{step}", tell: [leader, centre], level: urgent}
    - {code: head, name: "Quá {amount}", after: "2 working_hours", tell: [], level: urgent}
"""


def rows(text=PLAIN):
    return read_ladders(text, "thang.yaml")


def complaint(old, new):
    assert old in PLAIN
    with pytest.raises(BadPack) as caught:
        rows(PLAIN.replace(old, new))
    return str(caught.value)


def test_the_rungs_of_every_clock():
    codes = {clock: [one.code for one in ladder_on(clock, DAY).rungs] for clock in CLOCKS}

    assert codes == {
        "intake": ["half", "near", "last", "due", "supplement_over"],
        "step": ["near", "due", "head"],
        "case": ["days_3", "day_1", "short", "due", "after_1", "promise_over",
                 "paused_long", "no_movement", "supplement_over"],
    }  # fmt: skip


@pytest.mark.parametrize("clock", CLOCKS)
def test_a_deadline_is_near_at_three_quarters(clock):
    assert ladder_on(clock, DAY).near_share == Fraction(3, 4)


@pytest.mark.parametrize("clock", CLOCKS)
def test_every_day_a_calendar_may_cover_has_its_ladder(clock):
    known = ladder_on(clock, DAY)

    assert all(ladder_on(clock, date(year, 7, 1)) == known for year in range(2015, 2031))


def rung(clock, code):
    found = ladder_on(clock, DAY).rung(code)
    assert found is not None
    return found


def test_a_rung_says_its_amount_in_words():
    assert [one.name for one in ladder_on("intake", DAY).rungs[:3]] == [
        f"Đã dùng {percent}% thời hạn tiếp nhận" for percent in (50, 75, 90)
    ]
    assert rung("case", "day_1").name == "Còn 1 ngày làm việc đến hạn trả"
    assert rung("case", "no_movement").name == "Không có chuyển động 5 ngày làm việc"
    assert rung("step", "head").name == "Bước quá hạn 1 giờ làm việc"
    assert rung("step", "head").of_step("Thụ lý") == "Bước Thụ lý quá hạn 1 giờ làm việc"


def test_who_is_told_grows_with_the_lateness():
    assert rung("case", "days_3").tell == ("holder",)
    assert "leader" in rung("case", "day_1").tell
    assert rung("case", "after_1").tell == ("leader", "centre")
    assert rung("step", "head").tell == ("leader",)


def test_a_row_holds_from_its_first_day_to_its_last():
    ladder = rows()[0].ladder

    assert ladder_from(rows(), "case", date(2023, 1, 1)) == ladder
    assert ladder_from(rows(), "case", date(2023, 12, 31)) == ladder
    assert ladder_from(rows(), "case", date(2024, 1, 1)) != ladder


@pytest.mark.parametrize("clock", CLOCKS)
@pytest.mark.parametrize("kept", [(), rows()[:0], [replace(rows()[0], valid_to=DAY)]])
def test_without_a_row_the_default_rungs_still_fire(clock, kept):
    # Peers, T20.
    ladder = ladder_from(kept, clock, date(2026, 1, 1))

    assert [one.code for one in ladder.rungs] == ["near", DUE]
    assert ladder.rungs[0].share == ladder.near_share == Fraction(3, 4)


def test_an_empty_row_keeps_its_share_and_the_default_rungs_fire_by_it():
    empty = PLAIN[: PLAIN.index("  rungs:")] + "  rungs: []\n"
    without = PLAIN[: PLAIN.index("  rungs:")]

    for text in (empty, without):
        ladder = ladder_from(rows(text), "case", DAY)
        assert [(one.code, one.share) for one in ladder.rungs] == [
            ("near", Fraction(3, 5)),
            (DUE, None),
        ]


def test_a_clock_from_before_the_first_row_fires_its_default_rungs():
    # Peers, T20, to the instants. The calendar of the tests begins in 2023, and so may a row.
    clock = Clock(OFFICE, law_on(DAY), TimeLimit.parse("8 working_hours"), START)
    running = RunningClock(name="case", clock=clock, stop=None)
    no_data = ladder_from([], "case", DAY)

    assert [(one.code, instant) for one, _, instant in reached(running, no_data)] == [
        ("near", at("Thu 2023-06-15 16:00")),
        (DUE, at("Fri 2023-06-16 08:00")),
    ]


@pytest.mark.parametrize(
    ("old", "new", "place"),
    [
        ('"0.6"', '"60"', "4: [1].near_share: “60” không phải một phần"),
        ('"0.6"', '"0.0"', "4: [1].near_share: “0.0” không phải một phần"),
        ("valid_from: 2023-01-01", "valid_from: năm nay", "2: [1].valid_from: “năm nay”"),
        ("valid_to: 2023-12-31", "valid_to: 2022-12-31", "3: [1].valid_to: ngày cuối nằm trước"),
        ("clock: case", "clock: năm", "1: [1].clock: “năm” không dùng được"),
        ("confidence:", "sure:", "[1].sure: không có mục “sure”"),
        ("tell: [holder]", "tell: [ai đó]", "8: [1].rungs[1].tell[1]: “ai đó” không dùng được"),
        ("level: warn", "level: đỏ", "8: [1].rungs[1].level: “đỏ” không dùng được"),
        ("{amount}\"", "{giờ}\"", "8: [1].rungs[1].name: “{giờ}” không dùng được"),
        ("share: near, ", "", "8: [1].rungs[1]: bậc “near” phải có đúng một mục trong: share"),
        ("share: near", "share: near, still: 5 working_days", "8: [1].rungs[1]: bậc “near” phải"),
        ("code: due", "code: end", "9: [1].rungs[2]: bậc “end” phải có đúng một mục"),
        ("name: \"Quá hạn{step}\"", "name: A, share: near", "9: [1].rungs[2]: bậc “due”"),
        ("after: \"2 working_hours\"", "after: ", "10: [1].rungs[3].after: cần một chữ"),
        ("share: near,", "share: \"\",", "8: [1].rungs[1].share: không được để trống"),
        ("code: head", "code: hhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhh", "[3].code: mã “hhh"),
        ("code: head", "code: near", "10: [1].rungs[3].code: bậc “near” đã có ở trên"),
        ("after: \"2 working_hours\"", "after: \"2 calendar_days\"", "10: [1].rungs[3].after: hãy"),
        ("after: \"2 working_hours\"", "before: \"2 working_hours\"",
         "10: [1].rungs[3].before: đếm lùi chỉ theo ngày làm việc tròn"),
        ("after: \"2 working_hours\"", "before: \"0.5 working_days\"",
         "10: [1].rungs[3].before: đếm lùi chỉ theo ngày làm việc tròn"),
        ("after: \"2 working_hours\"", "after: lâu", "10: [1].rungs[3].after: Thời hạn “lâu”"),
        ("share: near,", "share: near, instead_of: day_1,",
         "8: [1].rungs[1].instead_of: không có bậc “day_1” ở trên"),
    ],
)  # fmt: skip
def test_a_wrong_file_is_an_error_with_place_and_field(old, new, place):
    assert place in complaint(old, new)
    assert complaint(old, new).startswith("thang.yaml:")


def test_a_ladder_without_its_deadline_is_an_error():
    without = "\n".join(line for line in PLAIN.splitlines() if "code: due" not in line)

    with pytest.raises(BadPack, match=r"thang.yaml:7: \[1\].rungs: thiếu bậc “due”"):
        rows(without)


@pytest.mark.parametrize("when", ["paused", "still", "supplement"])
def test_only_a_case_has_waits(when):
    wait = f'    - {{code: wait, name: "Chờ", {when}: "1 working_days", tell: [], level: info}}\n'

    assert rows(PLAIN + wait)
    with pytest.raises(BadPack, match="đồng hồ “step” không có mục này"):
        rows(PLAIN.replace("clock: case", "clock: step") + wait)


def test_two_ladders_for_one_day_are_an_error():
    again = PLAIN.replace("2023-12-31", "2024-12-31").replace("2023-01-01", "2023-12-31")

    with pytest.raises(BadPack, match=r":12: \[2\].valid_from: .* cùng một ngày \(dòng 1\)"):
        rows(PLAIN + again)
    assert len(rows(PLAIN + again.replace("clock: case", "clock: step"))) == 2


def warned(code):
    return ev.DeadlineWarned(at=START, clock="case", due_at=START, rung=code)


def test_an_event_finds_its_rung():
    missed = ev.DeadlineMissed(at=START, clock="step", due_at=START)

    assert rung_of(warned("day_1"), DAY) is rung("case", "day_1")
    assert rung_of(missed, DAY) is rung("step", DUE)
    assert rung_of(missed, date(1999, 1, 1)).code == DUE


@pytest.mark.parametrize("code", [None, "of_old"])
def test_a_rung_nobody_knows_says_that_a_deadline_is_near(code):
    assert rung_of(warned(code), DAY).name == "Sắp đến hạn"
