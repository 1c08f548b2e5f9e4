"""The morning screen and the search for somebody at the desk: lines with what is left of time."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from app.lists import search
from app.lists.catalogue import DeskList, first_list, list_of, lists_of
from app.lists.conditions import OPEN
from app.lists.filters import Filters
from app.lists.lines import ListRow
from app.lists.read import EVERYTHING, Window, counts, page
from app.store.engine import Connection, Database
from app.store.setup import Setup, read_setup
from sla.calendar import WorkingCalendar
from sla.spec import CalendarGap
from workflows.case import State
from workflows.events import ClockName
from workflows.nearness import Left, left_of
from workflows.officer import Officer
from workflows.procedure import Procedure
from workflows.words import step_name


@dataclass(frozen=True, kw_only=True, slots=True)
class Badge:
    """A list with the number of cases in it."""

    list: DeskList
    count: int


@dataclass(frozen=True, kw_only=True, slots=True)
class Line:
    """One case in a list, with the names of its codes.

    Attributes:
        row: what the list knows of the case.
        steps: the names of its running steps, as they stand in `row.steps`.
        left: the clock in question: intake before acceptance, then the one the list is about;
            None where none runs, or beyond the calendar's years.
        near: whether that clock is in its last part, by the share in the law data.
    """

    row: ListRow
    steps: tuple[str, ...]
    procedure: str
    field: str
    agency: str
    left: Left | None
    near: bool


@dataclass(frozen=True, kw_only=True, slots=True)
class Inbox:
    """The screen: every list with its count, and the lines of one of them.

    Attributes:
        setup: where the names in the lines are from; None without a list.
    """

    badges: tuple[Badge, ...]
    current: DeskList | None
    lines: tuple[Line, ...]
    next: str | None
    setup: Setup | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Hits:
    """What a search has found; `exact` is the code of the one case that was named.

    Attributes:
        setup: where the names in the lines are from; None without lines.
    """

    exact: str | None
    lines: tuple[Line, ...]
    more: bool
    setup: Setup | None


def inbox(
    database: Database,
    officer: Officer,
    code: str | None = None,
    *,
    filters: Filters = EVERYTHING,
    after: str | None = None,
    now: datetime,
) -> Inbox:
    """The lists of an officer and the lines of one (by default the first), from one moment.

    Raises:
        Unknown: for a list that is not there, or not for the officer's roles.
        BadInput: for an `after` that no page has given.
    """
    chosen = code or first_list(officer)
    current = list_of(officer, chosen) if chosen else None
    with database.reading() as connection:
        counted = counts(connection, officer, now)
        badges = tuple(Badge(list=one, count=counted[one.code]) for one in lists_of(officer))
        if current is None:
            return Inbox(badges=badges, current=None, lines=(), next=None)
        window = Window(after=after)
        found = page(connection, officer, current.code, filters=filters, window=window, now=now)
        setup = read_setup(connection)
    lines = tuple(_line(row, current.clock, setup, now) for row in found.rows)
    return Inbox(badges=badges, current=current, lines=lines, next=found.next, setup=setup)


def find(database: Database, officer: Officer, text: str, *, now: datetime) -> Hits:
    """The cases an officer may see that a text means, newest first."""
    with database.reading() as connection:
        found = search.find(connection, officer, text)
        setup = read_setup(connection) if found.rows else None
    lines = tuple(_line(row, "case", setup, now) for row in found.rows if setup)
    return Hits(exact=found.exact, lines=lines, more=found.more, setup=setup)


def lines_of(
    connection: Connection, rows: Sequence[ListRow], clock: ClockName | None, *, now: datetime
) -> tuple[Line, ...]:
    """Rows with the names of their codes and what is left of a clock; at most one query."""
    setup = read_setup(connection) if rows else None
    return tuple(_line(row, clock, setup, now) for row in rows if setup)


def _line(row: ListRow, clock: ClockName | None, setup: Setup, now: datetime) -> Line:
    due = _due(row, clock)
    field, agency = setup.fields.get(row.field), setup.agencies.get(row.agency)
    rules = _procedure(row, setup)
    return Line(
        row=row,
        steps=tuple(step_name(rules, one.step) if rules else one.step for one in row.steps),
        procedure=rules.name if rules else row.procedure,
        field=field.name if field else row.field,
        agency=agency.name if agency else row.agency,
        left=_left(row, due, setup, now) if due else None,
        near=_is_near(row, due, now),
    )


_Due = tuple[ClockName, datetime]


def _due(row: ListRow, clock: ClockName | None) -> _Due | None:
    """The clock a line is about and its deadline, where one runs or stands."""
    if clock is not None and row.state == State.SUBMITTED.value and row.intake_due_at:
        return "intake", row.intake_due_at
    if clock is None or row.state not in OPEN:
        return None
    if clock == "step" and row.step_due_at:
        return "step", row.step_due_at
    return ("case", row.due_at) if row.due_at else None


def _left(row: ListRow, due: _Due, setup: Setup, now: datetime) -> Left | None:
    calendar = _calendar(row, setup)
    try:
        return left_of(*due, calendar, now=now, paused_since=row.paused_since)
    except CalendarGap:
        return None  # What lies beyond the calendar is not guessed, and no reason to show no list.


def _is_near(row: ListRow, due: _Due | None, now: datetime) -> bool:
    if due is None:
        return False
    steps = [step.warn_at for step in row.steps if step.warn_at]
    since = min(steps, default=None) if due[0] == "step" else row.warn_at
    return since is not None and since <= now


def _calendar(row: ListRow, setup: Setup) -> WorkingCalendar:
    return setup.calendar(row.calendar or setup.calendar_of(setup.agency(row.agency)))


def _procedure(row: ListRow, setup: Setup) -> Procedure | None:
    versions = setup.procedures.get(row.procedure, ())
    number = row.procedure_version or len(versions)
    return versions[number - 1] if 0 < number <= len(versions) else None
