"""The presses of buttons: whoever comes second with the same key finds what the first one did."""

from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import Any

from sqlalchemy import Row, Select, bindparam, exists, select, update

from app.store.desk_tables import ActRow
from app.store.engine import Connection, dialect_of
from app.store.tables import table_of
from app.store.visible import CASES, visible
from workflows.officer import Officer

ACTS = table_of(ActRow)


@dataclass(frozen=True, kw_only=True, slots=True)
class Claim:
    """Who pressed for what: the same key of another person or with other content is no repeat."""

    key: str
    login: str
    digest: str
    at: datetime


@dataclass(frozen=True, kw_only=True, slots=True)
class Done:
    """What the first press came to: the versions of the case around it."""

    login: str
    digest: str
    case_code: str
    before: int
    after: int


def claim(connection: Connection, asked: Claim) -> Done | None:
    """Take a key for this transaction; what was done by it, where another one has taken it.

    Of two copies that arrive at once the second waits here for the first to commit or to give up.
    A rollback gives the key back, so what was refused may be sent again.
    """
    row = {
        "key": asked.key,
        "login": asked.login,
        "digest": asked.digest,
        "recorded_at": asked.at,
    }
    new = dialect_of(connection).insert(ACTS).values(row)
    taken = new.on_conflict_do_nothing().returning(ACTS.c.key)
    if connection.execute(taken).first() is not None:
        return None
    found = connection.execute(select(ACTS).where(ACTS.c.key == asked.key)).one()
    return _done(found)


def known(connection: Connection, key: str) -> Done | None:
    """What a key was used for and came to; None for one that nobody used."""
    found = connection.execute(select(ACTS).where(ACTS.c.key == key)).one_or_none()
    return None if found is None else _done(found)


def _done(found: Row[Any]) -> Done:
    return Done(
        login=found.login,
        digest=found.digest,
        case_code=found.case_code,
        before=found.version_before,
        after=found.version_after,
    )


def settle(connection: Connection, key: str, code: str | None, *, before: int, after: int) -> None:
    """Note what a claimed key came to, before the transaction commits."""
    connection.execute(
        update(ACTS)
        .where(ACTS.c.key == key)
        .values(case_code=code, version_before=before, version_after=after)
    )


def sees(connection: Connection, officer: Officer, code: str) -> bool:
    """Whether there is such a case and the officer may see it."""
    return bool(connection.scalar(_seeing(officer), {"this_case": code}))


@lru_cache(maxsize=64)  # A statement weighs some sixty kilobytes.
def _seeing(officer: Officer) -> Select[Any]:
    """The statement for an officer with these roles: every press asks it."""
    code = bindparam("this_case", type_=CASES.c.code.type)
    return select(exists().where(CASES.c.code == code, visible(officer)))
