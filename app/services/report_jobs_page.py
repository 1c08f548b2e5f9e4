"""What the pages of tables that are made in the background show."""

from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from app.errors import Unknown
from app.reports.forms import form_of
from app.reports.switches import Switches
from app.services.pulse import State, state_of, telling
from app.services.report_jobs import JobProgress, asked_for, made_table, progress_of
from app.services.reports import Report
from app.store.engine import Database
from app.store.heartbeats import beats
from app.store.setup import Setup, read_setup
from workflows.officer import Officer

JOB = "reports"  # the scheduler's job that makes them, as `app.deadlines.jobs` calls it


@dataclass(frozen=True, kw_only=True, slots=True)
class JobLine:
    """A table somebody asked for, with the name of its office."""

    progress: JobProgress
    office: str


@dataclass(frozen=True, kw_only=True, slots=True)
class JobPage:
    """One such table.

    Attributes:
        own: the choices its office counts by.
        scheduler: how whoever makes them in the background does; only `beating` will do it soon.
        report: the table itself, where it is made and was not yet swept.
        swept: why there is none although it was made.
    """

    line: JobLine
    own: Switches
    scheduler: State
    report: Report | None = None
    swept: str = ""


def job_lines(database: Database, officer: Officer) -> tuple[JobLine, ...]:
    """The tables somebody asked for last, newest first."""
    found = asked_for(database, officer)
    if not found:
        return ()
    with database.reading() as connection:
        setup = read_setup(connection)
    return tuple(_line(setup, one) for one in found)


def job_page(
    database: Database, folder: Path, officer: Officer, number: int, *, wall: datetime
) -> JobPage:
    """One table: how far it has come, and what was made.

    Args:
        database: where.
        folder: the folder of files.
        officer: who asked for it.
        number: of the table.
        wall: this instant by the wall's clock, by which schedulers beat.

    Raises:
        Unknown: when there is no such table, or it was somebody else who asked.
    """
    page = job_state(database, officer, number, wall=wall)
    if not page.line.progress.formats:
        return page
    try:
        return replace(page, report=made_table(database, folder, officer, number))
    except Unknown as error:
        return replace(page, swept=str(error))


def job_state(database: Database, officer: Officer, number: int, *, wall: datetime) -> JobPage:
    """The same without the table, for who only waits.

    Raises:
        Unknown: as `job_page`.
    """
    found = progress_of(database, officer, number)
    put = found.asked
    with database.reading() as connection:
        return JobPage(
            line=_line(read_setup(connection), found),
            own=form_of(found.form).own_choices(connection, put.scope.agency, put.period.last),
            scheduler=state_of(telling(beats(connection), wall, JOB), wall),
        )


def _line(setup: Setup, found: JobProgress) -> JobLine:
    office = setup.agencies.get(found.asked.scope.agency or "")
    return JobLine(progress=found, office=office.name if office else "")
