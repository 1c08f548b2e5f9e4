"""The statutory quarters, out of data."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

import yaml

from app.reports.period import Period
from sla.zone import day_number, day_of

_FILE = Path(__file__).parent / "data" / "periods.yaml"


@dataclass(frozen=True, kw_only=True, slots=True)
class Quarter:
    """One statutory quarter of a year."""

    name: str
    period: Period


def quarters_between(first: date, last: date) -> Iterator[Quarter]:
    """The quarters that touch the days from `first` to `last`, oldest first."""
    for year in range(first.year, last.year + 2):
        for quarter in quarters_of(year):
            if quarter.period.last >= first and quarter.period.first <= last:
                yield quarter


def quarters_of(year: int) -> tuple[Quarter, ...]:
    """The quarters named after a year (NĐ 09/2019, Đ. 12; recalled)."""
    starts = [*(_start(row, year) for row in _rows()), _start(_rows()[0], year + 1)]
    return tuple(
        Quarter(
            name=f"{row['name']} năm {year}",
            period=Period(first=start, last=day_of(day_number(following) - 1)),
        )
        for row, start, following in zip(_rows(), starts[:-1], starts[1:], strict=True)
    )


def name_of(period: Period) -> str | None:
    """The name of the quarter that is just this period."""
    years = range(period.first.year, period.last.year + 2)
    named = (quarter for year in years for quarter in quarters_of(year))
    return next((quarter.name for quarter in named if quarter.period == period), None)


@cache
def _rows() -> tuple[dict[str, str], ...]:
    return tuple(yaml.safe_load(_FILE.read_text(encoding="utf-8")))


def _start(row: dict[str, str], year: int) -> date:
    month, day = map(int, row["starts"].split("-"))
    return date(year + int(row["year_shift"]), month, day)
