"""Tidying up behind everybody: files that nobody named, and rows that nobody asks for any more."""

from collections.abc import Callable
from datetime import datetime
from functools import partial
from pathlib import Path

from app.services.attachments import forgotten
from app.store.engine import Connection, Database
from app.store.heartbeats import forget_beats
from app.store.incidents import forget_incidents
from app.store.leftovers import forget_acts, forget_sessions, forget_sign_ins
from app.store.notices import forget_notices
from app.store.outbox_lists import forget_messages
from app.store.report_jobs import forget as forget_report_jobs
from sla.zone import later

DAY = 24 * 60  # minutes
# Days. Nobody leaves a page open for a quarter, nor asks what a message said: it holds somebody's
# address. A year of sign-ins and of mended incidents is what an inspection asks for.
ACTS, SESSIONS, NOTICES, MESSAGES = 90, 90, 90, 90
INCIDENTS, SIGN_INS = 365, 365
# The files of a table that was made in the background are swept after a day.
REPORT_JOBS = 7
# A process that has been silent for a day is not coming back under its number.
BEATS = 1
AHEAD = 5  # minutes by which the clocks of two machines may differ
# Rows taken in one transaction, and how many of those in one go; the rest waits for the next hour.
AT_ONCE, TIMES = 1_000, 20

Forget = Callable[[Connection], int]


def tidy(
    database: Database, folder: Path, *, now: datetime, wall: datetime, ending: Callable[[], bool]
) -> int:
    """Take away what has been lying for too long; how much it was.

    Args:
        database: where.
        folder: the folder of attachments.
        now: the clock the rows were dated by; in a demonstration its own.
        wall: this instant by the wall's clock, which files and beats are dated by.
        ending: whether the program has to end; asked between transactions.

    Raises:
        DatabaseNotReady: when the database, or the folder, is out of reach.
    """
    taken = sum(_in_bits(database, forget, ending) for forget in _forgetting(now))
    with database.writing() as connection:
        taken += forget_incidents(connection, later(now, minutes=-INCIDENTS * DAY))
        ahead = later(wall, minutes=AHEAD)
        taken += forget_beats(connection, later(wall, minutes=-BEATS * DAY), after=ahead)
    # More than any form lives; between two looks it costs one look at a file.
    return taken + forgotten(database, folder, before=later(wall, minutes=-DAY))


def _forgetting(now: datetime) -> tuple[Forget, ...]:
    def ago(days: int) -> datetime:
        return later(now, minutes=-days * DAY)

    return (
        partial(forget_acts, before=ago(ACTS), limit=AT_ONCE),
        partial(forget_sessions, before=ago(SESSIONS), limit=AT_ONCE),
        partial(forget_sign_ins, before=ago(SIGN_INS), limit=AT_ONCE),
        partial(forget_notices, shown_before=ago(NOTICES), limit=AT_ONCE),
        partial(forget_messages, before=ago(MESSAGES), limit=AT_ONCE),
        partial(forget_report_jobs, before=ago(REPORT_JOBS), limit=AT_ONCE),
    )


def _in_bits(database: Database, forget: Forget, ending: Callable[[], bool]) -> int:
    taken = 0
    for _ in range(TIMES):
        if ending():
            break
        with database.writing() as connection:
            some = forget(connection)
        taken += some
        if some < AT_ONCE:
            break
    return taken
