"""Every list of the morning screen: its title, who has it, what stands in it, in which order."""

from app.errors import Unknown
from app.lists.desk_list import CASHIER, CLERK, DESK, HEAD, STAFF, DeskList
from app.lists.open_work import OPEN_WORK
from app.lists.outcomes import OUTCOMES
from workflows.agency import Role
from workflows.officer import Officer

__all__ = ["FIRST", "LISTS", "DeskList", "first_list", "list_of", "lists_of"]

LISTS: tuple[DeskList, ...] = (*OPEN_WORK, *OUTCOMES)

# The first screen of each role; of somebody with several the first of these.
FIRST: dict[Role, str] = {
    DESK: "to_accept",
    STAFF: "mine",
    HEAD: "to_approve",
    CLERK: "to_issue",
    CASHIER: "to_pay",
    Role.SUPERVISOR: "overdue",
    Role.AUDITOR: "overdue",
}
_BY_CODE = {one.code: one for one in LISTS}


def lists_of(officer: Officer) -> tuple[DeskList, ...]:
    """The lists of an officer's roles, in the order of the screen."""
    held = {grant.role for grant in officer.grants}
    return tuple(one for one in LISTS if not held.isdisjoint(one.roles))


def list_of(officer: Officer, code: str) -> DeskList:
    """One list of an officer.

    Raises:
        Unknown: for a list that is not there, or not for the officer's roles.
    """
    if one := next((one for one in lists_of(officer) if one.code == code), None):
        return one
    title = _BY_CODE[code].title if code in _BY_CODE else code[:40]
    raise Unknown("list", f"không có danh sách “{title}” cho vai trò của bạn")


def first_list(officer: Officer) -> str | None:
    """The list an officer's morning begins with; None for somebody without any."""
    held = {grant.role for grant in officer.grants}
    return next((code for role, code in FIRST.items() if role in held), None)
