"""Letters of apology that stand on the public page, with nothing that tells whose they are."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, and_, func, select

from app.store.engine import Connection
from app.store.letter_numbers import LETTERS
from app.store.read_tables import CaseRow
from app.store.tables import table_of
from workflows.case import State

CASES = table_of(CaseRow)
_KIND = "apology"


@dataclass(frozen=True, kw_only=True, slots=True)
class PublicRow:
    """A published letter; the case's code only ties it to its log and is shown to nobody.

    Attributes:
        version: of the event that issued it, in the case's log.
        agency: the office of the case.
        replaced_by: the number of the letter that corrects it.
    """

    case_code: str
    version: int
    number: str
    agency: str
    procedure: str
    procedure_version: int | None
    accepted_at: datetime
    issued_at: datetime
    published_at: datetime
    new_due_at: datetime
    replaced_by: str | None


def published(
    connection: Connection, *, since: datetime, until: datetime, limit: int, offset: int = 0
) -> list[PublicRow]:
    """The letters published in a time (its end left out), oldest first."""
    query = (
        select(
            LETTERS.c.case_code,
            LETTERS.c.version,
            LETTERS.c.number,
            LETTERS.c.issued_at,
            LETTERS.c.published_at,
            LETTERS.c.replaced_by,
            CASES.c.agency,
            CASES.c.procedure,
            CASES.c.procedure_version,
            CASES.c.accepted_at,
            CASES.c.apology_new_due_at.label("new_due_at"),
        )
        .join(CASES, CASES.c.code == LETTERS.c.case_code)
        .where(_public(since, until))
        .order_by(LETTERS.c.published_at, LETTERS.c.case_code, LETTERS.c.version)
    )
    rows = connection.execute(query.limit(limit).offset(offset))
    return [PublicRow(**row._mapping) for row in rows]


def count_published(connection: Connection, *, since: datetime, until: datetime) -> int:
    """How many there are."""
    query = (
        select(func.count()).select_from(LETTERS).join(CASES, CASES.c.code == LETTERS.c.case_code)
    )
    found: int = connection.execute(query.where(_public(since, until))).scalar_one()
    return found


def first_published(connection: Connection) -> datetime | None:
    """When the first letter ever was published."""
    found = published_span(connection)
    return found[0] if found else None


def published_span(connection: Connection) -> tuple[datetime, datetime] | None:
    """When the first letter ever was published, and when the latest."""
    at = LETTERS.c.published_at
    query = select(func.min(at), func.max(at)).where(LETTERS.c.kind == _KIND, at.is_not(None))
    first, latest = connection.execute(query).one()
    return (first, latest) if first and latest else None


def counts_published(
    connection: Connection, times: Sequence[tuple[datetime, datetime]]
) -> Sequence[int]:
    """How many letters each time saw published (its end left out); one query for all of them."""
    at, (first, latest) = LETTERS.c.published_at, (times[0][0], times[-1][1])
    counts = [func.count().filter(at >= since, at < until) for since, until in times]
    joined = LETTERS.join(CASES, CASES.c.code == LETTERS.c.case_code)
    query = select(*counts).select_from(joined).where(_public(first, latest))
    return tuple(connection.execute(query).one())


def _public(since: datetime, until: datetime) -> ColumnElement[bool]:
    """Published then, of a case that counts: neither for practice nor struck out."""
    return and_(
        LETTERS.c.kind == _KIND,
        LETTERS.c.published_at >= since,
        LETTERS.c.published_at < until,
        LETTERS.c.published_at.is_not(None),
        CASES.c.training.is_(False),
        CASES.c.state != State.VOIDED.value,
    )
