"""Proposals: what one officer asks and another one decides, kept until then and for ever after."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

from sqlalchemy import (
    ColumnElement,
    Row,
    Select,
    and_,
    exists,
    false,
    func,
    insert,
    or_,
    select,
    update,
)

from app.store.desk_tables import ProposalRow
from app.store.engine import Connection
from app.store.spelled import read_back
from app.store.tables import table_of
from app.store.visible import AND_BELOW, CASES, OWN_OFFICE, visible
from workflows.agency import Role
from workflows.commands import Command
from workflows.officer import Officer

PROPOSALS = table_of(ProposalRow)
_NUMBERS = 2**63
LIMIT = 200  # rows of a list; nobody reads more of them at once

Condition = ColumnElement[bool]
Kind = Literal["late", "correction", "voiding"]
Fate = Literal["approved", "refused", "withdrawn"]


@dataclass(frozen=True, kw_only=True, slots=True)
class Proposal:
    """A proposal, with what a list shows of its case.

    Attributes:
        case_code: None while a case to be opened late waits.
        commands: as the proposer gave them; approval puts its name and time into them.
        expected_version: the version of the case the proposer had before them.
        outcome: None until somebody decided.
        applicant, training: of the case; None and False for one that is not open yet.
    """

    id: int
    case_code: str | None
    agency: str
    kind: Kind
    commands: tuple[Command, ...]
    expected_version: int
    reason: str
    evidence: str
    evidence_file: str | None
    evidence_name: str | None
    proposed_by: str
    proposed_at: datetime
    decided_by: str | None
    decided_at: datetime | None
    outcome: Fate | None
    note: str | None
    applicant: str | None
    training: bool


_SHOWN = tuple(column for column in PROPOSALS.c if column.name != "key")
_FROM = PROPOSALS.outerjoin(CASES, CASES.c.code == PROPOSALS.c.case_code)


def add(connection: Connection, row: Mapping[str, Any]) -> int:
    """Keep a new proposal, `row` by column; its number."""
    number: int = connection.execute(
        insert(PROPOSALS).values(row).returning(PROPOSALS.c.id)
    ).scalar_one()
    return number


def close(connection: Connection, number: int, row: Mapping[str, Any]) -> None:
    """Note how a waiting proposal ended, `row` by column."""
    connection.execute(
        update(PROPOSALS).where(PROPOSALS.c.id == number, PROPOSALS.c.outcome.is_(None)).values(row)
    )


def hold(connection: Connection, number: int) -> None:
    """Keep others from deciding a proposal until this writing transaction ends."""
    # On SQLite the transaction is alone anyway, and its grammar has no such lock.
    held = select(PROPOSALS.c.id).where(numbered(number)).with_for_update()
    connection.execute(held).all()


def one(connection: Connection, *conditions: Condition) -> Proposal | None:
    """The proposal that fulfils conditions; None for none."""
    row = connection.execute(_rows(*conditions)).first()
    return None if row is None else _proposal(row)


def many(connection: Connection, *conditions: Condition) -> tuple[Proposal, ...]:
    """The proposals that fulfil conditions, newest first, at most `LIMIT`."""
    newest = _rows(*conditions).order_by(PROPOSALS.c.id.desc()).limit(LIMIT)
    return tuple(_proposal(row) for row in connection.execute(newest))


def count(connection: Connection, *conditions: Condition) -> int:
    """How many proposals fulfil conditions."""
    counted = select(func.count()).select_from(PROPOSALS).where(*conditions)
    return int(connection.scalar(counted) or 0)


def numbered(number: int) -> Condition:
    """The one of this number; none for a number no table can hold."""
    return PROPOSALS.c.id == number if 0 < number < _NUMBERS else false()


def keyed(key: str) -> Condition:
    """The one made by this press of a button."""
    return PROPOSALS.c.key == key


def of_case(code: str) -> Condition:
    """Those about a case."""
    return PROPOSALS.c.case_code == code


def own(officer: Officer) -> Condition:
    """Those an officer made."""
    return PROPOSALS.c.proposed_by == officer.login


def seen_by(officer: Officer) -> Condition:
    """Those about cases an officer sees, or to open one at an office of theirs."""
    its = exists().where(CASES.c.code == PROPOSALS.c.case_code, visible(officer))
    # The lists join the cases as well; without this the condition would be about those rows only.
    case = its.correlate(PROPOSALS)
    offices = officer.agencies(*OWN_OFFICE, *AND_BELOW)
    opening = and_(PROPOSALS.c.case_code.is_(None), PROPOSALS.c.agency.in_(offices))
    return or_(case, opening)


def waiting() -> Condition:
    """Those nobody has decided yet."""
    return PROPOSALS.c.outcome.is_(None)


def for_decision(officer: Officer) -> Condition:
    """Those that wait for a leader like this officer, who stands in for no proposer either."""
    # A leader's role that is only lent decides nothing (`workflows.desk.may_approve`).
    led = PROPOSALS.c.agency.in_(officer.alone.agencies(Role.LEADER))
    return and_(waiting(), led, PROPOSALS.c.proposed_by.not_in(officer.logins))


def _rows(*conditions: Condition) -> Select[Any]:
    return (
        select(*_SHOWN, CASES.c.applicant, CASES.c.training).select_from(_FROM).where(*conditions)
    )


def _proposal(row: Row[Any]) -> Proposal:
    values = row._asdict()
    commands = read_back(values.pop("commands"))
    return Proposal(**values | {"commands": commands, "training": bool(row.training)})
