"""What people are told, how they can be reached, and what they want to be told by which way."""

from datetime import datetime

from sqlalchemy import Index, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from app.store.tables import Base, Code
from app.store.types import Instant, SerialInteger

_UNREAD = text("read_at IS NULL")


class AlertRow(Base):
    """One rung that one clock has reached for one deadline; the key lets nobody alert twice.

    `step` is empty and `run` 0 where the clock has none, so that the key holds no NULL: two of
    those are never equal. `at` is the rung's own instant.
    """

    __tablename__ = "alerts"
    __table_args__ = (
        UniqueConstraint("case_code", "clock", "step", "run", "due_at", "rung"),
        Index("ix_alerts_agency_recorded_at", "agency", "recorded_at"),
    )

    id: Mapped[int] = mapped_column(SerialInteger, primary_key=True, autoincrement=True)
    case_code: Mapped[str] = mapped_column(Code)
    clock: Mapped[str] = mapped_column(String(8))
    step: Mapped[str] = mapped_column(Code)
    run: Mapped[int]
    due_at: Mapped[datetime] = mapped_column(Instant)
    rung: Mapped[str] = mapped_column(String(32))
    agency: Mapped[str] = mapped_column(Code)
    level: Mapped[str] = mapped_column(String(8))
    at: Mapped[datetime] = mapped_column(Instant)
    recorded_at: Mapped[datetime] = mapped_column(Instant)


class NoticeRow(Base):
    """One line of one person's bell; the same key is never put there twice.

    `agency` is where the case lies. `shown_from` lies in working hours; before it the line is not
    there for its reader. `alert` is None for what no clock has caused.
    """

    __tablename__ = "notices"
    __table_args__ = (
        UniqueConstraint("login", "key"),
        Index("ix_notices_login_shown_from_id", "login", "shown_from", "id"),
        Index("ix_notices_unread", "login", postgresql_where=_UNREAD, sqlite_where=_UNREAD),
        Index("ix_notices_shown_from", "shown_from"),
    )

    id: Mapped[int] = mapped_column(SerialInteger, primary_key=True, autoincrement=True)
    login: Mapped[str] = mapped_column(Code)
    key: Mapped[str] = mapped_column(String(128))
    kind: Mapped[str] = mapped_column(String(16))
    level: Mapped[str] = mapped_column(String(8))
    alert: Mapped[int | None] = mapped_column(SerialInteger)
    case_code: Mapped[str | None] = mapped_column(Code)
    agency: Mapped[str] = mapped_column(Code)
    text: Mapped[str] = mapped_column(Text)
    link: Mapped[str] = mapped_column(Text)
    at: Mapped[datetime] = mapped_column(Instant)
    shown_from: Mapped[datetime] = mapped_column(Instant)
    read_at: Mapped[datetime | None] = mapped_column(Instant)


class NoticeContactRow(Base):
    """Where somebody can be reached outside the pages."""

    __tablename__ = "notice_contacts"

    login: Mapped[str] = mapped_column(Code, primary_key=True)
    email: Mapped[str | None] = mapped_column(Text)
    phone: Mapped[str | None] = mapped_column(String(16))


class NoticeChoiceRow(Base):
    """What somebody wants otherwise than by default: one kind of notice on one channel."""

    __tablename__ = "notice_choices"

    login: Mapped[str] = mapped_column(Code, primary_key=True)
    kind: Mapped[str] = mapped_column(String(16), primary_key=True)
    channel: Mapped[str] = mapped_column(String(8), primary_key=True)
    mode: Mapped[str] = mapped_column(String(8))
