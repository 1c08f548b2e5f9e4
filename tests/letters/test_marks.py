"""The bars and the square: read back module by module, as a reader at the desk would."""

import unicodedata

import pytest
from barcode.charsets import code128
from hypothesis import given, settings
from hypothesis import strategies as st

from app.errors import BadInput
from app.letters.marks import QUIET_BARS, QUIET_SQUARE, Mark, bars, square
from tests.letters.sheets import CODE, MARKS

STARTS = {103: "A", 104: "B", 105: "C"}
SWITCHES = {"A": {100: "B", 99: "C"}, "B": {101: "A", 99: "C"}, "C": {101: "A", 100: "B"}}
SIGNS = {
    "A": {value: sign for sign, value in code128.A.items()},
    "B": {value: sign for sign, value in code128.B.items()},
}


def read(mark: Mark) -> str:
    """A plain reader of Code 128: eleven modules a symbol, a checksum, a stop."""
    modules = "".join("01"[black] for black in mark.rows[0])
    inside = modules[QUIET_BARS:-QUIET_BARS]
    assert inside.endswith("1100011101011"), "no stop"
    symbols = [inside[at : at + 11] for at in range(0, len(inside) - 13, 11)]
    first, *rest, check = [code128.CODES.index(symbol) for symbol in symbols]
    assert check == (first + sum(at * value for at, value in enumerate(rest, start=1))) % 103
    return spelt(STARTS[first], rest)


def spelt(charset: str, values: list[int]) -> str:
    said = ""
    for value in values:
        if value in SWITCHES[charset]:
            charset = SWITCHES[charset][value]
        else:
            said += f"{value:02}" if charset == "C" else SIGNS[charset][value]
    return said


def test_the_bars_say_the_case_code():
    assert read(bars(CODE)) == CODE


@settings(max_examples=60)
@given(st.from_regex(r"[0-9A-Z.\-/]{1,30}", fullmatch=True))
def test_the_bars_say_any_code(code):
    assert read(bars(code)) == code


def test_the_bars_have_room_on_both_sides():
    (row,) = bars(CODE).rows

    assert not any(row[:QUIET_BARS])
    assert not any(row[-QUIET_BARS:])
    assert row[QUIET_BARS]


def test_a_code_that_bars_cannot_say_is_refused_in_words():
    with pytest.raises(BadInput, match="mã “HỒ-SƠ” không in thành mã vạch được"):
        bars("HỒ-SƠ")


def test_the_square_is_a_square_with_its_three_eyes_and_room_around():
    rows = square(str(MARKS.qr)).rows
    inner = [row[QUIET_SQUARE:-QUIET_SQUARE] for row in rows[QUIET_SQUARE:-QUIET_SQUARE]]
    eye = [
        [y in (0, 6) or x in (0, 6) or (1 < x < 5 and 1 < y < 5) for x in range(7)]
        for y in range(7)
    ]

    assert {len(row) for row in rows} == {len(rows)}
    assert not any(rows[QUIET_SQUARE - 1])
    assert [list(row[:7]) for row in inner[:7]] == eye
    assert [list(row[-7:]) for row in inner[:7]] == eye
    assert [list(row[:7]) for row in inner[-7:]] == eye


def test_the_square_takes_a_name_with_every_tone():
    said = unicodedata.normalize("NFC", "Đặng Thị Mỹ Hường, ỷ ỡ ặ")

    assert square(said).rows != square(said.upper()).rows


def test_the_picture_is_the_modules():
    mark = Mark(rows=((True, False, True, True), (False, False, False, True)))

    assert 'viewBox="0 0 4 2"' in mark.svg
    assert 'd="M0 0h1v1h-1zM2 0h2v1h-2zM3 1h1v1h-1z"' in mark.svg
