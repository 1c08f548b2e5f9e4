"""Making the read tables anew from the log, and knowing when they have to be."""

import hashlib
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from functools import partial

from sqlalchemy import select, text, update

from app.projections.ready_rows import ReadyRows, insert_ready_rows, ready_rows
from app.projections.rows import TABLES, case_rows
from app.projections.write import clear
from app.store import summaries
from app.store.engine import Connection, database
from app.store.event_log import Span, stream
from app.store.hands import Job, shared
from app.store.read_tables import ReadStateRow
from app.store.setup import Setup, read_setup
from app.store.snapshot import moment, see
from app.store.spans import spans
from app.store.tables import table_of
from sla.law import law_digest
from workflows.ladder import ladders_digest

BATCH = 500
STATE = table_of(ReadStateRow)


@dataclass(frozen=True, kw_only=True, slots=True)
class _Made:
    """The read rows of the cases of a span."""

    cases: int
    rows: ReadyRows


def rebuild(
    connection: Connection,
    progress: Callable[[int], None] = lambda cases: None,
    *,
    processes: int = 1,
) -> int:
    """Drop what the projections hold and make it again from the log; returns the number of cases.

    Officers may go on reading meanwhile and see the old rows; whoever records waits for the end.

    Args:
        connection: a writing transaction that has not touched the read tables yet.
        progress: told how many cases came with each batch.
        processes: how many may make rows at once; for more than one the transaction must not have
            written anything yet, which they could not see. This one writes the rows of all.

    Raises:
        DatabaseNotReady: when one of the processes has been killed.
    """
    _hold(connection)
    total = 0
    job = _job(connection) if processes > 1 else _alone(connection)
    clear(connection)
    with closing(shared(job, spans(connection, BATCH), processes=processes)) as made:
        for part in made:
            insert_ready_rows(connection, [part.rows])
            total += part.cases
            if part.cases:
                progress(part.cases)
    connection.execute(update(STATE).values(stale=False, rules=_rules()))
    return total


def is_stale(connection: Connection) -> bool:
    """Whether the read tables have to be made anew.

    Somebody has asked for it, or they were made by another state of the program's ladders and law.
    """
    stale, rules = connection.execute(select(STATE.c.stale, STATE.c.rules)).one()
    return bool(stale) or rules not in (None, _rules())


def is_unsigned(connection: Connection) -> bool:
    """Whether a new database has yet to hear by which ladders and law its tables are made."""
    return connection.scalar(select(STATE.c.rules)) is None


def sign(connection: Connection) -> None:
    """Note by which ladders and law the read tables of a new database are made."""
    connection.execute(update(STATE).where(STATE.c.rules.is_(None)).values(rules=_rules()))


def mark_stale(connection: Connection) -> None:
    """Ask for the read tables to be made anew, by whoever opens the database next."""
    connection.execute(update(STATE).values(stale=True))


def renew(connection: Connection, *, processes: int = 1) -> bool:
    """Rebuild what an earlier program has left; says whether that was needed.

    Of several processes that open a database at once, the first does it and the others wait.
    """
    _hold(connection)
    if not is_stale(connection):
        return False
    rebuild(connection, processes=processes)
    return True


def _rules() -> str:
    """Stands for the program's data that the timers of open cases follow from."""
    return hashlib.sha256((law_digest() + ladders_digest()).encode()).hexdigest()


def _hold(connection: Connection) -> None:
    """Keep other writers out of the read tables; on SQLite this transaction does so already.

    Each recording writes its events and its read rows in one transaction. So once the tables are
    held, every event that can be seen has its rows, and the rows of one still to be committed will
    be written after the rebuild, as a difference to the state the rebuild leaves.
    """
    # Important: before the tables, or all who record would wait for whoever is counting months.
    summaries.hold(connection)
    if connection.dialect.name == "postgresql":
        names = ", ".join(table.name for table in TABLES)
        connection.execute(text(f"LOCK TABLE {names} IN EXCLUSIVE MODE"))


def _alone(connection: Connection) -> Job[Span, _Made]:
    # Read only now: whatever was recorded before the tables were held may rest on the newest setup.
    setup = read_setup(connection)
    return Job(here=partial(_made, connection, setup), begin=_making)


def _job(connection: Connection) -> Job[Span, _Made]:
    url = connection.engine.url.render_as_string(hide_password=False)
    return Job(here=_alone(connection).here, begin=_making, given=(url, moment(connection)))


@contextmanager
def _making(url: str, seen: str) -> Iterator[Callable[[Span], _Made]]:
    """What makes rows in another process, out of the same moment of the log and the setup."""
    with database(url).reading() as connection:
        see(connection, seen)
        yield partial(_made, connection, read_setup(connection))


def _made(connection: Connection, setup: Setup, span: Span) -> _Made:
    cases = [case_rows(log, setup) for log in stream(connection, span=span)]
    return _Made(cases=len(cases), rows=ready_rows(cases, connection.dialect.name))
