"""The databases of the tests are what they claim: real, UTF-8, private, and gone afterwards."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from sqlalchemy import create_engine, inspect, make_url, text
from sqlalchemy.exc import OperationalError

from tests import databases

WORDS = "Nguyễn Thị Bưởi, phường Phước Long, đã nhận đủ hồ sơ"
# What was started in the background is deaf to Ctrl-C, and so is what it starts.
STARTER = """
import signal, time
signal.signal(signal.SIGINT, signal.default_int_handler)
from tests import databases
with databases.own_server(databases.first_found([databases.installed, databases.from_wheel])) as u:
    print(databases.text_of(u), flush=True)
    time.sleep(60)
"""


def ask(url: str, statement: str, **values: str) -> object:
    engine = create_engine(url)
    try:
        with engine.begin() as connection:
            return connection.execute(text(statement), values).scalar()
    finally:
        engine.dispose()


@pytest.mark.parametrize("turn", ["first", "second"])
def test_what_one_test_writes_no_other_test_sees(raw_database_url, turn):
    databases.execute(raw_database_url, "CREATE TABLE marks (turn TEXT)")

    assert ask(raw_database_url, "SELECT count(*) FROM marks") == 0


def test_vietnamese_survives_the_round_trip(raw_database_url):
    assert ask(raw_database_url, "SELECT CAST(:words AS TEXT)", words=WORDS) == WORDS


def test_postgresql_counts_letters_not_bytes(raw_postgres_url):
    assert ask(raw_postgres_url, "SHOW server_encoding") == "UTF8"
    assert ask(raw_postgres_url, "SELECT length(:words)", words=WORDS) == len(WORDS)


def test_a_migrated_database_has_its_tables_and_no_case(database_url):
    engine = create_engine(database_url)
    try:
        assert "case_events" in inspect(engine).get_table_names()
    finally:
        engine.dispose()
    assert ask(database_url, "SELECT count(*) FROM case_events") == 0


def test_the_postgresql_locked_for_bare_machines_starts_too():
    bundled = databases.first_found([databases.from_wheel])

    with databases.own_server(bundled) as admin, databases.database(admin) as url:
        assert ask(databases.text_of(url), "SELECT CAST(:words AS TEXT)", words=WORDS) == WORDS

    assert not Path(str(admin.query["host"])).exists()


def test_a_machine_without_postgresql_is_told_what_to_install():
    with pytest.raises(databases.NoPostgres, match=databases.ADMIN_VARIABLE):
        databases.first_found([lambda: None])


def test_a_named_server_is_used_and_not_started():
    named = {databases.ADMIN_VARIABLE: "postgresql://lan@db.example/postgres"}

    with databases.server(named) as admin:
        assert databases.text_of(admin) == "postgresql+psycopg://lan@db.example/postgres"


@pytest.mark.parametrize("blow", [signal.SIGINT, signal.SIGTERM, signal.SIGKILL])
def test_the_server_dies_with_whoever_started_it(blow):
    with subprocess.Popen(
        [sys.executable, "-c", STARTER],
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    ) as starter:
        assert starter.stdout is not None
        url = make_url(starter.stdout.readline().strip())
        databases.execute(url, "SELECT 1")
        os.kill(starter.pid, blow)

    folder = Path(str(url.query["host"]))
    assert gone_within(seconds=20, folder=folder)
    with pytest.raises(OperationalError):
        databases.execute(url, "SELECT 1")


def gone_within(*, seconds: float, folder: Path) -> bool:
    given_up = time.monotonic() + seconds
    while folder.exists() and time.monotonic() < given_up:
        time.sleep(0.05)
    return not folder.exists()
