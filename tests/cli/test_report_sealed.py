"""`motcua report --sealed`: what was signed, to the byte, from the machine itself."""

import pytest

from app.services.sealing import printed
from tests.services.sealed import mend, quarter, signed

ASKED = ("report", "II.06a", "--agency", "P.X", "--from", "2023-06-15", "--to", "2023-09-14")


@pytest.fixture
def folder(tmp_path, monkeypatch):
    monkeypatch.setenv("MOTCUA_FILES", str(tmp_path / "files"))
    return tmp_path / "files"


def test_the_signed_bytes_come_out_whatever_was_corrected(motcua, database_url, tmp_path, folder):
    db = quarter(database_url, tmp_path)
    first = signed(db, folder)
    mend(db)
    second = signed(db, folder, reason="đính chính hồ sơ c3")
    file = tmp_path / "signed.pdf"

    ran = motcua(*ASKED, "--edition", 1, "--format", "pdf", "-o", file)

    assert (ran.status, ran.out) == (0, "")
    assert ran.err == "Lưu ý: bản số 1 đã được thay bằng bản số 2.\n"
    assert file.read_bytes() == printed(db, folder, first.id, "pdf")
    newest = motcua(*ASKED, "--sealed", "--format", "json")
    assert newest.out.encode() == printed(db, folder, second.id, "json")
    assert newest.err == ""


def test_the_grid_is_drawn_of_the_signed_figures(motcua, database_url, tmp_path, folder):
    db = quarter(database_url, tmp_path)
    signed(db, folder)
    before = motcua(*ASKED).out
    mend(db)

    assert motcua(*ASKED, "--sealed").out == before
    assert motcua(*ASKED).out != before


def test_an_edition_nobody_signed_is_told(motcua, database_url, tmp_path, folder):
    quarter(database_url, tmp_path)

    ran = motcua(*ASKED, "--sealed")

    assert ran.status == 2
    assert "biểu II.06a của P.X trong kỳ này không có bản đã ký nào" in ran.err


def test_verify_tells_of_the_signed_files(motcua, database_url, tmp_path, folder):
    signed(quarter(database_url, tmp_path), folder)

    assert "5 tệp biểu đã ký nguyên vẹn" in motcua("verify").out
