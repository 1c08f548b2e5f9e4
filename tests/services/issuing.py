"""What other processes do in the tests of letters: each function runs in a process of its own."""

import time
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from app.services import letter_run_parts, letters
from app.services.letter_runs import begin, carry_on, to_the_end
from app.services.record import record
from app.store.engine import database
from tests.services.hands import LAN, press
from tests.store import workers
from tests.store.desk import MINUTE, MONDAY
from workflows.commands import RecordFee

# Not before the letters that others issue at that instant: an event never steps back.
FEE = RecordFee(at=MONDAY + MINUTE, amount=8_000, method="cash")


def issue(url: str, folder: str, codes: Sequence[str], keys: Sequence[str]) -> list[int]:
    """Issue a receipt for each case with a form of its own; the numbers."""
    return [
        letters.issue(database(url), Path(folder), press(LAN, key=key), code, "receipt").serial
        for code, key in zip(codes, keys, strict=True)
    ]


def issue_and_die(
    url: str, folder: str, codes: Sequence[str], keys: Sequence[str], sign: str
) -> None:
    """The same, but stop in the middle of the tenth with number and file taken, to be killed."""
    _stop_in(letters, "record_in", at=10, sign=sign)
    issue(url, folder, codes, keys)


def go_on(url: str, folder: str, number: int) -> Counter[str]:
    """Go on with a run to its end; what came of its cases."""
    opened = database(url)
    done = carry_on(opened, Path(folder), number, clock=lambda: MONDAY + MINUTE)
    while done.waiting:
        done = carry_on(opened, Path(folder), number, clock=lambda: MONDAY + MINUTE)
    return Counter(done.results)


def run_and_die(url: str, folder: str, codes: Sequence[str], sign: str) -> None:
    """Begin a run and be killed within its second part."""
    _stop_in(letter_run_parts, "record_many_in", at=2, sign=sign)
    opened = database(url)
    number = begin(opened, press(LAN), "receipt", codes)
    to_the_end(opened, Path(folder), number, clock=lambda: MONDAY + MINUTE)


def pay(url: str, codes: Sequence[str]) -> int:
    """Record a fee on each case as officers do while letters are issued."""
    for code in codes:
        record(database(url), code, FEE, by="Yến", now=MONDAY + MINUTE)
    return len(codes)


def _stop_in(module: Any, recording: str, *, at: int, sign: str) -> None:
    """From now on the so-manieth recording of letters by a module never comes back."""
    real, calls = vars(module)[recording], Counter[str]()

    def stopped(*arguments: Any, **named: Any) -> Any:
        done = real(*arguments, **named)
        calls[recording] += 1
        if calls[recording] == at:
            Path(sign).touch()
            time.sleep(workers.PATIENCE)
        return done

    vars(module)[recording] = stopped
