import gzip
import json
import os
import subprocess
import sys
from pathlib import Path

from app.cli import cmd_import
from tests.cli.conftest import WORLD

ROOT = Path(__file__).parents[2]
JOURNAL = WORLD / "journal.jsonl"


def lines():
    return JOURNAL.read_text(encoding="utf-8").splitlines(keepends=True)


def test_a_bad_line_is_named_the_case_left_out_and_the_others_go_in(motcua, tmp_path):
    assert motcua("load", WORLD / "pack.yaml").status == 0
    bad = tmp_path / "journal.jsonl"
    text = lines()
    text[1] = text[1].replace('"step": "a"', '"step": "zzz"')
    bad.write_text("".join(text), encoding="utf-8")
    ran = motcua("import", bad)
    assert ran.status == 1
    assert ran.err == f"{bad}:2: data.step: thủ tục 9.000008 không có bước “zzz”\n"
    assert "259 hồ sơ mới" in ran.out
    assert motcua("case", "T.H1.X1-00000").status == 2
    assert motcua("import", JOURNAL).out.startswith("Đã nhập: 9 sự kiện; 1 hồ sơ mới")


def test_the_answer_can_be_one_json_document(motcua):
    assert motcua("load", WORLD / "pack.yaml").status == 0
    dry = json.loads(motcua("import", JOURNAL, "--dry-run", "--json").out)
    wet = json.loads(motcua("import", JOURNAL, "--json").out)
    assert (dry["dry_run"], wet["dry_run"]) == (True, False)
    assert dry["events"] == wet["events"] == 1925
    assert wet["problems"] == []


def test_a_compressed_file_is_known_by_its_first_bytes(motcua, tmp_path):
    assert motcua("load", WORLD / "pack.yaml").status == 0
    packed = tmp_path / "journal.jsonl.gz"
    packed.write_bytes(gzip.compress(JOURNAL.read_bytes()))
    assert "1925 sự kiện" in motcua("import", packed).out


def test_a_compressed_file_cut_short_is_named_and_nothing_of_it_is_taken(motcua, tmp_path):
    assert motcua("load", WORLD / "pack.yaml").status == 0
    cut = tmp_path / "cut.jsonl.gz"
    cut.write_bytes(gzip.compress(JOURNAL.read_bytes())[:-500])
    ran = motcua("import", cut)
    assert ran.status == 2
    assert f"{cut}:" in ran.err
    assert ran.err.endswith("tệp: nén hỏng hoặc bị cắt cụt\n")
    assert motcua("export").out == ""


def test_standard_input_is_a_dash(world_url, tmp_path):
    done = subprocess.run(
        [sys.executable, "-P", "-m", "app.cli", "import", "-"],
        input=JOURNAL.read_bytes(),
        capture_output=True,
        check=False,
        env={**os.environ, "PYTHONPATH": str(ROOT), "MOTCUA_DATABASE_URL": world_url},
    )
    assert (done.returncode, done.stderr) == (0, b"")
    assert "260 hồ sơ đã có đủ" in done.stdout.decode()


def test_lines_that_cannot_be_read_are_counted(motcua, tmp_path):
    bad = tmp_path / "journal.jsonl"
    bad.write_text("xin\nchào\n", encoding="utf-8")
    ran = motcua("import", bad)
    assert ran.status == 1
    assert ran.out.endswith("0 hồ sơ không nhập được, 2 dòng không đọc được.\n")
    assert json.loads(motcua("import", bad, "--json").out)["lines_unreadable"] == 2


def test_the_same_complaint_is_not_made_without_end(motcua):
    ran = motcua("import", JOURNAL)
    said = ran.err.splitlines()
    assert ran.status == 1
    assert "260 hồ sơ không nhập được" in ran.out
    assert len(said) < 260
    assert said[-1].startswith(f"{JOURNAL}:0: data.")
    assert said[-1].endswith(" hồ sơ nữa vì cùng lý do")


def test_an_import_that_is_stopped_says_what_is_kept(motcua, monkeypatch):
    def stopped(*_, **__):
        raise KeyboardInterrupt

    monkeypatch.setattr(cmd_import, "import_journal", stopped)
    ran = motcua("import", JOURNAL)
    assert ran.status == 1
    assert ran.err.strip() == (
        "đã dừng theo yêu cầu; các hồ sơ đã nhập vẫn giữ trọn vẹn; nhập lại tệp này để làm tiếp"
    )
