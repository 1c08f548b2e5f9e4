"""What the page of scheduled tables shows: which come, for whom, and when the next one goes out."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from app.reports.forms import Form, all_forms
from app.reports.periods import NamedPeriod, between
from app.services.report_page import Named
from app.services.report_schedules import Schedule
from app.services.sealing_rights import arranges
from app.store import report_schedules as store
from app.store.engine import Database
from app.store.setup import read_setup
from sla.zone import day_number, day_of, local_date
from workflows.officer import Officer

_AHEAD = 800  # days, in which a period of every kind ends


@dataclass(frozen=True, kw_only=True, slots=True)
class Coming:
    """A schedule with the next period it tells of; None where no law knows one any more."""

    schedule: Schedule
    office: str
    period: NamedPeriod | None


@dataclass(frozen=True, kw_only=True, slots=True)
class SchedulesPage:
    """The schedules of an officer's offices, and what a further one may be made of."""

    rows: tuple[Coming, ...]
    offices: tuple[Named, ...]
    forms: Mapping[str, Form]


def schedules_page(database: Database, officer: Officer, *, now: datetime) -> SchedulesPage:
    """What is scheduled at the offices an officer leads or oversees, oldest first."""
    with database.reading() as connection:
        agencies = read_setup(connection).agencies
        seen = {
            code: one.name for code, one in agencies.items() if arranges(connection, officer, code)
        }
        standing = store.schedules(connection, sorted(seen))
    return SchedulesPage(
        rows=tuple(
            Coming(schedule=one, office=seen[one.what.agency], period=_next(one, now))
            for one in standing
        ),
        offices=tuple(sorted(seen.items(), key=lambda one: one[1])),
        forms=all_forms(),
    )


def _next(one: Schedule, now: datetime) -> NamedPeriod | None:
    """The first period that ends after now."""
    today = local_date(now)
    ahead = between(one.what.kind, today, day_of(day_number(today) + _AHEAD))
    return next((each for each in ahead if each.cut_off > now), None)
