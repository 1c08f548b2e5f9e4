"""Files that mean no good: each complaint has its place, and the rest goes in all the same."""

from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.services import journal_complaints
from app.services.journal import Imported
from sla.zone import parse_instant
from tests.services.journals import (
    FILE,
    accepted,
    kept,
    line,
    office,
    paid,
    read_rows_agree,
    take,
    versions,
)

HOUR = timedelta(hours=1)
NINE = "2023-06-15T09:00"
ADJUSTED = {"new_due_at": "2023-07-03T08:00", "reason": "bão", "approved_by": "hung"}
CLOSED = [
    line("resolved", NINE, outcome="granted"),
    line("reopened", NINE, reason="x", approved_by="y"),
]


@pytest.fixture
def opened(database_url):
    return office(database_url)


# What follows a good acceptance of case A on line 2, and the place and start of the complaint.
BAD = [
    ([b'{"case": "A", "type": "fee_'], "2: dòng: không phải JSON hợp lệ"),
    ([paid(), b'{"case": "A", "by": "\xc3"}\n'], "3: dòng: byte thứ 22 không phải UTF-8"),
    ([b'{"case": "A", "case": "B"}\n'], "2: dòng: mục “case” được ghi hai lần"),
    ([b'{"case": "A", "data": ' + b"{" * 5_000], "2: dòng: không phải JSON hợp lệ"),
    ([paid(amount=float("nan"))], "2: dòng: NaN không phải là số"),
    ([paid(amount=10**30)], "2: data.amount: phải từ 0"),
    ([line("withdrawn", NINE, reason="x" * 2_000_000)], "2: dòng: dài hơn 1024 KiB"),
    ([line("withdrawn", NINE, reason="a\x00b")], "2: data.reason: có ký tự điều khiển U+0000"),
    ([line("withdrawn", NINE, reason="\ud83d")], "2: data.reason: có ký tự điều khiển U+D83D"),
    ([line("exploded", NINE)], "2: type: không có loại sự kiện “exploded”"),
    ([line("step_started", NINE, step="x")], "2: data.step: thủ tục 1.001193 không có bước “x”"),
    ([line("accepted", NINE)], "2: type: không thể ghi “tiếp nhận”"),
    ([paid(at="2023-06-15T07:59")], "2: at: 15/06/2023 07:59:00 lùi trước sự kiện liền trước"),
    ([line("resumed", NINE, recorded_at="2023-06-15T08:30")], "2: type: không thể ghi"),
    (
        [line("returned", NINE, reason="x", recorded_at="2023-06-15T08:30")],
        "2: at: 15/06/2023 09:00:00 nằm sau thời điểm ghi nhận",
    ),
    (
        [
            line("paused", NINE, reason="other", recorded_at="2023-06-17T08:00"),
            line("resumed", "2023-06-16T08:00"),
        ],
        "3: recorded_at: được ghi nhận trước sự kiện đứng trên nó",
    ),
    ([line("returned", "2030-01-01T08:00", reason="x")], "2: at: nằm trong tương lai"),
    ([line("deadline_adjusted", NINE, **ADJUSTED, calendar="khác@1")], "2: data.calendar: "),
    ([line("corrected", NINE, of=9, at=NINE, reason="x", approved_by="y")], "2: data.of: "),
]


@pytest.mark.parametrize(("tail", "told"), BAD)
def test_a_case_stays_out_for_its_bad_line_and_the_next_one_goes_in(sqlite_url, tail, told):
    opened = office(sqlite_url)

    result = take(opened, accepted("A"), *tail, b"\n", accepted("B"))

    (problem,) = result.problems
    assert problem.startswith(f"{FILE}:{told}")
    assert (result.cases_rejected, versions(opened)) == (1, {"B": 1})


@pytest.mark.parametrize(
    ("first", "told"),
    [
        (accepted("A", agency="H99"), "1: data.agency: không có cơ quan H99"),
        (accepted("A", procedure="9.9"), "1: data.procedure: không có thủ tục 9.9"),
        (accepted("A", channel="online"), "1: data.channel: hồ sơ trực tuyến phải có sự kiện nộp"),
        (accepted("A", channel="fax"), "1: data.channel: không có giá trị “fax”"),
        (accepted("A", applicant=None), "1: data.applicant: hồ sơ mới tiếp nhận phải ghi"),
        (accepted("A", "2040-01-01T08:00"), "1: at: nằm trong tương lai"),
        (accepted("A", "1990-01-01T08:00"), "1: at: Quy định"),
        (accepted("A", due_at="2990-01-01T08:00"), "1: at: Lịch “default” chưa có ngày"),
        (accepted("A" * 5_000), "1: case: dài 5000 ký tự"),
        (accepted(" A"), "1: case: mã không được có khoảng trắng"),
        (accepted("A\nB"), "1: case: mã không được có"),
        (accepted("\u202eA"), "1: case: mã không được có"),
        (paid("A"), "1: type: hồ sơ chưa có nên không thể ghi “nộp phí, lệ phí”"),
    ],
)
def test_a_case_that_cannot_begin_is_told_with_the_field(sqlite_url, first, told):
    opened = office(sqlite_url)

    result = take(opened, first, accepted("B"))

    (problem,) = result.problems
    assert problem.startswith(f"{FILE}:{told}")
    assert versions(opened) == {"B": 1}


@pytest.mark.parametrize(
    "raw",
    [b"{", b"\x00" * 4_096, b"\xff\xfe{\x00", b"[]", b'{"case": "A', b'{"case": "\\ud800"}', b"5"],
)
def test_a_line_of_no_case_is_told_and_keeps_nobody_out(sqlite_url, raw):
    opened = office(sqlite_url)

    result = take(opened, accepted("A"), raw, accepted("B"))

    assert [problem.split(": ")[0] for problem in result.problems] == [f"{FILE}:2"]
    assert (result.cases_rejected, versions(opened)) == (0, {"A": 1, "B": 1})


def test_what_databases_choke_on_stays_out_of_both(opened):
    names = ["a\x00b", "a\ud800", "a\x1b[2J"]
    lines = [accepted(f"C{n}", applicant={"name": name}) for n, name in enumerate(names)]

    result = take(opened, *lines, *map(accepted, names), accepted("B"))

    assert len(result.problems) == 2 * len(names)
    assert versions(opened) == {"B": 1}


def test_markup_quotes_and_every_script_stay_as_they_are(opened):
    code, name = "<b>'A\"; DROP TABLE--", "Ả Rập عربى 𠮷 😀 <script>"

    result = take(opened, accepted(code, applicant={"name": name}))

    assert result.problems == []
    assert versions(opened) == {code: 1}
    assert name in repr(kept(opened)["cases"])


def test_a_byte_order_mark_and_blank_lines_are_no_lines(opened):
    result = take(opened, b"\xef\xbb\xbf" + accepted(), b"\n", b" \t\r\n", paid())

    assert (result.lines, result.problems, versions(opened)) == (2, [], {"A": 2})


def test_a_byte_order_mark_before_a_later_line_is_no_json(opened):
    result = take(opened, accepted("B"), b"\xef\xbb\xbf" + accepted())

    assert [problem.split(": ")[0] for problem in result.problems] == [f"{FILE}:2"]
    assert versions(opened) == {"B": 1}


@pytest.mark.parametrize("lines", [[], [b"\n"], [b"\xef\xbb\xbf"], [b"\xef\xbb\xbf\r\n", b""]])
def test_an_empty_file_is_no_fault(sqlite_url, lines):
    assert take(office(sqlite_url), *lines) == Imported()


def payments(count: int) -> list[bytes]:
    start = parse_instant(NINE)
    return [accepted(), *(paid(at=(start + n * HOUR / 60).isoformat()) for n in range(count))]


def test_two_thousand_events_are_a_case_and_one_more_is_not(opened):
    whole = payments(1_999)
    more = paid(at="2024-01-01T08:00")

    too_many = take(opened, *whole, more)
    as_many = take(opened, *whole)
    continued = take(opened, more)

    words = "hồ sơ có 2001 sự kiện, nhiều nhất là 2000; hãy kiểm tra lại mã hồ sơ"
    assert too_many.problems == [f"{FILE}:1: case: {words}"]
    assert (as_many.events, versions(opened)) == (2_000, {"A": 2_000})
    assert continued.problems == [f"{FILE}:1: case: {words}"]


def test_a_case_of_few_but_huge_lines_is_not_held_in_memory(sqlite_url):
    huge = paid().replace(b"}\n", b" " * 900_000 + b"}\n")

    result = take(office(sqlite_url), accepted(), *([huge] * 20))

    assert result.problems == [f"{FILE}:1: case: hồ sơ dài quá 16 MiB"]


def test_a_case_closed_and_opened_again_and_again_in_one_instant_does_no_harm(opened):
    result = take(opened, accepted("A"), *CLOSED, *CLOSED, *CLOSED, accepted("B"))

    assert result.problems == []
    assert versions(opened) == {"A": 7, "B": 1}
    assert read_rows_agree(opened)


def test_messages_show_hostile_words_without_their_teeth(sqlite_url):
    evil = "\x1b]0;x\x07\n\ud800" + "y" * 5_000

    result = take(office(sqlite_url), line("resumed", **{evil: 1}), line(evil, case="B"))

    for problem in result.problems:
        assert problem.isprintable()
        assert len(problem) < 1_200
        problem.encode()
    assert len(result.problems) == 2


def test_of_very_many_problems_the_rest_is_counted(sqlite_url, monkeypatch):
    monkeypatch.setattr(journal_complaints, "MAX_PROBLEMS", 3)

    result = take(office(sqlite_url), *[b"{"] * 5)

    assert len(result.problems) == 4
    assert result.problems[-1] == f"{FILE}:0: tệp: còn 2 lỗi nữa; hãy sửa các lỗi trên rồi nhập lại"


def test_of_many_problems_alike_the_first_are_told_and_the_rest_is_counted(sqlite_url):
    lines = [accepted(f"H{number}", agency="H99") for number in range(23)]

    result = take(office(sqlite_url), *lines, *[b"{"] * 25)

    assert result.cases_rejected == 23
    assert result.lines_unreadable == 25
    counted = [problem for problem in result.problems if problem.startswith(f"{FILE}:0: ")]
    assert any(problem.endswith("… và 3 hồ sơ nữa vì cùng lý do") for problem in counted)
    assert any(problem.endswith("… và 5 dòng nữa vì cùng lý do") for problem in counted)
    assert result.problems[-len(counted) :] == counted


@pytest.fixture
def scratch(sqlite_url):
    return office(sqlite_url)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60)
@given(lines=st.lists(st.binary(max_size=60) | st.sampled_from([accepted(), paid()]), max_size=6))
def test_any_lines_are_taken_or_reported(scratch, lines):
    result = take(scratch, *lines, dry_run=True)

    bad = result.cases_rejected + result.events == 0
    assert result.lines <= len(lines)
    assert not (bad and result.lines and not result.problems and not result.cases_known)
