"""The register of petitions (PAKN): its log, which only grows, and what is read out of it."""

from datetime import date, datetime

from sqlalchemy import BigInteger, ForeignKey, Index, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from app.store.tables import Base, Code, LongCode
from app.store.types import Instant, SerialInteger

_KNOWN_NOW = text("known_to IS NULL")


class PetitionNumberRow(Base):
    """The last number an office gave to a petition in a year."""

    __tablename__ = "petition_numbers"

    agency: Mapped[str] = mapped_column(Code, primary_key=True)
    year: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    last: Mapped[int]


class PetitionEventRow(Base):
    """One event of a petition. Written once: triggers refuse every UPDATE and DELETE.

    No event is chained to the one before by a hash, as those of cases are: what a sealed table
    counted of petitions is kept with the table and its own hash.
    """

    __tablename__ = "petition_events"
    __table_args__ = (UniqueConstraint("petition", "version"),)

    position: Mapped[int] = mapped_column(SerialInteger, primary_key=True, autoincrement=True)
    petition: Mapped[str] = mapped_column(LongCode)
    version: Mapped[int]
    type: Mapped[str] = mapped_column(String(32))
    at: Mapped[datetime] = mapped_column(Instant)
    recorded_at: Mapped[datetime] = mapped_column(Instant)
    actor: Mapped[str] = mapped_column(Text)
    agency: Mapped[str] = mapped_column(Code, ForeignKey("agencies.code"))
    data: Mapped[str] = mapped_column(Text)


class PetitionSenderRow(Base):
    """Who sent a petition and all they wrote: kept apart from the log, so that it can be erased."""

    __tablename__ = "petition_senders"

    petition: Mapped[str] = mapped_column(LongCode, primary_key=True)
    name: Mapped[str | None] = mapped_column(Text)
    phone: Mapped[str | None] = mapped_column(Text)
    email: Mapped[str | None] = mapped_column(Text)
    address: Mapped[str | None] = mapped_column(Text)
    content: Mapped[str | None] = mapped_column(Text)


class PetitionRow(Base):
    """A petition as its first `version` events tell it: a table that can be dropped.

    Attributes:
        known_from: when the last of these events was recorded; `known_to` when the next one was.
        ended_how: answered, returned or forwarded; `ended_recorded_at` when that was written down.
    """

    __tablename__ = "petitions"
    __table_args__ = (
        Index(
            "ix_petitions_known_now",
            "agency",
            "due_at",
            postgresql_where=_KNOWN_NOW,
            sqlite_where=_KNOWN_NOW,
        ),
        Index("ix_petitions_agency_received_at", "agency", "received_at"),
    )

    code: Mapped[str] = mapped_column(LongCode, primary_key=True)
    version: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    known_from: Mapped[datetime] = mapped_column(Instant)
    known_to: Mapped[datetime | None] = mapped_column(Instant)
    agency: Mapped[str] = mapped_column(Code)
    channel: Mapped[str] = mapped_column(String(16))
    about: Mapped[str] = mapped_column(String(16))
    field: Mapped[str | None] = mapped_column(Code)
    procedure: Mapped[str | None] = mapped_column(Code)
    subject: Mapped[str] = mapped_column(Text)
    received_at: Mapped[datetime] = mapped_column(Instant)
    due_at: Mapped[datetime] = mapped_column(Instant)
    accepted_at: Mapped[datetime | None] = mapped_column(Instant)
    ended_at: Mapped[datetime | None] = mapped_column(Instant)
    ended_how: Mapped[str | None] = mapped_column(String(16))
    ended_recorded_at: Mapped[datetime | None] = mapped_column(Instant)
    published_at: Mapped[datetime | None] = mapped_column(Instant)


class ReviewRow(Base):
    """A procedure that an office is to review, or has reviewed, by the plan of a year (II.04).

    Attributes:
        decided_on: the day its result was decided; None for what is only planned.
        outcome: keep, abolish, amend, replace, interlink or electronic; None before.
        saving: what the decision saves a year, in đồng; `cost_before` what it cost before.
    """

    __tablename__ = "reviews"

    procedure: Mapped[str] = mapped_column(Code, primary_key=True)
    agency: Mapped[str] = mapped_column(Code, ForeignKey("agencies.code"), primary_key=True)
    planned_year: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    planned: Mapped[bool]
    decided_on: Mapped[date | None]
    outcome: Mapped[str | None] = mapped_column(String(16))
    saving: Mapped[int | None] = mapped_column(BigInteger)
    cost_before: Mapped[int | None] = mapped_column(BigInteger)
    source: Mapped[str] = mapped_column(Text)
