"""Numbers of letters: for each office, kind and year in a row, without a gap, without a double."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from contextlib import contextmanager
from functools import cache
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Executable,
    Table,
    and_,
    bindparam,
    exists,
    func,
    select,
    update,
)

from app.store.engine import Connection, dialect_of
from app.store.letter_tables import LetterNumberRow, LetterRow
from app.store.tables import table_of
from workflows.letter_events import LetterKind

LETTERS, LETTER_NUMBERS = table_of(LetterRow), table_of(LetterNumberRow)
SERIES = ("agency", "kind", "year", "training")
# Which row of numbers: the office, the kind, the year, and whether it is that of practice.
Series = tuple[str, str, int, bool]


def next_letter_number(
    connection: Connection, agency: str, kind: LetterKind, year: int, *, training: bool = False
) -> int:
    """Take the next number of an office's letters of a kind in a year.

    The number is taken in the transaction that writes the letter's event: a rollback gives it
    back, and another process waits for the outcome, so there is neither gap nor double. Numbers
    that came in with imported letters are passed over, those that lie between them are given.

    Args:
        connection: the writing transaction of the event.
        agency: whose number it is.
        kind: what kind of letter.
        year: the year on Vietnamese calendars in which the letter is issued.
        training: letters of practice have a row of their own and leave no gap in the true one.
    """
    series = (agency, kind, year, training)
    serial = _count_up(connection, series, by=1)
    if not connection.scalar(_HAS_NUMBER, {**_of(series), "serial_there": serial}):
        return serial
    free = first_free(connection, series, after=serial)
    connection.execute(_SET_LAST, {**_of(series), "came_to": free})
    return free


class HeldNumbers:
    """Numbers for many letters of one transaction, taken in memory and written at the end.

    A row is held from the first number taken from it until the transaction ends, as it is by
    `next_letter_number`, so nobody else can take or bring in one of them meanwhile.
    """

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._held: dict[Series, int] = {}
        self._last: dict[Series, int] = {}
        self._clear: set[Series] = set()

    def take(self, series: Series) -> int:
        """The next number of a row; not yet written."""
        if series not in self._held:
            self._hold(series)
        last = self._last[series]
        clear = series in self._clear
        serial = last + 1 if clear else first_free(self._connection, series, after=last)
        self._last[series] = serial
        return serial

    @contextmanager
    def or_back(self) -> Iterator[None]:
        """Give back the numbers taken in here when it ends in an error."""
        before = dict(self._last)
        try:
            yield
        except BaseException:
            self._last = self._held | before
            raise

    def write(self) -> None:
        """Write how far the numbers have come; before the transaction commits."""
        moved = [series for series, last in self._last.items() if last > self._held[series]]
        rows = [{**_of(series), "came_to": self._last[series]} for series in moved]
        if rows:
            self._connection.execute(_SET_LAST, rows)
        self._held |= self._last

    def _hold(self, series: Series) -> None:
        last = self._held[series] = self._last[series] = _count_up(self._connection, series, by=0)
        # Where nothing was imported behind the last number, nothing stands in the way.
        if not self._connection.scalar(_HAS_LATER, {**_of(series), "serial_there": last}):
            self._clear.add(series)


def hold_numbers(connection: Connection, wanted: Collection[Series]) -> None:
    """Let nobody take a number of these rows before this transaction ends.

    Whoever writes letters that have their numbers already, an import, waits here for those who
    are taking some, and they for it: so neither can miss a number of the other.
    """
    for series in sorted(wanted):
        _count_up(connection, series, by=0)


def series_of(letters: Iterable[Mapping[str, Any]]) -> set[Series]:
    """The rows of numbers that rows of `letters` belong to."""
    return {(row["agency"], row["kind"], row["year"], row["training"]) for row in letters}


def of_series(series: Series) -> ColumnElement[bool]:
    """The letters whose numbers come from a row of numbers."""
    return and_(*(LETTERS.c[name] == value for name, value in _named(series).items()))


def first_free(connection: Connection, series: Series, *, after: int) -> int:
    """The first number after another that no letter has."""
    other = LETTERS.alias("other")
    same = and_(*(other.c[name] == value for name, value in _named(series).items()))
    followed = exists().where(same, other.c.serial == LETTERS.c.serial + 1)
    ends = select(func.min(LETTERS.c.serial) + 1)
    held = exists().where(of_series(series), LETTERS.c.serial == after + 1)
    query = ends.where(of_series(series), LETTERS.c.serial > after, ~followed)
    free: int | None = connection.scalar(query) if connection.scalar(select(held)) else None
    return free or after + 1


def _named(series: Series) -> dict[str, Any]:
    return dict(zip(SERIES, series, strict=True))


def _of(series: Series) -> dict[str, Any]:
    """What the statements made beforehand are told of a row."""
    return {f"of_{name}": value for name, value in _named(series).items()}


def _count_up(connection: Connection, series: Series, *, by: int) -> int:
    """Raise the last number by so many, and keep the row until the transaction ends."""
    statement = _counting(dialect_of(connection))
    serial: int = connection.execute(statement, {**_of(series), "more": by}).scalar_one()
    return serial


@cache
def _counting(dialect: Any) -> Executable:
    """Raising a last number; dear to make, and the same every time."""
    columns = LETTER_NUMBERS.c
    more = bindparam("more", type_=columns.last.type)
    row = {name: bindparam(f"of_{name}", type_=columns[name].type) for name in SERIES}
    statement: Executable = (
        dialect.insert(LETTER_NUMBERS)
        .values(**row, last=more)
        .on_conflict_do_update(
            index_elements=[columns[name] for name in SERIES], set_={"last": columns.last + more}
        )
        .returning(columns.last)
    )
    return statement


def _same(table: Table) -> ColumnElement[bool]:
    return and_(*(table.c[name] == bindparam(f"of_{name}") for name in SERIES))


_HAS_NUMBER = select(exists().where(_same(LETTERS), LETTERS.c.serial == bindparam("serial_there")))
_HAS_LATER = select(exists().where(_same(LETTERS), LETTERS.c.serial > bindparam("serial_there")))
_SET_LAST = update(LETTER_NUMBERS).where(_same(LETTER_NUMBERS)).values(last=bindparam("came_to"))
