"""Many people record at once: nothing is lost, nothing is doubled, the loser is told."""

import threading
import time
from collections import Counter
from contextlib import suppress

import pytest
from sqlalchemy import text

from app.errors import CaseChangedMeanwhile, DatabaseNotReady, WriteConflict
from app.projections.rows import case_rows
from app.projections.write import project
from app.services import record as recording
from app.services.record import record
from app.store import engine, event_log
from app.store.engine import Database
from app.store.setup import read_setup
from tests.store import desk, workers
from tests.store.desk import HOUR, MONDAY
from workflows.commands import PauseCase
from workflows.events import FeePaid
from workflows.log import Recorded, chain

TIMES = 500
PAUSE = PauseCase(at=MONDAY + HOUR, reason="other")


def log_of(opened: Database, code: str) -> event_log.CaseLog:
    """The log, after a look at its chain and at the rows the projections made of it."""
    with opened.reading() as connection:
        log = event_log.load(connection, code)
        wanted = desk.wanted(case_rows(log, read_setup(connection)))
        held = desk.held(connection)
    assert log.head == chain(code, log.lines)[-1]
    assert [line.version for line in log.lines] == list(range(1, log.version + 1))
    assert held == wanted
    return log


@pytest.mark.slow
def test_two_officers_who_record_a_thousand_times_lose_no_update(database_url):
    opened = desk.loaded(database_url)
    code = desk.accepted(opened).code

    calls = [(database_url, code, who, TIMES) for who in ("Minh", "Hùng")]
    minh, hung = workers.together(workers.record_fees, calls)

    log = log_of(opened, code)
    by = Counter(line.by for line in log.lines)
    assert by == {"Lan": 1, "Minh": minh["won"], "Hùng": hung["won"]}
    assert minh["won"] + minh["lost"] == hung["won"] + hung["lost"] == TIMES
    assert minh["lost"] + hung["lost"] > 0
    # Whoever lost has lost to somebody, with an event and its time.
    told = {key for seen in (minh, hung) for key in seen if key.startswith("lost to")}
    assert told <= {f"lost to {who}: fee_paid at {MONDAY + HOUR}" for who in ("Minh", "Hùng")}


@pytest.mark.slow
def test_without_an_expected_version_the_unique_key_decides(postgres_url):
    opened = desk.loaded(postgres_url)
    code = desk.accepted(opened).code

    calls = [(postgres_url, code, who, 100, False) for who in ("Minh", "Hùng")]
    minh, hung = workers.together(workers.record_fees, calls)

    assert log_of(opened, code).version == 1 + minh["won"] + hung["won"]
    assert minh["lost"] + hung["lost"] > 0
    assert minh["won"] + hung["won"] + minh["lost"] + hung["lost"] == 200


def test_the_loser_learns_who_was_first_when_and_with_what(database_url):
    opened = desk.loaded(database_url)
    code = desk.accepted(opened).code
    record(opened, code, workers.FEE, by="Minh", now=MONDAY + HOUR, expected_version=1)

    with pytest.raises(CaseChangedMeanwhile) as caught:
        record(opened, code, workers.FEE, by="Hùng", now=MONDAY + 2 * HOUR, expected_version=1)

    lost = caught.value
    assert (lost.case, lost.version, lost.by, lost.what) == (code, 2, "Minh", "fee_paid")
    assert lost.recorded_at == MONDAY + HOUR
    assert lost.since == ("10:00 ngày 04/03/2024, Minh: Nộp 8.000 đồng tiền mặt",)
    assert log_of(opened, code).version == 2


def test_a_log_read_before_another_recording_cannot_be_appended_to(database_url):
    opened = desk.loaded(database_url)
    code = desk.accepted(opened).code
    with opened.reading() as connection:
        stale = event_log.load(connection, code)
    record(opened, code, workers.FEE, by="Minh", now=MONDAY + HOUR)

    again = stale.lines[-1:]
    with pytest.raises(CaseChangedMeanwhile) as caught, opened.writing() as connection:
        event_log.append(connection, event_log.CaseLog(code=code), again)

    assert caught.value.case == code
    assert log_of(opened, code).version == 2


@pytest.mark.slow
@pytest.mark.parametrize("the_other_commits", [True, False])
def test_what_a_deadlock_undid_is_tried_again(postgres_url, the_other_commits):
    opened = desk.loaded(postgres_url)
    code = desk.accepted(opened).code
    claimed = threading.Event()
    other = threading.Thread(target=_tick, args=(opened, code, claimed, the_other_commits))

    other.start()
    claimed.wait(workers.PATIENCE)
    try:
        record(opened, code, PAUSE, by="Minh", now=MONDAY + HOUR, expected_version=1)
        first = "Minh"
    except CaseChangedMeanwhile as error:
        first = str(error.by)
    finally:
        other.join(workers.PATIENCE)

    assert first == ("Hùng" if the_other_commits else "Minh")
    assert [line.by for line in log_of(opened, code).lines] == ["Lan", first]


def _tick(opened: Database, code: str, claimed: threading.Event, commits: bool) -> None:
    """Hold a case's timers and then want to write its next event, as the clock work does."""
    with suppress(_ChangedMyMind), opened.writing() as connection:
        # Important: only the side of `record` looks for deadlocks, so it is the one to give way.
        connection.execute(text("SET LOCAL deadlock_timeout = '60s'"))
        log = event_log.load(connection, code)
        connection.execute(text("SELECT * FROM timers FOR UPDATE"))
        claimed.set()
        time.sleep(0.5)
        grown = event_log.append(connection, log, [_line(log)])
        project(connection, log, grown, read_setup(connection))
        if not commits:
            raise _ChangedMyMind


class _ChangedMyMind(Exception):
    pass


def _line(log: event_log.CaseLog) -> Recorded:
    event = FeePaid(at=MONDAY + HOUR, amount=8_000, method="cash")
    return Recorded(
        version=log.version + 1,
        event=event,
        recorded_at=MONDAY + HOUR,
        by="Hùng",
        agency="H32.PL",
    )


def test_after_three_deadlocks_the_officer_is_asked_to_try_again(database_url, monkeypatch):
    opened = desk.loaded(database_url)
    code = desk.accepted(opened).code
    tried = []

    def unlucky(*arguments):
        tried.append(arguments)
        raise WriteConflict("hãy ghi lại")

    monkeypatch.setattr(recording, "write_all", unlucky)
    with pytest.raises(DatabaseNotReady, match="hãy ghi lại"):
        record(opened, code, workers.FEE, by="Minh", now=MONDAY + HOUR)

    assert len(tried) == 3


def test_whoever_waits_too_long_for_the_sqlite_file_is_told_so(sqlite_url, monkeypatch):
    opened = desk.loaded(sqlite_url)
    code = desk.accepted(opened).code
    engine.dispose_all()
    monkeypatch.setattr(engine, "BUSY_MS", 50)
    impatient = engine.Database(sqlite_url)

    with impatient.writing(), pytest.raises(DatabaseNotReady, match=r"bận quá 0.05 giây"):
        record(impatient, code, workers.FEE, by="Minh", now=MONDAY + HOUR)

    record(impatient, code, workers.FEE, by="Minh", now=MONDAY + HOUR)
    assert log_of(impatient, code).version == 2
