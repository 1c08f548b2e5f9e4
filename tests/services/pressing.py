"""What other processes do in the tests of acts: each function runs in a process of its own."""

import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

from app.errors import CaseChangedMeanwhile, Refused
from app.services import act as acting
from app.services.act import Press, act, open_by_officer
from app.services.bulk import Item, act_many
from app.services.second_person import Word, approve
from app.store.engine import database
from tests.services.hands import LAN, MINH, YEN, press
from tests.store import workers
from tests.store.desk import HOUR, MONDAY, acceptance
from workflows.commands import CompleteStep, RecordFee
from workflows.officer import Officer

FEE = RecordFee(at=MONDAY, amount=8_000, method="cash")


def pay(url: str, code: str, keys: list[str], version: int | None) -> Counter[str]:
    """Press the button of each form once; what came of it."""
    seen: Counter[str] = Counter()
    for key in keys:
        try:
            outcome = act(database(url), press(YEN, key=key), code, [FEE], expected_version=version)
        except CaseChangedMeanwhile:
            seen["changed"] += 1
        else:
            seen["repeated" if outcome.repeated else "done"] += 1
            seen[f"version {outcome.version}"] += 1
    return seen


def take_in(url: str, keys: list[str]) -> list[str]:
    """Open a case with each form; the codes."""
    return [
        open_by_officer(database(url), press(LAN, key=key), [acceptance()]).code for key in keys
    ]


def finish(url: str, codes: list[str], key: str) -> list[str]:
    """Complete a step of many cases with one press; the results."""
    step = (CompleteStep(at=MONDAY, step="appraise"),)
    items = [Item(code=code, commands=step, expected_version=2) for code in codes]
    return [line.result for line in act_many(database(url), press(MINH, key=key), items)]


def say_yes(url: str, who: Officer, number: int) -> str:
    """Approve a proposal; an empty text, or why not."""
    try:
        approve(database(url), Word(officer=who, number=number, now=MONDAY + 30 * HOUR))
    except Refused as refused:
        return str(refused)
    return ""


def stop_before_answering(sign: str) -> None:
    """From now on this process commits an act and then never comes back from it."""
    name = "until_first"
    real = getattr(acting, name)

    def stopped(*arguments: Any) -> Any:
        done = real(*arguments)
        stop_here(sign)
        return done

    setattr(acting, name, stopped)


def stop_here(sign: str) -> None:
    Path(sign).touch()
    time.sleep(workers.PATIENCE)


def pay_and_die(url: str, code: str, key: str, sign: str) -> None:
    """Record a fee, commit, and be killed before anybody gets an answer."""
    stop_before_answering(sign)
    act(database(url), Press(officer=YEN, key=key, now=MONDAY), code, [FEE])


def killed(work: Callable[..., None], *arguments: Any, sign: Path) -> int | None:
    """The exit code of a process that was killed once it gave its sign."""
    process = workers.SPAWN.Process(target=work, args=(*arguments, str(sign)))
    process.start()
    given_up = time.monotonic() + workers.PATIENCE
    while not sign.exists() and time.monotonic() < given_up:
        time.sleep(0.01)
    assert sign.exists(), "the process never came to the stage"
    process.kill()
    process.join(workers.PATIENCE)
    return process.exitcode
