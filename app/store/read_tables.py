"""The tables that can be dropped: what the projections make of the log."""

from datetime import datetime

from sqlalchemy import Index, String, Text, text
from sqlalchemy.orm import Mapped, mapped_column

from app.store.tables import Base, Code
from app.store.types import Instant

_KNOWN_NOW = text("known_to IS NULL")


class CaseRow(Base):
    """A case as it stands: what lists and look-ups read."""

    __tablename__ = "cases"
    __table_args__ = (Index("ix_cases_agency_state_due_at", "agency", "state", "due_at"),)

    code: Mapped[str] = mapped_column(Code, primary_key=True)
    agency: Mapped[str] = mapped_column(Code)
    procedure: Mapped[str] = mapped_column(Code)
    procedure_version: Mapped[int | None]
    calendar: Mapped[str | None] = mapped_column(Text)
    field: Mapped[str] = mapped_column(Code)
    channel: Mapped[str] = mapped_column(String(8))
    state: Mapped[str] = mapped_column(String(24))
    applicant: Mapped[str] = mapped_column(Text)
    submitted_at: Mapped[datetime | None] = mapped_column(Instant)
    accepted_at: Mapped[datetime | None] = mapped_column(Instant)
    due_at: Mapped[datetime | None] = mapped_column(Instant)
    paused_since: Mapped[datetime | None] = mapped_column(Instant)
    closed_at: Mapped[datetime | None] = mapped_column(Instant)
    verdict: Mapped[str | None] = mapped_column(String(8))
    version: Mapped[int]
    head_hash: Mapped[str] = mapped_column(String(64))
    recorded_at: Mapped[datetime] = mapped_column(Instant)


class StepRow(Base):
    """One run of a step."""

    __tablename__ = "case_steps"

    case_code: Mapped[str] = mapped_column(Code, primary_key=True)
    step: Mapped[str] = mapped_column(Code, primary_key=True)
    run: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    role: Mapped[str | None] = mapped_column(String(16))
    assignee: Mapped[str | None] = mapped_column(Text)
    started_at: Mapped[datetime] = mapped_column(Instant)
    ended_at: Mapped[datetime | None] = mapped_column(Instant)
    done: Mapped[bool]
    due_at: Mapped[datetime | None] = mapped_column(Instant)


class TimerRow(Base):
    """A deadline that must still become an event; firing it takes the row away."""

    __tablename__ = "timers"
    __table_args__ = (Index("ix_timers_fires_at", "fires_at", "case_code"),)

    case_code: Mapped[str] = mapped_column(Code, primary_key=True)
    clock: Mapped[str] = mapped_column(String(8), primary_key=True)
    step: Mapped[str] = mapped_column(Code, primary_key=True)
    run: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    kind: Mapped[str] = mapped_column(String(8), primary_key=True)
    due_at: Mapped[datetime] = mapped_column(Instant, primary_key=True)
    fires_at: Mapped[datetime] = mapped_column(Instant)


class FactRow(Base):
    """What was so, from when to when, as known from when to when: the ground of every table.

    A row is a stretch [starts_at, ends_at) in which an accepted case was open and neither its
    deadline nor its pause changed, or (`ends_how` = voided) the instant it was struck out.
    `known_from`/`known_to` bound the recording times between which the log said so.
    `verdict` and `reopened_at` belong to a stretch that ended in a closing.
    """

    __tablename__ = "facts"
    __table_args__ = (
        Index(
            "ix_facts_agency_ends_at",
            "agency",
            "ends_at",
            postgresql_where=_KNOWN_NOW,
            sqlite_where=_KNOWN_NOW,
        ),
        Index("ix_facts_known", "agency", "known_from", "known_to"),
    )

    case_code: Mapped[str] = mapped_column(Code, primary_key=True)
    known_from: Mapped[datetime] = mapped_column(Instant, primary_key=True)
    starts_at: Mapped[datetime] = mapped_column(Instant, primary_key=True)
    ends_how: Mapped[str] = mapped_column(String(8), primary_key=True)
    known_to: Mapped[datetime | None] = mapped_column(Instant)
    ends_at: Mapped[datetime | None] = mapped_column(Instant)
    agency: Mapped[str] = mapped_column(Code)
    field: Mapped[str] = mapped_column(Code)
    online: Mapped[bool]
    accepted_at: Mapped[datetime] = mapped_column(Instant)
    due_at: Mapped[datetime] = mapped_column(Instant)
    paused_since: Mapped[datetime | None] = mapped_column(Instant)
    verdict: Mapped[str | None] = mapped_column(String(8))
    reopened_at: Mapped[datetime | None] = mapped_column(Instant)
