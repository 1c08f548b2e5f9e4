"""What is kept of petitions: verify looks at it, a sender can be forgotten, codes may be long."""

import pytest
from sqlalchemy import select, text

from app.errors import Refused, Unknown
from app.projections.rebuild import mark_stale
from app.services.petitions import record
from app.services.petitions_page import petition_page
from app.services.rebuild import rebuild_all, renewed
from app.services.verify import verify
from app.store.packs import save
from app.store.petitions import EVENTS, PETITIONS, append
from tests.services.hands import BINH, LAN, officer, press
from tests.services.petitioning import answered, taken, then
from tests.store import desk
from tests.store.desk import DAY, HOUR, MONDAY
from workflows import petition_events as ev
from workflows.agency import Role
from workflows.pack import read_pack

WATCHER = officer("theo", Role.SUPERVISOR)
LATER = MONDAY + 40 * DAY


@pytest.fixture
def opened(database_url):
    return desk.loaded(database_url)


@pytest.fixture
def register(opened):
    """Two petitions: one answered, the answer struck out again; one open."""
    first, _ = taken(opened), taken(opened)
    answered(opened, first, MONDAY + DAY)
    struck = ev.Corrected(at=MONDAY + 2 * DAY, event=2, reason="nhầm", struck=True)
    then(opened, first, struck, seen=2)
    answered(opened, first, MONDAY + 3 * DAY, seen=3)
    return opened


def changed(opened, statement):
    with opened.writing() as connection:
        connection.execute(text(statement))


def test_verify_counts_the_petitions_it_looked_at(register):
    found = verify(register, now=LATER)

    assert (found.fault, found.petitions) == (None, 2)
    assert found.as_json()["petitions"] == 2


@pytest.mark.parametrize(
    ("statement", "words"),
    [
        ("UPDATE petitions SET ended_at = received_at WHERE ended_at IS NOT NULL", "bảng đọc"),
        ("UPDATE petitions SET subject = 'x' WHERE version = 2", "bảng đọc"),
        ("UPDATE petitions SET known_to = NULL", "bảng đọc"),
        ("UPDATE petitions SET agency = 'H32.BD'", "bảng đọc"),
        ("DELETE FROM petitions WHERE version = 1", "bảng đọc"),
        ("UPDATE petition_numbers SET last = 1", "số không liền nhau"),
        ("UPDATE petition_numbers SET last = 3", "số không liền nhau"),
        ("DELETE FROM petition_numbers", "số không liền nhau"),
    ],
)
def test_verify_finds_what_is_off_in_the_register(register, statement, words):
    changed(register, statement)

    fault = verify(register, now=LATER).fault

    assert fault is not None
    assert "PAKN-H32.PL-2024" in fault.place
    assert words in fault.words


def test_verify_finds_rows_of_a_petition_that_no_log_has(register):
    with register.writing() as connection:
        row = connection.execute(select(PETITIONS)).mappings().first()
        connection.execute(PETITIONS.insert(), {**row, "code": "PAKN-H32.PL-2024-0009"})

    fault = verify(register, now=LATER).fault

    assert fault is not None
    assert "0009" in fault.place


def test_the_rows_are_made_anew_with_the_other_read_tables(register):
    changed(register, "UPDATE petitions SET subject = 'hỏng'")
    done = rebuild_all(register, lambda _: None)
    assert done.petitions == 2
    assert verify(register, now=LATER).fault is None

    changed(register, "UPDATE petitions SET subject = 'hỏng'")
    with register.writing() as connection:
        mark_stale(connection)
    assert renewed(register)
    assert verify(register, now=LATER).fault is None


def test_a_sender_is_forgotten_and_the_log_says_only_that(opened):
    code = taken(opened)
    erased = ev.SenderErased(at=MONDAY + DAY)

    then(opened, code, erased)

    assert petition_page(opened, BINH, code, now=LATER).sender is None
    with opened.reading() as connection:
        row = connection.execute(select(EVENTS).where(EVENTS.c.version == 2)).one()
    assert (row.type, row.actor, row.data) == ("sender_erased", "binh", "{}")
    with pytest.raises(Refused, match="không còn thông tin người gửi"):
        then(opened, code, erased, seen=2)
    answered(opened, code, MONDAY + HOUR, seen=2)
    struck = ev.Corrected(at=MONDAY + 2 * DAY, event=2, reason="x", struck=True)
    with pytest.raises(Refused, match="không có việc này"):
        then(opened, code, struck, seen=3)
    assert verify(opened, now=LATER).fault is None


def test_only_those_who_answer_for_the_office_erase(opened):
    code, now = taken(opened), MONDAY + HOUR
    with pytest.raises(Refused, match="vai trò"):
        record(opened, press(LAN, now), code, ev.SenderErased(at=now), expected_version=1)
    strange = officer("la", Role.LEADER, "H32.BD")
    with pytest.raises(Unknown):
        record(opened, press(strange, now), code, ev.SenderErased(at=now), expected_version=1)
    record(opened, press(WATCHER, now), code, ev.SenderErased(at=now), expected_version=1)


def by_watcher(opened, code, event, now, seen):
    return record(opened, press(WATCHER, now), code, event, expected_version=seen)


def test_an_end_dated_back_over_a_working_day_takes_a_leader(opened):
    code, wednesday = taken(opened), MONDAY + 9 * DAY
    early = ev.Answered(at=wednesday - 2 * DAY, answer="x")
    with pytest.raises(Refused, match="lùi quá 1 ngày làm việc") as refused:
        by_watcher(opened, code, early, wednesday, 1)
    assert refused.value.field == "at"

    yesterday = ev.Answered(at=wednesday - DAY, answer="x")
    by_watcher(opened, code, yesterday, wednesday, 1)
    earlier = {"at": (wednesday - 2 * DAY).isoformat()}
    mended = ev.Corrected(at=wednesday + DAY, event=2, reason="x", changes=earlier)
    with pytest.raises(Refused, match="phải do lãnh đạo ghi"):
        by_watcher(opened, code, mended, wednesday + DAY, 2)
    then(opened, code, mended, seen=2)


def test_an_end_of_friday_may_be_written_on_monday(opened):
    code, friday = taken(opened), MONDAY + 4 * DAY
    by_watcher(opened, code, ev.Answered(at=friday, answer="x"), friday + 3 * DAY, 1)


def test_a_receipt_corrected_to_a_day_without_a_rule_is_refused(opened):
    code = taken(opened)
    for at in ("2005-01-01T08:00", "2019-03-04T09:00"):
        wrong = ev.Corrected(at=MONDAY + HOUR, event=1, reason="r", changes={"at": at})
        with pytest.raises(Refused) as refused:
            then(opened, code, wrong)
        assert refused.value.field == "at"


def test_a_petition_that_was_moved_there_before_can_still_be_read(opened):
    code = taken(opened)
    wrong = ev.Corrected(at=MONDAY, event=1, reason="r", changes={"at": "2005-01-01T08:00"})
    with opened.writing() as connection:
        line = ev.Line(version=2, event=wrong, recorded_at=MONDAY + HOUR, by="binh")
        append(connection, code, "H32.PL", line)

    page = petition_page(opened, BINH, code, now=LATER)

    assert (page.law, page.time) == (None, None)
    right = {"at": MONDAY.isoformat()}
    then(opened, code, ev.Corrected(at=LATER, event=1, reason="r", changes=right), seen=2)
    assert petition_page(opened, BINH, code, now=LATER).time is not None


def test_an_unknown_way_of_receipt_is_refused(opened):
    with pytest.raises(Refused, match="cách tiếp nhận"):
        taken(opened, channel="xyz")


def test_an_office_with_the_longest_code_keeps_a_register(opened):
    code = f"H32.{'X' * 60}"
    said = f"code: {code}, name: Dài, level: commune, parent: H32, calendar: default"
    pack = f"agencies:\n  - {{{said}}}\n"
    with opened.writing() as connection:
        save(connection, [read_pack(pack, "x")])
    keeper = officer("dai", Role.ONE_STOP, code)

    number = taken(opened, by=keeper, agency=code)

    assert petition_page(opened, keeper, number, now=MONDAY).petition.agency == code
