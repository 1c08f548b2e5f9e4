"""Vector 16 of lessons: a result in time, typed on the next morning."""

import pytest

from app.errors import NeedsSecondPerson
from app.projections.rows import case_rows
from app.services.act import act
from app.services.proposals import Draft, propose
from app.services.second_person import approve, refuse
from app.store import event_log
from app.store.engine import Database
from app.store.setup import read_setup
from tests.services.hands import BINH, HUNG, press
from tests.services.proposing import hired, word
from tests.store import desk
from tests.store.desk import DAY, HOUR, MINUTE, MONDAY
from workflows import commands as do
from workflows import events as ev

WEDNESDAY = MONDAY + 2 * DAY + 6 * HOUR  # at three o'clock
DUE = WEDNESDAY + 5 * DAY  # three working days on, over the week-end
HANDED, TYPED = DUE - 30 * MINUTE, DUE + 18 * HOUR  # 14:30, and nine the next morning
RESULT = do.ResolveCase(at=HANDED, outcome="granted", result_no="12/KS")
SLIP = Draft(kind="late", commands=[RESULT], reason="mất mạng", evidence="biên nhận số 0417")


def read(base: Database, code: str) -> tuple[event_log.CaseLog, object]:
    """The log, and the verdict its tables hold."""
    with base.reading() as connection:
        log = event_log.load(connection, code)
        assert desk.held(connection) == desk.wanted(case_rows(log, read_setup(connection)))
        (row,) = desk.held(connection)["cases"]
    return log, row["verdict"]


def test_vector_16_with_a_second_person_it_is_on_time_and_told_as_registered_late(database_url):
    base = desk.loaded(database_url)
    hired(base, BINH)
    code = desk.accepted(base, WEDNESDAY).code
    typing = press(BINH, TYPED)

    with pytest.raises(NeedsSecondPerson):
        act(base, typing, code, [RESULT])
    made = propose(base, press(BINH, TYPED), code, SLIP, expected_version=1)
    assert read(base, code)[1] is None
    approve(base, word(HUNG, made, now=TYPED + HOUR))

    log, verdict = read(base, code)
    line = log.lines[-1]
    assert verdict == "on_time"
    assert (line.event.at, line.recorded_at) == (HANDED, TYPED + HOUR)
    assert line.event.late == ev.Late(
        reason="mất mạng", evidence="biên nhận số 0417", approved_by="hung"
    )


def test_vector_16_without_approval_it_is_late(database_url):
    base = desk.loaded(database_url)
    hired(base, BINH)
    code = desk.accepted(base, WEDNESDAY).code
    made = propose(base, press(BINH, TYPED), code, SLIP, expected_version=1)
    refuse(base, word(HUNG, made, "không có biên nhận", now=TYPED))

    act(base, press(BINH, TYPED), code, [do.ResolveCase(at=TYPED, outcome="granted")])

    log, verdict = read(base, code)
    assert verdict == "late"
    assert log.lines[-1].event.late is None
