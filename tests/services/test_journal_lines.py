"""One line by itself: which case it speaks of, and what is wrong with it."""

import io
import json
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.services.journal_lines import (
    MAX_LINE,
    BadLine,
    Problems,
    case_of,
    lines_of,
    read_line,
    same_event,
)
from sla.zone import parse_instant
from tests.services.journals import NOW, accepted, line, paid
from workflows.log import Recorded


def problems(raw: bytes) -> Problems:
    with pytest.raises(BadLine) as refused:
        read_line(1, raw, NOW)
    return refused.value.problems


def test_a_line_is_read_with_its_envelope():
    read = read_line(7, line("resumed", recorded_at="2023-06-15T02:00Z", by="lan"), NOW)

    assert (read.number, read.by) == (7, "lan")
    assert read.recorded_at == parse_instant("2023-06-15T09:00")
    assert read.event.at == parse_instant("2023-06-15T08:00")


def test_a_line_without_data_and_recording_time_is_read_too():
    read = read_line(1, b'{"case": "A", "type": "resumed", "at": "2023-06-15T08:00"}', NOW)

    assert read.recorded_at == read.event.at
    assert read.by is None


@pytest.mark.parametrize(
    ("raw", "field", "words"),
    [
        (b'{"case": "A", "type"', "dòng", "không phải JSON hợp lệ, gần ký tự thứ 21"),
        (b'{"case": "A"} {"case": "A"}', "dòng", "không phải JSON hợp lệ"),
        (b"\x00\x00\x00", "dòng", "không phải JSON hợp lệ"),
        (b'{"case": "A\x01"}', "dòng", "không phải JSON hợp lệ"),
        (b'{"case": "A", "by": "\xff"}', "dòng", "byte thứ 22 không phải UTF-8"),
        (b'["A", "resumed"]', "dòng", "phải là một đối tượng JSON"),
        (b'"A"', "dòng", "phải là một đối tượng JSON"),
        (b"null", "dòng", "phải là một đối tượng JSON"),
        (b'{"case": "A", "data": {"x": 1, "x": 2}}', "dòng", "mục “x” được ghi hai lần"),
        (b'{"case": "A", "data": {"amount": NaN}}', "dòng", "NaN không phải là số"),
        (b'{"case": "A", "data": {"amount": -Infinity}}', "dòng", "-Infinity không phải là số"),
        (b'{"case": "A", "data": ' + b"[" * 100_000, "dòng", "lồng nhau quá sâu"),
        (b'{"case": "A", "n": ' + b"9" * 5_000 + b"}", "dòng", "có số quá lớn"),
        (b'{"case": "A", "by": "' + b"x" * MAX_LINE + b'"}', "dòng", "dài hơn 1024 KiB"),
        (line("resumed", case=" A"), "case", "khoảng trắng"),
        (line("resumed", case="A\nB"), "case", "xuống dòng"),
        (line("resumed", case="A" * 65), "case", "dài 65 ký tự"),
        (line("resumed", "2023-06-15"), "at", "cả ngày và giờ"),
        (line("resumed", "2023-06-31T08:00"), "at", "không phải là thời điểm"),
        (line("resumed", "2026-11-01T00:01"), "at", "tương lai"),
        (line("resumed", recorded_at="2099-01-01T00:00"), "recorded_at", "tương lai"),
        (line("resumed", by=""), "by", "không được để trống"),
        (line("resumed", by=7), "by", "phải là chữ"),
        (line("exploded"), "type", "không có loại sự kiện “exploded”"),
        (paid(amount=1e400), "dòng", "Infinity không phải là số"),
        (paid(amount=10**16), "data.amount", "phải từ 0"),
        (accepted(applicant={}), "data.applicant.name", "thiếu mục này"),
        (accepted(applicant="Bà Tư"), "data.applicant", "phải là một đối tượng JSON"),
    ],
)
def test_what_is_wrong_with_a_line_is_told_with_its_field(raw, field, words):
    ((name, said),) = problems(raw)

    assert name == field
    assert words in said


def test_a_number_too_large_for_a_float_is_not_a_whole_number():
    raw = line("fee_paid", amount=0, method="cash").replace(b'"amount": 0', b'"amount": 1e999')

    assert problems(raw) == [("data.amount", "phải là số nguyên, không đặt trong dấu nháy")]


def test_every_wrong_field_of_an_envelope_is_told_at_once():
    raw = json.dumps({"case": 1, "type": "x", "at": None, "extra": 1}).encode()

    assert [field for field, _ in problems(raw)] == ["case", "type", "at", "extra"]


@pytest.mark.parametrize(
    "raw",
    [
        b'{"case": "A", "type": "res',
        b'{"type": "resumed", "case": "A", "at": ',
        b'\t{ "case"\t:"A", "by": "\xff"}',
        b'{"type": "resumed", "case": "A"}',
        b'{"type": "resumed", "case": "\\u0041"}',
        b'{"data": {"case": "B"}, "case": "A"}',
    ],
)
def test_a_broken_line_still_belongs_to_its_case(raw):
    assert case_of(raw) == "A"


@pytest.mark.parametrize(
    ("raw", "field"),
    [
        (b'{"case": "A', "dòng"),
        (b"{", "dòng"),
        (b"[1]", "dòng"),
        (b'{"case": "\xff", "type": "resumed"}', "dòng"),
        (b'{"case": "\\ud800"}', "case"),
        (b'{"case": ""}', "case"),
        (b'{"case": 5}', "case"),
        (b'{"case": null}', "case"),
        (b'{"type": "resumed"}', "case"),
    ],
)
def test_a_line_of_no_case_says_why(raw, field):
    with pytest.raises(BadLine) as refused:
        case_of(raw)

    assert [name for name, _ in refused.value.problems] == [field]


def test_a_line_of_many_keys_given_twice_is_refused_quickly():
    keys = b",".join(b'"%d": 0' % number for number in range(60_000))

    ((_, words),) = problems(b'{"case": "A", ' + keys + b', "59999": 1}')

    assert "“59999” được ghi hai lần" in words


def test_a_line_without_end_is_cut_and_the_next_one_is_found():
    file = io.BytesIO(b"x" * (3 * MAX_LINE) + b"\nshort\nlast")

    long, short, last = lines_of(file)

    assert len(long) == MAX_LINE + 1
    assert (short, last) == (b"short\n", b"last")


def test_a_line_of_exactly_the_allowed_length_is_whole():
    whole = b"x" * (MAX_LINE - 1) + b"\n"

    assert list(lines_of(io.BytesIO(whole + b"next"))) == [whole, b"next"]


def told(read: Callable[[bytes], object], raw: bytes) -> Problems | None:
    """The problems of a line that is refused; None for one that is read."""
    try:
        read(raw)
    except BadLine as error:
        return error.problems
    return None


def reading(raw: bytes) -> object:
    return read_line(1, raw, NOW)


@given(st.binary(max_size=200))
def test_any_bytes_are_read_or_refused_with_words(raw):
    assert told(case_of, raw) != []
    assert told(reading, raw) != []


@given(st.data())
def test_a_damaged_line_is_read_or_refused_with_field_and_words(data):
    raw = accepted()
    start = data.draw(st.integers(0, len(raw)))
    end = data.draw(st.integers(start, min(len(raw), start + 8)))
    damaged = raw[:start] + data.draw(st.binary(max_size=4)) + raw[end:]

    problems = told(reading, damaged)

    assert problems is None or all(field and words for field, words in problems)


def test_a_line_is_known_again_whatever_was_bound_to_it():
    given_line = read_line(1, accepted(), NOW)
    bound = read_line(1, accepted(due_at="2023-06-20T08:00", calendar="default@1"), NOW)
    kept = Recorded(
        version=1, event=bound.event, recorded_at=bound.recorded_at, by=None, agency="H32.PL"
    )

    assert same_event(given_line, kept)
    assert not same_event(read_line(1, accepted(due_at="2023-06-21T08:00"), NOW), kept)
    assert not same_event(read_line(1, accepted("A", "2023-06-15T08:01"), NOW), kept)
    assert not same_event(read_line(1, paid(), NOW), kept)
