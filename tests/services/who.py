"""Accounts for tests: people with a password that is quick to check."""

from datetime import date, datetime, timedelta

from app.services.account_fields import NewAccount
from app.services.accounts import create_account
from app.services.passwords import Hasher
from app.services.signing_in import SignedIn, sign_in
from app.store.engine import Database
from tests.store import desk
from workflows.agency import Role
from workflows.officer import Grant

QUICK = Hasher(time_cost=1, memory_cost=8)
PHRASE = "mùa thu lá vàng"
NOW = desk.MONDAY
TODAY = NOW.date()
MINUTE = timedelta(minutes=1)
TOWN = "H32.PL"


def grant(
    role: Role | str,
    agency: str = TOWN,
    *,
    since: date | None = None,
    until: date | None = None,
) -> Grant:
    return Grant(agency=agency, role=Role(role), valid_from=since, valid_to=until)


def made(
    opened: Database,
    login: str,
    *grants: Grant,
    name: str = "",
    password: str | None = PHRASE,
) -> None:
    """Somebody with a password of their own; one-stop officer of the ward when nothing is said."""
    new = NewAccount(
        login=login,
        name=name or login.title(),
        grants=grants or (grant("one_stop"),),
        password=password,
    )
    create_account(opened, new, by=None, now=NOW, hasher=QUICK)


def entered(
    opened: Database, login: str, password: str = PHRASE, *, now: datetime = NOW
) -> SignedIn:
    return sign_in(opened, login, password, address="10.0.0.7", now=now, hasher=QUICK)
