"""What every template may use: Vietnamese words for instants, money, working time, and states."""

from collections.abc import Callable, Mapping
from datetime import date, datetime
from functools import lru_cache, partial
from typing import Any

from flask import Flask
from markupsafe import Markup

from app.web import identity, keys, menu, moment, words
from app.web.bell import bell
from sla.words import day_in_words, duration_in_words, instant_in_words
from sla.zone import day_number, local, local_date, midnight
from workflows.agency import Role
from workflows.case import State

_NEAR_DAYS: Mapping[int, str] = {0: "hôm nay", -1: "hôm qua", 1: "ngày mai"}


def at_words(instant: datetime | None, *, now: datetime | None = None) -> str:
    """An instant as people say it at a desk: "09:10 hôm nay", "16:00 thứ Sáu 21/06/2024"."""
    if instant is None:
        return "—"
    here = local(instant)
    away = day_number(here.date()) - day_number(local_date(now or moment.now()))
    return f"{here:%H:%M} {_NEAR_DAYS.get(away) or day_in_words(here.date())}"


def dated(instant: datetime) -> str:
    """An instant with its date, whatever day it is read: "17:30 ngày 26/01/2024"."""
    return f"{local(instant):%H:%M ngày %d/%m/%Y}"


def short_at(instant: datetime | None, *, now: datetime | None = None) -> str:
    """The same for a narrow column: "09:10 hôm nay", "16:00 21/06", the year where it differs."""
    if instant is None:
        return "—"
    here, today = local(instant), local_date(now or moment.now())
    near = _NEAR_DAYS.get(day_number(here.date()) - day_number(today))
    year = "" if here.year == today.year else f"/{here:%Y}"
    return f"{here:%H:%M} {near or f'{here:%d/%m}{year}'}"


def time_tag(instant: datetime | None, text: str | None = None) -> Markup:
    """A `<time>` whose hint is the whole instant."""
    if instant is None:
        return Markup("—")
    return _time_tag(instant, text, local_date(moment.now()))


@lru_cache(maxsize=8192)
def _time_tag(instant: datetime, text: str | None, today: date) -> Markup:
    # Lists show the same instants click after click; making the tag takes longer than finding it.
    shown = text if text is not None else short_at(instant, now=midnight(today))
    full, stamp = instant_in_words(instant), local(instant).isoformat(timespec="seconds")
    return Markup('<time datetime="{}" title="{}">{}</time>').format(stamp, full, shown)


def work_time(duration: Any, day: Any = None) -> str:
    """Working time as "2 ngày 3 giờ" by the calendar's standard day; hours alone without one.

    Args:
        duration: working time, its sign is dropped (the sentence around it says late or left).
        day: the working time of a standard day.
    """
    span = abs(duration)
    if not day or span < day:
        return duration_in_words(span) if span.total_seconds() >= 60 else "dưới 1 phút"
    days, rest = divmod(span, day)
    hours = f" {duration_in_words(rest)}" if rest.total_seconds() >= 60 else ""
    return f"{days} ngày{hours} làm việc"


def money(amount: int | None) -> str:
    """Whole đồng as "8.000 đ"."""
    return "—" if amount is None else f"{amount:,} đ".replace(",", ".")


def masked(text: str | None) -> str:
    """An identifying number with its last three digits only."""
    return "—" if not text else "•" * max(len(text) - 3, 0) + text[-3:]


def day(value: date | None) -> str:
    """A day as "15/06/2023"."""
    return "—" if value is None else f"{value:%d/%m/%Y}"


def _state(value: str) -> str:
    return words.STATES[State(value)]


def _role(value: str) -> str:
    return words.ROLES[Role(value)]


FILTERS: Mapping[str, Callable[..., Any]] = {
    "at_words": at_words,
    "dated": dated,
    "short_at": short_at,
    "time_tag": time_tag,
    "work_time": work_time,
    "money": money,
    "masked": masked,
    "day": day,
    "state": _state,
    "role": _role,
    "channel": lambda value: words.CHANNELS.get(value, value) if value else "—",
    "verdict": lambda value: words.VERDICTS.get(value, value) if value else "—",
    "sentence_case": lambda text: text[:1].upper() + text[1:],
}


def bind(app: Flask) -> None:
    """Give an application's templates their filters and the frame of a page."""
    app.jinja_env.filters.update(FILTERS)
    app.jinja_env.trim_blocks = True
    app.jinja_env.lstrip_blocks = True
    app.context_processor(_frame)


def _frame() -> dict[str, Any]:
    officer = identity.officer_or_none()
    roles = {grant.role.value for grant in officer.grants} if officer else set()
    return {
        "me": officer,
        "my_roles": roles,
        "bell": partial(bell, officer),
        "demo": moment.is_demo(),
        "fresh_key": keys.fresh,
        "menu": menu.menu(officer),
        "search_page": menu.page(officer, "inbox.search"),
        "clock_page": menu.page(officer, "demo.clock_page"),
        "now": moment.now(),
        "now_words": instant_in_words(moment.now().replace(second=0, microsecond=0)),
    }
