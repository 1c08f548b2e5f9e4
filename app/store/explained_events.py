"""What happened at an office in a week that somebody has to explain, read from the log."""

import json
from collections.abc import Iterator
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Row, Select, and_, case, exists, select, true

from app.store.engine import Connection
from app.store.explanations import CASES, EVENTS, LINES, NewLine, Why, gone
from app.store.read_tables import StepRow
from app.store.tables import table_of

STEPS = table_of(StepRow)
MISSED = "deadline_missed"
_WHY: dict[str, Why] = {
    MISSED: "overdue",
    "returned": "returned",
    "refused": "returned",
    "supplement_requested": "supplemented",
}
# Of several clocks of one case the gravest is asked for.
_GRAVITY = {"step": 0, "intake": 1, "case": 2}
_Run = tuple[str, str, int]


def to_explain(
    connection: Connection,
    agency: str,
    *,
    since: datetime,
    until: datetime,
    asked_in: int | None = None,
) -> list[NewLine]:
    """The cases an office has to explain, each once for each reason; three queries.

    A step is explained by the office that works on it, all else where the case lies. Cases for
    training, and those that were struck out, are not asked for; nor is what stands in the round
    numbered `asked_in` already, however late the rest was recorded.
    """
    within = and_(EVENTS.c.at >= since, EVENTS.c.at < until, _unasked(asked_in))
    away = _runs(connection, STEPS.c.case_code.in_(_missed(agency, within)))
    lines: dict[tuple[str, Why], NewLine] = {}
    for line, run in _home(connection, agency, within):
        if run not in away:
            _keep(lines, line)
    for line in _referred(connection, agency, within):
        _keep(lines, line)
    return sorted(lines.values(), key=lambda line: (line.at, line.case_code, line.why))


def _unasked(number: int | None) -> ColumnElement[bool]:
    if number is None:
        return true()
    asked = exists().where(
        LINES.c.round == number,
        LINES.c.case_code == EVENTS.c.case_code,
        LINES.c.why == case(_WHY, value=EVENTS.c.type),
    )
    return ~asked.correlate(EVENTS)


def _keep(lines: dict[tuple[str, Why], NewLine], line: NewLine) -> None:
    key = line.case_code, line.why
    if key not in lines or _gravity(line) > _gravity(lines[key]):
        lines[key] = line


def _gravity(line: NewLine) -> int:
    return _GRAVITY.get(line.clock or "", 0)


def _events(*conditions: ColumnElement[bool]) -> Select[Any]:
    c = EVENTS.c
    return (
        select(c.case_code, c.type, c.at, c.data)
        .join(CASES, CASES.c.code == c.case_code)
        .where(*conditions, ~gone())
        .order_by(c.at, c.case_code, c.version)
    )


def _home(
    connection: Connection, agency: str, within: ColumnElement[bool]
) -> Iterator[tuple[NewLine, _Run | None]]:
    wanted = EVENTS.c.agency == agency, within, EVENTS.c.type.in_(_WHY)
    for row in connection.execute(_events(*wanted)):
        yield _line(row), _run(row)


def _referred(
    connection: Connection, agency: str, within: ColumnElement[bool]
) -> Iterator[NewLine]:
    """The steps of other offices' cases that were late here."""
    here = and_(STEPS.c.agency == agency, STEPS.c.referred_by.is_not(None))
    codes = select(STEPS.c.case_code).where(here)
    rows = connection.execute(
        _events(EVENTS.c.case_code.in_(codes), within, EVENTS.c.type == MISSED)
    ).all()
    ours = _runs(connection, here) if rows else frozenset()
    yield from (_line(row) for row in rows if _run(row) in ours)


def _missed(agency: str, within: ColumnElement[bool]) -> Select[Any]:
    missed = EVENTS.c.type == MISSED
    return select(EVENTS.c.case_code).where(EVENTS.c.agency == agency, within, missed)


def _runs(connection: Connection, which: ColumnElement[bool]) -> frozenset[_Run | None]:
    """The runs of referred steps among some."""
    query = select(STEPS.c.case_code, STEPS.c.step, STEPS.c.run)
    rows = connection.execute(query.where(which, STEPS.c.referred_by.is_not(None)))
    return frozenset((row.case_code, row.step, row.run) for row in rows)


def _run(row: Row[Any]) -> _Run | None:
    """The run of a step whose quota ran out; None for whatever else happened."""
    data = json.loads(row.data) if row.type == MISSED else {}
    step, run = data.get("step"), data.get("run")
    return (row.case_code, step, run) if step and run else None


def _line(row: Row[Any]) -> NewLine:
    data = json.loads(row.data) if row.type == MISSED else {}
    return NewLine(
        case_code=row.case_code,
        why=_WHY[row.type],
        clock=data.get("clock"),
        step=data.get("step"),
        at=row.at,
    )
