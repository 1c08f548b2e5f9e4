"""What puts a fact into each cell of II.06a: asked by the counts, and by the lists behind them."""

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import ColumnElement, FromClause, and_, case, or_, select

from app.reports.asked import Asked
from app.reports.cells import RETURNED
from app.reports.period import Period
from app.reports.switches import CONTRACT, Switches
from app.reports.truths import FACTS, RESOLVED, Condition, Truths, not_before, truths

__all__ = [
    "FACTS",
    "Condition",
    "Conditions",
    "conditions",
    "conditions_by",
    "conditions_of",
    "countable",
    "known",
    "opened_again",
    "relevant",
    "touching",
]

Conditions = Mapping[str, Condition]


def conditions_of(asked: Asked) -> Conditions:
    """`conditions` for a question."""
    return conditions(asked.period, asked.cut_off, asked.switches)


def conditions(period: Period, cut_off: datetime, switches: Switches = CONTRACT) -> Conditions:
    """What puts a fact into each cell (contract 4), by the choices of the province."""
    return conditions_by(truths(period, cut_off, switches), switches)


def relevant(asked: Asked) -> tuple[Condition, ...]:
    """The facts of the scope that can stand in any cell, as the log told of them then."""
    return (asked.scope.restrict(FACTS.c.agency), *countable(asked))


def countable(asked: Asked) -> tuple[Condition, ...]:
    """The facts of all offices that can stand in any cell, as the log told of them then."""
    return known(asked.as_known_at), touching(asked.period, asked.switches)


def known(as_known_at: datetime | None, facts: FromClause = FACTS) -> Condition:
    """The facts that the log told of at an instant; None for now."""
    until = facts.c.known_to
    if as_known_at is None:
        return until.is_(None)
    return and_(facts.c.known_from <= as_known_at, or_(until.is_(None), until > as_known_at))


def opened_again(asked: Asked) -> ColumnElement[datetime | None]:
    """When the case of a fact was opened again in the period, if it had been closed before it."""
    start, end = asked.period.start, asked.period.end
    earlier = FACTS.alias("earlier")
    e = earlier.c
    closed_at: ColumnElement[datetime] = e.ends_at
    if asked.switches.close_at == "hand_over":
        closed_at = case((e.outcome == "resolved", e.handed_at), else_=e.ends_at)
    found = (
        select(e.reopened_at)
        .where(e.case_code == FACTS.c.case_code, known(asked.as_known_at, earlier))
        .where(e.ends_how == "closed", closed_at < start)
        .where(e.reopened_at >= start, e.reopened_at < end)
        .scalar_subquery()
    )
    return case((FACTS.c.accepted_at < start, found))


def touching(period: Period, switches: Switches = CONTRACT) -> Condition:
    """The facts that can count at all: begun before its end, not over before its start."""
    f = FACTS.c
    over_later = or_(f.ends_at.is_(None), f.ends_at >= period.start)
    if switches.close_at == "hand_over":
        over_later = or_(over_later, and_(RESOLVED, not_before(period.start, "handed_at")))
    return and_(f.starts_at < period.end, over_later)


def conditions_by(so: Truths, switches: Switches) -> Conditions:
    """The same by truths that were asked already."""
    received = or_(so.running, so.waiting, so.solved)
    new = and_(received, so.new)
    return {
        "received.total": received,
        "received.online": and_(new, so.online),
        "received.direct": and_(new, ~so.online),
        "received.carried": and_(received, ~so.new),
        **_solved(so, switches),
        **_open(so, switches),
        "voided": so.struck,
    }


def _solved(so: Truths, switches: Switches) -> Conditions:
    """The cells of what is done; of returned and withdrawn cases the verdict may not be asked."""
    by_date = switches.returned_in == "by_date"
    judged = so.solved if by_date else and_(so.solved, ~so.sent_back)
    sent_back = and_(so.solved, so.sent_back)
    on_time = and_(judged, so.on_time)
    found = {
        "solved.total": so.solved,
        "solved.early": and_(judged, so.early),
        "solved.on_time": on_time,
        "solved.late": and_(judged, so.late),
    }
    if switches.returned_in == "on_time":
        found["solved.on_time"] = or_(on_time, sent_back)
    if switches.returned_in == "separate":
        found[RETURNED] = sent_back
    return found


def _open(so: Truths, switches: Switches) -> Conditions:
    """The cells of what is not done: late by the clock, or as it was resolved while it waits."""
    own = switches.paused_in == "own_column"
    running = and_(so.running, ~so.stands) if own else so.running
    return {
        "open.total": or_(running, so.waiting),
        "open.in_time": or_(and_(running, ~so.overdue), and_(so.waiting, ~so.late)),
        "open.late": or_(and_(running, so.overdue), and_(so.waiting, so.late)),
        "open.paused": and_(so.running, so.stands),
    }
