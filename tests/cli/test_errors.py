"""Whatever is wrong: one Vietnamese sentence on standard error, the right status, no traceback."""

import errno

import click
import pytest

from app.cli import cmd_export, cmd_tick
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
    other = world("report", "II.99", "--agency", "T", *period)
    assert other.status == 2
    assert "II.99" in other.err
    assert "không có biểu" in other.err
    unknown = world("report", "II.06a", "--agency", "NOPE", *period)
    assert (unknown.status, unknown.out) == (2, "")
    assert unknown.err == "--agency: không có cơ quan NOPE; hãy nạp bằng motcua load\n"
    assert world("case", "NOPE").err == "MÃ: không có hồ sơ NOPE\n"
    at = ("--at", "2023-06-15T09:00")
    asked = world("due", "--agency", "T", "--procedure", "NOPE", *at)
    assert asked.err.startswith("--procedure: không có thủ tục NOPE")
    assert world("export", "--agency", "NOPE").status == 2


def test_a_missing_file_is_named(motcua, tmp_path):
    ran = motcua("import", tmp_path / "nope.jsonl")
    assert ran.status == 2
    assert ran.err == f"{tmp_path}/nope.jsonl:0: tệp: không đọc được (không có tệp này)\n"
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
    assert motcua("case", "X").err == "MÃ: không có hồ sơ X\n"


def test_without_a_command_the_help_is_shown(motcua):
    ran = motcua()
    assert (ran.status, ran.out) == (2, "")
    assert ran.err == motcua("--help").out


@pytest.mark.parametrize("command", ["", "load", "import", "export", "case", "due", "report"])
def test_the_help_has_no_english_in_its_usage(motcua, command):
    help_text = motcua(*command.split(), "--help").out
    usage = help_text.splitlines()[0]
    assert usage.startswith(f"Cách dùng: motcua {command}".rstrip())
    assert not any(word in usage for word in ("OPTIONS", "COMMAND", "ARGS", "FILE", "PATHS"))
    assert not any(line.endswith("...") for line in help_text.splitlines())


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("export", "--agency"), "Tùy chọn --agency cần 1 giá trị."),
        (("export", "--subtree=1"), "Tùy chọn --subtree không nhận giá trị."),
        (("export", "--format", "pdf"), "không nằm trong: 'jsonl', 'xes'."),
        (("export", "--agenc", "T"), "Có phải '--agency'?"),
        (("export", "a", "b"), "Thừa tham số (a b)"),
        (("import",), "Thiếu tham số 'TỆP'"),
        (("load",), "Thiếu tham số 'ĐƯỜNG_DẪN…'"),
    ],
)
def test_what_click_complains_of_is_vietnamese(motcua, arguments, words):
    ran = motcua(*arguments)
    assert (ran.status, ran.out) == (2, "")
    assert words in ran.err


@pytest.mark.parametrize(
    ("kind", "given", "words"),
    [
        (click.Path(exists=True, file_okay=False), __file__, "là tệp, không phải thư mục"),
        (click.Path(exists=True), "/nope", "không tồn tại"),
        (click.Path(exists=True, dir_okay=False), "/", "là thư mục"),
        ((str, str), ("a",), "Cần 2 giá trị nhưng có 1."),
    ],
)
def test_what_types_complain_of_is_vietnamese_too(motcua, kind, given, words):
    motcua("--help")
    with pytest.raises(click.BadParameter) as refused:
        click.types.convert_type(kind)(given)
    assert words in refused.value.format_message()


@pytest.mark.parametrize(
    ("day", "words"),
    [
        ("2023-W35-5", "“2023-W35-5” không phải là ngày (ví dụ 2023-06-15)"),
        ("20230615", "không phải là ngày"),
        ("1970-01-01", "năm 1970 nằm ngoài khoảng 1976–2999"),
    ],
)
def test_a_day_is_year_month_day_within_the_years_that_can_be_counted(motcua, day, words):
    ran = motcua("report", "II.06a", "--agency", "T", "--from", day, "--to", "2023-09-14")
    assert ran.status == 2
    assert words in ran.err


def test_half_a_character_in_an_argument_is_one_sentence(motcua):
    ran = motcua("case", "H\udcff")
    assert (ran.status, ran.out) == (2, "")
    assert ran.err == "motcua: dòng lệnh có chữ không đúng bảng mã UTF-8\n"


def test_a_database_url_with_a_bad_port_is_one_sentence_without_its_password(monkeypatch, motcua):
    monkeypatch.setenv("MOTCUA_DATABASE_URL", "postgresql+psycopg://lan:secret@host:cổng/x")
    ran = motcua("verify")
    assert (ran.status, ran.out) == (2, "")
    assert ran.err.startswith("MOTCUA_DATABASE_URL: địa chỉ cơ sở dữ liệu viết sai")
    assert "secret" not in ran.err


def test_a_full_disk_behind_standard_output_is_one_sentence(monkeypatch, motcua):
    def full(_words):
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(cmd_tick, "say", full)
    ran = motcua("tick")
    assert ran.status == 2
    assert ran.err == "motcua: đầu ra chuẩn: không ghi được (hết chỗ trên đĩa)\n"


def test_a_reader_who_has_seen_enough_is_no_failure(monkeypatch, motcua):
    def closed(*_):
        raise BrokenPipeError(errno.EPIPE, "Broken pipe")

    monkeypatch.setitem(cmd_export.WRITERS, "jsonl", closed)
    ran = motcua("export")
    assert (ran.status, ran.err) == (0, "")
