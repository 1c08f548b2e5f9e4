"""What a list of the morning screen is."""

from dataclasses import dataclass
from typing import Literal

from sqlalchemy import ColumnElement, and_

from app.lists.conditions import Columns, Condition, real
from workflows.agency import Role
from workflows.events import ClockName

OrderColumn = Literal[
    "intake_due_at",
    "due_at",
    "step_due_at",
    "waits_since",
    "closed_at",
    "accepted_at",
    "settled_at",
    "apologised_at",
    "apology_new_due_at",
]

DESK, STAFF, HEAD = Role.ONE_STOP, Role.SPECIALIST, Role.LEADER
CLERK, CASHIER = Role.CLERK, Role.CASHIER
WATCH = (Role.SUPERVISOR, Role.AUDITOR)


@dataclass(frozen=True, kw_only=True, slots=True)
class DeskList:
    """One list.

    Attributes:
        code: its name in addresses.
        title: what stands on the badge.
        roles: who has it.
        holds: which cases stand in it.
        order: the instant it is sorted by, nearest first; `newest` turns that round.
        empty: the sentence for a list with nothing in it.
        clock: whose time is left is told; None where no clock runs any more.
        live: whether only cases with something left to do can be in it.
        practice: whether cases for practice stand in it too; what is counted holds none.
    """

    code: str
    title: str
    roles: tuple[Role, ...]
    holds: Condition
    order: OrderColumn
    empty: str
    clock: ClockName | None = "case"
    newest: bool = False
    live: bool = True
    practice: bool = False

    def where(self, c: Columns) -> ColumnElement[bool]:
        """The one condition of badge, list and sheet."""
        return self.holds(c) if self.practice else and_(real(c), self.holds(c))
