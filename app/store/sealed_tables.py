"""Sealed reports, what is to be made at the cut-off of a period, and tables made meanwhile."""

from datetime import date, datetime

from sqlalchemy import BigInteger, ForeignKey, Index, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from app.store.tables import Base, Code
from app.store.types import Instant, SerialInteger

_WAITING = text("finished_at IS NULL")


class SealedReportRow(Base):
    """One edition of a signed table. Written once: triggers refuse every UPDATE and DELETE.

    Attributes:
        key: of the form that sealed it.
        replaces: the number (`id`) of the edition it takes the place of, with the `reason` typed.
        counted_at: the `now` the table was counted by.
        position: of the last event in the log then.
        root: SHA-256 over the newest links of the chains of its offices' cases up to there.
        switches: the choices it was counted by, as JSON.
        figures: the table, the heads and the offices, as canonical JSON.
        cases: which case stands in which cells, as canonical JSON.
        files: hash, media type and size of the kept bytes of each format, as JSON.
        digest: SHA-256 over all of it.
    """

    __tablename__ = "sealed_reports"
    __table_args__ = (
        UniqueConstraint("key"),
        UniqueConstraint(
            "form",
            "variant",
            "agency",
            "subtree",
            "first",
            "last",
            "edition",
            name="uq_sealed_reports_edition",
        ),
    )

    id: Mapped[int] = mapped_column(SerialInteger, primary_key=True, autoincrement=True)
    key: Mapped[str] = mapped_column(String(64))
    form: Mapped[str] = mapped_column(String(32))
    variant: Mapped[str] = mapped_column(String(32))
    agency: Mapped[str] = mapped_column(Code, ForeignKey("agencies.code"))
    subtree: Mapped[bool]
    first: Mapped[date]
    last: Mapped[date]
    edition: Mapped[int]
    replaces: Mapped[int | None] = mapped_column(BigInteger)
    reason: Mapped[str | None] = mapped_column(Text)
    as_known_at: Mapped[datetime | None] = mapped_column(Instant)
    counted_at: Mapped[datetime] = mapped_column(Instant)
    position: Mapped[int] = mapped_column(BigInteger)
    root: Mapped[str] = mapped_column(String(64))
    switches: Mapped[str] = mapped_column(Text)
    figures: Mapped[str] = mapped_column(Text)
    cases: Mapped[str] = mapped_column(Text)
    files: Mapped[str] = mapped_column(Text)
    signed_by: Mapped[str] = mapped_column(Code)
    signer_name: Mapped[str] = mapped_column(Text)
    signer_title: Mapped[str] = mapped_column(Text)
    signed_at: Mapped[datetime] = mapped_column(Instant)
    digest: Mapped[str] = mapped_column(String(64))


class ReportScheduleRow(Base):
    """A table that is made whenever a period of a kind has ended, until somebody ends it.

    Attributes:
        kind: of period, as `app.reports.periods` calls it.
        roles: who at the office is told, as JSON.
        mails: further addresses, as JSON.
    """

    __tablename__ = "report_schedules"

    id: Mapped[int] = mapped_column(SerialInteger, primary_key=True, autoincrement=True)
    form: Mapped[str] = mapped_column(String(32))
    variant: Mapped[str] = mapped_column(String(32))
    agency: Mapped[str] = mapped_column(Code, ForeignKey("agencies.code"))
    subtree: Mapped[bool]
    kind: Mapped[str] = mapped_column(String(32))
    roles: Mapped[str] = mapped_column(Text)
    mails: Mapped[str] = mapped_column(Text)
    made_by: Mapped[str] = mapped_column(Code)
    made_at: Mapped[datetime] = mapped_column(Instant)
    ended_at: Mapped[datetime | None] = mapped_column(Instant)


class ReportCutOffRow(Base):
    """A period of which a schedule has told; whoever puts the row there posts the mail."""

    __tablename__ = "report_cut_offs"

    schedule: Mapped[int] = mapped_column(ForeignKey("report_schedules.id"), primary_key=True)
    last: Mapped[date] = mapped_column(primary_key=True)
    at: Mapped[datetime] = mapped_column(Instant)


class ReportJobRow(Base):
    """A table somebody asked for that is made while they do something else.

    Attributes:
        key: of the form that asked.
        asked: the question, as JSON.
        lease_no: goes up with each lease; whoever settles has to name it.
        leased_until: somebody is making it until then; None when nobody is.
        done: how many of its steps are done.
        files: the made formats, as the table of sealed reports keeps them.
        error: why it could not be made, in a sentence.
    """

    __tablename__ = "report_jobs"
    __table_args__ = (
        UniqueConstraint("key"),
        Index("ix_report_jobs_by", "by", "id"),
        Index("ix_report_jobs_waiting", "id", postgresql_where=_WAITING, sqlite_where=_WAITING),
    )

    id: Mapped[int] = mapped_column(SerialInteger, primary_key=True, autoincrement=True)
    key: Mapped[str] = mapped_column(String(64))
    by: Mapped[str] = mapped_column(Code)
    made_at: Mapped[datetime] = mapped_column(Instant)
    form: Mapped[str] = mapped_column(String(32))
    asked: Mapped[str] = mapped_column(Text)
    lease_no: Mapped[int]
    leased_until: Mapped[datetime | None] = mapped_column(Instant)
    done: Mapped[int]
    files: Mapped[str] = mapped_column(Text)
    error: Mapped[str | None] = mapped_column(Text)
    finished_at: Mapped[datetime | None] = mapped_column(Instant)
