"""Runs of letters: which cases wait for theirs, and what came of each of them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Row,
    and_,
    bindparam,
    exists,
    func,
    insert,
    select,
    update,
)

from app.store.engine import Connection
from app.store.event_log import EVENTS
from app.store.letter_numbers import LETTERS
from app.store.letter_run_tables import LetterRunCaseRow, LetterRunRow
from app.store.office_templates import TEMPLATES
from app.store.tables import table_of
from app.store.visible import CASES, visible
from workflows.case import State
from workflows.events import LetterKind
from workflows.officer import Officer

RUNS = table_of(LetterRunRow)
LINES = table_of(LetterRunCaseRow)
PDF = "application/pdf"
_ISSUED = "issued"
_AT_ONCE = 500  # codes in one query


@dataclass(frozen=True, kw_only=True, slots=True)
class Run:
    """An order to issue letters; `finished_at` is None while some of its cases wait."""

    id: int
    key: str
    by: str
    made_at: datetime
    kind: LetterKind
    finished_at: datetime | None


@dataclass(frozen=True, kw_only=True, slots=True)
class Outcome:
    """What came of one case of a run: `result` is None while it waits, `why` says why not."""

    code: str
    result: str | None
    why: str | None = None
    number: str | None = None
    file: str | None = None
    media: str | None = None


def insert_run(
    connection: Connection, *, key: str, by: str, made_at: datetime, kind: LetterKind
) -> int:
    """Keep an order; gives its number.

    Raises:
        IntegrityError: for a key that was used before.
    """
    row = {"key": key, "by": by, "made_at": made_at, "kind": kind}
    made: int = connection.execute(insert(RUNS).values(row).returning(RUNS.c.id)).scalar_one()
    return made


def enqueue(connection: Connection, run: int, codes: Sequence[str]) -> None:
    """Let cases wait for their letter; each only once."""
    rows = [{"run": run, "case_code": code} for code in dict.fromkeys(codes)]
    if rows:
        connection.execute(insert(LINES), rows)


def seen(connection: Connection, officer: Officer, codes: Sequence[str]) -> frozenset[str]:
    """Those of some cases that the officer may see."""
    found = set[str]()
    for start in range(0, len(codes), _AT_ONCE):
        some = CASES.c.code.in_(codes[start : start + _AT_ONCE])
        found |= set(connection.scalars(select(CASES.c.code).where(some, visible(officer))))
    return frozenset(found)


def without(
    connection: Connection,
    agencies: Sequence[str],
    kind: LetterKind,
    window: tuple[datetime, datetime],
    *,
    most: int,
) -> Sequence[str]:
    """The cases of offices accepted in a window (its end is out) that have no letter of a kind."""
    first, end = window
    has_one = exists().where(LETTERS.c.case_code == CASES.c.code, LETTERS.c.kind == kind)
    query = select(CASES.c.code).where(
        CASES.c.agency.in_(agencies),
        CASES.c.accepted_at >= first,
        CASES.c.accepted_at < end,
        CASES.c.state != State.VOIDED,
        ~has_one,
    )
    return connection.scalars(query.order_by(CASES.c.code).limit(most)).all()


def waiting(connection: Connection, run: int, most: int) -> Sequence[str]:
    """The next cases without a result, kept from other processes until the transaction ends."""
    query = (
        select(LINES.c.case_code)
        .where(LINES.c.run == run, LINES.c.result.is_(None))
        .order_by(LINES.c.case_code)
        .limit(most)
    )
    if connection.dialect.name == "postgresql":
        query = query.with_for_update(skip_locked=True)
    return connection.scalars(query).all()


def own_among(connection: Connection, kind: LetterKind, codes: Sequence[str]) -> frozenset[str]:
    """Those of some cases whose office has a template of its own for a kind of letter."""
    current = and_(TEMPLATES.c.kind == kind, TEMPLATES.c.retired_at.is_(None))
    own = exists().where(current, TEMPLATES.c.agency == CASES.c.agency)
    return frozenset(connection.scalars(select(CASES.c.code).where(CASES.c.code.in_(codes), own)))


def note(connection: Connection, run: int, outcomes: Sequence[Outcome]) -> None:
    """Write what came of cases."""
    names = ("result", "why", "number", "file", "media")
    mine = and_(LINES.c.run == run, LINES.c.case_code == bindparam("of_code"))
    statement = update(LINES).where(mine).values({name: bindparam(name) for name in names})
    rows = [{"of_code": one.code, **{n: getattr(one, n) for n in names}} for one in outcomes]
    if rows:
        connection.execute(statement, rows)


def finish(connection: Connection, run: int, now: datetime) -> bool:
    """Close a run of which no case waits any more; False while some do."""
    open_line = exists().where(LINES.c.run == run, LINES.c.result.is_(None))
    done = connection.execute(
        update(RUNS)
        .where(RUNS.c.id == run, RUNS.c.finished_at.is_(None), ~open_line)
        .values(finished_at=now)
    )
    return done.rowcount == 1


def reopen(connection: Connection, run: int, results: Sequence[str]) -> int:
    """Let the cases with such results wait again; how many there were."""
    mine = and_(LINES.c.run == run, LINES.c.result.in_(results))
    again = connection.execute(update(LINES).where(mine).values(result=None, why=None)).rowcount
    if again:
        connection.execute(update(RUNS).where(RUNS.c.id == run).values(finished_at=None))
    return again


def numbered(connection: Connection, number: int) -> Run | None:
    """One run."""
    return _one(connection, RUNS.c.id == number)


def keyed(connection: Connection, key: str) -> Run | None:
    """The run of a form."""
    return _one(connection, RUNS.c.key == key)


def newest(
    connection: Connection,
    logins: Sequence[str] | None = None,
    *,
    unfinished: bool = False,
    most: int = 50,
) -> list[Run]:
    """The runs of some people (None: of all), newest first; or only those with waiting cases."""
    query = select(RUNS).order_by(RUNS.c.id.desc()).limit(most)
    if logins is not None:
        query = query.where(RUNS.c.by.in_(logins))
    if unfinished:
        query = query.where(RUNS.c.finished_at.is_(None))
    return [_run(row) for row in connection.execute(query)]


def of_others(connection: Connection, officer: Officer, *, most: int = 50) -> list[Run]:
    """The runs of other people with waiting cases that the officer could carry on, newest first."""
    query = select(RUNS).where(RUNS.c.finished_at.is_(None), RUNS.c.by.not_in(officer.logins))
    query = query.where(~_hidden(officer)).order_by(RUNS.c.id.desc()).limit(most)
    return [_run(row) for row in connection.execute(query)]


def sees_whole(connection: Connection, officer: Officer, run: int) -> bool:
    """Whether an officer sees every case of a run."""
    query = select(RUNS.c.id).where(RUNS.c.id == run, ~_hidden(officer))
    return connection.scalar(query) is not None


def tally(connection: Connection, run: int) -> Mapping[str | None, int]:
    """How many cases of a run came to which result; None for those that wait."""
    query = select(LINES.c.result, func.count()).where(LINES.c.run == run)
    found = connection.execute(query.group_by(LINES.c.result))
    return {row[0]: row[1] for row in found}


def outcomes(
    connection: Connection, run: int, *, after: str = "", most: int, but: Sequence[str] = ()
) -> list[Outcome]:
    """What came of the cases of a run so far, but for some results, from behind one on."""
    query = (
        select(LINES)
        .where(LINES.c.run == run, LINES.c.case_code > after, LINES.c.result.not_in(but))
        .order_by(LINES.c.case_code)
        .limit(most)
    )
    return [_outcome(row) for row in connection.execute(query)]


def printable(connection: Connection, run: int) -> int:
    """How many letters of a run there are that can be joined for printing."""
    return connection.scalar(select(func.count()).where(_is_printable(run))) or 0


def prints(connection: Connection, run: int, *, skip: int, most: int) -> list[Outcome]:
    """Some of them, in the order they were recorded: a later letter moves none before it."""
    query = (
        select(LINES)
        .join(RUNS, RUNS.c.id == LINES.c.run)
        .join(LETTERS, _is_of_line())
        .join(EVENTS, _is_event())
        .where(_is_printable(run))
        .order_by(EVENTS.c.position)
    )
    return [_outcome(row) for row in connection.execute(query.offset(skip).limit(most))]


def _is_of_line() -> ColumnElement[bool]:
    same_case = LETTERS.c.case_code == LINES.c.case_code
    return and_(same_case, LETTERS.c.kind == RUNS.c.kind, LETTERS.c.file == LINES.c.file)


def _is_event() -> ColumnElement[bool]:
    same_case = EVENTS.c.case_code == LETTERS.c.case_code
    return and_(same_case, EVENTS.c.version == LETTERS.c.version)


def _hidden(officer: Officer) -> ColumnElement[bool]:
    """Whether a run has a case that an officer does not see."""
    unseen = ~exists().where(CASES.c.code == LINES.c.case_code, visible(officer))
    return exists().where(LINES.c.run == RUNS.c.id, unseen)


def _is_printable(run: int) -> ColumnElement[bool]:
    return and_(LINES.c.run == run, LINES.c.result == _ISSUED, LINES.c.media == PDF)


def _one(connection: Connection, which: ColumnElement[bool]) -> Run | None:
    row = connection.execute(select(RUNS).where(which)).one_or_none()
    return _run(row) if row else None


def _run(row: Row[Any]) -> Run:
    return Run(**row._mapping)


def _outcome(row: Row[Any]) -> Outcome:
    return Outcome(
        code=row.case_code,
        result=row.result,
        why=row.why,
        number=row.number,
        file=row.file,
        media=row.media,
    )
