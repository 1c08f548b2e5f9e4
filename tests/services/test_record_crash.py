"""A pulled plug in the middle of a recording leaves either all of it or nothing."""

import signal

import pytest
from sqlalchemy import Table

from app.projections.rows import TABLES
from app.services.record import record
from app.store.engine import Database
from app.store.event_log import EVENTS
from tests.store import desk, workers
from tests.store.desk import HOUR, MONDAY

EVERYTHING: list[Table] = [EVENTS, *TABLES]


def everything(opened: Database) -> dict[str, list[object]]:
    with opened.reading() as connection:
        return desk.held(connection, EVERYTHING)


@pytest.mark.slow
@pytest.mark.parametrize("stage", ["write_all", "_tell"])
def test_a_process_killed_before_its_commit_has_written_nothing(database_url, tmp_path, stage):
    opened = desk.loaded(database_url)
    code = desk.accepted(opened).code
    before = everything(opened)

    died_of = workers.killed_at(stage, database_url, code, tmp_path / "sign")

    assert died_of == -signal.SIGKILL
    assert everything(opened) == before
    written = record(opened, code, workers.FEE, by="Hùng", now=MONDAY + HOUR, expected_version=1)
    assert written.version == 2
    assert everything(opened)["cases"] != before["cases"]
