"""Carrying a change of calendars out: one published decision, one event for each case it moves.

    begin(database, press, order) -> the decision's number
    carry_on(database, number, *, now, most) -> Progress, as often as some cases wait
    apply(database, press, order) both, to the end

`begin` only writes down which cases the decision is about. They are then adjusted, a hundred in one
short transaction together with their results, so that a crash loses nothing and doubles nothing:
whoever goes on finds the cases that wait. A case that is on the calendar already, is
closed, or would keep its deadline gets no event.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import partial

from app.errors import (
    Refused,
    Unknown,
    WriteConflict,
)
from app.services.act import Press, must_have_key
from app.services.calendar_adjusting import DECIDE_ANEW, settled_all
from app.services.calendar_order import Order, checked
from app.services.calendar_preview import tops_of
from app.services.calendar_targets import Group, groups_of, targets_in
from app.services.transacting import in_one
from app.store import calendar_change as store
from app.store.account_scope import offices_below
from app.store.calendar_change import Decision, Kept
from app.store.engine import Connection, Database
from app.store.officers import officer_on
from app.store.retry import tried
from app.store.setup import read_setup
from sla.zone import local_date
from workflows.agency import Role
from workflows.officer import Officer

MOST = 200  # cases in one go
CHUNK = 100  # cases in one transaction, which keeps officers who record on them waiting
WHOLE = 1_000  # cases between two words about the progress of all
TRIES = 4
# What may come out otherwise when it is tried again.
AGAIN = ("changed", "refused", "gap")

RESULTS: Mapping[str, str] = {
    "moved": "đã đổi hạn",
    "bound": "chỉ gắn lịch mới",
    "same": "hạn không đổi nên giữ nguyên",
    "known": "đã theo lịch mới từ trước",
    "closed": "đã kết thúc nên giữ hạn cũ",
    "gap": "lịch mới không tính được",
    "refused": "không được ghi",
    "changed": "vừa có người khác ghi",
}


Clock = Callable[[], datetime]


@dataclass(frozen=True, kw_only=True, slots=True)
class Progress:
    """How far a decision was carried out: cases by result, and those that wait."""

    number: int
    results: Mapping[str, int]
    waiting: int

    @property
    def total(self) -> int:
        """All cases of the decision."""
        return self.waiting + sum(self.results.values())

    @property
    def done(self) -> int:
        """Those that have a result."""
        return self.total - self.waiting

    @property
    def open_again(self) -> int:
        """Those that may come out otherwise when they are tried again."""
        return sum(self.results.get(result, 0) for result in AGAIN)


Tell = Callable[[Progress], None]


class NothingToMove(Refused):
    """No open case would get another deadline: there is nothing to decide."""


def apply(
    database: Database,
    press: Press,
    order: Order,
    *,
    clock: Clock | None = None,
    progress: Tell = lambda done: None,
) -> Progress:
    """Decide, and adjust every case; called again with the same press it finishes the rest.

    Args:
        database: where.
        press: the leader, their form's key, the instant.
        order: the decision.
        clock: asked for the instant of each part; by default all of it is the press's own.
        progress: told after each part of the work.

    Raises:
        BadInput, Refused, Unknown, DatabaseNotReady: as `begin`.
    """
    number = begin(database, press, order)
    return to_the_end(database, number, clock=clock or (lambda: press.now), progress=progress)


def to_the_end(
    database: Database, number: int, *, clock: Clock, progress: Tell = lambda done: None
) -> Progress:
    """Adjust every case of a decision that waits.

    Raises:
        Unknown, DatabaseNotReady: as `carry_on`.
    """
    before, done = -1, progress_of(database, number)
    # Important: what other processes hold is theirs to do; nobody waits for them here.
    while done.waiting and done.done > before:
        before = done.done
        done = carry_on(database, number, now=clock(), most=WHOLE)
        progress(done)
    return done


def begin(database: Database, press: Press, order: Order) -> int:
    """Write down a decision and the cases it is about, once however often the form is sent.

    Raises:
        BadInput: for a decision without number or reason, of the future, or a bad key.
        NothingToMove: when there is no case to move.
        Refused: for whoever leads no office, and for a key that was used by somebody else.
        Unknown: for an office that is none of the leader's.
        DatabaseNotReady: when the database is busy for too long, or out of reach.
    """
    must_have_key(press)
    order = checked(order, local_date(press.now))

    def work(connection: Connection) -> int:
        known = store.keyed(connection, press.key)
        if known is None:
            return _begun(connection, press, order)
        if known.decision.by != press.officer.login:
            raise Refused("biểu mẫu này đã được ghi rồi; hãy mở lại trang", "key")
        return known.id

    return in_one(database, work)


def carry_on(database: Database, number: int, *, now: datetime, most: int = MOST) -> Progress:
    """Adjust the next cases of a decision that wait; any number of processes may do so at once.

    Args:
        database: where.
        number: the decision.
        now: the instant the events are dated.
        most: how many cases.

    Raises:
        Unknown: when there is no such decision.
        DatabaseNotReady: when the database is busy for too long, or out of reach.
    """
    for done in range(0, most, CHUNK):
        work = partial(_chunk, database, number, now, most=min(CHUNK, most - done))
        if not tried(work, times=TRIES, on=(WriteConflict,)):
            break
    return progress_of(database, number)


def progress_of(database: Database, number: int) -> Progress:
    """How far a decision was carried out."""
    with database.reading() as connection:
        return told_progress(number, store.tally(connection, number))


def told_progress(number: int, results: Mapping[str | None, int]) -> Progress:
    """The same out of a tally read before."""
    told = {result: count for result, count in results.items() if result}
    return Progress(number=number, results=told, waiting=results.get(None, 0))


def again(database: Database, number: int, officer: Officer, *, now: datetime) -> int:
    """Let the cases that could not be adjusted wait again; how many there were.

    Raises:
        Refused: when who decided may not any more, so that every case would be refused again.
        Unknown: when there is no such decision, or it is none of the officer's business.
    """
    with database.writing() as connection:
        kept = seen_by(connection, number, officer)
        if lapsed(connection, kept.decision, local_date(now)):
            raise Refused(f"{kept.decision.by} {DECIDE_ANEW}")
        return store.reopen(connection, number, AGAIN)


def lapsed(connection: Connection, decision: Decision, day: date) -> bool:
    """Whether who decided is closed out by now, or leads the offices of the decision no more."""
    officer = officer_on(connection, decision.by, day)
    if officer is None:
        return True
    led = offices_below(connection, officer.agencies(Role.LEADER))
    return not led.issuperset(decision.offices)


def seen_by(connection: Connection, number: int, officer: Officer) -> Kept:
    """A decision that an officer may see: their own, or one about offices they all lead.

    Raises:
        Unknown: for any other.
    """
    kept = store.decision(connection, number)
    led = offices_below(connection, officer.agencies(Role.LEADER))
    if kept is None or not is_theirs(kept.decision, officer, led):
        raise Unknown("number", f"không có quyết định điều chỉnh số {number}")
    return kept


def is_theirs(decision: Decision, officer: Officer, led: frozenset[str]) -> bool:
    """Whether a decision is an officer's own, or only about offices they lead."""
    return decision.by in officer.logins or led.issuperset(decision.offices)


def unfinished(database: Database, by: str | None = None) -> list[int]:
    """The decisions (of somebody, or of all) with cases that wait, oldest first.

    For whoever goes on after a restart.
    """
    with database.reading() as connection:
        found = store.decisions(connection, unfinished=True)
    return [kept.id for kept in found if by in (None, kept.decision.by)][::-1]


def _begun(connection: Connection, press: Press, order: Order) -> int:
    setup, offices = read_setup(connection), press.officer.agencies(Role.LEADER)
    if not offices:
        raise Refused("chỉ lãnh đạo được điều chỉnh hạn khi lịch làm việc đổi")
    tops = tops_of(connection, offices, order.agency)
    groups = groups_of(connection, setup, tops, {})
    if order.expects is not None and {*order.expects} != {*targets_in(groups)}:
        raise Refused("lịch vừa có phiên bản khác với bản bạn đã xem; hãy xem lại", "targets")
    number = store.insert_decision(connection, _decision(press, order, tops, groups))
    store.enqueue(connection, number, filter(None, (_among(one, order) for one in groups)))
    if not store.tally(connection, number):
        raise NothingToMove("không có hồ sơ nào đổi hạn theo lịch mới")
    return number


def _among(group: Group, order: Order) -> store.Among | None:
    among = group.all() if order.rebinds or order.codes else group.moving()
    if among is None or order.codes is None:
        return among
    return store.Among(agencies=among.agencies, calendar=among.calendar, codes=order.codes)


def _decision(
    press: Press, order: Order, tops: tuple[str, ...], groups: Sequence[Group]
) -> Decision:
    return Decision(
        key=press.key,
        by=press.officer.login,
        made_at=press.now,
        offices=tops,
        targets=targets_in(groups),
        decision_no=order.number,
        decision_day=order.day,
        reason=order.reason,
        rebinds=order.rebinds,
    )


def _chunk(database: Database, number: int, now: datetime, *, most: int) -> int:
    """Adjust so many cases in one transaction; how many there were."""
    with database.writing() as connection:
        kept = store.decision(connection, number)
        if kept is None:
            raise Unknown("number", f"không có quyết định điều chỉnh số {number}")
        codes = store.waiting(connection, number, most)
        officer = officer_on(connection, kept.decision.by, local_date(now)) if codes else None
        outcomes = settled_all(connection, kept.decision, officer, codes, now)
        store.note(connection, number, outcomes)
        store.finish(connection, number, now)
    return len(codes)
