"""Sums in words."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.letters.facts_money import dong_in_words, number_in_words

DIGITS = {"không": 0, "một": 1, "mốt": 1, "hai": 2, "ba": 3, "bốn": 4, "tư": 4, "năm": 5}
DIGITS |= {"lăm": 5, "sáu": 6, "bảy": 7, "tám": 8, "chín": 9}
SCALES = {"nghìn": 10**3, "triệu": 10**6}


def read(words: str) -> int:
    """The number back from its words."""
    head, ty, tail = words.rpartition(" tỷ")
    if ty:
        return read(head) * 10**9 + (read(tail.strip()) if tail else 0)
    total = group = digit = 0
    for word in words.split():
        if word in SCALES:
            total, group, digit = total + (group + digit) * SCALES[word], 0, 0
        elif word in ("trăm", "mươi"):
            group, digit = group + digit * (100 if word == "trăm" else 10), 0
        elif word == "mười":
            group += 10
        elif word != "linh":
            digit = DIGITS[word]
    return total + group + digit


@pytest.mark.parametrize(
    ("number", "words"),
    [
        (0, "không"),
        (5, "năm"),
        (10, "mười"),
        (11, "mười một"),
        (14, "mười bốn"),
        (15, "mười lăm"),
        (20, "hai mươi"),
        (21, "hai mươi mốt"),
        (24, "hai mươi tư"),
        (55, "năm mươi lăm"),
        (100, "một trăm"),
        (104, "một trăm linh bốn"),
        (111, "một trăm mười một"),
        (1_001, "một nghìn không trăm linh một"),
        (8_000, "tám nghìn"),
        (15_500, "mười lăm nghìn năm trăm"),
        (120_000, "một trăm hai mươi nghìn"),
        (1_000_000, "một triệu"),
        (1_050_000, "một triệu không trăm năm mươi nghìn"),
        (1_000_000_000, "một tỷ"),
        (2_000_000_005, "hai tỷ không trăm linh năm"),
        (1_500_000_000_000, "một nghìn năm trăm tỷ"),
    ],
)
def test_a_number_in_words(number, words):
    assert number_in_words(number) == words
    assert dong_in_words(number) == f"{words} đồng"


@given(st.integers(0, 10**13))
def test_the_words_say_the_number_back(number):
    assert read(number_in_words(number)) == number


def test_no_sum_is_negative():
    with pytest.raises(ValueError, match="-1"):
        dong_in_words(-1)
