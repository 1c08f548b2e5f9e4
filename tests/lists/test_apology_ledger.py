"""The ledger of apologies: each number is its list, and fifteen late results are fifteen owed."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from itertools import count
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from app.lists.apology_ledger import (
    NUMBERS,
    LedgerAsked,
    LedgerLine,
    Number,
    cases_behind,
    ledger,
    total,
)
from app.projections.rows import case_rows
from app.projections.write import clear, insert_new
from app.services.record import open_case
from app.store.engine import Connection, Database
from app.store.event_log import CaseLog
from app.store.outbox import OUTBOX, Message, lease, put, settle_sent
from app.store.outbox_lists import forget_messages
from app.store.scope import Scope
from app.store.setup import read_setup
from tests.lists.office import accepted, after, loaded
from tests.lists.test_apology_lists import DUE, NEW, draft, issued, signed
from tests.projections.histories import CHOICES, logs
from tests.store import desk
from tests.store.desk import DAY, HOUR, MINUTE, MONDAY
from workflows import commands as do
from workflows.apology import stage
from workflows.case import Case
from workflows.evolve import fold
from workflows.setting import Setting

NOW = NEW + DAY
DONE = do.ResolveCase(at=NEW, outcome="granted")
NAMES = count(1)


def asked(**changes: Any) -> LedgerAsked:
    given = {
        "scope": Scope(agency="H32", subtree=True),
        "since": DUE - 7 * DAY,
        "until": DUE + 7 * DAY,
        "now": NOW,
    }
    return LedgerAsked(**{**given, **changes})


def numbers(opened: Database, **changes: Any) -> Mapping[Number, int]:
    """The sums, after the check that each number of each office is as long as its list."""
    question = asked(**changes)
    with opened.reading() as connection:
        lines = ledger(connection, question)
        for number in NUMBERS:
            held = cases_behind(connection, question, number, size=100)
            by_office = {line.agency: line.numbers[number] for line in lines}
            assert by_office == {
                office: sum(row.agency == office for row in held) for office in by_office
            }
    return total(lines)


def only(**said: int) -> dict[str, int]:
    return {**dict.fromkeys(NUMBERS, 0), **said}


def test_fifteen_late_results_are_fifteen_apologies_owed(database_url):
    opened = loaded(database_url)
    for place in range(15):
        accepted(opened, do.ResolveCase(at=DUE + (1 + place) * MINUTE, outcome="granted"))
    accepted(opened, do.ResolveCase(at=DUE, outcome="granted"))
    accepted(opened, do.ResolveCase(at=MONDAY + HOUR, outcome="granted"))

    assert numbers(opened) == only(owed=15, missing=15, lapsed=1)


def test_the_apology_is_followed_from_owed_to_published(database_url):
    opened = loaded(database_url)
    code = accepted(opened)
    assert numbers(opened, now=MONDAY + DAY) == only()
    assert numbers(opened, now=DUE - HOUR) == only(owed=1, waiting=1)

    after(opened, code, draft(DUE))
    assert numbers(opened) == only(owed=1, waiting=1, drafted=1)
    after(opened, code, signed(DUE, 2))
    assert numbers(opened) == only(owed=1, waiting=1, drafted=1, signed=1)
    after(opened, code, *issued(DUE))
    told = only(owed=1, drafted=1, signed=1, issued=1)
    assert numbers(opened) == told
    after(opened, code, do.PublishLetter(at=NEW, kind="apology", number="1/PXL"), DONE)
    assert numbers(opened) == {**told, "published": 1}


def test_what_was_closed_in_its_last_day_is_no_longer_owed(database_url):
    opened = loaded(database_url)
    in_time = do.ResolveCase(at=DUE - HOUR, outcome="granted")
    accepted(opened, in_time)
    accepted(opened, draft(DUE - 2 * HOUR), in_time)
    accepted(opened, do.WithdrawCase(at=DUE - HOUR, reason="đổi ý"))
    # One that was made though the case then came in time after all stays made.
    accepted(opened, *issued(DUE - 2 * HOUR), in_time)

    assert numbers(opened) == only(owed=1, issued=1, drafted=1, lapsed=3)


def test_what_was_never_going_to_be_late_has_nothing_to_lapse_but_a_draft(database_url):
    opened, friday = loaded(database_url), DUE - 3 * DAY
    done = do.ResolveCase(at=friday + 2 * HOUR, outcome="granted")
    begun = do.StartStep(at=friday, step="issue")
    accepted(opened, begun, done)
    assert numbers(opened) == only()
    accepted(opened, begun, draft(friday + HOUR), done)

    assert numbers(opened) == only(drafted=1, lapsed=1)


def test_that_it_was_sent_is_known_when_nobody_knows_any_more_what_it_said(database_url):
    opened = loaded(database_url)
    code = accepted(opened, *issued(DUE))
    others = [_message(f"citizen:{code}:4:late:mail", "citizen", code)]
    told = _message(f"citizen:{code}:3:apology:mail", "citizen", code)
    with opened.writing() as connection:
        for one in (told, *others):
            put(connection, [one], now=DUE)
            _send(connection)
        assert forget_messages(connection, before=NOW, limit=1) == 1
        assert forget_messages(connection, before=NOW, limit=9) == 1
        assert forget_messages(connection, before=NOW, limit=9) == 0
        ((key, address, body),) = connection.execute(
            select(OUTBOX.c.key, OUTBOX.c.address, OUTBOX.c.body)
        )
    assert (key, address, body) == (told.key, "", "")
    assert numbers(opened)["sent"] == 1


def test_what_came_back_to_late_hands_was_late(database_url):
    opened = loaded(database_url)
    accepted(opened, do.WithdrawCase(at=DUE + HOUR, reason="đổi ý"))
    accepted(opened, do.ReturnCase(at=DUE + HOUR, reason="thiếu giấy"))

    assert numbers(opened) == only(owed=2, missing=2)


def test_struck_out_practice_and_not_accepted_are_nowhere(database_url):
    opened = loaded(database_url)
    accepted(opened, do.VoidCase(at=DUE + DAY, reason="trùng", approved_by="hung"))
    accepted(opened, training=True)
    open_case(opened, desk.submission(), by=None, now=MONDAY)

    with opened.reading() as connection:
        assert ledger(connection, asked(until=DUE + 70 * DAY)) == ()


def test_the_period_is_of_the_deadline_and_ends_before_its_end(database_url):
    opened = loaded(database_url)
    accepted(opened, *issued(DUE))

    assert numbers(opened, since=DUE, until=DUE + MINUTE)["owed"] == 1
    assert numbers(opened, since=DUE + MINUTE, until=NOW + 9 * DAY)["owed"] == 0
    assert numbers(opened, since=MONDAY, until=DUE)["owed"] == 0


def test_each_office_has_its_line_and_only_the_offices_asked_for(database_url):
    opened = loaded(database_url)
    accepted(opened)
    accepted(opened, agency="H32.BD")
    accepted(opened, agency="H32.BD")

    with opened.reading() as connection:
        lines = ledger(connection, asked())
        assert [(line.agency, line.numbers["owed"]) for line in lines] == [
            ("H32.BD", 2),
            ("H32.PL", 1),
        ]
        one: tuple[LedgerLine, ...] = ledger(connection, asked(scope=Scope(agency="H32.PL")))
        assert [line.agency for line in one] == ["H32.PL"]
        assert ledger(connection, asked(scope=Scope(agency="H32"))) == ()
        assert len(cases_behind(connection, asked(), "owed", size=2)) == 2


@pytest.mark.parametrize(
    ("key", "kind", "goes", "counted"),
    [
        ("citizen:{}:3:apology:mail", "citizen", True, 1),
        ("citizen:{}:3:apology:mail", "citizen", False, 0),
        ("citizen:{}:3:late:mail", "citizen", True, 0),
        ("staff:{}:3:apology:mail", "staff", True, 0),
    ],
)
def test_sent_is_what_a_channel_has_taken(database_url, key, kind, goes, counted):
    opened = loaded(database_url)
    code = accepted(opened, *issued(DUE))
    with opened.writing() as connection:
        put(connection, [_message(key.format(code), kind, code)], now=DUE)
        if goes:
            _send(connection)

    assert numbers(opened)["sent"] == counted


def _message(key: str, kind: str, code: str) -> Message:
    return Message(
        key=key,
        channel="mail",
        address="tu@example.vn",
        agency="H32.PL",
        case_code=code,
        kind=kind,
        subject="Xin lỗi",
        body="Xin lỗi",
        not_before=DUE,
    )


def _send(connection: Connection) -> None:
    (one,) = lease(connection, "mail", now=DUE, until=DUE + MINUTE, limit=1)
    assert settle_sent(connection, one, receipt="1", now=DUE)


BY_STAGE: tuple[Number, ...] = ("owed", "issued", "missing", "waiting", "lapsed")


def expected(case: Case, setting: Setting, now: datetime) -> set[Number]:
    """The numbers that count a case, from its stage: with a draft as much is owed as without."""
    bare = replace(case, draft=None, drafted_as=None, signature=None)
    at, told = stage(bare, setting, now=now), set[Number]()
    if at in {"issued", "published", "exhausted"}:
        told |= {"owed", "issued"}
    elif at == "owed" and not case.is_open:
        told |= {"owed", "missing"}
    elif at == "owed":
        told |= {"owed", "waiting"}
    elif stage(case, setting, now=now) == "lapsed":
        told.add("lapsed")
    return told


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(CHOICES, min_size=1, max_size=6), st.sampled_from([0, 1, 26, 24 * 40]))
def test_the_numbers_are_those_of_the_stages(database_url, histories, hours):
    opened = desk.loaded(database_url)
    desk.load(opened, desk.TUESDAY_OFF)
    with opened.writing() as connection:
        setup = read_setup(connection)
        clear(connection)
        cases = []
        for choices in histories:
            *_, log = logs(setup, choices)
            if log.lines:
                cases.append(CaseLog(code=f"L{next(NAMES):06d}", lines=log.lines, head=log.head))
        insert_new(connection, [case_rows(log, setup) for log in cases])
        now = max(line.recorded_at for log in cases for line in log.lines) + hours * HOUR
        wanted = {name: set[str]() for name in BY_STAGE}
        for log in cases:
            case = fold(log.code, [line.event for line in log.lines])
            assert case is not None
            if case.accepted_at and case.voided_at is None:
                for name in expected(case, setup.setting_of(case), now):
                    wanted[name].add(log.code)
        whole = asked(since=MONDAY - 900 * DAY, until=MONDAY + 900 * DAY, now=now)
        found = {
            name: {row.code for row in cases_behind(connection, whole, name, size=99)}
            for name in NUMBERS
        }
        sums = total(ledger(connection, whole))

    assert {name: found[name] for name in wanted} == wanted
    assert sums["owed"] == sums["issued"] + sums["missing"] + sums["waiting"]
    assert {name: len(codes) for name, codes in found.items()} == sums
