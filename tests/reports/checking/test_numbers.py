"""Each way in which offices write a number, and those that are none."""

from decimal import Decimal

import pytest

from app.reports.checking.grids import Cell
from app.reports.checking.numbers import figure
from app.reports.checking.words import plain


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("5.770", 5770), ("2074", 2074), ("1.652", 1652), ("08", 8), ("04", 4), ("349.744", 349744),
        ("1 652", 1652), ("1\u00a0652", 1652), ("2.986.514.794", 2986514794), ("  7 ", 7),
        ("12,0", 12), ("1.652,00", 1652), ("572 h/s", 572), ("9.405 hồ sơ", 9405), ("'12", 12),
        ("1,652", 1652),
    ],
)  # fmt: skip
def test_a_count(text, count):
    read = figure(Cell(text=text))

    assert (read.meaning, read.amount) == ("count", count)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("98,9%", "98.9"),
        ("95,55%", "95.55"),
        ("100%", "100"),
        ("0,07 %", "0.07"),
        ("57.5%", "57.5"),
    ],
)
def test_a_percentage(text, value):
    read = figure(Cell(text=text))

    assert (read.meaning, read.value) == ("percent", Decimal(value))


def test_what_counts_as_a_percentage_without_its_sign():
    assert figure(Cell(text="98,9"), percent=True).value == Decimal("98.9")
    assert figure(Cell(text="98,9")).meaning == "wrong"


@pytest.mark.parametrize("text", ["", " ", "-", "–", "—", "\u00a0", "...", "…", "\u200b"])
def test_nothing(text):
    assert figure(Cell(text=text)).meaning == "blank"


@pytest.mark.parametrize("text", ["1.2345", "12.34", "-5", "1,23", "1.65.2", "9" * 16, "1 65"])
def test_what_looks_like_a_number_and_is_no_count(text):
    read = figure(Cell(text=text))

    assert read.meaning == "wrong"
    assert "không phải số đếm" in read.doubt


@pytest.mark.parametrize("text", ["l52", "O", "Tối thiểu 80", "#REF!", "٣", "１２"])
def test_a_text(text):
    assert figure(Cell(text=text)).meaning == "text"


def test_a_comma_for_thousands_is_read_and_said():
    assert "dấu phẩy là dấu phân cách nghìn" in figure(Cell(text="1,652")).doubt


def test_a_ratio():
    assert figure(Cell(text="951/1.652")).ratio == (Decimal(951), Decimal(1652))


def test_a_dot_that_a_spreadsheet_took_for_a_decimal_point():
    read = figure(Cell(text="1,64", number=Decimal("1.64")))

    assert read.amount == 1640
    assert read.doubt == "ô lưu số lẻ 1,64; đọc là 1640"


def test_a_stored_part_of_one_is_no_count():
    assert figure(Cell(text="0,5", number=Decimal("0.5"))).meaning == "wrong"


@pytest.mark.parametrize("text", ["Đúng hạn", "ĐÚNG  HẠN", "Đu\u0301ng ha\u0323n", "đúng\u00a0hạn"])
def test_words_are_the_same_from_every_keyboard(text):
    assert plain(text) == "dung han"
