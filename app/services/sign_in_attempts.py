"""Attempts to sign in, counted in the database for all workers before a password is looked at.

Counting is a transaction of its own: the slow hash runs outside of any lock, and however many ask
at once, no more are let through than may be.
"""

import unicodedata
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import TypeVar

from app.errors import Refused, WriteConflict
from app.services.passwords import Hasher
from app.store import sessions
from app.store.accounts import Account, account_of, renew_hash
from app.store.engine import Connection, Database
from app.store.retry import tried
from app.store.sign_in_places import came_in_from, forget_places, place
from sla.zone import later, local
from workflows.lockout import ADDRESS_LIMIT, LOGIN_LIMIT, OWN_PLACE, PLACE_LIMIT, Limit

T = TypeVar("T")

TRIES = 3
_LONGEST_LOGIN = 64
WRONG = "tên đăng nhập hoặc mật khẩu không đúng"
DISABLED = "tài khoản này đã bị khóa; hãy hỏi người quản trị"


class SignInRefused(Refused):
    """Nobody comes in with this; the sentence does not tell whether the login exists.

    Attributes:
        outcome: `wrong`, `locked`, `disabled` or `expired`, as in the record of sign-ins.
        until: when to try again, for `locked`.
    """

    def __init__(self, words: str, outcome: str, until: datetime | None = None) -> None:
        super().__init__(words, "password")
        self.outcome, self.until = outcome, until


@dataclass(frozen=True, kw_only=True, slots=True)
class Attempt:
    """What was typed, from where, and, once it is counted, whose login it is.

    Attributes:
        address: empty where it is unknown or does not matter.
        own_place: whether the login came in from this address lately.
    """

    login: str
    address: str
    now: datetime
    account: Account | None = None
    own_place: bool = False

    @property
    def subjects(self) -> tuple[tuple[str, Limit], ...]:
        """What failures are counted against, in the order everybody locks them."""
        found = [(place(self.login, self.address), PLACE_LIMIT)]
        if not self.own_place:
            found.append((f"login:{self.login}", LOGIN_LIMIT))
        if self.address and not self.own_place:
            found.append((f"address:{self.address}", ADDRESS_LIMIT))
        return tuple(sorted(found, key=lambda each: each[0]))


def folded_login(text: str) -> str:
    """A login as it is kept: lower case, no spaces around it, nothing invisible, not endless."""
    folded = unicodedata.normalize("NFKC", text[: 4 * _LONGEST_LOGIN]).strip().lower()
    return "".join(letter for letter in folded if letter.isprintable())[:_LONGEST_LOGIN]


def again(attempt: Callable[[], T]) -> T:
    """A whole transaction, tried anew where the database gave it up for another."""
    return tried(attempt, times=TRIES, on=(WriteConflict,))


def counted(database: Database, attempt: Attempt) -> Attempt:
    """The attempt with its account, counted as a failure until it turns out well.

    Raises:
        SignInRefused: when there were too many before.
    """

    def count() -> tuple[Attempt, datetime | None]:
        with database.writing() as connection:
            found = _placed(connection, attempt)
            until = _closed_or_counted(connection, found)
            if until is not None:
                note(connection, found, "locked")
            return found, until

    found, until = again(count)
    if until is not None:
        words = f"đã sai quá nhiều lần; hãy thử lại sau {local(until):%H:%M:%S ngày %d/%m/%Y}"
        raise SignInRefused(words, "locked", until)
    return found


def _placed(connection: Connection, attempt: Attempt) -> Attempt:
    login, address = attempt.login, attempt.address
    since = later(attempt.now, minutes=-OWN_PLACE)
    own = bool(address) and came_in_from(connection, login, address, since=since)
    return replace(attempt, account=account_of(connection, login), own_place=own)


def _closed_or_counted(connection: Connection, attempt: Attempt) -> datetime | None:
    now = attempt.now
    held = [
        (subject, limit, sessions.held_tally(connection, subject))
        for subject, limit in attempt.subjects
    ]
    closed = [tally.closed_until(limit, now=now) for _, limit, tally in held]
    if until := max((each for each in closed if each), default=None):
        return until
    for subject, limit, tally in held:
        sessions.keep_tally(connection, subject, tally.attempted(limit, now=now))
    return None


def verified(database: Database, attempt: Attempt, password: str, hasher: Hasher) -> Account:
    """The account whose password this is; brought to today's price of hashing on the way.

    Raises:
        SignInRefused: for any other password, and for a disabled account.
    """
    account = attempt.account
    if not hasher.fits(password, account.password_hash if account else None) or account is None:
        again(lambda: _failed(database, attempt, "wrong"))
        raise SignInRefused(WRONG, "wrong")
    if account.disabled_at is not None:
        again(lambda: _failed(database, attempt, "disabled"))
        raise SignInRefused(DISABLED, "disabled")
    if hasher.is_old(account.password_hash):
        made = hasher.made(password)
        again(lambda: _renewed(database, account, made))
    return account


def _renewed(database: Database, account: Account, made: str) -> None:
    with database.writing() as connection:
        renew_hash(connection, account, made)


def _failed(database: Database, attempt: Attempt, outcome: str) -> None:
    with database.writing() as connection:
        for subject, limit in attempt.subjects:
            tally = sessions.held_tally(connection, subject)
            sessions.keep_tally(connection, subject, tally.failed(limit, now=attempt.now))
        note(connection, attempt, outcome)


def forgive(connection: Connection, attempt: Attempt) -> None:
    """Take the attempt back: nothing stands against the login here any more, one less elsewhere.

    What strangers guess elsewhere goes on being counted: the owner comes in every morning.
    """
    for subject, limit in attempt.subjects:
        if limit is PLACE_LIMIT:
            sessions.forget_tally(connection, subject)
        else:
            tally = sessions.held_tally(connection, subject)
            sessions.keep_tally(connection, subject, tally.forgiven())


def open_door(connection: Connection, login: str) -> None:
    """Count nothing against a login any more, wherever it was tried from."""
    sessions.forget_tally(connection, f"login:{login}")
    forget_places(connection, login)


def note(connection: Connection, attempt: Attempt, outcome: str) -> None:
    """Write down how an attempt went."""
    sessions.note_sign_in(
        connection,
        attempt.login,
        outcome,
        account=attempt.account.id if attempt.account else None,
        address=attempt.address,
        now=attempt.now,
    )
