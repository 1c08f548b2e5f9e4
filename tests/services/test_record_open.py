"""A new case meets an import that brings a case of the same number."""

import threading
import time

import pytest

from app.errors import CaseChangedMeanwhile, DatabaseNotReady
from app.projections.write import project
from app.services import record as recording
from app.services import transacting
from app.services.deciding import recorded, setting_for, settled
from app.services.verify import verify
from app.store import event_log
from app.store.engine import Database
from app.store.setup import read_setup
from tests.store import desk, workers
from tests.store.desk import DAY, MONDAY
from workflows.decide import decide

NUMBER = "H32.PL-240304-{:04}"


def _import(opened: Database, code: str, written: threading.Event) -> None:
    """Write a case from elsewhere, and take some time to commit it."""
    command, log = desk.acceptance(), event_log.CaseLog(code=code)
    with opened.writing() as connection:
        setup = read_setup(connection)
        events = settled(decide(None, command, setting_for(setup, None, command), now=MONDAY))
        lines = recorded(log, "H32.PL", events, by="Hùng", recorded_at=MONDAY)
        grown = event_log.append(connection, log, lines)
        project(connection, log, grown, setup)
        written.set()
        time.sleep(0.5)


def test_a_number_an_import_takes_at_that_moment_is_passed_over(postgres_url):
    # On SQLite the two never write at once.
    opened = desk.loaded(postgres_url)
    written = threading.Event()
    other = threading.Thread(target=_import, args=(opened, NUMBER.format(1), written))

    other.start()
    written.wait(workers.PATIENCE)
    try:
        mine = desk.accepted(opened)
    finally:
        other.join(workers.PATIENCE)

    assert (mine.code, mine.version) == (NUMBER.format(2), 1)
    assert desk.accepted(opened).code == NUMBER.format(3)
    assert verify(opened, now=MONDAY + DAY).fault is None


def test_a_number_lost_again_and_again_asks_the_officer_to_try_again(database_url, monkeypatch):
    opened = desk.loaded(database_url)
    tried = []

    def late(connection, events, grown, setup):
        (one,) = grown
        tried.append(one.after.code)
        raise CaseChangedMeanwhile(one.after.code)

    monkeypatch.setattr(recording, "write_all", late)
    with pytest.raises(DatabaseNotReady, match=r"số hồ sơ H32\.PL-240304-0001 vừa được dùng"):
        desk.accepted(opened)

    assert tried == [NUMBER.format(1)] * transacting.TRIES
    monkeypatch.undo()
    assert desk.accepted(opened).code == NUMBER.format(1)
