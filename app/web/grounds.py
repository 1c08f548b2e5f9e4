"""The legal grounds a desk may choose from when it refuses a case, by the day."""

from datetime import date
from functools import lru_cache
from pathlib import Path

from sla.law import LawRow, read_law

_FILE = Path(__file__).parent / "data" / "grounds.yaml"


def grounds_on(day: date) -> tuple[str, ...]:
    """The grounds in force on a day, in the order of the file."""
    return tuple(row.value for row in _rows() if row.in_force(day))


@lru_cache(maxsize=1)
def _rows() -> tuple[LawRow, ...]:
    return read_law(_FILE.read_text(encoding="utf-8"))
