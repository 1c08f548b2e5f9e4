"""From where a login came in lately, and what is counted against it there."""

from datetime import datetime
from hashlib import sha256

from sqlalchemy import delete, exists, select

from app.store.engine import Connection
from app.store.sessions import SIGN_INS, TALLIES

_DIGITS = 32  # of a hash; two of them fit into the name of a tally


def place(login: str, address: str) -> str:
    """What a tally of one login at one address is called; both may be as long as they like."""
    return f"{_of_login(login)}{_short(address)}"


def came_in_from(connection: Connection, login: str, address: str, *, since: datetime) -> bool:
    """Whether somebody signed in with a login from an address, not before `since`."""
    good = exists().where(
        SIGN_INS.c.login == login,
        SIGN_INS.c.address == address,
        SIGN_INS.c.outcome == "ok",
        SIGN_INS.c.at >= since,
    )
    return bool(connection.scalar(select(good)))


def forget_places(connection: Connection, login: str) -> None:
    """Count nothing against a login at any address any more."""
    here = TALLIES.c.subject.startswith(_of_login(login), autoescape=True)
    connection.execute(delete(TALLIES).where(here))


def _of_login(login: str) -> str:
    return f"place:{_short(login)}:"


def _short(text: str) -> str:
    return sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:_DIGITS]
