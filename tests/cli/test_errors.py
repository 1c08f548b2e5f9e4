"""Whatever is wrong: one Vietnamese sentence on standard error, the right status, no traceback."""

import pytest

from tests.cli.conftest import WORLD


def test_an_unknown_command_is_named(motcua):
    ran = motcua("bao-cao")
    assert (ran.status, ran.out) == (2, "")
    assert ran.err.startswith("motcua: Không có lệnh 'bao-cao'")


def test_a_missing_option_is_named(motcua):
    ran = motcua("due", "--agency", "T")
    assert ran.status == 2
    assert "Thiếu tùy chọn '--procedure'" in ran.err


def test_help_speaks_vietnamese(motcua):
    ran = motcua("--help")
    assert ran.status == 0
    assert "Cách dùng: motcua" in ran.out
    for name in ("load", "import", "export", "case", "due", "report", "tick", "verify", "rebuild"):
        assert f"  {name} " in ran.out


@pytest.mark.parametrize(
    "arguments",
    [
        ("report", "II.06a", "--agency", "T", "--from", "hôm qua", "--to", "2023-09-14"),
        ("report", "II.06a", "--agency", "T", "--from", "2023-02-30", "--to", "2023-09-14"),
        ("case", "X", "--at", "15/06/2023"),
    ],
)
def test_a_bad_date_is_shown_with_an_example(motcua, arguments):
    ran = motcua(*arguments)
    assert (ran.status, ran.out) == (2, "")
    assert "(ví dụ 2023-06-15" in ran.err


def test_a_period_that_ends_before_it_starts_is_refused(world):
    ran = world("report", "II.06a", "--agency", "T", "--from", "2023-09-15", "--to", "2023-09-14")
    assert ran.status == 2
    assert ran.err == (
        "--to: 2023-09-14: kỳ báo cáo kết thúc (14/09/2023) trước khi bắt đầu (15/09/2023)\n"
    )


def test_an_unknown_form_agency_or_case_is_unusable(world):
    period = ("--from", "2023-06-15", "--to", "2023-09-14")
    assert "không có biểu “II.99”" in world("report", "II.99", "--agency", "T", *period).err
    unknown = world("report", "II.06a", "--agency", "NOPE", *period)
    assert (unknown.status, unknown.out) == (2, "")
    assert unknown.err == "không có cơ quan NOPE; hãy nạp bằng motcua load\n"
    assert world("case", "NOPE").err == "không có hồ sơ NOPE\n"
    assert world("export", "--agency", "NOPE").status == 2


def test_a_missing_file_is_named(motcua, tmp_path):
    ran = motcua("import", tmp_path / "nope.jsonl")
    assert ran.status == 2
    assert ran.err == f"{tmp_path}/nope.jsonl:0: tệp: không đọc được (No such file or directory)\n"
    assert motcua("load", tmp_path / "nope.yaml").status == 2


def test_a_file_that_cannot_be_written_is_named_and_nothing_is_left(world, tmp_path):
    ran = world("export", "-o", tmp_path / "nope" / "log.jsonl")
    assert ran.status == 2
    assert "không ghi được" in ran.err


def test_a_database_url_of_another_kind_is_refused(monkeypatch, motcua):
    monkeypatch.setenv("MOTCUA_DATABASE_URL", "mysql://root:secret@host/db")
    ran = motcua("verify")
    assert ran.status == 2
    assert "MOTCUA_DATABASE_URL" in ran.err
    assert "secret" not in ran.err


def test_a_database_out_of_reach_is_one_sentence_without_its_password(monkeypatch, motcua):
    url = "postgresql+psycopg://lan:secret@127.0.0.1:1/nope"
    monkeypatch.setenv("MOTCUA_DATABASE_URL", url)
    ran = motcua("verify")
    assert ran.status == 2
    assert ran.err.startswith("không dùng được cơ sở dữ liệu postgresql+psycopg://lan:***@")
    assert "secret" not in ran.err


def test_a_file_that_is_no_database_is_one_sentence(monkeypatch, motcua, tmp_path):
    path = tmp_path / "anh.db"
    path.write_bytes(b"\x89PNG" * 4096)
    monkeypatch.setenv("MOTCUA_DATABASE_URL", f"sqlite:///{path}")
    ran = motcua("verify")
    assert ran.status == 2
    assert ran.err.startswith("không dùng được cơ sở dữ liệu")
    assert path.read_bytes() == b"\x89PNG" * 4096


def test_load_names_file_line_and_field_and_loads_nothing(motcua, tmp_path):
    bad = tmp_path / "pack.yaml"
    text = (WORLD / "pack.yaml").read_text(encoding="utf-8")
    bad.write_text(text.replace('"3 working_days"', '"3 moons"'), encoding="utf-8")
    ran = motcua("load", bad)
    assert ran.status == 2
    assert f"{bad}:" in ran.err
    assert "time_limit" in ran.err
    assert motcua("case", "X").err == "không có hồ sơ X\n"
