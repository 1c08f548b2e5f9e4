"""Folding: however a name or a number is written, it is compared in one form."""

from unicodedata import normalize

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.store.folding import code_key, folded, id_key, name_key, phone_key


@pytest.mark.parametrize(
    ("written", "plain"),
    [
        ("Nguyễn Văn A", "nguyen van a"),
        ("  ĐẶNG\tThị\u00a0Đào ", "dang thi dao"),
        (normalize("NFD", "Hoàng Phước Ưởng"), "hoang phuoc uong"),
        ("ＡＢ①", "ab1"),
        ("H'Hen Niê", "h hen nie"),
        ("Straße ﬁn", "strasse fin"),
        ("\u202eA\u200dB\u2066", "ab"),
        ("😀 Bà %_* Tư 😀", "ba tu"),
        ("", ""),
    ],
)
def test_a_name_is_folded(written, plain):
    assert folded(written) == plain


@given(st.text())
def test_folding_leaves_letters_and_digits_in_words_and_changes_nothing_twice(text):
    plain = folded(text)

    assert folded(plain) == plain
    assert all(word.isalnum() for word in plain.split(" ") if plain)
    assert plain == plain.strip()


@given(st.text(alphabet="aàáạảãăằâấđeêễiìịoôơớờuưứựyỳỵ ", max_size=30))
def test_composed_and_decomposed_letters_are_folded_alike(text):
    forms = {folded(normalize(form, text)) for form in ("NFC", "NFD", "NFKC", "NFKD")}

    assert len(forms) == 1


def test_a_name_of_ten_thousand_letters_is_kept_in_part():
    assert name_key("ă" * 10_000) == "a" * 1_000


@pytest.mark.parametrize(
    "written",
    ["0912345678", "+84 912 345 678", "84912345678", "0084-912.345.678", "(+84) 0912345678"],
)
def test_a_telephone_number_is_the_same_however_written(written):
    assert phone_key(written) == "0912345678"


@pytest.mark.parametrize(
    ("written", "key"), [(None, None), ("", None), ("không có", None), ("8412345", "8412345")]
)
def test_what_is_no_telephone_number_of_the_country_stays(written, key):
    assert phone_key(written) == key


def test_identity_numbers_and_codes_lose_what_stands_between():
    assert id_key(" 079 204-001.234 ") == "079204001234"
    assert id_key("c1234567") == id_key("C 1234567")
    assert id_key(None) is None
    assert code_key("H32.PL-230615-0012") == "2100516032lp23h"
    assert len(code_key("9" * 500)) == 64
