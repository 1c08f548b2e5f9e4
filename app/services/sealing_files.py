"""The kept files of signed tables: whether they are whole, and say the numbers of the edition."""

import csv
import hashlib
import io
import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from app.reports.layout import Layout
from app.reports.out.csv import plain
from app.reports.out.digest import document
from app.reports.out.heads import BEFORE
from app.reports.out.lines import lines_of
from app.reports.table import Table
from app.store.audit import Fault
from app.store.files import Kept, place_of

_RESTORE = "hãy lấy lại từ bản sao lưu"
# What the document of contract 4 says; notices and checks are words about it.
_SAID = ("form", "agency", "subtree", "from", "to", "as_known_at", "rows", "total")

Numbers = Mapping[str, Any]  # by format; only of the formats that programs read


@dataclass(frozen=True, kw_only=True, slots=True)
class SealedFile:
    """A file of an edition, what the edition is called, and the numbers it has to say, if known."""

    called: str
    format: str
    kept: Kept
    numbers: Numbers

    def fault(self, folder: Path) -> Fault | None:
        """What is wrong with it: lost, changed, or with other numbers than the edition's."""
        try:
            content = place_of(folder, self.kept.sha256).read_bytes()
        except (OSError, ValueError):
            return self._fault(f"không còn trong kho tệp; {_RESTORE}")
        if hashlib.sha256(content).hexdigest() != self.kept.sha256:
            return self._fault(f"đã bị thay đổi sau khi ký; {_RESTORE}")
        if self.format in self.numbers and not self._says(content):
            return self._fault("có số liệu khác bản đã ký")
        return None

    def _says(self, content: bytes) -> bool:
        expected = self.numbers[self.format]
        try:
            return bool(_READ[self.format](content, len(expected)) == expected)
        except (LookupError, TypeError, ValueError, csv.Error):
            return False

    def _fault(self, words: str) -> Fault:
        return Fault(place=f"tệp {self.format} của {self.called}", words=words)


def numbers_of(table: Table, layout: Layout) -> Numbers:
    """What the files of a table have to say, by format."""
    lines = len(lines_of(table, layout))
    return {
        "json": _of_json(document(table), 0),
        "csv": _of_csv(plain(table, layout), lines),
    }


def _of_json(content: bytes, _: int) -> dict[str, Any]:
    told = json.loads(content)
    return {name: told.get(name) for name in _SAID}


def _of_csv(content: bytes, lines: int) -> list[list[str]]:
    """The figures alone: heads and names are of the program that drew them."""
    rows = csv.reader(io.StringIO(content.decode("utf-8-sig"), newline=""))
    return [row[BEFORE:] for row in list(rows)[1 : lines + 1]]


_READ = {"json": _of_json, "csv": _of_csv}
