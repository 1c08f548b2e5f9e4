"""The tables that are the truth: the event log, and the setup data it refers to."""

from datetime import date, datetime

from sqlalchemy import (
    BigInteger,
    ForeignKey,
    Index,
    MetaData,
    String,
    Table,
    Text,
    UniqueConstraint,
)
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

from app.store.types import Instant, SerialInteger

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
    }
)
# Byte order on both databases, so that a log comes out in the same order from either.
Code = String(64).with_variant(String(64, collation="C"), "postgresql")

# Of what is numbered within an office: its code is a part of the number.
LongCode = String(96).with_variant(String(96, collation="C"), "postgresql")


class Base(DeclarativeBase):
    """Every table of the application."""

    metadata = metadata


def table_of(mapped: type[Base]) -> Table:
    """The table behind a mapped class, for statements that need no objects."""
    return metadata.tables[mapped.__tablename__]


class EventRow(Base):
    """One event. Written once: triggers refuse every UPDATE and DELETE."""

    __tablename__ = "case_events"
    __table_args__ = (
        UniqueConstraint("case_code", "version"),
        Index("ix_case_events_agency_at", "agency", "at"),
    )

    position: Mapped[int] = mapped_column(SerialInteger, primary_key=True, autoincrement=True)
    case_code: Mapped[str] = mapped_column(Code)
    version: Mapped[int]
    type: Mapped[str] = mapped_column(String(32))
    at: Mapped[datetime] = mapped_column(Instant)
    recorded_at: Mapped[datetime] = mapped_column(Instant)
    actor: Mapped[str | None] = mapped_column(Text)
    agency: Mapped[str] = mapped_column(Code, ForeignKey("agencies.code"))
    data: Mapped[str] = mapped_column(Text)
    prev_hash: Mapped[str] = mapped_column(String(64))
    hash: Mapped[str] = mapped_column(String(64))


class CaseNumberRow(Base):
    """The last serial number an agency gave on a day."""

    __tablename__ = "case_numbers"

    agency: Mapped[str] = mapped_column(Code, primary_key=True)
    day: Mapped[date] = mapped_column(primary_key=True)
    last: Mapped[int]


class CalendarRow(Base):
    """One version of a calendar; never changed, since deadlines were promised by it."""

    __tablename__ = "calendars"

    code: Mapped[str] = mapped_column(Code, primary_key=True)
    version: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    digest: Mapped[str] = mapped_column(String(64))
    content: Mapped[str] = mapped_column(Text)


class AgencyRow(Base):
    """One office of the tree, with the days it existed."""

    __tablename__ = "agencies"

    code: Mapped[str] = mapped_column(Code, primary_key=True)
    name: Mapped[str] = mapped_column(Text)
    level: Mapped[str] = mapped_column(String(16))
    parent: Mapped[str | None] = mapped_column(Code, ForeignKey("agencies.code"), index=True)
    calendar: Mapped[str | None] = mapped_column(Code)
    valid_from: Mapped[date | None]
    valid_to: Mapped[date | None]
    successor: Mapped[str | None] = mapped_column(Code)
    notice: Mapped[str | None] = mapped_column(Text)
    address: Mapped[str | None] = mapped_column(Text)
    phone: Mapped[str | None] = mapped_column(Text)
    hours_note: Mapped[str | None] = mapped_column(Text)
    sender: Mapped[str | None] = mapped_column(String(11))
    place: Mapped[str | None] = mapped_column(Text)
    desk: Mapped[str | None] = mapped_column(Text)
    superior: Mapped[str | None] = mapped_column(Text)
    head_title: Mapped[str | None] = mapped_column(Text)


class FieldRow(Base):
    """One field (lĩnh vực): a row of the tables, in its order."""

    __tablename__ = "fields"

    code: Mapped[str] = mapped_column(Code, primary_key=True)
    name: Mapped[str] = mapped_column(Text)
    sort_order: Mapped[int]


class ProcedureRow(Base):
    """One version of a procedure; running cases keep theirs."""

    __tablename__ = "procedures"

    code: Mapped[str] = mapped_column(Code, primary_key=True)
    version: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    digest: Mapped[str] = mapped_column(String(64))
    field: Mapped[str] = mapped_column(Code, ForeignKey("fields.code"))
    content: Mapped[str] = mapped_column(Text)


class RevisionRow(Base):
    """How often the setup was changed: what a process compares its cached copy with."""

    __tablename__ = "setup_revision"

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    revision: Mapped[int] = mapped_column(BigInteger)
