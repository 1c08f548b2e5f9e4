"""What other processes do in the tests of calendar changes."""

import secrets
import time
from collections import Counter
from pathlib import Path
from typing import Any

from app.errors import CaseChangedMeanwhile
from app.services import calendar_change as changing
from app.services.calendar_change import carry_on
from app.services.record import record
from app.store.engine import database
from tests.services.calendars import ORDER, SATURDAY
from tests.services.hands import HUNG, press
from tests.store import workers
from workflows.commands import RecordFee

FEE = RecordFee(at=SATURDAY, amount=8_000, method="cash")


def adjust(url: str, number: int) -> Counter[str]:
    """Go on with a decision to its end; what came of its cases."""
    done = carry_on(database(url), number, now=SATURDAY)
    while done.waiting:
        done = carry_on(database(url), number, now=SATURDAY)
    return Counter(done.results)


def pay(url: str, codes: list[str]) -> Counter[str]:
    """Record on each case as officers do while the deadlines move."""
    seen: Counter[str] = Counter()
    for code in codes:
        try:
            record(database(url), code, FEE, by="Lan", now=SATURDAY)
        except CaseChangedMeanwhile:
            seen["lost"] += 1
        else:
            seen["paid"] += 1
    return seen


def decide_and_die(url: str, sign: str) -> None:
    """Adjust, but stop inside the second transaction, give a sign, and wait to be killed."""
    real, calls = vars(changing)["settled_all"], Counter[str]()

    def stopped(*arguments: Any) -> Any:
        outcomes = real(*arguments)
        calls["settled"] += 1
        if calls["settled"] == 2:
            Path(sign).touch()
            time.sleep(workers.PATIENCE)
        return outcomes

    vars(changing).update(settled_all=stopped, CHUNK=20)
    changing.apply(database(url), press(HUNG, SATURDAY, secrets.token_hex(16)), ORDER)
