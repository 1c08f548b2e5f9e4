"""The letters that were issued: what the log says of each, read from its table."""

from collections.abc import Sequence
from dataclasses import dataclass, fields
from datetime import datetime
from typing import Any

from sqlalchemy import Select, select

from app.store.engine import Connection
from app.store.letter_numbers import LETTERS, of_series
from workflows.letter_events import LetterKind


@dataclass(frozen=True, kw_only=True, slots=True)
class IssuedRow:
    """One letter of one case; the meaning of the columns stands at `LetterRow`."""

    case_code: str
    version: int
    agency: str
    kind: LetterKind
    form: str
    number: str
    serial: int
    year: int
    training: bool
    file: str
    media: str
    size: int
    template: str
    issued_at: datetime
    by: str | None
    replaces: str | None
    replaced_by: str | None
    published_at: datetime | None


_COLUMNS = [LETTERS.c[one.name] for one in fields(IssuedRow)]


def of_case(connection: Connection, code: str) -> tuple[IssuedRow, ...]:
    """A case's letters, in the order they were issued."""
    return _read(connection, _letters().where(LETTERS.c.case_code == code))


def of_cases(connection: Connection, codes: Sequence[str]) -> dict[str, tuple[IssuedRow, ...]]:
    """The letters of each of the cases that has any, in one query."""
    found: dict[str, tuple[IssuedRow, ...]] = {}
    for row in _read(connection, _letters().where(LETTERS.c.case_code.in_(codes))):
        found[row.case_code] = (*found.get(row.case_code, ()), row)
    return found


def find(
    connection: Connection,
    agency: str,
    kind: LetterKind,
    year: int,
    serial: int,
    *,
    training: bool = False,
) -> IssuedRow | None:
    """The letter with a number; of one that stands in several cases the row of the first."""
    return next(iter(find_all(connection, agency, kind, year, serial, training=training)), None)


def find_all(
    connection: Connection,
    agency: str,
    kind: LetterKind,
    year: int,
    serial: int,
    *,
    training: bool = False,
) -> tuple[IssuedRow, ...]:
    """The rows of a letter with a number, one for each case it stands in, by the case's code."""
    series = (agency, kind, year, training)
    return _read(connection, _letters().where(of_series(series), LETTERS.c.serial == serial))


def _letters() -> Select[Any]:
    return select(*_COLUMNS).order_by(LETTERS.c.case_code, LETTERS.c.version)


def _read(connection: Connection, query: Select[Any]) -> tuple[IssuedRow, ...]:
    return tuple(IssuedRow(**row) for row in connection.execute(query).mappings())
