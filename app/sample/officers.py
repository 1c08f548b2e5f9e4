"""The invented officers of the sample ward, and who of them takes which step."""

from dataclasses import dataclass

from app.sample.dice import Dice
from app.sample.ward import AGENCY, CITY, NEIGHBOUR
from workflows.agency import Role
from workflows.procedure import Procedure, Step

ADMIN = "quantri.pl"


@dataclass(frozen=True, kw_only=True, slots=True)
class Officer:
    """An account.

    Attributes:
        agency: the office at which the role is held.
        fields: those a specialist works in.
        elsewhere: whether they belong to another office and only take steps referred to it. The
            police and the insurance do so at the ward's own desk (QĐ 1291/QĐ-TTg 2019; recalled).
    """

    account: str
    name: str
    role: Role
    agency: str = AGENCY
    fields: tuple[str, ...] = ()
    elsewhere: bool = False


OFFICERS = (
    Officer(account="lan.mc", name="Lê Thị Lan", role=Role.ONE_STOP),
    Officer(account="minh.mc", name="Võ Quang Minh", role=Role.ONE_STOP),
    Officer(account="hue.tp", name="Trần Thị Huệ", role=Role.SPECIALIST, fields=("CT", "HT", "LT")),
    Officer(account="dung.tp", name="Phạm Thùy Dung", role=Role.SPECIALIST, fields=("CT", "HT")),
    Officer(
        account="nga.xh", name="Ngô Thúy Nga", role=Role.SPECIALIST, fields=("BTXH", "NCC", "TDKT")
    ),
    Officer(account="binh.ld", name="Đỗ Thanh Bình", role=Role.LEADER),
    Officer(account="thao.ld", name="Huỳnh Phương Thảo", role=Role.LEADER),
    Officer(account="tam.vt", name="Bùi Minh Tâm", role=Role.CLERK),
    Officer(account="yen.kt", name="Đặng Hải Yến", role=Role.CASHIER),
    Officer(account="kiem.soat", name="Phan Kiểm Soát", role=Role.SUPERVISOR),
    Officer(account="thanh.tra", name="Hồ Thanh Tra", role=Role.AUDITOR),
    Officer(account=ADMIN, name="Dương Quản Trị", role=Role.ADMIN),
    Officer(account="congan.nt", name="Công an phường", role=Role.SPECIALIST, elsewhere=True),
    Officer(account="bhxh.nt", name="Bảo hiểm xã hội", role=Role.SPECIALIST, elsewhere=True),
    Officer(
        account="ldtbxh.nt",
        name="Phòng LĐTBXH",
        role=Role.SPECIALIST,
        agency=CITY,
        elsewhere=True,
    ),
    Officer(
        account="lanhdao.nt",
        name="Lãnh đạo thành phố",
        role=Role.LEADER,
        agency=CITY,
        elsewhere=True,
    ),
    Officer(
        account="vanthu.nt",
        name="Văn thư thành phố",
        role=Role.CLERK,
        agency=CITY,
        elsewhere=True,
    ),
    Officer(
        account="son.tm",
        name="Trương Sơn",
        role=Role.ONE_STOP,
        agency=NEIGHBOUR,
        elsewhere=True,
    ),
)
_OUTSIDE = {"residence": "congan.nt", "insurance": "bhxh.nt"}
_CITY = {Role.SPECIALIST: "ldtbxh.nt", Role.LEADER: "lanhdao.nt", Role.CLERK: "vanthu.nt"}


def desk(dice: Dice) -> str:
    """The account at the desk."""
    return _one_of(dice, Role.ONE_STOP)


def leader(dice: Dice) -> str:
    """The account that signs and approves."""
    return _one_of(dice, Role.LEADER)


def worker(dice: Dice, procedure: Procedure, step: Step) -> str:
    """The account that takes a step of a procedure."""
    if step.refer_to is not None:
        return _OUTSIDE.get(step.code) or _CITY[Role(step.role)]
    return _one_of(dice, Role(step.role), procedure.field)


def _one_of(dice: Dice, role: Role, field: str | None = None) -> str:
    able = [
        officer.account
        for officer in OFFICERS
        if officer.role is role
        and not officer.elsewhere
        and (not officer.fields or field is None or field in officer.fields)
    ]
    return dice.pick(able)
