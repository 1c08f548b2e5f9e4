import gzip
import os
import subprocess
import sys
import warnings
from collections import Counter
from pathlib import Path

import pytest

from app.store.engine import database
from app.store.event_log import stream
from tests.cli.conftest import WORLD, program


def chains(url):
    with database(url).reading() as connection:
        return {log.code: (log.version, log.head) for log in stream(connection)}


def test_import_of_the_export_into_an_empty_database_gives_the_same_log(
    world, world_url, database_url, monkeypatch, capsys, tmp_path
):
    first, second = tmp_path / "1.jsonl.gz", tmp_path / "2.jsonl.gz"
    assert world("tick").status == 0
    assert world("export", "-o", first).status == 0
    empty = program(database_url, monkeypatch, capsys)
    assert empty("load", WORLD / "pack.yaml").status == 0
    assert empty("import", first).status == 0
    assert empty("verify").status == 0
    assert empty("export", "-o", second).status == 0
    assert first.read_bytes() == second.read_bytes()
    assert chains(world_url) == chains(database_url)


def test_an_agency_can_be_exported_alone_or_with_all_below_it(world):
    alone = world("export", "--agency", "T.H0").out.splitlines()
    below = world("export", "--agency", "T.H0", "--subtree").out.splitlines()
    assert 0 < len(alone) < len(below) < 1925
    assert all('"case":"T.H0' in line for line in below)


def test_standard_output_holds_the_journal_and_nothing_else(world):
    ran = world("export")
    assert (ran.status, ran.err) == (0, "")
    assert len(ran.out.splitlines()) == 1925
    assert all(line.startswith('{"at":') for line in ran.out.splitlines())


@pytest.mark.slow
def test_process_mining_reads_the_xes_export(world, tmp_path):
    file = tmp_path / "log.xes"
    assert world("export", "--format", "xes", "-o", file).status == 0
    with warnings.catch_warnings():
        # Important: pm4py warns of faster optional parsers and of pandas' future.
        warnings.simplefilter("ignore")
        import pm4py

        found = pm4py.read_xes(str(file), variant="iterparse")
    assert found["case:concept:name"].nunique() == 260
    assert len(found) == 1925
    journal = (WORLD / "journal.jsonl").read_text(encoding="utf-8").splitlines()
    started = sum('"step_started"' in line for line in journal)
    names = Counter(found["concept:name"])
    assert names["step_started: a"] + names["step_started: b"] == started
    assert not any("applicant" in column for column in found.columns)


def test_a_compressed_export_has_no_clock_inside(world, tmp_path):
    one, two = tmp_path / "a.jsonl.gz", tmp_path / "b.jsonl.gz"
    assert world("export", "-o", one).status == world("export", "-o", two).status == 0
    assert one.read_bytes() == two.read_bytes()
    assert len(gzip.decompress(one.read_bytes()).splitlines()) == 1925


def test_a_reader_may_stop_early(sqlite_world_url):
    asked = [sys.executable, "-P", "-m", "app.cli", "export"]
    root = str(Path(__file__).parents[2])
    environment = {**os.environ, "PYTHONPATH": root, "MOTCUA_DATABASE_URL": sqlite_world_url}
    with subprocess.Popen(
        asked, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=environment
    ) as running:
        assert running.stdout
        assert running.stderr
        running.stdout.readline()
        running.stdout.close()
        assert running.stderr.read() == b""
    assert running.returncode == 0
