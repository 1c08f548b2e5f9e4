"""What the desk keeps beside the log: presses of buttons, proposals, and files by their hash."""

from datetime import datetime

from sqlalchemy import BigInteger, ForeignKey, Index, String, Text, text
from sqlalchemy.orm import Mapped, mapped_column

from app.store.tables import Base, Code, LongCode
from app.store.types import Instant, SerialInteger

_WAITING = text("outcome IS NULL")


class ActRow(Base):
    """One press of a form's button and what came of it: the form sent again writes nothing more.

    The row is written with the events, in their transaction. `version_before` and `version_after`
    are the case's versions around them.
    """

    __tablename__ = "acts"

    key: Mapped[str] = mapped_column(String(64), primary_key=True)
    login: Mapped[str] = mapped_column(Code)
    digest: Mapped[str] = mapped_column(String(64))
    recorded_at: Mapped[datetime] = mapped_column(Instant)
    case_code: Mapped[str | None] = mapped_column(LongCode)
    version_before: Mapped[int | None]
    version_after: Mapped[int | None]


class ProposalRow(Base):
    """What one officer asks and another one decides; `commands` as `app.store.spelled` writes.

    `case_code` is None while a case to be opened late waits. `expected_version` is the version of
    the case the proposer had before them. `outcome` is None until somebody decided.
    """

    __tablename__ = "proposals"
    __table_args__ = (
        Index(
            "ix_proposals_waiting",
            "agency",
            "id",
            postgresql_where=_WAITING,
            sqlite_where=_WAITING,
        ),
        Index("ix_proposals_proposed_by_id", "proposed_by", "id"),
    )

    id: Mapped[int] = mapped_column(SerialInteger, primary_key=True, autoincrement=True)
    key: Mapped[str] = mapped_column(String(64), unique=True)
    case_code: Mapped[str | None] = mapped_column(Code, index=True)
    agency: Mapped[str] = mapped_column(Code, ForeignKey("agencies.code"))
    kind: Mapped[str] = mapped_column(String(12))
    commands: Mapped[str] = mapped_column(Text)
    expected_version: Mapped[int]
    reason: Mapped[str] = mapped_column(Text)
    evidence: Mapped[str] = mapped_column(Text)
    evidence_file: Mapped[str | None] = mapped_column(ForeignKey("files.sha256"))
    evidence_name: Mapped[str | None] = mapped_column(Text)
    proposed_by: Mapped[str] = mapped_column(Code)
    proposed_at: Mapped[datetime] = mapped_column(Instant)
    decided_by: Mapped[str | None] = mapped_column(Code)
    decided_at: Mapped[datetime | None] = mapped_column(Instant)
    outcome: Mapped[str | None] = mapped_column(String(12))
    note: Mapped[str | None] = mapped_column(Text)


class FileRow(Base):
    """A kept file; `size` in bytes. Its content lies in the folder of files under its hash."""

    __tablename__ = "files"

    sha256: Mapped[str] = mapped_column(String(64), primary_key=True)
    media: Mapped[str] = mapped_column(String(100))
    size: Mapped[int] = mapped_column(BigInteger)
    stored_at: Mapped[datetime] = mapped_column(Instant)
