"""Somebody's table handed in: each fault by its place, nothing kept, nothing believed."""

import io

from tests.web.cases import text_of
from tests.web.client import token_of

PAGE = "/reports/check"
GOOD = """STT;Lĩnh vực;(3);(4);(5);(6);(7);(8);(9);(10);(11);(12);(13)
1;Hộ tịch;10;4;3;3;7;5;1;1;3;2;1
2;Đất đai;5;2;3;0;4;4;0;0;1;1;0
;TỔNG CỘNG;15;6;6;3;11;9;1;1;4;3;1
"""


def sent(client, content: bytes, name: str = "bieu.csv", **typed):
    given = {"csrf_token": token_of(client, PAGE), "file": (io.BytesIO(content), name), **typed}
    return client.post(PAGE, data=given, content_type="multipart/form-data")


def test_a_good_table_is_told_so(sign_in):
    answer = sent(sign_in("kiem.soat"), GOOD.encode(), form="II.06a")

    assert answer.status_code == 200
    assert "đều khớp" in text_of(answer.text)


def test_a_fault_is_named_by_place_with_printed_and_computed(sign_in):
    wrong = GOOD.replace("1;Hộ tịch;10;", "1;Hộ tịch;11;")
    words = text_of(sent(sign_in("kiem.soat"), wrong.encode(), form="II.06a").text)

    assert "dòng 1 (Hộ tịch), cột (3)" in words
    assert "11 10" in words
    assert "Sửa ít nhất" in words


def test_the_period_before_is_compared(sign_in):
    before = GOOD.replace("10;4;3;3;7;5;1;1;3;2;1", "11;4;3;4;7;5;1;1;4;3;1")
    before = before.replace("15;6;6;3;11;9;1;1;4;3;1", "16;6;6;4;11;9;1;1;5;4;1")
    previous = (io.BytesIO(before.encode()), "truoc.csv")
    answer = sent(sign_in("kiem.soat"), GOOD.encode(), form="II.06a", previous=previous)

    assert "lỗi" in text_of(answer.text)
    assert answer.text.count("<tr><td>") > 0


def test_what_cannot_be_read_is_said_in_one_sentence(sign_in):
    client = sign_in("kiem.soat")

    for content in (b"", b"%PDF-1.4", b"PK\x03\x04", "không có bảng".encode()):
        answer = sent(client, content)
        assert answer.status_code == 422, content
        assert "Chưa kiểm tra được." in answer.text


def test_a_file_has_to_be_chosen(sign_in):
    client = sign_in("kiem.soat")
    answer = client.post(PAGE, data={"csrf_token": token_of(client, PAGE)})

    assert answer.status_code == 422
    assert "Hãy điền mục này" in answer.text


def test_what_the_file_says_is_text_on_the_page(sign_in):
    hostile = GOOD.replace("Hộ tịch;10;", "<script>alert(1)</script>;11;")
    answer = sent(sign_in("kiem.soat"), hostile.encode(), "<img src=x>.csv", form="II.06a")

    assert answer.status_code == 200
    assert "<script>alert" not in answer.text
    assert "<img src=x>" not in answer.text
