"""A ward at work, for the tests of its lists: a procedure of four roles, and who holds them."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from app.lists.catalogue import lists_of
from app.lists.filters import Filters
from app.lists.read import page
from app.services.record import open_case, record
from app.store.engine import Database
from tests.store import desk
from tests.store.desk import MONDAY, TU
from workflows import commands as do
from workflows.agency import Role
from workflows.commands import Command
from workflows.officer import Grant, Officer

PERMIT = """
  - code: "1.009999"
    name: Cấp giấy phép
    field: HT
    levels: [commune]
    online: full
    time_limit: 10 working_days
    steps:
      - {code: intake, name: Tiếp nhận, role: one_stop, quota: 1 working_hours}
      - {code: appraise, name: Thụ lý, role: specialist, quota: 8 working_hours}
      - {code: district, name: Thẩm định, role: specialist, refer_to: district}
      - {code: sign, name: Ký duyệt, role: leader, quota: 8 working_hours}
      - {code: issue, name: Đóng dấu, role: clerk, quota: 4 working_hours}
"""
WARD = "H32.PL"
OTHERS = [role for role in Role if role is not Role.ADMIN]


def officer(
    login: str, *roles: Role, agency: str = WARD, stands_for: tuple[str, ...] = ()
) -> Officer:
    grants = tuple(Grant(agency=agency, role=role) for role in roles)
    return Officer(login=login, name=login.title(), grants=grants, stands_for=stands_for)


LAN, MINH = officer("lan", Role.ONE_STOP), officer("minh", Role.SPECIALIST)
HUNG, TAM, YEN = (
    officer("hung", Role.LEADER),
    officer("tam", Role.CLERK),
    officer("yen", Role.CASHIER),
)
KIEM, THANH = officer("kiem", Role.SUPERVISOR), officer("thanh", Role.AUDITOR)
EVERYBODY = (LAN, MINH, HUNG, TAM, YEN, KIEM, THANH)


def loaded(url: str) -> Database:
    return desk.loaded(url, desk.EVERYTHING + PERMIT)


def accepted(opened: Database, *later: Command, **more: Any) -> str:
    """A case brought to the desk on Monday, and what happened to it since."""
    given = {"agency": WARD, "procedure": "1.009999", "channel": "direct", "applicant": TU}
    first = do.AcceptCase(**{"at": MONDAY, **given, **more})
    return after(opened, open_case(opened, first, by="lan", now=first.at).code, *later)


def submitted(opened: Database, *later: Command, **more: Any) -> str:
    """A case sent from home on Monday, and what happened to it since."""
    given = {"agency": WARD, "procedure": "1.009999", "channel": "online", "applicant": TU}
    first = do.SubmitCase(at=MONDAY, **{**given, **more})
    return after(opened, open_case(opened, first, by=None, now=MONDAY).code, *later)


def after(opened: Database, code: str, *commands: Command) -> str:
    for command in commands:
        record(opened, code, command, by="lan", now=command.at)
    return code


def begun(step: str, at: datetime = MONDAY, assignee: str | None = None) -> do.StartStep:
    return do.StartStep(at=at, step=step, assignee=assignee)


def codes(opened: Database, who: Officer, code: str, now: datetime, **filters: str) -> list[str]:
    """What stands in a list, in its order."""
    with opened.reading() as connection:
        found = page(connection, who, code, filters=Filters(**filters), now=now)
    return [row.code for row in found.rows]


def standing(opened: Database, code: str, now: datetime) -> Mapping[str, set[str]]:
    """For each officer the lists that a case stands in."""
    with opened.reading() as connection:
        return {
            who.login: {
                one.code
                for one in lists_of(who)
                for row in page(connection, who, one.code, now=now).rows
                if row.code == code
            }
            for who in EVERYBODY
        }
