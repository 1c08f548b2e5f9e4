"""The table of the demonstration's clock; empty in every true office."""

from datetime import datetime

from sqlalchemy import BigInteger, CheckConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.store.tables import Base, Code
from app.store.types import Instant


class DemoClockRow(Base):
    """How far the clock of a demonstration stands from the wall's; one row, or none.

    Attributes:
        offset_seconds: added to the wall clock; negative for a demonstration in the past.
        moved_at: when it was last moved, by the wall clock.
        moved_by: the login of who moved it; None for the command line.
    """

    __tablename__ = "demo_clock"
    __table_args__ = (CheckConstraint("id = 1", name="one_row"),)

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    offset_seconds: Mapped[int] = mapped_column(BigInteger)
    moved_at: Mapped[datetime] = mapped_column(Instant)
    moved_by: Mapped[str | None] = mapped_column(Code)
