"""The register of petitions (PAKN) against its own log: the rows, and the numbers given."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from itertools import groupby
from typing import Any

from sqlalchemy import Row, select

from app.store.audit import Damaged, Fault
from app.store.engine import Connection
from app.store.petitions import EVENTS, NUMBERS, PETITIONS, REPEATED, line_of
from sla.spec import SlaError
from workflows.petition_events import Line
from workflows.petitions import fold

_STRAY = "có trong bảng đọc mà không có trong nhật ký"


def check_petitions(connection: Connection) -> int:
    """Hold each petition's rows against its log; the number of petitions.

    Nothing chains the events, so one that was rewritten as a whole, with its rows, is not seen.

    Raises:
        Damaged: at the first petition or number that is off.
    """
    kept = _kept(connection)
    serials: dict[str, list[int]] = defaultdict(list)
    query = select(EVENTS).order_by(EVENTS.c.petition, EVENTS.c.version)
    rows = connection.execute(query).all()
    for code, group in groupby(rows, key=lambda row: str(row.petition)):
        _compare(code, _lines(code, list(group)), kept.pop(code, []))
        head, _, serial = code.rpartition("-")
        serials[head].append(int(serial) if serial.isdecimal() else 0)
    if kept:
        raise _damaged(min(kept), _STRAY)
    _check_numbers(connection, serials)
    return sum(map(len, serials.values()))


def _kept(connection: Connection) -> dict[str, list[Row[Any]]]:
    found: dict[str, list[Row[Any]]] = defaultdict(list)
    query = select(PETITIONS).order_by(PETITIONS.c.code, PETITIONS.c.version)
    for row in connection.execute(query):
        found[row.code].append(row)
    return found


def _lines(code: str, rows: Sequence[Row[Any]]) -> tuple[Line, ...]:
    if [row.version for row in rows] != [*range(1, len(rows) + 1)]:
        raise _damaged(code, "thiếu một việc trong nhật ký")
    try:
        lines = tuple(map(line_of, rows))
        agency = getattr(lines[0].event, "agency", None)
    except (KeyError, TypeError, ValueError, SlaError):
        raise _damaged(code, "có việc không đọc được trong nhật ký") from None
    if any(row.agency != agency for row in rows):
        raise _damaged(code, "có việc ghi ở cơ quan khác")
    return lines


def _compare(code: str, lines: Sequence[Line], rows: Sequence[Row[Any]]) -> None:
    """Each prefix of the log has made its row, known until the next event was recorded."""
    if [_as_kept(row) for row in rows] != list(_as_told(code, lines)):
        raise _damaged(code, "bảng đọc khác nhật ký")


def _as_kept(row: Row[Any]) -> tuple[Any, ...]:
    return (row.known_from, row.known_to, *(getattr(row, name) for name in REPEATED))


def _as_told(code: str, lines: Sequence[Line]) -> Iterable[tuple[Any, ...]]:
    until = [*(line.recorded_at for line in lines[1:]), None]
    for number, (line, end) in enumerate(zip(lines, until, strict=True), start=1):
        petition = fold(code, lines[:number])
        yield (line.recorded_at, end, *(getattr(petition, name, None) for name in REPEATED))


def _check_numbers(connection: Connection, serials: dict[str, list[int]]) -> None:
    last = {
        f"PAKN-{row.agency}-{row.year}": row.last for row in connection.execute(select(NUMBERS))
    }
    for head in sorted({*last, *serials}):
        if sorted(serials.get(head, [])) != [*range(1, last.get(head, 0) + 1)]:
            raise _damaged(head, "số không liền nhau đến số đã cấp sau cùng")


def _damaged(place: str, words: str) -> Damaged:
    return Damaged(Fault(place=f"phản ánh, kiến nghị {place}", words=words))
