"""The page of weekly explanations: who finds what, answering in part, together, and at once."""

import io
import re
from html import unescape

import pytest
from openpyxl import load_workbook
from sqlalchemy import select, text

from app.deadlines.weekly import weekly
from app.sample import MORNING
from app.store.engine import Database, database
from app.store.explanation_tables import ExplanationLineRow
from app.store.tables import table_of
from sla.zone import later
from tests.web.client import token_of

PLACE = "/explanations/H32.PL/2024-01-15"
LINES = table_of(ExplanationLineRow)
FIELD = re.compile(r'name="((?:version|was)-\d+)" value="([^"]*)"')


@pytest.fixture
def asked(app) -> Database:
    """The ward on the morning of its letter: four requests for supplements to be explained."""
    opened: Database = app.extensions["motcua"].database
    assert weekly(opened, now=later(MORNING, minutes=90)) > 0
    return opened


def kept(opened: Database) -> list[tuple[int, str | None, str | None, str | None]]:
    """Number, cause, text and author of each line."""
    query = select(LINES.c.id, LINES.c.cause, LINES.c.text, LINES.c.answered_by)
    with opened.reading() as connection:
        return [tuple(row) for row in connection.execute(query.order_by(LINES.c.id))]


def hidden(page: str) -> dict[str, str]:
    return {name: unescape(value) for name, value in FIELD.findall(page)}


def send(client, fields, **more):
    given = {"csrf_token": token_of(client, PLACE), "act": "save", **fields, **more}
    return client.post(PLACE, data=given)


def test_a_leader_finds_the_sheet_and_answers_a_part_of_it(asked, sign_in):
    client = sign_in("binh.ld")
    overview = client.get("/explanations").text
    assert PLACE in overview
    assert "của bạn" in overview
    page = client.get(PLACE).text
    first, second, *_ = [number for number, *_ in kept(asked)]

    fields = hidden(page) | {f"cause-{first}": "citizen", f"text-{first}": "<b>thiếu giấy</b>"}
    answer = send(client, fields)

    assert answer.status_code == 303
    assert kept(asked)[0] == (first, "citizen", "<b>thiếu giấy</b>", "binh.ld")
    assert kept(asked)[1] == (second, None, None, None)
    again = client.get(PLACE).text
    assert "&lt;b&gt;thiếu giấy&lt;/b&gt;" in again
    assert "Đã ghi giải trình 1 dòng." in again


def test_the_same_form_sent_twice_is_written_once(asked, sign_in):
    client = sign_in("binh.ld")
    first = kept(asked)[0][0]
    fields = hidden(client.get(PLACE).text) | {f"cause-{first}": "overload"}

    assert [send(client, fields).status_code for _ in range(2)] == [303, 303]
    with asked.reading() as connection:
        assert connection.scalar(select(LINES.c.version).where(LINES.c.id == first)) == 1


def test_whoever_comes_second_sees_who_answered_and_overwrites_only_by_pressing_again(
    asked, sign_in
):
    binh, thao = sign_in("binh.ld"), sign_in("thao.ld")
    one, two, *_ = [number for number, *_ in kept(asked)]
    before = hidden(thao.get(PLACE).text)
    send(binh, before | {f"cause-{one}": "citizen", f"text-{one}": "chờ giấy"})

    mine = {f"cause-{one}": "system", f"text-{one}": "mất mạng", f"cause-{two}": "overload"}
    answer = send(thao, before | mine)

    assert answer.status_code == 409
    assert "Công dân chậm: chờ giấy" in answer.text
    assert 'value="mất mạng"' in answer.text
    assert kept(asked)[0][1:] == ("citizen", "chờ giấy", "binh.ld")
    assert kept(asked)[1][1] == "overload"
    assert send(thao, hidden(answer.text) | mine).status_code == 303
    assert kept(asked)[0][1:] == ("system", "mất mạng", "thao.ld")


def test_a_line_left_alone_keeps_what_another_wrote_meanwhile(asked, sign_in):
    binh, thao = sign_in("binh.ld"), sign_in("thao.ld")
    one, two, *_ = [number for number, *_ in kept(asked)]
    before = hidden(thao.get(PLACE).text)
    send(binh, before | {f"cause-{one}": "citizen"})

    assert send(thao, before | {f"cause-{two}": "system"}).status_code == 303
    assert [line[3] for line in kept(asked)[:2]] == ["binh.ld", "thao.ld"]


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ({"text": "không rõ nguyên nhân"}, "Hãy chọn nguyên nhân"),
        ({"cause": "other"}, "Nguyên nhân “Khác” phải ghi rõ"),
        ({"cause": "overload", "text": "x" * 1_001}, "Dài 1001 ký tự"),
        ({"cause": "bịa"}, "Hãy chọn một mục"),
    ],
)
def test_what_cannot_be_kept_is_told_and_nothing_typed_is_lost(asked, sign_in, typed, told):
    client = sign_in("binh.ld")
    one, two, *_ = [number for number, *_ in kept(asked)]
    fields = {f"{name}-{one}": value for name, value in typed.items()}
    other = {f"cause-{two}": "system", f"text-{two}": "đã gõ rồi"}

    answer = send(client, hidden(client.get(PLACE).text) | fields | other)

    assert answer.status_code == 422
    assert told in answer.text
    assert 'value="đã gõ rồi"' in answer.text
    assert {line[1] for line in kept(asked)} == {None}


def test_the_ticked_are_answered_together(asked, sign_in):
    client = sign_in("binh.ld")
    numbers = [number for number, *_ in kept(asked)]
    fields = hidden(client.get(PLACE).text)
    bulk = {"act": "bulk", "bulk-cause": "citizen", "bulk-text": "chờ công dân"}

    nobody = send(client, fields, **bulk)
    assert nobody.status_code == 422
    assert "đánh dấu ít nhất một hồ sơ" in nobody.text.lower()
    nothing = send(client, fields, act="bulk", line=str(numbers[0]))
    assert nothing.status_code == 422
    assert send(client, fields, line=[str(number) for number in numbers], **bulk).status_code == 303

    assert {line[1:] for line in kept(asked)} == {("citizen", "chờ công dân", "binh.ld")}
    assert "đủ" in client.get("/explanations").text


def test_where_nobody_leads_the_office_whoever_oversees_it_answers(asked, sign_in):
    client = sign_in("kiem.soat")
    assert "version-" not in client.get(PLACE).text
    with asked.writing() as connection:
        leads = "role = 'leader' AND agency = 'H32.PL'"
        connection.execute(text(f"DELETE FROM account_grants WHERE {leads}"))
    first = kept(asked)[0][0]

    fields = hidden(client.get(PLACE).text) | {f"cause-{first}": "system"}

    assert send(client, fields).status_code == 303
    assert kept(asked)[0][3] == "kiem.soat"
    assert "của bạn" in client.get("/explanations").text


def test_a_long_sheet_says_where_the_rest_is(asked, sign_in, monkeypatch):
    monkeypatch.setattr("app.web.pages.explanations.SHOWN", 1)
    for login in ("binh.ld", "thanh.tra"):
        page = sign_in(login).get(PLACE).text
        assert "Trang này chỉ hiện 1 trong 4 dòng; xem đủ ở tệp" in page


def test_those_above_read_and_do_not_answer(asked, sign_in):
    for login in ("lanhdao.nt", "kiem.soat", "thanh.tra"):
        client = sign_in(login)
        page = client.get(PLACE)
        assert page.status_code == 200
        assert "version-" not in page.text
    above = sign_in("lanhdao.nt")
    line = kept(asked)[0][0]
    fields = {f"version-{line}": "0", f"was-{line}": "|", f"cause-{line}": "system"}
    given = {"csrf_token": token_of(above, "/notices/choices"), **fields}
    assert above.post(PLACE, data=given).status_code in (403, 409, 422)
    assert {one[1] for one in kept(asked)} == {None}


@pytest.mark.parametrize(
    "path",
    [
        PLACE.replace("PL", "TM"),
        PLACE.replace("2024-01-15", "2024-01-16"),
        PLACE.replace("2024-01-15", "x"),
    ],
)
def test_a_sheet_that_is_not_there_or_not_theirs_is_not_found(asked, sign_in, path):
    assert sign_in("binh.ld").get(path).status_code == 404


def test_a_stranger_to_the_office_finds_nothing(asked, sign_in):
    client = sign_in("son.tm")
    assert client.get(PLACE).status_code in (403, 404)


def test_a_case_struck_out_falls_away_and_one_answered_before_keeps_its_answer(asked, sign_in):
    client = sign_in("binh.ld")
    one, two, *_ = [number for number, *_ in kept(asked)]
    send(client, hidden(client.get(PLACE).text) | {f"cause-{one}": "citizen"})
    with asked.writing() as connection:
        mine = select(LINES.c.case_code).where(LINES.c.id.in_([one, two]))
        codes = connection.scalars(mine).all()
        for code in codes:
            connection.execute(text("UPDATE cases SET state='voided' WHERE code=:c"), {"c": code})

    page = client.get(PLACE).text

    assert page.count("hồ sơ đã hủy, không phải giải trình") == 2
    assert f"cause-{two}" not in page
    assert "1/3 dòng" in page


def test_the_sheet_holds_every_line_and_no_formula(asked, sign_in):
    client = sign_in("binh.ld")
    one = kept(asked)[0][0]
    fields = hidden(client.get(PLACE).text) | {f"cause-{one}": "citizen", f"text-{one}": "=1+1"}
    send(client, fields)

    answer = client.get("/explanations/all.xlsx")
    rows = list(load_workbook(io.BytesIO(answer.data)).worksheets[0].iter_rows(values_only=True))

    head = next(place for place, row in enumerate(rows) if row[0] == "Đơn vị")
    assert len(rows) - head - 1 == len(kept(asked))
    cells = [cell for row in rows for cell in row]
    assert "=1+1" in cells
    assert "Công dân chậm" in cells


def test_no_page_asks_much(asked, sign_in, count):
    client = sign_in("binh.ld")
    for path in ("/explanations", PLACE):
        assert len(count(lambda path=path: client.get(path)).statements) <= 12
    assert database(asked.url) is asked
