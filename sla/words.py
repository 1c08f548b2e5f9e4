"""Instants, days and durations in the Vietnamese the explanations and limits are written in."""

from datetime import date, datetime, timedelta

from sla.spec import Windows, time_of_day
from sla.zone import local

WEEKDAYS = ("thứ Hai", "thứ Ba", "thứ Tư", "thứ Năm", "thứ Sáu", "thứ Bảy", "Chủ nhật")


def day_in_words(day: date) -> str:
    """A day as "thứ Năm 15/06/2023"."""
    return f"{WEEKDAYS[day.weekday()]} {day:%d/%m/%Y}"


def instant_in_words(instant: datetime) -> str:
    """An instant in Vietnam as "thứ Năm 15/06/2023 09:10", with seconds where there are any."""
    here = local(instant)
    seconds = f":{here:%S}" if here.second else ""
    return f"{day_in_words(here.date())} {here:%H:%M}{seconds}"


def duration_in_words(duration: timedelta) -> str:
    """A duration, not negative, as "15 giờ 10 phút"; parts below a second are left out."""
    minutes, seconds = divmod(int(duration.total_seconds()), 60)
    parts = ((minutes // 60, "giờ"), (minutes % 60, "phút"), (seconds, "giây"))
    return " ".join(f"{number} {unit}" for number, unit in parts if number) or "0 phút"


def hours_in_words(windows: Windows) -> str:
    """Working hours of a day as "07:30–11:30, 13:30–17:30"."""
    return ", ".join(f"{time_of_day(w.opens)}–{time_of_day(w.closes)}" for w in windows)
