"""Decisions that move open deadlines to other calendars, case by case, and days added to those."""

from datetime import date, datetime

from sqlalchemy import ForeignKey, Index, String, Text, text
from sqlalchemy.orm import Mapped, mapped_column

from app.store.tables import Base, Code
from app.store.types import Instant, SerialInteger

_WAITING = text("result IS NULL")


class CalendarChangeRow(Base):
    """One leader's decision to bind open cases to newer calendars; `key` is its form's own.

    Attributes:
        offices: those it was made for, with all below them, as canonical JSON.
        targets: the calendar versions it leads to, `code@version`, likewise.
        rebinds: whether cases whose deadlines stay are bound as well.
        finished_at: when its last case had a result; None while some wait.
    """

    __tablename__ = "calendar_changes"
    __table_args__ = (Index("ix_calendar_changes_by", "by", "id"),)

    id: Mapped[int] = mapped_column(SerialInteger, primary_key=True, autoincrement=True)
    key: Mapped[str] = mapped_column(String(64), unique=True)
    by: Mapped[str] = mapped_column(Code)
    made_at: Mapped[datetime] = mapped_column(Instant)
    offices: Mapped[str] = mapped_column(Text)
    targets: Mapped[str] = mapped_column(Text)
    decision_no: Mapped[str] = mapped_column(Text)
    decision_day: Mapped[date]
    reason: Mapped[str] = mapped_column(Text)
    rebinds: Mapped[bool]
    finished_at: Mapped[datetime | None] = mapped_column(Instant)


class CalendarChangeCaseRow(Base):
    """One case of a decision: what came of it, None while it waits; `why` for what was not done."""

    __tablename__ = "calendar_change_cases"
    __table_args__ = (
        Index(
            "ix_calendar_change_cases_waiting",
            "change",
            "case_code",
            postgresql_where=_WAITING,
            sqlite_where=_WAITING,
        ),
    )

    change: Mapped[int] = mapped_column(ForeignKey("calendar_changes.id"), primary_key=True)
    case_code: Mapped[str] = mapped_column(Code, primary_key=True)
    result: Mapped[str | None] = mapped_column(String(8))
    why: Mapped[str | None] = mapped_column(Text)
    old_due_at: Mapped[datetime | None] = mapped_column(Instant)
    new_due_at: Mapped[datetime | None] = mapped_column(Instant)


class CalendarDayRow(Base):
    """A day an admin added to a calendar; triggers refuse every UPDATE and DELETE.

    `version` is the calendar version that the day made; `takes` the weekday (0 to 6) whose hours a
    working day has.
    """

    __tablename__ = "calendar_days"

    id: Mapped[int] = mapped_column(SerialInteger, primary_key=True, autoincrement=True)
    key: Mapped[str] = mapped_column(String(64), unique=True)
    at: Mapped[datetime] = mapped_column(Instant)
    by: Mapped[str] = mapped_column(Code)
    calendar: Mapped[str] = mapped_column(Code)
    version: Mapped[int]
    day: Mapped[date]
    kind: Mapped[str] = mapped_column(String(8))
    takes: Mapped[int | None]
    name: Mapped[str] = mapped_column(Text)
    source: Mapped[str] = mapped_column(Text)
