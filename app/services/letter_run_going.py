"""The next letters of a run, in a transaction of their own: how many at once, and in whose name."""

from collections.abc import Callable, Collection, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from time import sleep

from app.errors import Unknown, WriteConflict
from app.services.act import Press
from app.services.letter_making import Desk
from app.services.letter_run_parts import NotAllAtOnce, Part, all_at_once, one_by_one
from app.store import letter_runs as store
from app.store.engine import Connection, Database
from app.store.event_log import load_many
from app.store.letter_runs import Outcome, Run
from app.store.officers import officer_on
from app.store.retry import tried
from sla.zone import local_date
from workflows.officer import Officer

CHUNK = 25  # letters in one transaction
TRIES = 4
LAPSED = "không còn quyền cấp giấy tờ; người khác hãy lập lượt cấp mới"
# Seconds between two long transactions; on SQLite whoever waits looks every few milliseconds.
_BREATH = 0.02

Issuing = Callable[[Part, Sequence[str]], list[Outcome]]


@dataclass(frozen=True, kw_only=True, slots=True)
class Going:
    """Where a run is carried on, and who draws its letters meanwhile.

    Attributes:
        clock: tells the instant each part is dated.
        officer: in whose name; None for whoever began the run.
    """

    database: Database
    folder: Path
    drawers: Executor
    clock: Callable[[], datetime]
    officer: Officer | None = None


def next_part(going: Going, number: int) -> int:
    """Issue a few letters in one transaction; how many cases there were.

    Raises:
        Unknown: when there is no such run.
        DatabaseNotReady: when database or folder is busy for too long, or out of reach.
    """

    def quick(part: Part, codes: Sequence[str]) -> list[Outcome]:
        return all_at_once(part, codes, going.drawers)

    try:
        return tried(lambda: _attempt(going, number, quick), times=TRIES, on=(WriteConflict,))
    except NotAllAtOnce:
        return tried(lambda: _attempt(going, number, one_by_one), times=TRIES, on=(WriteConflict,))


def _attempt(going: Going, number: int, how: Issuing) -> int:
    now = going.clock()
    with going.database.writing() as connection:
        run = known_run(connection, number)
        waiting = store.waiting(connection, number, CHUNK)
        own = store.own_among(connection, run.kind, waiting)
        codes = _together(waiting, own)
        # An office's own template is filled in once only, whatever comes of it.
        chosen = how if own.isdisjoint(codes) else one_by_one
        outcomes = _outcomes(connection, going, run, codes, now, chosen) if codes else []
        store.note(connection, number, outcomes)
        store.finish(connection, number, now)
    if not own.isdisjoint(codes):
        sleep(_BREATH)
    return len(codes)


def _together(codes: Sequence[str], own: Collection[str]) -> Sequence[str]:
    """The first of some cases: those before a letter in an own form, or that letter alone.

    Filling one takes a process and half a second, in which on SQLite nobody else writes.
    """
    first = next((place for place, code in enumerate(codes) if code in own), len(codes))
    return codes[: max(first, 1)]


def _outcomes(
    connection: Connection,
    going: Going,
    run: Run,
    codes: Sequence[str],
    now: datetime,
    how: Issuing,
) -> list[Outcome]:
    officer = going.officer or officer_on(connection, run.by, local_date(now))
    if officer is None:
        return [Outcome(code=code, result="refused", why=LAPSED) for code in codes]
    seen = store.seen(connection, officer, codes)
    part = Part(
        run=run,
        desk=Desk(connection, going.folder, officer, now=now),
        logs=load_many(connection, sorted(seen)),
        press=Press(officer=officer, key=run.key, now=now),
    )
    return how(part, codes)


def known_run(connection: Connection, number: int) -> Run:
    """A run by its number.

    Raises:
        Unknown: when there is none.
    """
    run = store.numbered(connection, number)
    if run is None:
        raise Unknown("number", f"không có lượt cấp giấy tờ số {number}")
    return run
