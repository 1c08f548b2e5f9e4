"""The outbox as an admin sees it: how the channels do, what could not be sent, and trying again.

An admin sees the messages of the offices they keep, by their own roles. They see of a case no more
than its number: not what a message says, and of an address only enough to find a wrong one.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from app.errors import Refused, Unknown
from app.store import outbox_lists as store
from app.store.channels import ChannelState, channel_states, resume
from app.store.engine import Database
from app.store.outbox import State as State
from app.store.outbox_lists import Load, Posted
from sla.zone import later
from workflows.agency import Role
from workflows.officer import Officer

PAGE = 50
LATELY = 24 * 60  # minutes in which what was sent still counts
CHANNELS: Mapping[str, str] = {"mail": "Thư điện tử", "sms": "Tin nhắn SMS", "zalo": "Zalo"}
STATES: Mapping[State, str] = {
    "waiting": "Chờ gửi",
    "sent": "Đã gửi",
    "dead": "Không gửi được",
    "dropped": "Đã bỏ",
}
_NUMBERS = 2**63  # no table holds this number


@dataclass(frozen=True, kw_only=True, slots=True)
class ChannelLine:
    """A channel in words, and what it has to do with the offices of the admin.

    Attributes:
        state: None for one that no scheduler has ever served.
        counts: messages by state, those sent of the last day only; states without any are left out.
        oldest: when the oldest message was put there that still waits.
        sent_at: when it took a message the last time within the last day; None when it took none.
    """

    code: str
    name: str
    state: ChannelState | None
    counts: Mapping[State, int]
    oldest: datetime | None
    sent_at: datetime | None


@dataclass(frozen=True, kw_only=True, slots=True)
class OutboxPage:
    """Some messages, the latest first; `next` is the number to go on from, None at the end."""

    messages: tuple[Posted, ...]
    next: int | None


def overview(database: Database, *, viewer: Officer, now: datetime) -> list[ChannelLine]:
    """Every channel there is, with the messages of the viewer's offices counted by state."""
    with database.reading() as connection:
        states = {state.name: state for state in channel_states(connection)}
        loads = store.loads(connection, _tops(viewer), sent_since=later(now, minutes=-LATELY))
    codes = dict.fromkeys([*CHANNELS, *states])
    return [_line(code, states.get(code), loads) for code in codes]


def messages(
    database: Database,
    *,
    viewer: Officer,
    state: State | None = None,
    channel: str | None = None,
    after: int | None = None,
) -> OutboxPage:
    """The viewer's messages, the latest first; `dead` are those that ask for somebody's care.

    Args:
        database: where.
        viewer: an admin.
        state: only those in a state.
        channel: only those of a channel.
        after: `next` of an earlier page.
    """
    before = None if after is None else min(max(after, 0), _NUMBERS - 1)
    with database.reading() as connection:
        found = store.posted(
            connection,
            _tops(viewer),
            state=state,
            channel=channel,
            before=before,
            limit=PAGE + 1,
        )
    shown = tuple(replace(each, address=veiled(each.address)) for each in found[:PAGE])
    return OutboxPage(messages=shown, next=shown[-1].id if len(found) > PAGE else None)


def send_again(database: Database, number: int, *, by: Officer, now: datetime) -> None:
    """Let a message that is dead, or that waits for its next try, be sent at the next turn.

    Raises:
        Refused: when it is sent already, was dropped, or is being sent just now.
        Unknown: when there is no such message at the offices of `by`.
    """
    with database.writing() as connection:
        tops = _tops(by)
        state = _known(store.state_of(connection, number, tops) if _fits(number) else None)
        if not store.let_wait(connection, store.one(number), tops, now=now):
            raise _refusal(state)


def send_all_again(database: Database, channel: str, *, by: Officer, now: datetime) -> int:
    """Let every dead message of a channel be sent again, as after a mended setting; how many."""
    with database.writing() as connection:
        return store.let_wait(connection, store.dead_of(channel), _tops(by), now=now)


def drop(database: Database, number: int, *, reason: str, by: Officer, now: datetime) -> None:
    """Give up a message for good, and say who did and why.

    Raises:
        Refused: when it is sent already, was dropped, or is being sent just now.
        Unknown: when there is no such message at the offices of `by`.
    """
    words = f"người quản trị {by.login} đã bỏ lúc {now:%H:%M ngày %d/%m/%Y}: {reason}"
    with database.writing() as connection:
        tops = _tops(by)
        state = _known(store.state_of(connection, number, tops) if _fits(number) else None)
        if not store.drop(connection, number, tops, words=words, now=now):
            raise _refusal(state)


def try_channel(database: Database, channel: str, *, by: Officer) -> None:
    """Let a channel that is left alone be tried at the next turn.

    Raises:
        Refused: when `by` keeps no office.
    """
    if not _tops(by):
        raise Refused("chỉ người quản trị được thử lại một kênh", "channel")
    with database.writing() as connection:
        resume(connection, channel)


def veiled(address: str) -> str:
    """An address of which only so much is shown that its owner would know it."""
    name, at, host = address.rpartition("@")
    if at:
        return f"{name[:1]}…@{host}"
    return f"…{address[-3:]}"


def _tops(officer: Officer) -> Sequence[str]:
    return officer.alone.agencies(Role.ADMIN)


def _fits(number: int) -> bool:
    return 0 < number < _NUMBERS


def _known(state: State | None) -> State:
    if state is None:
        raise Unknown("message", "không có tin này")
    return state


def _refusal(state: State) -> Refused:
    words = {"sent": "tin này đã gửi rồi", "dropped": "tin này đã bị bỏ"}
    return Refused(words.get(state, "tin này đang được gửi; hãy xem lại sau ít phút"), "message")


def _line(code: str, state: ChannelState | None, loads: Collection[Load]) -> ChannelLine:
    mine = [load for load in loads if load.channel == code]
    return ChannelLine(
        code=code,
        name=CHANNELS.get(code, code),
        state=state,
        counts={load.state: load.count for load in mine},
        oldest=next((load.oldest for load in mine if load.state == "waiting"), None),
        sent_at=next((load.sent_at for load in mine if load.state == "sent"), None),
    )
