"""The invented officers of the sample ward, and who of them takes which step."""

from dataclasses import dataclass

from app.sample.dice import Dice
from workflows.agency import Role
from workflows.procedure import Procedure, Step


@dataclass(frozen=True, kw_only=True, slots=True)
class Officer:
    """An account; `fields` are those a specialist works in, `elsewhere` an office outside."""

    account: str
    name: str
    role: Role
    fields: tuple[str, ...] = ()
    elsewhere: bool = False


OFFICERS = (
    Officer(account="lan.mc", name="Lan", role=Role.ONE_STOP),
    Officer(account="minh.mc", name="Minh", role=Role.ONE_STOP),
    Officer(account="hue.tp", name="Huệ", role=Role.SPECIALIST, fields=("CT", "HT", "LT")),
    Officer(account="dung.tp", name="Dung", role=Role.SPECIALIST, fields=("CT", "HT")),
    Officer(account="nga.xh", name="Nga", role=Role.SPECIALIST, fields=("BTXH", "NCC", "TDKT")),
    Officer(account="binh.ld", name="Bình", role=Role.LEADER),
    Officer(account="thao.ld", name="Thảo", role=Role.LEADER),
    Officer(account="tam.vt", name="Tâm", role=Role.CLERK),
    Officer(account="congan.nt", name="Công an", role=Role.SPECIALIST, elsewhere=True),
    Officer(account="bhxh.nt", name="Bảo hiểm xã hội", role=Role.SPECIALIST, elsewhere=True),
    Officer(account="ldtbxh.nt", name="Phòng LĐTBXH", role=Role.SPECIALIST, elsewhere=True),
    Officer(account="lanhdao.nt", name="Lãnh đạo thành phố", role=Role.LEADER, elsewhere=True),
    Officer(account="vanthu.nt", name="Văn thư thành phố", role=Role.CLERK, elsewhere=True),
)
ADMIN = "quantri.pl"
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
