"""`motcua scheduler`: it tells the deadlines, beats, outlives its database, and ends when told."""

import json
import signal
import subprocess
import sys
from datetime import datetime

import pytest
from sqlalchemy import make_url

from app import clock
from app.services import demo_clock
from app.services.verify import verify
from app.store.channels import announce, in_use
from app.store.engine import Database, database
from app.store.event_log import stream
from app.store.heartbeats import beats
from app.store.schema import head, revision
from app.store.watching import oldest_timer
from tests import databases
from tests.cli.scheduled import Scheduled, scheduled, surroundings
from tests.cli.served import ROOT, served, within
from tests.conformance.moment import NOW
from workflows.events import DeadlineMissed, DeadlineWarned

PATIENCE = 30.0  # seconds; a busy machine takes its time to start a program
LOADED = """
import sys, threading
import app.factory, wsgi
print([name for name in sys.modules if name.startswith(("apscheduler", "app.deadlines.sched"))])
print(threading.active_count())
"""


@pytest.fixture
def late_url(world_url: str) -> str:
    """A world in which much is due: its clock shows a day long after everything."""
    demo_clock.start(database(world_url), NOW, wall=clock.now())
    return world_url


def told(opened: Database) -> list[tuple[object, ...]]:
    """What the log says of deadlines, each with all that makes it one."""
    with opened.reading() as connection:
        return [
            (log.code, event.clock, event.step, event.run, event.due_at, _rung(event))
            for log in stream(connection)
            for event in (line.event for line in log.lines)
            if isinstance(event, DeadlineMissed | DeadlineWarned)
        ]


def _rung(event: DeadlineMissed | DeadlineWarned) -> str | None:
    return event.rung if isinstance(event, DeadlineWarned) else "due"


def waiting(opened: Database) -> bool:
    with opened.reading() as connection:
        fires = oldest_timer(connection)
    return fires is not None and fires <= NOW


def beaten(opened: Database, mark: str, job: str = "tick") -> datetime | None:
    """When the job of a worker last ran."""
    with opened.reading() as connection:
        if revision(connection) != head():
            return None
        found = [
            beat.at
            for beat in beats(connection)
            if (beat.job, beat.worker[-len(mark) :]) == (job, mark)
        ]
    return found[0] if found else None


def test_it_tells_what_is_due_and_ends_when_told(late_url, tmp_path):
    opened = database(late_url)
    assert waiting(opened)

    with scheduled(late_url, tmp_path) as scheduler:
        assert within(PATIENCE, lambda: not waiting(opened))
        assert within(PATIENCE, lambda: beaten(opened, scheduler.mark))
        assert scheduler.end(signal.SIGTERM) == 0

    assert said(scheduler, "job") == 1
    assert "T.H1" not in scheduler.log


def test_once_does_each_job_and_ends(late_url, tmp_path):
    opened = database(late_url)

    with scheduled(late_url, tmp_path, "--once") as scheduler:
        assert scheduler.process.wait(PATIENCE) == 0

    assert not waiting(opened)
    assert beaten(opened, ":cron", "tick")
    assert beaten(opened, ":cron", "tidy")


def test_once_takes_no_channel_from_anybody_and_a_start_says_what_it_takes(late_url, tmp_path):
    opened = database(late_url)
    with opened.writing() as connection:
        announce(connection, ["mail", "zalo"], now=NOW)

    with scheduled(late_url, tmp_path, "--once") as scheduler:
        assert scheduler.process.wait(PATIENCE) == 0
    assert served_channels(opened) == {"mail", "zalo"}
    assert scheduler.said == ""

    with scheduled(late_url, tmp_path, MOTCUA_ZALO=f"folder:{tmp_path}") as scheduler:
        assert within(PATIENCE, lambda: "đang chạy" in scheduler.said)
        assert scheduler.end() == 0
    assert served_channels(opened) == {"zalo"}
    (line,) = (line for line in scheduler.said.splitlines() if "MOTCUA_" in line)
    assert line.startswith("Từ nay không dùng kênh không được đặt ở đây: MOTCUA_MAIL.")


def served_channels(opened: Database) -> frozenset[str]:
    with opened.reading() as connection:
        return in_use(connection)


def test_two_at_once_tell_each_deadline_once(late_url, tmp_path):
    opened = database(late_url)

    with scheduled(late_url, tmp_path) as one, scheduled(late_url, tmp_path) as other:
        assert within(PATIENCE, lambda: not waiting(opened))
        assert within(PATIENCE, lambda: beaten(opened, one.mark) and beaten(opened, other.mark))
        assert (one.end(signal.SIGINT), other.end(signal.SIGINT)) == (0, 0)

    found = told(opened)
    assert len(found) == len(set(found)) > 200
    assert verify(opened, now=NOW).fault is None


@pytest.mark.slow  # two turns of the tick have to come round
def test_it_outlives_a_database_that_goes_away_and_comes_back(
    postgres_server, postgres_world_url, tmp_path
):
    opened, name = database(postgres_world_url), make_url(postgres_world_url).database

    def allow(wanted: bool) -> None:
        databases.execute(postgres_server, f"ALTER DATABASE {name} ALLOW_CONNECTIONS {wanted}")

    with scheduled(postgres_world_url, tmp_path) as scheduler:
        assert within(PATIENCE, lambda: beaten(opened, scheduler.mark))
        allow(False)
        databases.execute(
            postgres_server,
            f"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{name}'",
        )
        assert within(PATIENCE, lambda: said(scheduler, "waits") == 1)
        gone = clock.now()
        allow(True)

        assert within(PATIENCE, lambda: (beaten(opened, scheduler.mark) or gone) > gone)
        assert scheduler.end() == 0
    assert (said(scheduler, "waits"), said(scheduler, "resumed")) == (1, 1)
    assert said(scheduler, "fault") == 0


def test_it_waits_for_a_database_that_is_not_there_yet(postgres_server, raw_postgres_url, tmp_path):
    name = make_url(raw_postgres_url).database
    databases.execute(postgres_server, f"ALTER DATABASE {name} ALLOW_CONNECTIONS false")

    with scheduled(raw_postgres_url, tmp_path) as scheduler:
        assert within(PATIENCE, lambda: '"waits"' in scheduler.log)
        databases.execute(postgres_server, f"ALTER DATABASE {name} ALLOW_CONNECTIONS true")

        assert within(PATIENCE, lambda: beaten(database(raw_postgres_url), scheduler.mark))
        assert scheduler.end() == 0


def test_once_says_that_the_database_is_not_there(tmp_path):
    nowhere = f"postgresql+psycopg://motcua@/motcua?host={tmp_path}"

    with scheduled(nowhere, tmp_path, "--once") as scheduler:
        assert scheduler.process.wait(PATIENCE) == 2
    assert scheduler.log.count("\n") == 1
    assert scheduler.log.startswith("không dùng được cơ sở dữ liệu")


def said(scheduler: Scheduled, event: str) -> int:
    """How many lines of the log say this of the deadlines' job."""
    lines = [json.loads(line) for line in scheduler.log.splitlines()]
    return sum((line["event"], line.get("job")) == (event, "tick") for line in lines)


@pytest.mark.parametrize("arguments", [(), ("--once",)])
def test_an_address_that_is_none_is_not_waited_for(tmp_path, arguments):
    with scheduled("postgresql+psycopg://a:b@c:d/e", tmp_path, *arguments) as scheduler:
        assert scheduler.process.wait(PATIENCE) == 2
    assert scheduler.log.startswith("MOTCUA_DATABASE_URL: ")


def test_the_pages_load_no_scheduler(raw_sqlite_url, tmp_path):
    ran = subprocess.run(
        [sys.executable, "-P", "-c", LOADED],
        cwd=ROOT,
        env=surroundings(raw_sqlite_url, tmp_path),
        capture_output=True,
        text=True,
        check=True,
    )

    assert ran.stdout.split("\n")[:2] == ["[]", "1"]


def test_a_server_alone_tells_no_deadline(late_url):
    with served(late_url) as server:
        status, text = server.get("/healthz")

    assert (status, json.loads(text)["scheduler"]["state"]) == (503, "never")
    assert told(database(late_url)) == []
