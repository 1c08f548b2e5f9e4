"""The public page of apologies, month by month: what was promised anew, and nothing of whom."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime

from app.errors import Unknown
from app.services.apology_privacy import personal_in, public_words
from app.services.explanations import notices_of
from app.services.letter_making import case_of
from app.store import published as store
from app.store.engine import Database
from app.store.event_log import CaseLog, load_many
from app.store.published import PublicRow
from app.store.setup import Setup, read_setup
from sla.spec import SlaError
from sla.zone import day_number, local_date, midnight
from workflows.apology import told_publicly
from workflows.case import Case
from workflows.clocks import case_clock
from workflows.events import LetterIssued

MOST = 100  # letters on one page
_UNTOLD = "Lý do đã nêu trong thư gửi người nộp hồ sơ."
_REPLACED = "Xem thư số {}."


@dataclass(frozen=True, kw_only=True, slots=True)
class PublicLetter:
    """One letter of apology as everybody may read it.

    Attributes:
        number: number and sign, as printed; `replaced_by` that of the letter that corrects it.
        day: of the letter.
        field, procedure, office: their names.
        due: the day that was promised when the office apologised; `new_due` the one promised anew.
        reason: one sentence, without anything personal; of a replaced letter which one to read.
        days: from the one day to the other, by the calendar on the wall.
    """

    number: str
    day: date
    field: str
    procedure: str
    office: str
    due: date
    new_due: date
    reason: str
    days: int
    replaced_by: str | None


@dataclass(frozen=True, kw_only=True, slots=True)
class PublicMonth:
    """The letters published in a month, a page of them.

    Attributes:
        month: its first day.
        total: how many there are on all pages.
        pages: how many pages there are, at least one.
        first: the first month that has any; None where nothing was ever published.
        notices: what must stand beside them, as for made-up data.
    """

    month: date
    letters: tuple[PublicLetter, ...]
    total: int
    page: int
    pages: int
    first: date | None
    notices: tuple[str, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class PublicCount:
    """How many letters were published in the month that begins on a day."""

    month: date
    count: int


def public_months(database: Database) -> tuple[PublicCount, ...]:
    """The months in which letters were published, latest first.

    Raises:
        DatabaseNotReady: when the database is out of reach.
    """
    with database.reading() as connection:
        span = store.published_span(connection)
        if span is None:
            return ()
        months = tuple(_months(*map(local_date, span)))
        times = [(midnight(month), midnight(_next_month(month))) for month in months]
        counts = store.counts_published(connection, times)
    found = zip(months, counts, strict=True)
    return tuple(PublicCount(month=month, count=count) for month, count in found if count)[::-1]


def public_letters(database: Database, month: date, *, page: int = 1) -> PublicMonth:
    """The letters of apology published in a month, oldest first.

    Args:
        database: where.
        month: any day of it.
        page: from 1; one beyond the last is the last.

    Raises:
        DatabaseNotReady: when the database is out of reach.
    """
    first, after = month.replace(day=1), _next_month(month)
    since, until = midnight(first), midnight(after)
    with database.reading() as connection:
        total = store.count_published(connection, since=since, until=until)
        pages = max(1, -(-total // MOST))
        here = min(max(page, 1), pages)
        rows = store.published(
            connection, since=since, until=until, limit=MOST, offset=(here - 1) * MOST
        )
        oldest, setup = store.first_published(connection), read_setup(connection)
        logs = load_many(connection, [row.case_code for row in rows])
    return PublicMonth(
        month=first,
        letters=tuple(_letter(row, logs[row.case_code], setup) for row in rows),
        total=total,
        page=here,
        pages=pages,
        first=local_date(oldest).replace(day=1) if oldest else None,
        notices=notices_of(setup, [row.agency for row in rows]),
    )


def _letter(row: PublicRow, log: CaseLog, setup: Setup) -> PublicLetter:
    case, (field, procedure) = case_of(log), _names(row, setup)
    due, new_due = local_date(_due_then(case, row, setup)), local_date(row.new_due_at)
    office = setup.agencies.get(row.agency)
    return PublicLetter(
        number=row.number,
        day=local_date(row.issued_at),
        field=field,
        procedure=procedure,
        office=office.name if office else row.agency,
        due=due,
        new_due=new_due,
        reason=_reason(row, case, log, setup),
        days=day_number(new_due) - day_number(due),
        replaced_by=row.replaced_by,
    )


def _due_then(case: Case, row: PublicRow, setup: Setup) -> datetime:
    """The deadline as it was when the office apologised: what moved later is told elsewhere."""
    at = case.apology.at if case.apology else row.issued_at
    try:
        return case_clock(case, setup.setting_of(case)).due(at)
    except SlaError:
        return row.new_due_at  # Beyond the calendar's years nothing else is known.


def _reason(row: PublicRow, case: Case, log: CaseLog, setup: Setup) -> str:
    if row.replaced_by is not None:
        return _REPLACED.format(row.replaced_by)
    letter = log.lines[row.version - 1].event
    told = told_publicly(case, letter) if isinstance(letter, LetterIssued) else None
    # What was published elsewhere was looked through by nobody here.
    if told is None or personal_in(case, told, public_words(case, setup)):
        return _UNTOLD
    return told


def _names(row: PublicRow, setup: Setup) -> tuple[str, str]:
    """Field and procedure; their codes where the setup does not know them any more."""
    day, version = local_date(row.accepted_at), row.procedure_version
    try:
        rules = setup.procedure(row.procedure, on=day, version=version)[1]
    except Unknown:
        return "", row.procedure
    field = setup.fields.get(rules.field)
    return field.name if field else rules.field, rules.name


def _months(first: date, latest: date) -> Iterator[date]:
    month = first.replace(day=1)
    while month <= latest:
        yield month
        month = _next_month(month)


def _next_month(month: date) -> date:
    return date(month.year + month.month // 12, month.month % 12 + 1, 1)
