"""A small province for load: wards, officers and a journal of invented cases, by a seed number.

The full generator belongs to `motcua simulate`; this one only needs the right number of rows, with
a few per cent of the cases still open, as a desk has them.
"""

import json
import random
from collections.abc import Iterator
from datetime import datetime, timedelta

from sla.zone import VIETNAM

NOTICE = "Số liệu mô phỏng để đo tốc độ; không có hồ sơ, tên người hay tài khoản nào là thật."
PROCEDURES = ("1.001193", "1.000656", "1.000894", "2.000635")
STEPS = ("intake", "appraise", "sign", "issue")
SHORT = ("appraise", "issue")  # what a finished case keeps of them, to make the log quickly
OPEN_SHARE = 0.04
_SURNAMES = ("Nguyễn", "Trần", "Lê", "Phạm", "Hoàng", "Đặng", "Bùi", "Đỗ", "Ngô", "Dương")
_MIDDLES = ("Văn", "Thị", "Minh", "Thanh", "Ngọc", "Quốc", "Thu", "Hải", "Đức", "Kim")
_NAMES = ("An", "Bình", "Chi", "Dũng", "Giang", "Hạnh", "Khánh", "Lan", "Nam", "Phúc", "Quân",
          "Sơn", "Tâm", "Uyên", "Vân", "Xuân", "Yến", "Ánh", "Đạt", "Ân")  # fmt: skip


def ward(number: int) -> str:
    """The code of a ward."""
    return f"H99.W{number:02d}"


def pack(wards: int) -> str:
    """The setup pack of the province, as YAML (JSON is YAML)."""
    top = {"code": "H99", "name": "UBND tỉnh Đo Tải", "level": "province"}
    below = [
        {"code": ward(n), "name": f"UBND phường số {n}", "level": "commune", "parent": "H99"}
        for n in range(wards)
    ]
    rest = {"calendar": "default", "notice": NOTICE}
    return json.dumps({"agencies": [{**one, **rest} for one in (top, *below)]}, ensure_ascii=False)


def journal(wards: range, cases: int, now: datetime, seed: int) -> Iterator[str]:
    """The lines of `cases` cases shared among some wards, over the 300 days before `now`."""
    dice = random.Random(seed)
    for serial in range(cases):
        agency = ward(dice.choice(wards))
        lasting = dice.random() < OPEN_SHARE
        days = dice.randrange(0, 6) if lasting else dice.randrange(6, 300)
        start = _office_hour(now - timedelta(days=days), dice)
        code = f"{agency}-{start:%y%m%d}-{seed}{serial:06d}"
        for kind, at, data in _life(agency, start, dice, lasting=lasting):
            if at < now:
                line = {"case": code, "type": kind, "at": at.isoformat(), "data": data}
                yield json.dumps(line, ensure_ascii=False)


def _office_hour(day: datetime, dice: random.Random) -> datetime:
    here = day.astimezone(VIETNAM)
    while here.weekday() > 4:
        here -= timedelta(days=1)
    hour = dice.choice((8, 9, 10, 14, 15))
    return here.replace(hour=hour, minute=dice.randrange(60), second=0, microsecond=0)


def _person(dice: random.Random) -> dict[str, str]:
    name = f"{dice.choice(_SURNAMES)} {dice.choice(_MIDDLES)} {dice.choice(_NAMES)}"
    number = dice.randrange(10**8)
    return {"name": name, "id_no": f"000{number:09d}", "phone": f"0900{number % 10**6:06d}"}


def _life(
    agency: str, start: datetime, dice: random.Random, *, lasting: bool
) -> Iterator[tuple[str, datetime, dict[str, object]]]:
    opening = {"agency": agency, "procedure": dice.choice(PROCEDURES), "applicant": _person(dice)}
    if dice.random() < 0.7:
        yield "submitted", start, {**opening, "channel": "online"}
        if lasting and dice.random() < 0.3:
            return
        yield "accepted", start + timedelta(minutes=9), {}
    else:
        yield "accepted", start, {**opening, "channel": "direct"}
    at = start + timedelta(minutes=10)
    steps = STEPS[: 1 + dice.randrange(len(STEPS))] if lasting else SHORT
    for step in steps:
        who = f"{step}.{agency[-3:].lower()}"
        yield "step_started", at, {"step": step, "assignee": who}
        if not lasting or step != steps[-1]:
            at += timedelta(minutes=dice.randrange(5, 50))
            yield "step_completed", at, {"step": step}
    if not lasting:
        yield "resolved", at, {"outcome": "granted", "result_no": f"{dice.randrange(9999)}/KQ"}
        if dice.random() < 0.97:
            yield "delivered", at + timedelta(minutes=30), {"channel": "direct"}
