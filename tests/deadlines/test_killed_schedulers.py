"""Schedulers that are killed at random moments lose no timer, tell none twice, and keep the order.

They are the real `motcua scheduler`, four at once on PostgreSQL and two on SQLite. The clock of a
demonstration goes on whenever they have told all that is due, so that each case comes up again and
again, for whichever of them is alive.
"""

from collections.abc import Iterable
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from app import clock
from app.sample.dice import Dice
from app.services import demo_clock
from app.services.export import journal_lines
from app.services.journal import import_journal
from app.services.verify import verify
from app.store.alerts import ALERTS
from app.store.engine import Database
from app.store.event_log import CaseLog, extended, stream
from app.store.notices import NOTICES
from app.store.tables import EventRow, table_of
from app.store.timer_sweep import TIMERS
from tests.cli.scheduled import surroundings
from tests.deadlines.killing import Crowd, at_work
from tests.notices.ringing import staffed
from tests.store.desk import DAY, HOUR, MINUTE, MONDAY, TU
from workflows import events as ev
from workflows.log import Recorded

# Four rungs each until nobody has answered, seven each until nobody has gone on with a step.
SUBMITTED, ACCEPTED = 2_700, 1_320
FIRST = MONDAY + 8 * HOUR
LAST = MONDAY + 9 * DAY
# How far the clock goes on once all is told that is due.
PACE = DAY

# Case, clock, step, run, rung, deadline and instant: what makes it one thing to say.
Key = tuple[object, ...]
_KEY = ("case_code", "clock", "step", "run", "rung", "due_at")
_EVENTS = table_of(EventRow)


def filled(url: str) -> Database:
    """A ward with 20,000 timers: cases somebody has begun, and nobody touches again."""
    opened = staffed(url)
    lines = [line.encode() for number in range(SUBMITTED + ACCEPTED) for line in _case(number)]
    assert import_journal(opened, lines, "phường", now=FIRST).problems == []
    demo_clock.start(opened, FIRST, wall=clock.now())
    return opened


def _case(number: int) -> list[str]:
    at = MONDAY + (number * 7 % 400) * MINUTE
    code = f"H32.PL-M{number:05d}"
    given: dict[str, Any] = {"agency": "H32.PL", "procedure": "1.000894", "applicant": TU}
    events: list[ev.Event] = [ev.Submitted(at=at, channel="online", **given)]
    if number >= SUBMITTED:
        start = ev.StepStarted(at=at + MINUTE, step="appraise", assignee="minh.tp")
        events = [ev.Accepted(at=at, channel="direct", **given), start]
    lines = [
        Recorded(version=version, event=event, recorded_at=event.at, by="lan.mc", agency="H32.PL")
        for version, event in enumerate(events, start=1)
    ]
    return list(journal_lines(extended(CaseLog(code=code), lines)))


def timers_of(opened: Database) -> dict[Key, datetime]:
    """What is still to be told, and when."""
    with opened.reading() as connection:
        rows = connection.execute(select(TIMERS)).all()
    return {tuple(getattr(row, name) for name in _KEY): row.fires_at for row in rows}


def told(opened: Database) -> list[tuple[Key, datetime]]:
    """What the log says of deadlines, case by case in the order of its positions."""
    with opened.reading() as connection:
        return [
            (_key(log.code, line.event), line.event.at)
            for log in stream(connection)
            for line in log.lines
            if isinstance(line.event, ev.DeadlineMissed | ev.DeadlineWarned)
        ]


def _key(code: str, event: ev.DeadlineMissed | ev.DeadlineWarned) -> Key:
    rung = event.rung if isinstance(event, ev.DeadlineWarned) else "due"
    return code, event.clock, event.step or "", event.run or 0, rung, event.due_at


class Hours:
    """The clock of the demonstration, moved on when there is nothing left to be told."""

    def __init__(self, opened: Database) -> None:
        self._opened, self._shows = opened, FIRST

    def over(self) -> bool:
        """Whether all is told; if it is not the end yet the clock goes on."""
        if self.something_due():
            return False
        if self._shows >= LAST:
            return True
        self._shows = min(self._shows + PACE, LAST)
        demo_clock.move(self._opened, to=self._shows, by=None, wall=clock.now())
        return False

    def something_due(self) -> bool:
        query = select(TIMERS.c.fires_at).where(TIMERS.c.fires_at <= self._shows).limit(1)
        with self._opened.reading() as connection:
            return connection.scalar(query) is not None


def run(opened: Database, folder: Path, *, size: int, kills: int) -> Crowd:
    """Let schedulers work and die until everything is told."""
    crowd = Crowd(
        program=("-m", "app.cli", "scheduler"),
        environ=surroundings(opened.url, folder),
        folder=folder,
        size=size,
        dice=Dice(20_000),
        longest=2.5,
        kills=kills,
    )
    hours = Hours(opened)
    with at_work(crowd):
        crowd.keep_going(hours.over, busy=hours.something_due)
    return crowd


def nothing_lost(opened: Database, wanted: dict[Key, datetime]) -> None:
    """Each timer became one event, in the order of its case, and one alert."""
    found = told(opened)
    assert len(found) == len(wanted)
    # Sets: the difference of two long lists takes minutes to be put into words.
    assert set(found) == set(wanted.items())
    assert timers_of(opened) == {}
    with opened.reading() as connection:
        which = _EVENTS.c.case_code, _EVENTS.c.version, _EVENTS.c.at
        in_order(map(tuple, connection.execute(select(*which).order_by(_EVENTS.c.position))))
        rung = [tuple(row) for row in connection.execute(select(*(ALERTS.c[key] for key in _KEY)))]
        bells = connection.execute(select(NOTICES.c.login, NOTICES.c.key)).all()
    # Every one of these clocks runs still, so that each of its rungs has rung.
    assert len(rung) == len(wanted)
    assert set(rung) == set(wanted)
    assert len(set(bells)) == len(bells) > 0
    assert verify(opened, now=LAST).fault is None


def in_order(places: Iterable[tuple[Any, ...]]) -> None:
    """By position in the log, both versions and instants of a case only grow."""
    last: dict[str, tuple[int, datetime]] = {}
    for code, version, at in places:
        before, then = last.get(code, (0, at))
        assert version == before + 1
        assert at >= then
        last[code] = version, at


@pytest.mark.slow
def test_four_that_are_killed_again_and_again_on_postgresql(postgres_url, tmp_path):
    opened = filled(postgres_url)
    wanted = timers_of(opened)
    assert len(wanted) >= 20_000

    crowd = run(opened, tmp_path, size=4, kills=16)

    assert crowd.killed == 16
    assert crowd.struck > 4
    nothing_lost(opened, wanted)
    assert '"fault"' not in crowd.errors()


@pytest.mark.slow
def test_two_that_are_killed_again_and_again_on_sqlite(sqlite_url, tmp_path):
    opened = filled(sqlite_url)
    wanted = timers_of(opened)
    assert len(wanted) >= 20_000

    crowd = run(opened, tmp_path, size=2, kills=8)

    assert crowd.killed == 8
    assert crowd.struck > 2
    nothing_lost(opened, wanted)
    assert '"fault"' not in crowd.errors()
