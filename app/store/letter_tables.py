"""Letters: the row of their numbers, what the log says of each, and the codes of the look-up."""

from datetime import datetime

from sqlalchemy import BigInteger, Index, String, Text, text
from sqlalchemy.orm import Mapped, mapped_column

from app.store.tables import Base, Code
from app.store.types import Instant

_UNPUBLISHED = text("kind = 'apology' AND published_at IS NULL AND replaced_by IS NULL")
_PUBLISHED = text("published_at IS NOT NULL")


class LetterNumberRow(Base):
    """The last number an office gave to a kind of letter in a year; practice has its own row."""

    __tablename__ = "letter_numbers"

    agency: Mapped[str] = mapped_column(Code, primary_key=True)
    kind: Mapped[str] = mapped_column(String(16), primary_key=True)
    year: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    training: Mapped[bool] = mapped_column(primary_key=True, autoincrement=False)
    last: Mapped[int] = mapped_column(BigInteger)


class LetterRow(Base):
    """An issued letter as its case's log tells it: a table that can be dropped.

    One letter may stand in the logs of several cases (a hand-over list); each has a row of it.

    Attributes:
        version: the number of the event in the case, from 1.
        agency: whose number it is.
        file: SHA-256 (hex) of the kept bytes; `size` counts them.
        replaced_by: the number of the letter that corrects it.
        published_at: when it was put on the public page.
    """

    __tablename__ = "letters"
    __table_args__ = (
        Index("ix_letters_number", "agency", "kind", "year", "serial", "training"),
        Index(
            "ix_letters_unpublished",
            "case_code",
            postgresql_where=_UNPUBLISHED,
            sqlite_where=_UNPUBLISHED,
        ),
        Index(
            "ix_letters_published",
            "kind",
            "published_at",
            postgresql_where=_PUBLISHED,
            sqlite_where=_PUBLISHED,
        ),
    )

    case_code: Mapped[str] = mapped_column(Code, primary_key=True)
    version: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    agency: Mapped[str] = mapped_column(Code)
    kind: Mapped[str] = mapped_column(String(16))
    form: Mapped[str] = mapped_column(Text)
    number: Mapped[str] = mapped_column(Text)
    serial: Mapped[int] = mapped_column(BigInteger)
    year: Mapped[int]
    training: Mapped[bool]
    file: Mapped[str] = mapped_column(Text)
    media: Mapped[str] = mapped_column(Text)
    size: Mapped[int] = mapped_column(BigInteger)
    template: Mapped[str] = mapped_column(Text)
    issued_at: Mapped[datetime] = mapped_column(Instant)
    by: Mapped[str | None] = mapped_column(Text)
    replaces: Mapped[str | None] = mapped_column(Text)
    replaced_by: Mapped[str | None] = mapped_column(Text)
    published_at: Mapped[datetime | None] = mapped_column(Instant)


class LookupCodeRow(Base):
    """The code printed on a case's receipt, by which its citizen looks it up; kept for ever."""

    __tablename__ = "lookup_codes"

    case_code: Mapped[str] = mapped_column(Code, primary_key=True)
    code: Mapped[str] = mapped_column(String(8))
    at: Mapped[datetime] = mapped_column(Instant)
