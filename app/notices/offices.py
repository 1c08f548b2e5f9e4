"""Where an office is found and when it is open, as the foot of a message says it."""

from collections.abc import Iterator
from datetime import date, datetime
from itertools import groupby

from app.errors import Unknown
from app.store.setup import Setup
from sla.spec import SlaError, Week
from sla.words import WEEKDAYS, hours_in_words
from sla.zone import local_date
from workflows.agency import Agency
from workflows.filling import one_line


def office_values(setup: Setup, agency: Agency, *, now: datetime) -> dict[str, str]:
    """The values of an office: office, address, place, phone, hours; only the first is never empty.

    Nothing is borrowed from the office above: a wrong address is worse than none.
    """
    return {
        "office": shown(agency.name, agency.code),
        "address": agency.address or "",
        "place": _place(agency),
        "phone": agency.phone or "",
        "hours": agency.hours_note or _usual_hours(setup, agency, local_date(now)),
    }


def shown(name: str, code: str) -> str:
    """A name from a setup pack; the code where nothing of the name can be seen."""
    return name if one_line(name) else code


def week_in_words(week: Week) -> str:
    """A week's hours as "07:30–11:30, 13:30–17:30, thứ Hai đến thứ Sáu; 07:30–11:30, thứ Bảy"."""
    return "; ".join(_spans(week))


def _place(agency: Agency) -> str:
    """The address without what the office's name says already; each letter of an SMS costs."""
    name = f" {agency.name}".casefold()
    parts = (part.strip() for part in (agency.address or "").split(","))
    return ", ".join(part for part in parts if not name.endswith(f" {part}".casefold()))


def _usual_hours(setup: Setup, agency: Agency, day: date) -> str:
    """The week of the office's newest calendar; nothing where that is not known."""
    try:
        return week_in_words(setup.calendar(setup.calendar_of(agency)).spec.week_on(day))
    except (SlaError, Unknown):
        return ""


def _spans(week: Week) -> Iterator[str]:
    for windows, days in groupby(zip(week, WEEKDAYS, strict=True), key=lambda pair: pair[0]):
        names = [name for _, name in days]
        if windows:
            last = f" đến {names[-1]}" if names[1:] else ""
            yield f"{hours_in_words(windows)}, {names[0]}{last}"
