"""Runs of letters: one press that issues a letter of one kind on each of many cases."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String, Text, text
from sqlalchemy.orm import Mapped, mapped_column

from app.store.tables import Base, Code
from app.store.types import Instant, SerialInteger

_WAITING = text("result IS NULL")


class LetterRunRow(Base):
    """One officer's order to issue letters; `key` is its form's own.

    Attributes:
        finished_at: when its last case had a result; None while some wait.
    """

    __tablename__ = "letter_runs"
    __table_args__ = (Index("ix_letter_runs_by", "by", "id"),)

    id: Mapped[int] = mapped_column(SerialInteger, primary_key=True, autoincrement=True)
    key: Mapped[str] = mapped_column(String(64), unique=True)
    by: Mapped[str] = mapped_column(Code)
    made_at: Mapped[datetime] = mapped_column(Instant)
    kind: Mapped[str] = mapped_column(String(12))
    finished_at: Mapped[datetime | None] = mapped_column(Instant)


class LetterRunCaseRow(Base):
    """One case of a run: what came of it, None while it waits.

    Attributes:
        why: for what was not issued.
        number, file, media: of the letter that was, as the log has them.
    """

    __tablename__ = "letter_run_cases"
    __table_args__ = (
        Index(
            "ix_letter_run_cases_waiting",
            "run",
            "case_code",
            postgresql_where=_WAITING,
            sqlite_where=_WAITING,
        ),
    )

    run: Mapped[int] = mapped_column(ForeignKey("letter_runs.id"), primary_key=True)
    case_code: Mapped[str] = mapped_column(Code, primary_key=True)
    result: Mapped[str | None] = mapped_column(String(8))
    why: Mapped[str | None] = mapped_column(Text)
    number: Mapped[str | None] = mapped_column(Text)
    file: Mapped[str | None] = mapped_column(String(64))
    media: Mapped[str | None] = mapped_column(String(100))
