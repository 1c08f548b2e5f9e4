"""`kill -9` of workers while eight officers record steps: what was answered is in the log, no more.

A form that got no answer is sent again with the same key until it gets one, and still counts once.
"""

import threading
from collections import Counter
from datetime import timedelta

from sqlalchemy import select

from app.sample import MORNING
from app.sample.dice import Dice
from app.services.record import open_case, record
from app.services.verify import verify
from app.store.acts import ACTS
from app.store.engine import Database, database
from app.store.event_log import load
from tests.cli.served import served, within
from tests.web.plug import KILLS, PATIENCE, RECORDED, Answered, Clerk, all_at_once, killed
from workflows import commands as cmd
from workflows.events import Applicant

CASES = 12
MINUTE = timedelta(minutes=1)
# Huệ hands on, Bình hands back: four windows each, on the same cases.
FORWARD = ("hue.tp", "complete_step", {"step": "appraise", "next": "sign|binh.ld"})
BACK = ("binh.ld", "return_step", {"next": "appraise|hue.tp", "reason": "thiếu chữ ký"})


def brought(opened: Database) -> str:
    """A case on Huệ's desk."""
    at = MORNING - 60 * MINUTE
    taken = cmd.AcceptCase(
        at=at,
        agency="H32.PL",
        procedure="1.004873",
        channel="direct",
        applicant=Applicant(name="Bà Tư"),
    )
    code = open_case(opened, taken, by="lan.mc", now=at).code
    begun = cmd.StartStep(at=MORNING - 30 * MINUTE, step="appraise", assignee="hue.tp")
    record(opened, code, begun, by="lan.mc", now=MORNING)
    return code


def ranges(opened: Database) -> dict[str, tuple[str, int, int]]:
    """What each key came to: the case and its versions around it."""
    with opened.reading() as connection:
        rows = connection.execute(select(ACTS)).all()
    return {row.key: (row.case_code, row.version_before, row.version_after) for row in rows}


def test_everything_answered_is_in_the_log_and_nothing_else(ward_urls):
    opened = database(ward_urls)
    codes = [brought(opened) for _ in range(CASES)]
    with served(ward_urls, "--workers", "2") as server:
        assert within(PATIENCE, lambda: server.get("/sign-in")[0] == 200)
        clerks = [
            Clerk(port=server.port, login=login, act=act, typed=typed)
            for login, act, typed in (FORWARD, BACK) * 4
        ]
        for clerk in clerks:
            clerk.sign_in()
        over = threading.Event()
        threads = all_at_once(clerks, codes, over)
        try:
            dead = killed(server, clerks, Dice(1))
        finally:
            over.set()
        for thread in threads:
            thread.join(2 * PATIENCE)
        assert not any(thread.is_alive() for thread in threads)

    answered = [one for clerk in clerks for one in clerk.answered]
    assert dead >= KILLS
    assert sum(one.recorded for one in answered) >= RECORDED
    agrees(opened, codes, answered)
    assert verify(opened, now=MORNING + 60 * MINUTE).fault is None


def agrees(opened: Database, codes: list[str], answered: list[Answered]) -> None:
    """Fail unless the log holds what was answered: all of it, once, and nothing besides."""
    kept = ranges(opened)
    assert Counter(one.key for one in answered).most_common(1)[0][1] == 1
    assert set(kept) == {one.key for one in answered if one.recorded}
    assert {one.key: one.code for one in answered if one.recorded} == {
        key: code for key, (code, _, _) in kept.items()
    }
    for code in codes:
        # The presses lie end to end, from the case as it was brought to its last event.
        lengths = sorted((before, after) for one, before, after in kept.values() if one == code)
        with opened.reading() as connection:
            last = load(connection, code).version
        ends = [2, *(after for _, after in lengths)]
        assert [before for before, _ in lengths] == ends[:-1]
        assert ends[-1] == last
