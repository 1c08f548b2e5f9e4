"""The ledger of apologies for somebody who answers for offices, or oversees them.

A number and the cases behind it are asked with one condition, so a list is as long as its number.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from app.errors import BadInput
from app.lists.apology_ledger import (
    LedgerAsked,
    LedgerLine,
    Number,
    cases_behind,
    ledger,
    total,
)
from app.lists.lines import ListRow
from app.reports.period import Period
from app.services.explanations import notices_of
from app.services.lists import Line, lines_of
from app.services.sheets import Column, frame, written
from app.store.engine import Connection, Database
from app.store.scope import Scope
from app.store.setup import Setup, read_setup
from app.store.visible import AND_BELOW, offices
from workflows.desk_rights import upwards
from workflows.officer import Officer

MOST = 200  # cases shown behind one number
NAMES: Mapping[Number, str] = {
    "owed": "Phải xin lỗi",
    "drafted": "Đã dự thảo",
    "signed": "Đã ký",
    "issued": "Đã phát hành",
    "sent": "Đã gửi đến người nộp",
    "published": "Đã đăng công khai",
    "waiting": "Còn phải làm",
    "missing": "Kết thúc trễ, không xin lỗi",
    "lapsed": "Không còn phải xin lỗi",
}


@dataclass(frozen=True, kw_only=True, slots=True)
class Row:
    """The numbers of one office, under its name."""

    code: str
    name: str
    numbers: Mapping[Number, int]


@dataclass(frozen=True, kw_only=True, slots=True)
class LedgerPage:
    """What stands on the page.

    Attributes:
        rows: of the offices that have any such case, by name.
        total: over them.
        offices: code and name of every office the officer may ask for.
        notices: what must stand beside numbers of these offices.
    """

    rows: tuple[Row, ...]
    total: Mapping[Number, int]
    offices: tuple[tuple[str, str], ...]
    notices: tuple[str, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class Behind:
    """The cases that one number counts, oldest deadline first; at most `MOST` are shown.

    Attributes:
        setup: where the names in the lines are from.
    """

    lines: tuple[Line, ...]
    more: bool
    setup: Setup


@dataclass(frozen=True, kw_only=True, slots=True)
class Asked:
    """Of which offices and days: one office, or None for all of the officer's."""

    unit: str | None
    period: Period
    now: datetime


def ledger_page(database: Database, officer: Officer, asked: Asked) -> LedgerPage:
    """The numbers of the officer's offices.

    Raises:
        BadInput: for an office that is none of theirs.
        DatabaseNotReady: when the database is out of reach.
    """
    with database.reading() as connection:
        setup, places = read_setup(connection), offices(connection, officer)
        lines = _lines(connection, officer, asked, setup)
    rows = [_row(line, setup) for line in lines if any(line.numbers.values())]
    known = [(code, _name(setup, code)) for code in places if code in setup.agencies]
    return LedgerPage(
        rows=tuple(sorted(rows, key=lambda row: row.name)),
        total=total(lines),
        offices=tuple(sorted(known, key=lambda one: one[1])),
        notices=notices_of(setup, places),
    )


def behind(database: Database, officer: Officer, asked: Asked, number: Number) -> Behind:
    """The cases that a number of the page counts.

    Raises:
        As `ledger_page`.
    """
    with database.reading() as connection:
        setup = read_setup(connection)
        rows = _rows(connection, officer, asked, number, setup=setup)
        lines = lines_of(connection, rows[:MOST], "case", now=asked.now)
    return Behind(lines=lines, more=len(rows) > MOST, setup=setup)


def ledger_sheet(database: Database, officer: Officer, asked: Asked, title: str) -> bytes:
    """The numbers as an XLSX file.

    Raises:
        As `ledger_page`.
    """
    found = ledger_page(database, officer, asked)
    with database.reading() as connection:
        head = [title, *frame(connection, officer, asked.now)]
    whole = Row(code="", name="Cộng", numbers=found.total)
    return written(head, iter((*found.rows, whole)), _COLUMNS)


def _column(number: Number, head: str) -> Column:
    return Column(head=head, width=16, cell=lambda row: row.numbers[number])


_COLUMNS = (
    Column(head="Đơn vị", width=36, cell=lambda row: row.name),
    *(_column(number, head) for number, head in NAMES.items()),
)


def _lines(
    connection: Connection, officer: Officer, asked: Asked, setup: Setup
) -> tuple[LedgerLine, ...]:
    found = (ledger(connection, one) for one in _asked(connection, officer, asked, setup))
    return tuple(line for lines in found for line in lines)


def _rows(
    connection: Connection, officer: Officer, asked: Asked, number: Number, *, setup: Setup
) -> list[ListRow]:
    found: list[ListRow] = []
    for one in _asked(connection, officer, asked, setup):
        found += cases_behind(connection, one, number, size=MOST + 1)
    return sorted(found, key=lambda row: (row.due_at or row.arrived_at, row.code))


def _asked(
    connection: Connection, officer: Officer, asked: Asked, setup: Setup
) -> Iterator[LedgerAsked]:
    """What to ask for, so that the cases of every office are counted once."""
    places = offices(connection, officer)
    if asked.unit is not None and asked.unit not in places:
        raise BadInput("không có đơn vị này trong phạm vi của bạn; hãy chọn đơn vị khác")
    for scope in [Scope(agency=asked.unit)] if asked.unit else _scopes(officer, places, setup):
        yield LedgerAsked(
            scope=scope, since=asked.period.start, until=asked.period.end, now=asked.now
        )


def _scopes(officer: Officer, places: tuple[str, ...], setup: Setup) -> list[Scope]:
    """The offices the officer oversees with all below them, and the others one by one."""
    heads = officer.agencies(*AND_BELOW)
    tops = [code for code in heads if not _below(code, heads, setup)]
    alone = (code for code in places if code not in tops and not _below(code, tops, setup))
    return [
        *(Scope(agency=code, subtree=True) for code in tops),
        *(Scope(agency=code) for code in alone),
    ]


def _below(code: str, tops: Sequence[str], setup: Setup) -> bool:
    above = (one.code for one in upwards(code, setup.agencies) if one.code != code)
    return any(one in tops for one in above)


def _name(setup: Setup, code: str) -> str:
    office = setup.agencies.get(code)
    return office.name if office else code


def _row(line: LedgerLine, setup: Setup) -> Row:
    return Row(code=line.agency, name=_name(setup, line.agency), numbers=line.numbers)
