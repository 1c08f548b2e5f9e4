"""The periods reports are made for, out of data: statutory and calendar ones, each by its name."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from itertools import islice

from app.errors import Unknown
from app.reports.period import Period
from app.reports.period_file import FILE, YEAR, Kind, PeriodRow, read_periods
from sla.zone import day_number, day_of

# The years whose every day, the ones before and after them too, is one that can be reckoned with;
# the reader of instants takes the same ones (`sla.zone.parse_instant`).
_YEARS = range(1976, 3000)


@dataclass(frozen=True, kw_only=True, slots=True)
class NamedPeriod:
    """One period that has a name, as “Quý III năm 2023”; `number` counts those of its year."""

    name: str
    kind: Kind
    period: Period
    year: int
    number: int

    @property
    def cut_off(self) -> datetime:
        """The first instant after it, at which open cases are judged."""
        return self.period.end


def kinds() -> tuple[Kind, ...]:
    """Every kind there is, in the order of offering."""
    return tuple(dict.fromkeys(row.kind for row in _rows()))


def heads() -> dict[Kind, str]:
    """What each kind is called over a list, in the order of offering."""
    return {kind: _of_kind(kind)[-1].head for kind in kinds()}


def named(kind: str, year: int, number: int = 1) -> NamedPeriod:
    """A period by its kind, the year it is named after, and its number in it (from 1).

    Raises:
        Unknown: where there is none such.
    """
    found = (one for one in of_year(kind, year) if one.number == number)
    one = next(found, None)
    if one is None:
        told = f"không có kỳ báo cáo số {number} loại “{_of_kind(kind)[-1].word}” của năm {year}"
        raise Unknown("period", told)
    return one


def of_year(kind: str, year: int) -> tuple[NamedPeriod, ...]:
    """All periods of a kind that are named after a year, in their order.

    Raises:
        Unknown: where there is no such kind, or the year is none that days are reckoned in.
    """
    if kind not in kinds():
        words = f"không có loại kỳ báo cáo “{kind}”; có: {', '.join(kinds())}"
        raise Unknown("period", words)
    if year not in _YEARS:
        told = f"năm {year} nằm ngoài khoảng {_YEARS[0]}–{_YEARS[-1]}"
        raise Unknown("period", f"không có kỳ báo cáo loại “{_of_kind(kind)[-1].word}”: {told}")
    return _named_after(kind, year)


def _named_after(kind: str, year: int) -> tuple[NamedPeriod, ...]:
    """The same, but none of a year that nobody reckons in."""
    if year not in _YEARS:
        return ()
    rows = [row for row in _rows() if row.kind == kind]
    made = (_made(row, year, number) for row in rows for number in range(1, len(row.names) + 1))
    return tuple(one for row, one in made if row is _in_force(rows, one.period.last))


def between(kind: str, first: date, last: date) -> Iterator[NamedPeriod]:
    """The periods of a kind that touch the days from `first` to `last`, oldest first."""
    for year in range(first.year, last.year + 2):
        for one in _named_after(kind, year):
            if one.period.last >= first and one.period.first <= last:
                yield one


def latest(kind: str, today: date, count: int) -> tuple[NamedPeriod, ...]:
    """The last `count` periods of a kind that have begun by a day, newest first."""
    years = range(today.year + 1, today.year - count - 2, -1)
    begun = (
        one
        for year in years
        for one in reversed(_named_after(kind, year))
        if one.period.first <= today
    )
    return tuple(islice(begun, count))


def offered(today: date) -> tuple[NamedPeriod, ...]:
    """What a page offers on a day: of each kind the running period and some before it."""
    return tuple(one for kind in kinds() for one in latest(kind, today, _of_kind(kind)[-1].offered))


def preceding(one: NamedPeriod) -> NamedPeriod | None:
    """The period of the same kind that ends on the day before; None where there is none."""
    eve = day_of(day_number(one.period.first) - 1)
    found = (each for each in between(one.kind, eve, eve) if each.period.last == eve)
    return next(found, None)


def named_as(period: Period) -> NamedPeriod | None:
    """The named period that is just these days."""
    years = range(period.first.year, period.last.year + 2)
    every = (one for kind in kinds() for year in years for one in _named_after(kind, year))
    return next((one for one in every if one.period == period), None)


def name_of(period: Period) -> str | None:
    """The name of the period that is just these days; None where they have none."""
    one = named_as(period)
    return one.name if one else None


@cache
def _rows() -> tuple[PeriodRow, ...]:
    return read_periods(FILE.read_bytes(), FILE.name)


def _of_kind(kind: str) -> list[PeriodRow]:
    rows = (row for row in _rows() if row.kind == kind)
    return sorted(rows, key=lambda row: row.valid_from)


def _in_force(rows: Sequence[PeriodRow], day: date) -> PeriodRow | None:
    begun = [row for row in rows if row.valid_from <= day]
    # Days before the first law we know of are reckoned by it.
    row = max(begun, key=lambda row: row.valid_from) if begun else min(rows, key=_since)
    return row if row.valid_to is None or day <= row.valid_to else None


def _since(row: PeriodRow) -> date:
    return row.valid_from


def _made(row: PeriodRow, year: int, number: int) -> tuple[PeriodRow, NamedPeriod]:
    following = _start(row, year, number + 1)
    return row, NamedPeriod(
        name=row.names[number - 1].replace(YEAR, str(year)),
        kind=row.kind,
        period=Period(first=_start(row, year, number), last=day_of(day_number(following) - 1)),
        year=year,
        number=number,
    )


def _start(row: PeriodRow, year: int, number: int) -> date:
    # Months are counted from January of the year; 0 is the December before it.
    years, month = divmod(row.first_month + (number - 1) * row.months - 1, 12)
    return date(year + years, month + 1, row.first_day)
