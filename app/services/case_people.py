"""The people around a case: their names, where each step is worked, and who only looks on."""

from collections.abc import Iterable

from app.store.accounts import accounts_by_login
from app.store.engine import Connection
from app.store.setup import Setup
from workflows.agency import Role
from workflows.case import Case
from workflows.desk_rights import step_agency, upwards
from workflows.officer import Officer
from workflows.setting import Setting

# They look on; the numbers that identify a citizen are not needed for that.
ONLOOKERS = frozenset({Role.SUPERVISOR, Role.AUDITOR, Role.ADMIN})


def names(connection: Connection, logins: Iterable[str]) -> dict[str, str]:
    """The names of those who have an account, by login."""
    found = accounts_by_login(connection, logins)
    return {login: account.name for login, account in found.items()}


def offices_of_steps(setting: Setting, setup: Setup) -> dict[str, str]:
    """Where each step of a case is worked."""
    home = setting.agency.code
    return {step.code: step_agency(step, home, setup.agencies) for step in setting.procedure.steps}


def looks_on(officer: Officer, case: Case, setup: Setup) -> bool:
    """Whether none of the officer's roles around a case is one of those who work on it.

    Whoever only looks on sees the case without the numbers that identify the citizen, and takes
    nobody's data over from it. The scans are open to them: supervision reads what was handed in.
    """
    others = offices_of_steps(setup.setting_of(case), setup).values()
    offices = (one.code for one in upwards(case.agency, setup.agencies))
    return officer.roles_at(*offices, *others) <= ONLOOKERS
