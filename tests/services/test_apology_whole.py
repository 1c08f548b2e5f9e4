"""A late case as the whole program sees it: lists, bells, outbox, public page, table and ledger."""

from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path

import pytest
from sqlalchemy import select

from app.deadlines.tick import tick
from app.errors import Refused
from app.lists.apology_ledger import LedgerAsked, ledger, total
from app.reports.ii06a import report
from app.reports.period import Period
from app.services.apology import draft, issue, publish
from app.services.lists import inbox
from app.services.public_letters import public_letters
from app.services.record import record_all
from app.services.verify import verify
from app.store.engine import Database
from app.store.notices import NOTICES
from app.store.outbox import OUTBOX, lease, settle_sent
from app.store.scope import Scope
from sla.zone import later
from tests.services.apologising import (
    AGAIN,
    DUE,
    LAST_DAY,
    VAN,
    drafted,
    late_case,
    march,
    public,
    signed,
    ward,
    words,
)  # fmt: skip
from tests.services.hands import HUNG, LAN, MINH, press
from workflows.commands import CompleteStep, ResolveCase, StartStep
from workflows.officer import Officer

PROVINCE = Scope(agency="H32", subtree=True)
LISTS = ("apology_owed", "apology_drafts", "apology_to_issue", "apology_unpublished")


@pytest.fixture
def opened(database_url: str) -> Database:
    return ward(database_url)


def lists_of(opened: Database, now: datetime) -> dict[str, int]:
    """How many cases the lists of apologies hold, whoever has them; those that hold any."""
    held = dict(_counts(opened, now))
    return {code: held[code] for code in (*LISTS, "promise_over") if held.get(code)}


def _counts(opened: Database, now: datetime) -> Iterator[tuple[str, int]]:
    people: tuple[Officer, ...] = (LAN, MINH, VAN, HUNG)
    for one in people:
        for badge in inbox(opened, one, now=now).badges:
            if badge.count:
                yield badge.list.code, badge.count


def sent(opened: Database, now: datetime) -> None:
    """Every channel takes what waits for it."""
    for channel in ("mail", "sms", "zalo"):
        with opened.writing() as connection:
            until = later(now, minutes=10)
            while leased := lease(connection, channel, now=now, until=until, limit=100):
                for one in leased:
                    settle_sent(connection, one, receipt="ok", now=now)


def apologies_told(opened: Database) -> list[tuple[str, str]]:
    query = select(OUTBOX.c.channel, OUTBOX.c.state).where(OUTBOX.c.key.like("citizen:%:apology:%"))
    with opened.reading() as connection:
        return sorted((row.channel, row.state) for row in connection.execute(query))


def resolved(opened: Database, code: str, at: datetime) -> None:
    done = [
        CompleteStep(at=at, step="appraise"),
        StartStep(at=at, step="sign"),
        CompleteStep(at=at, step="sign"),
        ResolveCase(at=at, outcome="granted"),
    ]
    record_all(opened, code, done, by="hung", now=at)


def test_from_nearly_late_to_the_ledger(opened: Database, tmp_path: Path) -> None:
    code = late_case(opened)
    tick(opened, until=LAST_DAY, now=LAST_DAY)
    assert lists_of(opened, LAST_DAY) == {"apology_owed": 1}

    number = drafted(opened, code)
    assert lists_of(opened, LAST_DAY) == {"apology_drafts": 1}
    signed(opened, tmp_path, code, number)
    assert lists_of(opened, LAST_DAY) == {"apology_to_issue": 1}
    letter = issue(opened, tmp_path, press(VAN, LAST_DAY), code)
    assert lists_of(opened, LAST_DAY) == {"apology_unpublished": 1}
    publish(opened, press(VAN, LAST_DAY), code, letter.number)
    assert lists_of(opened, LAST_DAY) == {}

    sent(opened, march(7, "08:00"))
    assert apologies_told(opened) == [("mail", "sent"), ("sms", "sent"), ("zalo", "sent")]
    tick(opened, until=march(8, "08:00"), now=march(8, "08:00"))
    resolved(opened, code, march(11, "09:00"))

    now = march(13, "08:00")
    period = Period(first=date(2023, 12, 15), last=date(2024, 3, 14))
    asked = LedgerAsked(scope=PROVINCE, since=march(1, "00:00"), until=march(31, "00:00"), now=now)
    with opened.reading() as connection:
        table = report(connection, PROVINCE, period, now=now)
        numbers = total(ledger(connection, asked))
    # The new date was kept, and the case is late all the same.
    assert march(11, "09:00") < AGAIN
    assert (table.total["solved.total"], table.total["solved.late"]) == (1, 1)
    counted = {name: count for name, count in numbers.items() if count}
    assert counted == dict.fromkeys(("owed", "drafted", "signed", "issued", "sent", "published"), 1)
    assert public_letters(opened, date(2024, 3, 1)).total == 1
    assert verify(opened, now=now).fault is None


def test_when_the_new_date_passes_too_leader_and_centre_are_told(
    opened: Database, tmp_path: Path
) -> None:
    code = late_case(opened)
    public(opened, tmp_path, code)
    over = march(13, "08:00")
    assert DUE < AGAIN < over
    tick(opened, until=over, now=over)
    with opened.reading() as connection:
        rung = connection.execute(select(NOTICES).where(NOTICES.c.case_code == code)).all()
    promised = {row.login for row in rung if row.at == AGAIN}
    assert promised == {"hung", "chi"}
    assert lists_of(opened, over)["promise_over"] == 1
    with pytest.raises(Refused, match="không được hẹn lại lần nữa"):
        draft(opened, press(MINH, over), code, words(new_due_at=march(20, "17:30")))
    tick(opened, until=march(14, "08:00"), now=march(14, "08:00"))
    with opened.reading() as connection:
        again = connection.execute(select(NOTICES).where(NOTICES.c.case_code == code)).all()
    assert {row.login for row in again if row.at == AGAIN} == {"hung", "chi"}
    assert sum(row.at == AGAIN for row in again) == len(promised)


def test_fifteen_late_results_and_three_apologies(opened: Database, tmp_path: Path) -> None:
    codes = [late_case(opened) for _ in range(15)]
    for code in codes[:3]:
        public(opened, tmp_path, code)
    for code in codes:
        resolved(opened, code, march(8, "09:00"))
    asked = LedgerAsked(
        scope=PROVINCE, since=march(1, "00:00"), until=march(31, "00:00"), now=march(13, "08:00")
    )
    with opened.reading() as connection:
        numbers = total(ledger(connection, asked))
    assert {name: numbers[name] for name in ("owed", "issued", "published", "missing")} == {
        "owed": 15, "issued": 3, "published": 3, "missing": 12,
    }  # fmt: skip
