"""The people of the tests: two offices, four officers and one citizen, all invented."""

from dataclasses import dataclass

from workflows.agency import Agency, Level, Role
from workflows.events import Applicant


@dataclass(frozen=True, kw_only=True, slots=True)
class Officer:
    """Somebody who records: a login, what they are, and where they sit."""

    login: str
    name: str
    role: Role
    agency: str


WARD = Agency(code="H32.PL", name="UBND phường Phước Long", level=Level.COMMUNE, calendar="default")
OTHER = Agency(code="H32.TM", name="UBND phường Tân Mai", level=Level.COMMUNE, calendar="default")

LAN = Officer(login="lan", name="Lan", role=Role.ONE_STOP, agency=WARD.code)
MINH = Officer(login="minh", name="Minh", role=Role.SPECIALIST, agency=WARD.code)
HUNG = Officer(login="hung", name="Hùng", role=Role.LEADER, agency=WARD.code)
SON = Officer(login="son", name="Sơn", role=Role.ONE_STOP, agency=OTHER.code)

BA_TU = Applicant(name="Bà Tư", phone="0900000004", address="Tổ 4", own_account=False)
