"""Texts with places: what is filled, what is left out, and which marks are refused."""

import pytest

from workflows.filling import MissingValue, Template, lines, one_line


def test_a_part_without_its_value_is_left_out_with_its_words():
    text = Template(text="Gọi {name}[, ĐT {phone}]")

    assert text.filled({"name": "Tư", "phone": "0900"}) == "Gọi Tư, ĐT 0900"
    assert text.filled({"name": "Tư", "phone": ""}) == "Gọi Tư"
    assert text.filled({"name": "Tư"}) == "Gọi Tư"


@pytest.mark.parametrize("values", [{}, {"name": ""}])
def test_a_missing_value_is_named(values):
    with pytest.raises(MissingValue, match="name has no value") as caught:
        Template(text="Gọi {name}").filled(values)

    assert caught.value.name == "name"


def test_a_value_is_never_looked_at_again():
    assert Template(text="{a}").filled({"a": "{b} [x] {{ 7*7 }}"}) == "{b} [x] {{ 7*7 }}"


@pytest.mark.parametrize(
    ("text", "fault"),
    [("{A}", "lẻ"), ("[x", "lẻ"), ("[không]", "không chứa giá trị"), ("{{a}}", "lẻ")],
)
def test_stray_marks_are_faults(text, fault):
    assert fault in " ".join(Template(text=text).faults())


def test_nothing_unseen_is_kept():
    assert one_line("A\u202eB\u200b\tC\nD\x00") == "AB C D"
    assert lines("A \r\nB\x07\n") == "A\nB"
