"""What waits to be sent outside the pages, what became of it, and how the channels do."""

from datetime import datetime

from sqlalchemy import Index, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from app.store.outbox_files import Attachments, AttachmentsColumn
from app.store.tables import Base, Code
from app.store.types import Instant, SerialInteger

_WAITING = text("state = 'waiting'")


class OutboxRow(Base):
    """One message to one address by one channel; the same key is never put there twice.

    Attributes:
        sender: the name the receiver sees; None where the office has registered none.
        sender_name: the full name of the office, for channels that can do without a registered one.
        agency: the office in whose name it is sent: where the case lies.
        login: the officer it is for; None for citizens.
        at: when it was put here; nothing is sent before `not_before`.
        attempts: tries that failed by the message's own doing, or may have.
        lease_no: goes up with each lease; whoever settles has to name it.
        leased_until: somebody is sending it until then; None when nobody is.
        receipt: what the channel gave for it, where it gave anything.
        error: why the latest try failed, without anybody's data.
        attachments: the kept files that go with it, for channels that can carry any.
    """

    __tablename__ = "outbox"
    __table_args__ = (
        UniqueConstraint("key"),
        # In the order in which a lease takes them, so that it reads no more than it takes.
        Index(
            "ix_outbox_waiting",
            "channel",
            "next_try_at",
            "id",
            postgresql_where=_WAITING,
            sqlite_where=_WAITING,
        ),
        # Finds the messages of a case that stand before another to the same address. It is of all
        # states, so that a planner can take it whatever it believes of how many wait.
        Index(
            "ix_outbox_turns",
            "case_code",
            "channel",
            "address",
            "id",
        ),
        Index("ix_outbox_state_channel_id", "state", "channel", "id"),
        Index("ix_outbox_at", "at"),
        Index("ix_outbox_sent_at", "sent_at"),
    )

    id: Mapped[int] = mapped_column(SerialInteger, primary_key=True, autoincrement=True)
    key: Mapped[str] = mapped_column(Text)
    channel: Mapped[str] = mapped_column(String(8))
    address: Mapped[str] = mapped_column(Text)
    sender: Mapped[str | None] = mapped_column(Text)
    sender_name: Mapped[str | None] = mapped_column(Text)
    agency: Mapped[str] = mapped_column(Code)
    case_code: Mapped[str | None] = mapped_column(Code)
    login: Mapped[str | None] = mapped_column(Code)
    kind: Mapped[str] = mapped_column(String(32))
    subject: Mapped[str] = mapped_column(Text)
    body: Mapped[str] = mapped_column(Text)
    at: Mapped[datetime] = mapped_column(Instant)
    not_before: Mapped[datetime] = mapped_column(Instant)
    state: Mapped[str] = mapped_column(String(8))
    attempts: Mapped[int]
    next_try_at: Mapped[datetime] = mapped_column(Instant)
    lease_no: Mapped[int]
    leased_until: Mapped[datetime | None] = mapped_column(Instant)
    receipt: Mapped[str | None] = mapped_column(Text)
    error: Mapped[str | None] = mapped_column(Text)
    sent_at: Mapped[datetime | None] = mapped_column(Instant)
    attachments: Mapped[Attachments | None] = mapped_column(AttachmentsColumn)


class ChannelRow(Base):
    """A channel: whether the scheduler serves it, and since when it has been out of reach.

    Attributes:
        in_use: whether the configuration of the scheduler that started last names it.
        since: when that was last changed.
        failures: how often in a row it was out of reach.
        paused_until: nothing is tried before; None while it works.
        error: why it was out of reach the last time.
        site: where the pages are found from outside, for links; None where nobody said.
    """

    __tablename__ = "channels"

    name: Mapped[str] = mapped_column(String(8), primary_key=True)
    in_use: Mapped[bool]
    since: Mapped[datetime] = mapped_column(Instant)
    failures: Mapped[int]
    paused_until: Mapped[datetime | None] = mapped_column(Instant)
    error: Mapped[str | None] = mapped_column(Text)
    site: Mapped[str | None] = mapped_column(Text)
