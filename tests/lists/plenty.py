"""Very many read rows at once, for what only shows at size: plans, paging, common names."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import insert, text

from app.projections.rows import CASES, STEPS
from app.sample.dice import Dice
from app.store.engine import Connection
from app.store.folding import code_key, folded
from app.store.scope import AGENCIES
from tests.store.desk import DAY, MONDAY

FAMILIES = ("Nguyễn", "Trần", "Lê", "Phạm", "Hoàng", "Đặng", "Bùi", "Đỗ")
MIDDLES = ("Văn", "Thị", "Đức", "Minh", "Ngọc", "Quốc")
GIVEN = ("An", "Bình", "Cường", "Dũng", "Đào", "Hạnh", "Hùng", "Lan", "Mai", "Ngân", "Phúc", "Tú")
PROVINCE = "P"
ROLES = ("specialist", "leader", "clerk")
Row = dict[str, Any]


def fill(connection: Connection, cases: int, offices: int = 10) -> None:
    """So many invented cases of so many offices, one in ten of them live."""
    dice, batch = Dice(7), 5_000
    place = {"level": "commune", "parent": PROVINCE}
    places = [{"code": office(n), "name": office(n), **place} for n in range(offices)]
    connection.execute(insert(AGENCIES), [{"code": PROVINCE, "name": "Tỉnh", "level": "province"}])
    connection.execute(insert(AGENCIES), places)
    for first in range(0, cases, batch):
        rows = [_case(n, offices, dice) for n in range(first, min(first + batch, cases))]
        connection.execute(insert(CASES), rows)
        connection.execute(insert(STEPS), [step for row in rows for step in _steps(row, dice)])
    connection.execute(text("ANALYZE"))


def office(number: int) -> str:
    return f"O{number:03d}"


def _case(number: int, offices: int, dice: Dice) -> Row:
    age = timedelta(minutes=dice.randrange(3 * 365 * 24 * 60))
    live = number // offices % 10 == 0
    at = MONDAY - (age / 90 if live else age)
    name = f"{dice.choice(FAMILIES)} {dice.choice(MIDDLES)} {dice.choice(GIVEN)}"
    agency = office(number % offices)
    code = f"{agency}-{at:%y%m%d}-{number:06d}"
    return {
        **dict.fromkeys(CASES.c.keys()),
        "code": code,
        "code_key": code_key(code),
        "agency": agency,
        "field": "HT",
        "procedure": f"1.{number % 25:06d}",
        "procedure_version": 1,
        "calendar": "default@1",
        "applicant": name,
        "name_key": folded(name),
        "training": False,
        "version": 5,
        "phone": f"09{dice.randrange(10**8):08d}",
        "id_no": f"{dice.randrange(10**12):012d}",
        "fee_due": dice.choice((None, 8_000)),
        "fee_paid": dice.choice((0, 8_000)),
        "head_hash": "0" * 64,
        "recorded_at": at,
        "steps_running": 0,
        **_course(at, dice, live=live),
    }


def _course(at: datetime, dice: Dice, *, live: bool) -> Row:
    online = dice.random() < 0.5
    row = {
        "channel": "online" if online else "direct",
        "arrived_at": at,
        "submitted_at": at if online else None,
        "intake_runs": int(online),
        "intake_due_at": at + DAY if online else None,
    }
    state = dice.choice(("submitted", "received", "processing", "paused", "resolved"))
    if live and state == "submitted":
        return {**row, "state": state}
    accepted = at + dice.choice((0, 0.5, 2)) * DAY
    due = accepted + dice.choice((1, 3, 15)) * DAY
    row |= {"accepted_at": accepted, "due_at": due, "state": "delivered", "verdict": "on_time"}
    if not live:
        return {**row, "closed_at": due, "settled_at": due}
    return {**row, **_standing(state, accepted, due)}


def _standing(state: str, accepted: datetime, due: datetime) -> Row:
    row: Row = {"state": state, "verdict": None}
    if state == "resolved":
        return {**row, "closed_at": due, "verdict": "on_time"}
    if state == "paused":
        return {**row, "paused_since": accepted, "waits_since": accepted, "waits_for": "other"}
    near = due - (due - accepted) / 4
    row |= {"warn_at": near, "apology_owed_at": near}
    if state == "processing":
        row |= {"steps_running": 1, "step_due_at": near}
    return row


def _steps(case: Row, dice: Dice) -> Iterator[Row]:
    for number, role in enumerate(ROLES):
        running = bool(case["steps_running"]) and number == case["version"] % 2
        away = role == "leader" and case["agency"] != office(0) and dice.random() < 0.02
        yield {
            "case_code": case["code"],
            "step": role,
            "run": 1,
            "role": role,
            "agency": office(0) if away else case["agency"],
            "done": not running,
            "referred_by": case["agency"] if away else None,
            "sent_back": None,
            "assignee": dice.choice(("minh", "tam", None)),
            "warn_at": None,
            "started_at": case["arrived_at"],
            "due_at": case["step_due_at"],
            "ended_at": None if running else case["arrived_at"],
        }
