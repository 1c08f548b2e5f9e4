"""Slow and plain: working time counted minute by minute, and by a reader of an explanation."""

import re
from collections.abc import Callable, Iterable
from datetime import date, datetime, time, timedelta

from sla.explain import Line, LineKind
from sla.spec import CalendarSpec
from sla.zone import VIETNAM

Works = Callable[[datetime], bool]

_MINUTE = timedelta(minutes=1)
_INSTANT = re.compile(r"(\d\d/\d\d/\d{4} \d\d:\d\d)")
_DAY = re.compile(r"\d\d/\d\d/\d{4}")
_HOURS = re.compile(r"(\d\d):(\d\d)–(\d\d):(\d\d)")
_NAMES = ["thứ Hai", "thứ Ba", "thứ Tư", "thứ Năm", "thứ Sáu", "thứ Bảy", "Chủ nhật"]

Spans = list[tuple[time, time]]


def working_minutes_of(spec: CalendarSpec) -> Works:
    """Whether a minute is worked, read from the spec afresh each time."""

    def works(minute: datetime) -> bool:
        week = spec.week
        for season in spec.seasons:
            if season.first <= minute.date() <= season.last:
                week = season.week
        windows = week[minute.weekday()]
        for rule in spec.days:
            if rule.date == minute.date():
                like = week[minute.weekday() if rule.like is None else rule.like]
                own = like if rule.windows is None else rule.windows
                windows = own if rule.kind == "work" else ()
        us = (minute.hour * 60 + minute.minute) * 60_000_000
        return any(window.opens <= us < window.closes for window in windows)

    return works


def add_by_minutes(works: Works, start: datetime, minutes: int) -> datetime:
    """The end of the last of so many worked minutes; for none, the first worked minute."""
    here = start
    while minutes or not works(here):
        minutes -= works(here)
        here += _MINUTE
        if not minutes and works(here - _MINUTE):
            return here
    return here


def subtract_by_minutes(works: Works, end: datetime, minutes: int) -> datetime:
    """The earliest minute from which so many are worked until the end; for none, the end."""
    here = end
    while minutes:
        here -= _MINUTE
        minutes -= works(here)
        while not minutes and not works(here - _MINUTE):
            here -= _MINUTE
    return here


def count_minutes(works: Works, start: datetime, end: datetime) -> int:
    """The worked minutes in [start, end)."""
    span = (end - start) // _MINUTE
    return sum(works(start + n * _MINUTE) for n in range(span))


def read_and_count(lines: Iterable[Line]) -> datetime:
    """The deadline of a limit in working hours, by one who has read the explanation only."""
    told = list(lines)
    works = _hours_told(told)
    here, due, left = told[0].at, told[0].at, 0
    for line in told:
        instants = [_read(text) for text in _INSTANT.findall(line.text)]
        if line.kind is LineKind.START:
            here = instants[-1]
        elif line.kind is LineKind.LIMIT:
            hours = re.search(r"(\d+) giờ làm việc", line.text)
            assert hours is not None, line.text
            due = add_by_minutes(works, here, 60 * int(hours[1]))
        elif line.kind is LineKind.PAUSE:
            left = count_minutes(works, instants[0], due)
        elif line.kind is LineKind.RESUME and "từ đầu" not in line.text:
            due = add_by_minutes(works, instants[0] if instants else here, left)
    return due


def _hours_told(lines: list[Line]) -> Works:
    week: list[Spans] = [[] for _ in _NAMES]
    for line in lines:
        if line.kind is LineKind.HOURS:
            _read_week(line.text.split(": ", 1)[1], week)
    special = {day: _spans(line.text) for line in lines for day in _days_told(line)}

    def works(minute: datetime) -> bool:
        spans = special.get(minute.date(), week[minute.weekday()])
        return any(opens <= minute.time() < closes for opens, closes in spans)

    return works


def _read_week(text: str, week: list[Spans]) -> None:
    for part in text.split("; "):
        named = sorted(_NAMES.index(name) for name in _NAMES if name in part)
        for weekday in range(named[0], named[-1] + 1):
            week[weekday] = _spans(part)


def _days_told(line: Line) -> list[date]:
    if line.kind is not LineKind.DAY:
        return []
    days = [_read(f"{day} 00:00").date() for day in _DAY.findall(line.text.split(": ")[0])]
    return [days[0] + timedelta(days=n) for n in range((days[-1] - days[0]).days + 1)]


def _spans(text: str) -> Spans:
    found = [tuple(map(int, numbers)) for numbers in _HOURS.findall(text)]
    return [(time(h1, m1), time(h2, m2)) for h1, m1, h2, m2 in found]


def _read(text: str) -> datetime:
    return datetime.strptime(text, "%d/%m/%Y %H:%M").replace(tzinfo=VIETNAM)
