"""Lines of a large file put in order of their cases on disk, so that memory stays flat."""

import sqlite3
from collections.abc import Iterator
from itertools import groupby
from types import TracebackType
from typing import Self

SpooledLine = tuple[int, str]  # line number in the file, its text


class Spool:
    """Takes lines in file order and gives them back case by case, in order of first lines."""

    def __init__(self) -> None:
        # An empty name is SQLite's own temporary file: on disk when large, gone when closed.
        self._kept = sqlite3.connect("")
        self._kept.execute("PRAGMA journal_mode = OFF")
        self._kept.execute("CREATE TABLE line (first INTEGER, number INTEGER, text TEXT)")
        self._kept.execute("CREATE TABLE seen (code TEXT PRIMARY KEY, first INTEGER) WITHOUT ROWID")

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._kept.close()

    def put(self, code: str, number: int, text: str) -> None:
        """Keep a line of a case."""
        self._kept.execute("INSERT OR IGNORE INTO seen VALUES (?, ?)", (code, number))
        self._kept.execute(
            "INSERT INTO line SELECT first, ?, ? FROM seen WHERE code = ?", (number, text, code)
        )

    def cases(self) -> Iterator[tuple[str, list[SpooledLine]]]:
        """Each case with its lines; every line is given once."""
        self._kept.execute("CREATE INDEX line_order ON line (first, number)")
        rows = self._kept.execute(
            "SELECT seen.code, line.number, line.text FROM line JOIN seen USING (first) "
            "ORDER BY line.first, line.number"
        )
        for code, group in groupby(rows, key=lambda row: row[0]):
            yield code, [(number, text) for _, number, text in group]

    def count(self) -> int:
        """How many lines are kept."""
        found: int = self._kept.execute("SELECT count(*) FROM line").fetchone()[0]
        return found
