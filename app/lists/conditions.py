"""When a case stands in a list: conditions on a row of `cases`, wherever that row is read.

Each takes the columns (of the table, or of a part of it) and compares stored instants with the
moment of asking. What a badge counts and what a list shows is the same condition.
"""

from collections.abc import Callable
from typing import Any

from sqlalchemy import ColumnElement, and_, exists, func, or_
from sqlalchemy.sql.base import ReadOnlyColumnCollection

from app.lists.asked import AT, LATE_SINCE, LOGINS, NOW, TODAY, UNCOLLECTED_BEFORE
from app.store.letter_numbers import LETTERS
from app.store.visible import STEPS
from sla.clock import Verdict
from workflows.agency import Role
from workflows.case import State

# The columns of `cases` by name: of the table itself or of a subquery of it.
Columns = ReadOnlyColumnCollection[str, Any]
Condition = Callable[[Columns], ColumnElement[bool]]

RUNNING = (State.RECEIVED.value, State.PROCESSING.value)
OPEN = (*RUNNING, State.PAUSED.value)
OWING = (*OPEN, State.RESOLVED.value)
# The roles whose work somebody hands out; leaders, clerks and cashiers have lists of their own.
ASSIGNED = (Role.ONE_STOP, Role.SPECIALIST)


def to_accept(c: Columns) -> ColumnElement[bool]:
    """Submitted, or supplemented before acceptance: the desk must answer."""
    return in_state(c, State.SUBMITTED)


def supplemented(c: Columns) -> ColumnElement[bool]:
    """Of these, what came back after a request for more."""
    return and_(in_state(c, State.SUBMITTED), c.intake_runs > 1)


def accepted_late(c: Columns) -> ColumnElement[bool]:
    """Accepted after the end of the intake window."""
    late = and_(c.accepted_at > c.intake_due_at, c.accepted_at >= LATE_SINCE)
    return and_(late, c.state != State.VOIDED.value)


def awaiting_supplement(c: Columns) -> ColumnElement[bool]:
    """The citizen was asked for more, before acceptance or after it."""
    return and_(c.waits_for == "supplement")


def paused(c: Columns) -> ColumnElement[bool]:
    """The clock of an accepted case stands."""
    return in_state(c, State.PAUSED)


def overdue(c: Columns) -> ColumnElement[bool]:
    """Open, and past the deadline when the clock ran last (contract 4, `open.late`)."""
    return and_(c.state.in_(OPEN), c.due_at < ran_until(c))


def due_soon(c: Columns) -> ColumnElement[bool]:
    """Near the deadline, but not past it, and the clock runs."""
    near = and_(c.warn_at <= NOW, c.due_at >= NOW)
    return and_(c.state.in_(RUNNING), near)


def step_late(c: Columns) -> ColumnElement[bool]:
    """A running step is past its quota, and the case is in time."""
    until = ran_until(c)
    return and_(c.state.in_(OPEN), c.step_due_at < until, c.due_at >= until)


def apology_owed(c: Columns) -> ColumnElement[bool]:
    """No apology and no draft of one, though overdue or foretold to be, a working day before."""
    missing = and_(c.apologised_at.is_(None), c.apology_drafted_at.is_(None))
    return and_(missing, or_(overdue(c), foretold_late(c)))


def _going(c: Columns) -> ColumnElement[bool]:
    """The clock runs, or stood still too late: one that stood still in time owes nothing."""
    return or_(c.state.in_(RUNNING), overdue(c))


def foretold_late(c: Columns) -> ColumnElement[bool]:
    """The clock runs, a working day is left or less, and the forecast says it will be missed."""
    return and_(c.state.in_(RUNNING), c.apology_owed_at <= NOW)


def apology_drafted(c: Columns) -> ColumnElement[bool]:
    """What the apology will say waits for a leader's signature."""
    unsigned = and_(c.apology_drafted_at.is_not(None), c.apology_signed_at.is_(None))
    return and_(_going(c), c.apologised_at.is_(None), unsigned)


def apology_signed(c: Columns) -> ColumnElement[bool]:
    """The signed apology waits for its number."""
    signed = c.apology_signed_at.is_not(None)
    return and_(_going(c), c.apologised_at.is_(None), signed)


def apology_unpublished(c: Columns) -> ColumnElement[bool]:
    """The apology that holds is not on the public page; one without a letter of ours cannot be.

    What was closed in time after all is told to nobody.
    """
    issued = and_(c.apologised_at.is_not(None), c.apology_published_at.is_(None))
    letter = and_(LETTERS.c.kind == "apology", LETTERS.c.published_at.is_(None))
    held = exists().where(LETTERS.c.case_code == c.code, letter, LETTERS.c.replaced_by.is_(None))
    owed = or_(c.closed_at.is_(None), c.verdict == Verdict.LATE.value)
    return and_(issued, owed, c.state != State.VOIDED.value, held)


def promise_over(c: Columns) -> ColumnElement[bool]:
    """Open past the one new date that an apology may promise, and past the deadline."""
    return and_(c.state.in_(OPEN), c.apology_new_due_at < NOW, c.due_at < NOW)


def hand_over(c: Columns) -> ColumnElement[bool]:
    """Accepted, and nobody works on it."""
    return and_(c.state.in_(RUNNING), c.steps_running == 0)


def mine(c: Columns) -> ColumnElement[bool]:
    """A running step is the officer's, or of somebody they stand for."""
    return _step(c, STEPS.c.assignee.in_(LOGINS))


def sent_back(c: Columns) -> ColumnElement[bool]:
    """Of these, what came back from a later step."""
    own = STEPS.c.assignee.in_(LOGINS)
    return _step(c, own, STEPS.c.sent_back.is_not(None))


def to_assign(c: Columns) -> ColumnElement[bool]:
    """A running step that nobody has, for the leader to hand out or the role to take."""
    led = and_(STEPS.c.role.in_(ASSIGNED), _at(Role.LEADER))
    own = (and_(STEPS.c.role == role.value, _at(role)) for role in ASSIGNED)
    return _step(c, STEPS.c.assignee.is_(None), or_(led, *own))


def to_approve(c: Columns) -> ColumnElement[bool]:
    """A leader's step runs at an office of the officer."""
    return _step(c, STEPS.c.role == Role.LEADER.value, _at(Role.LEADER))


def to_issue(c: Columns) -> ColumnElement[bool]:
    """A clerk's step runs at an office of the officer."""
    return _step(c, STEPS.c.role == Role.CLERK.value, _at(Role.CLERK))


def to_pay(c: Columns) -> ColumnElement[bool]:
    """More is to be paid than was."""
    return and_(c.state.in_(OWING), c.fee_due > c.fee_paid)


def at_desk(channel: str) -> Condition:
    """The result waits to go out that way; where none was chosen, it is fetched at the desk."""

    def waits(c: Columns) -> ColumnElement[bool]:
        way = func.coalesce(c.result_channel, "direct")
        return and_(in_state(c, State.RESOLVED), way == channel)

    return waits


def uncollected(c: Columns) -> ColumnElement[bool]:
    """The result has waited for long."""
    return and_(in_state(c, State.RESOLVED), c.closed_at < UNCOLLECTED_BEFORE)


def accepted_today(c: Columns) -> ColumnElement[bool]:
    """Accepted since midnight."""
    return and_(c.accepted_at >= TODAY, c.state != State.VOIDED.value)


def delivered_today(c: Columns) -> ColumnElement[bool]:
    """Handed over since midnight."""
    return and_(c.settled_at >= TODAY, in_state(c, State.DELIVERED))


def training(c: Columns) -> ColumnElement[bool]:
    """For practice."""
    return and_(c.training.is_(True))


def real(c: Columns) -> ColumnElement[bool]:
    """Of a citizen, and not for practice."""
    return and_(c.training.is_(False))


def in_state(c: Columns, state: State) -> ColumnElement[bool]:
    """Whether a case is in a state."""
    return and_(c.state == state.value)


def ran_until(c: Columns) -> ColumnElement[Any]:
    """The last instant at which the clock of an open case ran."""
    return func.coalesce(c.paused_since, NOW)


def _step(c: Columns, *conditions: ColumnElement[bool]) -> ColumnElement[bool]:
    running = (STEPS.c.case_code == c.code, STEPS.c.ended_at.is_(None))
    return and_(c.steps_running > 0, exists().where(*running, *conditions))


def _at(role: Role) -> ColumnElement[bool]:
    return STEPS.c.agency.in_(AT[role])
