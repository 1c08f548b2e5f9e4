"""Writers of one SQLite file wait for each other, and each of them comes to its turn."""

import threading
import time
from collections.abc import Iterator

import pytest
from sqlalchemy import text

from app.errors import DatabaseNotReady
from app.store import engine
from app.store.engine import Database, database

TURNS = 10
# Turns of another while one waits for one's own: two or three. SQLite's own waiting lets about
# forty go by, hundreds now and then, until its patience is over.
PATIENCE = 12
HELD, AWAY = 0.01, 0.0005  # seconds


class Busybody:
    """Writes again almost as soon as it has written."""

    def __init__(self, opened: Database) -> None:
        self.turns = 0
        self.over = threading.Event()
        self._opened = opened

    def work(self) -> None:
        while not self.over.is_set():
            with self._opened.writing():
                self.turns += 1
                time.sleep(HELD)
            time.sleep(AWAY)


@pytest.fixture
def busy(sqlite_url: str) -> Iterator[Busybody]:
    one = Busybody(database(sqlite_url))
    thread = threading.Thread(target=one.work)
    thread.start()
    yield one
    one.over.set()
    thread.join()


def test_who_waits_is_not_passed_over_by_whoever_comes_back_at_once(sqlite_url, busy):
    opened = database(sqlite_url)
    passed_over = []
    for _ in range(TURNS):
        time.sleep(2 * HELD)
        before = busy.turns
        with opened.writing():
            passed_over.append(busy.turns - before)

    assert sum(passed_over) < TURNS * PATIENCE


def test_who_has_waited_leaves_sqlite_as_it_was(sqlite_url, busy):
    with database(sqlite_url).writing() as connection:
        kept = connection.execute(text("PRAGMA busy_timeout")).scalar_one()

    assert kept == engine.BUSY_MS


def test_who_gave_up_leaves_sqlite_as_it_was_and_may_try_again(sqlite_url, monkeypatch):
    monkeypatch.setattr(engine, "BUSY_MS", 40)
    opened = Database(sqlite_url)

    with opened.writing(), pytest.raises(DatabaseNotReady, match="bận quá"), opened.writing():
        pass

    with opened.writing() as connection:
        assert connection.execute(text("PRAGMA busy_timeout")).scalar_one() == 40
