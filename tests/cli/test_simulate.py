"""`motcua simulate`: what it writes is taken in whole, adds up, and is never left half done."""

import gzip
import json
import os
import signal
import subprocess
import sys
import time
from multiprocessing import active_children

import pytest

from app.sample.province import NOTICE, workers
from app.store import fresh
from tests.architecture.tree import ROOT
from tests.cli.conftest import program

YEAR = ("--from", "2024-01-01", "--to", "2024-12-31")
# What was started in the background is deaf to Ctrl-C, and so is what it starts.
INTERRUPTIBLE = """
import signal, sys
signal.signal(signal.SIGINT, signal.default_int_handler)
from app.cli.main import main
if __name__ == "__main__":
    sys.exit(main())
"""
SMALL = ("simulate", "--agencies", 24, "--cases", 1_000, "--seed", 5)


@pytest.fixture
def alone(sqlite_url, monkeypatch, capsys):
    return program(sqlite_url, monkeypatch, capsys)


def test_what_is_made_goes_in_whole_and_adds_up(motcua, tmp_path):
    journal = tmp_path / "tinh.jsonl.gz"
    made = motcua(*SMALL, "-o", journal)
    assert (made.status, made.err) == (0, "")
    assert made.out.startswith("Đã tạo 1000 hồ sơ, ")
    assert made.out.endswith(f"{NOTICE}\n")

    assert motcua("load", tmp_path / "tinh.pack.yaml").err == ""
    taken = json.loads(motcua("import", journal, "--json").out)
    assert (taken["problems"], taken["cases_new"]) == ([], 1_000)
    assert json.loads(motcua("import", journal, "--json").out)["cases_known"] == 1_000

    assert motcua("verify").status == 0
    table = json.loads(
        motcua("report", "II.06a", "--agency", "H00", *YEAR, "--subtree", "--format", "json").out
    )
    assert [check for check in table["checks"] if not check["holds"]] == []
    solved, received = table["total"]["solved"], table["total"]["received"]
    assert 0.57 < solved["early"] / solved["total"] < 0.88
    assert solved["on_time"] > 0.1 * solved["total"]
    assert 0.002 < solved["late"] / solved["total"] < 0.015
    assert 0.004 < table["total"]["open"]["total"] / received["total"] < 0.03
    assert table["total"]["open"]["paused"] > 0


# The first days of the calendar, a Tết with three days worked to make up, one day, one rest day.
@pytest.mark.parametrize(
    ("agencies", "first", "last"),
    [
        (1, "2019-01-01", "2019-06-30"),
        (6, "2025-07-01", "2026-06-30"),
        (40, "2024-02-07", "2024-02-07"),
        (3, "2024-02-10", "2024-02-10"),
    ],
)
def test_other_years_and_sizes_go_in_whole_too(alone, tmp_path, agencies, first, last):
    journal, size = tmp_path / "tinh.jsonl", ("--agencies", agencies, "--cases", 700)
    days = ("--from", first, "--to", last)
    assert alone("simulate", *size, "--seed", 11, *days, "-o", journal).status == 0
    assert alone("load", tmp_path / "tinh.pack.yaml").status == 0

    taken = json.loads(alone("import", journal, "--json").out)

    assert (taken["problems"], taken["cases_new"]) == ([], 700)
    assert alone("verify").status == 0


def test_the_same_arguments_give_the_same_files_whatever_they_are_called(alone, tmp_path):
    packed, plain = tmp_path / "a.jsonl.gz", tmp_path / "b.jsonl"
    for file in (packed, tmp_path / "c.gz", plain):
        assert alone(*SMALL, "-o", file).status == 0

    assert (tmp_path / "c.gz").read_bytes() == packed.read_bytes()
    assert gzip.decompress(packed.read_bytes()) == plain.read_bytes()
    assert (tmp_path / "a.pack.yaml").read_bytes() == (tmp_path / "c.pack.yaml").read_bytes()


def test_one_end_of_the_period_is_enough_and_none_means_a_fixed_year(alone, tmp_path):
    journal = tmp_path / "a.jsonl"
    assert "từ 01/01/2024 đến 31/12/2024" in alone(*SMALL, "-o", journal).out
    since = alone(*SMALL, "--from", "2023-03-01", "-o", journal)
    assert "từ 01/03/2023 đến 28/02/2024" in since.out
    until = alone(*SMALL, "--to", "2023-03-01", "-o", journal)
    assert "từ 02/03/2022 đến 01/03/2023" in until.out


def test_the_pack_can_be_had_alone(alone, tmp_path):
    printed = alone("simulate", "--agencies", 24, "--seed", 5, "--pack", tmp_path / "p.yaml")

    assert (printed.status, printed.out) == (0, "")
    assert alone("load", tmp_path / "p.yaml").status == 0


def test_standard_output_takes_the_journal_alone(tmp_path):
    ran = subprocess.run(
        [sys.executable, "-P", "-m", "app.cli", *map(str, SMALL), "-o", "-"],
        capture_output=True,
        check=True,
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
    )

    assert ran.stderr == b""
    assert len({json.loads(line)["case"] for line in ran.stdout.splitlines()}) == 1_000
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("--agencies", 3), "-o: tệp: hãy ghi nơi để nhật ký (-o TỆP), hay --pack TỆP"),
        (("--agencies", 3, "-o", "x.gz"), "--cases: số hồ sơ: hãy ghi số hồ sơ của nhật ký"),
        (
            ("--agencies", 0, "--pack", "x.yaml"),
            "motcua: Giá trị không hợp lệ cho '--agencies': “0” không phải số nguyên từ 1 đến "
            "10000 (xem motcua simulate --help)",
        ),
        (
            ("--agencies", 3, "--pack", "x.yaml", "--from", "2018-05-01", "--to", "2018-06-01"),
            "--from, --to: lịch: Lịch “default” chưa có ngày 01/05/2018: lịch chỉ phủ các năm "
            "2019–2027.",
        ),
        (
            ("--agencies", 3, "--pack", "x.yaml", "--from", "2024-05-01", "--to", "2024-04-30"),
            "--to: ngày: ngày cuối nằm trước ngày đầu 01/05/2024",
        ),
        (
            ("--agencies", 3, "--pack", "x.yaml", "--to", "2999-01-01"),
            "--to: ngày: 01/01/2999 chưa qua; nhật ký của ngày mai sẽ không nhập được",
        ),
        (
            ("--agencies", 3, "--cases", 5, "-o", "x.gz", "--pack", "x.gz"),
            "--pack: tệp: nhật ký và tệp thiết lập phải là hai tệp khác nhau",
        ),
    ],
)
def test_what_cannot_be_made_is_said_in_one_sentence(
    alone, tmp_path, monkeypatch, arguments, words
):
    monkeypatch.chdir(tmp_path)

    ran = alone("simulate", "--seed", 1, *arguments)

    assert (ran.status, ran.out, ran.err) == (2, "", f"{words}\n")
    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_is_not_there_is_named(alone, tmp_path):
    missing = tmp_path / "khong-co"

    ran = alone(*SMALL, "-o", missing / "x.gz")

    words = f"{missing}/x.pack.yaml:0: tệp: không ghi được (không có thư mục {missing})"
    assert (ran.status, ran.err) == (2, f"{words}\n")


@pytest.mark.slow
def test_an_interrupted_run_leaves_no_half_journal(tmp_path):
    journal = tmp_path / "a.jsonl.gz"
    journal.write_bytes(b"before")
    arguments = ["simulate", "--agencies", "24", "--cases", "3000000", "--seed", "5", "-o", journal]
    with subprocess.Popen(
        [sys.executable, "-P", "-c", INTERRUPTIBLE, *map(str, arguments)],
        stderr=subprocess.PIPE,
        text=True,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        start_new_session=True,
    ) as running:
        wait_for(lambda: any(path.stat().st_size for path in tmp_path.glob(".motcua.*")))
        # As a terminal does it: to the workers too.
        os.killpg(running.pid, signal.SIGINT)
        _, err = running.communicate(timeout=60)

    assert (running.returncode, err.strip()) == (1, "đã dừng theo yêu cầu")
    assert journal.read_bytes() == b"before"
    assert {path.name for path in tmp_path.iterdir()} == {"a.jsonl.gz", "a.pack.yaml"}


@pytest.mark.slow
def test_a_worker_that_dies_is_told_and_leaves_no_half_journal(tmp_path, alone, monkeypatch):
    monkeypatch.setattr(os, "cpu_count", lambda: 2)

    def dying(*given, **named):
        pipe = fresh.started(*given, **named)
        for child in active_children():
            child.kill()
        return pipe

    monkeypatch.setattr(workers, "started", dying)

    ran = alone("simulate", "--agencies", 3, "--cases", 9_000, "--seed", 1, "-o", tmp_path / "a.gz")

    assert (ran.status, ran.err) == (2, "một tiến trình phụ đã dừng giữa chừng; hãy chạy lại\n")
    assert [path.name for path in tmp_path.iterdir()] == ["a.pack.yaml"]


def wait_for(there):
    given_up = time.monotonic() + 60
    while not there():
        assert time.monotonic() < given_up, "nothing was written"
        time.sleep(0.05)
