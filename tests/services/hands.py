"""Officers with rights at the province of `tests.store.desk`, and how they press a button."""

import secrets
from datetime import datetime

from app.services.act import Press
from tests.store.desk import MONDAY
from workflows.agency import Role
from workflows.officer import Grant, Officer

WARD, OTHER_WARD = "H32.PL", "H32.BD"


def officer(
    login: str, role: Role, agency: str = WARD, *, stands_for: tuple[str, ...] = ()
) -> Officer:
    grants = (Grant(agency=agency, role=role),)
    name = login.capitalize()
    return Officer(login=login, name=name, grants=grants, stands_for=stands_for)


LAN = officer("lan", Role.ONE_STOP)
MINH = officer("minh", Role.SPECIALIST)
YEN = officer("yen", Role.CASHIER)
HUNG, BINH = officer("hung", Role.LEADER), officer("binh", Role.LEADER)
SON = officer("son", Role.ONE_STOP, OTHER_WARD)
STRANGE_LEADER = officer("thu", Role.LEADER, OTHER_WARD)
AUDITOR = officer("tra", Role.AUDITOR)
ADMIN = officer("quantri", Role.ADMIN)


def press(who: Officer, now: datetime = MONDAY, key: str | None = None) -> Press:
    """A press of a button of a fresh form, or of the form with a key."""
    return Press(officer=who, key=key or secrets.token_hex(16), now=now)
