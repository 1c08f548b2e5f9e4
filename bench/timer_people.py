"""Forty wards of an invented province and who works there: for whom the bells of the clock ring."""

import json
from datetime import datetime

from app.services.account_fields import NewAccount
from app.services.accounts import create_account
from app.services.passwords import Hasher
from app.store.engine import Database
from workflows.agency import Role
from workflows.officer import Grant

WARDS = 40
TOP = "H99"
NOTICE = "Số liệu mô phỏng để đo tốc độ; không có hồ sơ, tên người hay tài khoản nào là thật."
AT_A_WARD = {
    "intake": Role.ONE_STOP,
    "appraise": Role.SPECIALIST,
    "sign": Role.LEADER,
    "issue": Role.CLERK,
}
OVER_ALL = {"giam.sat": Role.SUPERVISOR, "chu.tich": Role.LEADER, "quan.tri": Role.ADMIN}
_PASSWORD = " ".join(("một", "cửa", "đo", "tải", "2026"))


def ward(number: int) -> str:
    """The code of a ward."""
    return f"{TOP}.W{number:02d}"


def pack() -> str:
    """The setup pack of the province, as YAML (JSON is YAML)."""
    top = {"code": TOP, "name": "UBND tỉnh Đo Tải", "level": "province"}
    below = [
        {"code": ward(n), "name": f"UBND phường số {n}", "level": "commune", "parent": TOP}
        for n in range(WARDS)
    ]
    rest = {"calendar": "default", "notice": NOTICE}
    return json.dumps({"agencies": [{**one, **rest} for one in (top, *below)]}, ensure_ascii=False)


def officers(opened: Database, now: datetime) -> None:
    """An account for each step at each ward, and those who stand over all, with one password."""
    hasher = Hasher(time_cost=1, memory_cost=8)
    held = {
        f"{step}.w{number:02d}": Grant(agency=ward(number), role=role)
        for number in range(WARDS)
        for step, role in AT_A_WARD.items()
    }
    held |= {login: Grant(agency=TOP, role=role) for login, role in OVER_ALL.items()}
    for login, grant in held.items():
        new = NewAccount(login=login, name=login, grants=(grant,), password=_PASSWORD)
        create_account(opened, new, by=None, now=now, hasher=hasher)
