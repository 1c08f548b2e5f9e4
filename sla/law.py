"""Rules of law the clocks need, from data/law.yaml: each with its source and days of validity."""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path

import yaml

from sla.spec import LawGap
from sla.zone import HOUR, MINUTE

_FILE = Path(__file__).parent / "data" / "law.yaml"


@dataclass(frozen=True, slots=True, kw_only=True)
class LawRow:
    """One rule as it stood from `valid_from` to `valid_to` inclusive (None: still in force)."""

    rule: str
    value: str
    valid_from: date
    valid_to: date | None
    source: str
    confidence: str

    def in_force(self, day: date) -> bool:
        """Whether the rule held on that day."""
        return self.valid_from <= day and (self.valid_to is None or day <= self.valid_to)


@dataclass(frozen=True, slots=True, kw_only=True)
class Law:
    """The rules in force on one day; `rows` tells where each comes from."""

    same_day_until: int  # microseconds since midnight, inclusive
    intake_limit: str  # text of a sla.limits.TimeLimit
    apologies_allowed: int
    supplements_allowed: int
    rows: tuple[LawRow, ...]


def read_law(text: str) -> tuple[LawRow, ...]:
    """The rows of a law file.

    Raises:
        TypeError: for a row with missing or unknown keys.
    """
    return tuple(LawRow(**row) for row in yaml.safe_load(text))


def law_from(rows: Iterable[LawRow], day: date) -> Law:
    """The rules of `rows` in force on a day.

    Raises:
        LawGap: when a rule has no row valid on that day, or two of them.
    """
    valid = tuple(row for row in rows if row.in_force(day))
    return Law(
        same_day_until=_time(_one(valid, "same_day_until", day)),
        intake_limit=_one(valid, "intake_limit", day),
        apologies_allowed=int(_one(valid, "apologies_allowed", day)),
        supplements_allowed=int(_one(valid, "supplements_allowed", day)),
        rows=valid,
    )


@lru_cache(maxsize=4096)
def law_on(day: date) -> Law:
    """The rules this program knows to be in force on a day (Asia/Ho_Chi_Minh).

    Raises:
        LawGap: when a rule is not known for that day.
    """
    return law_from(_rows(), day)


def law_digest() -> str:
    """Stands for the rules of law as this program holds them: other data, another digest."""
    return hashlib.sha256(_FILE.read_bytes()).hexdigest()


@lru_cache(maxsize=1)
def _rows() -> tuple[LawRow, ...]:
    return read_law(_FILE.read_text(encoding="utf-8"))


def _one(rows: tuple[LawRow, ...], rule: str, day: date) -> str:
    values = [row.value for row in rows if row.rule == rule]
    if len(values) != 1:
        known = "chưa có" if not values else f"có {len(values)} giá trị"
        raise LawGap(f"Quy định “{rule}” {known} cho ngày {day:%d/%m/%Y}.")
    return values[0]


def _time(text: str) -> int:
    hours, minutes = text.split(":")
    return int(hours) * HOUR + int(minutes) * MINUTE
