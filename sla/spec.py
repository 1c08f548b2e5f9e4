"""Calendars as data: windows of a day, days out of the ordinary, seasons; checked before counting.

The errors of the package, all with a message a user may read in Vietnamese:

    SlaError
    ├── BadCalendar   (ValueError)   a calendar contradicts itself
    ├── BadLimit      (ValueError)   a time limit nobody can count
    ├── BadPause      (ValueError)   a pause that ends before it starts
    ├── NoDeadline    (ValueError)   neither a limit nor a promised time
    ├── CalendarGap   (LookupError)  a day outside the years a calendar covers
    └── LawGap        (LookupError)  a day on which no rule of law is known
"""

import re
from collections import Counter
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise
from typing import Literal, Self

from sla.zone import DAY, HOUR, MINUTE

# The fixed offset of sla.zone is exact from 1976 on; the other end keeps tables of a sane size.
FIRST_YEAR, LAST_YEAR = 1976, 2200

_WINDOW = re.compile(r"(\d\d):([0-5]\d)-(\d\d):([0-5]\d)", re.ASCII)


class SlaError(Exception):
    """Anything this package refuses; the tree is drawn in the module."""


class BadCalendar(SlaError, ValueError):
    """A calendar that contradicts itself."""


class BadLimit(SlaError, ValueError):
    """A time limit that cannot be counted."""


class BadPause(SlaError, ValueError):
    """A pause that ends before it starts."""


class NoDeadline(SlaError, ValueError):
    """A clock with neither a limit nor a promised time."""


class CalendarGap(SlaError, LookupError):
    """A question about a day outside the years a calendar covers."""

    def __init__(self, code: str, day: date, covers: tuple[int, int]) -> None:
        self.code, self.day, self.covers = code, day, covers
        super().__init__(code, day, covers)

    def __str__(self) -> str:
        return (
            f"Lịch “{self.code}” chưa có ngày {self.day:%d/%m/%Y}: "
            f"lịch chỉ phủ các năm {self.covers[0]}–{self.covers[1]}."
        )


class LawGap(SlaError, LookupError):
    """A question about a day on which a rule of law is not known to be in force."""


@dataclass(frozen=True, slots=True)
class Window:
    """Working time [opens, closes) within a day, in microseconds since midnight."""

    opens: int
    closes: int

    def __post_init__(self) -> None:
        if not 0 <= self.opens < self.closes <= DAY:
            raise BadCalendar(
                f"Khung giờ {self} không hợp lệ: phải mở trước khi đóng, trong vòng một ngày."
            )

    def __str__(self) -> str:
        return f"{time_of_day(self.opens)}-{time_of_day(self.closes)}"

    @property
    def length(self) -> int:
        """Working time in microseconds."""
        return self.closes - self.opens

    @classmethod
    def parse(cls, text: str) -> Self:
        """The window written as "07:30-11:30"; "24:00" may end it.

        Raises:
            BadCalendar: for any other text, and for a window that closes before it opens.
        """
        found = _WINDOW.fullmatch(text)
        if found is None:
            raise BadCalendar(f"Khung giờ “{text}” không hợp lệ: cần viết như 07:30-11:30.")
        h1, m1, h2, m2 = map(int, found.groups())
        return cls(h1 * HOUR + m1 * MINUTE, h2 * HOUR + m2 * MINUTE)


Windows = tuple[Window, ...]
Week = tuple[Windows, ...]  # Monday first; an empty tuple is a weekly rest day


@dataclass(frozen=True, slots=True, kw_only=True)
class DayRule:
    """One day out of the ordinary: a holiday, a make-up day, a half day, each with its source."""

    date: date
    kind: Literal["off", "work"]
    windows: Windows | None = None
    like: int | None = None  # weekday 0-6 whose windows a working day uses
    name: str = ""
    source: str = ""
    status: Literal["confirmed", "provisional"] = "confirmed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Season:
    """Other hours from the first to the last day inclusive, such as summer hours."""

    first: date
    last: date
    week: Week


@dataclass(frozen=True, slots=True, kw_only=True)
class CalendarSpec:
    """All an agency says of its working time; years outside `covers` are unknown, not guessed."""

    code: str
    week: Week
    covers: tuple[int, int]
    days: tuple[DayRule, ...] = ()
    seasons: tuple[Season, ...] = ()

    def check(self) -> None:
        """Raise BadCalendar, in words for the person who wrote it, at the first contradiction."""
        self._check_covers()
        self._check_seasons()
        for week in (self.week, *(season.week for season in self.seasons)):
            self._check_week(week)
        self._check_dates()
        for rule in self.days:
            self._check_rule(rule)

    def week_on(self, day: date) -> Week:
        """The weekly hours in force on a day: those of its season, else the usual ones."""
        for season in self.seasons:
            if season.first <= day <= season.last:
                return season.week
        return self.week

    def worked_hours(self, rule: DayRule) -> Windows:
        """Hours of a `work` rule: its own, else of weekday `like`, else of its own weekday."""
        if rule.windows is not None:
            return rule.windows
        weekday = rule.date.weekday() if rule.like is None else rule.like
        return self.week_on(rule.date)[weekday]

    def standard_day(self) -> timedelta:
        """The working time most days of the usual week have; of two equally usual, the longer."""
        lengths = Counter(sum(w.length for w in windows) for windows in self.week if windows)
        usual = max(lengths, key=lambda us: (lengths[us], us), default=0)
        return timedelta(microseconds=usual)

    def _bad(self, what: str) -> BadCalendar:
        return BadCalendar(f"Lịch “{self.code}”: {what}.")

    def _check_covers(self) -> None:
        first, last = self.covers
        if first > last:
            raise self._bad(f"các năm {first}–{last} bị ngược")
        if first < FIRST_YEAR or last > LAST_YEAR:
            raise self._bad(f"chỉ nhận các năm {FIRST_YEAR}–{LAST_YEAR}, không phải {first}–{last}")

    def _check_seasons(self) -> None:
        ordered = sorted(self.seasons, key=lambda season: season.first)
        for season in ordered:
            if season.first > season.last:
                raise self._bad(f"mùa bắt đầu {_written(season.first)} kết thúc trước khi bắt đầu")
        for one, other in pairwise(ordered):
            if other.first <= one.last:
                raise self._bad(f"hai mùa chồng nhau vào ngày {_written(other.first)}")

    def _check_week(self, week: Week) -> None:
        if len(week) != 7:
            raise self._bad(f"một tuần phải có 7 ngày, không phải {len(week)}")
        for windows in week:
            self._check_windows(windows)

    def _check_windows(self, windows: Windows) -> None:
        for one, other in pairwise(windows):
            if other.opens < one.closes:
                raise self._bad(f"khung giờ {other} chồng lên hoặc đứng trước {one}")

    def _check_dates(self) -> None:
        for day, times in Counter(rule.date for rule in self.days).items():
            if times > 1:
                raise self._bad(f"ngày {_written(day)} được khai {times} lần")

    def _check_rule(self, rule: DayRule) -> None:
        day = _written(rule.date)
        if not self.covers[0] <= rule.date.year <= self.covers[1]:
            raise self._bad(f"ngày {day} nằm ngoài các năm {self.covers[0]}–{self.covers[1]}")
        if rule.like is not None and not 0 <= rule.like <= 6:
            raise self._bad(f"ngày {day} theo giờ của thứ không có ({rule.like})")
        if rule.kind == "off":
            if rule.windows:
                raise self._bad(f"ngày nghỉ {day} lại có giờ làm việc")
            return
        hours = self.worked_hours(rule)
        if not hours:
            raise self._bad(f"ngày làm việc {day} không có giờ làm việc")
        self._check_windows(hours)


def time_of_day(us: int) -> str:
    """Microseconds since midnight as "07:30"."""
    return f"{us // HOUR:02d}:{us % HOUR // MINUTE:02d}"


def _written(day: date) -> str:
    return f"{day:%d/%m/%Y}"
