"""Officers before cases: the ward under its city, and who sits where."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime

from tests.builders import SETTING, clock_at, setting
from tests.people import OTHER, WARD
from workflows.agency import Agency, Level, Role
from workflows.case import Case
from workflows.commands import Command
from workflows.desk import Act, acts, desk_rules
from workflows.officer import Grant, Officer
from workflows.procedure import Step
from workflows.setting import Setting

CITY = Agency(code="H32.NT", name="UBND thành phố", level=Level.DISTRICT, calendar="default")
HOME = replace(WARD, parent=CITY.code)
AGENCIES = {one.code: one for one in (CITY, HOME, OTHER)}
NOW = clock_at(30)


def officer(
    login: str, *roles: Role, agency: str = WARD.code, stands_for: Iterable[str] = ()
) -> Officer:
    """Somebody with roles at one office."""
    grants = tuple(Grant(agency=agency, role=role) for role in roles)
    return Officer(login=login, name=login.title(), grants=grants, stands_for=tuple(stands_for))


LAN = officer("lan", Role.ONE_STOP)
MINH = officer("minh", Role.SPECIALIST)
NGA = officer("nga", Role.SPECIALIST)
HUNG = officer("hung", Role.LEADER)
TAM = officer("tam", Role.CLERK)
YEN = officer("yen", Role.CASHIER)
SON = officer("son", *Role, agency=OTHER.code)


def refused(case: Case | None, command: Command, who: Officer, on: Setting = SETTING) -> str:
    """What the desk says to a command recorded as it happens; empty when it is allowed."""
    refusal = desk_rules(case, command, who, on, now=command.at, agencies=AGENCIES)
    return f"{refusal.field}: {refusal.message}" if refusal else ""


def met(case: Case, who: Officer, *, now: datetime = NOW, on: Setting = SETTING) -> dict[str, Act]:
    """The acts as an officer meets them, by name."""
    return {act.name: act for act in acts(case, on, who, now=now, agencies=AGENCIES)}


def primary(case: Case, who: Officer, *, now: datetime = NOW, on: Setting = SETTING) -> str:
    """The big button of an officer; empty when there is none."""
    found = [name for name, act in met(case, who, now=now, on=on).items() if act.primary]
    assert len(found) <= 1
    return "".join(found)


def with_city() -> Setting:
    """A procedure whose last steps the city works on."""
    return setting(
        None,
        Step(code="intake", name="Tiếp nhận", role=Role.ONE_STOP),
        Step(code="appraise", name="Thụ lý", role=Role.SPECIALIST),
        Step(code="city", name="Thẩm định", role=Role.SPECIALIST, refer_to=Level.DISTRICT),
        Step(code="city_sign", name="Ký", role=Role.LEADER, refer_to=CITY.code, after=("city",)),
    )
