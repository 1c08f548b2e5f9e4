"""What is kept of closed months, so that a table of a whole province need not count its cases."""

from datetime import date, datetime

from sqlalchemy import BigInteger, String
from sqlalchemy.orm import Mapped, mapped_column

from app.store.tables import Base, Code
from app.store.types import Instant


class SummaryStateRow(Base):
    """Up to where in the log the kept months are true, and by which rules; one row.

    Attributes:
        position: every event up to it was there when the months were counted; of later ones some.
        rules: stands for the statement and the days they were counted by; empty before the first.
    """

    __tablename__ = "summary_state"

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    position: Mapped[int] = mapped_column(BigInteger)
    rules: Mapped[str] = mapped_column(String(64))


class SummaryMonthRow(Base):
    """A month that is kept: its inclusive local days, and the instants [starts_at, ends_at)."""

    __tablename__ = "summary_months"

    first: Mapped[date] = mapped_column(primary_key=True)
    last: Mapped[date]
    starts_at: Mapped[datetime] = mapped_column(Instant)
    ends_at: Mapped[datetime] = mapped_column(Instant)


class MonthCountRow(Base):
    """What became of the cases of an office and a field in one month, and what it left open.

    A row with an earlier `closed_in` takes closings of that month back, because their cases were
    opened again in this one: it says so in negative numbers, and counts only where a period holds
    both months.

    Attributes:
        month, closed_in: the first days of months.
        online, direct: accepted in the month.
        early, on_time, late: closed in it for good, or until a later month.
        in_time, past_due, paused: left open; `paused` are among the two others.
        voided: struck out in it.
    """

    __tablename__ = "month_counts"

    month: Mapped[date] = mapped_column(primary_key=True)
    agency: Mapped[str] = mapped_column(Code, primary_key=True)
    field: Mapped[str] = mapped_column(Code, primary_key=True)
    closed_in: Mapped[date] = mapped_column(primary_key=True)
    online: Mapped[int]
    direct: Mapped[int]
    early: Mapped[int]
    on_time: Mapped[int]
    late: Mapped[int]
    in_time: Mapped[int]
    past_due: Mapped[int]
    paused: Mapped[int]
    voided: Mapped[int]
