"""What is so of a fact at the end of a period: the few truths that every cell of II.06a is made of.

They stand apart from the cells so that a table can ask each of them once for each fact.
"""

from dataclasses import dataclass, fields
from datetime import datetime
from typing import Any

from sqlalchemy import (
    ColumnElement,
    FromClause,
    Label,
    Select,
    and_,
    false,
    func,
    literal,
    or_,
)

from app.reports.period import Period
from app.reports.switches import Switches
from app.store.read_tables import FactRow
from app.store.tables import table_of
from app.store.types import Instant

FACTS = table_of(FactRow)

Condition = ColumnElement[bool]

RESOLVED = and_(FACTS.c.ends_how == "closed", FACTS.c.outcome == "resolved")
SENT_BACK = and_(FACTS.c.ends_how == "closed", FACTS.c.outcome != "resolved")
# Written into the statement: a plan for any word could not use the index of the struck out.
_VOIDED = FACTS.c.ends_how == literal("voided", literal_execute=True)


@dataclass(frozen=True, kw_only=True, slots=True)
class Truths:
    """What a fact says of its case, as conditions on the facts or as columns of what `asked` them.

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

    def columns(self) -> tuple[Label[bool], ...]:
        """Each under its name, to be selected."""
        return tuple(getattr(self, item.name).label(item.name) for item in fields(self))


def truths(period: Period, cut_off: datetime, switches: Switches) -> Truths:
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


def fenced(query: Select[*tuple[Any, ...]]) -> tuple[FromClause, Truths]:
    """A query that selects `Truths.columns`, to be counted over, and its columns as the truths.

    Neither database may write the conditions back into each count, which would then work them out
    anew: an OFFSET, even of nothing, keeps them from it, and halves the time of a table.
    """
    inner = query.offset(0).subquery("told")
    return inner, Truths(**{item.name: inner.c[item.name] for item in fields(Truths)})


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


def _overdue(cut_off: datetime, switches: Switches) -> Condition:
    f = FACTS.c
    # Important: inside a function the literal must bring its type, or SQLite gets it unconverted.
    judged = func.coalesce(f.paused_since, literal(cut_off, Instant()))
    return f.due_day_ends <= judged if _by_day(switches) else f.due_at < judged


def _by_day(switches: Switches) -> bool:
    return switches.on_time_until == "end_of_due_day"


def _within(column: str, period: Period) -> Condition:
    found = FACTS.c[column]
    return and_(found >= period.start, found < period.end)
