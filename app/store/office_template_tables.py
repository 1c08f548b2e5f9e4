"""The templates that offices put in the place of the letters' own forms."""

from datetime import datetime

from sqlalchemy import Index, String, Text, text
from sqlalchemy.orm import Mapped, mapped_column

from app.store.tables import Base, Code
from app.store.types import Instant

_IN_USE = text("retired_at IS NULL")


class OfficeTemplateRow(Base):
    """One version of an office's template for a kind of letter; letters name it for ever.

    Attributes:
        key: of the form that brought it, which sent twice brings it once.
        sha256: of the file as it was uploaded; it lies in the folder of files.
        retired_at: since when no new letter is made from it; of an office and a kind at most one
            version has none.
    """

    __tablename__ = "office_templates"
    __table_args__ = (
        Index(
            "uq_office_templates_in_use",
            "agency",
            "kind",
            unique=True,
            postgresql_where=_IN_USE,
            sqlite_where=_IN_USE,
        ),
    )

    agency: Mapped[str] = mapped_column(Code, primary_key=True)
    kind: Mapped[str] = mapped_column(String(16), primary_key=True)
    version: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    key: Mapped[str] = mapped_column(String(64), unique=True)
    sha256: Mapped[str] = mapped_column(String(64))
    name: Mapped[str] = mapped_column(Text)
    size: Mapped[int]
    uploaded_by: Mapped[str] = mapped_column(Code)
    at: Mapped[datetime] = mapped_column(Instant)
    retired_by: Mapped[str | None] = mapped_column(Code)
    retired_at: Mapped[datetime | None] = mapped_column(Instant)
