"""The tables that can be dropped: what the projections make of the log."""

from datetime import datetime

from sqlalchemy import BigInteger, Index, String, Text, text
from sqlalchemy.orm import Mapped, mapped_column

from app.store.tables import Base, Code
from app.store.types import Instant

LARGEST = 2**63 - 1  # what a whole number of a database can be

_KNOWN_NOW = text("known_to IS NULL")
_HANDED_LATER = text("known_to IS NULL AND outcome = 'resolved'")
_STRUCK = text("ends_how = 'voided'")
_OPENED_AGAIN = text("reopened_at IS NOT NULL")
_LIVE = text("settled_at IS NULL")
_SETTLED = text("settled_at IS NOT NULL")
_REFERRED = text("referred_by IS NOT NULL")
_ACCEPTED_LATE = text("accepted_at > intake_due_at")
_UNPUBLISHED = text("apologised_at IS NOT NULL AND apology_published_at IS NULL")


class CaseRow(Base):
    """A case as it stands: what lists and look-ups read.

    Instants and sums only; whether something is late follows from them and the time of asking.
    The index of the words of `name_key` is another one on each database: see migration 0003.

    Attributes:
        name_key, phone, id_no, code_key: what is searched for (`app.store.folding`).
        arrived_at: the submission, or the acceptance of a case that was brought.
        intake_due_at: the end of the latest intake window; `intake_runs` counts the windows.
        warn_at: from when the deadline of the running clock is near, that of intake before
            acceptance and then the case's; None while it stands.
        apology_owed_at: from when an open case owes an apology if it goes on as it stands, None
            while its clock does; of one that has ended, from when it owed one before that.
        steps_running, step_due_at: the running steps, and their nearest deadline.
        waits_for: `supplement` or the ground of a pause, while one lasts.
        apology_drafted_at, apology_signed_at: of the draft that holds, and of its signature.
        apology_new_due_at: the one new date that was promised when the apology was issued.
        apology_published_at: when the letter of the apology that holds was published.
        settled_at: when the desk had nothing left to do; None for every live case.
    """

    __tablename__ = "cases"
    __table_args__ = (
        Index("ix_cases_live", "agency", "due_at", postgresql_where=_LIVE, sqlite_where=_LIVE),
        Index(
            "ix_cases_settled",
            "agency",
            "settled_at",
            postgresql_where=_SETTLED,
            sqlite_where=_SETTLED,
        ),
        Index(
            "ix_cases_accepted_late",
            "agency",
            "accepted_at",
            postgresql_where=_ACCEPTED_LATE,
            sqlite_where=_ACCEPTED_LATE,
        ),
        Index("ix_cases_agency_due_at", "agency", "due_at"),
        Index(
            "ix_cases_unpublished",
            "agency",
            "apologised_at",
            postgresql_where=_UNPUBLISHED,
            sqlite_where=_UNPUBLISHED,
        ),
        Index("ix_cases_agency_accepted_at", "agency", "accepted_at"),
        Index("ix_cases_agency_arrived_at", "agency", "arrived_at"),
        Index("ix_cases_arrived_at", "arrived_at"),
        Index("ix_cases_phone", "phone"),
        Index("ix_cases_id_no", "id_no"),
        Index("ix_cases_code_key", "code_key"),
    )

    code: Mapped[str] = mapped_column(Code, primary_key=True)
    agency: Mapped[str] = mapped_column(Code)
    procedure: Mapped[str] = mapped_column(Code)
    procedure_version: Mapped[int | None]
    calendar: Mapped[str | None] = mapped_column(Text)
    field: Mapped[str] = mapped_column(Code)
    channel: Mapped[str] = mapped_column(String(8))
    state: Mapped[str] = mapped_column(String(24))
    training: Mapped[bool]
    applicant: Mapped[str] = mapped_column(Text)
    name_key: Mapped[str] = mapped_column(Text)
    phone: Mapped[str | None] = mapped_column(Code)
    id_no: Mapped[str | None] = mapped_column(Code)
    code_key: Mapped[str] = mapped_column(Code)
    result_channel: Mapped[str | None] = mapped_column(String(8))
    fee_due: Mapped[int | None] = mapped_column(BigInteger)
    fee_paid: Mapped[int] = mapped_column(BigInteger)
    arrived_at: Mapped[datetime] = mapped_column(Instant)
    submitted_at: Mapped[datetime | None] = mapped_column(Instant)
    intake_due_at: Mapped[datetime | None] = mapped_column(Instant)
    intake_runs: Mapped[int]
    accepted_at: Mapped[datetime | None] = mapped_column(Instant)
    due_at: Mapped[datetime | None] = mapped_column(Instant)
    warn_at: Mapped[datetime | None] = mapped_column(Instant)
    apology_owed_at: Mapped[datetime | None] = mapped_column(Instant)
    steps_running: Mapped[int]
    step_due_at: Mapped[datetime | None] = mapped_column(Instant)
    paused_since: Mapped[datetime | None] = mapped_column(Instant)
    waits_for: Mapped[str | None] = mapped_column(String(16))
    waits_since: Mapped[datetime | None] = mapped_column(Instant)
    waits_until: Mapped[datetime | None] = mapped_column(Instant)
    apologised_at: Mapped[datetime | None] = mapped_column(Instant)
    apology_drafted_at: Mapped[datetime | None] = mapped_column(Instant)
    apology_signed_at: Mapped[datetime | None] = mapped_column(Instant)
    apology_new_due_at: Mapped[datetime | None] = mapped_column(Instant)
    apology_published_at: Mapped[datetime | None] = mapped_column(Instant)
    closed_at: Mapped[datetime | None] = mapped_column(Instant)
    verdict: Mapped[str | None] = mapped_column(String(8))
    settled_at: Mapped[datetime | None] = mapped_column(Instant)
    version: Mapped[int]
    head_hash: Mapped[str] = mapped_column(String(64))
    recorded_at: Mapped[datetime] = mapped_column(Instant)


class StepRow(Base):
    """One run of a step; `referred_by` is the case's office where another works on the step."""

    __tablename__ = "case_steps"
    __table_args__ = (
        Index(
            "ix_case_steps_referred",
            "agency",
            "case_code",
            "referred_by",
            postgresql_where=_REFERRED,
            sqlite_where=_REFERRED,
        ),
    )

    case_code: Mapped[str] = mapped_column(Code, primary_key=True)
    step: Mapped[str] = mapped_column(Code, primary_key=True)
    run: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    agency: Mapped[str] = mapped_column(Code)
    referred_by: Mapped[str | None] = mapped_column(Code)
    role: Mapped[str | None] = mapped_column(String(16))
    assignee: Mapped[str | None] = mapped_column(Text)
    sent_back: Mapped[str | None] = mapped_column(Text)
    started_at: Mapped[datetime] = mapped_column(Instant)
    ended_at: Mapped[datetime | None] = mapped_column(Instant)
    done: Mapped[bool]
    due_at: Mapped[datetime | None] = mapped_column(Instant)
    warn_at: Mapped[datetime | None] = mapped_column(Instant)


class ReadStateRow(Base):
    """Whether the read tables were made by an earlier program and have to be made anew.

    Attributes:
        rules: stands for the ladders and the law they were made by; None in a new database.
    """

    __tablename__ = "read_state"

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    stale: Mapped[bool]
    rules: Mapped[str | None] = mapped_column(String(64))


class TimerRow(Base):
    """A rung of a clock's ladder that must still become an event; firing it takes the row away."""

    __tablename__ = "timers"
    __table_args__ = (Index("ix_timers_fires_at", "fires_at", "case_code"),)

    case_code: Mapped[str] = mapped_column(Code, primary_key=True)
    clock: Mapped[str] = mapped_column(String(8), primary_key=True)
    step: Mapped[str] = mapped_column(Code, primary_key=True)
    run: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    rung: Mapped[str] = mapped_column(String(32), primary_key=True)
    due_at: Mapped[datetime] = mapped_column(Instant, primary_key=True)
    fires_at: Mapped[datetime] = mapped_column(Instant)


class FactRow(Base):
    """What was so, from when to when, as known from when to when: the ground of every table.

    A row is a stretch [starts_at, ends_at) in which an accepted case was open and neither its
    deadline nor its pause changed, or (`ends_how` = voided) the instant it was struck out.
    `known_from`/`known_to` bound the recording times between which the log said so.
    The columns behind `due_day_ends`, which is the midnight after the day of `due_at`, belong to a
    stretch that ended in a closing. A case that was closed while it stood is judged at the start of
    that pause; `day_verdict` calls it late only once its due day was over. What is nullable though
    every row has it was added later, and waits for a rebuild.
    """

    __tablename__ = "facts"
    __table_args__ = (
        Index(
            "ix_facts_agency_ends_at",
            "agency",
            "ends_at",
            postgresql_where=_KNOWN_NOW,
            sqlite_where=_KNOWN_NOW,
        ),
        Index(
            "ix_facts_agency_handed_at",
            "agency",
            "handed_at",
            postgresql_where=_HANDED_LATER,
            sqlite_where=_HANDED_LATER,
        ),
        Index(
            "ix_facts_case_code",
            "case_code",
            postgresql_where=_KNOWN_NOW,
            sqlite_where=_KNOWN_NOW,
        ),
        Index(
            "ix_facts_field_case_code",
            "field",
            "case_code",
            postgresql_where=_KNOWN_NOW,
            sqlite_where=_KNOWN_NOW,
        ),
        Index("ix_facts_known", "agency", "known_from", "known_to"),
        Index(
            "ix_facts_reopened_at",
            "reopened_at",
            postgresql_where=_OPENED_AGAIN,
            sqlite_where=_OPENED_AGAIN,
        ),
        # Few or none in a whole province: found without walking past all its other cases.
        Index(
            "ix_facts_voided",
            "agency",
            "ends_at",
            postgresql_where=_STRUCK,
            sqlite_where=_STRUCK,
        ),
    )

    case_code: Mapped[str] = mapped_column(Code, primary_key=True)
    known_from: Mapped[datetime] = mapped_column(Instant, primary_key=True)
    starts_at: Mapped[datetime] = mapped_column(Instant, primary_key=True)
    ends_how: Mapped[str] = mapped_column(String(8), primary_key=True)
    known_to: Mapped[datetime | None] = mapped_column(Instant)
    ends_at: Mapped[datetime | None] = mapped_column(Instant)
    agency: Mapped[str] = mapped_column(Code)
    field: Mapped[str] = mapped_column(Code)
    online: Mapped[bool]
    accepted_at: Mapped[datetime] = mapped_column(Instant)
    due_at: Mapped[datetime] = mapped_column(Instant)
    paused_since: Mapped[datetime | None] = mapped_column(Instant)
    due_day_ends: Mapped[datetime | None] = mapped_column(Instant)
    outcome: Mapped[str | None] = mapped_column(String(16))
    judged_at: Mapped[datetime | None] = mapped_column(Instant)
    judged_due_at: Mapped[datetime | None] = mapped_column(Instant)
    verdict: Mapped[str | None] = mapped_column(String(8))
    day_verdict: Mapped[str | None] = mapped_column(String(8))
    handed_at: Mapped[datetime | None] = mapped_column(Instant)
    reopened_at: Mapped[datetime | None] = mapped_column(Instant)
