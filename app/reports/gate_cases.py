"""The cases a gate asks for: those no cell can take, and those it blames for nothing."""

from collections.abc import Collection, Iterator
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, exists, literal_column, or_, select, union

from app.reports.asked import Asked
from app.reports.conditions import FACTS, known, opened_again, relevant
from app.reports.gate import Obstacle, obstacle
from app.store.engine import Connection
from app.store.event_log import EVENTS
from app.store.incidents import INCIDENTS
from app.store.tables import FieldRow, table_of
from app.store.visible import CASES

FIELDS = table_of(FieldRow)


def unclassified(connection: Connection, asked: Asked) -> Iterator[Obstacle]:
    """What keeps cases of the scope out of every cell; each reason with its cases."""
    questions = tuple(_questions(asked))
    halves = (
        query.add_columns(literal_column(str(at)).label("at"))
        for at, (_, query) in enumerate(questions)
    )
    found: dict[int, list[str]] = {}
    for code, at in connection.execute(union(*halves)):
        found.setdefault(at, []).append(code)
    for at, (words, _) in enumerate(questions):
        if at in found:
            yield obstacle("unclassified", words, found[at])


def reopened(connection: Connection, asked: Asked) -> frozenset[str]:
    """The cases closed before the period and opened again in it: carried, but never left open."""
    query = select(FACTS.c.case_code).where(*relevant(asked), opened_again(asked).is_not(None))
    return frozenset(connection.scalars(query))


def struck_out(connection: Connection, asked: Asked) -> frozenset[str]:
    """The cases that were struck out in the period or after it, which no later table carries."""
    query = select(FACTS.c.case_code).where(
        asked.scope.restrict(FACTS.c.agency),
        known(asked.as_known_at),
        FACTS.c.ends_how == "voided",
        FACTS.c.ends_at >= asked.period.start,
    )
    return frozenset(connection.scalars(query))


def cases_at(connection: Connection, agencies: Collection[str]) -> frozenset[str]:
    """Every case that was opened at some offices."""
    if not agencies:
        return frozenset()
    query = select(EVENTS.c.case_code).where(EVENTS.c.version == 1, EVENTS.c.agency.in_(agencies))
    return frozenset(connection.scalars(query))


def _questions(asked: Asked) -> Iterator[tuple[str, Select[Any]]]:
    yield "Hồ sơ có nhật ký không dựng lại được nên chưa xếp được vào ô nào", _unreadable(asked)
    yield "Hồ sơ đã tiếp nhận nhưng không có hạn trả nên chưa xếp được vào ô nào", _undated(asked)
    yield "Hồ sơ thuộc lĩnh vực không còn trong danh mục nên không có dòng nào", _fieldless(asked)
    yield "Hồ sơ chưa xét được trước hạn, đúng hạn hay quá hạn", _unjudged(asked)
    yield "Hồ sơ mà bộ định giờ chưa xử lý được (xem Sự cố)", _failing(asked)


def _unreadable(asked: Asked) -> Select[Any]:
    known = exists().where(CASES.c.code == EVENTS.c.case_code)
    first = EVENTS.c.version == 1
    return select(EVENTS.c.case_code).where(_within(asked, EVENTS.c.agency), first, ~known)


def _undated(asked: Asked) -> Select[Any]:
    """Accepted by the end of the period, for the tables, and without a single fact today."""
    told = exists().where(FACTS.c.case_code == CASES.c.code, FACTS.c.known_to.is_(None))
    return select(CASES.c.code).where(
        _within(asked, CASES.c.agency),
        CASES.c.training.is_(False),
        CASES.c.accepted_at < asked.period.end,
        ~told,
    )


def _fieldless(asked: Asked) -> Select[Any]:
    loaded = exists().where(FIELDS.c.code == FACTS.c.field)
    return select(FACTS.c.case_code).where(*relevant(asked), ~loaded)


def _unjudged(asked: Asked) -> Select[Any]:
    closed = and_(FACTS.c.ends_how == "closed", FACTS.c.verdict.is_(None))
    return select(FACTS.c.case_code).where(
        *relevant(asked), or_(closed, FACTS.c.due_day_ends.is_(None))
    )


def _failing(asked: Asked) -> Select[Any]:
    """Which a job could not deal with yet, of the cases that the period can count."""
    mine = select(INCIDENTS.c.case_code).join(CASES, CASES.c.code == INCIDENTS.c.case_code)
    return mine.where(
        INCIDENTS.c.solved_at.is_(None),
        _within(asked, CASES.c.agency),
        CASES.c.training.is_(False),
        CASES.c.accepted_at < asked.period.end,
        or_(CASES.c.closed_at.is_(None), CASES.c.closed_at >= asked.period.start),
    )


def _within(asked: Asked, column: ColumnElement[str]) -> ColumnElement[bool]:
    return asked.scope.restrict(column)
