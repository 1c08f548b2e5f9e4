"""Which offices had their morning, and what each was asked to explain week by week."""

from datetime import date, datetime

from sqlalchemy import ForeignKey, Index, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from app.store.tables import Base, Code
from app.store.types import Instant, SerialInteger

_NOT_REMINDED = text("reminded_at IS NULL")


class MorningRow(Base):
    """An office's morning of one day has been told; whoever puts the row there tells it.

    `at` is until when the bells were read for it: the next morning goes on from there.
    """

    __tablename__ = "mornings"

    agency: Mapped[str] = mapped_column(Code, primary_key=True)
    day: Mapped[date] = mapped_column(primary_key=True)
    at: Mapped[datetime] = mapped_column(Instant)


class ExplanationRoundRow(Base):
    """What an office was asked to explain of one week; also of a week with nothing to explain.

    Attributes:
        week_start: the Monday of the week; `until` is the first day after it, later than a week
            where nobody worked in the next one.
        due_at: until when the answers are asked for.
        reminded_at: when the office was reminded and those above were told; None before.
    """

    __tablename__ = "explanation_rounds"
    __table_args__ = (
        UniqueConstraint("agency", "week_start"),
        Index("ix_explanation_rounds_week_start", "week_start"),
        Index(
            "ix_explanation_rounds_not_reminded",
            "due_at",
            postgresql_where=_NOT_REMINDED,
            sqlite_where=_NOT_REMINDED,
        ),
    )

    id: Mapped[int] = mapped_column(SerialInteger, primary_key=True, autoincrement=True)
    agency: Mapped[str] = mapped_column(Code)
    week_start: Mapped[date]
    until: Mapped[date]
    asked_at: Mapped[datetime] = mapped_column(Instant)
    due_at: Mapped[datetime] = mapped_column(Instant)
    reminded_at: Mapped[datetime | None] = mapped_column(Instant)


class ExplanationLineRow(Base):
    """One case to be explained for one reason, with its answer.

    Attributes:
        why: overdue, returned or supplemented.
        clock: which clock ran over, else None; `step` likewise.
        at: when it happened.
        version: how often it was answered; an answer names the one it was written upon.
    """

    __tablename__ = "explanation_lines"
    __table_args__ = (
        UniqueConstraint("round", "case_code", "why"),
        Index("ix_explanation_lines_case_code", "case_code"),
    )

    id: Mapped[int] = mapped_column(SerialInteger, primary_key=True, autoincrement=True)
    round: Mapped[int] = mapped_column(SerialInteger, ForeignKey("explanation_rounds.id"))
    case_code: Mapped[str] = mapped_column(Code)
    why: Mapped[str] = mapped_column(String(16))
    clock: Mapped[str | None] = mapped_column(String(8))
    step: Mapped[str | None] = mapped_column(Code)
    at: Mapped[datetime] = mapped_column(Instant)
    cause: Mapped[str | None] = mapped_column(String(16))
    text: Mapped[str | None] = mapped_column(Text)
    answered_by: Mapped[str | None] = mapped_column(Code)
    answered_at: Mapped[datetime | None] = mapped_column(Instant)
    version: Mapped[int]
