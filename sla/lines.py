"""Lines of an explanation, above all those that tell of rest days, make-up days and hours."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from itertools import groupby

from sla.calendar import WorkingCalendar
from sla.spec import DayRule, Week
from sla.words import WEEKDAYS, day_in_words, hours_in_words, instant_in_words
from sla.zone import local, local_date, midnight

_DAY = timedelta(days=1)


class LineKind(StrEnum):
    """What a line of an explanation tells."""

    START = "start"
    HOURS = "hours"
    LIMIT = "limit"
    DAY = "day"  # rest days jumped over, or a make-up day counted
    DUE = "due"  # a deadline reached on the way
    PAUSE = "pause"
    RESUME = "resume"
    ADJUSTED = "adjusted"
    END = "end"


@dataclass(frozen=True, slots=True)
class Line:
    """One step of the computation: the instant it speaks of, the sentence, what it tells."""

    at: datetime
    text: str
    kind: LineKind


def hours_line(calendar: WorkingCalendar, day: date) -> Line:
    """The weekly hours in force from a day on."""
    week = calendar.spec.week_on(day)
    text = f"Giờ làm việc từ {day_in_words(day)}: {_week_in_words(week)}."
    return Line(midnight(day), text, LineKind.HOURS)


def move_lines(calendar: WorkingCalendar, start: datetime, begun: datetime) -> Iterator[Line]:
    """Why counting begins at the working instant `begun` and not at `start`; nothing if it does."""
    if begun == start:
        return
    text = f"{_capital(instant_in_words(start))} {_why_not_working(calendar, start)}, "
    yield Line(begun, f"{text}nên tính từ {instant_in_words(begun)}.", LineKind.START)
    yield from day_lines(calendar, local_date(start) + _DAY, local_date(begun) - _DAY)


def day_lines(calendar: WorkingCalendar, first: date, last: date) -> Iterator[Line]:
    """Days out of the ordinary from the first to the last inclusive, and changes of hours."""
    days = [first + _DAY * n for n in range((last - first).days + 1)]
    week = calendar.spec.week_on(first)
    for told, group in groupby(days, key=lambda day: _told(calendar, day)):
        same = list(group)
        if told:
            yield Line(midnight(same[0]), f"{_capital(_span(same))}: {told}.", LineKind.DAY)
        for day in same:
            if calendar.spec.week_on(day) != week:
                week = calendar.spec.week_on(day)
                yield hours_line(calendar, day)


def _told(calendar: WorkingCalendar, day: date) -> str:
    rule = calendar.day_rule(day)
    if not calendar.is_working_day(day):
        return f"{_rest(rule)}, không tính"
    if rule is None:
        return ""
    named = f" ({_named(rule)})" if rule.name else ""
    return f"ngày làm việc riêng{named}, {hours_in_words(calendar.day_windows(day))}, có tính"


def _rest(rule: DayRule | None) -> str:
    if rule is None:
        return "ngày nghỉ hằng tuần"
    return f"ngày nghỉ ({_named(rule)})" if rule.name else "ngày nghỉ theo lịch của cơ quan"


def _named(rule: DayRule) -> str:
    return rule.name + (", tạm tính" if rule.status == "provisional" else "")


def _why_not_working(calendar: WorkingCalendar, start: datetime) -> str:
    day = local_date(start)
    windows = calendar.day_windows(day)
    if not windows:
        return f"là {_rest(calendar.day_rule(day))}"
    passed = local(start) - midnight(day)
    us = passed // timedelta(microseconds=1)
    if us < windows[0].opens:
        return "là trước giờ làm việc"
    return "là sau giờ làm việc" if us >= windows[-1].closes else "là giờ nghỉ trưa"


def _span(days: list[date]) -> str:
    if len(days) == 1:
        return day_in_words(days[0])
    return f"{day_in_words(days[0])} đến {day_in_words(days[-1])}"


def _week_in_words(week: Week) -> str:
    parts = []
    for windows, group in groupby(range(7), key=lambda weekday: week[weekday]):
        same = list(group)
        names = WEEKDAYS[same[0]] + (f" đến {WEEKDAYS[same[-1]]}" if len(same) > 1 else "")
        parts.append(f"{names} {hours_in_words(windows) or 'nghỉ'}")
    return "; ".join(parts)


def _capital(text: str) -> str:
    return text[0].upper() + text[1:]
