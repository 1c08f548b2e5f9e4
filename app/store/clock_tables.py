"""What the clock work keeps for itself: cases it could not tell, beats, how far it has swept."""

from datetime import datetime

from sqlalchemy import BigInteger, Float, Index, String, Text, text
from sqlalchemy.orm import Mapped, mapped_column

from app.store.tables import Base, Code
from app.store.types import Instant, SerialInteger

_UNSOLVED = text("solved_at IS NULL")


class IncidentRow(Base):
    """A case that a job could not deal with; kept when it is solved, for whoever asks later.

    Attributes:
        error: one sentence without anybody's data.
        digest: of the places the error came through, so that equal faults are seen to be equal.
        count: how often in a row it has failed.
        next_try_at: until then the job passes over the case.
    """

    __tablename__ = "incidents"
    __table_args__ = (
        Index(
            "ix_incidents_unsolved",
            "job",
            "next_try_at",
            postgresql_where=_UNSOLVED,
            sqlite_where=_UNSOLVED,
        ),
    )

    case_code: Mapped[str] = mapped_column(Code, primary_key=True)
    job: Mapped[str] = mapped_column(String(32), primary_key=True)
    error: Mapped[str] = mapped_column(Text)
    digest: Mapped[str] = mapped_column(String(64))
    count: Mapped[int]
    first_at: Mapped[datetime] = mapped_column(Instant)
    last_at: Mapped[datetime] = mapped_column(Instant)
    next_try_at: Mapped[datetime] = mapped_column(Instant)
    solved_at: Mapped[datetime | None] = mapped_column(Instant)


class HeartbeatRow(Base):
    """The latest run of a job by one process, by the wall clock; `took` is in seconds."""

    __tablename__ = "heartbeats"

    job: Mapped[str] = mapped_column(String(32), primary_key=True)
    worker: Mapped[str] = mapped_column(String(128), primary_key=True)
    at: Mapped[datetime] = mapped_column(Instant)
    took: Mapped[float] = mapped_column(Float)
    result: Mapped[str] = mapped_column(Text)
    runs: Mapped[int] = mapped_column(BigInteger)


class SweepRow(Base):
    """The earliest `since` of all rows: no timer fires before it, but for those of incidents.

    Whoever sets an earlier timer adds a row and waits for nobody; the clock work makes one of them.
    """

    __tablename__ = "timer_sweeps"

    id: Mapped[int] = mapped_column(SerialInteger, primary_key=True, autoincrement=True)
    since: Mapped[datetime] = mapped_column(Instant)
