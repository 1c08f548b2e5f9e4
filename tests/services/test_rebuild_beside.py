"""A rebuild beside officers who record: they wait for each other, and nobody in a circle."""

import threading
from collections.abc import Callable

import pytest

from app.services.rebuild import Rebuilt, rebuild_all
from app.services.record import known_log, record_in
from app.store.engine import Connection
from app.store.retry import tried
from tests.store import desk
from tests.store.desk import HOUR, MONDAY
from workflows.commands import PauseCase

PAUSE = PauseCase(at=MONDAY + HOUR, reason="other")
PATIENCE = 30.0  # seconds until a thread that does not end is given up


def begun(work: Callable[[], object]) -> threading.Thread:
    thread = threading.Thread(target=work)
    thread.start()
    return thread


@pytest.fixture
def db(postgres_url):
    return desk.loaded(postgres_url)


def paused(connection: Connection, code: str) -> None:
    record_in(connection, known_log(connection, code), [PAUSE], by="A", now=MONDAY + HOUR)


def waits_for_a_lock(db, many: int) -> bool:
    with db.engine.connect() as connection:
        waiting = "SELECT count(*) FROM pg_locks WHERE NOT granted"
        return bool(connection.exec_driver_sql(waiting).scalar_one() >= many)


def circles(db) -> int:
    """How often PostgreSQL has had to give somebody up."""
    with db.engine.connect() as connection:
        found = "SELECT deadlocks FROM pg_stat_database WHERE datname = current_database()"
        return int(connection.exec_driver_sql(found).scalar_one())


def until(true: Callable[[], bool]) -> None:
    for _ in range(int(PATIENCE * 100)):
        if true():
            return
        threading.Event().wait(0.01)
    raise AssertionError("it never came to that")


def test_a_step_that_arrives_while_a_rebuild_waits_lets_it_pass(db):
    first, second = desk.accepted(db).code, desk.accepted(db).code
    attempts: list[str] = []
    made: list[Rebuilt] = []

    def recorded() -> None:
        def once() -> None:
            attempts.append(second)
            with db.writing() as connection:
                paused(connection, second)

        tried(once, times=3, on=(Exception,))

    with db.writing() as connection:
        paused(connection, first)
        rebuilding = begun(lambda: made.append(rebuild_all(db, lambda cases: None)))
        until(lambda: waits_for_a_lock(db, 1))
        recording = begun(recorded)
        until(lambda: waits_for_a_lock(db, 2))
    for thread in (rebuilding, recording):
        thread.join(PATIENCE)

    assert attempts == [second]
    assert [one.cases for one in made] == [2]
    assert circles(db) == 0
