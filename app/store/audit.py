"""Reading the log without trusting it: every stored byte against the chain that covers it."""

from collections.abc import Generator
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import groupby, pairwise
from typing import Any

from sqlalchemy import ColumnElement, Select, Text, select, text, type_coerce
from sqlalchemy.exc import SQLAlchemyError

from app.store.engine import Connection
from app.store.event_log import ALL, BATCH, EVENTS, CaseLog, Span, within
from app.store.spans import spans
from sla.zone import VIETNAM
from workflows.codec import data_text, from_data, read_canonical
from workflows.log import FIRST_LINK, Recorded, link

STREAMED = {"yield_per": BATCH}
SQLITE_INSTANT = "%Y-%m-%d %H:%M:%S.%f"


@dataclass(frozen=True, kw_only=True, slots=True)
class Fault:
    """The first place where something is off.

    Attributes:
        place: where, in words that name the event, table or report.
        words: what is wrong.
    """

    place: str
    words: str

    def __str__(self) -> str:
        return f"{self.place}: {self.words}"


class Damaged(Exception):
    """Carries a Fault out of the reading."""

    def __init__(self, fault: Fault) -> None:
        super().__init__(str(fault))
        self.fault = fault


def audited(connection: Connection, span: Span = ALL) -> Generator[CaseLog]:
    """Every case's log, each event checked against its chain before it is believed.

    Args:
        connection: a reading transaction.
        span: only cases with codes in it.

    Raises:
        Damaged: at the first event that was changed, lost or put out of order.
    """
    query = within(_query(connection), span).order_by(EVENTS.c.case_code, EVENTS.c.version)
    try:
        # Closed here, since the caller stops in the middle when it finds a fault itself.
        with connection.execute(query, execution_options=STREAMED) as rows:
            for code, group in groupby(rows, key=lambda row: row.case_code):
                yield _case(str(code), list(group))
    except (SQLAlchemyError, UnicodeDecodeError, ValueError) as error:
        raise Damaged(_unreadable(connection, error)) from None


def audited_spans(connection: Connection, cases: int) -> Generator[Span]:
    """Spans of about so many cases that together hold every event there is.

    Raises:
        Damaged: when the database cannot even say which cases there are.
    """
    _sound_file(connection)
    try:
        yield from spans(connection, cases)
    except (SQLAlchemyError, UnicodeDecodeError, ValueError) as error:
        raise Damaged(_unreadable(connection, error)) from None


def _query(connection: Connection) -> Select[Any]:
    columns: list[ColumnElement[Any]] = list(EVENTS.c)
    if connection.dialect.name == "sqlite":
        # Important: as plain text, since a damaged instant may still read as the same instant.
        columns = [
            type_coerce(column, Text).label(column.name) if column.name in _INSTANTS else column
            for column in EVENTS.c
        ]
    return select(*columns)


_INSTANTS = ("at", "recorded_at")


def _sound_file(connection: Connection) -> None:
    if connection.dialect.name != "sqlite":
        return
    found = connection.execute(text("PRAGMA integrity_check(1)")).scalar_one()
    if found != "ok":
        raise Damaged(_unreadable(connection, ValueError(str(found))))


def _case(code: str, rows: list[Any]) -> CaseLog:
    lines: list[Recorded] = []
    head = FIRST_LINK
    for number, row in enumerate(rows, start=1):
        lines.append(_line(row, number, head))
        head = row.hash
    for (earlier, later), row in zip(pairwise(rows), rows[1:], strict=True):
        if later.position <= earlier.position:
            raise _damaged(row, "đứng sai vị trí trong nhật ký")
    return CaseLog(code=code, lines=tuple(lines), head=head)


def _line(row: Any, number: int, head: str) -> Recorded:
    if row.version != number:
        place = f"sự kiện số {number} của hồ sơ {row.case_code}"
        raise Damaged(
            Fault(place=place, words=f"không có; tại vị trí {row.position} là số {row.version}")
        )
    if row.prev_hash != head:
        raise _damaged(row, "không nối với sự kiện đứng trước")
    data = row.data
    try:
        line = _decoded(row)
        intact = data_text(line.event) == data
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError):
        raise _damaged(row, "nội dung không đọc được") from None
    if not intact or link(row.case_code, line, head, data=data) != row.hash:
        raise _damaged(row, "nội dung đã bị thay đổi sau khi ghi")
    return line


def _decoded(row: Any) -> Recorded:
    _, _, version, kind, at, recorded_at, by, agency, data, *_ = row
    return Recorded(
        version=version,
        event=from_data(kind, _instant(at), read_canonical(data)),
        recorded_at=_instant(recorded_at),
        by=by,
        agency=agency,
    )


def _instant(kept: str | datetime) -> datetime:
    if isinstance(kept, datetime):
        return kept
    read = datetime.strptime(kept, SQLITE_INSTANT).replace(tzinfo=UTC)
    if read.strftime(SQLITE_INSTANT) != kept:
        raise ValueError(kept)
    return read.astimezone(VIETNAM)


def _damaged(row: Any, words: str) -> Damaged:
    place = f"sự kiện số {row.version} của hồ sơ {row.case_code} (vị trí {row.position})"
    return Damaged(Fault(place=place, words=words))


def _unreadable(connection: Connection, error: Exception) -> Fault:
    """Find the event the database cannot read by asking for each of them alone."""
    whole = _query(connection)
    try:
        positions = list(connection.execute(select(EVENTS.c.position)).scalars())
        for position in positions:
            try:
                rows = connection.execute(whole.where(EVENTS.c.position == position)).all()
            except (SQLAlchemyError, UnicodeDecodeError, ValueError):
                return Fault(place=f"sự kiện ở vị trí {position}", words="không đọc được")
            if not rows:
                return Fault(place=f"sự kiện ở vị trí {position}", words="không đọc được")
    except SQLAlchemyError:
        return Fault(place="nhật ký", words=f"tệp cơ sở dữ liệu hỏng ({error})")
    return Fault(place="cơ sở dữ liệu", words=f"tệp hỏng ngoài nhật ký ({error})")
