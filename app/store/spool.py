"""Lines of a large file put in order of their cases on disk, so that memory stays flat."""

import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby
from types import TracebackType
from typing import Self

from app.errors import DatabaseNotReady

SpooledLine = tuple[int, bytes]  # line number in the file, its bytes
BUFFER = 500


@dataclass(frozen=True, kw_only=True, slots=True)
class SpooledCase:
    """One case of a file.

    Attributes:
        first: the number of its first line.
        count: how many lines it has.
        size: how many bytes these are.
        lines: the lines, or none when they are more than the reader wants to hold.
    """

    code: str
    first: int
    count: int
    size: int
    lines: tuple[SpooledLine, ...]


class Spool:
    """Takes lines in file order and gives them back case by case, in order of first lines."""

    def __init__(self) -> None:
        # An empty name is SQLite's own temporary file: on disk when large, gone when closed.
        self._kept = sqlite3.connect("")
        self._kept.execute("PRAGMA journal_mode = OFF")
        self._kept.execute("CREATE TABLE line (first INTEGER, number INTEGER, raw BLOB)")
        self._kept.execute("CREATE TABLE seen (code TEXT PRIMARY KEY, first INTEGER) WITHOUT ROWID")
        self._waiting: list[tuple[str, int, bytes]] = []

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._kept.close()
        if isinstance(error, sqlite3.Error):
            words = "không giữ được các dòng của tệp trong thư mục tạm; đĩa có còn chỗ không?"
            raise DatabaseNotReady(words) from error

    def put(self, code: str, number: int, raw: bytes) -> None:
        """Keep a line of a case."""
        self._waiting.append((code, number, raw))
        if len(self._waiting) >= BUFFER:
            self._flush()

    def cases(self, *, most_lines: int, most_bytes: int) -> Iterator[SpooledCase]:
        """Each case with its lines; a case beyond these bounds comes with its measures only."""
        self._flush()
        self._kept.execute("CREATE INDEX line_order ON line (first, number)")
        rows = self._kept.execute(
            "SELECT seen.code, line.number, line.raw FROM line JOIN seen USING (first) "
            "ORDER BY line.first, line.number"
        )
        for code, group in groupby(rows, key=lambda row: row[0]):
            lines = ((number, raw) for _, number, raw in group)
            yield _gathered(code, lines, most_lines, most_bytes)

    def _flush(self) -> None:
        self._kept.executemany("INSERT OR IGNORE INTO seen VALUES (?1, ?2)", self._heads())
        self._kept.executemany(
            "INSERT INTO line SELECT first, ?2, ?3 FROM seen WHERE code = ?1", self._waiting
        )
        self._waiting.clear()

    def _heads(self) -> Iterator[tuple[str, int]]:
        return ((code, number) for code, number, _ in self._waiting)


def _gathered(
    code: str, lines: Iterator[SpooledLine], most_lines: int, most_bytes: int
) -> SpooledCase:
    held: list[SpooledLine] = []
    first = count = size = 0
    for number, raw in lines:
        first = first or number
        count, size = count + 1, size + len(raw)
        if count <= most_lines and size <= most_bytes:
            held.append((number, raw))
        else:
            held.clear()
    return SpooledCase(code=code, first=first, count=count, size=size, lines=tuple(held))
