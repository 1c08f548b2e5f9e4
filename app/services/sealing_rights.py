"""Who may look at the signed tables of an office, prepare them, and sign them."""

from app.errors import Refused, Unknown
from app.store.engine import Connection
from app.store.setup import read_setup
from app.store.visible import AND_BELOW
from workflows.agency import Role
from workflows.desk_rights import upwards
from workflows.officer import Officer

_NOT_HERS = "chỉ lãnh đạo của cơ quan, hoặc của cơ quan cấp trên, mới ký được báo cáo"


def must_see(connection: Connection, officer: Officer, agency: str | None) -> None:
    """Refuse whoever has nothing to do with an office as if it had no reports.

    Raises:
        Unknown: for anybody but those who lead or oversee it, from there or above.
    """
    if not sees(connection, officer, agency):
        raise Unknown("agency", f"không có báo cáo của cơ quan {agency}")


def sees(connection: Connection, officer: Officer, agency: str | None) -> bool:
    """Whether an officer leads or oversees an office, from there or above, as the pages ask it."""
    return not officer.roles_at(*_way(connection, agency)).isdisjoint(AND_BELOW)


def may_sign(connection: Connection, officer: Officer, agency: str | None) -> bool:
    """Whether an officer leads an office or one above it; a lent role signs nothing."""
    return Role.LEADER in officer.alone.roles_at(*_way(connection, agency))


def arranges(connection: Connection, officer: Officer, agency: str | None) -> bool:
    """Whether an officer leads or supervises an office or one above it; a lent role will not do."""
    held = officer.alone.roles_at(*_way(connection, agency))
    return not held.isdisjoint((Role.LEADER, Role.SUPERVISOR))


def must_lead(connection: Connection, officer: Officer, agency: str | None) -> None:
    """Refuse whoever may look but not sign.

    Raises:
        Unknown: as `must_see`.
        Refused: for everybody but the leaders of the office, and of those above it.
    """
    must_see(connection, officer, agency)
    if not may_sign(connection, officer, agency):
        raise Refused(_NOT_HERS, "officer")


def _way(connection: Connection, agency: str | None) -> tuple[str, ...]:
    """The office and all above it."""
    agencies = read_setup(connection).agencies
    return tuple(one.code for one in upwards(agency or "", agencies))
