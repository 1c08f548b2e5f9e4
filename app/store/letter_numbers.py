"""Numbers of letters: for each office, kind and year in a row, without a gap, without a double."""

from collections.abc import Collection, Iterable, Mapping
from typing import Any

from sqlalchemy import ColumnElement, and_, exists, func, select, update

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
    if not connection.scalar(select(exists().where(of_series(series), LETTERS.c.serial == serial))):
        return serial
    free = first_free(connection, series, after=serial)
    connection.execute(update(LETTER_NUMBERS).where(_row(series)).values(last=free))
    return free


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


def _row(series: Series) -> ColumnElement[bool]:
    return and_(*(LETTER_NUMBERS.c[name] == value for name, value in _named(series).items()))


def _count_up(connection: Connection, series: Series, *, by: int) -> int:
    """Raise the last number by so many, and keep the row until the transaction ends."""
    taken = dialect_of(connection).insert(LETTER_NUMBERS).values(**_named(series), last=by)
    statement = taken.on_conflict_do_update(
        index_elements=[LETTER_NUMBERS.c[name] for name in SERIES],
        set_={"last": LETTER_NUMBERS.c.last + by},
    ).returning(LETTER_NUMBERS.c.last)
    serial: int = connection.execute(statement).scalar_one()
    return serial
