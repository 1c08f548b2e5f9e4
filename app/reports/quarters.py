"""The statutory quarters: the periods of the one kind that most callers ask for."""

from collections.abc import Iterator
from datetime import date

from app.reports.periods import NamedPeriod, between, name_of, of_year

__all__ = ["Quarter", "name_of", "quarters_between", "quarters_of"]

Quarter = NamedPeriod


def quarters_between(first: date, last: date) -> Iterator[Quarter]:
    """The quarters that touch the days from `first` to `last`, oldest first."""
    return between("quarter", first, last)


def quarters_of(year: int) -> tuple[Quarter, ...]:
    """The quarters named after a year (NĐ 09/2019, Đ. 12; recalled)."""
    return of_year("quarter", year)
