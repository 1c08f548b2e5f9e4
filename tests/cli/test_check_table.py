"""`motcua check-table` as a supervisor runs it."""

import json

import pytest

from tests.cli.conftest import Capture, Program, program
from tests.reports.checking.papers import KINDS, as_csv, paper
from tests.reports.checking.seeds import T1, T2, TITLE_002, TITLE_003


@pytest.fixture
def motcua(monkeypatch: pytest.MonkeyPatch, capsys: Capture) -> Program:
    """The program beside a database that is not there: it needs none to check a table."""
    return program("sqlite:////nowhere/motcua.db", monkeypatch, capsys)


@pytest.fixture
def given(tmp_path):
    def write(name: str, content: bytes):
        path = tmp_path / name
        path.write_bytes(content)
        return path

    return write


@pytest.mark.parametrize("kind", KINDS)
def test_a_good_table_is_told_so(motcua, given, kind):
    ran = motcua("check-table", given(f"bieu.{kind}", paper(kind, TITLE_002, T1)))

    assert (ran.status, ran.err) == (0, "")
    assert ran.out.splitlines()[0] == "biểu II.06a, 12 dòng, 13 cột, đã tính lại 65 tổng."
    assert ran.out.splitlines()[-1] == "0 lỗi, 2 lưu ý."


def test_faults_are_listed_with_their_cells_and_a_mend(motcua, given):
    ran = motcua("check-table", given("bieu.xlsx", paper("xlsx", TITLE_003, T2)))

    assert ran.status == 1
    assert "LỖI 1. dòng 4 (Lĩnh vực BTXH), cột (3) [ô C13]: không thỏa (3) = (4) + (5)" in ran.out
    assert "CÁCH SỬA. sửa ô dòng 4 (Lĩnh vực BTXH), cột (4) [ô D13] từ 0 thành 14" in ran.out
    assert ran.out.splitlines()[-1].startswith("3 lỗi, ")


def test_json_is_one_document(motcua, given):
    ran = motcua("check-table", given("bieu.csv", as_csv(TITLE_003, T2)), "--json")
    document = json.loads(ran.out)

    assert (ran.status, document["file"], document["clean"]) == (1, "bieu.csv", False)
    assert document["faults"][0]["place"] == "dòng 4 (Lĩnh vực BTXH), cột (3)"
    assert document["mends"][0]["changes"][0]["new"] == 14


def test_the_period_before_is_held_against_it(motcua, given):
    now = given("nay.csv", as_csv(TITLE_002, T1))

    ran = motcua("check-table", now, "--previous", given("truoc.csv", as_csv(TITLE_003, T2)))

    assert ran.status == 1
    assert "chuyển từ kỳ trước khác số đang giải quyết cuối kỳ trước; in 89, tính ra 0" in ran.out


@pytest.mark.parametrize(
    ("content", "more", "words"),
    [
        (b"", (), "tệp rỗng"),
        (b"%PDF-1.4", (), "tệp PDF không đọc được bảng"),
        (b"Cap;So\nXa;5\n", ("--form", "II.99"), "không có biểu này"),
    ],
)
def test_what_cannot_be_used_is_one_sentence(motcua, given, content, more, words):
    ran = motcua("check-table", given("bieu.csv", content), *more)

    assert (ran.status, ran.out) == (2, "")
    assert words in ran.err
    assert len(ran.err.splitlines()) == 1


def test_a_file_that_is_not_there_is_named(motcua, tmp_path):
    ran = motcua("check-table", tmp_path / "khong-co.xlsx")

    assert ran.status == 2
    assert "khong-co.xlsx: không đọc được" in ran.err


def test_what_is_wrong_with_the_file_before_names_that_file(motcua, given):
    before = given("truoc.csv", b"")

    ran = motcua("check-table", given("nay.csv", as_csv(TITLE_002, T1)), "--previous", before)

    assert ran.status == 2
    assert f"{before}: tệp kỳ trước: tệp rỗng" in ran.err
