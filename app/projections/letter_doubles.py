"""Which letter has a number already: what an import must not bring in a second time."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from sqlalchemy import select

from app.projections.letter_audit import SHARED
from app.store.engine import Connection
from app.store.letter_numbers import LETTERS, SERIES, Series, of_series

Row = Mapping[str, Any]
_Place = tuple[Series, int]


class NumbersHeld:
    """The numbers that some rows of `letters` ask for, with the letters that have them.

    Nobody else may be able to take one meanwhile: see `hold_numbers`.
    """

    def __init__(self, connection: Connection, wanted: Iterable[Row]) -> None:
        self._held: dict[_Place, list[Row]] = defaultdict(list)
        asked: dict[Series, set[int]] = defaultdict(set)
        for row in wanted:
            asked[_series(row)].add(row["serial"])
        columns = [LETTERS.c[name] for name in (*SERIES, "serial", "case_code", "file")]
        for series, serials in asked.items():
            query = select(*columns).where(of_series(series), LETTERS.c.serial.in_(serials))
            self.take([dict(row) for row in connection.execute(query).mappings()])

    def clash(self, rows: Sequence[Row]) -> Row | None:
        """The first of a case's new rows whose number another letter has; None: there is none."""
        return next((row for row in rows if self._is_held(row)), None)

    def take(self, rows: Sequence[Row]) -> None:
        """From here on these rows have their numbers."""
        for row in rows:
            self._held[_place(row)].append(row)

    def _is_held(self, row: Row) -> bool:
        return any(_is_another(row, other) for other in self._held[_place(row)])


def _is_another(row: Row, other: Row) -> bool:
    """Whether two rows of one number are two letters: a shared one is told of by several cases."""
    same_case = row["case_code"] == other["case_code"]
    return row["kind"] not in SHARED or same_case or row["file"] != other["file"]


def _place(row: Row) -> _Place:
    return _series(row), row["serial"]


def _series(row: Row) -> Series:
    return row["agency"], row["kind"], row["year"], row["training"]
