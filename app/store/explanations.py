"""What offices are asked to explain week by week, and their answers."""

from collections.abc import Collection, Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime
from typing import Any, Literal

from sqlalchemy import ColumnElement, Row, and_, exists, func, or_, select, update

from app.store.engine import Connection, dialect_of
from app.store.explanation_tables import ExplanationLineRow, ExplanationRoundRow
from app.store.read_tables import CaseRow
from app.store.scope import subtree
from app.store.tables import EventRow, table_of
from app.store.visible import visible
from workflows.case import State
from workflows.officer import Officer

ROUNDS, LINES = table_of(ExplanationRoundRow), table_of(ExplanationLineRow)
CASES, EVENTS = table_of(CaseRow), table_of(EventRow)
Why = Literal["overdue", "returned", "supplemented"]


@dataclass(frozen=True, kw_only=True, slots=True)
class Round:
    """What an office was asked of one week; `reminded_at` is None before the reminder."""

    id: int
    agency: str
    week_start: date
    until: date
    asked_at: datetime
    due_at: datetime
    reminded_at: datetime | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class NewLine:
    """A case to be explained for one reason.

    Attributes:
        clock: which clock ran over, else None; `step` likewise.
        at: when it happened.
    """

    case_code: str
    why: Why
    clock: str | None
    step: str | None
    at: datetime


@dataclass(frozen=True, kw_only=True, slots=True)
class Asked:
    """A line as it stands.

    Attributes:
        version: how often it was answered.
        voided: the case was struck out since, or is for training: nobody has to explain it.
        corrected: an instant of the case was corrected after the letter.
    """

    id: int
    round: int
    case_code: str
    why: Why
    clock: str | None
    step: str | None
    at: datetime
    cause: str | None
    text: str | None
    answered_by: str | None
    answered_at: datetime | None
    version: int
    procedure: str
    procedure_version: int | None
    arrived_at: datetime
    voided: bool
    corrected: bool

    @property
    def missing(self) -> bool:
        """Whether an answer is still wanted."""
        return self.answered_at is None and not self.voided


@dataclass(frozen=True, kw_only=True, slots=True)
class Answer:
    """An answer to a line, written upon one `version` of it."""

    line: int
    version: int
    cause: str
    text: str | None


@dataclass(frozen=True, kw_only=True, slots=True)
class Tally:
    """How many lines of a round are asked for, and how many of these were answered."""

    round: Round
    asked: int
    answered: int

    @property
    def missing(self) -> int:
        """How many answers are still wanted."""
        return self.asked - self.answered


def asked_since(connection: Connection, week: date) -> dict[str, date]:
    """The offices that were asked for a week or a later one, each with the latest."""
    latest = func.max(ROUNDS.c.week_start).label("latest")
    query = select(ROUNDS.c.agency, latest).where(ROUNDS.c.week_start >= week)
    rows = connection.execute(query.group_by(ROUNDS.c.agency))
    return {row.agency: row.latest for row in rows}


def open_round(connection: Connection, new: Round) -> int | None:
    """Ask an office for a week in this transaction: the number; None where that was done before.

    On PostgreSQL whoever comes second waits for the end of the first one's transaction.
    """
    row = {name: value for name, value in asdict(new).items() if name != "id"}
    made = dialect_of(connection).insert(ROUNDS).values(row)
    number: int | None = connection.scalar(made.on_conflict_do_nothing().returning(ROUNDS.c.id))
    return number


def add_lines(
    connection: Connection, number: int, lines: Sequence[NewLine], *, most: int = 1_000
) -> int:
    """Put lines into a round, those that are there already left alone; how many were not."""
    rows = [{"round": number, "version": 0, **asdict(line)} for line in lines]
    new = dialect_of(connection).insert(LINES).on_conflict_do_nothing().returning(LINES.c.id)
    return sum(
        len(connection.scalars(new, rows[first : first + most]).all())
        for first in range(0, len(rows), most)
    )


def restart(connection: Connection, number: int, *, asked_at: datetime, due_at: datetime) -> None:
    """Ask for a week anew of which there was nothing to explain before."""
    new = update(ROUNDS).where(ROUNDS.c.id == number).values(asked_at=asked_at, due_at=due_at)
    connection.execute(new)


def in_time(connection: Connection, *, now: datetime) -> list[Tally]:
    """The rounds whose time is not out yet, the empty ones as well; one query."""
    query = _tallies(even_empty=True).where(ROUNDS.c.due_at >= now).order_by(ROUNDS.c.id)
    return [_tally(row) for row in connection.execute(query)]


def late_rounds(
    connection: Connection, top: str, *, since: date, before: datetime, most: int
) -> tuple[list[Tally], int]:
    """Rounds due before an instant with answers missing, of an office and those below it.

    The newest weeks first, and how many there are in all; one query.
    """
    late = (ROUNDS.c.agency.in_(subtree([top])), ROUNDS.c.week_start >= since)
    found = _tallies().where(*late, ROUNDS.c.due_at < before).subquery()
    query = (
        select(found, func.count().over().label("all"))
        .where(found.c.answered < found.c.asked)
        .order_by(found.c.week_start.desc(), found.c.agency)
        .limit(most)
    )
    rows = [dict(row._mapping) for row in connection.execute(query)]
    totals = [row.pop("all") for row in rows]
    return [_tally_of(row) for row in rows], totals[0] if totals else 0


def rounds(
    connection: Connection, agencies: Collection[str], *, since: date, most: int
) -> list[Tally]:
    """The rounds of some offices with anything to explain, newest week first; one query."""
    query = (
        _tallies()
        .where(ROUNDS.c.agency.in_(sorted(agencies)), ROUNDS.c.week_start >= since)
        .order_by(ROUNDS.c.week_start.desc(), ROUNDS.c.agency)
        .limit(most)
    )
    return [_tally(row) for row in connection.execute(query)]


def to_remind(connection: Connection, *, before: datetime, most: int) -> list[Tally]:
    """The rounds due before an instant whose office was not reminded, oldest first."""
    query = (
        _tallies(even_empty=True)
        .where(ROUNDS.c.reminded_at.is_(None), ROUNDS.c.due_at < before)
        .order_by(ROUNDS.c.due_at, ROUNDS.c.id)
        .limit(most)
    )
    return [_tally(row) for row in connection.execute(query)]


def mark_reminded(connection: Connection, number: int, *, now: datetime) -> bool:
    """Take a round to remind its office in this transaction; False where another has done so."""
    mine = and_(ROUNDS.c.id == number, ROUNDS.c.reminded_at.is_(None))
    taken = connection.execute(update(ROUNDS).where(mine).values(reminded_at=now))
    return taken.rowcount == 1


def lines_of_round(connection: Connection, number: int) -> list[Asked]:
    """What a round asks for, by when it happened; one query."""
    return _asked(connection, LINES.c.round == number)


def lines_numbered(connection: Connection, number: int, lines: Collection[int]) -> dict[int, Asked]:
    """Some lines of a round by their numbers; one query."""
    which = and_(LINES.c.round == number, LINES.c.id.in_(sorted(lines)))
    return {line.id: line for line in _asked(connection, which)}


def lines_of_rounds(connection: Connection, numbers: Collection[int]) -> list[Asked]:
    """What some rounds ask for, by when it happened; one query."""
    return _asked(connection, LINES.c.round.in_(sorted(numbers)))


def give(connection: Connection, answer: Answer, *, by: str, now: datetime) -> bool:
    """Write an answer; False where another was written since the version it was written upon."""
    mine = and_(LINES.c.id == answer.line, LINES.c.version == answer.version)
    values: dict[str, Any] = {
        "cause": answer.cause,
        "text": answer.text,
        "answered_by": by,
        "answered_at": now,
        "version": answer.version + 1,
    }
    return connection.execute(update(LINES).where(mine).values(values)).rowcount == 1


def gone() -> ColumnElement[bool]:
    """That a case was struck out, or is for training: nobody has to explain it."""
    return or_(CASES.c.state == State.VOIDED.value, CASES.c.training)


def _tallies(*, even_empty: bool = False) -> Any:
    answered = LINES.c.answered_at.is_not(None)
    # Of a case that was struck out only what was said of it before counts.
    wanted = and_(CASES.c.code.is_not(None), or_(answered, ~gone()))
    asked, told = func.count().filter(wanted), func.count().filter(wanted, answered)
    joined = ROUNDS.outerjoin(LINES, LINES.c.round == ROUNDS.c.id).outerjoin(
        CASES, CASES.c.code == LINES.c.case_code
    )
    query = select(*ROUNDS.c, asked.label("asked"), told.label("answered")).select_from(joined)
    grouped = query.group_by(*ROUNDS.c)
    return grouped if even_empty else grouped.having(asked > 0)


def _tally(row: Row[Any]) -> Tally:
    return _tally_of(dict(row._mapping))


def _tally_of(values: dict[str, Any]) -> Tally:
    asked, answered = values.pop("asked"), values.pop("answered")
    return Tally(round=Round(**values), asked=asked, answered=answered)


def _asked(connection: Connection, which: ColumnElement[bool]) -> list[Asked]:
    corrected = exists().where(
        EVENTS.c.case_code == LINES.c.case_code,
        EVENTS.c.type == "corrected",
        EVENTS.c.recorded_at > ROUNDS.c.asked_at,
    )
    case = (CASES.c.procedure, CASES.c.procedure_version, CASES.c.arrived_at)
    query = (
        select(*LINES.c, *case, gone().label("voided"), corrected.label("corrected"))
        .join(ROUNDS, ROUNDS.c.id == LINES.c.round)
        .join(CASES, CASES.c.code == LINES.c.case_code)
        .where(which)
        .order_by(LINES.c.at, LINES.c.case_code, LINES.c.why)
    )
    return [Asked(**row._mapping) for row in connection.execute(query)]


def codes_seen(connection: Connection, officer: Officer, number: int) -> frozenset[str]:
    """Which of a round's cases an officer sees; one query."""
    asked = select(LINES.c.case_code).where(LINES.c.round == number)
    query = select(CASES.c.code).where(CASES.c.code.in_(asked), visible(officer))
    return frozenset(connection.scalars(query))


def round_at(connection: Connection, agency: str, week: date) -> Tally | None:
    """What an office was asked of a week; None for nothing."""
    which = ROUNDS.c.agency == agency, ROUNDS.c.week_start == week
    row = connection.execute(_tallies().where(*which)).one_or_none()
    return _tally(row) if row else None
