"""Earlier cases at a new intake: those of an identity number, and those just taken in."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Row, select

from app.store.engine import Connection
from app.store.folding import id_key
from app.store.visible import CASES, as_seen_by, limit_of, seen, visible
from workflows.events import Channel
from workflows.officer import Officer

FEWEST = 6  # letters and digits; a shorter number is nobody's and would bring up strangers
LOOKED_AT = 20


@dataclass(frozen=True, kw_only=True, slots=True)
class EarlierCase:
    """A case an officer sees, of somebody with an identity number."""

    code: str
    applicant: str
    name_key: str
    procedure: str
    arrived_at: datetime


@dataclass(frozen=True, kw_only=True, slots=True)
class TakenCase:
    """A case as the desk hands it over to the citizen: its number and its day.

    Attributes:
        waits_for: `supplement` where it stands still until papers come.
        answer_by: of a case that waits for acceptance.
    """

    code: str
    agency: str
    procedure: str
    procedure_version: int | None
    applicant: str
    channel: Channel
    training: bool
    accepted_at: datetime | None
    due_at: datetime | None
    answer_by: datetime | None
    waits_for: str | None
    fee: int | None
    result_channel: Channel | None


def earlier_cases(connection: Connection, officer: Officer, id_no: str) -> tuple[EarlierCase, ...]:
    """The newest cases that an officer sees of an identity number, newest first."""
    key = id_key(id_no)
    if key is None or len(key) < FEWEST:
        return ()
    rows = seen(CASES.c.id_no == key)
    names = ("code", "applicant", "name_key", "procedure", "arrived_at")
    query = select(*(rows.c[name] for name in names))
    newest = query.order_by(rows.c.arrived_at.desc(), rows.c.code.desc())
    asked = as_seen_by(connection, officer)
    found = connection.execute(newest.limit(limit_of(LOOKED_AT)), asked).mappings()
    return tuple(EarlierCase(**row) for row in found)


def taken_cases(
    connection: Connection, officer: Officer, codes: Sequence[str]
) -> tuple[TakenCase, ...]:
    """Those of some cases that an officer sees, in the order they are named."""
    query = select(CASES).where(CASES.c.code.in_(codes), visible(officer))
    return _in_order(codes, connection.execute(query))


def _in_order(codes: Sequence[str], rows: Iterable[Row[Any]]) -> tuple[TakenCase, ...]:
    found = {row.code: _taken(row) for row in rows}
    return tuple(found[code] for code in codes if code in found)


def _taken(row: Row[Any]) -> TakenCase:
    return TakenCase(
        code=row.code,
        agency=row.agency,
        procedure=row.procedure,
        procedure_version=row.procedure_version,
        applicant=row.applicant,
        channel=row.channel,
        training=row.training,
        accepted_at=row.accepted_at,
        due_at=row.due_at,
        answer_by=row.intake_due_at,
        waits_for=row.waits_for,
        fee=row.fee_due,
        result_channel=row.result_channel,
    )
