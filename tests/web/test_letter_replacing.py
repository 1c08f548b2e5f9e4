"""Replacing a letter is offered only to who may do it, and only while it can be done."""

import pytest

from tests.web.cases import accepted, opened, text_of
from tests.web.lettering import href, issued, pressed

__all__ = ["opened"]


@pytest.mark.parametrize("login", ["hue.tp", "yen.kt"])
def test_who_may_not_issue_a_receipt_is_not_offered_to_replace_it(sign_in, opened, login):
    lan, other = sign_in("lan.mc"), sign_in(login)
    code = accepted(opened)
    pressed(lan, f"/cases/{code}/letters/receipt")
    (row,) = issued(opened, code)

    form = other.get(href(row, "/replace"))

    assert href(row, "/replace") in lan.get(f"/cases/{code}").text
    assert lan.get(href(row, "/replace")).status_code == 200
    assert href(row, "/replace") not in other.get(f"/cases/{code}").text
    assert form.status_code == 422
    assert "Cấp bản thay" not in text_of(form.text)


def test_a_letter_that_was_replaced_says_so_before_anything_is_typed(sign_in, opened):
    lan, code = sign_in("lan.mc"), accepted(opened)
    pressed(lan, f"/cases/{code}/letters/receipt")
    (row,) = issued(opened, code)
    pressed(lan, href(row, "/replace"), key="b" * 32, reason="Sai tên")

    form = lan.get(href(row, "/replace"))

    first, second = issued(opened, code)
    assert form.status_code == 422
    assert f"đã được thay bằng bản số {second.number}" in text_of(form.text)
    page = lan.get(f"/cases/{code}").text
    assert href(first, "/replace") not in page
    assert href(second, "/replace") in page
