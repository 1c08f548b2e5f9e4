"""Whoever changes the past is found out, and the place is named."""

import sqlite3
from pathlib import Path

import pytest
from sqlalchemy import text

from app.reports.asked import Asked
from app.reports.ii06a_raw import RawTally
from app.reports.quarters import quarters_of
from app.services.verify import compare_tables, verify
from app.store.audit import Damaged
from app.store.engine import database, dispose_all
from app.store.event_log import stream
from app.store.scope import Scope
from app.store.setup import read_setup
from tests.conformance.moment import NOW

CASE = "T.H1.X1-00016"
GUARDS = {
    "sqlite": ("DROP TRIGGER case_events_no_update", "DROP TRIGGER case_events_no_delete"),
    "postgresql": (
        "DROP TRIGGER case_events_row_guard ON case_events",
        "DROP TRIGGER case_events_table_guard ON case_events",
    ),
}


def fault(url):
    found = verify(database(url), now=NOW).fault
    return None if found is None else str(found)


def forged(url, *statements):
    """Somebody with all rights takes the guards away first."""
    with database(url).writing() as connection:
        for statement in (*GUARDS[connection.dialect.name], *statements):
            connection.execute(text(statement))


def event(version, change):
    return f"UPDATE case_events SET {change} WHERE case_code = '{CASE}' AND version = {version}"


def test_an_untouched_world_has_no_fault(world_url):
    assert fault(world_url) is None


@pytest.mark.parametrize(
    "change",
    [
        "type = 'resumed'",
        "actor = 'oracl'",
        "actor = NULL",
        "agency = 'T.H0'",
        'data = \'{"items":["đơn"],"reason":"thiểu"}\'',
        'data = \'{"items":["đơn"],"reason": "thiếu"}\'',
        "data = 'x'",
        "hash = replace(hash, substr(hash, 1, 1), 'f')",
        "prev_hash = hash",
    ],
)
def test_a_changed_event_is_named(world_url, change):
    forged(world_url, event(4, change))
    assert fault(world_url).startswith(f"sự kiện số 4 của hồ sơ {CASE} (vị trí ")


@pytest.mark.parametrize("column", ["at", "recorded_at"])
def test_a_changed_time_is_named(world_url, column):
    later = "'2023-07-21 04:09:00+07:00'" if "postgresql" in world_url else None
    forged(world_url, event(4, f"{column} = {later or repr('2023-07-20 21:09:00.000000')}"))
    assert fault(world_url).startswith(f"sự kiện số 4 của hồ sơ {CASE} (vị trí ")


def test_an_instant_that_still_reads_the_same_was_changed_all_the_same(sqlite_world_url):
    forged(sqlite_world_url, event(4, "at = replace(at, ' ', 'T')"))
    assert fault(sqlite_world_url).startswith(f"sự kiện số 4 của hồ sơ {CASE} (vị trí ")


def test_an_event_that_was_taken_out_is_named(world_url):
    forged(world_url, f"DELETE FROM case_events WHERE case_code = '{CASE}' AND version = 4")
    assert fault(world_url).startswith(f"sự kiện số 4 của hồ sơ {CASE}: không có")


def test_the_last_event_cannot_be_cut_off_unseen(world_url):
    forged(world_url, f"DELETE FROM case_events WHERE case_code = '{CASE}' AND version = 10")
    assert fault(world_url) == (
        f"sự kiện số 10 của hồ sơ {CASE}: không còn trong nhật ký; hãy khôi phục từ bản sao lưu"
    )


def test_a_whole_case_cannot_vanish_unseen(world_url):
    forged(world_url, f"DELETE FROM case_events WHERE case_code = '{CASE}'")
    assert fault(world_url).startswith(f"sự kiện số 1 của hồ sơ {CASE}: không còn trong nhật ký")


def test_events_cannot_change_places(world_url):
    position = f"SELECT position FROM case_events WHERE case_code = '{CASE}' AND version ="
    last = "(SELECT max(position) + 1 FROM case_events)"
    forged(world_url, event(4, f"position = {last}"))
    assert "sự kiện số 5 của hồ sơ" in fault(world_url)
    assert position


@pytest.mark.parametrize(
    ("statement", "place"),
    [
        (f"UPDATE cases SET state = 'resolved' WHERE code = '{CASE}'", f"bảng cases, hồ sơ {CASE}"),
        (f"DELETE FROM facts WHERE case_code = '{CASE}'", f"bảng facts, hồ sơ {CASE}"),
        (f"UPDATE facts SET agency = 'T' WHERE case_code = '{CASE}'", "bảng facts, hồ sơ"),
        ("DELETE FROM timers", "bảng timers, hồ sơ "),
        (
            f"UPDATE case_steps SET case_code = 'X' WHERE step = 'b' AND case_code = '{CASE}'",
            "bảng case_steps",
        ),
    ],
)
def test_a_read_table_that_differs_from_the_log_is_named(world_url, statement, place):
    forged(world_url, statement)
    assert fault(world_url).startswith(place)
    assert "motcua rebuild" in fault(world_url)


def flipped(path, needle, offset):
    """Change one byte of the database file inside the only place that holds `needle`."""
    content = bytearray(path.read_bytes())
    assert content.count(needle) == 1
    place = content.index(needle) + offset
    content[place] ^= 0x01
    path.write_bytes(bytes(content))


@pytest.mark.parametrize("offset", [0, 7, 63])
def test_one_byte_of_one_event_in_the_file_names_that_event(sqlite_world_url, offset):
    path = Path(sqlite_world_url.removeprefix("sqlite:///"))
    with sqlite3.connect(path) as plain:
        needle, position = plain.execute(
            "SELECT prev_hash || hash, position FROM case_events "
            "WHERE case_code = ? AND version = 4",
            (CASE,),
        ).fetchone()
    plain.close()
    dispose_all()
    flipped(path, needle.encode(), 64 + offset)
    assert fault(sqlite_world_url).startswith(f"sự kiện số 4 của hồ sơ {CASE} (vị trí {position})")


def test_a_byte_that_breaks_the_text_itself_names_that_event(sqlite_world_url):
    path = Path(sqlite_world_url.removeprefix("sqlite:///"))
    with sqlite3.connect(path) as plain:
        query = "SELECT prev_hash, position FROM case_events WHERE case_code = ? AND version = 4"
        prev, position = plain.execute(query, (CASE,)).fetchone()
    plain.close()
    dispose_all()
    needle = '"thiếu"}'.encode() + prev.encode()
    content = bytearray(path.read_bytes())
    assert content.count(needle) == 1
    content[content.index(needle) + 5] = 0xFF  # inside the two bytes of ế
    path.write_bytes(bytes(content))
    assert fault(sqlite_world_url) == f"sự kiện ở vị trí {position}: không đọc được"


@pytest.mark.parametrize("left_out", [0, 1])
def test_two_ways_to_one_table_that_disagree_name_the_cell(world_url, left_out):
    """The second way is shown all cases, or all but one that counts in the quarter."""
    quarter = quarters_of(2023)[2]
    with database(world_url).reading() as connection:
        asked = Asked(scope=Scope(), period=quarter.period, now=NOW)
        tally = RawTally(read_setup(connection), asked)
        for log in stream(connection):
            if log.code != CASE or not left_out:
                tally.add(log)
        if not left_out:
            compare_tables(connection, tally)
            return
        with pytest.raises(Damaged, match=r"biểu II\.06a từ 15/06/2023 đến 14/09/2023, Lĩnh vực 2"):
            compare_tables(connection, tally)


def test_a_case_whose_procedure_is_gone_is_named(world_url):
    forged(world_url, "DELETE FROM procedures", "UPDATE setup_revision SET revision = revision + 1")
    assert fault(world_url).startswith("hồ sơ T.H0")
    assert "không dựng lại được" in fault(world_url)
