"""The cases behind each number of II.06a: the counts' own conditions, asked for the codes."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields
from datetime import datetime

from sqlalchemy import or_, select

from app.errors import BadInput
from app.reports.asked import Asked
from app.reports.cells import cells_of
from app.reports.conditions import FACTS, Condition, conditions_of, opened_again, relevant
from app.reports.member_words import Seen, why
from app.store.engine import Connection
from app.store.planning import planned_afresh
from app.store.setup import read_setup

BATCH = 1_000  # cases at a time, where all of them are wanted

_WANTED = [FACTS.c[item.name] for item in fields(Seen) if item.name != "again_at"]


@dataclass(frozen=True, kw_only=True, slots=True)
class Member:
    """A case that a number counts, and why.

    Attributes:
        event: what put it there, in journal words.
        at: when that happened.
        reason: the same as a Vietnamese sentence.
        not_next: why it is not in the column beside this one.
        due_at: the deadline it was judged by.
        petition: whether it is a petition, with a register of its own, and no case.
    """

    case_code: str
    agency: str
    field: str
    cell: str
    event: str
    at: datetime
    reason: str
    not_next: str
    due_at: datetime | None = None
    petition: bool = False


@dataclass(frozen=True, kw_only=True, slots=True)
class Placed:
    """A case with every cell that counts it."""

    case_code: str
    agency: str
    field: str
    cells: tuple[str, ...]


def members(
    connection: Connection,
    asked: Asked,
    cell: str,
    field: str | None,
    *,
    after: str | None = None,
    limit: int,
) -> tuple[Member, ...]:
    """The cases that a cell counts, in the order of their codes.

    Args:
        connection: a reading transaction.
        asked: the table.
        cell: the name of the cell, such as "solved.late".
        field: the code of the row's field; None for the total.
        after: the code of the last case of the page before.
        limit: at most so many.

    Raises:
        BadInput: for a cell or a row that the table does not have.
    """
    query = (
        select(*_WANTED, opened_again(asked).label("again_at"))
        .where(*relevant(asked), _condition(asked, cell), *row_of(connection, field))
        .where(FACTS.c.case_code > (after or ""))
        .order_by(FACTS.c.case_code)
        .limit(limit)
    )
    planned_afresh(connection)
    rows = connection.execute(query).mappings()
    return tuple(_member(Seen(**row), asked, cell) for row in rows)


def placed(connection: Connection, asked: Asked) -> Iterator[Placed]:
    """Every case of the table with its cells, in the order of the codes, without holding them all.

    The iterator has to be read to its end, or closed, before the transaction ends.
    """
    names, wanted = cells_of(asked.switches), conditions_of(asked)
    query = (
        select(
            FACTS.c.case_code,
            FACTS.c.agency,
            FACTS.c.field,
            *(wanted[name].label(name) for name in names),
        )
        .where(*relevant(asked), or_(wanted["received.total"], wanted["voided"]))
        .order_by(FACTS.c.case_code)
    )
    with connection.execute(query, execution_options={"yield_per": BATCH}) as rows:
        for code, agency, field, *truths in rows:
            cells = tuple(name for name, truth in zip(names, truths, strict=True) if truth)
            yield Placed(case_code=code, agency=agency, field=field, cells=cells)


def case_ids(connection: Connection, asked: Asked) -> Mapping[tuple[str, str], tuple[str, ...]]:
    """The cases of each cell that is not zero, by the field's code and the cell's name."""
    found: dict[tuple[str, str], list[str]] = {}
    for one in placed(connection, asked):
        for cell in one.cells:
            found.setdefault((one.field, cell), []).append(one.case_code)
    return {key: tuple(codes) for key, codes in found.items()}


def _condition(asked: Asked, cell: str) -> Condition:
    names = cells_of(asked.switches)
    if cell not in names:
        raise BadInput(f"Ô: {cell}: biểu không có ô này; có: {', '.join(names)}")
    return conditions_of(asked)[cell]


def row_of(connection: Connection, field: str | None) -> tuple[Condition, ...]:
    """What narrows the facts to the row of a field; nothing for the total.

    Raises:
        BadInput: for a field that nobody loaded.
    """
    if field is None:
        return ()
    if field not in read_setup(connection).fields:
        raise no_such_row(field)
    return (FACTS.c.field == field,)


def no_such_row(key: str) -> BadInput:
    """What is said of a row that a table does not have."""
    return BadInput(f"biểu không có dòng “{key}”", field="row")


def _member(seen: Seen, asked: Asked, cell: str) -> Member:
    told = why(seen, asked, cell)
    return Member(
        case_code=seen.case_code,
        agency=seen.agency,
        field=seen.field,
        cell=cell,
        event=told.event,
        at=told.at,
        reason=told.reason,
        not_next=told.not_next,
        due_at=seen.judged_due_at or seen.due_at,
    )
