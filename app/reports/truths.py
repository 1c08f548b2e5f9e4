"""What is so of a fact at the end of a period: the few truths that every cell of II.06a is made of.

They stand apart from the cells so that a table can ask each of them once for each fact, and keep
the answers in one number.
"""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import datetime

from sqlalchemy import ColumnElement, and_, case, false, func, literal, or_

from app.reports.period import Period
from app.reports.switches import Switches
from app.store.read_tables import FactRow
from app.store.tables import table_of
from app.store.types import Instant

FACTS = table_of(FactRow)

Condition = ColumnElement[bool]
Moment = datetime | ColumnElement[datetime]  # an instant, or the place where one is put

RESOLVED = and_(FACTS.c.ends_how == "closed", FACTS.c.outcome == "resolved")
SENT_BACK = and_(FACTS.c.ends_how == "closed", FACTS.c.outcome != "resolved")
# Written into the statement: a plan for any word could not use the index of the struck out.
_VOIDED = FACTS.c.ends_how == literal("voided", literal_execute=True)


@dataclass(frozen=True, kw_only=True, slots=True)
class Truths:
    """What a fact says of its case, as conditions on the facts or on their marks.

    Attributes:
        running: worked on at the end of the period.
        waiting: resolved, and by the province's choice open until the hand-over.
        solved: done in the period.
        new: accepted in the period, not before.
        late, early, on_time: by the verdict of its closing.
        overdue: late by the clock, at the cut-off or when it began to stand.
        stands: paused.
        sent_back: returned or withdrawn.
        struck: struck out in the period.
    """

    running: Condition
    waiting: Condition
    solved: Condition
    new: Condition
    online: Condition
    early: Condition
    on_time: Condition
    late: Condition
    overdue: Condition
    stands: Condition
    sent_back: Condition
    struck: Condition


def truths(period: Period, cut_off: Moment, switches: Switches) -> Truths:
    """The truths as conditions on the facts, by the choices of the province."""
    f = FACTS.c
    verdict = f.day_verdict if _by_day(switches) else f.verdict
    begun = and_(f.starts_at < period.end, f.ends_how != "voided")
    return Truths(
        running=and_(begun, not_before(period.end, "ends_at")),
        waiting=_waiting(period, switches),
        solved=_solved(period, switches),
        new=f.accepted_at >= period.start,
        online=f.online,
        early=verdict == "early",
        on_time=verdict == "on_time",
        late=verdict == "late",
        overdue=_overdue(cut_off, switches),
        stands=f.paused_since.is_not(None),
        sent_back=SENT_BACK,
        struck=and_(_VOIDED, _within("ends_at", period)),
    )


_BITS: Mapping[str, int] = {item.name: 1 << at for at, item in enumerate(fields(Truths))}
# What else is asked of a fact that is this; of the names that stand together one is so at most.
_ASKED: Mapping[str, tuple[tuple[str, ...], ...]] = {
    "solved": (("early", "on_time", "late"), ("sent_back",)),
    "running": (("overdue",), ("stands",)),
    "waiting": (("late",),),
    "struck": (),
}


def marks(so: Truths) -> ColumnElement[int]:
    """A number that says of a fact what is so, as far as a cell asks for it; 0 counts nowhere.

    A fact is at most one of solved, running, waiting and struck, so nothing is asked in vain.
    """
    return case(*((getattr(so, kind), _marked(so, kind)) for kind in _ASKED), else_=0)


def unmarked(marks: ColumnElement[int]) -> Truths:
    """The truths as conditions on such a number."""
    return Truths(**{name: marks.bitwise_and(bit) != 0 for name, bit in _BITS.items()})


def _marked(so: Truths, kind: str) -> ColumnElement[int]:
    found = _BITS[kind] + _bits(so, ("new",)) + _bits(so, ("online",))
    return sum((_bits(so, names) for names in _ASKED[kind]), start=found)


def _bits(so: Truths, names: tuple[str, ...]) -> ColumnElement[int]:
    return case(*((getattr(so, name), _BITS[name]) for name in names), else_=0)


def not_before(instant: datetime, column: str) -> Condition:
    """Whether something has not happened by an instant: later, or never."""
    found = FACTS.c[column]
    return or_(found.is_(None), found >= instant)


def _waiting(period: Period, switches: Switches) -> Condition:
    if switches.close_at != "hand_over":
        return false()
    gone = and_(RESOLVED, FACTS.c.ends_at < period.end)
    return and_(gone, not_before(period.end, "handed_at"), not_before(period.end, "reopened_at"))


def _solved(period: Period, switches: Switches) -> Condition:
    over = _within("ends_at", period)
    if switches.close_at == "hand_over":
        handed = and_(RESOLVED, _within("handed_at", period))
        over = or_(and_(SENT_BACK, over), handed)
    return and_(FACTS.c.ends_how == "closed", over, not_before(period.end, "reopened_at"))


def _overdue(cut_off: Moment, switches: Switches) -> Condition:
    f = FACTS.c
    # Important: inside a function the literal must bring its type, or SQLite gets it unconverted.
    moment = literal(cut_off, Instant()) if isinstance(cut_off, datetime) else cut_off
    judged = func.coalesce(f.paused_since, moment)
    return f.due_day_ends <= judged if _by_day(switches) else f.due_at < judged


def _by_day(switches: Switches) -> bool:
    return switches.on_time_until == "end_of_due_day"


def _within(column: str, period: Period) -> Condition:
    found = FACTS.c[column]
    return and_(found >= period.start, found < period.end)
