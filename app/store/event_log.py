"""The log: load a case's events, append to them, stream them all."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import groupby
from operator import itemgetter
from typing import Any

from sqlalchemy import Select, bindparam, func, select
from sqlalchemy.exc import IntegrityError

from app.errors import CaseChangedMeanwhile
from app.store.bulk import insert_all
from app.store.engine import Connection
from app.store.ready import Ready, write
from app.store.tables import EventRow, table_of
from workflows.codec import NAME_OF_TYPE, data_text, from_data, read_canonical
from workflows.log import FIRST_LINK, Recorded, chain, link

EVENTS = table_of(EventRow)
READ = (
    EVENTS.c.case_code,
    EVENTS.c.version,
    EVENTS.c.type,
    EVENTS.c.at,
    EVENTS.c.recorded_at,
    EVENTS.c.actor,
    EVENTS.c.agency,
    EVENTS.c.data,
    EVENTS.c.hash,
)
BATCH = 2_000
# The codes from the first one, included, up to the second one, not included; None for no bound.
Span = tuple[str | None, str | None]
ALL: Span = (None, None)
# How each database names the key that decides a race: PostgreSQL by constraint, SQLite by columns.
_RACE = ("uq_case_events_case_code_version", "case_events.case_code, case_events.version")
# Made once: what a statement is remembered by is dear to work out.
_LINES = select(*READ).where(EVENTS.c.case_code == bindparam("code")).order_by(EVENTS.c.version)


@dataclass(frozen=True, kw_only=True, slots=True)
class CaseLog:
    """The lines of one case, oldest first, and the link the next one hangs on."""

    code: str
    lines: tuple[Recorded, ...] = ()
    head: str = FIRST_LINK

    @property
    def version(self) -> int:
        """How many lines there are."""
        return len(self.lines)


def load(connection: Connection, code: str) -> CaseLog:
    """All a case's lines; an empty log for a code nobody used."""
    return log_of(code, connection.execute(_LINES, {"code": code}).all())


def load_many(connection: Connection, codes: Sequence[str]) -> dict[str, CaseLog]:
    """The logs of those of the cases that have one."""
    rows = connection.execute(
        select(*READ)
        .where(EVENTS.c.case_code.in_(codes))
        .order_by(EVENTS.c.case_code, EVENTS.c.version)
    )
    return {code: log_of(code, list(group)) for code, group in groupby(rows, key=itemgetter(0))}


def versions_of(connection: Connection, codes: Sequence[str]) -> dict[str, int]:
    """How many lines those of the cases have that have any."""
    last = func.max(EVENTS.c.version)
    query = select(EVENTS.c.case_code, last).where(EVENTS.c.case_code.in_(codes))
    rows = connection.execute(query.group_by(EVENTS.c.case_code)).all() if codes else []
    return {row[0]: row[1] for row in rows}


def stream(
    connection: Connection, agencies: Sequence[str] | None = None, *, span: Span = ALL
) -> Iterator[CaseLog]:
    """Every case's log, by code; memory does not grow with the number of cases.

    Args:
        connection: a reading transaction.
        agencies: only cases that lie there; None for all.
        span: only cases with codes in it.
    """
    query = within(select(*READ), span).order_by(EVENTS.c.case_code, EVENTS.c.version)
    if agencies is not None:
        query = query.where(EVENTS.c.agency.in_(agencies))
    # Important: an option of this statement alone; set on the connection it would stay there.
    with connection.execute(query, execution_options={"yield_per": BATCH}) as rows:
        for code, group in groupby(rows, key=itemgetter(0)):
            yield log_of(code, list(group))


def within(query: Select[Any], span: Span) -> Select[Any]:
    """The same query of events for the cases of a span only."""
    since, until = span
    if since is not None:
        query = query.where(EVENTS.c.case_code >= since)
    return query if until is None else query.where(EVENTS.c.case_code < until)


def append(connection: Connection, log: CaseLog, lines: Sequence[Recorded]) -> CaseLog:
    """Write the next lines of a case.

    Args:
        connection: a writing transaction; it is of no more use after an error.
        log: as loaded in this transaction or before.
        lines: numbered from `log.version` + 1.

    Raises:
        CaseChangedMeanwhile: when another process has written these versions first.
    """
    (grown,) = append_all(connection, [(log, lines)])
    return grown


def append_all(
    connection: Connection, grown: Sequence[tuple[CaseLog, Sequence[Recorded]]]
) -> list[CaseLog]:
    """The same for many logs, each once, with the lines that follow it.

    Raises:
        CaseChangedMeanwhile: when another process was first with one of them.
    """
    written = [grown_by(log, lines) for log, lines in grown]
    insert_rows(connection, [row for _, rows in written for row in rows])
    return [log for log, _ in written]


def grown_by(log: CaseLog, lines: Sequence[Recorded]) -> tuple[CaseLog, list[dict[str, Any]]]:
    """The log with the lines that follow it, and their rows; nothing is written."""
    rows = rows_of(log, lines)
    return _longer(log, lines, rows[-1]["hash"] if rows else log.head), rows


def extended(log: CaseLog, lines: Sequence[Recorded]) -> CaseLog:
    """The log with more lines, in memory only."""
    links = chain(log.code, lines, log.head)
    return _longer(log, lines, links[-1] if links else log.head)


def rows_of(log: CaseLog, lines: Sequence[Recorded]) -> list[dict[str, Any]]:
    """The table rows of lines that follow a log."""
    rows, prev = [], log.head
    for line in lines:
        data = data_text(line.event)
        head = link(log.code, line, prev, data=data)
        rows.append(
            {
                "case_code": log.code,
                "version": line.version,
                "type": NAME_OF_TYPE[type(line.event)],
                "at": line.event.at,
                "recorded_at": line.recorded_at,
                "actor": line.by,
                "agency": line.agency,
                "data": data,
                "prev_hash": prev,
                "hash": head,
            }
        )
        prev = head
    return rows


def insert_rows(connection: Connection, rows: Sequence[dict[str, Any]]) -> None:
    """Write prepared rows of one or many cases at once.

    Raises:
        CaseChangedMeanwhile: when another process has written one of these versions first.
    """
    if rows:
        with racing([row["case_code"] for row in rows]):
            insert_all(connection, EVENTS, rows)


def insert_ready(connection: Connection, parts: Sequence[Ready], codes: Sequence[str]) -> None:
    """Write rows of events that are ready, of the cases with these codes.

    Raises:
        CaseChangedMeanwhile: when another process has written one of these versions first.
    """
    with racing(codes):
        write(connection, EVENTS, parts)


@contextmanager
def racing(codes: Sequence[str]) -> Iterator[None]:
    """Say, of a block that writes events of these cases, when somebody else was first.

    Raises:
        CaseChangedMeanwhile: when another process has written one of the versions first.
    """
    try:
        yield
    except IntegrityError as error:
        said = str(error.orig)
        if not any(key in said.partition("\n")[0] for key in _RACE):
            raise
        # PostgreSQL says in the next line which key it was; SQLite has no races inside a write.
        named = (code for code in codes if f"=({code}, " in said)
        raise CaseChangedMeanwhile(next(named, codes[0])) from None


def _longer(log: CaseLog, lines: Sequence[Recorded], head: str) -> CaseLog:
    return CaseLog(code=log.code, lines=(*log.lines, *lines), head=head)


def log_of(code: str, rows: Sequence[Any]) -> CaseLog:
    """The log of rows that were read with the columns of `READ`, oldest first."""
    lines = tuple(_line(row) for row in rows)
    return CaseLog(code=code, lines=lines, head=rows[-1].hash if rows else FIRST_LINK)


def _line(row: Any) -> Recorded:
    # Taken apart in the order of `READ`: asking a row for each name costs more than decoding it.
    _, version, kind, at, recorded_at, by, agency, data, *_ = row
    return Recorded(
        version=version,
        event=from_data(kind, at, read_canonical(data)),
        recorded_at=recorded_at,
        by=by,
        agency=agency,
    )
