"""The statutory months: what is kept once they are over, and what periods are made of."""

from collections.abc import Sequence
from datetime import date, datetime
from functools import lru_cache
from itertools import pairwise

from app.reports.period import Period
from app.reports.period_file import FILE, PeriodRow, read_periods
from app.reports.periods import between
from sla.zone import day_number, local_date

KIND = "month15"


def months_between(first: date, last: date) -> tuple[Period, ...]:
    """The months that touch the days from `first` to `last`, oldest first."""
    return tuple(one.period for one in between(KIND, first, last))


@lru_cache(maxsize=256)
def months_of(period: Period) -> tuple[Period, ...]:
    """The months a period is made of; none where it is not made of whole ones."""
    months = months_between(period.first, period.last)
    return months if _joined(months) == (period.first, period.last) else ()


def ended(since: datetime, now: datetime) -> tuple[Period, ...]:
    """The months that are over, from the one that holds an instant on, as far as they join."""
    months = months_between(local_date(since), local_date(now))
    over = tuple(month for month in months if month.end <= now)
    return over if over and _joined(over) else ()


def reckoned_by() -> tuple[PeriodRow, ...]:
    """The rows of data that say which days are a month."""
    return tuple(row for row in read_periods(FILE.read_bytes(), FILE.name) if row.kind == KIND)


def _joined(months: Sequence[Period]) -> tuple[date, date] | None:
    """The first and the last day of months without a gap between them."""
    gaps = (day_number(two.first) - day_number(one.last) != 1 for one, two in pairwise(months))
    if not months or any(gaps):
        return None
    return months[0].first, months[-1].last
