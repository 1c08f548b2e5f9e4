"""What an office has chosen about its reports."""

from datetime import date

from sqlalchemy import ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from app.store.tables import Base, Code


class ReportChoiceRow(Base):
    """How an office, and all below it without an own choice, count from a day on.

    Attributes:
        source: the decision the choices rest on, as written in the setup pack.
    """

    __tablename__ = "report_choices"

    agency: Mapped[str] = mapped_column(Code, ForeignKey("agencies.code"), primary_key=True)
    valid_from: Mapped[date] = mapped_column(primary_key=True)
    returned_in: Mapped[str] = mapped_column(String(16))
    paused_in: Mapped[str] = mapped_column(String(16))
    on_time_until: Mapped[str] = mapped_column(String(16))
    close_at: Mapped[str] = mapped_column(String(16))
    source: Mapped[str] = mapped_column(Text)
