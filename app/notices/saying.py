"""What is said of a rung on a channel: its words, filled with what the case says of itself."""

from datetime import datetime
from functools import lru_cache

from app.notices.offices import shown
from app.notices.rings import Ring
from app.notices.wording import Rendered, render
from sla.calendar import WorkingCalendar
from sla.spec import CalendarGap
from sla.words import instant_in_words
from workflows.case import Case
from workflows.events import ClockName
from workflows.nearness import left_of

# Rungs of a case at which an apology is owed or soon will be, unless there is one.
_OWING = frozenset({"day_1", "short", "due", "after_1"})
_OVER = "promise_over"
_APOLOGISED = "apologised"


def said(ring: Ring, channel: str, *, now: datetime, site: str | None = None) -> Rendered:
    """The text of a rung for a channel; it names the case and the office, and no applicant.

    Args:
        ring: what was reached.
        channel: bell, mail, sms or zalo.
        now: when it is read at the earliest; what is left of the time is told as of then.
        site: where the pages are found, for what is read outside them; None leaves the link out.
    """
    setting = ring.setting
    values = {
        "case": ring.case.code,
        "procedure": shown(setting.procedure.name, setting.procedure.code),
        "office": shown(setting.agency.name, setting.agency.code),
        "due": _instant(ring.event.due_at),
        "rung": _name(ring),
        "left": _left(ring, now),
        "promised": _promised(ring.case),
        "link": f"{site}{link(ring)}" if site else "",
    }
    words = f"staff.{ring.event.clock}.{_words(ring)}"
    return render(words, channel, setting.agency.level, values)


def link(ring: Ring) -> str:
    """The path of the page where something can be done about it: the apology's, else the case's."""
    owing = _owes(ring) and ring.case.apology is None
    over = ring.event.clock == "case" and ring.code == _OVER
    return apology_page(ring.case) if owing or over else f"/cases/{ring.case.code}"


def apology_page(case: Case) -> str:
    """The path of the page of a case's apology."""
    return f"/cases/{case.code}/apology"


def _words(ring: Ring) -> str:
    """The rung's code; one that asks for an apology asks for something else once there is one."""
    return _APOLOGISED if _owes(ring) and ring.case.apology is not None else ring.code


def _owes(ring: Ring) -> bool:
    return ring.event.clock == "case" and ring.code in _OWING


def _promised(case: Case) -> str:
    """The date promised anew; empty without an apology."""
    return _instant(case.apology.new_due_at) if case.apology else ""


def _name(ring: Ring) -> str:
    """What the rung says, with the name of the step it is about."""
    step = ring.setting.procedure.step(ring.event.step or "")
    return ring.rung.of_step(step.name) if step else ring.rung.name


def _left(ring: Ring, now: datetime) -> str:
    """The working time left of a deadline; empty for a wait, which has none."""
    if ring.waits:
        return ""
    return _left_in_words(ring.event.clock, ring.event.due_at, ring.setting.calendar, now)


@lru_cache(maxsize=1024)
def _left_in_words(
    clock: ClockName, due_at: datetime, calendar: WorkingCalendar, now: datetime
) -> str:
    # Kept for a while: deadlines that come at once are mostly those of one instant.
    try:
        left = left_of(clock, due_at, calendar, now=now)
    except CalendarGap:
        return ""
    return f"{left.in_words()} làm việc"


@lru_cache(maxsize=1024)
def _instant(instant: datetime) -> str:
    return instant_in_words(instant)
