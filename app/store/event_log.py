"""The log: load a case's events, append to them, stream them all."""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from sqlalchemy import insert, select
from sqlalchemy.exc import IntegrityError

from app.errors import CaseChangedMeanwhile
from app.store.engine import Connection
from app.store.tables import EventRow, table_of
from workflows.codec import NAME_OF_TYPE, canonical, from_data, to_data
from workflows.log import FIRST_LINK, Recorded, chain

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
# How each database names the key that decides a race: PostgreSQL by constraint, SQLite by columns.
_RACE = ("uq_case_events_case_code_version", "case_events.case_code, case_events.version")


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
    rows = connection.execute(
        select(*READ).where(EVENTS.c.case_code == code).order_by(EVENTS.c.version)
    ).all()
    return _log(code, rows)


def load_many(connection: Connection, codes: Sequence[str]) -> dict[str, CaseLog]:
    """The logs of those of the cases that have one."""
    rows = connection.execute(
        select(*READ)
        .where(EVENTS.c.case_code.in_(codes))
        .order_by(EVENTS.c.case_code, EVENTS.c.version)
    )
    return {
        code: _log(code, list(group)) for code, group in groupby(rows, key=lambda r: r.case_code)
    }


def stream(connection: Connection, agencies: Sequence[str] | None = None) -> Iterator[CaseLog]:
    """Every case's log, by code; memory does not grow with the number of cases.

    Args:
        connection: a reading transaction.
        agencies: only cases that lie there; None for all.
    """
    query = select(*READ).order_by(EVENTS.c.case_code, EVENTS.c.version)
    if agencies is not None:
        query = query.where(EVENTS.c.agency.in_(agencies))
    # Important: an option of this statement alone; set on the connection it would stay there.
    with connection.execute(query, execution_options={"yield_per": BATCH}) as rows:
        for code, group in groupby(rows, key=lambda row: row.case_code):
            yield _log(code, list(group))


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
    written = [rows_of(log, lines) for log, lines in grown]
    insert_rows(connection, [row for rows in written for row in rows])
    return [
        _longer(log, lines, rows[-1]["hash"] if rows else log.head)
        for (log, lines), rows in zip(grown, written, strict=True)
    ]


def extended(log: CaseLog, lines: Sequence[Recorded]) -> CaseLog:
    """The log with more lines, in memory only."""
    links = chain(log.code, lines, log.head)
    return _longer(log, lines, links[-1] if links else log.head)


def rows_of(log: CaseLog, lines: Sequence[Recorded]) -> list[dict[str, Any]]:
    """The table rows of lines that follow a log."""
    rows, prev = [], log.head
    for line, link in zip(lines, chain(log.code, lines, log.head), strict=True):
        rows.append(
            {
                "case_code": log.code,
                "version": line.version,
                "type": NAME_OF_TYPE[type(line.event)],
                "at": line.event.at,
                "recorded_at": line.recorded_at,
                "actor": line.by,
                "agency": line.agency,
                "data": canonical(to_data(line.event)),
                "prev_hash": prev,
                "hash": link,
            }
        )
        prev = link
    return rows


def insert_rows(connection: Connection, rows: Sequence[dict[str, Any]]) -> None:
    """Write prepared rows of one or many cases at once.

    Raises:
        CaseChangedMeanwhile: when another process has written one of these versions first.
    """
    if not rows:
        return
    try:
        connection.execute(insert(EVENTS), rows)
    except IntegrityError as error:
        said = str(error.orig)
        if not any(key in said.partition("\n")[0] for key in _RACE):
            raise
        # PostgreSQL says in the next line which key it was; SQLite has no races inside a write.
        named = (row["case_code"] for row in rows if f"=({row['case_code']}, " in said)
        raise CaseChangedMeanwhile(next(named, rows[0]["case_code"])) from None


def _longer(log: CaseLog, lines: Sequence[Recorded], head: str) -> CaseLog:
    return CaseLog(code=log.code, lines=(*log.lines, *lines), head=head)


def _log(code: str, rows: Sequence[Any]) -> CaseLog:
    lines = tuple(_line(row) for row in rows)
    return CaseLog(code=code, lines=lines, head=rows[-1].hash if rows else FIRST_LINK)


def _line(row: Any) -> Recorded:
    return Recorded(
        version=row.version,
        event=from_data(row.type, row.at, json.loads(row.data)),
        recorded_at=row.recorded_at,
        by=row.actor,
        agency=row.agency,
    )
