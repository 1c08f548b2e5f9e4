"""What is said of a rung on a channel: its words, filled with what the case says of itself."""

from datetime import datetime

from app.notices.offices import shown
from app.notices.rings import Ring
from app.notices.wording import Rendered, render
from sla.spec import CalendarGap
from sla.words import instant_in_words
from workflows.nearness import left_of


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
        "due": instant_in_words(ring.event.due_at),
        "rung": _name(ring),
        "left": _left(ring, now),
        "link": f"{site}{link(ring)}" if site else "",
    }
    return render(f"staff.{ring.event.clock}.{ring.code}", channel, setting.agency.level, values)


def link(ring: Ring) -> str:
    """The path of the case's page."""
    return f"/cases/{ring.case.code}"


def _name(ring: Ring) -> str:
    """What the rung says, with the name of the step it is about."""
    step = ring.setting.procedure.step(ring.event.step or "")
    return ring.rung.of_step(step.name) if step else ring.rung.name


def _left(ring: Ring, now: datetime) -> str:
    """The working time left of a deadline; empty for a wait, which has none."""
    if ring.waits:
        return ""
    calendar = ring.setting.calendar
    try:
        left = left_of(ring.event.clock, ring.event.due_at, calendar, now=now)
    except CalendarGap:
        return ""
    return f"{left.in_words()} làm việc"
