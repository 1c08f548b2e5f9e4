"""Who may come in: accounts with their roles, sign-ins, sessions, absences and their changes."""

from datetime import date, datetime

from sqlalchemy import ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from app.store.tables import Base, Code
from app.store.types import Instant, SerialInteger

_ACCOUNT = "accounts.id"


class AccountRow(Base):
    """Somebody who may sign in; never deleted, since the log names the login for ever.

    `name_key` is what a name is searched by (`app.store.folding`). `nonce` changes with whatever
    must end every session: another password, a disabled account.
    """

    __tablename__ = "accounts"

    id: Mapped[int] = mapped_column(SerialInteger, primary_key=True, autoincrement=True)
    login: Mapped[str] = mapped_column(Code, unique=True)
    name: Mapped[str] = mapped_column(Text)
    name_key: Mapped[str] = mapped_column(Text)
    password_hash: Mapped[str] = mapped_column(Text)
    must_change: Mapped[bool]
    nonce: Mapped[str] = mapped_column(String(32))
    created_at: Mapped[datetime] = mapped_column(Instant)
    disabled_at: Mapped[datetime | None] = mapped_column(Instant)


class GrantRow(Base):
    """A role of an account at an office, with its first and last day."""

    __tablename__ = "account_grants"
    __table_args__ = (Index("ix_account_grants_agency_role", "agency", "role"),)

    id: Mapped[int] = mapped_column(SerialInteger, primary_key=True, autoincrement=True)
    account: Mapped[int] = mapped_column(ForeignKey(_ACCOUNT), index=True)
    agency: Mapped[str] = mapped_column(Code, ForeignKey("agencies.code"))
    role: Mapped[str] = mapped_column(String(16))
    valid_from: Mapped[date | None]
    valid_to: Mapped[date | None]


class SignInRow(Base):
    """One attempt to sign in: by which name, from where, and how it went."""

    __tablename__ = "sign_ins"
    __table_args__ = (Index("ix_sign_ins_login_id", "login", "id"),)

    id: Mapped[int] = mapped_column(SerialInteger, primary_key=True, autoincrement=True)
    at: Mapped[datetime] = mapped_column(Instant)
    login: Mapped[str] = mapped_column(Code)
    account: Mapped[int | None] = mapped_column(ForeignKey(_ACCOUNT))
    outcome: Mapped[str] = mapped_column(String(8))
    address: Mapped[str] = mapped_column(String(64))


class TallyRow(Base):
    """The failures counted against a login or an address, and until when it is locked."""

    __tablename__ = "sign_in_tallies"

    subject: Mapped[str] = mapped_column(String(80), primary_key=True)
    failures: Mapped[int]
    locks: Mapped[int]
    since: Mapped[datetime | None] = mapped_column(Instant)
    locked_until: Mapped[datetime | None] = mapped_column(Instant)


class SessionRow(Base):
    """A session; `id` is the SHA-256 of the secret that only the browser has."""

    __tablename__ = "sessions"

    id: Mapped[str] = mapped_column(String(64), primary_key=True)
    account: Mapped[int] = mapped_column(ForeignKey(_ACCOUNT), index=True)
    nonce: Mapped[str] = mapped_column(String(32))
    started_at: Mapped[datetime] = mapped_column(Instant)
    last_seen_at: Mapped[datetime] = mapped_column(Instant)
    ends_at: Mapped[datetime] = mapped_column(Instant)
    ended_at: Mapped[datetime | None] = mapped_column(Instant)
    ended_why: Mapped[str | None] = mapped_column(String(16))


class AbsenceRow(Base):
    """Days on which somebody is away and somebody else stands for them."""

    __tablename__ = "absences"

    id: Mapped[int] = mapped_column(SerialInteger, primary_key=True, autoincrement=True)
    account: Mapped[int] = mapped_column(ForeignKey(_ACCOUNT), index=True)
    substitute: Mapped[int] = mapped_column(ForeignKey(_ACCOUNT), index=True)
    first_day: Mapped[date]
    last_day: Mapped[date]
    reason: Mapped[str] = mapped_column(Text)
    made_by: Mapped[str] = mapped_column(Code)
    made_at: Mapped[datetime] = mapped_column(Instant)
    cancelled_at: Mapped[datetime | None] = mapped_column(Instant)


class FavouriteRow(Base):
    """A procedure somebody keeps at hand."""

    __tablename__ = "account_favourites"

    account: Mapped[int] = mapped_column(ForeignKey(_ACCOUNT), primary_key=True)
    procedure: Mapped[str] = mapped_column(Code, primary_key=True)


class ChangeRow(Base):
    """Who changed what of an account; triggers refuse every UPDATE and DELETE.

    `by` is None for what was done at the command line. `details` is JSON without any password.
    """

    __tablename__ = "account_changes"

    id: Mapped[int] = mapped_column(SerialInteger, primary_key=True, autoincrement=True)
    at: Mapped[datetime] = mapped_column(Instant)
    account: Mapped[int] = mapped_column(ForeignKey(_ACCOUNT), index=True)
    by: Mapped[str | None] = mapped_column(Code)
    what: Mapped[str] = mapped_column(String(24))
    details: Mapped[str] = mapped_column(Text)
