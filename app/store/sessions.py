"""Coming in and staying in: failures counted, sign-ins written down, sessions found and ended."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from hashlib import sha256
from typing import Any

from sqlalchemy import (
    BindParameter,
    ColumnElement,
    CompoundSelect,
    Date,
    Row,
    Select,
    Table,
    and_,
    bindparam,
    insert,
    literal,
    or_,
    select,
    update,
)

from app.store.account_scope import all_below, everything
from app.store.account_tables import AbsenceRow, SessionRow, SignInRow, TallyRow
from app.store.accounts import ACCOUNTS, GRANTS, grant_from, holds_on
from app.store.engine import Connection, dialect_of
from app.store.tables import table_of
from app.store.types import Instant
from sla.zone import later
from workflows.agency import Role
from workflows.lockout import Tally
from workflows.officer import Officer

SESSIONS = table_of(SessionRow)
SIGN_INS = table_of(SignInRow)
TALLIES = table_of(TallyRow)
ABSENCES = table_of(AbsenceRow)
# Minutes: an hour without a click (a lunch is longer), a working day in all, and how stale the
# note of the last click may be, so that not every page has to write.
IDLE, LONGEST, STALE = 60, 600, 5
# The holder of a grant in the one query that finds a session: the caller, or whom they stand for.
_HOLDER = ACCOUNTS.alias("holder")


@dataclass(frozen=True, kw_only=True, slots=True)
class Found:
    """A live session.

    Attributes:
        account: the id of the account.
        officer: the account's owner with the roles of the day.
        stale: whether the last click was noted too long ago.
    """

    account: int
    officer: Officer
    must_change: bool
    stale: bool


@dataclass(frozen=True, kw_only=True, slots=True)
class SignIn:
    """One attempt: `known` when the login was somebody's; `id` is what the next page is before."""

    id: int
    at: datetime
    login: str
    known: bool
    outcome: str
    address: str


def held_tally(connection: Connection, subject: str) -> Tally:
    """What is counted against a login or an address; held by this transaction until it ends."""
    fresh = dialect_of(connection).insert(TALLIES).values(subject=subject, failures=0, locks=0)
    # An update that changes nothing is how both databases give an existing row and lock it.
    held = fresh.on_conflict_do_update(
        index_elements=[TALLIES.c.subject], set_={"failures": TALLIES.c.failures}
    ).returning(TALLIES.c.failures, TALLIES.c.locks, TALLIES.c.since, TALLIES.c.locked_until)
    row = connection.execute(held).one()
    return Tally(**row._mapping)


def keep_tally(connection: Connection, subject: str, tally: Tally) -> None:
    """Write a tally that this transaction holds."""
    connection.execute(
        update(TALLIES)
        .where(TALLIES.c.subject == subject)
        .values(
            failures=tally.failures,
            locks=tally.locks,
            since=tally.since,
            locked_until=tally.locked_until,
        )
    )


def note_sign_in(
    connection: Connection,
    login: str,
    outcome: str,
    *,
    account: int | None,
    address: str,
    now: datetime,
) -> None:
    """Write down how an attempt to sign in went."""
    connection.execute(
        insert(SIGN_INS).values(
            at=now, login=login, account=account, outcome=outcome, address=address
        )
    )


def sign_ins(
    connection: Connection,
    *,
    login: str | None,
    before: int | None,
    limit: int,
    tops: Sequence[str] | None = None,
) -> list[SignIn]:
    """The attempts, newest first; by one login or by all, of the accounts below some offices.

    Logins that nobody has are told only to who rules all offices: a password typed in the wrong
    box stands among them.
    """
    query = select(SIGN_INS).order_by(SIGN_INS.c.id.desc()).limit(limit)
    if login is not None:
        query = query.where(SIGN_INS.c.login == login)
    if before is not None:
        query = query.where(SIGN_INS.c.id < before)
    if tops is not None:
        nobodys = and_(SIGN_INS.c.account.is_(None), everything(tops))
        known = and_(SIGN_INS.c.account.is_not(None), all_below(SIGN_INS.c.account, tops))
        query = query.where(or_(nobodys, known))
    return [
        SignIn(
            id=row.id,
            at=row.at,
            login=row.login,
            known=row.account is not None,
            outcome=row.outcome,
            address=row.address,
        )
        for row in connection.execute(query)
    ]


def start_session(
    connection: Connection, token: str, account: int, nonce: str, *, now: datetime
) -> None:
    """Begin a session; it is dead when the account's nonce is no longer the one that was read."""
    connection.execute(
        insert(SESSIONS).values(
            id=_key(token),
            account=account,
            nonce=nonce,
            started_at=now,
            last_seen_at=now,
            ends_at=later(now, minutes=LONGEST),
        )
    )


def found_session(connection: Connection, token: str, *, now: datetime, day: date) -> Found | None:
    """Who holds a token that is still good, with the roles of a local day; one query."""
    asked = {
        "key": _key(token),
        "this_instant": now,
        "last_click": later(now, minutes=-IDLE),
        "this_day": day,
    }
    rows = connection.execute(_finding(), asked).all()
    return _found(rows, now) if rows else None


@cache
def _finding() -> CompoundSelect[Any]:
    """The query for every session: made once, since every page asks it."""
    day: BindParameter[date] = bindparam("this_day", type_=Date())
    own = _from_session(_HOLDER.c.id == ACCOUNTS.c.id, standing=False, day=day)
    stood = _from_session(_absent_on(day), standing=True, day=day)
    return own.where(_alive()).union_all(stood.where(_alive())).order_by("standing", "grant_id")


def _from_session(
    holder: ColumnElement[bool], *, standing: bool, day: BindParameter[date]
) -> Select[Any]:
    """The session's account beside each grant of a holder, or beside nothing."""
    usable: list[ColumnElement[bool]] = [GRANTS.c.account == _HOLDER.c.id, holds_on(day)]
    if standing:
        # Nobody becomes an admin because an admin is away, nor through a disabled account.
        usable.append(GRANTS.c.role != Role.ADMIN.value)
    whence: Any = SESSIONS.join(ACCOUNTS, ACCOUNTS.c.id == SESSIONS.c.account)
    if standing:
        whence = whence.join(ABSENCES, ABSENCES.c.substitute == ACCOUNTS.c.id)
    whence = whence.join(_HOLDER, holder).outerjoin(GRANTS, and_(*usable))
    return select(
        literal(int(standing)).label("standing"),
        GRANTS.c.id.label("grant_id"),
        ACCOUNTS.c.id.label("account"),
        ACCOUNTS.c.login,
        ACCOUNTS.c.name,
        ACCOUNTS.c.must_change,
        SESSIONS.c.last_seen_at,
        _HOLDER.c.login.label("holder"),
        GRANTS.c.agency,
        GRANTS.c.role,
        GRANTS.c.valid_from,
        GRANTS.c.valid_to,
    ).select_from(whence)


def _absent_on(day: BindParameter[date]) -> ColumnElement[bool]:
    return and_(
        _HOLDER.c.id == ABSENCES.c.account,
        _HOLDER.c.disabled_at.is_(None),
        ABSENCES.c.cancelled_at.is_(None),
        ABSENCES.c.first_day <= day,
        ABSENCES.c.last_day >= day,
    )


def _alive() -> ColumnElement[bool]:
    return and_(
        SESSIONS.c.id == bindparam("key", type_=SESSIONS.c.id.type),
        SESSIONS.c.ended_at.is_(None),
        SESSIONS.c.ends_at > bindparam("this_instant", type_=Instant()),
        SESSIONS.c.last_seen_at > bindparam("last_click", type_=Instant()),
        SESSIONS.c.nonce == ACCOUNTS.c.nonce,
        ACCOUNTS.c.disabled_at.is_(None),
    )


def _found(rows: Sequence[Row[Any]], now: datetime) -> Found:
    me = rows[0]
    held = [row for row in rows if row.agency is not None]
    # The same role at the same office may be one's own and a colleague's; then it is one's own.
    grants = dict.fromkeys(grant_from(row) for row in held)
    own = {grant_from(row) for row in held if not row.standing}
    officer = Officer(
        login=me.login,
        name=me.name,
        grants=tuple(grants),
        stands_for=tuple(dict.fromkeys(row.holder for row in rows if row.standing)),
        lent=tuple(grant for grant in grants if grant not in own),
    )
    stale = later(me.last_seen_at, minutes=STALE) <= now
    return Found(account=me.account, officer=officer, must_change=me.must_change, stale=stale)


def touch_session(connection: Connection, token: str, *, now: datetime) -> None:
    """Note a click, unless a later one is noted already."""
    seen = and_(SESSIONS.c.id == _key(token), SESSIONS.c.last_seen_at < now)
    connection.execute(update(SESSIONS).where(seen).values(last_seen_at=now))


def end_session(connection: Connection, token: str, why: str, *, now: datetime) -> None:
    """End one session that has not ended yet."""
    _end(connection, SESSIONS.c.id == _key(token), why, now)


def end_sessions(connection: Connection, account: int, why: str, *, now: datetime) -> None:
    """End every session of an account."""
    _end(connection, SESSIONS.c.account == account, why, now)


def _end(connection: Connection, which: ColumnElement[bool], why: str, now: datetime) -> None:
    running = and_(which, SESSIONS.c.ended_at.is_(None))
    connection.execute(update(SESSIONS).where(running).values(ended_at=now, ended_why=why))


def forget_tally(connection: Connection, subject: str) -> None:
    """Count nothing against a login any more."""
    tallies: Table = TALLIES
    connection.execute(tallies.delete().where(tallies.c.subject == subject))


def _key(token: str) -> str:
    # A stolen copy of the database opens no session: the secret itself is not in it.
    return sha256(token.encode("utf-8", "surrogatepass")).hexdigest()
