"""Deadlines, cut-offs and instants in the words of a table, by the choices it was counted by."""

from datetime import datetime

from app.reports.asked import Asked
from sla.zone import day_number, day_of, local, local_date, midnight


def at_of(instant: datetime) -> str:
    """An instant for people."""
    return f"{local(instant):%d/%m/%Y %H:%M}"


def by_hand_over(asked: Asked) -> bool:
    """Whether a result closes its case only once it was handed over."""
    return asked.switches.close_at == "hand_over"


def by_day(asked: Asked) -> bool:
    """Whether a case is late only when its due day is over."""
    return asked.switches.on_time_until == "end_of_due_day"


def missed_at(asked: Asked, due: datetime) -> datetime:
    """The instant from which on a case is late."""
    return midnight(day_of(day_number(local_date(due)) + 1)) if by_day(asked) else due


def until(asked: Asked) -> str:
    """Until when the table looks."""
    if asked.cut_off == asked.period.end:
        return f"đến hết kỳ {asked.period.last:%d/%m/%Y}"
    return f"đến lúc chốt {at_of(asked.cut_off)}"


def not_done(asked: Asked) -> str:
    """That a case was still worked on then."""
    return f"{until(asked)} chưa giải quyết xong"


def unit_of(asked: Asked) -> str:
    """What is promised: a day, or an hour."""
    return "ngày" if by_day(asked) else "giờ"


def past(asked: Asked) -> str:
    """That the promised day is over, or the hour gone."""
    return "hết ngày" if by_day(asked) else "qua giờ"


def passed(asked: Asked, due: datetime) -> str:
    """That something happened too late."""
    said = f"khi đã hết ngày hẹn {local(due):%d/%m/%Y}"
    return said if by_day(asked) else f"sau giờ hẹn {at_of(due)}"


def due_of(asked: Asked, due: datetime) -> str:
    """The promised day, or the hour on it."""
    return f"{local(due):%d/%m/%Y}" if by_day(asked) else at_of(due)
