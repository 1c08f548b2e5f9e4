"""The code on a receipt by which a citizen looks a case up, beside the case's own code."""

import hmac
import secrets
from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import Select, select

from app.store.engine import Connection, dialect_of
from app.store.letter_tables import LookupCodeRow
from app.store.tables import table_of

LOOKUP_CODES = table_of(LookupCodeRow)
LENGTH = 8
# Crockford's base 32: no I, L, O or U, so that nothing read from paper is taken for another.
ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_READ_AS = str.maketrans({"O": "0", "I": "1", "L": "1", "-": None, " ": None})
# Nobody's code: it cannot be typed, since it holds a letter that is none of the alphabet's.
_NOBODYS = "U" * LENGTH


def lookup_code(connection: Connection, case: str, *, now: datetime) -> str:
    """The code of a case; made at the first need, and the same for ever.

    Args:
        connection: a writing transaction.
        case: the case's code; whether there is one is for the caller to know.
        now: when it is needed.
    """
    if (kept := _kept(connection, case)) is not None:
        return kept
    made = {"case_code": case, "code": _random(), "at": now}
    fresh = dialect_of(connection).insert(LOOKUP_CODES).values(**made)
    connection.execute(fresh.on_conflict_do_nothing(index_elements=[LOOKUP_CODES.c.case_code]))
    # Read again: another process may have been first, and its code is on a paper already.
    code: str = connection.execute(_of(case)).scalar_one()
    return code


def lookup_codes(
    connection: Connection, cases: Collection[str], *, now: datetime
) -> Mapping[str, str]:
    """The codes of many cases, by case; otherwise as `lookup_code`."""
    found = _kept_of(connection, cases)
    missing = sorted(set(cases) - set(found))
    if not missing:
        return found
    rows = [{"case_code": case, "code": _random(), "at": now} for case in missing]
    fresh = dialect_of(connection).insert(LOOKUP_CODES)
    unless_there = fresh.on_conflict_do_nothing(index_elements=[LOOKUP_CODES.c.case_code])
    connection.execute(unless_there, rows)
    return {**found, **_kept_of(connection, missing)}


def opens(connection: Connection, case: str, code: str) -> bool:
    """Whether a code is that of a case; unknown cases take the same statement and comparison."""
    kept = _kept(connection, case) or _NOBODYS
    return hmac.compare_digest(kept.encode(), read(code).encode())


def read(typed: str) -> str:
    """What a person meant who typed a code: in either case, with O for 0, with spaces between."""
    meant = typed.strip().upper().translate(_READ_AS)
    is_code = len(meant) == LENGTH and set(meant) <= set(ALPHABET)
    return meant if is_code else "?" * LENGTH


def _random() -> str:
    return "".join(secrets.choice(ALPHABET) for _ in range(LENGTH))


def _kept(connection: Connection, case: str) -> str | None:
    code: str | None = connection.scalar(_of(case))
    return code


def _kept_of(connection: Connection, cases: Collection[str]) -> dict[str, str]:
    query = select(LOOKUP_CODES.c.case_code, LOOKUP_CODES.c.code)
    rows = connection.execute(query.where(LOOKUP_CODES.c.case_code.in_(cases)))
    return {row.case_code: row.code for row in rows}


def _of(case: str) -> Select[Any]:
    return select(LOOKUP_CODES.c.code).where(LOOKUP_CODES.c.case_code == case)
